"""Months from the origin, years of service, fiscal years, and how much salary a day has earned."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from compkit import testing
from compkit.dates import (
    MonthDay,
    add_months,
    completed_months,
    fiscal_years,
    month_length,
    month_starts,
    service_months,
    service_years,
    weekdays,
    years_between,
)
from compkit.errors import InvalidValue


class TestAddMonths:
    """Month steps always start from the origin (31 Jan, 28 Feb, 31 Mar)."""

    def test_month_ends(self):
        """A short month does not shorten the ones after it."""
        days = [add_months(date(2027, 1, 31), n).isoformat() for n in range(4)]
        assert days == ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]

    @pytest.mark.parametrize(
        ("origin", "months", "day"),
        [
            ("2028-02-29", 12, "2029-02-28"),
            ("2028-02-29", 48, "2032-02-29"),
            ("2027-03-31", -1, "2027-02-28"),
            ("2027-01-15", -1, "2026-12-15"),
            ("2027-12-31", 2, "2028-02-29"),
        ],
    )
    def test_examples(self, origin, months, day):
        """29 February falls on 28 February in common years and comes back in leap years."""
        assert add_months(date.fromisoformat(origin), months) == date.fromisoformat(day)

    def test_end_of_time(self):
        """Beyond the calendar is an error of ours, not of Python."""
        with pytest.raises(InvalidValue, match="years 1 to 9999"):
            add_months(date(9999, 12, 1), 1)

    @given(testing.dates(), st.integers(-120, 600))
    def test_never_skips_a_month(self, origin, months):
        """The result is in the month counted, on the same day or the month's last."""
        day = add_months(origin, months)
        assert (day.year - origin.year) * 12 + day.month - origin.month == months
        assert day.day == min(origin.day, month_length(day.year, day.month))


@pytest.mark.parametrize(("year", "days"), [(2027, 28), (2028, 29), (1900, 28), (2000, 29)])
def test_february(year, days):
    """Leap years are those of the calendar."""
    assert month_length(year, 2) == days


def test_month_starts():
    """First days strictly between two days."""
    assert list(month_starts(date(2027, 1, 1), date(2027, 3, 1))) == [date(2027, 2, 1)]


class TestMonthDay:
    """A day that comes every year."""

    @pytest.mark.parametrize(("month", "day"), [(2, 30), (4, 31), (13, 1), (0, 1), (1, 0)])
    def test_refused(self, month, day):
        """No such day of the year."""
        with pytest.raises(InvalidValue, match="no such day"):
            MonthDay(month, day)

    def test_on_or_after(self):
        """The day itself counts; after it comes next year's."""
        march = MonthDay(3, 15)
        assert march.on_or_after(date(2027, 3, 15)) == date(2027, 3, 15)
        assert march.on_or_after(date(2027, 3, 16)) == date(2028, 3, 15)

    def test_leap_day(self):
        """29 February is 28 February in common years."""
        leap = MonthDay(2, 29)
        assert leap.on_or_after(date(2027, 1, 1)) == date(2027, 2, 28)
        assert leap.on_or_after(date(2027, 3, 1)) == date(2028, 2, 29)


class TestYears:
    """Service years run from the start, fiscal years from any day."""

    def test_service_years(self):
        """The last one is cut where time ends."""
        found = list(service_years(date(2028, 2, 29), date(2030, 1, 1)))
        assert found == [(date(2028, 2, 29), date(2029, 2, 28)), (date(2029, 2, 28), date(2030, 1, 1))]

    def test_fiscal_years(self):
        """Whole years that hold any day of the period."""
        found = [begin.isoformat() for begin, _ in fiscal_years(date(2027, 1, 11), date(2028, 10, 2), MonthDay(10, 1))]
        assert found == ["2026-10-01", "2027-10-01", "2028-10-01"]

    @given(testing.dates(), st.integers(1, 2000), testing.month_days())
    def test_fiscal_years_tile(self, start, days, first):
        """Fiscal years cover the period without gap or overlap, and none lies wholly outside."""
        until = start + timedelta(days=days)
        found = list(fiscal_years(start, until, first))
        assert found[0][0] <= start < found[0][1]
        assert found[-1][0] < until <= found[-1][1]
        assert all(one[1] == two[0] for one, two in zip(found, found[1:], strict=False))


class TestServiceMonths:
    """Salary accrues by calendar month; an anniversary's month is cut at the start month's fraction."""

    def test_start_month(self):
        """From 11 January 21 of 31 days are worked."""
        assert service_months(date(2027, 1, 11), date(2027, 2, 1)) == Fraction(21, 31)

    def test_anniversary_month(self):
        """Starting on 29 February 2028, 1/29 of that month is worked; year one ends on 28 February 2029.

        Before its anniversary 28 of 29 parts of February 2029 belong to year one, spread over its first 27 days;
        the last part is the 28th itself.
        """
        start = date(2028, 2, 29)
        assert service_months(start, date(2028, 3, 1)) == Fraction(1, 29)
        assert service_months(start, date(2029, 2, 1)) == Fraction(1, 29) + 11
        assert service_months(start, date(2029, 2, 28)) == 12
        assert service_months(start, date(2029, 3, 1)) == 12 + Fraction(1, 29)

    @given(testing.dates(), st.integers(0, 2500))
    def test_never_runs_back(self, start, days):
        """Every day of service earns something."""
        day = start + timedelta(days=days)
        assert service_months(start, day + timedelta(days=1)) > service_months(start, day) >= 0


def test_years_between():
    """Actual days over 365, never negative: 730 days are two years."""
    assert years_between(date(2026, 1, 1), date(2028, 1, 1)) == Decimal(2)
    assert years_between(date(2028, 1, 1), date(2026, 1, 1)) == 0


class TestWeekdays:
    """Mondays to Fridays of a half-open run of days."""

    def test_december_2026(self):
        """The 1st is a Tuesday: 23 weekdays, of which 13 from the 15th on."""
        assert weekdays(date(2026, 12, 1), date(2027, 1, 1)) == 23
        assert weekdays(date(2026, 12, 15), date(2027, 1, 1)) == 13

    @given(start=st.dates(date(1990, 1, 1), date(2050, 1, 1)), length=st.integers(0, 100))
    def test_counted_one_by_one(self, start, length):
        """As if each day were looked at."""
        days = [start + timedelta(days=n) for n in range(length)]
        assert weekdays(start, start + timedelta(days=length)) == sum(day.weekday() < 5 for day in days)


class TestCompletedMonths:
    """Months that are over, in steps from the origin."""

    def test_from_the_end_of_a_month(self):
        """From 31 January one is over on 28 February, two on 31 March."""
        days = [date(2027, 2, 27), date(2027, 2, 28), date(2027, 3, 30), date(2027, 3, 31), date(2026, 1, 1)]
        assert [completed_months(date(2027, 1, 31), day) for day in days] == [0, 1, 1, 2, 0]
