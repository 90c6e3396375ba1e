"""The columnar path gives what the single path gives: to the cent, the share and the token, for anybody."""

import sys
import tracemalloc
from collections import Counter
from datetime import date

import numpy as np
import pandas as pd
import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from compkit.dates import MonthDay, add_months
from compkit.money import Money
from compkit.pay import Basket, FixedMoney, FixedQuantity, MoneyPer, ShareOfBase, TokenAllowance, TokensPer
from compkit.workforce.columns.expand import expand
from compkit.workforce.columns.persons import people_quantities
from compkit.workforce.columns.pieces import Cuts
from compkit.workforce.columns.starts import Starts
from compkit.workforce.columns.totals import group_quantities
from compkit.workforce.roster import BonusTerms, Roster

from .people import ALLOWANCES, cuts, grant, one_by_one, person, roster, rosters

YEARS = Cuts(tuple(add_months(date(2026, 11, 20), 12 * n) for n in range(5)))


def by_columns(people, years, *, by_day=True):
    """Whole quantities by person, promise and year (and day), of the blocks."""
    found = Counter()
    for block in expand(people, years, by_day=by_day):
        for row, position in enumerate(block.people.tolist()):
            for quantity, year, on in zip(block.quantity[row], block.year[row], block.on[row], strict=True):
                key = (position, block.component, block.unit, block.guaranteed, int(year))
                found[(*key, int(on)) if by_day else key] += int(quantity)
    return +found


def without_days(found):
    """The same quantities, whatever their day."""
    sums = Counter()
    for (*key, _), quantity in found.items():
        sums[tuple(key)] += quantity
    return +sums


class TestSameAsSingle:
    """Property: equal for generated employees."""

    @given(rosters(), cuts())
    def test_by_day(self, people, years):
        """Every piece, with its day of delivery."""
        assert by_columns(people, years) == one_by_one(people, years)

    @given(rosters(), cuts())
    def test_by_year(self, people, years):
        """Without days pieces are fewer, and each year's sum is the same."""
        assert by_columns(people, years, by_day=False) == without_days(one_by_one(people, years))


BY_DAYS = {
    "weekly": TokenAllowance(
        amount=MoneyPer(money=Money(100, "USD"), per="week"), rule=FixedMoney(), release="weekly", notice_days=30
    ),
    "by the day": TokenAllowance(
        amount=TokensPer(mtok="1.234567", per="day"), rule=FixedQuantity(), basket=Basket.of("openai/gpt-6-sol")
    ),
    "released weekly": TokenAllowance(
        amount=ShareOfBase(rate="0.123456", follows_raises=True), rule=FixedMoney(), release="weekly"
    ),
    "from a day": TokenAllowance(
        amount=ShareOfBase(rate="0.1"), rule=FixedMoney(), starts_on=date(2027, 1, 17), ends_on=date(2028, 6, 30)
    ),
}
"""Allowances for which the year of the start makes a difference."""

YEAR = st.integers(1999, 2026)


@st.composite
def anniversaries(draw):
    """Rosters of people who started on two days of the year, in any of 28 years, with any kind of allowance."""
    people = draw(rosters(leavers=False))
    days = [draw(st.sampled_from([(1, 1), (2, 1), (2, 28), (2, 29), (3, 31), (10, 1), (12, 31)])) for _ in range(2)]
    some = st.builds(lambda day, year: MonthDay(*day).on_or_after(date(year, 1, 1)), st.sampled_from(days), YEAR)
    names = st.sampled_from(["", "half", *BY_DAYS])
    frame = people.people.assign(
        start_on=[pd.Timestamp(draw(some)) for _ in range(len(people))],
        tokens=[draw(names) if currency == "USD" else "half" for currency in people.people["currency"]],
    )
    return evolve(people, people=frame, allowances={**people.allowances, **BY_DAYS})


