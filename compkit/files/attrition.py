"""Attrition as a table: at which rate people of a kind leave, a row each kind; labels that are left out are any."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..workforce.attrition import AttritionRate
from ..workforce.roster import GROUPS, Roster
from .agents import check_columns, made_of, one_of
from .rosterfields import PEOPLE_FIELDS
from .structure import BROKEN
from .tables import Field, read_table

if TYPE_CHECKING:
    import pandas as pd

    from .tables import TableRow

_PERIODS = {"a_year": "year", "a_month": "month"}
ATTRITION_FIELDS = (
    Field(name="a_year", kind="share", synonyms=("yearly", "per year", "annual rate", "yearly rate", "attrition")),
    Field(name="a_month", kind="share", synonyms=("monthly", "per month", "monthly rate")),
    *(of for of in PEOPLE_FIELDS if of.name in GROUPS),
)
"""A row a kind of people: the chance of leaving within a year or a month, and what they have in common."""


def read_attrition(source: str | Path | pd.DataFrame, *, roster: Roster | None = None) -> tuple[AttritionRate, ...]:
    """Rates of attrition from .csv, .xlsx or .parquet, or a data frame.

    Args:
        source: The table; rates are ``8 %`` or ``0.08``, a bare ``8`` is refused.
        roster: The people: a label that none of them has is refused; None is not checked.

    Raises:
        FileProblems: With every problem, each with its row and column.
    """
    reading = read_table(source, ATTRITION_FIELDS, sheet="attrition")
    check_columns(reading, ATTRITION_FIELDS)
    if not reading.rows:
        fix = "add a row; without a department, level or place it is of everybody"
        reading.place.refuse("has no row below its headings", fix, value="")
    made = [_rate(row, roster) for row in reading.rows]
    _check_twice(reading.rows, made)
    reading.check()
    return tuple(rate for rate in made if rate is not BROKEN)


def _rate(row: TableRow, roster: Roster | None) -> Any:
    said = {name: value for name, value in row.values.items() if value not in (None, "")}
    if BROKEN in said.values():
        return BROKEN
    rates = [name for name in _PERIODS if name in said]
    if len(rates) != 1:
        rule = "needs a rate a year or a month" if not rates else "has a rate a year and a month"
        return row.place("a_year").refuse(rule, "say one of them, such as 8 %", value=said.get("a_year", ""))
    labels = {name: said[name] for name in GROUPS if name in said}
    unknown = [name for name in labels if roster is not None and not _is_known(row, name, labels[name], roster)]
    if unknown:
        return BROKEN
    return made_of(row, AttritionRate, {"rate": rates[0]}, rate=said[rates[0]], per=_PERIODS[rates[0]], **labels)


def _is_known(row: TableRow, name: str, label: str, roster: Roster) -> bool:
    known = set(roster.people[name])
    if label in known:
        return True
    words = name.replace("_", " ")
    row.place(name).refuse(f"is no {words} of the roster", one_of(label, known), value=label)
    return False


def _check_twice(rows: tuple[TableRow, ...], made: list[Any]) -> None:
    """One row for the same kind."""
    first: dict[tuple[tuple[str, str], ...], int] = {}
    for row, rate in zip(rows, made, strict=True):
        if rate is BROKEN:
            continue
        kind = tuple(sorted(rate.labels.items()))
        if kind in first:
            said = ", ".join(rate.labels.values()) or "everybody"
            row.place("a_year").refuse(f"is of the same people as row {first[kind]}", "keep one of them", value=said)
        first.setdefault(kind, row.number)
