"""A table as it stands in a file or data frame: its headings, and its rows of cells that nobody has interpreted."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from ..cells import csv_plain
from ..places import Place
from ..sheets import read_sheet
from ..text import file_name, read_text, refused

if TYPE_CHECKING:
    import pandas as pd

LIMIT = 100_000_000
"""Most bytes of a table: 42,000 rows by 30 columns are some ten million in Excel and fifteen in CSV."""
MOST_CELLS = 8_000_000
WITHOUT_HEADING = "put text with commas in quotes, or name the column"


@frozen
class GridRow:
    """A row of cells.

    Attributes:
        number: As the file counts it, from 1; rows of a data frame from 1 below the heading.
        line: Line of the file; 0 where it has none.
        cells: Texts, numbers, days, true or false; an empty one is None.
    """

    number: int
    line: int
    cells: tuple[Any, ...]


@frozen
class Grid:
    """A table that nobody has interpreted.

    Attributes:
        top: Where its problems go; the path of its cells begins with the path of this place.
        headings: Of its columns.
        rows: Below them, without empty ones.
        percents: Cells that are shown in percent, as row and column, from 1.
    """

    top: Place
    headings: tuple[str, ...]
    rows: tuple[GridRow, ...]
    percents: frozenset[tuple[int, int]] = field(default=frozenset(), repr=False)

    def at(self, row: GridRow, heading: str) -> Place:
        """The place of a cell."""
        before = f"{self.top.path}, " if self.top.path else ""
        return evolve(self.top, data=None, path=f"{before}row {row.number}, column {heading}", line=row.line)


def read_grid(source: str | Path | pd.DataFrame, *, sheet: str = "") -> Grid:
    """The table of a file, by suffix, or of a data frame.

    Args:
        source: A .csv, .xlsx or .parquet file, ``-`` for CSV from standard input, or a pandas data frame.
        sheet: Name of the sheet in an Excel file; the first if there is none of it.

    Raises:
        FileProblems: If it cannot be read, or is no table.
    """
    if not isinstance(source, (str, Path)):
        return _from_frame(source, "<data frame>")
    match Path(source).suffix.casefold():
        case ".xlsx" | ".xlsm":
            return _from_excel(source, sheet)
        case ".parquet":
            return _from_frame(parquet_frame(source, MOST_CELLS), file_name(source))
        case ".xls" | ".xlsb" | ".ods" | ".numbers":
            raise refused(file_name(source), "is not a table that can be read", "save it as .xlsx or .csv")
        case _:
            return _from_csv(source)


def _grid(top: Place, rows: list[GridRow], percents: frozenset[tuple[int, int]] = frozenset()) -> Grid:
    """The first row that is not empty holds the headings."""
    held = [row for row in rows if any(cell is not None for cell in row.cells)]
    if not held:
        raise refused(top.file, "is empty", "give it a row of headings, and rows below")
    grid = Grid(top, headings_of(top, held[0]), tuple(held[1:]), percents)
    _check_headings(grid, held[0])
    return grid


def headings_of(top: Place, row: GridRow) -> tuple[str, ...]:
    """The headings that a row holds, up to the last.

    Raises:
        FileProblems: If they stand in one cell, since something else than commas is between them.
    """
    texts = [str(cell).strip() if cell is not None else "" for cell in row.cells]
    while not texts[-1]:
        texts.pop()
    if len(texts) == 1 and (";" in texts[0] or "\t" in texts[0]):
        raise refused(top.file, "its columns are not separated by commas", "save it with commas", line=1)
    return tuple(texts)


def check_doubles(grid: Grid, row: GridRow) -> None:
    """Note headings that stand over two columns."""
    known = grid.headings
    for heading in dict.fromkeys(name for name in known if name and known.count(name) > 1):
        grid.at(row, heading).refuse("stands over two columns", "rename one of the two", value="")


def _check_headings(grid: Grid, row: GridRow) -> None:
    known = grid.headings
    check_doubles(grid, row)
    for number, heading in enumerate(known, 1):
        if not heading and any(found.cells[number - 1 : number] not in ((), (None,)) for found in grid.rows):
            grid.at(row, str(number)).refuse("has no heading", "name it, or empty the column", value="")
    for found in grid.rows:
        if any(cell is not None for cell in found.cells[len(known) :]):
            grid.at(found, str(len(known) + 1)).refuse("has no heading", WITHOUT_HEADING, value="")


def _from_csv(path: str | Path) -> Grid:
    top = Place(file_name(path), {}, [], None)
    reader = csv.reader(io.StringIO(read_text(path, limit=LIMIT), newline=""), strict=True)
    rows: list[GridRow] = []
    try:
        for number, cells in enumerate(reader, 1):
            rows.append(GridRow(number, reader.line_num, tuple(map(plain_cell, map(csv_plain, cells)))))
    except csv.Error as error:
        raise refused(top.file, f"is not CSV: {error}", line=reader.line_num) from None
    return _grid(top, rows)


def _from_excel(path: str | Path, named: str) -> Grid:
    sheet = read_sheet(path, named=named, limit=LIMIT)
    top = Place(file_name(path), {}, [], None, path=f"sheet {sheet.name}")
    rows = [GridRow(number, 0, tuple(map(plain_cell, cells))) for number, cells in enumerate(sheet.values, 1)]
    grid = _grid(top, rows, sheet.percents)
    places = {row.number: row for row in grid.rows}
    for spots, rule in (
        (sheet.errors, "holds an error of the spreadsheet"),
        (sheet.uncalculated, "was not calculated"),
    ):
        for number, column in sorted(spots):
            row = places.get(number, GridRow(number, 0, ()))
            heading = grid.headings[column - 1] if column <= len(grid.headings) else str(column)
            grid.at(row, heading).refuse(rule, "mend its formula, and save the file in Excel", value="")
    return grid


def parquet_frame(path: str | Path, most: int) -> pd.DataFrame:
    """The table of a Parquet file.

    Raises:
        FileProblems: If it cannot be read, or has more cells than `most`.
    """
    file = file_name(path)
    try:
        import pyarrow.parquet as parquet  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ModuleNotFoundError:
        raise refused(file, "Parquet needs pyarrow", "pip install pyarrow, or save the table as .csv") from None
    try:
        held = parquet.ParquetFile(str(path))
        if held.metadata.num_rows * held.metadata.num_columns > most:
            raise refused(file, f"has more than {most:,} cells", "split it")
        frame: pd.DataFrame = held.read().to_pandas()
    except (OSError, ValueError) as error:  # pyarrow's own errors are among these
        raise refused(file, f"cannot be read: {str(error).splitlines()[0]}", "write it anew as .parquet") from None
    return frame


def _from_frame(frame: pd.DataFrame, file: str) -> Grid:
    columns = [frame.iloc[:, number] for number in range(frame.shape[1])]
    held = [
        [value if known else None for value, known in zip(column.tolist(), column.notna().tolist(), strict=True)]
        for column in columns
    ]
    head = GridRow(0, 0, tuple(str(name) for name in frame.columns))
    rows = [
        GridRow(number, 0, tuple(map(plain_cell, cells))) for number, cells in enumerate(zip(*held, strict=True), 1)
    ]
    return _grid(Place(file, {}, [], None), [head, *rows])


def plain_cell(cell: Any) -> Any:
    """A cell without the types of libraries; blank text is empty. ``NA`` is text like any other."""
    if isinstance(cell, str):
        return cell if cell.strip() else None
    if type(cell).__module__.startswith("numpy"):
        return cell.item()
    return cell.to_pydatetime() if hasattr(cell, "to_pydatetime") else cell