class TestAnniversaries:
    """One start day stands in for the same day of other years."""

    @given(anniversaries(), cuts())
    def test_by_day(self, people, years):
        """Property: equal for people who started on the same day of different years."""
        assert by_columns(people, years) == one_by_one(people, years)

    @given(anniversaries(), cuts())
    def test_by_year(self, people, years):
        """Property: the same without days."""
        assert by_columns(people, years, by_day=False) == without_days(one_by_one(people, years))

    @pytest.mark.parametrize(
        ("tokens", "terms"),
        [
            *((name, BonusTerms(first_year="full", paid_on=MonthDay(12, 31))) for name in ("target", *BY_DAYS)),
            ("half", BonusTerms(performance_year="service", paid_on=MonthDay(2, 28))),
            ("half", BonusTerms(performance_year=MonthDay(10, 1), first_year="none")),
        ],
    )
    def test_every_day(self, tokens, terms):
        """Equal for people who started on awkward days of some years, the day before yesterday among them."""
        days = [(1, 1), (2, 1), (2, 10), (2, 28), (2, 29), (3, 31), (6, 1), (10, 15), (11, 10), (11, 19)]
        years = (2016, 2019, 2023, 2024, 2025, 2026)
        starts = [MonthDay(*day).on_or_after(date(year, 1, 1)) for year in years for day in days]
        people = roster(
            [
                person(n, start_on=pd.Timestamp(start), base=20_000_003 + n, fte=666_667, tokens=tokens)
                for n, start in enumerate(starts)
            ],
            bonus=terms,
            allowances={**ALLOWANCES, **BY_DAYS},
        )
        expected = one_by_one(people, YEARS)
        assert by_columns(people, YEARS) == expected
        assert by_columns(people, YEARS, by_day=False) == without_days(expected)

    def test_fewer_pieces(self):
        """Thirty years of one day are worked out once, but for those of the last year; 29 February stands alone."""
        days = [*(date(year, 5, 17) for year in range(1996, 2027)), date(2020, 2, 28), date(2020, 2, 29)]
        starts = Starts.of(np.array(days, dtype="datetime64[D]"), date(2025, 11, 20))
        expected = {date(2025, 5, 17), date(2026, 5, 17), date(2020, 2, 28), date(2020, 2, 29)}
        assert set(starts.days) == expected
        assert [starts.years[starts.person[n]] for n in (0, 29, 30)] == [29, 0, 0]


class TestExpand:
    """Worked by hand."""

    def test_whole_years(self):
        """USD 200,000 at 80 % over four years from the day of valuation, and half of it in tokens."""
        people = roster([person(1, fte=800_000, bonus=0)])
        found = without_days(by_columns(people, YEARS))
        salary = [quantity for (_, component, *_), quantity in found.items() if component == "base salary"]
        tokens = [quantity for (_, component, *_), quantity in found.items() if component == "tokens"]
        assert salary == [16_000_000] * 4
        assert sum(tokens) == 32_000_000

    def test_few_units(self):
        """Of 7 units over 48 months most days stay empty; they vest by the days that have one."""
        people = roster([person(1, bonus=0, tokens="")], [grant(1, units=7, vesting="4y/1y-cliff/monthly")])
        shares = {key: quantity for key, quantity in by_columns(people, YEARS).items() if key[1] == "RSU"}
        assert sum(shares.values()) == 3  # 4 of 7 have vested by 2026-11-20: floor(7 x 32/48)
        assert shares == {key: n for key, n in one_by_one(people, YEARS).items() if key[1] == "RSU"}

    def test_empty_steps(self):
        """50/0/50 from 20 November 2026: half in the first year, and the other half is earned over the two after it."""
        people = roster(
            [person(1, bonus=0, tokens="", start_on=pd.Timestamp(2026, 11, 20))],
            [grant(1, units=1460, vesting="50/0/50", vesting_start_on=pd.Timestamp(2026, 11, 20))],
        )
        shares = {key: quantity for key, quantity in by_columns(people, YEARS).items() if key[1] == "RSU"}
        years, days = (date(2027, 11, 20).toordinal(), date(2029, 11, 20).toordinal()), (365, 366)
        # the second row has 731 days, from 20 November 2027: 365 or 366 of them are before 20 November 2028
        assert [(year, on) for (*_, year, on) in shares] == [(0, years[0]), (1, years[1]), (2, years[1])]
        assert list(shares.values()) == [730, *(round(730 * part / 731) for part in reversed(days))]

    @pytest.mark.parametrize("vesting", ["50/0/50", "0/100", "0/0/50/0/0/50", "50/50/0", "100/0/0"])
    @pytest.mark.parametrize("units", [1, 2, 3, 4801])
    def test_empty_steps_row_by_row(self, vesting, units):
        """An empty step begins no row: the row after it is earned from the last day on which anything vested."""
        starts = pd.date_range("2021-02-28", "2029-06-01", periods=40).normalize()
        people = roster(
            [person(n, bonus=0, tokens="", start_on=start) for n, start in enumerate(starts)],
            [grant(n, units=units, vesting=vesting, vesting_start_on=start) for n, start in enumerate(starts)],
        )
        expected = one_by_one(people, YEARS)
        assert any(component == "RSU" for _, component, *_ in expected)
        assert by_columns(people, YEARS) == expected
        assert by_columns(people, YEARS, by_day=False) == without_days(expected)

    def test_large_amounts(self):
        """Where 64 bits do not hold a product, Python's integers do."""
        people = roster([person(1, base=10**12, fte=999_999, bonus=123_457, start_on=pd.Timestamp(2015, 2, 28))])
        assert by_columns(people, YEARS) == one_by_one(people, YEARS)
        assert all(block.quantity.dtype == np.int64 for block in expand(people, YEARS))


