"""The sheet of checks: each named total as issued and now, and whether the sheets add up to one another."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from openpyxl.worksheet.worksheet import Worksheet

from ...money import minor_units
from ...pay.entitlements import NUMBERS
from .. import format as say
from . import byyear, inputsheet
from .bands import HEADS
from .inputs import NUMBER, YEARS
from .pen import Formula, Pen, at
from .schedule import NUMBER_INDEX
from .styles import cents

if TYPE_CHECKING:
    from .book import Book

SHEET = "Checks"
_TOP = 9
_NEAR = "0.005+0.000000001*ABS({issued})"


def write(book: Book, sheet: Worksheet) -> None:
    """Write the verdict, the inputs as issued, the sums and the totals."""
    pen = Pen(sheet)
    pen.widths([30, 40, 18, 20, 20, 16, 14])
    pen.put(1, 1, "Checks: every total as issued and now", "title")
    day = say.day(book.comparison.baseline.assumptions.as_of)
    words = f"Issued on {day}. What is promised must stay; cost and value may move when an input is changed."
    pen.put(1, 2, words, "quiet")
    pen.put(1, 4, "Do all figures agree?")
    pen.put(1, 5, "Inputs")
    first = _inputs(book, pen, _TOP)
    last = _totals(book, pen, _sums(book, pen, first))
    pen.put(2, 4, Formula(f'IF(COUNTIFS($G${first}:$G${last},"LOOK")=0,"all agree","LOOK")'), "good")
    states = f"$G${_TOP}:$G${max(first - 2, _TOP)}"
    pen.put(2, 5, Formula(f'IF(COUNTIFS({states},"changed")=0,"inputs as issued","inputs changed")'), "quiet")
    sheet.freeze_panes = at(1, 7)
    pen.page(landscape=True, titles="1:2", paper=book.paper)


def _inputs(book: Book, pen: Pen, row: int) -> int:
    """Each input as issued and now; gives the row after the blank one that follows."""
    pen.heads(1, row - 1, ("Input", "Name in formulas", "", "As issued", "Now", "Difference", "State"), left=3)
    for line, cell in enumerate(book.inputs.cells, row):
        pen.label(1, line, cell.label)
        pen.put(2, line, cell.name)
        pen.put(4, line, cell.issued, "right", cell.form)
        pen.put(5, line, Formula(cell.name), "right", cell.form)
        if not isinstance(cell.issued, str):
            pen.put(6, line, Formula(f"E{line}-D{line}"), "right", "0" if isinstance(cell.issued, date) else cell.form)
        other = "shown otherwise" if cell.name in (NUMBER, YEARS) else "changed"
        pen.put(7, line, Formula(f'IF(E{line}=D{line},"as issued","{other}")'), "right")
    return row + max(len(book.inputs.cells), 1) + 1


def _sums(book: Book, pen: Pen, row: int) -> int:
    """That the schedule, the first page and the years come to the same."""
    pen.heads(1, row, ("Sums", "Of", "Number", "One way", "The other", "Difference", "State"), left=3)
    for number in NUMBERS:
        row += 1
        whole = book.schedule.whole(number)
        page = "+".join(f"Compare!{book.page_cells[offer, number, 'all']}" for offer in range(1, len(book.names) + 1))
        _pair(book, pen, row, ("All offers", "Schedule and Compare", HEADS[number]), (whole, page))
    columns = byyear.place(book)
    for offer, name in enumerate(book.names, 1):
        row += 1
        count = inputsheet.year_count(book)
        cells = [at(columns.total, byyear.TOP + offer - 1 + n * len(book.names)) for n in range(count)]
        by_year = "+".join(f"'{byyear.SHEET}'!{cell}" for cell in cells)
        three = ",".join(f"Compare!{book.page_cells[offer, number, 'all']}" for number in NUMBERS)
        _pair(book, pen, row, (name, "Compare and years", "Number shown"), (f"CHOOSE({NUMBER_INDEX},{three})", by_year))
    return row + 2


def _pair(book: Book, pen: Pen, row: int, words: tuple[str, str, str], sides: tuple[str, str]) -> None:
    for column, text in enumerate(words, 1):
        pen.label(column, row, text)
    form = cents(book.comparison.currency)
    for column, side in enumerate(sides, 4):
        pen.put(column, row, Formula(side), "number", form)
    pen.put(6, row, Formula(f"ROUND(E{row}-D{row},{minor_units(book.comparison.currency)})"), "number", form)
    pen.put(7, row, Formula(f'IF(ABS(F{row})<{_NEAR.format(issued=f"D{row}")},"agrees","LOOK")'), "right")


def _totals(book: Book, pen: Pen, row: int) -> int:
    """Each named total; gives the last row."""
    pen.heads(1, row, ("Offer", "Total", "Number", "As issued", "Now", "Difference", "State"), left=3)
    form = cents(book.comparison.currency)
    for offer, name, number, tokens, issued, cell in book.named:
        row += 1
        pen.label(1, row, book.names[offer - 1])
        pen.label(2, row, f"{name}, tokens" if tokens else name)
        pen.put(3, row, HEADS[number])
        pen.put(4, row, issued, "number", form)
        pen.put(5, row, Formula(cell), "number", form)
        pen.put(6, row, Formula(f"ROUND(E{row}-D{row},{minor_units(book.comparison.currency)})"), "number", form)
        off = '"LOOK"' if number == "face" else 'IF($B$5="inputs changed","moved","LOOK")'
        near = _NEAR.format(issued=f"D{row}")
        pen.put(7, row, Formula(f'IF(ABS(F{row})<{near},"agrees",{off})'), "right")
    return row
