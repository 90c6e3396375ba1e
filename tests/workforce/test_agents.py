"""Digital employees: a workload, a cost center, no pay; tokens and money by period."""

from datetime import date
from decimal import Decimal

from compkit.dates import add_months
from compkit.market import Scenario
from compkit.market.moves import TokenPriceChange
from compkit.valuation.workload import Workload
from compkit.workforce.agents import DigitalEmployees, plan_agents
from compkit.workforce.periods import Periods

from ..samples import TODAY, market, price_row
from .people import person, roster


def reader(**changes):
    """Ten agents, 200 days a year, five runs of ten turns, each of 10,000 tokens: 1,000 million tokens a year."""
    parts = {
        "name": "Readers",
        "agents": 10,
        "runs_a_day": 5,
        "working_days": 200,
        "turns_a_run": 10,
        "context_tokens": 9_000,
        "cache_read_rate": 0,
        "output_tokens": 1_000,
    }
    return Workload(**{**parts, **changes})


def agents(**changes):
    """Those agents, of one cost center, from today."""
    parts = {
        "workload": reader(),
        "model": "north/one",
        "department": "Robots",
        "cost_center": "900",
        "start_on": TODAY,
    }
    return DigitalEmployees(**{**parts, **changes})


def plan(several, months=24, **changes):
    """Lines by year, at 10 a million tokens."""
    return plan_agents([several], market(price_row()), periods=Periods.of(TODAY, months), **changes)


class TestPlan:
    """Worked by hand: 10 x 5 x 200 x 10 x 10,000 tokens = 1,000 million a year, at 10 each 10,000."""

    def test_a_year(self):
        """Tokens and money of whole years."""
        lines = plan(agents())
        assert [round(line.mtok, 12) for line in lines] == [1000, 1000]
        assert [round(line.cost, 12) for line in lines] == [10_000, 10_000]
        assert {(line.cost_center, line.department, line.name) for line in lines} == {("900", "Robots", "Readers")}

    def test_starts_later(self):
        """Agents that begin half a year later cost half the first year: 181 of 365 days are before 20 May 2027."""
        lines = plan(agents(start_on=date(2027, 5, 20)))
        assert round(lines[0].mtok, 9) == round(Decimal(1000) * 184 / 366, 9)

    def test_per_person(self):
        """A tenth of the workload for each of three people of the department; others do not count."""
        people = roster([person(1), person(2), person(3), person(4, department="Sales")])
        lines = plan(agents(per_person="0.1"), roster=people)
        assert [round(line.mtok, 12) for line in lines] == [300, 300]

    def test_price_from_a_day(self):
        """A price that rises by half after a year moves the second year only."""
        up = Scenario(name="up", moves=(TokenPriceChange(rate="0.5", from_on=add_months(TODAY, 12)),))
        lines = [line for line in plan(agents(), scenarios=(up,)) if line.scenario == "up"]
        assert [round(line.cost, 9) for line in lines] == [10_000, 15_000]

    def test_not_yet(self):
        """Agents that begin after the horizon are no line."""
        assert plan(agents(start_on=date(2040, 1, 1))) == ()
