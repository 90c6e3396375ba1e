"""What a share that cannot be sold is worth less."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from compkit.errors import InvalidValue
from compkit.market.illiquidity import Illiquidity, finnerty

YEARS = st.decimals("0", "30", places=2)
VOLATILITIES = st.decimals("0", "3", places=2)


class TestFinnerty:
    """Finnerty (2012): ``e^(-qT) (N(w/2) - N(-w/2))``."""

    def test_by_hand(self):
        """30 % over 2 years: s^2 T = 0.18; e^0.18 = 1.197217; 0.18 + ln(2 x 0.017217) - 2 ln 0.197217 = 0.05821.

        So w = 0.24126, N(0.12063) = 0.548008, and the discount is 2 x 0.548008 - 1 = 9.60 %.
        """
        assert round(finnerty(years=2, volatility="0.3"), 4) == Decimal("0.0960")

    def test_wild(self):
        """300 % over a year: s^2 T = 9, w^2 = 9 + ln(2 (e^9 - 10)) - 2 ln(e^9 - 1) = 0.692159, so 32.258 %."""
        assert round(finnerty(years=1, volatility=3), 5) == Decimal("0.32258")

    def test_limit(self):
        """It never exceeds 2 N(sqrt(ln 2) / 2) - 1 = 32.28 %."""
        assert round(finnerty(years=100, volatility=3), 4) == Decimal("0.3228")

    def test_dividends(self):
        """A yield of 5 % over 2 years takes e^(-0.1) = 0.904837 of it: 0.09602 x 0.904837 = 0.08688."""
        assert round(finnerty(years=2, volatility="0.3", dividend_yield="0.05"), 5) == Decimal("0.08688")

    def test_small(self):
        """Near 0 the series meets the formula: at s^2 T = 0.001 they differ by less than a millionth."""
        below, above = (finnerty(years=years, volatility="0.1") for years in ("0.0999999", "0.1000001"))
        assert 0 <= above - below < Decimal("1e-6")

    @given(YEARS, VOLATILITIES, YEARS, VOLATILITIES)
    def test_grows(self, years, volatility, more, wilder):
        """Longer or wilder is never less, and it stays from 0 to 32.28 %."""
        low = finnerty(years=min(years, more), volatility=min(volatility, wilder))
        high = finnerty(years=max(years, more), volatility=max(volatility, wilder))
        assert 0 <= low <= high + Decimal("1e-8") <= Decimal("0.3229")


class TestIlliquidity:
    """A stated haircut, or Finnerty's discount up to the day from which the share can be sold."""

    def test_haircut(self):
        """The same on every day."""
        assert Illiquidity(symbol="QUOK", haircut_rate="0.2").discount(date(2030, 1, 1)) == Decimal("0.2")

    def test_until_it_can_be_sold(self):
        """Delivered 730 days before: 9.60 %; delivered on the day or later: nothing."""
        private = Illiquidity(symbol="QUOK", volatility="0.3", liquid_on=date(2031, 1, 1))
        assert private.discount(date(2029, 1, 1)) == finnerty(years=2, volatility="0.3")
        assert private.discount(date(2031, 1, 1)) == private.discount(date(2040, 1, 1)) == 0

    @pytest.mark.parametrize(
        "fields",
        [
            {},
            {"haircut_rate": 20},
            {"volatility": "0.3"},
            {"liquid_on": date(2031, 1, 1)},
            {"haircut_rate": "0.2", "volatility": "0.3", "liquid_on": date(2031, 1, 1)},
        ],
    )
    def test_refused(self, fields):
        """Nothing, half of a model, both ways at once, and 20 where 0.2 is meant."""
        with pytest.raises(InvalidValue):
            Illiquidity(symbol="QUOK", **fields)
