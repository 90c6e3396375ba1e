"""Money, exact numbers and the kernel that splits whole units."""

import math
from decimal import Context, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from compkit import testing
from compkit.errors import CurrencyMismatch, InvalidValue
from compkit.money import Money, apportion, exact, half_up, minor_units, total


class TestExact:
    """Floats, NaN and what is no number are refused; nothing is repaired."""

    @pytest.mark.parametrize("value", [0.1, 250_000.0, float("nan"), math.inf, True, None, [], "250,000", "ten", ""])
    def test_refused(self, value):
        """A float holds no money; a comma is not a number."""
        with pytest.raises(InvalidValue):
            exact(value)

    @pytest.mark.parametrize("text", ["NaN", "sNaN", "Infinity", "-Infinity"])
    def test_not_finite(self, text):
        """NaN and infinity are not amounts, as text or as Decimal."""
        for value in (text, Decimal(text)):
            with pytest.raises(InvalidValue, match="finite"):
                exact(value)

    def test_float_names_the_way_out(self):
        """The message says what to write instead."""
        with pytest.raises(InvalidValue) as caught:
            Money(0.1, "USD")
        assert caught.value.fix == 'say Decimal("0.1") or "0.1"'

    @pytest.mark.parametrize("value", ["1234.50", 7, Decimal("0.001")])
    def test_kept(self, value):
        """What can hold a number exactly is kept as it is."""
        assert exact(value) == Decimal(str(value))


class TestMoney:
    """Money(Decimal, currency); floats, NaN and mixed currencies are refused."""

    @pytest.mark.parametrize("currency", ["usd", "US", "XXX", "", "DM", "$"])
    def test_currency_code(self, currency):
        """Only ISO 4217 codes."""
        with pytest.raises(InvalidValue, match="ISO 4217"):
            Money(1, currency)

    def test_currencies_do_not_mix(self):
        """Adding, subtracting and comparing two currencies needs a rate first."""
        dollars, euros = Money(1, "USD"), Money(1, "EUR")
        for mix in (dollars.__add__, dollars.__sub__, dollars.__lt__):
            with pytest.raises(CurrencyMismatch, match="USD and EUR"):
                mix(euros)
        assert dollars != euros

    def test_only_money_adds_to_money(self):
        """A bare number has no currency."""
        with pytest.raises(InvalidValue, match="only money"):
            Money(1, "USD") + 1

    @pytest.mark.parametrize("factor", [0.5, float("nan"), True])
    def test_factor_is_exact(self, factor):
        """Money is multiplied by exact numbers only."""
        with pytest.raises(InvalidValue):
            Money(1, "USD") * factor

    @pytest.mark.parametrize(
        ("currency", "decimals"), [("USD", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4), ("ISK", 0), ("HUF", 2), ("UGX", 0)]
    )
    def test_minor_units(self, currency, decimals):
        """Decimals as ISO 4217 lists them, which is not what is displayed (HUF)."""
        assert minor_units(currency) == decimals
        assert Money.from_minor(1, currency).amount == Decimal(1).scaleb(-decimals)

    @pytest.mark.parametrize(
        ("amount", "currency", "whole"),
        [("1.23", "USD", True), ("1.234", "USD", False), ("1.234", "KWD", True), ("1.5", "JPY", False)],
    )
    def test_whole(self, amount, currency, whole):
        """Whole minor units depend on the currency."""
        assert Money(amount, currency).is_whole is whole

    def test_minor_refuses_parts_of_cents(self):
        """Half a cent has no number of cents."""
        with pytest.raises(InvalidValue, match="not whole"):
            _ = Money("0.005", "USD").minor
        assert Money("12.34", "USD").minor == 1234

    @pytest.mark.parametrize(("amount", "rounded"), [("0.005", "0.01"), ("0.0049", "0.00"), ("2.675", "2.68")])
    def test_rounded_half_up(self, amount, rounded):
        """Halves go up, not to even."""
        assert Money(amount, "USD").rounded() == Money(rounded, "USD")

    def test_order(self):
        """Money of one currency is ordered."""
        assert Money(1, "USD") < Money(2, "USD") <= Money("2.0", "USD")
        assert -Money(1, "USD") == Money(0, "USD") - Money(1, "USD")

    def test_total_of_nothing(self):
        """A sum knows its currency also where there is nothing to add."""
        assert total([], "EUR") == Money(0, "EUR")
        assert total([Money(1, "EUR"), Money(2, "EUR")], "EUR") == Money(3, "EUR")

    @given(testing.money(), testing.money(), testing.rates(places=6))
    def test_context_of_the_caller(self, one, other, rate):
        """The caller's decimal context changes nothing: at five digits every cent is still there."""
        with localcontext(Context(prec=5)):
            found = (one + other, one - other, one * rate, -one, (one * rate).rounded(), one.minor, one.is_whole)
        assert found == (one + other, one - other, one * rate, -one, (one * rate).rounded(), one.minor, one.is_whole)
        assert found[0].amount == Decimal(one.minor + other.minor) / 100
        assert Fraction(found[2].amount) == Fraction(one.amount) * Fraction(rate)

    @given(st.integers(-(10**12), 10**12), testing.currencies())
    def test_minor_round_trip(self, units, currency):
        """Minor units become money and come back."""
        assert Money.from_minor(units, currency).minor == units


class TestApportion:
    """Split cents by largest remainder: the parts add up to the whole."""

    def test_thirds(self):
        """100 in three: the unit left goes to the first of equal remainders."""
        assert apportion(100, [1, 1, 1]) == (34, 33, 33)

    def test_largest_remainder_first(self):
        """10 by 3 : 3 : 1 is 4.29, 4.29, 1.43: the unit left goes to the third, whose remainder is largest."""
        assert apportion(10, [3, 3, 1]) == (4, 4, 2)

    def test_negative_total(self):
        """A negative total is split as its opposite."""
        assert apportion(-100, [1, 1, 1]) == (-34, -33, -33)

    @pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
    def test_refused(self, weights):
        """Weights must be zero or above, one of them above."""
        with pytest.raises(InvalidValue, match="above zero"):
            apportion(10, weights)


@pytest.mark.parametrize(("number", "rounded"), [("5/2", 3), ("7/3", 2), ("-5/2", -2), ("3", 3), ("299/100", 3)])
def test_half_up(number, rounded):
    """The nearest whole number, halves up."""
    assert half_up(Fraction(number)) == rounded
