"""The first sheet: three sentences, the yellow inputs, and the offers side by side, on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from ...valuation.basis import percent
from .. import format as say
from . import bands, chart, leads, sections
from .inputs import Input
from .page import SHEET, Page
from .pen import Formula, at, brief
from .sentences import count, lines
from .validation import validate

if TYPE_CHECKING:
    from .book import Book

__all__ = ["SHEET", "write"]
_SENTENCES, _CHOICE_COLUMNS = 4, 2


def write(book: Book, sheet: Worksheet) -> None:
    """Write the sheet from top to bottom; the sentences last, since they refer to the tables."""
    page = Page.of(book, sheet)
    _heading(page)
    row = _inputs(page, _SENTENCES + count(book) + 1)
    row = bands.write(page, row)
    row = leads.write(page, row)
    row = sections.by_year(page, row)
    row = sections.closings(page, row)
    row = sections.providers(page, row)
    row = chart.write(page, row)
    for offset, (formula, length) in enumerate(lines(page)):
        style = "lead" if offset == 0 else "sentence"
        page.pen.across(2, page.last, _SENTENCES + offset, formula, style, length=length)
    _set_up(page, row)


def _heading(page: Page) -> None:
    book, pen = page.book, page.pen
    names = (
        " and ".join(book.names) if len(book.names) <= 2 else f"{book.names[0]} against {len(book.names) - 1} others"
    )
    who = f" for {book.who}" if book.offers else ""
    pen.title(2, page.last - 3, f"{names}{who}")
    pen.across(page.last - 2, page.last, 1, "INTERNAL: shows expected cost", "internal")
    pen.across(2, page.last, 2, _when(page), "note")


def _when(page: Page) -> str:
    book = page.book
    given = book.comparison.baseline.assumptions
    starts = {valuation.start for valuation in book.comparison.valuations.values()}
    since = f"from {say.day(starts.pop())}" if len(starts) == 1 else "each from its own start"
    told = [
        f"{name} as told by the candidate on {say.day(offer.told_on)}."
        for name, offer in book.offers.items()
        if offer.told_on is not None
    ]
    length = f"{book.length[:1].upper()}{book.length[1:]} of service {since}."
    return " ".join([f"As of {say.day(given.as_of)}. {book.comparison.currency}, before tax. {length}", *told])


def _inputs(page: Page, row: int) -> int:
    """The yellow cells, as many to a row as the page has columns, and whether they are as issued."""
    book, pen = page.book, page.pen
    pen.put(2, row, "Change the yellow cells: cost and value move, promises do not", "section")
    pen.heads(2, row + 1, ("Checks",), left=1)
    pen.put(2, row + 2, Formula("Checks!$B$4"), "good")
    pen.put(2, row + 3, Formula("Checks!$B$5"), "quiet")
    top, column = row + 1, 3
    for cell in (cell for cell in book.inputs.cells if cell.is_main):
        width = _CHOICE_COLUMNS if cell.choices else 1
        if column + width > 3 + page.grid:
            top, column = top + 2, 3
        _input(page, top, column, width, cell)
        column += width
    return max(row + 4, top + 2) + 1


def _input(page: Page, row: int, column: int, width: int, cell: Input) -> None:
    """A heading and the yellow cell under it; what is chosen from a list has room for a name."""
    pen = page.pen
    pen.across(column, column + width - 1, row, cell.label, "head left" if cell.choices else "head")
    address = pen.across(column, column + width - 1, row + 1, cell.issued, "input")
    pen.sheet[address].number_format = cell.form
    if cell.choices:
        pen.sheet[address].alignment = Alignment(shrink_to_fit=True, vertical="center", horizontal="left")
    page.book.name(cell.name, SHEET, address)
    validate(pen.sheet, address, cell)


def _set_up(page: Page, row: int) -> None:
    sheet = page.pen.sheet
    page.pen.page(tall=1, paper=page.book.paper, landscape=False)
    sheet.print_area = f"A1:{at(page.last + 1, row)}"
    sheet.freeze_panes = at(3, 3)
    sheet.sheet_view.zoomScale = 100 if page.grid <= 9 else 85


def notes(page: Page) -> list[str]:
    """What the three numbers mean here, and what was left out."""
    comparison = page.book.comparison
    words = ["Expected cost: bonus at its payout and tokens as far as used; not the accounting expense."]
    if page.book.has_tokens:
        shares = [
            f"{percent(max(a.personal_share for a in v.package.tokens))} at {brief(name)}"
            for name, v in comparison.valuations.items()
            if v.package.tokens
        ]
        only = "to the employee only the part for personal use counts"
        words.append(f"Tokens are not cash; {only}: {', '.join(shares)}.")
    for entry in comparison.left_out:
        words.append(
            f"{entry.component.capitalize()}: not told by {', '.join(map(brief, entry.untold_by))}, so left out."
        )
    return words
