"""Named conventions of proration, each against the figure worked by hand for 15 to 31 December 2026."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from compkit.errors import InvalidValue
from compkit.money import Money
from compkit.pay.proration import CONVENTIONS, prorate, year_share

from ..samples import usd

MIDDLE, LAST = date(2026, 12, 15), date(2026, 12, 31)
DAYS = st.dates(date(1999, 1, 1), date(2040, 12, 31))


class TestConventions:
    """17 days, 16 of 30E/360, and 13 weekdays: 15 December 2026 is a Tuesday."""

    @pytest.mark.parametrize(
        ("convention", "amount"),
        [
            ("calendar days", "11424.73"),  # 250,000 / 12 x 17 / 31
            ("30E/360", "11111.11"),  # 250,000 x 16 / 360: the 31st counts as the 30th
            ("actual/365", "11643.84"),  # 250,000 x 17 / 365
            ("working days", "11775.36"),  # 250,000 / 12 x 13 / 23
            ("annual/260", "12500.00"),  # 250,000 x 13 / 260
            ("annual/weekdays", "12452.11"),  # 250,000 x 13 / 261
            ("hours/2080", "12500.00"),  # 250,000 x 104 / 2,080
            ("hours/2087", "12458.07"),  # 250,000 x 104 / 2,087
        ],
    )
    def test_published_figures(self, convention, amount):
        """USD 250,000 a year."""
        assert prorate(usd(250_000), MIDDLE, LAST, convention=convention) == usd(amount)

    def test_calendar_days_are_the_default(self):
        """A convention that is not named is that of base salary."""
        assert prorate(usd(250_000), MIDDLE, LAST) == usd("11424.73")

    @pytest.mark.parametrize("convention", ["calendar days", "30E/360", "working days", "annual/weekdays"])
    @pytest.mark.parametrize("year", [2026, 2027, 2028])
    def test_a_calendar_year_is_whole(self, convention, year):
        """Those with a divisor of their own year give exactly one year, leap years too."""
        assert year_share(date(year, 1, 1), date(year, 12, 31), convention=convention) == 1

    def test_a_fixed_divisor_is_not(self):
        """A leap year is 366 days over 365; the 261 weekdays of 2026 are 261 / 260 and 2,088 hours over 2,087."""
        assert year_share(date(2028, 1, 1), date(2028, 12, 31), convention="actual/365") == Fraction(366, 365)
        assert year_share(date(2026, 1, 1), LAST, convention="annual/260") == Fraction(261, 260)
        assert year_share(date(2026, 1, 1), LAST, convention="hours/2087") == Fraction(2088, 2087)

    @pytest.mark.parametrize("convention", ["calendar days", "working days", "30E/360"])
    def test_a_month_is_a_twelfth(self, convention):
        """February too."""
        assert year_share(date(2027, 2, 1), date(2027, 2, 28), convention=convention) == Fraction(1, 12)

    def test_short_days_of_30e_360(self):
        """The 30th of a month with 31 days weighs nothing, its 31st one day, a 28 February three."""
        days = [date(2026, 12, 30), date(2026, 12, 31), date(2027, 2, 28)]
        assert [year_share(day, day, convention="30E/360") * 360 for day in days] == [0, 1, 3]

    def test_over_a_new_year(self):
        """13 of 261 weekdays of 2026 and 1 of 261 of 2027 (Friday, 1 January)."""
        assert year_share(MIDDLE, date(2027, 1, 1), convention="annual/weekdays") == Fraction(14, 261)

    def test_minor_units(self):
        """Yen have no cents: 6,000,000 / 12 x 17 / 31 is 274,193.5, half up."""
        assert prorate(Money(6_000_000, "JPY"), MIDDLE, LAST) == Money(274_194, "JPY")

    def test_to_the_end_of_time(self):
        """The last day that a date can be is a day like any other."""
        assert prorate(usd(372), date(9999, 12, 31), date(9999, 12, 31)) == usd(1)


class TestRefused:
    """What has no answer."""

    def test_backwards(self):
        """A period ends on or after its first day."""
        with pytest.raises(InvalidValue, match="before the first day"):
            prorate(usd(1), LAST, MIDDLE)

    def test_unknown_convention(self):
        """The message names the choices."""
        with pytest.raises(InvalidValue, match="calendar days, 30E/360"):
            prorate(usd(1), MIDDLE, LAST, convention="monthly")


class TestLaws:
    """Before rounding, proration is additive over any partition."""

    @given(
        start=DAYS, lengths=st.lists(st.integers(1, 500), min_size=1, max_size=6), which=st.sampled_from(CONVENTIONS)
    )
    def test_additive(self, start, lengths, which):
        """The parts of a run of days add up to the run, under every convention."""
        parts, begin = [], start
        for length in lengths:
            parts.append(year_share(begin, begin + timedelta(days=length - 1), convention=which))
            begin += timedelta(days=length)
        assert sum(parts) == year_share(start, begin - timedelta(days=1), convention=which)

    @given(start=DAYS, length=st.integers(0, 800), which=st.sampled_from(CONVENTIONS))
    def test_days_never_pay_less_than_nothing(self, start, length, which):
        """A longer period never pays less."""
        last = start + timedelta(days=length)
        shorter = year_share(start, last, convention=which)
        assert 0 <= shorter <= year_share(start, last + timedelta(days=1), convention=which)

    @given(start=DAYS, length=st.integers(0, 800))
    def test_rounding_stays_within_half_a_cent(self, start, length):
        """The amount is the exact one, rounded once."""
        last = start + timedelta(days=length)
        exact = 250_000 * year_share(start, last, convention="actual/365")
        paid = Fraction(prorate(usd(250_000), start, last, convention="actual/365").amount)
        assert abs(paid - exact) <= Fraction(Decimal("0.005"))
