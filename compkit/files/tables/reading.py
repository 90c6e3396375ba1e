"""Reading a table by fields: its mapping, its rows as values, and every problem with its sheet, row and column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from ...errors import InvalidValue, Problem
from ..fields import Sum
from ..places import Place, raise_problems
from .field import Field, Units
from .grid import Grid, GridRow, read_grid
from .mapping import ColumnUse, describe, match_columns
from .rules import MISSING, NO_CURRENCY, lost_zeros, mixture, one_order
from .values import DayOrder, in_currency, is_one_order, parse_cell, shape_of, shown

if TYPE_CHECKING:
    import pandas as pd

MOST_PROBLEMS = 200
"""Most problems that are told one by one: a wrong column is wrong in every row."""


@frozen(kw_only=True)
class TableRow:
    """A row as values.

    Attributes:
        number: As the file counts it.
        values: By name of field; what the row does not say is left out, what is broken is `BROKEN`.
        place: From a field's name to the place of its cell, for problems that are found later.
    """

    number: int
    values: Mapping[str, Any]
    place: Callable[[str], Place] = field(repr=False, eq=False)


@frozen(kw_only=True)
class TableReading:
    """A table that was read.

    Attributes:
        file: As the user named it.
        sheet: Name of the sheet; empty where there is none.
        mapping: What each column was used for.
        rows: Its rows as values.
        notes: What to know about them, in words: zeros that may be lost, days that had one order only.
        problems: All that was found so far; `read_table` raises them.
    """

    file: str
    sheet: str
    mapping: tuple[ColumnUse, ...]
    rows: tuple[TableRow, ...]
    notes: tuple[str, ...] = ()
    problems: list[Problem] = field(factory=list, repr=False)

    def describe(self) -> tuple[str, ...]:
        """The mapping and the notes in words, a line each."""
        return (*describe(self.mapping), *self.notes)

    def column(self, name: str) -> ColumnUse | None:
        """The column that means a field, if there is one."""
        return next((use for use in self.mapping if use.field and use.field.name == name), None)

    @property
    def place(self) -> Place:
        """The place of the whole table."""
        return Place(self.file, {}, self.problems, None, path=f"sheet {self.sheet}" if self.sheet else "")

    def heading_place(self, use: ColumnUse) -> Place:
        """The place of a column's heading."""
        path = f"{self.place.path}, column {use.heading.text}" if self.sheet else f"column {use.heading.text}"
        return evolve(self.place, path=path)

    def check(self) -> None:
        """Raise what was found; the first ones in full.

        Raises:
            FileProblems: If there is anything.
        """
        more = len(self.problems) - MOST_PROBLEMS
        rest = [Problem(file=self.file, path="", value="", rule=f"and {more:,} more problems")] if more > 0 else []
        raise_problems([*self.problems[:MOST_PROBLEMS], *rest])


def read_table(
    source: str | Path | pd.DataFrame,
    fields: Sequence[Field],
    *,
    mapping: Mapping[str, str] | None = None,
    day_order: DayOrder | None = None,
    units: Units | None = None,
    sheet: str = "",
) -> TableReading:
    """A table of other people, by fields.

    Args:
        source: A .csv, .xlsx or .parquet file, ``-`` for CSV from standard input, or a pandas data frame.
        fields: What its columns may mean; a heading is matched to a field's name and synonyms.
        mapping: Field by heading, where the synonyms do not know it; an empty text leaves the column out.
        day_order: How days such as 03/04/2026 are to be read; without it they are refused.
        units: Units that headings may name, each with a pattern; taken out before a heading is matched.
        sheet: Name of the sheet in an Excel file; the first if there is none of it.

    Raises:
        FileProblems: With every problem, each with its sheet, row and column.
        InvalidValue: If a heading means two fields, or the order of days is no such order.
    """
    reading = look_at_table(source, fields, mapping=mapping, day_order=day_order, units=units, sheet=sheet)
    reading.check()
    return reading


