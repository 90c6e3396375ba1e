"""Rounding and formatting: the only place where figures become text."""

from datetime import date
from decimal import ROUND_FLOOR, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from compkit.dates import MonthDay
from compkit.documents import format as say
from compkit.errors import InvalidValue
from compkit.money import Money

CENTS = st.decimals(-(10**9), 10**9, places=2, allow_nan=False, allow_infinity=False)


class TestMoney:
    """Money shows its currency, groups thousands, and shows cents only where it has any."""

    @pytest.mark.parametrize(
        ("amount", "decimals", "said"),
        [
            (Money("250000", "USD"), None, "USD 250,000"),
            (Money("250000.00", "USD"), None, "USD 250,000"),
            (Money("10416.5", "USD"), None, "USD 10,416.50"),
            (Money("10416.996", "USD"), None, "USD 10,417"),
            (Money("10416.5", "USD"), 0, "USD 10,417"),
            (Money("250000", "USD"), 2, "USD 250,000.00"),
            (Money("-0.4", "USD"), 0, "USD 0"),
            (Money("1500.5", "JPY"), None, "JPY 1,501"),
            (Money("1.5", "KWD"), None, "KWD 1.500"),
        ],
    )
    def test_cents(self, amount, decimals, said):
        """Minor units are the currency's own; halves round away from zero; there is no -0."""
        assert say.money(amount, decimals) == said

    def test_locale_and_caller_context(self):
        """The locale is an argument, and the caller's decimal context changes nothing."""
        assert say.money(Money("1234567.89", "EUR"), locale="de_DE") == "1.234.567,89\xa0EUR"
        with localcontext() as context:
            context.prec = 3
            assert say.money(Money("1234567.89", "USD")) == "USD 1,234,567.89"

    def test_unit_prices_keep_every_digit(self):
        """A price of tokens or of a share is never rounded; trailing zeros go, but for the least asked for."""
        assert say.per_mtok(Money("0.000012340", "USD")) == "USD 0.00001234 per million tokens"
        assert say.per_mtok(Money("0", "USD")) == "USD 0 per million tokens"
        assert say.unit_price(Money("4.1", "USD"), 2) == "USD 4.10"
        assert say.unit_price(Money("4.125", "USD"), 2) == "USD 4.125"


class TestWords:
    """Dates, rates, counts and tokens in words."""

    def test_dates(self):
        """Texts name the day first; a US letter the month first."""
        assert say.day(date(2027, 1, 11)) == "11 January 2027"
        assert say.day(date(2027, 1, 11), locale="en_US") == "January 11, 2027"
        assert say.month_day(MonthDay(2, 29), locale="en_US") == "February 29"

    def test_rates(self):
        """A rate without a locale reads as offer files write it."""
        assert say.percent(Decimal("0.15")) == "15 %"
        assert say.percent(Decimal("0.0125")) == "1.25 %"
        assert say.percent(Decimal(10) / 13, 1, locale="en_US") == "76.9%"
        assert say.percent(Decimal("12"), locale="en_US") == "1,200%"

    @pytest.mark.parametrize(
        ("mtok", "decimals", "said"),
        [
            (Decimal(5000), None, "5,000 million tokens (5 bn)"),
            (Decimal("60000.5"), None, "60,000.5 million tokens (60.0005 bn)"),
            (Fraction(125000 * 10000, 5468), 0, "228,603 million tokens (228.6 bn)"),
            (Decimal(2_500_000), None, "2,500,000 million tokens (2.5 tn)"),
            (Decimal(999), None, "999 million tokens"),
            (Decimal("0.25"), None, "250,000 tokens"),
            (None, 0, "unlimited tokens"),
        ],
    )
    def test_tokens(self, mtok, decimals, said):
        """Quantities are promised to the token, so they print whole unless rounding is asked for; free is unlimited."""
        assert say.tokens_in_words(mtok, decimals) == said

    def test_counts_and_lists(self):
        """Plurals, ranks and lists are English."""
        assert say.count(1, "month") == "1 month"
        assert say.count(1200, "share") == "1,200 shares"
        assert [say.ordinal(n) for n in (1, 12, 23, 111)] == ["1st", "12th", "23rd", "111th"]
        assert [say.rank_in_words(n) for n in (1, 10, 11)] == ["first", "tenth", "11th"]
        assert say.listed(["a"]) == "a"
        assert say.listed(["a", "b", "c"], last="or") == "a, b, or c"


class TestApportioned:
    """A printed table adds up as printed."""

    @given(amounts=st.lists(CENTS, max_size=12))
    def test_parts_add_up_to_the_printed_sum(self, amounts):
        """Parts are within one unit of their amounts and add up to the sum as it is printed alone."""
        parts = say.apportioned(amounts)
        assert sum(parts) == say.rounded(sum(amounts, Decimal(0)))
        assert all(abs(part - amount) < 1 for part, amount in zip(parts, amounts, strict=True))

    @given(amounts=st.lists(CENTS, min_size=1, max_size=12), up=st.booleans())
    def test_parts_add_up_to_either_neighbour(self, amounts, up):
        """The sum rounded up can be met as well as the sum rounded down."""
        exact = sum(amounts, Decimal(0))
        low = exact.to_integral_value(rounding=ROUND_FLOOR)
        target = low + (up and low != exact)
        assert sum(say.apportioned(amounts, to=target)) == target

    def test_largest_remainder(self):
        """Worked by hand: 10.6 + 20.3 - 5.2 = 25.7 prints 26; floors 10, 20, -6 leave 2 for .8 and .6."""
        amounts = [Decimal("10.6"), Decimal("20.3"), Decimal("-5.2")]
        assert say.apportioned(amounts) == (Decimal(11), Decimal(20), Decimal(-5))

    def test_decimals(self):
        """A third of a cent is split like a whole unit."""
        third = Decimal(1) / 3
        assert say.apportioned([third] * 3, 2) == (Decimal("0.34"), Decimal("0.33"), Decimal("0.33"))

    def test_refuses_what_cannot_add_up(self):
        """Whole parts cannot be made to add up to something else."""
        with pytest.raises(InvalidValue, match="cannot add up"):
            say.apportioned([Decimal(1), Decimal(2)], to=Decimal(4))
