"""How a provider's prices are distributed after some years, as a series over the number of steps.

A model, so floats inside; what comes out is a decimal rounded to `PLACES`, the same on every machine.
"""

from __future__ import annotations

from decimal import Decimal
from math import exp, inf, lgamma, log, log1p, sqrt

from ...errors import InvalidValue
from ...market.options import PLACES, normal, rounded
from .dynamics import TokenMotion

_NEAR = 10.0 ** -(PLACES + 2)
"""Logarithms that are this close are the same price: a step of the distribution is met, not missed by a last bit."""


def token_odds_above(motion: TokenMotion, years: Decimal, factor: Decimal) -> Decimal:
    """The odds that a provider's prices end above a multiple of what the market states for the day.

    ``1 - sum over n of e^-m m^n / n! * N((ln f - ln(1+drift) t - n ln(1+step)) / (spread sqrt n))``, where m is the
    number of steps expected (Merton 1976, without diffusion); without a spread, the steps that lie at or below f.

    Args:
        motion: How they move.
        years: From today.
        factor: Multiple of the stated price, 0 or above.
    """
    if factor < 0:
        raise InvalidValue("token_odds_above", factor, "must not be negative")
    level = log(float(factor)) if factor else -inf
    return min(max(rounded(1 - _below(motion, float(years), level)), Decimal(0)), Decimal(1))


def token_quantile(motion: TokenMotion, years: Decimal, probability: Decimal) -> Decimal:
    """The least multiple of the stated price that a provider's prices do not exceed with at least a probability.

    Args:
        motion: How they move.
        years: From today.
        probability: Above 0 and below 1.
    """
    if not 0 < probability < 1:
        raise InvalidValue("token_quantile", probability, "must be above 0 and below 1")
    t, wanted = float(years), float(probability)
    low, high = _ends(motion, t, wanted)
    while high - low > _NEAR * max(1.0, abs(high)) / 4:
        middle = (low + high) / 2
        low, high = (low, middle) if _below(motion, t, middle) >= wanted else (middle, high)
    return rounded(exp(high))


def _ends(motion: TokenMotion, t: float, wanted: float) -> tuple[float, float]:
    """Logarithms between which the quantile lies."""
    size = 1.0
    while _below(motion, t, size) < wanted:
        size *= 2
    low = -1.0
    while _below(motion, t, low) >= wanted:
        low *= 2
    return low, size


def _below(motion: TokenMotion, t: float, level: float) -> float:
    """The odds that the logarithm of the factor is at most a level."""
    expected = float(motion.steps_a_year) * t
    start, middle = t * log1p(float(motion.drift_rate)), log1p(float(motion.step_rate))
    spread = float(motion.step_spread)
    first, last = _reach(expected)
    return sum(_odds(n, expected) * _step(level - start - n * middle, spread * sqrt(n)) for n in range(first, last))


def _reach(expected: float) -> tuple[int, int]:
    """Numbers of steps that matter: all but less than 1e-15 of the odds lie within them."""
    width = 10 * sqrt(expected) + 40 if expected else 0
    return max(int(expected - width), 0), int(expected + width) + 1


def _odds(n: int, expected: float) -> float:
    """The odds of a number of steps, by Poisson."""
    return exp(n * log(expected) - expected - lgamma(n + 1)) if expected else float(n == 0)


def _step(distance: float, spread: float) -> float:
    """The odds that what is spread normally lies at or below a distance; all or nothing without a spread."""
    return normal(distance / spread) if spread else float(distance >= -_NEAR)
