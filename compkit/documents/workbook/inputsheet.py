"""The sheet of inputs: every input with its name and meaning, and the labels of the years in each view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.worksheet.worksheet import Worksheet

from ..words import NUMBER_NAMES
from .blanks import NO_YEAR
from .inputs import NUMBER, YEARS, Input
from .pen import Formula, Pen, absolute, at
from .schedule import NUMBER_INDEX, YEARS_INDEX, year_key
from .validation import validate
from .yearviews import YearView

if TYPE_CHECKING:
    from .book import Book

SHEET = "Inputs"
YEAR_LABELS = "year_labels"
"""Defined name of the labels of years: a row a year, a column a view."""
_TOP = 6


def year_label(number: int) -> str:
    """A formula: the label of a year, by its number from 1, in the view that is chosen."""
    return f"INDEX({YEAR_LABELS},{number},{YEARS_INDEX})"


def year_count(book: Book) -> int:
    """Most years that any view has."""
    return max(len(view.labels) for view in book.views)


def write(book: Book, sheet: Worksheet) -> None:
    """Write the inputs, then what formulas look up."""
    pen = Pen(sheet)
    pen.widths([38, 24, 24, 26, 26, 26])
    pen.put(1, 1, "Inputs: what can be changed, and what for", "title")
    pen.put(
        1, 2, "Yellow cells take values. The main ones stand on Compare. What is promised stays as issued.", "quiet"
    )
    pen.heads(1, _TOP - 1, ("Input", "Now", "Name in formulas", "What to enter", "", ""), left=1, after=(2, 3, 4, 5))
    row = _TOP
    for cell in book.inputs.cells:
        _line(book, pen, row, cell)
        row += 1
    _lookups(book, pen, row + 2)
    sheet.freeze_panes = at(2, _TOP)
    pen.page(landscape=True, titles="1:2", paper=book.paper)


def _line(book: Book, pen: Pen, row: int, cell: Input) -> None:
    pen.label(1, row, cell.label)
    if cell.is_main:
        pen.put(2, row, Formula(cell.name), "right", cell.form)
    else:
        address = pen.put(2, row, cell.issued, "input", cell.form)
        book.name(cell.name, SHEET, address)
        validate(pen.sheet, address, cell)
    pen.put(3, row, cell.name, "after")
    where = " Changed on Compare." if cell.is_main else ""
    pen.across(4, 6, row, f"{cell.hint}{where}", "after wrapped")


def _lookups(book: Book, pen: Pen, row: int) -> None:
    """Positions of what is chosen from lists, and the names of the years in each view."""
    views = book.views
    pen.put(1, row, "Looked up by formulas", "section")
    numbers = "MATCH({0},{1},0)"
    names = _listed(pen, row + 3, list(NUMBER_NAMES.values()))
    pen.label(1, row + 1, "Number shown, its position")
    address = pen.put(2, row + 1, Formula(numbers.format(NUMBER, names)), "right")
    book.name(NUMBER_INDEX, SHEET, address)
    pen.label(1, row + 2, "Years shown, their position")
    top = row + 4 + len(NUMBER_NAMES)
    heads = f"{absolute(at(2, top))}:{absolute(at(1 + len(views), top))}"
    address = pen.put(2, row + 2, Formula(numbers.format(YEARS, heads)), "right")
    book.name(YEARS_INDEX, SHEET, address)
    _labels(book, pen, top, views)


def _listed(pen: Pen, row: int, words: list[str]) -> str:
    pen.label(1, row, "Numbers to choose from")
    for offset, word in enumerate(words):
        pen.put(2, row + offset, word, "right")
    return f"$B${row}:$B${row + len(words) - 1}"


def _labels(book: Book, pen: Pen, top: int, views: tuple[YearView, ...]) -> None:
    pen.heads(1, top, ("Years", *(view.name for view in views)), left=1)
    count = year_count(book)
    for number in range(count):
        pen.put(1, top + 1 + number, number + 1, "right")
        for column, view in enumerate(views, 2):
            label = year_key(view.labels[number]) if number < len(view.labels) else NO_YEAR
            pen.put(column, top + 1 + number, label, "right")
    book.block(YEAR_LABELS, SHEET, at(2, top + 1), at(1 + len(views), top + count))
