"""The year month by month: plan, actual, and a forecast by the pace for a head."""

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve

from compkit.errors import InvalidValue
from compkit.workforce.budget import plan_budget
from compkit.workforce.periods import Periods
from compkit.workforce.spending.actuals import PlanRow, actual_cells, planned_rows, spend_year
from compkit.workforce.spending.months import YearMonths
from tests.samples import assume
from tests.workforce.people import person, roster
from tests.workforce.spendcases import YEAR, market, spent, used


def year(as_of, **changes):
    """2027 on a day."""
    return YearMonths(start_on=YEAR, as_of=as_of, **changes)


def cells(name, *amounts):
    """Amounts of the first months."""
    return {(f"2027-{number:02}", name): Fraction(amount) for number, amount in enumerate(amounts, 1)}


class TestMonths:
    """Which months are over."""

    def test_mid_month(self):
        """On 14 March two months are over, and 14 of 31 days of the third."""
        months = year(date(2027, 3, 14))
        assert (months.closed, months.open_part, months.passed) == (("2027-01", "2027-02"), Fraction(14, 31), 73)

    def test_last_day(self):
        """On its last day a month is over; on the year's last day all are."""
        assert (year(date(2027, 2, 28)).closed, year(date(2027, 2, 28)).open_part) == (("2027-01", "2027-02"), 0)
        assert len(year(date(2027, 12, 31)).closed) == 12

    def test_outside(self):
        """A day outside the year is refused, and so is a year that begins within a month."""
        with pytest.raises(InvalidValue, match="must be a day of the year"):
            year(date(2028, 1, 1))
        with pytest.raises(InvalidValue, match="first day of a month"):
            YearMonths(start_on=date(2027, 1, 2), as_of=date(2027, 2, 1))


class TestForecast:
    """The pace of closed months, times heads."""

    def test_by_hand(self):
        """Two heads spend 100 and 140, then 4 heads come: 60 a head, from 50 to 70, is 240 from March on."""
        heads = cells("100", 2, 2, *[4] * 10)
        plan = [PlanRow(month="2027-03", cost_center="100", amount=Fraction(200))]
        found = spend_year(
            year(date(2027, 2, 28)), plan=plan, actual=cells("100", 100, 140), heads=heads, currency="USD"
        )
        march = found.lines[2]
        assert (march.state, march.plan, march.forecast, march.low, march.high) == ("ahead", 200, 240, 200, 280)
        totals = [found.total(name) for name in ("plan", "actual", "forecast", "low", "high")]
        assert totals == [200, 240, 240 + 2400, 240 + 2000, 240 + 2800]

    def test_running_month(self):
        """The month that runs is forecast whole, and never below what is spent already."""
        heads = cells("100", *[1] * 12)
        for spent_so_far, forecast in ((30, 100), (130, 130)):
            found = spend_year(
                year(date(2027, 2, 14)), plan=(), actual=cells("100", 100, spent_so_far), heads=heads, currency="USD"
            )
            assert (found.lines[1].state, found.lines[1].forecast) == ("open", forecast)

    def test_first_days(self):
        """Without a closed month the pace is that of the days: 10 in 10 of 31 days are 31 a month, without range."""
        found = spend_year(
            year(date(2027, 1, 10)), plan=(), actual=cells("100", 10), heads=cells("100", *[1] * 12), currency="USD"
        )
        assert {(line.forecast, line.low, line.high) for line in found.lines} == {(31, 31, 31)}

    def test_nobodys(self):
        """Use that nobody is known for goes on by the month."""
        found = spend_year(
            year(date(2027, 2, 28)), plan=(), actual=cells("unassigned", 10, 30), heads={}, currency="USD"
        )
        assert (found.lines[5].forecast, found.lines[5].low, found.lines[5].high) == (20, 10, 30)

    def test_closed_is_what_it_was(self):
        """A year that is over is forecast at what was spent, whatever the plan."""
        actual = cells("100", *range(1, 13))
        found = spend_year(
            year(date(2027, 12, 31)), plan=(), actual=actual, heads=cells("100", *[1] * 12), currency="USD"
        )
        assert found.total("forecast") == found.total("low") == 78


class TestPlan:
    """Planned rows from a budget."""

    def test_tokens_of_a_budget(self):
        """Half of 200,000 a year is 100,000 in tokens, over months; pay is left out."""
        people = roster([person(1)])
        months = Periods.of(YEAR, 12, "month")
        budget = plan_budget(people, market(), assume(as_of=YEAR), periods=months, by=("cost_center",))
        rows = planned_rows(budget)
        assert (len(rows), {row.cost_center for row in rows}) == (12, {"100"})
        assert sum(row.amount for row in rows) == 100_000

    def test_one_column(self):
        """A budget by two columns has no cost centre of its own."""
        people = roster([person(1)])
        budget = plan_budget(people, market(), assume(as_of=YEAR), by=("cost_center", "department"))
        with pytest.raises(InvalidValue, match="must be one column"):
            planned_rows(budget)


class TestActual:
    """Spend by month and cost centre."""

    def test_by_hand(self):
        """1 M at 10 dollars, at 0.9 euros a dollar, is 9; strangers stand apart."""
        found = spent(used("2027-01-05", "E1"), used("2027-01-06", "E3", 2), used("2027-02-01", "X"))
        assert actual_cells(found, Fraction("0.9")) == {
            ("2027-01", "100"): 9,
            ("2027-01", "200"): 18,
            ("2027-02", "unassigned"): 9,
        }
        assert evolve(found, bases={"north": "billed"}).total == 0
