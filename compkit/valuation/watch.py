"""Price watch: which offers buy or cost more or less since a day, and which announced changes will do so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from attrs import evolve, field, frozen

from ..errors import InvalidValue, MissingFact, UnknownModel
from ..market.market import Market
from ..money import EXACT, Money, exactly
from ..pay.allowance import TokenAllowance
from ..pay.baskets import Basket, TokenMix
from ..pay.tokens import annual_promise
from ..pay.units import TokenMoney, TokenUnit
from .tokenline import mix_of, settle, token_line
from .value import Valuation


@frozen(kw_only=True)
class WatchedPrice:
    """An allowance at one day's list prices, a year at the pace of its start.

    Attributes:
        on: The day.
        per_mtok: Price of a million tokens of the models, in the offer's currency.
        pays: What the allowance settles at if all of it is used.
        mtok: Millions of tokens that it comes to; None is unlimited, at a price of 0.
    """

    on: date
    per_mtok: Money
    pays: Money
    mtok: Decimal | None

    def moved(self, later: WatchedPrice) -> bool:
        """Whether the price, what it pays or what it comes to is another on a later day."""
        return (self.per_mtok, self.pays, self.mtok) != (later.per_mtok, later.pays, later.mtok)


@frozen(kw_only=True)
class PriceMove:
    """What a change of prices does to an allowance.

    Attributes:
        offer: Name of the offer.
        allowance: Name of the allowance.
        models: The models, in words.
        kind: ``moved`` since the first day, or ``announced``: a change that its provider may still cancel.
        before: At the earlier day's prices.
        after: At the later day's prices.
    """

    offer: str
    allowance: str
    models: str
    kind: Literal["moved", "announced"]
    before: WatchedPrice
    after: WatchedPrice

    @property
    def price_rate(self) -> Decimal | None:
        """By how much the price moved, 0.3 for 30 % up; None from a price of 0."""
        return _change(self.before.per_mtok.amount, self.after.per_mtok.amount)

    @property
    def pays_more(self) -> Money:
        """By how much more, or less, it costs a year if all of it is used."""
        return self.after.pays - self.before.pays

    @property
    def mtok_more(self) -> Decimal | None:
        """By how many million tokens more, or fewer, it comes to a year; None where one side is unlimited."""
        if self.before.mtok is None or self.after.mtok is None:
            return None
        return EXACT.subtract(self.after.mtok, self.before.mtok)


@frozen(kw_only=True)
class PriceWatch:
    """What moved, for every offer that is open.

    Attributes:
        since: The earlier day.
        as_of: Today.
        moves: Changes, by offer; announced ones after those that happened, by day.
        unmoved: Offers and models whose price is as it was and for which nothing is announced.
        unknown: What could not be told, in words.
    """

    since: date
    as_of: date
    moves: tuple[PriceMove, ...]
    unmoved: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...] = field(default=())


@exactly
def watch_prices(
    valuations: Mapping[str, Valuation], *, since: date, models: Iterable[str] = (), mix: TokenMix | None = None
) -> PriceWatch:
    """Which offers buy or cost more or less at the prices of today than on a day, and what is announced.

    Every allowance is taken at the pace of its start and at list prices. Money that names no model is looked at for
    each of `models` at which it may be spent.

    Args:
        valuations: The offers that are open, by name.
        since: The earlier day.
        models: Where money may go that names no model.
        mix: How such tokens split by kind; the first that an offer states if None, else the agentic one.

    Raises:
        InvalidValue: If `since` is not before the day of the valuations.
    """
    moves: list[PriceMove] = []
    unmoved: list[tuple[str, str]] = []
    unknown: list[str] = []
    mix = mix or mix_of(token_line(valuation) for valuation in valuations.values())
    for name, valuation in valuations.items():
        if since >= valuation.market.as_of:
            fix = "name an earlier day"
            raise InvalidValue("since", since, f"must be before the day of valuation, {valuation.market.as_of}", fix)
        for watched in _watched(name, valuation, tuple(models), mix):
            found, problem = watched.told(since)
            moves += found
            unknown += [f"{name}, {watched.basket.label}: {problem}"] if problem else []
            unmoved += [] if found or problem else [(name, watched.basket.label)]
        unknown += _unwatched(name, valuation, tuple(models))
    as_of = max((valuation.market.as_of for valuation in valuations.values()), default=since)
    return PriceWatch(
        since=since, as_of=as_of, moves=tuple(moves), unmoved=tuple(unmoved), unknown=tuple(dict.fromkeys(unknown))
    )


def _unwatched(name: str, valuation: Valuation, models: tuple[str, ...]) -> Iterator[str]:
    """Allowances at which no model can be looked at, in words."""
    for allowance in valuation.package.tokens:
        places = allowance.providers
        if allowance.basket is None and not any(allowance.is_good_at(model) for model in models):
            where = f" of {', '.join(places)}" if places else ""
            yield f"{name}, {allowance.name}: names no model: say at which{where} to look, provider/model"


def _watched(name: str, valuation: Valuation, models: tuple[str, ...], mix: TokenMix) -> Iterator[_Watched]:
    """Every allowance with the basket at whose price it is looked at; money that names none, at each model."""
    for allowance in valuation.package.tokens:
        if allowance.basket is not None:
            baskets = [allowance.basket_on(valuation.market.as_of) or allowance.basket]
        else:
            baskets = [Basket.of(model, mix) for model in models if allowance.is_good_at(model)]
        for basket in baskets:
            yield _Watched(name, valuation, allowance, basket)


@frozen
class _Watched:
    """An allowance at the prices of one basket."""

    offer: str
    valuation: Valuation
    allowance: TokenAllowance
    basket: Basket

    def told(self, since: date) -> tuple[list[PriceMove], str]:
        """What moved, and what could not be told, in words; what is told before it stands."""
        found: list[PriceMove] = []
        try:
            for move in self.moves(since):
                found.append(move)
        except (UnknownModel, MissingFact) as error:
            return found, str(error).splitlines()[0]
        return found, ""

    def moves(self, since: date) -> Iterator[PriceMove]:
        """What moved since a day, and then each announced change, against the one before it."""
        market = self.valuation.market
        before, now = self._at(market, since), self._at(market, market.as_of)
        if before.moved(now):
            yield self._move("moved", before, now)
        announced = evolve(market, announced=True)
        for day in self._announced(market):
            later = self._at(announced, day)
            if now.moved(later):
                yield self._move("announced", now, later)
            now = later

    def _move(self, kind: Literal["moved", "announced"], before: WatchedPrice, after: WatchedPrice) -> PriceMove:
        return PriceMove(
            offer=self.offer,
            allowance=self.allowance.name,
            models=self.basket.label,
            kind=kind,
            before=before,
            after=after,
        )

    def _announced(self, market: Market) -> list[date]:
        """Days within the horizon on which an announced price of the basket begins."""
        rows = (market.book.announced(model, market.as_of, self.valuation.until) for model in self.basket.models)
        return sorted({row.from_on for found in rows for row in found})

    def _at(self, market: Market, on: date) -> WatchedPrice:
        currency = self.valuation.currency
        quantity, promised = annual_promise(self.allowance, self.valuation.package.pay_base, on)
        unit = self._unit(promised)
        price = market.convert(market.token_price(self.basket, on), currency)
        amount = EXACT.divide(Decimal(quantity.numerator), Decimal(quantity.denominator))
        settled = settle(unit, amount, market, on=on, currency=currency)
        pays = Money(settled.paid, currency)
        return WatchedPrice(on=on, per_mtok=price, pays=pays, mtok=settled.comes_to(price.amount))

    def _unit(self, promised: TokenUnit) -> TokenUnit:
        """The promised unit with the basket that is looked at."""
        return promised if isinstance(promised, TokenMoney) else evolve(promised, basket=self.basket)


def _change(before: Decimal, after: Decimal) -> Decimal | None:
    return EXACT.divide(after, before) - 1 if before else None
