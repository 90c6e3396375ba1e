"""Heads: days employed of a month over its days."""

from datetime import date
from fractions import Fraction

import pandas as pd
from attrs import evolve

from compkit.workforce.spending.heads import heads, months_between
from tests.workforce.people import person, roster

JANUARY, FEBRUARY = date(2027, 1, 1), date(2027, 2, 1)


class TestHeads:
    """By month and cost centre."""

    def test_by_hand(self):
        """One is there all January, one from the 22nd: 1 + 10/31. In February both are."""
        people = roster(
            [
                person(1, start_on=pd.Timestamp(2020, 1, 1), fte=500_000),
                person(2, start_on=pd.Timestamp(2027, 1, 22)),
                person(3, start_on=pd.Timestamp(2027, 2, 28), cost_center=""),
            ]
        )
        assert heads(people, [JANUARY, FEBRUARY]) == {
            ("2027-01", "100"): Fraction(41, 31),
            ("2027-02", "100"): 2,
            ("2027-02", "unassigned"): Fraction(1, 28),
        }

    def test_leavers(self):
        """The last day of work counts: leaving on 14 February is half of the month."""
        people = roster([person(1, start_on=pd.Timestamp(2020, 1, 1)), person(2, start_on=pd.Timestamp(2020, 1, 1))])
        ends = pd.Series([pd.Timestamp(2027, 2, 14), pd.NaT])
        left = evolve(people, people=people.people.assign(end_on=ends))
        assert heads(left, [FEBRUARY]) == {("2027-02", "100"): Fraction(3, 2)}

    def test_months(self):
        """Months of a half-open period."""
        assert months_between(date(2027, 1, 31), date(2027, 2, 1)) == (JANUARY,)
        assert months_between(date(2027, 1, 31), date(2027, 2, 2)) == (JANUARY, FEBRUARY)