def look_at_table(
    source: str | Path | pd.DataFrame,
    fields: Sequence[Field],
    *,
    mapping: Mapping[str, str] | None = None,
    day_order: DayOrder | None = None,
    units: Units | None = None,
    sheet: str = "",
    doubtful: Mapping[str, str] | None = None,
) -> TableReading:
    """The same with its problems noted and not raised, so that the mapping can be shown, and more be found.

    Args:
        source: As of `read_table`.
        fields: As of `read_table`.
        mapping: As of `read_table`.
        day_order: As of `read_table`.
        units: As of `read_table`.
        sheet: As of `read_table`.
        doubtful: Headings that could mean two things, in small letters, each with what to do.
    """
    if day_order not in (None, "day first", "month first"):
        raise InvalidValue("day_order", day_order, "is no order of days", 'say "day first" or "month first"')
    grid = read_grid(source, sheet=sheet)
    uses = match_columns(grid, fields, told=mapping or {}, units=units or {}, doubtful=doubtful or {})
    columns = [_Column(grid, use, use.field, day_order) for use in uses if use.field is not None]
    values = [column.values() for column in columns]
    headings = {column.field.name: column.use.heading.text for column in columns}
    cells = zip(*values, strict=True) if values else ((),) * len(grid.rows)
    rows = tuple(_row(grid, row, headings, columns, said) for row, said in zip(grid.rows, cells, strict=True))
    return TableReading(
        file=grid.top.file,
        sheet=grid.top.path.removeprefix("sheet "),
        mapping=uses,
        rows=rows,
        notes=tuple(note for column in columns for note in column.notes()),
        problems=grid.top.problems,
    )


def _row(
    grid: Grid, row: GridRow, headings: Mapping[str, str], columns: list[_Column], cells: tuple[Any, ...]
) -> TableRow:
    said = {column.field.name: cell for column, cell in zip(columns, cells, strict=True) if cell is not None}
    return TableRow(number=row.number, values=said, place=lambda name: grid.at(row, headings.get(name, name)))


@frozen
class _Column:
    """A column that is used.

    Attributes:
        grid: The table.
        use: What for.
        field: The field it means.
        day_order: How days in figures are read.
    """

    grid: Grid
    use: ColumnUse
    field: Field
    day_order: DayOrder | None

    def values(self) -> list[Any]:
        """The value of each row; None where it says none, `BROKEN` with a problem noted."""
        before = len(self.grid.top.problems)
        made = [self._value(row) for row in self.grid.rows]
        if len(self.grid.top.problems) > before:
            self._tell_mixture(before)
        if self.field.kind == "money":
            self._check_currencies(made)
        return made

    def cells(self) -> Iterator[tuple[GridRow, Any, bool]]:
        """Rows with the column's cell, and whether it is shown in percent."""
        number = self.use.number
        for row in self.grid.rows:
            cell = row.cells[number] if number < len(row.cells) else None
            if cell is not None:
                yield row, cell, (row.number, number + 1) in self.grid.percents

    def _value(self, row: GridRow) -> Any:
        number = self.use.number
        cell = row.cells[number] if number < len(row.cells) else None
        if cell is None:
            return self._at(row).refuse(*MISSING, value="") if self.field.required else None
        percent = (row.number, number + 1) in self.grid.percents
        try:
            made = parse_cell(cell, self.field.kind, percent=percent, day_order=self.day_order)
            return in_currency(made, self.use.heading.currency) if isinstance(made, Sum) else made
        except InvalidValue as error:
            return self._at(row).refuse(error.rule, error.fix, value=shown(cell, percent=percent))

    def _at(self, row: GridRow) -> Place:
        return self.grid.at(row, self.use.heading.text)

    def _check_currencies(self, made: list[Any]) -> None:
        """An amount without a currency, where others of its column name theirs, could be in any of them."""
        if not any(isinstance(value, Sum) and value.currency for value in made):
            return
        for index, (row, value) in enumerate(zip(self.grid.rows, made, strict=True)):
            if isinstance(value, Sum) and not value.currency:
                made[index] = self._at(row).refuse(*NO_CURRENCY, value=str(value.amount))

    def _tell_mixture(self, before: int) -> None:
        """Say in each problem of the column what else it holds."""
        shapes = Counter(shape_of(cell, percent=percent) for _, cell, percent in self.cells())
        words = mixture(shapes, self.field.kind)
        if not words:
            return
        problems = self.grid.top.problems
        for index in range(before, len(problems)):
            old = problems[index]
            rule = f"{old.rule}{words}"
            problems[index] = Problem(
                file=old.file, path=old.path, value=old.value, rule=rule, fix=old.fix, line=old.line
            )

    def notes(self) -> Iterator[str]:
        """What to know about the column."""
        name = self.use.heading.text
        if self.field.kind == "id":
            numbers = sum(not isinstance(cell, str) for _, cell, _ in self.cells())
            if numbers:
                yield lost_zeros(name, numbers)
        if self.field.kind == "day" and self.day_order is None:
            told = [cell.strip() for _, cell, _ in self.cells() if isinstance(cell, str) and is_one_order(cell)]
            if told:
                yield one_order(name, told[0])
