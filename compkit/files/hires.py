"""A headcount plan as a table: so many people of a kind, a row each kind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve

from ..money import Money
from ..workforce.headcount import PlannedHires
from .places import raise_problems
from .rosterfields import PEOPLE_FIELDS
from .structure import BROKEN
from .tables import Field, read_table

if TYPE_CHECKING:
    import pandas as pd

    from .tables import TableRow

_OF_PEOPLE = (
    *("start_on", "department", "cost_center", "account", "family", "level", "place", "manager"),
    *("base", "currency", "fte", "bonus", "tokens"),
)
HIRE_FIELDS = (
    Field(name="count", kind="count", synonyms=("hires", "heads", "headcount"), required=True, help="how many people"),
    *(
        evolve(of, required=True, help="whose people they will be") if of.name == "department" else of
        for of in PEOPLE_FIELDS
        if of.name in _OF_PEOPLE
    ),
)
"""A row so many people of a kind; what they are is said as in a roster."""


def read_hires(source: str | Path | pd.DataFrame, *, currency: str = "") -> tuple[PlannedHires, ...]:
    """A headcount plan from .csv, .xlsx or .parquet, or a data frame.

    Args:
        source: The table; columns are those of a roster, and ``count``.
        currency: Of pay whose table names none.

    Raises:
        FileProblems: With every problem, each with its row and column.
    """
    reading = read_table(source, HIRE_FIELDS, sheet="hires")
    made = [_hires(row, currency) for row in reading.rows]
    raise_problems([problem for row in reading.rows for problem in row.place("count").problems])
    return tuple(hires for hires in made if hires is not BROKEN)


def _hires(row: TableRow, currency: str) -> Any:
    place, values = row.place("count"), dict(row.values)
    base, named = values.pop("base"), values.pop("currency", "") or currency
    if BROKEN in (base, named, *values.values()):
        return BROKEN
    code = base.currency or named
    if not code:
        return row.place("base").refuse("has no currency", "say it in the cell or in a column currency", value=base)
    return place.make(PlannedHires, base=Money(base.amount, code), **dict(_said(values)))


def _said(values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """What a row says; empty cells leave what a plan has without them."""
    return ((name, value) for name, value in values.items() if value not in (None, ""))
