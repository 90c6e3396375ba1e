"""What the sheets of a spend workbook agree on: titles, labels, numbers that sums look for, and where lines stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property

from attrs import frozen
from openpyxl.utils import get_column_letter

from ...errors import InvalidValue
from ...workforce.spending.actuals import AMOUNTS
from ...workforce.spending.review import SpendReview
from ..spendcolumns import month_rows

SUMMARY, BRIDGE, GROUPS, COMMITMENTS, EXPOSURE, BALANCES, CHARGEBACK, MONTHS, CHECK = SHEETS = (
    "Summary",
    "Bridge",
    "Groups",
    "Commitments",
    "Exposure",
    "Balances",
    "Chargeback",
    "Months",
    "Check",
)
"""Titles of the sheets, in the order of the tabs."""
SHOWN, SHOWN_INDEX = "group_shown", "group_index"
"""Defined names of the yellow cell, and of the number of what is chosen in it."""
ALL = "All"
"""What the yellow cell says of all groups together; its number is 1."""
FIRST_GROUP = 2
"""Number of the first group."""
FIRST_LINE = 2
MOST_LINES = 30_000
"""Rows of Months, 2,500 groups of twelve months: each row is a dozen cells, a thousand rows take a second or two."""
AMOUNT_NAMES = {
    "plan": "Plan",
    "actual": "Actual to date",
    "forecast": "Forecast",
    "low": "Lowest forecast",
    "high": "Highest forecast",
}
"""How amounts of a month are headed."""
_EVERY: Mapping[str, int | str] = {"month": '">0"'}
"""A condition that every line meets, where there is no other."""
_LETTERS = {"closed": "J", "month": "K", "group": "L"} | {
    name: get_column_letter(column) for column, name in enumerate(AMOUNTS, 5)
}


@frozen(kw_only=True)
class Line:
    """A month of a group as the sheet Months holds it.

    Attributes:
        texts: Month, group and state.
        heads: Heads employed, by days.
        amounts: By the names of `AMOUNTS`, in whole cents that add up to the year's.
        keys: Whether it is over, 1 or 0; number of the month, from 1, and of the group, from `FIRST_GROUP`.
    """

    texts: tuple[str, str, str]
    heads: Decimal
    amounts: tuple[Decimal, ...]
    keys: tuple[int, int, int]


class Layout:
    """A review, its months and groups numbered: sums look for numbers, since a label may be what is a pattern."""

    def __init__(self, found: SpendReview) -> None:
        """Number what there is."""
        self.found, self.year = found, found.year
        self.currency = found.year.currency
        self.months, self.groups = found.year.months.names, found.year.cost_centers
        if len(found.year.lines) > MOST_LINES:
            rule = f"are more than the {MOST_LINES:,} that a workbook is made of"
            raise InvalidValue("months of groups", len(found.year.lines), rule, "review it by another column")

    @property
    def by(self) -> str:
        """What a group is, in words: ``cost center``."""
        return self.year.by.replace("_", " ")

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """Names to choose from: numbered where a spreadsheet would take two for the same."""
        names = (ALL, *(name or "(none)" for name in self.groups))
        if len({name.casefold() for name in names}) == len(names):
            return names[1:]
        return tuple(f"{number}. {name}" for number, name in enumerate(names[1:], 1))

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Number of each group."""
        return {name: number for number, name in enumerate(self.groups, FIRST_GROUP)}

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The rows of Months, group by group."""
        return tuple(self._lines())

    def _lines(self) -> Iterator[Line]:
        places = {month: number for number, month in enumerate(self.months, 1)}
        for row in month_rows(self.year):
            month, name, state = (str(row[key]) for key in ("month", self.year.by, "state"))
            number = self.numbers[name]
            yield Line(
                texts=(month, self.labels[number - FIRST_GROUP], state),
                heads=row["heads"],
                amounts=tuple(row[f"{amount}_{self.currency}"] for amount in AMOUNTS),
                keys=(int(state == "closed"), places[month], number),
            )

    @property
    def last_line(self) -> int:
        """The last row of Months; its first where there is no line."""
        return max(FIRST_LINE + len(self.lines) - 1, FIRST_LINE)

    @cached_property
    def blocks(self) -> Mapping[int, tuple[int, int]]:
        """First and last row of each group: a sum over a group need not read the others."""
        found: dict[int, tuple[int, int]] = {}
        for place, line in enumerate(self.lines, FIRST_LINE):
            found[line.keys[2]] = (found.get(line.keys[2], (place, 0))[0], place)
        return found

    def sum_of(self, number: str, rows: tuple[int, int] | None = None, **keys: int | str) -> str:
        """The formula of the sum of an amount over the lines with these keys; in these rows, or in all."""
        first, last = rows or (FIRST_LINE, self.last_line)
        whole, *wanted = (f"{MONTHS}!${_LETTERS[key]}${first}:${_LETTERS[key]}${last}" for key in (number, *keys))
        return f"SUMIFS({whole}{''.join(f',{rng},{key}' for rng, key in zip(wanted, keys.values(), strict=True))})"

    def shown(self, number: str, **keys: int | str) -> str:
        """The formula of the same for the group that is chosen, or all of them."""
        chosen = self.sum_of(number, None, group=SHOWN_INDEX, **keys)
        return f"IF({SHOWN_INDEX}=1,{self.sum_of(number, None, **(keys or _EVERY))},{chosen})"
