"""The sheet of tokens: what each offer's tokens buy and cost at each model, under scenarios that can be changed."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import evolve, frozen
from openpyxl.worksheet.worksheet import Worksheet

from ...market.moves import TokenPriceChange, TokenPriceDrift
from ...market.scenarios import Scenario
from ...market.tokenscenarios import LIST_FLAT, SAME_CAPABILITY, SAME_TIER, UP_HALF
from ...money import exactly
from ...valuation.basis import percent
from .pen import Formula, Pen, Value, absolute, at, brief
from .styles import MTOK, WHOLE
from .tokenchosen import Chosen
from .tokengrid import CHANGE, FIRST, SHEET, Column, Grid, OfferGrid
from .tokenparts import Part, models_of, parts_of
from .validation import validate

if TYPE_CHECKING:
    from .book import Book

__all__ = ["SHEET", "is_shown", "write"]
_TOP, _NARROW = 6, 4
_USUAL = (LIST_FLAT, SAME_TIER, UP_HALF, SAME_CAPABILITY)


@frozen(kw_only=True)
class Move:
    """A scenario in two figures.

    Attributes:
        name: As printed.
        change: How far prices move at once, 0.5 is 50 % up.
        drift: How far they move a year from the day of valuation on.
    """

    name: str
    change: Decimal
    drift: Decimal


def moves_of(book: Book) -> list[Move]:
    """The comparison's scenarios that move the token prices of all providers alike, else the usual ones."""
    stated = [move for scenario in book.comparison.scenarios if (move := _move(scenario)) is not None]
    found = stated or [move for scenario in _USUAL if (move := _move(scenario)) is not None]
    if any(not (move.change or move.drift) for move in found):
        return found
    return [Move(name=book.comparison.baseline.market.name, change=Decimal(0), drift=Decimal(0)), *found]


@exactly
def _move(scenario: Scenario) -> Move | None:
    """A scenario as one change and one drift; None where it does more."""
    change = drift = Decimal(1)
    for move in scenario.moves:
        match move:
            case TokenPriceChange(rate=rate, from_on=None, provider=None):
                change *= 1 + rate
            case TokenPriceDrift(rate=rate):
                drift *= 1 + rate
            case _:
                return None
    return None if scenario.announced is not None else Move(name=scenario.name, change=change - 1, drift=drift - 1)


def is_shown(book: Book) -> bool:
    """Whether any offer promises tokens and any model has a price."""
    return book.has_tokens and bool(models_of(book))


def write(book: Book, sheet: Worksheet) -> None:
    """Write the scenarios, then each offer that promises tokens."""
    pen = Pen(sheet)
    moves = moves_of(book)
    pen.widths([40, 18, *[16] * max(len(moves), _NARROW)])
    pen.put(1, 1, "AI tokens: models by scenario, a year on average", "title")
    pen.put(1, 2, _words(book), "quiet")
    page = Grid(book, pen, _scenarios(book, pen, moves))
    row = _TOP + len(moves) + 1
    for offer in range(1, len(book.names) + 1):
        parts = parts_of(book, offer)
        row = _offer(page, row, offer, parts) if parts else row
    last = FIRST + max(len(moves), _NARROW) - 1
    words = "Green: most for the money, or cheapest. Grey: least for the money, or dearest. -: cannot be spent there."
    drift = "After drift: where prices fall until their day, money counts for more of today's and tokens for less."
    work = "Tokens of two models do not do the same work; no ratio is assumed."
    pen.across(1, last, row, f"{words} {drift} {work}", "note")
    sheet.freeze_panes = at(2, 4)
    pen.page(landscape=len(moves) > _NARROW, titles="1:2", paper=book.paper)


def _words(book: Book) -> str:
    mix = book.comparison.mix
    shares = ", ".join(f"{percent(s)} {k.replace('_', ' ')}" for k, s in mix.shares().items() if s)
    market = book.comparison.baseline.market
    stated = f" Prices as stated, without the moves of {market.name}." if market.moves else ""
    currency = book.comparison.currency
    return f"List prices after the price change on Compare, {currency}. Mix {mix.name}: {shares}.{stated}"


def _scenarios(book: Book, pen: Pen, moves: list[Move]) -> list[Column]:
    pen.put(1, _TOP - 2, "Scenarios: change the yellow cells", "section")
    pen.heads(1, _TOP - 1, ("Scenario", "Price change at once", "Change a year"), left=1)
    hints = ("0 % leaves prices as they are; -90 % a year is a tenth of the price every year.",) * 2
    found = []
    for number, move in enumerate(moves):
        row = _TOP + number
        name = pen.put(1, row, move.name, "input")
        cells = []
        for column, (what, value, hint) in enumerate(
            zip(("change", "drift"), (move.change, move.drift), hints, strict=True), 2
        ):
            low = Decimal("-0.9999") if what == "drift" else -1
            address = pen.put(column, row, value, "input", CHANGE.form)
            book.name(f"scenario_{number + 1}_{what}", SHEET, address)
            validate(pen.sheet, address, evolve(CHANGE, low=low, hint=hint))
            cells.append(absolute(address))
        found.append(Column(number=FIRST + number, name=absolute(name), change=cells[0], drift=cells[1]))
    return found


def _offer(page: Grid, row: int, offer: int, parts: list[Part]) -> int:
    """One offer; gives the next free row."""
    page.pen.put(1, row, brief(page.book.names[offer - 1], 80), "section")
    heads: tuple[Value, ...] = ("Promised", "Unit a year", *(Formula(column.name) for column in page.columns))
    _heads(page, row + 1, heads)
    grid = OfferGrid(page, offer, Chosen(page.book, offer))
    row = grid.promised(row + 2, parts) + 1
    money, tokens = [p for p in parts if p.is_money], [p for p in parts if not p.is_money]
    if money:
        row = grid.table(row, "What the money buys", "tokens a year", MTOK, money, grid.buys)
    if tokens:
        unit = f"{page.currency} a year"
        row = grid.table(row, "What the promised tokens cost there", unit, WHOLE, tokens, grid.costs)
    return grid.coverage(row, parts) + 1


def _heads(page: Grid, row: int, heads: Iterable[Value]) -> None:
    for column, head in enumerate(heads, 1):
        page.pen.put(column, row, head, "head left" if column == 1 else "head")
    page.pen.room(row, 2)
