"""Reservoirs: allowances as releases and needs of tokens, in what they are granted in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, localcontext

from attrs import evolve, frozen

from ...errors import MissingFact
from ...market.market import Market
from ...money import EXACT
from ...pay.allowance import TokenAllowance
from ...pay.baskets import Basket
from ...pay.ledger import ledger_unit
from ...pay.ledgergrants import Release, Working, releases
from ...pay.rules import Indexed, rule_price
from ...pay.units import CapacityShare, TokenClaim, TokenMoney, TokenUnit, decimals
from ..utilisation import used_rate
from ..value import Valuation
from .curves import Curve, Curves
from .paid import TokensAt
from .uncertain import Uncertain


@frozen(kw_only=True)
class Refill:
    """One release of an allowance, in money, or in millions of tokens, with the need until the next one.

    Attributes:
        day: Days after `as_of` on which it can be used first.
        days: Days whose need comes before anything else happens.
        own_until: Days after `as_of` of the first day on which it is carried over.
        lapses: Days after `as_of` on which it no longer can be used.
        granted: How much.
        settled: What a promised million settles at, over its price, where its rule moves it; None is 1.
        needed: Millions of tokens that are needed on these days, where the demand is 1: what it buys on `as_of`.
        price: Price of a needed million, in what is granted: a curve where it moves.
        used: Share of it that is needed where no demand is drawn.
    """

    day: int
    days: int
    own_until: int
    lapses: int
    granted: float
    settled: TokensAt | None
    needed: float
    price: Curve | float
    used: float


@frozen(kw_only=True)
class Reservoir:
    """An allowance as releases.

    Attributes:
        name: Its name.
        refills: By rising day.
        carried: Share of what is unused that is carried over at the end of a release's own time.
        cap: Most that is carried over; None is without limit.
        until: Days after `as_of` of the first day that no longer counts.
        missing: What would have to be known; empty where all is.
    """

    name: str
    refills: tuple[Refill, ...] = ()
    carried: float = 1.0
    cap: float | None = None
    until: int = 0
    missing: str = ""


def reservoirs(valuation: Valuation, uncertain: Uncertain, basket: Basket | None) -> tuple[Reservoir, ...]:
    """The allowances of an offer, in order.

    Args:
        valuation: The offer, valued.
        uncertain: What is drawn.
        basket: What money is spent on where its promise names no basket; None leaves that unknown.
    """
    curves = Curves(valuation.market, uncertain.providers)
    with localcontext(EXACT):
        return tuple(_reservoir(allowance, valuation, curves, basket) for allowance in valuation.package.tokens)


def _reservoir(allowance: TokenAllowance, valuation: Valuation, curves: Curves, basket: Basket | None) -> Reservoir:
    unit = ledger_unit(allowance, valuation.package)
    try:
        refills = tuple(_Refilling(allowance, unit, valuation, curves, basket).refills())
    except MissingFact as missing:
        return Reservoir(name=allowance.name, missing=missing.what)
    cap = allowance.rollover_cap
    return Reservoir(
        name=allowance.name,
        refills=refills,
        carried=float(allowance.rollover_share),
        cap=None if cap is None else float(cap * _tokens_in(unit, valuation.market)),
        until=(valuation.until - valuation.assumptions.as_of).days,
    )


def _tokens_in(unit: TokenUnit, market: Market) -> Decimal:
    """Millions of tokens in a share-month; 1 of what is money or tokens already."""
    return market.capacity(unit.capacity).mtok_a_month if isinstance(unit, CapacityShare) else Decimal(1)


@frozen(eq=False)
class _Refilling:
    """The releases of one allowance that are still ahead."""

    allowance: TokenAllowance
    unit: TokenUnit
    valuation: Valuation
    curves: Curves
    basket: Basket | None

    def refills(self) -> list[Refill]:
        valuation = self.valuation
        rule = self.allowance.rule
        market = valuation.market
        index = (lambda day: market.index_ratio(rule, day)) if isinstance(rule, Indexed) else None
        found = releases(self.allowance, valuation.package, until=valuation.until, working=Working(index=index))
        ahead = (release for release in found if valuation.start <= release.lot.on < valuation.until)
        return [part for release in ahead for part in self._parts(self._refill(release))]

    def _parts(self, refill: Refill) -> Iterator[Refill]:
        """A release with its need; of one in arrears, whose day is the last one of what came before it, that day apart.

        What came before lapses after that day, so the need of the rest is a release of nothing on the next day.
        """
        if self.allowance.in_advance:
            yield refill
            return
        days = refill.days - 1  # the next release comes on the last of them
        first = refill.needed / days if days else refill.needed
        yield evolve(refill, days=1, needed=first)
        if days > 1:
            rest = evolve(refill, day=refill.day + 1, days=days - 1, needed=refill.needed - first)
            yield evolve(rest, granted=0.0, settled=None)

    def _refill(self, release: Release) -> Refill:
        lot, market = release.lot, self.valuation.market
        basket = self._basket(lot.on)
        granted = Decimal(lot.units).scaleb(-decimals(self.unit)) * _tokens_in(self.unit, market)
        given = self.valuation.assumptions
        return Refill(
            day=self._day(lot.on),
            days=(lot.own_until - lot.on).days,
            own_until=self._day(lot.own_until),
            lapses=self._day(lot.lapses_on),
            granted=float(granted),
            settled=self._settled(basket, lot.on),
            needed=float(self._bought(granted, basket)),
            price=self._price(basket, lot.on),
            used=float(used_rate(given.token_utilisation, self.valuation.package.start_on, lot.on)),
        )

    def _day(self, on: date) -> int:
        return (on - self.valuation.assumptions.as_of).days

    def _basket(self, on: date) -> Basket:
        basket = self.allowance.basket_on(on) or self.basket
        if basket is None:
            raise MissingFact("the models that its money is spent on")
        return basket

    def _bought(self, granted: Decimal, basket: Basket) -> Decimal:
        """Millions of tokens that a release buys on `as_of`."""
        market = self.valuation.market
        if isinstance(self.unit, CapacityShare):
            return granted
        currency = self.unit.currency
        price = market.convert(market.token_price(basket, market.as_of), currency).amount
        if isinstance(self.unit, TokenMoney):
            return granted / price if price else Decimal(0)
        if self.unit.basis_per_mtok is None or not price:
            return granted
        return granted * rule_price(self.unit.rule, price, self.unit.basis_per_mtok) / price

    def _price(self, basket: Basket, on: date) -> Curve | float:
        """Price of a million tokens in what is granted: 1 of tokens."""
        if not isinstance(self.unit, TokenMoney):
            return 1.0
        market = self.valuation.market
        curve = self.curves.of(basket, on, "list", self.unit.currency)
        if curve is not None:
            return curve
        return float(market.convert(market.token_price(basket, on), self.unit.currency).amount)

    def _settled(self, basket: Basket, on: date) -> TokensAt | None:
        if not isinstance(self.unit, TokenClaim) or self.unit.basis_per_mtok is None:
            return None
        basis, rule, market = self.unit.basis_per_mtok, self.unit.rule, self.valuation.market
        curve = self.curves.of(basket, on, "list", self.unit.currency)
        if curve is None:
            curve = Curve(float(market.convert(market.token_price(basket, on), self.unit.currency).amount), ())
        return TokensAt(curve, rule, float(basis))
