"""Closed forms against published figures and against one another."""

from decimal import Decimal

import pytest

from compkit.errors import InvalidValue
from compkit.market.options import black_scholes
from compkit.valuation.simulation.closed import (
    expected_multiple,
    expected_payoff,
    expected_product,
    expected_product_with,
    lognormal_odds_above,
    lognormal_quantile,
)
from compkit.valuation.simulation.dynamics import ShareMotion, TokenMotion

V, T = Decimal("0.3"), Decimal(2)


class TestShares:
    """One lognormal share."""

    def test_quantile(self):
        """At z(0.975) = 1.959964: ``exp(0.2 * 0.7071068 * 1.959964 - 0.2^2 * 0.5 / 2)``, that is ``exp(0.2671808)``."""
        found = lognormal_quantile(Decimal("0.2"), Decimal("0.5"), Decimal("0.975"))
        assert found == pytest.approx(Decimal("1.306277"), abs=Decimal("1e-6"))

    def test_odds(self):
        """The odds of ending above a quantile are what it leaves."""
        for share in (Decimal("0.1"), Decimal("0.5"), Decimal("0.9")):
            level = lognormal_quantile(V, T, share)
            assert lognormal_odds_above(V, T, level) == pytest.approx(1 - share, abs=Decimal("1e-9"))

    @pytest.mark.parametrize(
        ("volatility", "factor", "odds"), [("0", "1", 0), ("0", "0.9", 1), ("0.3", "0", 1), ("0.3", "-1", 1)]
    )
    def test_bounds(self, volatility, factor, odds):
        """A share without volatility ends at its stated price; a share is always above 0."""
        assert lognormal_odds_above(Decimal(volatility), T, Decimal(factor)) == odds

    def test_payoff(self):
        """At a rate of 0 what an option is exercised for is its Black-Scholes-Merton value."""
        found = expected_payoff(V, T, price=Decimal(42), strike=Decimal(40))
        value = black_scholes(spot=42, strike=40, years=2, rate=0, dividend_yield=0, volatility="0.3").call
        assert found == pytest.approx(value, abs=Decimal("1e-9"))

    def test_no_time(self):
        """Without time it is what is certain."""
        assert expected_payoff(V, Decimal(0), price=Decimal(42), strike=Decimal(40)) == 2

    @pytest.mark.parametrize("share", [0, 1])
    def test_certain(self, share):
        """Nothing is certain."""
        with pytest.raises(InvalidValue, match="above 0 and below 1"):
            lognormal_quantile(V, T, Decimal(share))


class TestTokens:
    """A provider's prices, alone and with a share."""

    def test_mean(self):
        """Two steps a year of -20 % over four years: ``exp(8 * -0.2)`` = 0.201897."""
        found = expected_multiple(TokenMotion(provider="north", steps_a_year=2, step_rate="-0.2"), Decimal(4))
        assert found == pytest.approx(Decimal("0.2018965"))

    def test_drift_alone(self):
        """A drift of -25 % over two years: 0.5625."""
        assert expected_multiple(TokenMotion(provider="north", drift_rate="-0.25"), T) == Decimal("0.5625")

    def test_uncorrelated(self):
        """Without correlation the mean of the product is the product of the means, and a share's is 1."""
        token = TokenMotion(provider="north", drift_rate="-0.1", steps_a_year=2, step_rate="-0.2", step_spread="0.3")
        share = ShareMotion(symbol="ACME", volatility="0.6")
        found = expected_product_with(share, token, Decimal(0), 10)
        assert found == pytest.approx(expected_multiple(token, Decimal(320) / 365), abs=Decimal("1e-9"))
        assert expected_product_with(share, token, Decimal("0.5"), 10) > found

    def test_shares(self):
        """Two shares at volatilities of 0.5 and 0.4, correlated at 0.5, over two years: ``exp(0.2)`` = 1.2214028."""
        shares = (ShareMotion(symbol="A", volatility="0.5"), ShareMotion(symbol="B", volatility="0.4"))
        assert expected_product(*shares, Decimal("0.5"), T) == pytest.approx(Decimal("1.2214028"))
