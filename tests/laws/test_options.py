"""Laws of options: put-call parity, and "more volatility never lowers an option" (issue)."""

from decimal import Decimal
from math import exp

import pytest
from hypothesis import given, strategies as st

from compkit.market.options import black_scholes

PRICES = st.decimals("0.01", "2000", places=2)
YEARS = st.decimals("0", "15", places=2)
RATES = st.decimals("-0.05", "0.2", places=3)
YIELDS = st.decimals("0", "0.1", places=3)
VOLATILITIES = st.decimals("0", "3", places=3)


@given(PRICES, PRICES, YEARS, RATES, YIELDS, VOLATILITIES)
def test_put_call_parity(spot, strike, years, rate, dividend_yield, volatility):
    """``call - put = S e^(-qT) - K e^(-rT)``, whatever the volatility (Hull, chapter 17)."""
    found = black_scholes(
        spot=spot, strike=strike, years=years, rate=rate, dividend_yield=dividend_yield, volatility=volatility
    )
    t = float(years)
    forward = float(spot) * exp(-float(dividend_yield) * t) - float(strike) * exp(-float(rate) * t)
    assert float(found.call - found.put) == pytest.approx(forward, abs=1e-8)
    assert float(found.call_delta - found.put_delta) == pytest.approx(exp(-float(dividend_yield) * t), abs=1e-9)


@given(PRICES, PRICES, YEARS, RATES, YIELDS, VOLATILITIES, VOLATILITIES)
def test_more_volatility_never_lowers(spot, strike, years, rate, dividend_yield, one, other):
    """Neither the call nor the put, but for the last digits of a float."""
    terms = {"spot": spot, "strike": strike, "years": years, "rate": rate, "dividend_yield": dividend_yield}
    calm, wild = (black_scholes(volatility=v, **terms) for v in sorted((one, other)))
    assert wild.call >= calm.call - Decimal("1e-8")
    assert wild.put >= calm.put - Decimal("1e-8")


@given(PRICES, PRICES, YEARS, RATES, YIELDS, VOLATILITIES)
def test_bounds(spot, strike, years, rate, dividend_yield, volatility):
    """A call is worth no more than the share and no less than its forward gain; a put no more than its strike today."""
    found = black_scholes(
        spot=spot, strike=strike, years=years, rate=rate, dividend_yield=dividend_yield, volatility=volatility
    )
    t, near = float(years), 1e-8
    share, paid = float(spot) * exp(-float(dividend_yield) * t), float(strike) * exp(-float(rate) * t)
    assert max(share - paid, 0) - near <= float(found.call) <= share + near
    assert max(paid - share, 0) - near <= float(found.put) <= paid + near
