"""Quantiles and odds of a distribution of rates, exact but for one square root: a triangle, or cases."""

from __future__ import annotations

from decimal import Decimal

from ...money import EXACT, POWER, add_up, exactly
from .dynamics import Cases, Distribution, Triangle

_ONE, _ZERO = Decimal(1), Decimal(0)


@exactly
def rate_quantile(distribution: Distribution, probability: Decimal) -> Decimal:
    """The least rate that is not exceeded with at least a probability, from 0 to 1.

    Of a triangle ``low + sqrt(p * (high - low) * (likely - low))`` up to its mode and
    ``high - sqrt((1 - p) * (high - low) * (high - likely))`` above it.

    >>> rate_quantile(Triangle(low=0, likely="0.5", high=1), Decimal("0.5"))
    Decimal('0.5')
    """
    match distribution:
        case Cases(points=points):
            return _case_at(points, probability)
        case Triangle(low=low, likely=likely, high=high):
            width = high - low
            if probability * width <= likely - low:
                return low + POWER.sqrt(probability * width * (likely - low))
            return high - POWER.sqrt((1 - probability) * width * (high - likely))


def _case_at(points: tuple[tuple[Decimal, Decimal], ...], probability: Decimal) -> Decimal:
    reached = _ZERO
    for rate, own in points:
        reached = EXACT.add(reached, own)
        if own and reached >= probability:
            return rate
    return points[-1][0]


@exactly
def rate_odds_above(distribution: Distribution, rate: Decimal) -> Decimal:
    """The odds that a rate ends above another; a rate that is just met is not above it.

    >>> rate_odds_above(Triangle(low=0, likely="0.5", high=1), Decimal("0.25"))
    Decimal('0.875')
    """
    match distribution:
        case Cases(points=points):
            return add_up(own for at, own in points if at > rate)
        case Triangle(low=low, likely=likely, high=high):
            if rate < low:
                return _ONE
            if rate >= high:
                return _ZERO
            if rate < likely:
                return 1 - (rate - low) ** 2 / ((high - low) * (likely - low))
            return (high - rate) ** 2 / ((high - low) * (high - likely))
