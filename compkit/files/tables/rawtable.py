"""A table by columns, as it stands in a file or data frame: for many rows, of which none is looked at alone."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from ..cells import csv_plain
from ..places import Place
from ..sheets import Sheet, find_sheets
from ..text import file_name, read_text, refused
from .distinct import Cells
from .grid import WITHOUT_HEADING, Grid, GridRow, check_doubles, headings_of, parquet_frame, plain_cell

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from .distinct import Flags, Ints

LARGEST_FILE = 400_000_000
"""Most bytes: a million rows by 20 columns are some 150 million in CSV."""
MOST_CELLS = 64_000_000
"""A million rows by 60 columns."""

_Spots = Callable[[Sequence[int]], "dict[int, Ints]"]


@frozen(eq=False)
class RawTable:
    """A table as columns that nobody has interpreted.

    Attributes:
        grid: Its place and headings, without rows.
        columns: Under the headings, without empty rows.
        numbers: Number of each row, as the file counts it from 1; rows of a data frame from 1 below the heading.
        lines: Line of each row in the file; empty where it has none.
        percents: Of some columns, from 0, the numbers of the rows whose cell is shown in percent.
    """

    grid: Grid
    columns: tuple[Cells, ...]
    numbers: Ints
    lines: Ints
    percents: _Spots

    def row(self, position: int) -> GridRow:
        """A row by its position, without cells, for its place."""
        line = int(self.lines[position]) if len(self.lines) else 0
        return GridRow(int(self.numbers[position]), line, ())


def read_raw(source: Any, *, sheet: str = "") -> RawTable:
    """The table of a file, by suffix, or of a data frame.

    Args:
        source: A .csv, .xlsx or .parquet file, ``-`` for CSV from standard input, or a data frame of pandas, or of
            a library that gives one by ``to_pandas``.
        sheet: Name of the sheet in an Excel file; the first if there is none of it.

    Raises:
        FileProblems: If it cannot be read, or is no table.
    """
    if not isinstance(source, (str, Path)):
        return raw_frame(source, "<data frame>")
    match Path(source).suffix.casefold():
        case ".xlsx" | ".xlsm":
            (found,) = find_sheets(source, named=(sheet,), limit=LARGEST_FILE)
            return raw_sheet(found, file_name(source))
        case ".parquet":
            return raw_frame(parquet_frame(source, MOST_CELLS), file_name(source))
        case ".xls" | ".xlsb" | ".ods" | ".numbers":
            raise refused(file_name(source), "is not a table that can be read", "save it as .xlsx or .csv")
        case _:
            return _csv(source)


# files


def _csv(path: str | Path) -> RawTable:
    import numpy as np

    file = file_name(path)
    text = read_text(path, limit=LARGEST_FILE)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        rows = list(reader)
    except csv.Error as error:
        raise refused(file, f"is not CSV: {error}", line=reader.line_num) from None
    lines = range(1, len(rows) + 1) if reader.line_num == len(rows) else _lines(text)
    plain = partial(_plain_text, marked="'" in text)
    width = max(map(len, rows), default=0)
    if set(map(len, rows)) != {width}:
        rows = [[*row, *[""] * (width - len(row))] for row in rows]
    place = Place(file, {}, [], None)
    return _table(place, list(zip(*rows, strict=True)), plain, lines=np.array(lines, dtype=np.int64))


def _lines(text: str) -> list[int]:
    """The last line of each row, where some cells reach over several."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    return [reader.line_num for _ in reader]


def _plain_text(cell: str, *, marked: bool) -> str | None:
    if marked:
        cell = csv_plain(cell)
    return cell if cell.strip() else None


def raw_sheet(sheet: Sheet, file: str) -> RawTable:
    """The table of a sheet; cells with errors, and formulas without a value, are noted as problems."""
    place = Place(file, {}, [], None, path=f"sheet {sheet.name}")
    table = _table(place, list(zip(*sheet.values, strict=True)), plain_cell, percents=_percents(sheet))
    names = dict(enumerate(table.grid.headings, 1))
    fix = "mend its formula, and save the file in Excel"
    for spots, rule in (
        (sheet.errors, "holds an error of the spreadsheet"),
        (sheet.uncalculated, "was not calculated"),
    ):
        for number, column in sorted(spots):
            table.grid.at(GridRow(number, 0, ()), names.get(column, str(column))).refuse(rule, fix, value="")
    return table


