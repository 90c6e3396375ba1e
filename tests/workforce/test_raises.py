"""A raise from a day on: the columnar path gives what the packages with that raise give, one by one."""

from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from compkit.market import Scenario
from compkit.pay import FixedMoney, ShareOfBase, TokenAllowance
from compkit.workforce.budget import plan_budget
from compkit.workforce.columns.rational import Ratios, times_both
from compkit.workforce.roster import LUMP_SUM, RAISE_ON, RAISED_BASE, Roster

from ..samples import TODAY, assume, market, usd
from .people import ALLOWANCES, cuts, one_by_one, person, roster, rosters
from .test_expand import by_columns, without_days

FOLLOWING = TokenAllowance(amount=ShareOfBase(rate="0.123456", follows_raises=True), rule=FixedMoney())


@st.composite
def raised(draw: st.DrawFn) -> Roster:
    """Any people, some of whom get a raise, or the opposite, on one of two days."""
    people = draw(rosters())
    size = len(people)
    days = st.none() | st.sampled_from([date(2027, 4, 1), date(2026, 2, 28)])
    days = draw(st.lists(days, min_size=size, max_size=size))
    bases = draw(st.lists(st.integers(1, 10**9), min_size=size, max_size=size))
    names = [draw(st.sampled_from([name, "following"])) if name else "" for name in people.people["tokens"]]
    columns = {RAISE_ON: pd.to_datetime(pd.Series(days)), RAISED_BASE: bases, "tokens": names}
    allowances = {**ALLOWANCES, "following": FOLLOWING}
    return evolve(people, people=people.people.assign(**columns), allowances=allowances)


class TestSameAsSingle:
    """Property: equal to the packages of each, to the cent."""

    @given(raised(), cuts())
    def test_by_day(self, people, years):
        """Every piece, with its day of delivery."""
        assert by_columns(people, years) == one_by_one(people, years)

    @given(raised(), cuts())
    def test_by_year(self, people, years):
        """Without days, each year's sum is the same."""
        assert by_columns(people, years, by_day=False) == without_days(one_by_one(people, years))

    @given(rosters(), cuts())
    def test_no_raise(self, people, years):
        """A raise of nothing changes nothing."""
        columns = {RAISE_ON: pd.Timestamp(2027, 4, 1), RAISED_BASE: people.people["base"]}
        same = evolve(people, people=people.people.assign(**columns))
        assert by_columns(same, years) == by_columns(people, years)


def one(**changes):
    """Somebody on 120,000 who gets 12,000 more from 1 April 2027, and 500 on that day."""
    row = person(1, base=12_000_000, bonus=0, tokens="")
    people = roster([row])
    columns = {RAISE_ON: pd.Timestamp(2027, 4, 1), RAISED_BASE: 13_200_000, LUMP_SUM: 50_000} | changes
    return evolve(people, people=people.people.assign(**columns))


class TestBudget:
    """Raises count from their day, lump sums on it."""

    def test_from_the_day(self):
        """10,000 a month to March 2027, 11,000 from April: of the year from 20 November, 19 of 30 days at the end.

        11 of 30 days of November, and December to March: 3,666.67 + 40,000 (half up at the cut); then 11,000 x 7 +
        11,000 x 19 / 30 = 83,966.67.
        """
        budget = plan_budget(one(), market(), assume(horizon_months=12))
        base = budget.total("face", components=["base salary"]).amount
        assert abs(base - (Decimal(10_000) * 11 / 30 + 40_000 + 77_000 + Decimal(11_000) * 19 / 30)) < Decimal("0.01")
        assert budget.total("face", components=["merit lump sum"]) == usd(500)
        assert budget.raises_on == date(2027, 4, 1)

    def test_lump_sum_by_day(self):
        """It is thinned by the odds of being there on its day, carries the load, and is gone for who left before."""
        given = assume(horizon_months=12, leave_rate="0.5", employer_load="0.2")
        lump = plan_budget(one(), market(), given).total("cost", components=["merit lump sum"]).amount
        days = (date(2027, 4, 1) - TODAY).days
        assert float(lump) == pytest.approx(500 * 1.2 * 0.5 ** (days / 365), rel=1e-3)
        left = one(end_on=pd.Timestamp(2027, 3, 31))
        assert not plan_budget(left, market(), given).total("cost", components=["merit lump sum"]).amount

    def test_lump_sum_counts_once(self):
        """Not before the horizon, and not after it."""
        for months in (1, 4):
            budget = plan_budget(one(), market(), assume(horizon_months=months), scenarios=(Scenario(name="x"),))
            assert not budget.total("face", components=["merit lump sum"]).amount


class TestTimesBoth:
    """Two amounts times their fractions, rounded once."""

    @given(st.lists(st.tuples(*[st.integers(-(10**15), 10**15), st.fractions(-50, 50)] * 2), min_size=1))
    def test_exact(self, rows):
        """Halves of the exact sum go up, whatever the size."""
        rows = [(a, x.limit_denominator(10**7), b, y.limit_denominator(10**7)) for a, x, b, y in rows]
        amounts, ratios, more, others = zip(*rows, strict=True)
        found = times_both(
            np.array(amounts, dtype=np.int64), Ratios.of(ratios), np.array(more, dtype=np.int64), Ratios.of(others)
        )
        assert found.tolist() == [_half_up(a * x + b * y) for a, x, b, y in rows]


def _half_up(number):
    return (2 * number.numerator + number.denominator) // (2 * number.denominator)
