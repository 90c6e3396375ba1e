"""Employee options on a lattice: exercised early, once vested and far enough above the strike, or on leaving."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from math import ceil, exp, sqrt

from ..errors import InvalidValue
from ..money import exact
from .options import Input, model_inputs, price_inputs, rounded

STEPS = 200
"""Steps of a lattice unless said: within about 0.1 % of 2,000 of them."""

MOST_STEPS = 2000


def lattice(
    *,
    spot: Input,
    strike: Input,
    years: Input,
    vests_in: Input,
    rate: Input,
    dividend_yield: Input,
    volatility: Input,
    exercise_multiple: Input,
    exit_rate: Input,
    steps: int = STEPS,
) -> Decimal:
    """A vesting option to buy, by Hull and White's model of employee stock options, a share.

    On the binomial tree of Cox, Ross and Rubinstein (``u = e^(s sqrt(dt))``, ``d = 1/u``,
    ``p = (e^((r-q) dt) - d) / (u - d)``) a vested option is exercised where the share reaches the multiple of its
    strike; who leaves after vesting exercises if it pays, else loses it (Hull and White, How to Value Employee Stock
    Options, Financial Analysts Journal 60(1), 2004). Leaving before vesting is no part of it: staying odds count that.

    Args:
        spot: Price of the share.
        strike: Exercise price.
        years: Time to expiry.
        vests_in: Years to vesting; 0 if vested.
        rate: Risk-free rate a year, continuously compounded.
        dividend_yield: A year, continuously compounded.
        volatility: A year, above zero.
        exercise_multiple: Share price over strike at which holders exercise, 1 or above.
        exit_rate: Chance a year of leaving after vesting.
        steps: Steps of the tree; more are taken where its chances would leave 0 to 1.

    Raises:
        InvalidValue: On floats, on values outside their limits, and where no tree of `MOST_STEPS` has such chances.
    """
    multiple, leaving = exact(exercise_multiple), exact(exit_rate)
    if multiple < 1:
        raise InvalidValue("exercise_multiple", multiple, "must be 1 or above")
    if not 0 <= leaving <= 1:
        raise InvalidValue("exit_rate", leaving, "must be from 0 to 1")
    if isinstance(steps, bool) or not isinstance(steps, int) or not 1 <= steps <= MOST_STEPS:
        raise InvalidValue("steps", steps, f"must be a whole number from 1 to {MOST_STEPS}")
    s, k = price_inputs(spot, strike)
    t, r, q, v = model_inputs(years=years, rate=rate, dividend_yield=dividend_yield, volatility=volatility)
    (wait,) = model_inputs(years=vests_in)
    if not t or not s:
        return rounded(max(s - k, 0.0))
    steps = _enough(steps, t, r - q, v)
    return rounded(_tree(s, k, t, wait, r, q, v, float(multiple), float(leaving), steps))


def _enough(steps: int, t: float, drift: float, v: float) -> int:
    """Steps by which every chance lies within 0 and 1: ``s sqrt(dt) > |r - q| dt``, so ``n > T ((r - q) / s)^2``."""
    if not v or t * (drift / v) ** 2 >= MOST_STEPS:
        raise InvalidValue("volatility", v, f"is too small for a tree of {MOST_STEPS} steps", "use black-scholes")
    if v * sqrt(t * MOST_STEPS) > 500:
        raise InvalidValue("volatility", v, f"is too large over {t:g} years for a tree", "use black-scholes")
    return max(steps, ceil(t * (drift / v) ** 2) + 1)


@lru_cache(maxsize=4096)
def _tree(
    s: float, k: float, t: float, wait: float, r: float, q: float, v: float, multiple: float, leaving: float, n: int
) -> float:
    """The value at the root; remembered, since one grant is priced for several numbers and offers."""
    dt = t / n
    jump = v * sqrt(dt)
    up, down, discount = exp(jump), exp(-jump), exp(-r * dt)
    p = (exp((r - q) * dt) - down) / (up - down)
    rise, fall = discount * p, discount * (1 - p)
    left = 1 - (1 - leaving) ** dt
    gains = [s * exp(jump * level) - k for level in range(-n, n + 1)]
    enough = k * (multiple - 1)
    held = [max(gain, 0.0) for gain in gains[::2]]
    for step in range(n - 1, -1, -1):
        held = [rise * above + fall * below for below, above in zip(held, held[1:], strict=False)]
        if step * dt >= wait:
            held = [
                gain if gain >= enough else (1 - left) * value + left * max(gain, 0.0)
                for gain, value in zip(gains[n - step : n + step + 1 : 2], held, strict=True)
            ]
    return held[0]
