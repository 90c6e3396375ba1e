"""A stated plan of token spend, read from a table: a row a month and cost centre, or a month, cost centre and model."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..workforce.spending.actuals import PlanRow
from .fields import Sum
from .structure import BROKEN
from .tables import Field, TableRow, look_at_table

if TYPE_CHECKING:
    import pandas as pd

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def _fields(by: str) -> tuple[Field, ...]:
    return (
        Field(name="month", kind="text", required=True, help="the month, 2027-01"),
        Field(name=by, kind="id", synonyms=("cost centre", "cost center"), required=True, help="who pays"),
        Field(name="amount", kind="money", synonyms=("budget", "plan"), required=True, help="money planned"),
        Field(name="people", kind="number", synonyms=("heads", "headcount")),
        Field(name="model", kind="model"),
        Field(name="mtok", kind="number", synonyms=("million tokens",)),
        Field(name="discount", kind="share", synonyms=("discount rate",)),
    )


def read_spend_plan(
    source: str | Path | pd.DataFrame, *, currency: str, by: str = "cost_center"
) -> tuple[PlanRow, ...]:
    """Planned rows of a .csv, .xlsx or .parquet file, or of a data frame.

    Columns are ``month``, ``cost_center`` and ``amount``, and where they are planned ``people``, and ``model`` with
    ``mtok`` and ``discount``.

    Args:
        source: The table.
        currency: Of the plan; amounts that name another are refused.
        by: Column of groups whose labels stand for cost centres.

    Raises:
        FileProblems: With every problem, each with its row and column.
    """
    reading = look_at_table(source, _fields(by))
    if not reading.problems and not reading.rows:
        reading.place.refuse("has no row below its headings", "add a row a month and cost centre", value="")
    rows = [_row(row, currency, by) for row in reading.rows]
    reading.check()
    return tuple(row for row in rows if row is not None)


def _row(row: TableRow, currency: str, by: str) -> PlanRow | None:
    values = row.values
    if BROKEN in values.values() or not all(name in values for name in ("month", by, "amount")):
        return None
    problems = [row.place(name).refuse(rule, fix) for name, rule, fix in _wrong(values, currency)]
    if problems:
        return None
    return PlanRow(
        month=values["month"],
        cost_center=values[by],
        amount=Fraction(values["amount"].amount),
        people=_fraction(values.get("people")),
        model=values.get("model", ""),
        mtok=_fraction(values.get("mtok")),
        discount_rate=_fraction(values.get("discount")) or Fraction(0),
    )


def _fraction(value: Any) -> Fraction | None:
    return None if value is None else Fraction(value)


def _wrong(values: Any, currency: str) -> list[tuple[str, str, str]]:
    """Column, rule and way out of what cannot be planned."""
    found = []
    amount: Sum = values["amount"]
    if not _MONTH.fullmatch(values["month"]):
        found.append(("month", "is no month", "say year-month, such as 2027-01"))
    if amount.currency not in ("", currency):
        found.append(("amount", f"must be in {currency}", f"convert it, or ask for --currency {amount.currency}"))
    if amount.amount < 0:
        found.append(("amount", "must not be negative", "leave the row out"))
    if values.get("people", 0) < 0:
        found.append(("people", "must not be negative", "leave it out"))
    if ("model" in values) != ("mtok" in values):
        name = "mtok" if "mtok" in values else "model"
        found.append((name, "model and mtok stand together", "say both, or neither"))
    if "mtok" in values and not values["mtok"] > 0:
        found.append(("mtok", "must be above 0", "leave the row out"))
    if values.get("discount", 0) >= 1:
        found.append(("discount", "must be below 100 %", "say 15 %"))
    if "discount" in values and "model" not in values:
        found.append(("discount", "is of a model's price", "say model and mtok, or leave it out"))
    return found
