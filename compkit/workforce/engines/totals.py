"""Totals of amounts in anybody's data frame: pandas, polars, DuckDB, Dask or Spark, by one function."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from ...errors import InvalidValue
from ...pay.entitlements import NUMBERS


def total_amounts(frame: Any, by: Sequence[str] = ("component", "year"), *, columns: Sequence[str] = NUMBERS) -> Any:
    """Sums of whole columns by group, in a frame of the same kind; what is lazy stays lazy.

    Whole numbers add up to the same in any order, so that every engine gives the same sums; the order of the rows is
    the engine's.

    Args:
        frame: A frame of pandas, polars, DuckDB, Dask, Spark or any other that narwhals knows, such as the amounts of
            `people_amounts`, joined with the columns to group by.
        by: Columns whose values together are a group.
        columns: Columns that are summed, whole numbers.

    Raises:
        InvalidValue: If the frame is of no kind that is known, or a column is missing or not whole.
    """
    nw = _narwhals()
    try:
        asked = nw.from_native(frame)
    except TypeError:
        raise InvalidValue("frame", type(frame).__name__, "is no data frame", "give one that narwhals knows") from None
    _check(asked.collect_schema(), by, columns)
    summed = asked.group_by(*by).agg(*(nw.col(name).sum() for name in columns))
    return nw.to_native(summed.with_columns(*(nw.col(name).cast(nw.Int64) for name in columns)))


def _narwhals() -> Any:
    try:
        return import_module("narwhals")
    except ModuleNotFoundError:
        raise InvalidValue("frame", "narwhals", "is needed and not there", "pip install narwhals") from None


def _check(schema: Any, by: Sequence[str], columns: Sequence[str]) -> None:
    if not by or not columns:
        raise InvalidValue("by", by, "and columns must not be empty", "say what to group by and what to sum")
    for name in (*by, *columns):
        if name not in schema:
            raise InvalidValue("frame", ", ".join(schema), f"has no column {name}")
    for name in columns:
        if not schema[name].is_integer():
            raise InvalidValue(f"frame.{name}", schema[name], "is no whole column", "sum whole minor units")
