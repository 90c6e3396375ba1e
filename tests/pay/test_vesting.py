"""Vesting schedules: named and own, in whole units with nothing lost."""

from datetime import date
from fractions import Fraction

import pytest

from compkit.errors import InvalidValue
from compkit.pay import STANDARD_SCHEDULES, Vesting, VestingStep

from ..samples import START


def units(name, granted, start=START):
    return [number for _, number in Vesting.parse(name).tranches(granted, start)]


class TestNamed:
    """Standard schedules have names."""

    def test_four_years_monthly(self):
        """480 units over 48 months: 120 at the one-year cliff, then 10 every month."""
        assert units("4y/1y-cliff/monthly", 480) == [120] + [10] * 36

    def test_four_years_quarterly(self):
        """3,200 units over 16 quarters: 800 at the cliff, then 200 a quarter."""
        found = Vesting.parse("4y/1y-cliff/quarterly").tranches(3200, START)
        assert [number for _, number in found] == [800] + [200] * 12
        assert (found[0][0], found[1][0], found[-1][0]) == (date(2028, 1, 11), date(2028, 4, 11), date(2031, 1, 11))

    def test_yearly_percents(self):
        """33/33/22/12 of 6,000 is 1,980, 1,980, 1,320 and 720."""
        assert units("33/33/22/12", 6000) == [1980, 1980, 1320, 720]

    def test_back_loaded(self):
        """5/15/40/40 of 1,000."""
        assert units("5/15/40/40", 1000) == [50, 150, 400, 400]

    def test_one_year(self):
        """1y/quarterly of 10: cumulative 2.5, 5, 7.5, 10, rounded down, is 2, 3, 2, 3."""
        assert units("1y/quarterly", 10) == [2, 3, 2, 3]

    def test_thirtieth_of_january(self):
        """From 30 January: 28 February, then 30 March again."""
        found = Vesting.parse("1y/monthly").tranches(12, date(2027, 1, 30))
        assert [day for day, _ in found][:3] == [date(2027, 2, 28), date(2027, 3, 30), date(2027, 4, 30)]

    def test_empty_days_are_left_out(self):
        """Three units over 48 months: 0.75 at the cliff is none; the units vest in months 16, 32 and 48."""
        found = Vesting.parse("4y/1y-cliff/monthly").tranches(3, date(2027, 1, 1))
        assert found == ((date(2028, 5, 1), 1), (date(2029, 9, 1), 1), (date(2031, 1, 1), 1))

    @pytest.mark.parametrize("name", [*STANDARD_SCHEDULES, "3y/yearly", "4y/6m-cliff/monthly", "12.5/87.5"])
    def test_the_name_says_it_all(self, name):
        """A parsed schedule is its name, and adds up to 1."""
        schedule = Vesting.parse(name)
        assert schedule.is_standard
        assert sum(step.share for step in schedule.steps) == 1

    @pytest.mark.parametrize(("name", "years"), [("4y/1y-cliff/monthly", 4), ("33/33/22/12", 4), ("1y/quarterly", 1)])
    def test_years(self, name, years):
        """Length to the last vesting."""
        assert Vesting.parse(name).years(START) == years

    @pytest.mark.parametrize(
        "name", ["", "four years", "4y/weekly", "0y/monthly", "4y/5y-cliff/monthly", "4y/1m-cliff/quarterly", "100"]
    )
    def test_refused(self, name):
        """What is no schedule, or whose cliff does not fit, is refused."""
        with pytest.raises(InvalidValue, match="vesting"):
            Vesting.parse(name)

    def test_percents_must_add_up(self):
        """33/33/22/11 is refused, not repaired."""
        with pytest.raises(InvalidValue, match=r"add up to 0\.99, not 1"):
            Vesting.parse("33/33/22/11")


class TestOwn:
    """Own schedules are fractions with dates."""

    def test_on_days(self):
        """Half on each of two days; an odd unit waits for the last."""
        days = (date(2027, 6, 1), date(2027, 12, 1))
        steps = tuple(VestingStep(share=Fraction(1, 2), on=day) for day in days)
        assert Vesting(name="own", steps=steps).tranches(5, START) == ((days[0], 2), (days[1], 3))

    def test_nearly_one(self):
        """0.99 is refused, with the way out."""
        steps = tuple(VestingStep(share=Fraction(share, 100), after_months=12) for share in (50, 49))
        with pytest.raises(InvalidValue, match=r"0\.99, not 1") as caught:
            Vesting(name="own", steps=steps)
        assert "33/33/22/12" in caught.value.fix

    @pytest.mark.parametrize("fields", [{}, {"after_months": 1, "on": START}])
    def test_months_or_a_day(self, fields):
        """One of them, not both."""
        with pytest.raises(InvalidValue, match="not both"):
            VestingStep(share=Fraction(1), **fields)

    @pytest.mark.parametrize("share", [Fraction(-1, 2), Fraction(3, 2)])
    def test_share_is_a_fraction(self, share):
        """From 0 to 1."""
        with pytest.raises(InvalidValue, match="from 0 to 1"):
            VestingStep(share=share, after_months=1)

    def test_not_before_the_start(self):
        """Nothing vests before vesting begins."""
        with pytest.raises(InvalidValue, match="after_months"):
            VestingStep(share=Fraction(1), after_months=-3)

    def test_share_is_exact(self):
        """A float is not a fraction of a grant."""
        with pytest.raises(InvalidValue, match="share"):
            VestingStep(share=0.5, after_months=3)
