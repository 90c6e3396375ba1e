"""Options by Black-Scholes-Merton, and the term over which they are expected to be held.

Models, so floats inside; what comes out is a decimal rounded to `PLACES`, the same on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from math import erfc, exp, log, pi, sqrt

from attrs import frozen

from ..errors import InvalidValue
from ..money import EXACT, exact

PLACES = 10
"""Decimals of a model's value: finer than any money, coarser than the last bits in which processors differ."""

_STEP = Decimal(1).scaleb(-PLACES)
_MOST = Decimal(10) ** 30

Input = Decimal | int | str

_LIMITS = {"years": (0, 100), "rate": (-1, 1), "dividend_yield": (0, 1), "volatility": (0, 10)}


@frozen(kw_only=True)
class OptionValue:
    """What a European option is worth today, a share.

    Attributes:
        call: Of the right to buy.
        put: Of the right to sell.
        call_delta: Change of the call by a change of the share price.
        put_delta: Change of the put by a change of the share price.
        vega: Change of either by a change of volatility of 1, that is of 100 points.
    """

    call: Decimal
    put: Decimal
    call_delta: Decimal
    put_delta: Decimal
    vega: Decimal


def black_scholes(
    *, spot: Input, strike: Input, years: Input, rate: Input, dividend_yield: Input, volatility: Input
) -> OptionValue:
    """A European option by Black-Scholes-Merton.

    ``call = S e^(-qT) N(d1) - K e^(-rT) N(d2)``, ``d1 = (ln(S/K) + (r - q + s^2/2) T) / (s sqrt(T))`` and
    ``d2 = d1 - s sqrt(T)`` (Hull, Options, Futures, and Other Derivatives, chapters 15, 17 and 19). Without time or
    volatility it is the limit: what is certain to be gained at the forward price.

    Args:
        spot: Price of the share, zero or above.
        strike: Exercise price, above zero.
        years: Time to expiry, 0 to 100.
        rate: Risk-free rate a year, continuously compounded.
        dividend_yield: A year, continuously compounded.
        volatility: Standard deviation a year of the share's logarithm: 0.6 for 60 %.

    Raises:
        InvalidValue: On floats, and on what lies outside these limits.

    >>> found = black_scholes(spot=42, strike=40, years="0.5", rate="0.1", dividend_yield=0, volatility="0.2")
    >>> round(found.call, 2), round(found.put, 2)
    (Decimal('4.76'), Decimal('0.81'))
    """
    s, k = price_inputs(spot, strike)
    t, r, q, v = model_inputs(years=years, rate=rate, dividend_yield=dividend_yield, volatility=volatility)
    share, paid = s * exp(-q * t), k * exp(-r * t)
    spread = v * sqrt(t)
    if not spread or not s:
        return _certain(share, paid, exp(-q * t))
    d1 = log(s / k) / spread + (r - q) * t / spread + spread / 2
    d2 = d1 - spread
    return OptionValue(
        call=rounded(max(share * normal(d1) - paid * normal(d2), 0.0)),
        put=rounded(max(paid * normal(-d2) - share * normal(-d1), 0.0)),
        call_delta=rounded(exp(-q * t) * normal(d1)),
        put_delta=rounded(-exp(-q * t) * normal(-d1)),
        vega=rounded(share * sqrt(t) * exp(-d1 * d1 / 2) / sqrt(2 * pi)),
    )


def _certain(share: float, paid: float, whole: float) -> OptionValue:
    """The limit where nothing is left to chance; exactly at the money the deltas are half."""
    part = 0.5 if share == paid else float(share > paid)
    return OptionValue(
        call=rounded(max(share - paid, 0.0)),
        put=rounded(max(paid - share, 0.0)),
        call_delta=rounded(whole * part),
        put_delta=rounded(whole * (part - 1)),
        vega=Decimal(0),
    )


def normal(x: float) -> float:
    """The normal distribution below `x`; by `erfc`, which keeps the far tail (Abramowitz and Stegun 26.2.29)."""
    return 0.5 * erfc(-x / sqrt(2))


def rounded(number: float) -> Decimal:
    """A model's value as a decimal."""
    return Decimal(number).quantize(_STEP, context=EXACT) or Decimal(0)


def price_inputs(spot: Input, strike: Input) -> tuple[float, float]:
    """Spot and strike as floats, checked."""
    s, k = exact(spot), exact(strike)
    if not 0 <= s <= _MOST:
        raise InvalidValue("spot", s, "must be from 0 to 10^30")
    if not 0 < k <= _MOST:
        raise InvalidValue("strike", k, "must be above 0, and at most 10^30")
    return float(s), float(k)


def model_inputs(**given: Input) -> tuple[float, ...]:
    """Time and rates as floats, checked, in the order given."""
    found = []
    for name, value in given.items():
        number, (low, high) = exact(value), _LIMITS[name]
        if not low <= number <= high:
            raise InvalidValue(name, number, f"must be from {low} to {high}", "say 0.6 for 60 %")
        found.append(float(number))
    return tuple(found)


def expected_term(
    vesting: Iterable[tuple[Fraction | int, Fraction | int]], contractual_years: Fraction | int
) -> Fraction:
    """Years for which a grant is expected to be held: midway between vesting and expiry.

    ``(weighted vesting term + contractual term) / 2``, the simplified method of SEC Staff Accounting Bulletins 107
    and 110 (Topic 14.D.2) for plain options; tranches count by their weight.

    Args:
        vesting: Years to vesting and weight of each tranche; the weights may be units or fractions.
        contractual_years: Years to expiry.

    Raises:
        InvalidValue: If there is no tranche, a weight is negative, or one vests after expiry.

    >>> expected_term([(1, 25), (2, 25), (3, 25), (4, 25)], 10)
    Fraction(25, 4)
    """
    tranches = [(Fraction(years), Fraction(weight)) for years, weight in vesting]
    whole = sum((weight for _, weight in tranches), Fraction(0))
    if whole <= 0 or any(weight < 0 for _, weight in tranches):
        raise InvalidValue("vesting", whole, "needs tranches with weights above 0")
    if max(years for years, _ in tranches) > contractual_years:
        raise InvalidValue("contractual_years", contractual_years, "must not end before the last vesting")
    mean = sum((years * weight for years, weight in tranches), Fraction(0)) / whole
    return (mean + contractual_years) / 2