def many(count):
    """People of 90 start days with a grant each, by whole columns."""
    numbers = pd.Series(range(count), dtype="int64")
    days = pd.Timestamp(2024, 2, 28) + pd.to_timedelta(numbers % 90, unit="D")
    columns = {
        "employee_id": "E" + numbers.astype(str),
        "department": "Department " + (numbers % 60).astype(str),
        "start_on": days,
        "base": 10_000_001 + 7 * numbers,
        "tokens": (numbers % 3).map({0: "half", 1: "flat", 2: ""}),
    }
    grants = {"employee_id": columns["employee_id"], "vesting_start_on": days, "units": 4801 + numbers}
    return Roster(
        people=pd.DataFrame(person(0) | columns, index=numbers.index),
        grants=pd.DataFrame(grant(0) | grants, index=numbers.index),
        allowances=ALLOWANCES,
    )


class TestGrowth:
    """What more people cost."""

    @pytest.mark.parametrize("work", [group_quantities, people_quantities])
    def test_calls_do_not_grow(self, work):
        """42,000 people of as many start days and policies cost no more Python than 2,000."""

        def calls(count):
            people, seen = many(count), Counter()

            def count_calls(frame, event, argument):
                if event == "call" and "compkit" in frame.f_code.co_filename:
                    seen[frame.f_code.co_qualname] += 1

            sys.setprofile(count_calls)
            work(people, YEARS)
            sys.setprofile(None)
            return seen

        calls(2_000)  # what is remembered from before is then the same
        assert calls(2_000) == calls(42_000)

    def test_bytes_do_not_grow(self):
        """The bytes of one more employee are as many among 40,000 as among 10,000."""

        def most_bytes(count):
            people = many(count)
            tracemalloc.start()
            people_quantities(people, YEARS)
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            return peak

        few, some, more = (most_bytes(count) for count in (10_000, 20_000, 40_000))
        assert 0 < more - some < 2 * 1.1 * (some - few)


class TestLeavers:
    """By hand: 120,000 a year until 31 May 2027."""

    def test_to_the_last_day(self):
        """Salary to the day; the bonus of 2026, paid in March, stays; that of 2027 and later vesting is forfeited."""
        people = roster(
            [
                person(
                    1,
                    base=12_000_000,
                    start_on=pd.Timestamp(2025, 1, 1),
                    end_on=pd.Timestamp(2027, 5, 31),
                    tokens="",
                    bonus=100_000,
                )
            ],
            [grant(1, units=160, vesting_start_on=pd.Timestamp(2026, 1, 1))],
            bonus=BonusTerms(paid_on=MonthDay(3, 15)),
        )
        year = Cuts((date(2027, 1, 1), date(2028, 1, 1)))
        sums = Counter()
        for (_, component, *_), quantity in by_columns(people, year).items():
            sums[component] += quantity
        # five months; 10 % of 2026; the cliff of 40 on 1 January and 10 on 1 April
        assert sums == {"base salary": 5_000_000, "target bonus": 1_200_000, "RSU": 50}