def _percents(sheet: Sheet) -> _Spots:
    import numpy as np

    def found(columns: Sequence[int]) -> dict[int, NDArray[np.int64]]:
        rows = sheet.percent_rows([column + 1 for column in columns])
        return {column - 1: np.array(numbers, dtype=np.int64) for column, numbers in rows.items()}

    return found


# data frames


def raw_frame(frame: Any, file: str) -> RawTable:
    """The table of a data frame; its index is no column.

    Raises:
        FileProblems: If it is no data frame.
    """
    if hasattr(frame, "to_pandas"):
        frame = frame.to_pandas()
    if not (hasattr(frame, "iloc") and hasattr(frame, "columns")):
        raise refused(file, "is no file and no data frame", "give a path, or a pandas or polars data frame")
    cells = [(str(name), *_held(frame.iloc[:, number])) for number, name in enumerate(frame.columns)]
    return _table(Place(file, {}, [], None), cells, plain_cell, first=0)


def _held(column: pd.Series[Any]) -> Sequence[Any]:
    known = column.notna()
    held: list[Any] = column.tolist()
    return held if known.all() else [cell if here else None for cell, here in zip(held, known.tolist(), strict=True)]


# all


def _no_percents(columns: Sequence[int]) -> dict[int, Ints]:
    return {}


def _table(
    place: Place,
    columns: Sequence[Sequence[Any]],
    plain: Callable[[Any], Any],
    *,
    first: int = 1,
    lines: Ints | None = None,
    percents: _Spots = _no_percents,
) -> RawTable:
    """A table of columns of cells; its first row that is not empty holds the headings."""
    import numpy as np

    top = _heading_row(columns, plain)
    if top is None:
        raise refused(place.file, "is empty", "give it a row of headings, and rows below")
    head = GridRow(top + first, 0, tuple(plain(column[top]) for column in columns))
    grid = Grid(place, headings_of(place, head), ())
    cells = [Cells.of(column[top + 1 :], plain) for column in columns]
    held = _not_empty(cells)
    numbers = np.arange(len(held), dtype=np.int64) + (top + 1 + first)
    if lines is not None:
        lines = lines[top + 1 :][held]
    table = RawTable(grid, tuple(cells), numbers[held], np.empty(0, np.int64) if lines is None else lines, percents)
    table = evolve(table, columns=tuple(column.where(held) for column in cells))
    check_doubles(grid, head)
    _check_outside(table, head)
    return table


def _heading_row(columns: Sequence[Sequence[Any]], plain: Callable[[Any], Any]) -> int | None:
    """The first row that is not empty."""
    for number, row in enumerate(zip(*columns, strict=True)):
        if any(plain(cell) is not None for cell in row):
            return number
    return None


def _not_empty(cells: Sequence[Cells]) -> Flags:
    """Rows that hold something; where one column always does, no other is looked at."""
    import numpy as np

    empty = np.ones(len(cells[0].codes), dtype=np.bool_)
    for column in cells:
        if not empty.any():
            break
        empty &= column.empty
    return ~empty


def _check_outside(table: RawTable, head: GridRow) -> None:
    """Note columns without a heading that hold something, once each."""
    import numpy as np

    grid, known = table.grid, len(table.grid.headings)
    for number, column in enumerate(table.columns):
        if number < known and grid.headings[number]:
            continue
        held = np.flatnonzero(~column.empty)
        if len(held):
            more = f", here and in {len(held) - 1:,} more rows" if len(held) > 1 else ""
            row, fix = (
                (head, "name it, or empty the column") if number < known else (table.row(held[0]), WITHOUT_HEADING)
            )
            grid.at(row, str(number + 1)).refuse(f"has no heading{more}", fix, value="")
