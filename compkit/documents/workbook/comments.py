"""Comments on terms: a few words on the first cell that says a term, for whoever has not met it before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from ...pay.entitlements import Number
from ...valuation.totals import named_totals
from . import byyear, compare, schedule, tokens
from .bands import HEADS
from .pen import lines_of

if TYPE_CHECKING:
    from .book import Book

MEANINGS: dict[Number, str] = {
    "face": "What is promised, at the stated prices: shares at the spot price of the day, tokens at their price basis.",
    "cost": "What the employer should expect to spend: payout, tokens used, staying odds and load applied. It is not "
    "the accounting expense.",
    "worth": "What it is worth to the employee: payout, staying odds, discount and personal use of tokens applied.",
}
"""What each of the three numbers is; never add them to one another."""
GUARANTEED = "Tokens that cannot be cut: up to the guaranteed day or the end of notice. Beyond, if the policy stays."
_AUTHOR, _CHARACTERS, _PIXELS, _LINE, _EDGE, _FAR = "compkit", 44, 300, 17, 16, 80
_COMPARE = {
    **{HEADS[number]: words for number, words in MEANINGS.items()},
    "   of which guaranteed": GUARANTEED,
    "Total with guaranteed tokens": "All components, and of the tokens only those that cannot be cut. Tokens are not "
    "cash: compare the total without them first.",
    "Model of the tokens": "Moves expected cost and value of every promise of tokens to one model, whatever models it "
    "names. What money buys there stands on Tokens. What is promised stays.",
    "Token price change": "Moves list prices and discounts of them. What a contract states or locks stays, and so "
    "does promised money.",
    "Number by year": "Which of the three numbers the tables by year and the charts show.",
    "Years": "Years of service begin on each offer's own day; calendar years on 1 January. As delivered: by the day "
    "of payment or release, not by when it is earned.",
}
_SCHEDULE = {
    "Year shown": "In the view chosen on Compare. The years of every view stand at the far right.",
    "Odds of staying": "(1 - leaving a year) to the power of the years from the as-of day.",
    "Expected factor": "Odds of staying, times payout or use, times employer load on cash.",
    "Factor to the employee": "Odds of staying, payout, discount, personal share and resale of tokens, and a discount "
    "where shares have no market.",
    "Comes again": "1 for what comes every year; 0 for sign-on, relocation, retention and new-hire grants.",
    "Guaranteed": "1 for what cannot be cut: of tokens, up to the guaranteed day or the end of notice.",
    "Settles at least at": "The least price at which a million promised tokens settle, by the rule of the promise.",
}
_TOKENS = {
    "Price change at once": "All prices, from today on: 50 % is half as much again.",
    "Change a year": "Prices drift from the as-of day on, evenly over the days: -25 % a year is three quarters after "
    "a year.",
    "Tokens needed a year, M tokens": "Enter what the work needs. Blank: no need is assumed, and nothing is said.",
}


def write(book: Book, sheets: Mapping[str, Worksheet]) -> None:
    """Put the comments on every sheet that says their terms."""
    definitions = {total.name: total.definition for total in named_totals(book.comparison.baseline)}
    offer = {name.removesuffix(", a year"): words for name, words in definitions.items()}
    known = {compare.SHEET: _COMPARE, schedule.SHEET: _SCHEDULE, tokens.SHEET: _TOKENS, byyear.SHEET: {}}
    for title, sheet in sheets.items():
        terms = offer if title in book.titles else known.get(title, {})
        for address, words in _places(sheet, terms):
            sheet[address].comment = _comment(words)


def _places(sheet: Worksheet, terms: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The first cell that says each term."""
    left = dict(terms)
    if not left:
        return
    for row in sheet.iter_rows(max_row=min(sheet.max_row, _FAR)):
        for cell in row:
            if isinstance(cell.value, str) and cell.value in left:
                yield cell.coordinate, left.pop(cell.value)


def _comment(words: str) -> Comment:
    """A comment as large as its words need."""
    return Comment(words, _AUTHOR, width=_PIXELS, height=_EDGE + _LINE * lines_of(words, _CHARACTERS))
