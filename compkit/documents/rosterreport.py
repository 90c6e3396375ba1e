"""A roster that was looked over, as a report and as data: how many people, what they are paid, nobody's name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from attrs import frozen

from ..errors import Problem
from ..money import EXACT, minor_units
from ..workforce.roster import MILLION
from . import figures
from .data import decimal_text
from .format import rounded
from .table import RULE, Block, Group, Report, Row, Table, Text

if TYPE_CHECKING:
    import pandas as pd

NOT_STATED = "(not stated)"


@frozen(kw_only=True)
class RosterGroup:
    """Sums of some people of a roster.

    Attributes:
        name: Of the group; empty for people who have none.
        people: How many.
        fte: Full-time equivalents of them all.
        base: Base salary a year by currency, full-time.
        paid: The same, times the full-time equivalent of each.
    """

    name: str
    people: int
    fte: Decimal
    base: dict[str, Decimal]
    paid: dict[str, Decimal]

    @classmethod
    def of(cls, name: str, people: pd.DataFrame) -> RosterGroup:
        """The sums of a part of `Roster.people`; exact."""
        base, paid = {}, {}
        for code, own in people.groupby("currency", sort=True):
            pay = own["base"].to_numpy(dtype=object)
            base[str(code)] = EXACT.scaleb(Decimal(int(pay.sum())), -minor_units(str(code)))
            whole = Decimal(int((pay * own["fte"].to_numpy(dtype=object)).sum()))
            paid[str(code)] = EXACT.divide(EXACT.scaleb(whole, -minor_units(str(code))), Decimal(MILLION))
        fte = EXACT.divide(Decimal(int(people["fte"].sum())), Decimal(MILLION))
        return cls(name=name, people=len(people), fte=fte, base=base, paid=paid)

    def data(self) -> dict[str, Any]:
        """The sums for machines."""
        return {
            "people": self.people,
            "fte": decimal_text(self.fte),
            "base": {code: decimal_text(amount) for code, amount in self.base.items()},
            "base_times_fte": {code: decimal_text(amount) for code, amount in self.paid.items()},
        }


def roster_groups(people: pd.DataFrame) -> tuple[RosterGroup, ...]:
    """The sums of each department, by name."""
    return tuple(RosterGroup.of(str(name), own) for name, own in people.groupby("department", sort=True))


# the report


def build_roster_report(people: pd.DataFrame, grants: pd.DataFrame, *, columns: Sequence[str]) -> Report:
    """The report that `compkit roster check` prints.

    Args:
        people: As of `Roster`.
        grants: As of `Roster`.
        columns: What each column was taken for, and what to know, a line each.
    """
    return Report(tuple(_blocks(people, grants, columns)))


def build_columns_report(columns: Sequence[str]) -> Report:
    """What is printed of a roster that has problems."""
    return Report((_columns(columns),))


def _blocks(people: pd.DataFrame, grants: pd.DataFrame, columns: Sequence[str]) -> Iterator[Block]:
    yield Text(f"{_many(len(people), 'person', 'people')}, {_many(len(grants), 'grant')}, no problem.", "title")
    yield _departments(people)
    yield Text("\n".join(_promises(people, grants)))
    yield _columns(columns)


def _columns(columns: Sequence[str]) -> Text:
    return Text("\n".join(["Columns:", *(f"  {line}" for line in columns)]), "note", indent=4)


def _many(count: int, one: str, several: str = "") -> str:
    return f"{count:,} {one if count == 1 else several or f'{one}s'}"


def _departments(people: pd.DataFrame) -> Table:
    everybody = RosterGroup.of("All", people)
    currencies = tuple(everybody.base)
    rows = [Row(group.name or NOT_STATED, _cells(group, currencies)) for group in roster_groups(people)]
    return Table(
        title="BASE SALARY A YEAR, by department",
        groups=(
            Group("", ("people", "FTE")),
            *(Group(code, ("full-time", "times FTE")) for code in currencies),
        ),
        rows=(*rows, RULE, Row("All", _cells(everybody, currencies), "total")),
        foot="Currencies are never added.",
    )


def _cells(group: RosterGroup, currencies: Sequence[str]) -> tuple[str, ...]:
    pay = [
        figures.whole(amounts[code]) if code in amounts else ""
        for code in currencies
        for amounts in (group.base, group.paid)
    ]
    return (f"{group.people:,}", f"{rounded(group.fte, 2):,f}", *pay)


def _promises(people: pd.DataFrame, grants: pd.DataFrame) -> Iterator[str]:
    """Tokens and grants, counted."""
    counted = people["tokens"].value_counts().sort_index()
    held = [f"{name or 'none'}: {count:,}" for name, count in counted.items()]
    yield f"Token allowances: {'; '.join(held)}"
    for (kind, symbol), own in grants.groupby(["kind", "symbol"], sort=True):
        owners = own["employee_id"].nunique()
        units = f"{int(own['units'].sum()):,} units of {symbol}"
        yield f"Grants of kind {kind}: {_many(len(own), 'grant')} to {_many(owners, 'person', 'people')}, {units}"


# for machines


def roster_data(
    people: pd.DataFrame, grants: pd.DataFrame, *, columns: Sequence[str], problems: Sequence[Problem]
) -> dict[str, Any]:
    """The same as ``compkit/roster-check/1``; without sums where there are problems."""
    names = ("file", "path", "value", "rule", "fix", "line")
    data: dict[str, Any] = {
        "format": "compkit/roster-check/1",
        "rows": len(people),
        "grants": len(grants),
        "columns": list(columns),
        "problems": [{name: getattr(problem, name) for name in names} for problem in problems],
    }
    if not problems:
        data["all"] = RosterGroup.of("", people).data()
        data["departments"] = {group.name: group.data() for group in roster_groups(people)}
        counted = people["tokens"].value_counts().sort_index()
        data["token_allowances"] = {str(name): int(count) for name, count in counted.items()}
    return data


# as tables

_PROBLEMS = ("file", "place", "line", "value", "problem", "way_out")


def roster_frames(
    people: pd.DataFrame, grants: pd.DataFrame, *, columns: Sequence[str], problems: Sequence[Problem]
) -> dict[str, pd.DataFrame]:
    """Tables of a check by the name of their sheet: a summary, problems, departments, and what columns were taken for.

    Without sums where there are problems, since what is broken has none. INTERNAL: it shows pay.

    Args:
        people: As of `Roster`.
        grants: As of `Roster`.
        columns: What each column was taken for, and what to know, a line each.
        problems: What is wrong, and where.
    """
    import pandas as pd

    told = [(one.file, one.path, one.line or None, one.value, one.rule, one.fix) for one in problems]
    departments = [] if problems else list(_department_rows(people))
    return {
        "Summary": pd.DataFrame(_summary(people, grants, problems), columns=["what", "value"], dtype=object),
        "Problems": pd.DataFrame(told, columns=list(_PROBLEMS), dtype=object),
        "Departments": pd.DataFrame(departments, columns=_department_columns(people), dtype=object),
        "Columns": pd.DataFrame({"column": list(columns)}, dtype=object),
    }


def _summary(people: pd.DataFrame, grants: pd.DataFrame, problems: Sequence[Problem]) -> list[tuple[str, Any]]:
    verdict = "it has problems: nothing is computed" if problems else "no problem"
    rows: list[tuple[str, Any]] = [
        ("INTERNAL: it shows pay", verdict),
        ("rows of people read", len(people)),
        ("rows of grants read", len(grants)),
        ("problems told", len(problems)),
    ]
    if not problems:
        counted = people["tokens"].value_counts().sort_index()
        rows += [(f"people with token allowance {name or '(none)'}", int(count)) for name, count in counted.items()]
    return rows


def _department_columns(people: pd.DataFrame) -> list[str]:
    pay = [f"{name}_{code}" for code in sorted(set(people["currency"])) if code for name in ("base", "base_times_fte")]
    return ["department", "people", "fte", *pay]


def _department_rows(people: pd.DataFrame) -> Iterator[list[Any]]:
    """A row a department, and all of them."""
    codes = sorted(set(people["currency"]))
    for group in (*roster_groups(people), RosterGroup.of("All", people)):
        pay = [amounts.get(code) for code in codes for amounts in (group.base, group.paid)]
        yield [group.name or NOT_STATED, group.people, group.fte, *pay]
