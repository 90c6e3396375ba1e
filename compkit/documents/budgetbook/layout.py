"""What the sheets of a budget workbook agree on: labels, numbers of what sums look for, and where its lines stand."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from attrs import frozen

from ...errors import InvalidValue
from ...money import add_up, minor_units
from ...pay.entitlements import Number
from ...workforce.budget import Budget
from ...workforce.budgetlines import (
    BUDGET_COMPONENTS,
    DIGITAL,
    LUMP_SUM,
    BudgetComponent,
    BudgetLine,
    place_of,
    tokens_in,
)
from ..words import COMPONENT_NAMES
from .parts import part_of, parts_of

BUDGET, LINES, CHECK = SHEETS = ("Budget", "Lines", "Check")
"""Titles of the sheets, in the order of the tabs."""
TOKEN_SHEET, AGENT_SHEET = "Tokens", "Digital employees"
"""Titles of sheets behind them, where there are tokens, and digital employees."""
SCENARIO, NUMBER, TOKENS = "scenario_shown", "number_shown", "tokens_shown"
SCENARIO_INDEX = "scenario_index"
"""Defined names of the yellow cells, and of the scenario's number."""
SHOWN: tuple[Number, ...] = ("face", "cost")
"""The numbers of a budget; what pay is worth to the employees is none of them."""
TOKEN_CHOICES = ("all", "guaranteed", "none")
"""Which tokens count."""
FIRST_LINE = 2
MOST_LINES = 500_000
"""Half of what a sheet of Excel holds: what calculates takes no more than 128 MiB of numbers."""
_NOBODY = "(none)"
_OWN = {LUMP_SUM: "Merit lump sum", DIGITAL: "AI tokens of digital employees"}
NAMES: dict[str, str] = {**_OWN, **{str(name): words for name, words in COMPONENT_NAMES.items()}}
"""Components as they are printed."""


@frozen(kw_only=True)
class Row:
    """A line of the budget as the sheet Lines holds it.

    Attributes:
        texts: Scenario, labels of the group, component, whether guaranteed, period.
        amounts: As promised and expected cost, unrounded.
        keys: Numbers of the scenario, group, part and period, from 1: sums look for these, since a label may hold what
            a spreadsheet takes for a pattern, a comparison or a number.
    """

    texts: tuple[str, ...]
    amounts: tuple[Decimal, Decimal]
    keys: tuple[int, int, int, int]


class Layout:
    """A budget, its lines in the order of the sheet: group by group."""

    def __init__(self, budget: Budget) -> None:
        """Order the lines, and find where each group's begin and end."""
        self.budget = budget
        if len(budget.lines) > MOST_LINES:
            rule = f"are more than the {MOST_LINES:,} that a workbook is made of"
            raise InvalidValue("Budget.lines", len(budget.lines), rule, "plan fewer scenarios, periods or groups")
        self.parts = parts_of(budget)
        self.groups = budget.groups
        self._numbers = [_numbered(of) for of in (budget.scenarios, self.groups, budget.periods.labels)]
        self.lines = sorted(budget.lines, key=self._order)

    @property
    def digits(self) -> int:
        """Decimals of the currency."""
        return minor_units(self.budget.currency)

    @property
    def by(self) -> str:
        """What a group is, in words: ``department, level``."""
        return ", ".join(_words(name) for name in self.budget.by) or "everybody"

    @cached_property
    def group_labels(self) -> tuple[str, ...]:
        """Names of the groups, as printed."""
        return tuple(", ".join(label or _NOBODY for label in group) or "everybody" for group in self.groups)

    @cached_property
    def scenario_labels(self) -> tuple[str, ...]:
        """Names to choose from: numbered where a spreadsheet would take two for the same."""
        names = self.budget.scenarios
        if len({name.casefold() for name in names}) == len(names):
            return names
        return tuple(f"{number}. {name}" for number, name in enumerate(names, 1))

    @property
    def headings(self) -> tuple[str, ...]:
        """Of the sheet Lines."""
        words = [_words(name).capitalize() for name in self.budget.by]
        amounts = (f"As promised, {self.budget.currency}", f"Expected cost, {self.budget.currency}")
        keys = ("Scenario no.", "Group no.", "Part no.", "Period no.")
        return ("Scenario", *words, "Component", "Guaranteed", "Period", *amounts, *keys)

    @property
    def texts(self) -> int:
        """How many columns of text Lines has before the amounts."""
        return len(self.budget.by) + 4

    @property
    def last_line(self) -> int:
        """The last row of Lines; its first where there is no line."""
        return max(FIRST_LINE + len(self.lines) - 1, FIRST_LINE)

    @cached_property
    def blocks(self) -> Sequence[tuple[int, int]]:
        """First and last row of each group: a sum over a group need not read the other groups."""
        ends: dict[int, tuple[int, int]] = {}
        for place, line in enumerate(self.lines, FIRST_LINE):
            group = self._numbers[1][line.group]
            ends[group] = (ends.get(group, (place, 0))[0], place)
        return [ends[number] for number in range(1, len(self.groups) + 1)]

    def rows(self) -> Iterator[Row]:
        """The lines as the sheet holds them."""
        scenarios, groups, periods = self._numbers
        parts = {(kind, sure): part_of(kind, sure).key for kind in BUDGET_COMPONENTS for sure in (True, False)}
        for line in self.lines:
            part = parts[line.component, line.guaranteed]
            yield Row(
                texts=(
                    self.scenario_labels[scenarios[line.scenario] - 1],
                    *(label or _NOBODY for label in line.group),
                    NAMES[line.component],
                    "yes" if line.guaranteed else "no",
                    line.period,
                ),
                amounts=(line.face, line.cost),
                keys=(scenarios[line.scenario], groups[line.group], part, periods[line.period]),
            )

    def issued(self, scenario: int, number: Number, tokens: str) -> Decimal:
        """A total as the budget has it: of a scenario by its number, with all, guaranteed or no tokens."""
        return add_up(
            sums[number]
            for (of, component, guaranteed), sums in self._sums.items()
            if of == scenario and tokens_in(component, guaranteed, tokens)
        )

    @cached_property
    def _sums(self) -> Mapping[tuple[int, BudgetComponent, bool], Mapping[Number, Decimal]]:
        """Both numbers by scenario and kind of pay, in one pass over the lines."""
        found: dict[tuple[int, BudgetComponent, bool], list[BudgetLine]] = {}
        for line in self.lines:
            found.setdefault((self._numbers[0][line.scenario], line.component, line.guaranteed), []).append(line)
        return {
            key: {"face": add_up(line.face for line in own), "cost": add_up(line.cost for line in own)}
            for key, own in found.items()
        }

    def _order(self, line: BudgetLine) -> tuple[int, ...]:
        scenarios, groups, periods = self._numbers
        place = (groups[line.group], scenarios[line.scenario], periods[line.period])
        return (*place, place_of(line.component), not line.guaranteed)


def _numbered(names: Iterable[Hashable]) -> dict[Hashable, int]:
    """Numbers from 1, in their order."""
    return {name: number for number, name in enumerate(names, 1)}


def _words(name: str) -> str:
    """A column's name as people write it: ``cost center``."""
    return name.replace("_", " ")
