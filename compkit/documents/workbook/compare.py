"""The first sheet: three sentences, the yellow inputs, and the offers side by side, on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ...valuation.basis import percent
from .. import format as say
from . import bands, chart, leads, sections
from .page import SHEET, Page
from .pen import Formula, at, brief
from .sentences import count, lines

if TYPE_CHECKING:
    from .book import Book

__all__ = ["SHEET", "write"]
_SENTENCES = 4


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
    cells = book.inputs.cells
    for start in range(0, len(cells), page.grid):
        chunk = cells[start : start + page.grid]
        top = row + 1 + 2 * (start // page.grid)
        pen.heads(3, top, [cell.label for cell in chunk])
        for offset, cell in enumerate(chunk):
            address = pen.put(3 + offset, top + 1, cell.issued, "input", cell.form)
            book.name(cell.name, SHEET, address)
            _validate(page, address, cell.low, cell.high, cell.hint)
    return row + 1 + max(3, 2 * -(-len(cells) // page.grid)) + 1


def _validate(page: Page, address: str, low: int, high: int, hint: str) -> None:
    rule = DataValidation(type="decimal", operator="between", formula1=str(low), formula2=str(high))
    rule.error, rule.errorTitle = f"A number from {low} to {high:,}.", "Not taken"
    rule.prompt, rule.promptTitle = hint, "Input"
    rule.showErrorMessage = rule.showInputMessage = True
    rule.add(address)
    page.pen.sheet.add_data_validation(rule)


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
