"""Closed forms of what is simulated: of one share, one option, one provider's prices, and of two that are correlated.

Models, so floats inside; what comes out is a decimal rounded to `PLACES`, the same on every machine.
"""

from __future__ import annotations

from decimal import Decimal
from math import exp, lgamma, log, log1p, sqrt
from statistics import NormalDist

from ...errors import InvalidValue
from ...market.options import normal, rounded
from .dynamics import ShareMotion, TokenMotion
from .motions import DAYS_A_YEAR, STEP_DAYS


def lognormal_quantile(volatility: Decimal, years: Decimal, probability: Decimal) -> Decimal:
    """The multiple of its stated price that a share does not exceed with a probability.

    ``exp(v sqrt(t) z(p) - v^2 t / 2)``, where z is the inverse of the standard normal distribution.

    Args:
        volatility: A year.
        years: From today.
        probability: Above 0 and below 1.

    >>> lognormal_quantile(Decimal("0.5"), Decimal(4), Decimal("0.5"))
    Decimal('0.6065306597')
    """
    if not 0 < probability < 1:
        raise InvalidValue("lognormal_quantile", probability, "must be above 0 and below 1")
    width = float(volatility) * sqrt(years)
    return rounded(exp(width * NormalDist().inv_cdf(float(probability)) - width * width / 2))


def lognormal_odds_above(volatility: Decimal, years: Decimal, factor: Decimal) -> Decimal:
    """The odds that a share ends above a multiple of its stated price: ``N(-(ln f + v^2 t / 2) / (v sqrt(t)))``.

    Args:
        volatility: A year.
        years: From today.
        factor: Multiple of the stated price.

    >>> lognormal_odds_above(Decimal("0.5"), Decimal(4), Decimal(1))
    Decimal('0.3085375387')
    """
    width = float(volatility) * sqrt(years)
    if factor <= 0 or not width:
        return Decimal(int(factor < 1))
    return rounded(normal(-(log(factor) + width * width / 2) / width))


def expected_payoff(volatility: Decimal, years: Decimal, *, price: Decimal, strike: Decimal) -> Decimal:
    """Mean of what an option is exercised for: ``S N(d1) - K N(d2)``, undiscounted (Black 1976).

    Args:
        volatility: Of the share, a year.
        years: From today to the exercise.
        price: The share's stated price for that day.
        strike: Exercise price.

    >>> expected_payoff(Decimal("0.2"), Decimal(1), price=Decimal(100), strike=Decimal(100))
    Decimal('7.9655674554')
    """
    width = float(volatility) * sqrt(years)
    if not width or price <= 0 or strike <= 0:
        return max(price - strike, Decimal(0))
    d1 = log(price / strike) / width + width / 2
    return rounded(float(price) * normal(d1) - float(strike) * normal(d1 - width))


def expected_multiple(motion: TokenMotion, years: Decimal) -> Decimal:
    """Mean of a provider's prices as a multiple of the stated ones.

    ``(1 + drift)^t * exp(steps * t * ((1 + step) * exp(spread^2 / 2) - 1))``

    >>> expected_multiple(TokenMotion(provider="north", steps_a_year=2, step_rate="-0.2"), Decimal(4))
    Decimal('0.2018965180')
    """
    time, spread = float(years), float(motion.step_spread)
    step = exp(log1p(float(motion.step_rate)) + spread * spread / 2) - 1
    return rounded(exp(time * log1p(float(motion.drift_rate)) + float(motion.steps_a_year) * time * step))


def expected_product(first: ShareMotion, second: ShareMotion, rate: Decimal, years: Decimal) -> Decimal:
    """Mean of the product of two shares' multiples, correlated at a rate: ``exp(rate * v1 * v2 * t)``."""
    return rounded(exp(float(rate) * float(first.volatility) * float(second.volatility) * float(years)))


def expected_product_with(share: ShareMotion, token: TokenMotion, rate: Decimal, steps: int) -> Decimal:
    """Mean of the product of a share's and a provider's multiples, correlated at a rate, after whole time steps.

    In each of them n price steps come by Poisson, whose logarithms together move with the share's by
    ``rate * v * spread * sqrt(n t)``: ``sum over n of P(n) (E Y)^n exp(rate v spread sqrt(n t))``, once for each step.

    Args:
        share: How the share moves.
        token: How the provider's prices move.
        rate: Their correlation.
        steps: Time steps of `STEP_DAYS` days from today.
    """
    time = STEP_DAYS / DAYS_A_YEAR
    mean, spread = float(token.steps_a_year) * time, float(token.step_spread)
    step = log1p(float(token.step_rate)) + spread * spread / 2
    together = float(rate) * float(share.volatility) * spread * sqrt(time)
    most = int(mean + 20 * sqrt(mean) + 40)
    chances = [exp(n * log(mean) - mean - lgamma(n + 1)) for n in range(most)] if mean else [1.0]
    once = sum(chance * exp(n * step + together * sqrt(n)) for n, chance in enumerate(chances))
    return rounded(once**steps * exp(steps * time * log1p(float(token.drift_rate))))
