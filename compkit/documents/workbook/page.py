"""The grid of the first sheet: a column of labels and a block of columns an offer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen
from openpyxl.worksheet.worksheet import Worksheet

from ...pay.entitlements import NUMBERS, Number
from .pen import Pen

if TYPE_CHECKING:
    from .book import Book

SHEET = "Compare"
BLOCK = len(NUMBERS)
_ONE_BAND, _WIDEST = 4, 5


@frozen
class Page:
    """The first sheet while it is written.

    Attributes:
        book: The workbook.
        pen: Writes the sheet.
        grid: Columns of figures.
        cells: Addresses of totals, by number of the offer, number and key of the row.
        heads: Addresses of the cells that hold the offers' names.
        leads: Addresses in the table of who leads, by what; see `leads`.
    """

    book: Book
    pen: Pen
    grid: int
    cells: dict[tuple[int, Number, str], str] = field(factory=dict)
    heads: dict[int, str] = field(factory=dict)
    leads: dict[str, str] = field(factory=dict)

    @classmethod
    def of(cls, book: Book, sheet: Worksheet) -> Page:
        """A page as wide as its widest table."""
        blocks = min(len(book.names), per_band(len(book.names)))
        grid = max(3 * BLOCK, BLOCK * blocks)
        pen = Pen(sheet)
        size = _digits(book)
        pen.widths([2, 33, *[size] * grid, 2])
        return cls(book, pen, grid, book.page_cells)

    @property
    def last(self) -> int:
        """Last column of figures."""
        return 2 + self.grid


def per_band(offers: int) -> int:
    """Offers side by side in one band of the page: all up to four, else even bands, wider where there are many."""
    bands = -(-offers // (_ONE_BAND if offers <= 2 * _ONE_BAND else _WIDEST))
    return -(-offers // bands)


def _digits(book: Book) -> float:
    """Width of a column of amounts: room for the largest total, with a sign and a digit more."""
    comparison = book.comparison
    largest = max(abs(comparison.amount(name, number)) for name in book.names for number in NUMBERS)
    return max(12.5, len(f"{largest:,.0f}") + 4.0)
