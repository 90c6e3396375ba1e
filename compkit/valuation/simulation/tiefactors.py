"""Two offers as functions of one factor: what a share price, token prices or use makes of their difference."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from attrs import evolve, field, frozen

from ...dates import years_between
from ...market.market import Market
from ...market.moves import Move, ShareMove, TokenPriceChange
from ...market.options import PLACES
from ...money import EXACT, Money, add_up
from ...pay.baskets import Basket, provider_of
from ...pay.entitlements import Component, Entitlement
from ...pay.package import Package
from ...pay.rules import BetterOfBoth, Collar
from ...pay.units import CapacityShare, Options, Shares, TokenClaim, Unit
from ..assumptions import Assumptions
from ..value import Pricer, Valuation, counted, value
from .closed import lognormal_odds_above
from .dynamics import USE, Dynamics
from .odds import Counted, Moving
from .rates import rate_odds_above
from .sensitivity import FactorKind, horizon_end, used_distribution
from .series import token_odds_above

_ONE, _ZERO = Decimal(1), Decimal(0)

_LOOKS = tuple(map(Decimal, ("0.25", "0.5", "0.75", "1.25", "1.5", "2", "3", "5", "10")))
"""Multiples of a bend at which the value of an option by a model, which bends everywhere, is looked at too."""


@frozen
class Pair:
    """Two packages, and the difference of their totals under any market and assumptions.

    Attributes:
        packages: Both, in one currency.
        market: As stated.
        given: As stated.
        number: ``cost`` or ``worth``.
        tokens: ``all``, ``guaranteed`` or ``none``.
        told: Components that count.
        valuations: Both as stated.
    """

    packages: tuple[Package, Package]
    market: Market
    given: Assumptions
    number: Moving
    tokens: Counted
    told: frozenset[Component]
    valuations: tuple[Valuation, Valuation] = field(init=False)

    def __attrs_post_init__(self) -> None:
        first, second = self.packages
        both = (value(first, self.market, self.given), value(second, self.market, self.given))
        object.__setattr__(self, "valuations", both)

    def rows(self, chosen: Callable[[Unit], bool]) -> tuple[list[Entitlement], list[Entitlement]]:
        """The rows that count in the total and whose unit is chosen, of each package."""
        first, second = (
            [
                line.row
                for line in valuation.lines
                if counted(line.row, self.tokens, self.told) and chosen(line.row.unit)
            ]
            for valuation in self.valuations
        )
        return first, second

    def difference(self, rows: Iterable[list[Entitlement]], market: Market, given: Assumptions) -> Decimal:
        """What rows of the first come to less those of the second."""
        first, second = (
            add_up(pricer.line(row).amount(self.number) for row in own)
            for own, pricer in zip(rows, self._pricers(market, given), strict=True)
        )
        return EXACT.subtract(first, second)

    def _pricers(self, market: Market, given: Assumptions) -> Iterator[Pricer]:
        return (Pricer(package.currency, package.start_on, market, given) for package in self.packages)

    def under(
        self, chosen: Callable[[Unit], bool], change: Callable[[Decimal], tuple[Market, Assumptions]]
    ) -> Callable[[Decimal], Decimal]:
        """The difference of the totals as a function of a factor that touches chosen units only."""
        touched, rest = self.rows(chosen), self.rows(lambda unit: not chosen(unit))
        fixed = self.difference(rest, self.market, self.given)
        return lambda at: EXACT.add(fixed, self.difference(touched, *change(at)))

    def moved(self, move: Move) -> Market:
        """The market with one more move."""
        return evolve(self.market, moves=(*self.market.moves, move))


# factors


@frozen(kw_only=True)
class Factor:
    """One factor that may make two offers equal.

    Attributes:
        kind: What kind.
        name: A symbol, a provider or ``utilisation``.
        difference: Total of the first offer less that of the second, by the factor.
        bends: Where the difference may bend, in order; between them it is linear.
        most: The highest value of the factor; None if there is none.
        stated: Its value as stated; None where it is not one.
        unit: Currency of a share price; empty for others.
        per_mtok: Price of a million tokens as stated, where one basket is all there is.
        odds_above: Odds that it ends the horizon above a value; None if nobody said how it moves.
    """

    kind: FactorKind
    name: str
    difference: Callable[[Decimal], Decimal]
    bends: list[Decimal]
    most: Decimal | None = None
    stated: Decimal | None
    unit: str = ""
    per_mtok: Money | None = None
    odds_above: Callable[[Decimal], Decimal] | None


def factors(pair: Pair, dynamics: Dynamics) -> Iterator[Factor]:
    """Every factor that two offers depend on: their shares, the providers of their claims, and in cost the use."""
    years = years_between(pair.given.as_of, horizon_end(pair.packages, pair.given))
    units = [row.unit for rows in pair.rows(lambda _: True) for row in rows]
    for symbol in dict.fromkeys(unit.symbol for unit in units if isinstance(unit, (Shares, Options))):
        yield _share(pair, dynamics, symbol, years)
    baskets = dict.fromkeys(_basket(pair, unit) for unit in units if isinstance(unit, (TokenClaim, CapacityShare)))
    for provider in dict.fromkeys(provider_of(model) for basket in baskets for model in basket.models):
        yield _provider(pair, dynamics, provider, years, list(baskets))
    if pair.number == "cost" and any(row.expectation == "tokens" for rows in pair.rows(lambda _: True) for row in rows):
        yield _use(pair, dynamics)


def _basket(pair: Pair, unit: TokenClaim | CapacityShare) -> Basket:
    """The basket that is priced, after every move."""
    basket = unit.basket
    for move in pair.market.moves:
        basket = move.basket(basket)
    return basket


def _share(pair: Pair, dynamics: Dynamics, symbol: str, years: Decimal) -> Factor:
    def chosen(unit: Unit) -> bool:
        return isinstance(unit, (Shares, Options)) and unit.symbol == symbol

    def at_price(at: Decimal) -> tuple[Market, Assumptions]:
        return pair.moved(ShareMove(symbol=symbol, price=at)), pair.given

    spot = pair.market.share_price(symbol, pair.given.as_of)
    motion = next((share for share in dynamics.shares if share.symbol == symbol), None)

    def odds(at: Decimal) -> Decimal:
        assert motion is not None  # asked only then
        return lognormal_odds_above(motion.volatility, years, EXACT.divide(at, spot.amount)) if spot.amount else _ZERO

    return Factor(
        kind="share price",
        name=symbol,
        difference=pair.under(chosen, at_price),
        bends=_strikes(pair, chosen, at_price(_ONE)[0]),
        stated=spot.amount,
        unit=spot.currency,
        odds_above=None if motion is None else odds,
    )


def _strikes(pair: Pair, chosen: Callable[[Unit], bool], at_one: Market) -> list[Decimal]:
    """Spots at which an option of some day comes into the money; by a model, spots around them."""
    found: set[Decimal] = set()
    for row in (row for rows in pair.rows(chosen) for row in rows):
        if isinstance(row.unit, Options) and row.on is not None:
            grown = at_one.share_price(row.unit.symbol, row.on)
            strike = at_one.convert(Money(row.unit.strike, row.unit.currency), grown.currency).amount
            found.add(EXACT.divide(strike, grown.amount) if grown.amount else strike)
    if pair.market.options.is_model:
        found |= {EXACT.multiply(look, bend) for bend in found for look in _LOOKS}
    return sorted(found)


def _provider(pair: Pair, dynamics: Dynamics, provider: str, years: Decimal, baskets: list[Basket]) -> Factor:
    def chosen(unit: Unit) -> bool:
        return isinstance(unit, (TokenClaim, CapacityShare))

    def at_multiple(at: Decimal) -> tuple[Market, Assumptions]:
        return pair.moved(TokenPriceChange(rate=at - 1, provider=provider)), pair.given

    motion = next((token for token in dynamics.tokens if token.provider == provider), None)

    def odds(at: Decimal) -> Decimal:
        assert motion is not None  # asked only then
        return token_odds_above(motion, years, at)

    only = len(baskets) == 1 and all(provider_of(model) == provider for model in baskets[0].models)
    return Factor(
        kind="token prices",
        name=provider,
        difference=pair.under(chosen, at_multiple),
        bends=_rule_bends(pair, at_multiple(_ZERO)[0]),
        most=Decimal(1000),
        stated=_ONE,
        per_mtok=pair.market.token_price(baskets[0], pair.given.as_of) if only else None,
        odds_above=None if motion is None else odds,
    )


def _rule_bends(pair: Pair, at_nothing: Market) -> list[Decimal]:
    """Multiples at which the price of a claim reaches a bend of its rule on some day."""
    found: set[Decimal] = set()
    stage: Any = "contract" if pair.number == "cost" else "list"
    for row in (row for rows in pair.rows(lambda unit: isinstance(unit, TokenClaim)) for row in rows):
        unit = row.unit
        assert isinstance(unit, TokenClaim) and row.on is not None
        low, now = (
            market.convert(market.token_price(unit.basket, row.on, stage=stage), unit.currency).amount
            for market in (at_nothing, pair.market)
        )
        if now > low:
            found |= {EXACT.divide(level - low, now - low) for level in _levels(unit) if level > low}
    return sorted(found)


def _levels(unit: TokenClaim) -> tuple[Decimal, ...]:
    """Prices at which the rule of a claim bends."""
    if unit.basis_per_mtok is None:
        return ()
    match unit.rule:
        case Collar(down_rate=down, up_rate=up):
            return (EXACT.multiply(unit.basis_per_mtok, 1 - down), EXACT.multiply(unit.basis_per_mtok, 1 + up))
        case BetterOfBoth():
            return (unit.basis_per_mtok,)
        case _:
            return ()


def _use(pair: Pair, dynamics: Dynamics) -> Factor:
    distribution = used_distribution(dynamics, pair.given)
    stated = pair.given.token_utilisation

    def at_rate(at: Decimal) -> tuple[Market, Assumptions]:
        return pair.market, evolve(pair.given, token_utilisation=at)

    return Factor(
        kind="utilisation",
        name=USE,
        difference=pair.under(lambda _: True, at_rate),
        bends=[],
        most=_ONE,
        stated=stated if isinstance(stated, Decimal) else None,
        odds_above=None if distribution is None else lambda at: round(rate_odds_above(distribution, at), PLACES),
    )
