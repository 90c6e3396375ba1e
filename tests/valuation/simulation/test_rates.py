"""Quantiles and odds of rates; worked by hand."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from compkit.valuation.simulation.dynamics import Cases, Triangle
from compkit.valuation.simulation.rates import rate_odds_above, rate_quantile

EVEN = Triangle(low=0, likely="0.5", high=1)
SKEWED = Triangle(low="0.2", likely="0.2", high="0.6")
CASES = Cases(points=(("0.4", "0.3"), ("1", "0.7")))


class TestTriangle:
    """The triangular distribution by its inverse."""

    @pytest.mark.parametrize(
        ("p", "rate"), [("0", "0"), ("0.125", "0.25"), ("0.5", "0.5"), ("0.875", "0.75"), ("1", "1")]
    )
    def test_quantile(self, p, rate):
        """Of 0, 1/2, 1: an eighth of the odds lies below a quarter, for 2 x^2 = 1/8."""
        assert rate_quantile(EVEN, Decimal(p)) == Decimal(rate)

    def test_skewed(self):
        """Its mode at the low end: 1 - ((0.6 - x) / 0.4)^2 = 0.75 at x = 0.4."""
        assert rate_quantile(SKEWED, Decimal("0.75")) == Decimal("0.4")
        assert rate_odds_above(SKEWED, Decimal("0.4")) == Decimal("0.25")

    @given(st.decimals("0.01", "0.99", places=3))
    def test_inverse(self, p):
        """The odds above a quantile are what is left."""
        for triangle in (EVEN, SKEWED):
            assert abs(rate_odds_above(triangle, rate_quantile(triangle, p)) - (1 - p)) < Decimal("1e-20")

    def test_outside(self):
        """All lies above what is lower, nothing above the high end; a triangle without width is a point."""
        assert (rate_odds_above(EVEN, Decimal(-1)), rate_odds_above(EVEN, Decimal(1))) == (1, 0)
        point = Triangle(low="0.3", likely="0.3", high="0.3")
        assert rate_quantile(point, Decimal("0.9")) == Decimal("0.3")
        assert (rate_odds_above(point, Decimal("0.29")), rate_odds_above(point, Decimal("0.3"))) == (1, 0)


class TestCases:
    """Rates with their probabilities."""

    @pytest.mark.parametrize(("p", "rate"), [("0", "0.4"), ("0.3", "0.4"), ("0.31", "1"), ("1", "1")])
    def test_quantile(self, p, rate):
        """The least rate that at least this share does not exceed."""
        assert rate_quantile(CASES, Decimal(p)) == Decimal(rate)

    def test_odds(self):
        """What is just met is not exceeded."""
        found = [rate_odds_above(CASES, Decimal(rate)) for rate in ("0.3", "0.4", "0.9", "1")]
        assert found == [1, Decimal("0.7"), Decimal("0.7"), 0]
