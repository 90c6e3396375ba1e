"""The three numbers side by side, a block of columns an offer, and the difference where there are two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...pay.entitlements import NUMBERS, Number
from .page import BLOCK, per_band
from .pen import Formula, absolute, at
from .styles import SIGNED
from .sumcolumn import sum_column, sum_labels

if TYPE_CHECKING:
    from .page import Page

HEADS = {"face": "As promised", "cost": "Expected cost", "worth": "To the employee"}
_STYLES = {"": "number", "total": "number total", "tokens": "number tokens", "quiet": "number quiet"}


def write(page: Page, row: int) -> int:
    """All bands of offers; gives the next free row."""
    from .compare import notes

    book, pen = page.book, page.pen
    pen.put(2, row, f"{book.length[:1].upper()}{book.length[1:]}, three ways to count", "section")
    pen.across(page.last - 3, page.last, row, f"{book.comparison.currency}; never add across the three", "quiet right")
    row += 1
    offers = list(range(1, len(book.names) + 1))
    size = per_band(len(offers))
    for start in range(0, len(offers), size):
        row = _band(page, row, offers[start : start + size]) + 1
    page.pen.across(2, page.last, row - 1, " ".join(notes(page)), "note")
    return row + 1


def _band(page: Page, row: int, offers: list[int]) -> int:
    book, pen = page.book, page.pen
    for place, offer in enumerate(offers):
        column = 3 + place * BLOCK
        pen.across(column, column + 2, row, book.names[offer - 1], "group")
        page.heads[offer] = absolute(at(column, row))
        pen.heads(column, row + 1, list(HEADS.values()))
    pen.put(2, row + 1, None, "head")
    sum_labels(book, pen, 2, row + 2)
    end = row + 2
    for place, offer in enumerate(offers):
        for offset, number in enumerate(NUMBERS):
            end = _column(page, 3 + place * BLOCK + offset, row + 2, offer, number)
    if len(book.names) == 2:
        _difference(page, 3 + 2 * BLOCK, row)
    return end


def _column(page: Page, column: int, row: int, offer: int, number: Number) -> int:
    """One number of one offer, from the components to the totals; gives the next free row."""
    book = page.book
    found = sum_column(book, page.pen, column, row, book.sums(number, offer))
    alike = {} if book.has_tokens else dict.fromkeys(("with guaranteed", "all"), found["without"])
    page.cells.update({(offer, number, key): address for key, address in {**found, **alike}.items()})
    return row + len(found)


def _difference(page: Page, column: int, row: int) -> None:
    """The baseline less the other, row by row."""
    book, pen = page.book, page.pen
    pen.across(column, column + 2, row, " less ".join(book.names), "group")
    pen.heads(column, row + 1, list(HEADS.values()))
    for offset, number in enumerate(NUMBERS):
        keys = [key for offer, which, key in page.cells if offer == 1 and which == number]
        for key in keys:
            one, other = page.cells[1, number, key], page.cells[2, number, key]
            if int("".join(c for c in one if c.isdigit())) > row:
                style = pen.sheet[one].style.removeprefix("compkit ")
                line = pen.sheet[one].row
                pen.put(column + offset, line, Formula(f"{one}-{other}"), style, SIGNED)
