"""A plain table of a sheet: a title, what it shows, headings, rows and, where amounts add up, totals by formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from attrs import frozen
from openpyxl.worksheet.worksheet import Worksheet

from ..workbook.pen import Formula, Pen, Value, at, wide
from ..workbook.placed import Table
from ..workbook.styles import COUNT, DAY

TITLE, NOTE, TOP = 1, 2, 5
"""Rows of a sheet's title and note, and of the headings of its table."""
LABEL = 1
NARROWEST, WIDEST = 13.0, 44.0
INTERNAL = "INTERNAL: shows what was spent"


@frozen(kw_only=True)
class Column:
    """A column of a table.

    Attributes:
        name: Its heading.
        form: Number format; text or days if empty.
        is_text: Whether it holds text.
        is_summed: Whether its total is a sum of it.
    """

    name: str
    form: str = ""
    is_text: bool = False
    is_summed: bool = False


def headed(sheet: Worksheet, words: str, note: str, widths: Sequence[float], paper: int) -> Pen:
    """A sheet with its title, what it shows, and its print set-up; gives the pen for the rest."""
    pen = Pen(sheet)
    pen.widths(widths)
    last = len(widths)
    pen.title(LABEL, max(last - 3, 1), words)
    pen.across(max(last - 2, 2), max(last, 2), TITLE, INTERNAL, "internal")
    pen.across(LABEL, max(last, 2), NOTE, note, "note")
    pen.page(landscape=True, titles=f"{TITLE}:{TITLE}", paper=paper)
    return pen


def write(pen: Pen, columns: Sequence[Column], rows: Iterable[Sequence[Value]], *, top: int = TOP) -> Table:
    """Headings, rows, and totals of the columns that have them."""
    beside = _beside(columns)
    left = next((number for number, column in enumerate(columns) if not column.is_text), len(columns))
    pen.heads(LABEL, top, [column.name for column in columns], left=left, after=beside)
    place = top
    for place, row in enumerate(rows, top + 1):
        for number, (column, value) in enumerate(zip(columns, row, strict=True), LABEL):
            _put(pen, number, place, column, value, is_beside=number - LABEL in beside)
    found = Table(top + 1, place)
    if any(column.is_summed for column in columns):
        _total(pen, columns, found)
    return found


def _beside(columns: Sequence[Column]) -> frozenset[int]:
    """Places of texts that stand right of a number."""
    found = {place for place, column in enumerate(columns) if column.is_text}
    return frozenset(place for place in found if any(other not in found for other in range(place)))


def _put(pen: Pen, column: int, row: int, of: Column, value: Value, *, is_beside: bool) -> None:
    if is_beside:
        pen.label(column, row, str(value or ""), "after wrapped")
    elif of.is_text and isinstance(value, str):
        pen.label(column, row, value)
    elif isinstance(value, date):
        pen.put(column, row, value, "right", DAY)
    else:
        pen.put(column, row, value, "number" if of.form != COUNT else "quiet right", of.form or None)


def _total(pen: Pen, columns: Sequence[Column], found: Table) -> None:
    for number, column in enumerate(columns, LABEL):
        if column.is_summed:
            rows = f"SUM({at(number, found.first)}:{at(number, found.last)})" if found.last >= found.first else "0"
            pen.put(number, found.total, Formula(rows), "number last", column.form)
        else:
            pen.put(number, found.total, "Total" if number == LABEL else None, "label last")


def widths_of(columns: Sequence[Column], rows: Sequence[Sequence[Value]], amount: float) -> list[float]:
    """Room for the longest text of each column, and for amounts."""
    found = []
    for number, column in enumerate(columns):
        longest = max([wide(str(row[number])) for row in rows if isinstance(row[number], str)], default=0)
        word = max(map(wide, column.name.split()))
        least = amount if column.form and column.form != COUNT else NARROWEST
        found.append(min(max(least, longest + 3.0, word + 3.0), WIDEST))
    return found
