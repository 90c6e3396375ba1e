"""Large tables written: a data frame as Excel, CSV or Parquet, by suffix, in little memory.

A column's unit stands in its name, as `to_frame` names columns, and decides how Excel shows it: ``face_USD``,
``payout_rate``, ``paid_on``, ``granted_mtok``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InvalidValue, OutputRefused
from .bulkcolumns import columns_of
from .bulksheet import MOST_COLUMNS, MOST_ROWS, format_sheet
from .cells import csv_line, csv_text
from .text import write_bytes

if TYPE_CHECKING:
    import pandas as pd

CHUNK = 1_000
"""Rows that are turned into text at a time."""
LONGEST_NAME = 31
"""Characters of a sheet's name in Excel."""
_FORBIDDEN = frozenset("[]:*?/\\")


def write_table(
    frame: pd.DataFrame, path: str | Path, *, formats: Mapping[str, str] | None = None, sheet: str = "Data"
) -> None:
    """Write a data frame as .xlsx, .csv or .parquet, by suffix; the same frame gives the same bytes.

    Text stays text, whatever it begins with. What is not known is an empty cell. The frame's index is not written.
    In Excel a number is the nearest that a cell holds, which keeps 15 digits: exact for every amount in cents below
    ten million millions; whole numbers with more digits, times with a zone and days before March 1900 are text. CSV
    and Parquet keep every digit.

    Args:
        frame: The rows.
        path: The file.
        formats: Number formats of Excel by column, where the unit in the name does not say it; not for CSV, Parquet.
        sheet: Name of the sheet.

    Raises:
        OutputRefused: If the file cannot be written, or has more rows or columns than its kind allows.
        InvalidValue: If a column has no plain name of its own, or a value cannot stand in a cell.
    """
    columns = columns_of(frame, formats or {})
    match Path(path).suffix.casefold():
        case ".xlsx":
            check_size(frame, path)
            data = format_sheet(columns, chunks(frame), rows=len(frame), title=sheet_title(sheet))
        case ".csv":
            data = _csv(frame, [column.name for column in columns])
        case ".parquet":
            data = _parquet(frame, path)
        case suffix:
            raise OutputRefused(path, f"no table is written as {suffix or 'a file without suffix'}", "say .xlsx, .csv")
    write_bytes(path, data)


def check_size(frame: pd.DataFrame, path: str | Path) -> None:
    """Refuse a table that no sheet of Excel holds.

    Raises:
        OutputRefused: If it has more rows or columns than a sheet.
    """
    rows, columns = frame.shape
    if rows + 1 > MOST_ROWS:
        rule = f"{rows:,} rows and a heading are more than the {MOST_ROWS:,} of a sheet"
        raise OutputRefused(path, rule, "write .csv or .parquet, or a file a year")
    if columns > MOST_COLUMNS:
        rule = f"{columns:,} columns are more than the {MOST_COLUMNS:,} of a sheet"
        raise OutputRefused(path, rule, "write .csv or .parquet, or fewer columns")


def sheet_title(sheet: str) -> str:
    """The name of a sheet as it is.

    Raises:
        InvalidValue: If Excel allows no such name.
    """
    rule = "is no name of a sheet in Excel"
    if not 0 < len(sheet) <= LONGEST_NAME or _FORBIDDEN & set(sheet) or not sheet.isprintable():
        raise InvalidValue("sheet", sheet, rule, f"at most {LONGEST_NAME} characters, none of [ ] : * ? / \\")
    if sheet.startswith("'") or sheet.endswith("'") or sheet.casefold() == "history":
        raise InvalidValue("sheet", sheet, rule, "without ' at its ends, and not History, which Excel keeps for itself")
    return sheet


def chunks(frame: pd.DataFrame) -> Iterator[list[list[Any]]]:
    """The values, some rows at a time, each a list of columns; None is what is not known."""
    for first in range(0, len(frame), CHUNK):
        part = frame.iloc[first : first + CHUNK]
        yield [_values(part.iloc[:, number]) for number in range(part.shape[1])]


def _values(column: pd.Series[Any]) -> list[Any]:
    if column.dtype.kind in "iufb" and not column.hasnans:
        return list(column.tolist())
    held, known = column.tolist(), column.notna().tolist()
    return held if all(known) else [value if here else None for value, here in zip(held, known, strict=True)]


# CSV


def _csv(frame: pd.DataFrame, names: list[str]) -> bytes:
    out = BytesIO()
    out.write(csv_line(map(csv_text, names)).encode())
    for chunk in chunks(frame):
        out.write("".join(csv_line(map(_csv_cell, row)) for row in zip(*chunk, strict=True)).encode())
    return out.getvalue()


def _csv_cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return csv_text(value)
        case bool():
            return "true" if value else "false"
        case Decimal() if value.is_finite():
            return f"{value:f}"
        case datetime() if value.tzinfo is None and value.time() == datetime.min.time():
            return str(value.date())
        case int() | date():
            return str(value)
        case float() if value - value == 0:
            return f"{Decimal(repr(float(value))):f}".removesuffix(".0")
        case _ if type(value).__module__ == "numpy":
            return _csv_cell(value.item())
    raise InvalidValue("cell", value, "cannot stand in a table", "write text, numbers, days, true or false")


# Parquet


def _parquet(frame: pd.DataFrame, path: str | Path) -> bytes:
    try:
        import pyarrow  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: F401
    except ModuleNotFoundError:
        raise OutputRefused(path, "Parquet needs pyarrow", "pip install pyarrow, or write .csv") from None
    try:
        return bytes(frame.to_parquet(None, engine="pyarrow", index=False) or b"")
    except (TypeError, ValueError, OverflowError) as error:  # pyarrow's own errors are among these
        raise OutputRefused(path, f"a column mixes kinds: {error}", "give each column one kind of value") from None
