"""The largest groups and the others together, by the numbers chosen: what a chart of many groups can show."""

from __future__ import annotations

from openpyxl.utils import get_column_letter

from ..workbook.pen import Formula, Pen, at, lines_of
from ..workbook.placed import Table
from .table import LABEL, Columns, put_row

MOST = 15
"""Groups that a chart names; the others are one bar."""


def rank(pen: Pen, columns: Columns, table: Table) -> None:
    """Each group's place by its total; of equals the one above comes first."""
    letter = get_column_letter(columns.total)
    for row in range(table.first, table.last + 1):
        own = f"{letter}{row}"
        larger = f"SUMPRODUCT(({letter}${table.first}:{letter}${table.last}>{own})*1)"
        equal = f"SUMPRODUCT(({letter}${table.first}:{own}={own})*1)"
        pen.put(columns.rank, row, Formula(f"{larger}+{equal}"), "number quiet")


def write(pen: Pen, columns: Columns, top: int, table: Table) -> Table:
    """The largest groups in order, then the others, then the total of the table they are of."""
    longest = max(lines_of(label, pen.width(LABEL)) for label in columns.layout.group_labels)
    for place in range(1, MOST + 1):
        pen.room(top + place - 1, longest)
        found = f"MATCH({place},{_column(columns.rank, table)},0)"
        cells = [Formula(f"INDEX({_column(column, table)},{found})") for column in columns.parts]
        put_row(pen, columns, top + place - 1, Formula(f"INDEX({_column(LABEL, table)},{found})"), cells)
    own = Table(top, top + MOST)
    rest = [
        Formula(f"{at(column, table.total)}-SUM({at(column, top)}:{at(column, own.last - 1)})")
        for column in columns.parts
    ]
    put_row(pen, columns, own.last, f"{table.last - table.first + 1 - MOST:,} others", rest)
    return own


def _column(column: int, table: Table) -> str:
    letter = get_column_letter(column)
    return f"${letter}${table.first}:${letter}${table.last}"
