"""Break-evens with odds: the share price, token prices or use at which two offers are equal, and what lies beyond."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from attrs import evolve, frozen

from ...errors import InvalidValue
from ...market.market import Market
from ...money import EXACT, Money, exactly
from ...pay.entitlements import COMPONENTS, Component
from ...pay.package import Package
from ..assumptions import Assumptions
from .dynamics import Dynamics
from .odds import Counted, Moving
from .sensitivity import FactorKind
from .tiefactors import Factor, Pair, factors

_ONE, _ZERO = Decimal(1), Decimal(0)
_NOTHING = Decimal(1).scaleb(-15)
"""A difference of money this small is none: it is what 60 digits of arithmetic leave."""


@frozen(kw_only=True)
class TieOdds:
    """Where two offers are equal, if one factor alone is moved, and the odds that it ends above that.

    Attributes:
        kind: What kind of factor.
        factor: Its name: a symbol, a provider or ``utilisation``.
        first: Name of one offer.
        second: Name of the other.
        number: ``cost`` or ``worth``.
        tokens: ``all``, ``guaranteed`` or ``none``.
        at: The factor at the tie: a share price in its currency, a multiple of token prices, or a rate.
        stated: The same as stated; None where no use is.
        unit: Of a share price its currency; empty for the others.
        price: Price of a million tokens at the tie, where one basket of that provider is all there is; else None.
        above: Name of the offer whose total is the higher one above the tie.
        odds_above: Odds that the factor ends the horizon above the tie; None if nobody said how it moves.
    """

    kind: FactorKind
    factor: str
    first: str
    second: str
    number: Moving
    tokens: Counted
    at: Decimal
    stated: Decimal | None
    unit: str = ""
    price: Money | None = None
    above: str
    odds_above: Decimal | None


@exactly
def tie_odds(
    packages: Mapping[str, Package],
    market: Market,
    assumptions: Assumptions,
    dynamics: Dynamics,
    number: Moving = "worth",
    *,
    tokens: Counted = "all",
    without: Iterable[Component] = (),
) -> tuple[TieOdds, ...]:
    """Every break-even of two offers, each factor alone and all others as stated.

    A share price is the spot, from which it grows as stated; token prices are one provider's, as a multiple of what
    is stated for each day; use is one rate for both. Totals are piecewise linear in each, so a tie is exact; where
    options are valued by a model it is found to a billionth of a cent. The odds are those of the end of the horizon:
    in closed form for a share, as a series for token prices, of the distribution for use.

    Args:
        packages: The two offers by name; the second is taken in the currency of the first.
        market: As stated.
        assumptions: As stated.
        dynamics: How factors move.
        number: ``cost`` or ``worth``.
        tokens: ``all``, ``guaranteed`` or ``none``.
        without: Components that are left out beside those that either offer did not tell.

    Raises:
        InvalidValue: If there are not two offers.
        MissingFact: If a price or exchange rate is needed and not given.
    """
    if len(packages) != 2:
        raise InvalidValue("tie_odds", ", ".join(packages) or "nothing", "needs two offers", "name two")
    (first, one), (second, other) = packages.items()
    both = (one, evolve(other, currency=one.currency))
    untold = {component for package in both for component in package.unknown_components}
    told = frozenset(COMPONENTS) - untold - frozenset(without)
    pair = Pair(both, market, assumptions, number, tokens, told)
    return tuple(
        TieOdds(
            kind=factor.kind,
            factor=factor.name,
            first=first,
            second=second,
            number=number,
            tokens=tokens,
            at=at,
            stated=factor.stated,
            unit=factor.unit,
            price=None if factor.per_mtok is None else factor.per_mtok * at,
            above=first if above > 0 else second,
            odds_above=None if factor.odds_above is None else factor.odds_above(at),
        )
        for factor in factors(pair, dynamics)
        for at, above in _ties(factor)
    )


# where a difference is nothing


def _ties(factor: Factor) -> Iterator[tuple[Decimal, Decimal]]:
    """Every place of 0 or more at which the difference is nothing, with its sign above it."""
    top = factor.most or 2 * max([_ONE, factor.stated or _ONE, *factor.bends])
    places = sorted({_ZERO, top, *(bend for bend in factor.bends if bend < top)})
    found = [(at, _difference(factor, at)) for at in places]
    for (low, below), (high, above) in pairwise(found):
        if below * above < 0 or (below and not above and high == top):
            yield _root(factor, (low, below), (high, above)), above or -below
        elif below and not above:
            yield high, _after(found, high)
    if factor.most is None:
        yield from _beyond(factor, found[-1])


def _after(found: list[tuple[Decimal, Decimal]], place: Decimal) -> Decimal:
    """The sign of the difference above a place where it is nothing."""
    return next((own for at, own in found if at > place and own), _ZERO)


def _beyond(factor: Factor, last: tuple[Decimal, Decimal]) -> Iterator[tuple[Decimal, Decimal]]:
    """The tie on the straight line beyond the last bend, if it comes back to nothing."""
    at, own = last
    slope = _difference(factor, 2 * at) - own
    if own and slope and (own > 0) != (slope > 0):
        place = at - EXACT.divide(own * at, slope)
        if not _difference(factor, place):
            yield place, slope


def _difference(factor: Factor, at: Decimal) -> Decimal:
    found = factor.difference(at)
    return found if abs(found) > _NOTHING else _ZERO


def _root(factor: Factor, low: tuple[Decimal, Decimal], high: tuple[Decimal, Decimal]) -> Decimal:
    """Where a difference that changes its sign is nothing: at once where it is linear, else closer by halves."""
    if not high[1]:
        return high[0]
    for turn in range(400):
        (a, below), (b, above) = low, high
        at = (a + b) / 2 if turn % 2 else a - EXACT.divide(below * (b - a), above - below)
        own = _difference(factor, at)
        if not own or b - a <= _NOTHING * b:
            return at
        low, high = ((at, own), high) if (own > 0) == (below > 0) else (low, (at, own))
    return at
