"""Reading a table of many rows by columns: fields, mapping and refusals of `read_table`, without a loop of rows.

Each distinct cell of a column is parsed once. Problems are told for the first rows, and then counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from ...errors import InvalidValue
from .columnvalues import ReadColumn, parse_column
from .faults import Faults
from .field import Field, Units
from .mapping import ColumnUse, describe, match_columns
from .rawtable import RawTable, read_raw
from .rules import lost_zeros, one_order
from .values import DayOrder, is_one_order

_MOST_PERCENT = 10
"""1000 %."""

if TYPE_CHECKING:
    from .distinct import Flags, Ints


@frozen(eq=False, kw_only=True)
class ColumnReading:
    """A table that was read by columns.

    Attributes:
        file: As the user named it.
        sheet: Name of the sheet; empty where there is none.
        mapping: What each column was used for.
        columns: By name of field.
        notes: What to know about them, in words.
        size: How many rows there are.
        faults: All problems that were found so far.
    """

    file: str
    sheet: str
    mapping: tuple[ColumnUse, ...]
    columns: Mapping[str, ReadColumn]
    notes: tuple[str, ...]
    size: int
    faults: Faults

    def describe(self) -> tuple[str, ...]:
        """The mapping and the notes in words, a line each."""
        return (*describe(self.mapping), *self.notes)

    def refuse(self, name: str, rows: Flags, rule: str, fix: str = "") -> None:
        """Note a problem of a field in some rows."""
        column = self.columns.get(name)
        heading = column.use.heading.text if column else name
        self.faults.note(heading, rows, rule, fix, column.shown if column else None)


def look_at_columns(
    source: Any,
    fields: Sequence[Field],
    *,
    mapping: Mapping[str, str] | None = None,
    day_order: DayOrder | None = None,
    units: Units | None = None,
    doubtful: Mapping[str, str] | None = None,
) -> ColumnReading:
    """A table of many rows, by fields, with its problems noted and not raised.

    Args:
        source: As of `read_table`, or a `RawTable`.
        fields: As of `read_table`.
        mapping: As of `read_table`.
        day_order: As of `read_table`.
        units: As of `read_table`.
        doubtful: Headings that could mean two things, in small letters, each with what to do.

    Raises:
        FileProblems: If it is no table.
        InvalidValue: If a heading means two fields, or the order of days is no such order.
    """
    if day_order not in (None, "day first", "month first"):
        raise InvalidValue("day_order", day_order, "is no order of days", 'say "day first" or "month first"')
    raw = source if isinstance(source, RawTable) else read_raw(source)
    uses = match_columns(raw.grid, fields, told=mapping or {}, units=units or {}, doubtful=doubtful or {})
    faults = Faults(raw)
    percents = _percents(raw, uses)
    read = [_read(raw, use, use.field, day_order, percents, faults) for use in uses if use.field is not None]
    return ColumnReading(
        file=raw.grid.top.file,
        sheet=raw.grid.top.path.removeprefix("sheet "),
        mapping=uses,
        columns={column.field.name: column for column in read},
        notes=tuple(note for column in read for note in _notes(column, day_order)),
        size=len(raw.numbers),
        faults=faults,
    )


def _percents(raw: RawTable, uses: Sequence[ColumnUse]) -> dict[int, Ints]:
    """Rows of cells in percent, of the columns where it matters."""
    used = (use for use in uses if use.field is not None)
    return raw.percents([use.number for use in used if _may_matter(use.field, raw.columns[use.number].distinct)])


def _may_matter(field: Field | None, cells: Sequence[Any]) -> bool:
    """Whether it matters that some cells are shown in percent: a rate below 1 is the same then as a plain fraction.

    A number above 10 in no column of rates is none in percent, whatever its format.
    """
    if field is None or field.kind in ("id", "day") or float not in set(map(type, cells)):
        return False
    numbers = [abs(cell) for cell in cells if isinstance(cell, float)]
    if field.kind in ("rate", "share"):
        return max(numbers) > 1 or (field.kind == "rate" and 1 in numbers)
    return field.kind == "text" or min(numbers) <= _MOST_PERCENT


def _read(
    raw: RawTable,
    use: ColumnUse,
    field: Field,
    day_order: DayOrder | None,
    percents: Mapping[int, Ints],
    faults: Faults,
) -> ReadColumn:
    import numpy as np

    cells = raw.columns[use.number]
    marks: tuple[bool, ...] = (False,) * len(cells.distinct)
    if len(rows := percents.get(use.number, ())):
        cells = cells.doubled(np.isin(raw.numbers, rows))
        marks = (*marks, *(True for _ in marks))
    column = ReadColumn(use=use, field=field, cells=cells, percents=marks)
    return evolve(column, values=parse_column(column, day_order, faults))


def _notes(column: ReadColumn, day_order: DayOrder | None) -> Iterator[str]:
    """What to know about a column."""
    name = column.use.heading.text
    if column.field.kind == "id":
        _, cells, rows = column.cells.held()
        alone = set(map(type, cells)) == {str}
        numbers = 0 if alone else sum(n for cell, n in zip(cells, rows, strict=True) if not isinstance(cell, str))
        if numbers:
            yield lost_zeros(name, numbers)
    if column.field.kind == "day" and day_order is None:
        told = (cell.strip() for cell in column.cells.distinct if isinstance(cell, str) and is_one_order(cell))
        if first := next(told, ""):
            yield one_order(name, first)
