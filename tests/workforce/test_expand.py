"""The columnar path gives what the single path gives: to the cent, the share and the token, for anybody."""

from collections import Counter
from datetime import date

import numpy as np
import pandas as pd
from hypothesis import given

from compkit.dates import MonthDay, add_months
from compkit.workforce.columns.expand import expand
from compkit.workforce.columns.pieces import Cuts
from compkit.workforce.roster import BonusTerms

from .people import cuts, grant, one_by_one, person, roster, rosters

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

    def test_calls_do_not_grow(self):
        """People of one start day and policy cost no further Python, however many they are."""
        import sys

        def calls(count):
            people = roster([person(number, base=10_000_000 + number) for number in range(count)])
            seen = 0

            def count_calls(frame, event, argument):
                nonlocal seen
                seen += event == "call" and "compkit" in frame.f_code.co_filename

            sys.setprofile(count_calls)
            for _ in expand(people, YEARS):
                pass
            sys.setprofile(None)
            return seen

        calls(1)
        assert calls(50) == calls(1000)

    def test_large_amounts(self):
        """Where 64 bits do not hold a product, Python's integers do."""
        people = roster([person(1, base=10**12, fte=999_999, bonus=123_457, start_on=pd.Timestamp(2015, 2, 28))])
        assert by_columns(people, YEARS) == one_by_one(people, YEARS)
        assert all(block.quantity.dtype == np.int64 for block in expand(people, YEARS))


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
