"""Options by Black-Scholes-Merton, and their expected term."""

from decimal import Context, Decimal, localcontext
from fractions import Fraction

import pytest

from compkit.errors import InvalidValue
from compkit.market.options import black_scholes, expected_term, normal
from compkit.pay import Vesting


def option(**changes):
    """Hull's example: S 42, K 40, half a year, 10 %, 20 %."""
    parts = {"spot": 42, "strike": 40, "years": "0.5", "rate": "0.1", "dividend_yield": 0, "volatility": "0.2"}
    return black_scholes(**{**parts, **changes})


class TestPublished:
    """Figures of Hull, Options, Futures, and Other Derivatives."""

    def test_call_and_put(self):
        """Example 15.6: call 4.76, put 0.81."""
        found = option()
        assert (round(found.call, 2), round(found.put, 2)) == (Decimal("4.76"), Decimal("0.81"))

    def test_dividends(self):
        """Example 17.1: index 930, strike 900, two months, 8 %, dividends 3 %, volatility 20 %: 51.83."""
        found = option(spot=930, strike=900, years="0.16666666666667", rate="0.08", dividend_yield="0.03")
        assert round(found.call, 2) == Decimal("51.83")

    def test_delta_and_vega(self):
        """Examples 19.1 and 19.6: S 49, K 50, 20 weeks, 5 %, 20 %: delta 0.522, vega 12.1."""
        found = option(spot=49, strike=50, years="0.3846", rate="0.05")
        assert round(found.call_delta, 3) == Decimal("0.522")
        assert round(found.put_delta, 3) == Decimal("-0.478")
        assert round(found.vega, 1) == Decimal("12.1")

    @pytest.mark.filterwarnings("ignore:builtin type:DeprecationWarning")
    @pytest.mark.parametrize("spot", ["1", "42", "250.75"])
    @pytest.mark.parametrize("years", ["0.01", "1", "10"])
    @pytest.mark.parametrize(("rate", "dividend_yield"), [("0", "0"), ("0.05", "0.02"), ("-0.01", "0.04")])
    @pytest.mark.parametrize("volatility", ["0.05", "0.6", "2"])
    def test_another_library(self, spot, years, rate, dividend_yield, volatility):
        """QuantLib's Black calculator gives the same five figures."""
        quantlib = pytest.importorskip("QuantLib")
        found = option(spot=spot, years=years, rate=rate, dividend_yield=dividend_yield, volatility=volatility)
        s, t, r, q, v = (float(number) for number in (spot, years, rate, dividend_yield, volatility))
        grown, deviation, discount = 2.718281828459045 ** ((r - q) * t), v * t**0.5, 2.718281828459045 ** (-r * t)
        for kind, price, delta in (
            (quantlib.Option.Call, found.call, found.call_delta),
            (quantlib.Option.Put, found.put, found.put_delta),
        ):
            payoff = quantlib.PlainVanillaPayoff(kind, 40.0)
            other = quantlib.BlackCalculator(payoff, s * grown, deviation, discount)
            assert float(price) == pytest.approx(other.value(), abs=1e-8)
            assert float(delta) == pytest.approx(other.delta(s), abs=1e-8)
            assert float(found.vega) == pytest.approx(other.vega(t), abs=1e-8)


class TestLimits:
    """Without time or volatility nothing is left to chance."""

    @pytest.mark.parametrize(("spot", "call", "put", "delta"), [(42, 2, 0, 1), (39, 0, 1, 0), (40, 0, 0, "0.5")])
    def test_no_time(self, spot, call, put, delta):
        """At expiry: the intrinsic value."""
        found = option(spot=spot, years=0)
        assert (found.call, found.put, found.call_delta, found.vega) == (call, put, Decimal(delta), 0)
        assert found.put_delta == found.call_delta - 1

    def test_no_volatility(self):
        """42 less 40 discounted at 10 % for half a year: 42 - 40 x 0.9512294 = 3.950823."""
        assert round(option(volatility=0).call, 6) == Decimal("3.950823")
        assert option(volatility="0.0001").call == pytest.approx(option(volatility=0).call)

    def test_worthless_share(self):
        """A share at 0 stays there: the call is 0, the put the discounted strike, 40 x 0.9512294."""
        found = option(spot=0)
        assert found.call == 0
        assert round(found.put, 4) == Decimal("38.0492")

    def test_far_tail(self):
        """Nine deviations below: 1.12858840595e-19, which the complement of 1 would lose."""
        assert normal(-9) == pytest.approx(1.12858840595e-19, rel=1e-9)

    def test_context_of_the_caller(self):
        """The caller's decimal context changes nothing."""
        with localcontext(Context(prec=5)):
            narrow = option(spot=42_000_000, strike=40_000_000)
        assert narrow == option(spot=42_000_000, strike=40_000_000)

    @pytest.mark.parametrize(
        "fields",
        [{"spot": -1}, {"strike": 0}, {"years": -1}, {"volatility": 60}, {"rate": 4}, {"spot": 42.0}, {"rate": "nan"}],
    )
    def test_refused(self, fields):
        """Negative prices, percents where fractions are meant, floats and no numbers."""
        with pytest.raises(InvalidValue):
            option(**fields)


class TestExpectedTerm:
    """SEC SAB 107 (Topic 14.D.2): midway between vesting and expiry, tranches by weight."""

    @pytest.mark.parametrize(
        ("schedule", "years"),
        [
            ("4y/yearly", Fraction("6.25")),  # ((1 + 2 + 3 + 4) / 4 + 10) / 2
            ("4y/1y-cliff/monthly", Fraction("6.078125")),  # (1/4 + (13 + .. + 48) / 12 / 48 + 10) / 2
        ],
    )
    def test_ten_years(self, schedule, years):
        """Four yearly quarters, and monthly after a cliff of a year, with ten years to expiry."""
        steps = Vesting.parse(schedule).steps
        assert expected_term([(Fraction(step.after_months, 12), step.share) for step in steps], 10) == years

    def test_cliff(self):
        """The bulletin's own: all vests after four years, ten years to expiry: 7."""
        assert expected_term([(4, 100)], 10) == 7

    @pytest.mark.parametrize(("vesting", "years"), [([], 10), ([(1, 0)], 10), ([(1, -1), (2, 3)], 10), ([(11, 1)], 10)])
    def test_refused(self, vesting, years):
        """No tranche, no weight, or vesting after expiry."""
        with pytest.raises(InvalidValue):
            expected_term(vesting, years)
