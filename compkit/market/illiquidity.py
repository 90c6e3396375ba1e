"""What a share that cannot be sold yet is worth less: a stated haircut, or Finnerty's average-strike put."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from math import exp, expm1, log, sqrt
from typing import Any

from attrs import field, frozen

from ..checks import between, maybe, named
from ..dates import years_between
from ..errors import InvalidValue
from ..money import exact, maybe_exact
from .options import Input, model_inputs, normal, rounded


def finnerty(*, years: Input, volatility: Input, dividend_yield: Input = 0) -> Decimal:
    """The discount, as a fraction of the price, for not being able to sell for some years.

    ``e^(-qT) (N(w/2) - N(-w/2))`` with ``w^2 = s^2 T + ln(2 (e^(s^2 T) - s^2 T - 1)) - 2 ln(e^(s^2 T) - 1)``: the
    average-strike put of Finnerty, An Average-Strike Put Option Model of the Marketability Discount, Journal of
    Derivatives 19(4), 2012. It never exceeds 32.28 %, its limit where ``w^2 = ln 2``.

    Args:
        years: Without a market, 0 to 100.
        volatility: A year.
        dividend_yield: A year.

    >>> finnerty(years=2, volatility="0.3")
    Decimal('0.0960170903')
    """
    t, v, q = model_inputs(years=years, volatility=volatility, dividend_yield=dividend_yield)
    width = sqrt(max(_variance(v * v * t), 0.0))
    return rounded(exp(-q * t) * (normal(width / 2) - normal(-width / 2)))


def _variance(x: float) -> float:
    """``w^2`` at ``x = s^2 T``; its series near 0, where digits cancel, and far out its limit."""
    if x < 1e-3:
        return x / 3 - x * x / 18
    return log(2) if x > 500 else x + log(2 * (expm1(x) - x)) - 2 * log(expm1(x))


def _one_way(instance: Illiquidity, attribute: Any, value: date | None) -> None:
    model = (instance.volatility is not None, value is not None)
    if any(model) != all(model) or (instance.haircut_rate is None) != all(model):
        rule = "needs a haircut, or a volatility with the day from which the share can be sold"
        raise InvalidValue("Illiquidity", instance.symbol, rule)


@frozen(kw_only=True)
class Illiquidity:
    """Why a share is worth less to the employee than its price: it cannot be sold. Touches `worth` alone.

    Attributes:
        symbol: The share.
        haircut_rate: Stated discount, 0.2 for 20 %; None if it is worked out.
        volatility: Of the share a year, for Finnerty's discount.
        dividend_yield: A year.
        liquid_on: Day from which the share can be sold, for Finnerty's discount.
    """

    symbol: str = field(validator=named)
    haircut_rate: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(between(0, 1)))
    volatility: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(between(0, 10)))
    dividend_yield: Decimal = field(default=Decimal(0), converter=exact, validator=between(0, 1))
    liquid_on: date | None = field(default=None, validator=_one_way)

    def discount(self, on: date) -> Decimal:
        """The fraction lost on a share delivered on a day; by Finnerty, for the time from then until it can be sold."""
        if self.haircut_rate is not None:
            return self.haircut_rate
        assert self.volatility is not None and self.liquid_on is not None
        years = years_between(on, self.liquid_on)
        return finnerty(years=years, volatility=self.volatility, dividend_yield=self.dividend_yield)
