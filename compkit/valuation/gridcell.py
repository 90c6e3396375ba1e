"""One cell of the price grid: what an offer's tokens cost and come to at one model, under one scenario."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Literal

from attrs import evolve, field, frozen

from ..errors import MissingFact
from ..market.market import Market
from ..market.moves import ShareMove, TokenPriceChange, TokenPriceLevel
from ..market.scenarios import Scenario
from ..money import EXACT, Money
from ..pay.allowance import TokenAllowance
from ..pay.baskets import Basket, TokenMix
from ..pay.entitlements import Entitlement
from .tokenline import Settled, basket_of, settle, token_rows_of
from .value import Valuation

Standing = Literal["here", "at equal money", "in part", "not allowed", "no tokens"]
Mark = Literal["cheapest", "dearest", ""]


@frozen(kw_only=True)
class GridCell:
    """An offer's tokens at one model under one scenario, a year on average over the horizon.

    Attributes:
        offer: Name of the offer.
        model: ``provider/model``.
        scenario: Name of the scenario.
        standing: ``here`` is what the promise itself gives at the model; ``at equal money`` what the same money would
            buy there, since the promise names another model; ``in part`` counts those allowances only that may be
            spent there; ``not allowed`` where none may, and then there is no figure; ``no tokens``.
        pays: What the employer pays if every token is used, at list, in the offer's currency; None if not allowed.
        mtok: Millions of tokens; None is unlimited, at a price of 0, unless `is_known` is False.
        is_known: Whether the tokens can be said.
        same_tokens: What the promised quantity of tokens costs at the model; None where money is promised.
        share: Tokens as a share of the package, both as promised over the horizon, the total with all tokens. An
            offer fixes it, so it is the same in all of its cells; None where the total is 0.
        mark: The ``cheapest`` and ``dearest`` model of an offer under a scenario: by tokens for money, by cost for a
            promised quantity; empty for the others, and where all are equal.
        missing: What would have to be known, where it is not.
    """

    offer: str
    model: str
    scenario: str
    standing: Standing
    pays: Money | None
    mtok: Decimal | None
    is_known: bool = True
    same_tokens: Money | None = None
    share: Decimal | None = None
    mark: Mark = ""
    missing: str = ""


@frozen(kw_only=True)
class _Piece:
    """Releases of one allowance that are priced alike.

    Attributes:
        allowance: Whose.
        basket: Models that it names; None if none.
        on: Day of delivery, or `as_of` where every day is priced alike.
        settled: What they settle at, in the offer's currency.
    """

    allowance: TokenAllowance
    basket: Basket | None
    on: date
    settled: Settled


@frozen
class Known:
    """What offers of one market share.

    Attributes:
        baskets: Baskets, each once, so that one is known by its identity.
        prices: Prices of a million tokens, by basket, model, day, currency and scenario.
    """

    baskets: dict[Basket, Basket] = field(factory=dict)
    prices: dict[tuple[int, str, date, str, str], Decimal] = field(factory=dict)

    def basket(self, basket: Basket | None) -> Basket | None:
        """The same basket, always the same object."""
        return None if basket is None else self.baskets.setdefault(basket, basket)


def cells_of(
    name: str, valuation: Valuation, models: Iterable[str], scenarios: Iterable[Scenario], mix: TokenMix, known: Known
) -> Iterator[GridCell]:
    """All cells of an offer, models by scenarios, the cheapest and dearest marked."""
    columns = []
    for scenario in scenarios:
        column = _Column(name, valuation, scenario.apply(valuation.market), mix, known)
        columns.append(_marked([column.cell(model) for model in models]))
    for row in zip(*columns, strict=True):
        yield from row


class _Column:
    """An offer under one scenario: its promises settled once, each basket priced once."""

    def __init__(self, name: str, valuation: Valuation, market: Market, mix: TokenMix, known: Known) -> None:
        self._name, self._valuation, self._market, self._mix = name, valuation, market, mix
        self._known = known
        self._releases = list(self._settle())
        self._all = _together(self._releases, market.as_of)
        self._dated = market.announced or not all(_is_steady(move) for move in market.moves)
        total = valuation.total("face").amount
        face = valuation.total("face", components=["tokens"]).amount
        self._share = EXACT.divide(face, total) if total else None

    def cell(self, model: str) -> GridCell:
        by_day = self._dated or model in self._market.book.ends
        promised = self._releases if by_day else self._all
        pieces = [p for p in promised if p.allowance.is_good_at(model)]
        cell = GridCell(
            offer=self._name,
            model=model,
            scenario=self._market.name,
            standing=_standing(promised, pieces, model),
            pays=self._a_year(sum((p.settled.paid for p in pieces), Decimal(0))),
            mtok=Decimal(0),
            share=self._share,
        )
        if cell.standing == "not allowed":
            return evolve(cell, pays=None, mtok=None, is_known=False)
        try:
            return evolve(cell, mtok=self._bought(pieces, model), same_tokens=self._same_tokens(pieces, model))
        except MissingFact as missing:
            return evolve(cell, mtok=None, is_known=False, missing=missing.what)

    def _bought(self, pieces: Iterable[_Piece], model: str) -> Decimal | None:
        """Millions of tokens a year; None if unlimited."""
        mtok = Decimal(0)
        for piece in pieces:
            price = self._price(piece, model)
            own = piece.basket is not None and piece.basket.models == (model,)
            found = piece.settled.comes_to(price) if own else piece.settled.buys(price)
            if found is None:
                return None
            mtok += found
        return mtok / self._valuation.years

    def _same_tokens(self, pieces: Iterable[_Piece], model: str) -> Money | None:
        """What the promised quantities cost at the model, a year; None where none is promised."""
        promised = ((piece, piece.settled.mtok) for piece in pieces)
        costs = [mtok * self._price(piece, model) for piece, mtok in promised if mtok is not None]
        return self._a_year(sum(costs, Decimal(0))) if costs else None

    def _price(self, piece: _Piece, model: str) -> Decimal:
        """Price of a million of a promise's tokens, all of them on the model, in the offer's currency."""
        own = piece.basket
        key = (id(own), model, piece.on, self._valuation.currency, self._market.name)
        prices = self._known.prices
        if key not in prices:
            basket = Basket.of(model, self._mix) if own is None else own
            basket = basket if basket.models == (model,) else basket.with_model(model)
            price = self._market.convert(self._market.token_price(basket, piece.on), self._valuation.currency)
            prices[key] = price.amount
        return prices[key]

    def _a_year(self, amount: Decimal) -> Money:
        return Money(amount / self._valuation.years, self._valuation.currency)

    def _settle(self) -> Iterator[_Piece]:
        """The promises, settled release by release."""
        own = {allowance.name: allowance for allowance in self._valuation.package.tokens}
        return (self._settled(row, own[row.name]) for row in token_rows_of(self._valuation))

    def _settled(self, row: Entitlement, allowance: TokenAllowance) -> _Piece:
        assert row.on is not None
        return _Piece(
            allowance=allowance,
            basket=self._known.basket(basket_of(row, allowance)),
            on=row.on,
            settled=settle(row.unit, row.quantity, self._market, on=row.on, currency=self._valuation.currency),
        )


def _together(pieces: Iterable[_Piece], on: date) -> list[_Piece]:
    """The promises put together where every day is priced alike."""
    found: dict[tuple[str, Basket | None, Decimal | None], _Piece] = {}
    for piece in pieces:
        key = (piece.allowance.name, piece.basket, piece.settled.price)
        known = found.get(key)
        found[key] = evolve(piece, on=on) if known is None else _sum(known, piece)
    return list(found.values())


def _sum(one: _Piece, other: _Piece) -> _Piece:
    first, second = one.settled, other.settled
    mtok = None if first.mtok is None or second.mtok is None else first.mtok + second.mtok
    return evolve(one, settled=evolve(first, paid=first.paid + second.paid, mtok=mtok))


def _is_steady(move: object) -> bool:
    """Whether a move changes token prices alike on every day."""
    if isinstance(move, TokenPriceChange):
        return move.from_on is None
    return isinstance(move, (TokenPriceLevel, ShareMove))


def _standing(pieces: list[_Piece], allowed: list[_Piece], model: str) -> Standing:
    if not pieces:
        return "no tokens"
    if not allowed:
        return "not allowed"
    if len(allowed) < len(pieces):
        return "in part"
    here = all(piece.basket is None or piece.basket.models == (model,) for piece in allowed)
    return "here" if here else "at equal money"


def _marked(cells: list[GridCell]) -> list[GridCell]:
    """The cheapest and the dearest of one offer and scenario."""
    ranked = {
        cell.model: _rank(cell) for cell in cells if cell.is_known and cell.standing in ("here", "at equal money")
    }
    if len(set(ranked.values())) < 2:
        return cells
    marks: dict[tuple[Decimal, ...], Mark] = {min(ranked.values()): "cheapest", max(ranked.values()): "dearest"}
    return [evolve(c, mark=marks.get(ranked[c.model], "")) if c.model in ranked else c for c in cells]


def _rank(cell: GridCell) -> tuple[Decimal, ...]:
    """The smaller, the cheaper: the cost of a promised quantity, else the tokens that money buys, unlimited first."""
    if cell.same_tokens is not None:
        return (cell.same_tokens.amount,)
    return (Decimal(0), Decimal(0)) if cell.mtok is None else (Decimal(1), -cell.mtok)
