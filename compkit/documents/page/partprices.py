"""What a part of a basket costs on a day: at list, and what an employer pays, as a line over what list prices do.

A price follows list prices by a factor, which the page's sliders set. What is paid under contracts follows only in
part: a discount follows, a lock does not, and a lock with a ratchet bends where a list price falls below the locked
one. So it is a line of points; where a scenario puts every kind of token at one price, a second line is over that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from attrs import evolve, field, frozen

from ...market.contracts import Contract, in_force
from ...market.market import Market, Stage
from ...market.moves import Move, TokenPriceChange, TokenPriceLevel, UseModel
from ...market.prices import KINDS, RateCard, TokenPrice
from ...money import EXACT
from ...pay.baskets import Basket, BasketPart
from ..token_prices import check_candid
from .numbers import figure
from .reader import Reader

MOST = Decimal(1000)
"""Factors and prices above this are not drawn: no slider goes there."""

_ZERO, _ONE = Decimal(0), Decimal(1)


@frozen
class PartPrices:
    """Prices of parts of baskets in one market, each worked out once.

    Attributes:
        market: What the reader may see.
        reader: Whose page it is; a candidate's has list prices only.
        levels: Whether a scenario puts every kind of token at one price.
    """

    market: Market
    reader: Reader
    levels: bool
    _still: Market = field(init=False, repr=False)
    _known: dict[tuple[object, ...], list[object]] = field(init=False, factory=dict, repr=False)

    def __attrs_post_init__(self) -> None:
        moves = tuple(move for move in self.market.moves if not isinstance(move, UseModel))
        object.__setattr__(self, "_still", evolve(self.market, moves=moves))

    def on(self, part: BasketPart, currency: str, on: date) -> list[object]:
        """The list price, and for an employer the lines of what is paid; null where that is the list price.

        Raises:
            MissingFact: If a price is needed and not given, or internal on a candidate's page.
        """
        market = self.market
        row = market.book.price(part.model, market.pricing_day(on))
        contracts = in_force(market.contracts, part.model, on)
        ends = market.book.retires_on(part.model)
        dated = on if market.moves or (ends is not None and on >= ends) else None
        key = (part, currency, id(row), contracts, dated)
        if key not in self._known:
            self._known[key] = self._worked_out(part, currency, on, contracts)
        return self._known[key]

    def _worked_out(self, part: BasketPart, currency: str, on: date, contracts: tuple[Contract, ...]) -> list[object]:
        price = self._at(part, currency, on, "list")
        if self.reader == "candidate":
            check_candid(Basket((evolve(part, share=_ONE),)), self.market.book, self.market.pricing_day(on))
            return [figure(price)]
        if not contracts:
            return [figure(price), None]
        bends = list(self._bends(part.model, on, contracts))

        def line(move: Callable[[Decimal], Move], at: list[Decimal]) -> list[tuple[Decimal, Decimal]]:
            return [(x, self._at(part, currency, on, "contract", move(x))) for x in _points(at)]

        paid = line(lambda factor: TokenPriceChange(rate=factor - 1), [_ONE, *(lock / list_ for lock, list_ in bends)])
        if all(amount == EXACT.multiply(price, factor) for factor, amount in paid):
            return [figure(price), None]
        if not self.levels:
            return [figure(price), _texts(paid)]
        level = line(lambda price: TokenPriceLevel(per_mtok=price), [lock for lock, _ in bends])
        return [figure(price), _texts(paid), _texts(level)]

    def _at(self, part: BasketPart, currency: str, on: date, stage: Stage, *moves: Move) -> Decimal:
        """The price of a part on a day after moves of list prices."""
        market = evolve(self._still, moves=(*self._still.moves, *moves)) if moves else self._still
        price = market.token_price(Basket((evolve(part, share=_ONE),)), on, stage=stage)
        return EXACT.multiply(market.convert(price, currency).amount, part.share)

    def _bends(self, model: str, on: date, contracts: tuple[Contract, ...]) -> Iterator[tuple[Decimal, Decimal]]:
        """Locked prices with the list prices in their place: where they meet, a line bends."""
        row = self._still.token_row(model, on)
        for contract in contracts:
            if contract.ratchet and contract.locked_on is not None:
                locked = self.market.book.price(model, contract.locked_on)
                for one, other in zip(_cards(locked), _cards(row), strict=True):
                    yield from _pairs(one, other)


def _points(bends: list[Decimal]) -> list[Decimal]:
    """Where a line is drawn: from 0 over its bends to a point beyond."""
    ordered = sorted({_ZERO, _ONE, *(bend for bend in bends if bend <= MOST)})
    return [*ordered, ordered[-1] + 1]


def _texts(line: list[tuple[Decimal, Decimal]]) -> list[list[str]]:
    return [[figure(x), figure(price)] for x, price in line]


def _cards(row: TokenPrice) -> list[RateCard | None]:
    """Every card that prices tokens of a mix: standard, batch, and the first long-context tier."""
    return [row.card, row.batch, row.tiers[0].card if row.tiers else None]


def _pairs(locked: RateCard | None, card: RateCard | None) -> Iterator[tuple[Decimal, Decimal]]:
    """The prices of a locked card and of a list card, kind by kind, where both are known and not 0."""
    for kind in KINDS if locked is not None and card is not None else ():
        fixed, price = getattr(locked, kind), getattr(card, kind)
        if fixed is not None and price:
            yield fixed, price
