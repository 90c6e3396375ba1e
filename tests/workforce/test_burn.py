"""Burn: how long a budget lasts at the pace so far."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from compkit.workforce.spending.burn import burn, day_used_up
from compkit.workforce.spending.months import YearMonths
from tests.workforce.spendcases import YEAR


def on(day, plan, actual):
    """The burn of 2027 on a day."""
    return burn(YearMonths(start_on=YEAR, as_of=day), plan=Fraction(plan), actual=Fraction(actual))


class TestBurn:
    """Months one to four, told in month one."""

    def test_four_months_told_in_the_first(self):
        """A quarter of the year's 1,240 is gone by 31 January: 10 a day last 124 days, to 4 May."""
        found = on(date(2027, 1, 31), 1240, 310)
        assert (found.severity, found.exhausted_on, found.lasts_days) == ("warning", date(2027, 5, 4), 124)
        assert (found.at_year_end, found.used_share) == (3650, Fraction(1, 4))

    def test_lasts(self):
        """Exactly on plan lasts all year, and no day is named."""
        found = on(date(2027, 1, 31), 3650, 310)
        assert (found.severity, found.exhausted_on, found.lasts_days) == ("none", None, None)

    def test_a_cent_more(self):
        """A cent above the pace of the plan is told: it ends on the last day."""
        found = on(date(2027, 1, 31), 3650, Fraction("310.01"))
        assert (found.severity, found.exhausted_on) == ("warning", date(2027, 12, 31))

    def test_used_up(self):
        """More is spent than the year has: it ended on the day by whose end 100 were spent, the tenth."""
        found = on(date(2027, 1, 31), 100, 310)
        assert (found.severity, found.exhausted_on) == ("block", date(2027, 1, 10))

    def test_no_budget(self):
        """Spend without a budget is over it from the first day; nothing spent of nothing is no concern."""
        assert (on(date(2027, 1, 31), 0, 1).severity, on(date(2027, 1, 31), 0, 1).exhausted_on) == ("block", YEAR)
        assert on(date(2027, 1, 31), 0, 0).severity == "none"

    def test_nothing_left(self):
        """Where nothing is left on the first day, that is the day, used or not."""
        days = {"passed": 31, "whole": Fraction(0)}
        assert {day_used_up(YEAR, date(2028, 1, 1), used=Fraction(used), **days) for used in (0, 5)} == {YEAR}

    @given(st.integers(1, 364), st.integers(1, 10**6), st.integers(1, 10**6))
    def test_enough_and_no_sooner(self, passed, plan, actual):
        """By the end of the day as much is spent as was planned, and by that of the day before it was less."""
        found = on(date.fromordinal(YEAR.toordinal() + passed - 1), plan, actual)
        if found.lasts_days is None:
            assert actual * 365 <= plan * passed
        else:
            pace = Fraction(actual, passed)
            assert pace * found.lasts_days >= plan > pace * (found.lasts_days - 1)

    def test_credit(self):
        """Spend below nothing lasts."""
        assert on(date(2027, 1, 31), 100, -5).severity == "none"


def test_outside_the_year():
    """A day of another year is refused."""
    with pytest.raises(ValueError, match="must be a day of the year"):
        on(date(2026, 12, 31), 1, 1)
