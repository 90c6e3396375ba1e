"""Budgets: periods, scenarios and hires, against figures worked by hand."""

from datetime import date
from decimal import Decimal

import pytest

from compkit.dates import MonthDay
from compkit.errors import InvalidValue
from compkit.market import Scenario
from compkit.market.moves import TokenPriceChange
from compkit.valuation.views import View
from compkit.workforce.budget import Periods, plan_budget
from compkit.workforce.headcount import PlannedHires, with_hires

from ..samples import TODAY, assume, market, usd
from .people import person, roster


def hundred(**changes):
    """A hundred people on 200,000, half of it in tokens."""
    return roster([person(number, bonus=0, **changes) for number in range(100)])


class TestPeriods:
    """How time is cut."""

    def test_fiscal(self):
        """The first and last fiscal years are cut at the days that count."""
        periods = Periods.of(TODAY, 24, View(kind="fiscal", first=MonthDay(10, 1)))
        assert periods.labels == ("FY 2027", "FY 2028", "FY 2029")
        assert periods.cuts.days == (TODAY, date(2027, 10, 1), date(2028, 10, 1), date(2028, 11, 20))

    def test_one_label_each(self):
        """Labels and periods are as many."""
        with pytest.raises(InvalidValue, match="one a period"):
            Periods(labels=("a", "b"), cuts=Periods.of(TODAY, 12).cuts)


class TestBudget:
    """Totals with and without tokens, by scenario."""

    def test_half_of_base(self):
        """What does half of base in tokens cost us? 100 x 200,000 and 100 x 100,000 a year."""
        budget = plan_budget(hundred(), market(), assume(horizon_months=24))
        assert budget.total("cost", tokens="none") == usd(40_000_000)
        assert budget.total("cost") == usd(60_000_000)
        assert budget.total("face", tokens="none", period="year 2") == usd(20_000_000)
        assert budget.people == 100

    def test_two_billion(self):
        """A public figure, a token budget of 2 billion a year, by a stated roster and rule, split by department.

        Of 42,000 people, 20,000 engineers on 160,000 and 8,000 designers on 100,000 get half of base in tokens:
        20,000 x 80,000 + 8,000 x 50,000 = 1,600 + 400 million. Nobody else gets any.
        """
        counts = {"Engineering": (20_000, 16_000_000), "Design": (8_000, 10_000_000), "Others": (14_000, 9_000_000)}
        people = roster(
            [
                person(f"{name} {n}", department=name, base=base, bonus=0, tokens="" if name == "Others" else "half")
                for name, (count, base) in counts.items()
                for n in range(count)
            ]
        )
        budget = plan_budget(people, market(), assume(horizon_months=12))
        tokens = {group[0]: budget.total("cost", group=group, components=["tokens"]).amount for group in budget.groups}
        assert tokens == {"Engineering": 1_600_000_000, "Design": 400_000_000, "Others": 0}
        assert budget.people == 42_000

    def test_guaranteed_apart(self):
        """The guarantee ends on 2028-01-10: of the second year, 2027-11-20 on, 52 days and no more."""
        budget = plan_budget(hundred(), market(), assume(horizon_months=24))
        sure = budget.total("face", tokens="guaranteed", period="year 2") - usd(20_000_000)
        # monthly releases from the 29th: one whole month to 2027-12-29, and 13 of the 31 days after it; before that
        # 9 of the 30 days from 2027-10-29 on are of the first year, so 9 of 30 count here: 20 to 29 November
        month = Decimal(10_000_000) / 12
        expected = month * (Decimal(9) / 31 + 1 + Decimal(13) / 31)
        assert abs(sure.amount - expected) < 100

    def test_scenarios(self):
        """A price move moves the cost of a quantity of tokens, and no face."""
        people = roster([person(1, bonus=0, tokens="quantity")])
        up = Scenario(name="up 50 %", moves=(TokenPriceChange(rate="0.5"),))
        budget = plan_budget(people, market(), assume(horizon_months=12), scenarios=(up,))
        assert budget.scenarios[1:] == ("up 50 %",)
        tokens = usd(Decimal("123.456789") * 12 * Decimal("0.5468"))  # per million tokens as listed
        assert budget.total("face", components=["tokens"]) == tokens
        assert budget.total("cost", components=["tokens"], scenario="up 50 %") == tokens * Decimal("1.5")
        assert budget.total("face", components=["tokens"], scenario="up 50 %") == tokens

    def test_worth_is_no_budget(self):
        """What pay is worth to the employees is not the company's figure."""
        budget = plan_budget(hundred(), market(), assume())
        with pytest.raises(InvalidValue, match="say face or cost"):
            budget.total("worth")

    def test_months_add_up(self):
        """Calendar months and years from today are the same money."""
        people = hundred()
        whole = plan_budget(people, market(), assume(horizon_months=12))
        months = plan_budget(people, market(), assume(horizon_months=12), periods=Periods.of(TODAY, 12, "month"))
        assert whole.total("cost") == months.total("cost")
        assert len(months.periods.labels) == 13


class TestHires:
    """People of the plan count from their first day."""

    def test_from_first_day(self):
        """Two on 120,000 from 1 July 2027: 120,000 x 2 x (4 months and 19 of 30 days) in the year from today."""
        plan = PlannedHires(start_on=date(2027, 7, 1), count=2, department="New", base=usd(120_000))
        people = with_hires(roster([person(1)]), [plan])
        assert len(people) == 3
        budget = plan_budget(people, market(), assume(horizon_months=12))
        # July to October, and 1 to 19 November 2027: 19 of 30 days
        assert budget.total("face", group=("New",)).amount == Decimal("92666.66")

    def test_ids(self):
        """Each has an id that says the plan and the person."""
        plan = PlannedHires(start_on=date(2027, 7, 1), count=2, department="New", base=usd(120_000))
        assert list(with_hires(roster([person(1)]), [plan]).people["employee_id"]) == [
            "E1",
            "planned 1.1",
            "planned 1.2",
        ]

    @pytest.mark.parametrize("count", [0, -1, True, 1.5])
    def test_count(self, count):
        """So many is a whole number above 0."""
        with pytest.raises(InvalidValue, match="whole number above 0"):
            PlannedHires(start_on=TODAY, count=count, department="New", base=usd(1))
