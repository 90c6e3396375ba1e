"""Budgets: periods, scenarios and hires, against figures worked by hand."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from compkit.dates import MonthDay
from compkit.errors import InvalidValue
from compkit.market import ExchangeRate, Scenario
from compkit.market.moves import TokenPriceChange, UseModel
from compkit.money import add_up
from compkit.pay import Basket, FixedMoney, ShareOfBase, TokenAllowance
from compkit.pay.baskets import AGENTIC, CHAT, BasketPart
from compkit.valuation.views import View
from compkit.valuation.workload import Workload
from compkit.workforce import tokenuse
from compkit.workforce.agents import DigitalEmployees
from compkit.workforce.attrition import AttritionRate, rate_of
from compkit.workforce.budget import BudgetTerms, plan_budget
from compkit.workforce.budgetlines import DIGITAL
from compkit.workforce.headcount import PlannedHires, with_hires
from compkit.workforce.merit.ownshare import bonus_payouts
from compkit.workforce.periods import Periods

from ..samples import TODAY, assume, card, market, price_row, sol, usd
from .people import person, roster, rosters

YEN = ExchangeRate(base="USD", quote="JPY", rate="150", on=TODAY, source="test")
NORTH = price_row(card=card(10, cache_read=10))
OTHERS = "O'Neil & <Sons> 😀/Zoë"
"""The other department of generated rosters."""


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


class TestAttrition:
    """Rates at which people of a kind leave thin expected cost as the assumption of one rate does."""

    @given(rosters(leavers=False), st.sampled_from(["0", "0.08", "0.5", "1"]))
    def test_one_kind_is_the_assumption(self, people, rate):
        """Everybody of one kind: exactly the budget under that leave rate, whatever the default."""
        world, given_ = market(rates=(YEN,)), assume(leave_rate="0.3", horizon_months=24)
        terms = BudgetTerms(attrition=(AttritionRate(rate=rate),))
        found = plan_budget(people, world, given_, terms=terms)
        expected = plan_budget(people, world, evolve(given_, leave_rate=Decimal(rate)))
        assert found.lines == expected.lines

    @given(rosters(leavers=False))
    def test_groups_are_priced_alone(self, people):
        """Each department costs what it costs under its own rate, and is promised what it is promised without any."""
        world, given_ = market(rates=(YEN,)), assume(horizon_months=24)
        terms = BudgetTerms(attrition=(AttritionRate(rate="0.2", department="Robots"),))
        found = plan_budget(people, world, given_, terms=terms)
        for name, rate in (("Robots", "0.2"), (OTHERS, "0")):
            alone = plan_budget(people, world, evolve(given_, leave_rate=Decimal(rate)))
            own, others = ([line for line in budget.lines if line.group == (name,)] for budget in (found, alone))
            for line, other in zip(own, others, strict=True):
                # yen at 150 leave sixty digits, the last of which depends on the order of sums
                assert abs(line.cost - other.cost) < Decimal("1e-40")
                assert evolve(line, cost=0, face=0) == evolve(other, cost=0, face=0)
        promised = found.total("face") - plan_budget(people, world, given_).total("face")
        assert abs(promised.amount) < Decimal("1e-40")

    def test_within_a_group(self):
        """Two levels of one department: the sum of what each costs; 100,000 a year each, half of one stays."""
        people = roster([person(n, base=10_000_000, bonus=0, tokens="", level=f"L{n}") for n in (1, 2)])
        rates = (AttritionRate(rate="0.5", level="L1"), AttritionRate(rate="0", level="L2"))
        budget = plan_budget(people, market(), assume(horizon_months=12), terms=BudgetTerms(attrition=rates))
        # L1 is there at 0.5 ** t: 0.7213 of the year on average, a little less by days of payment at a month's end
        assert budget.total("face") == usd(200_000)
        assert 100_000 + 68_000 < budget.total("cost").amount < 100_000 + 72_135

    def test_most_labels_count(self):
        """Who is of several kinds is of the one that names most; two that name as many must agree."""
        rates = (AttritionRate(rate="0.1"), AttritionRate(rate="0.2", level="L5"))
        both = AttritionRate(rate="0.4", level="L5", department="Robots")
        labels = {"level": "L5", "department": "Robots"}
        assert rate_of((*rates, both), labels, Decimal(0)) == Decimal("0.4")
        assert rate_of(rates, {"level": "L6", "department": "Robots"}, Decimal(0)) == Decimal("0.1")
        assert rate_of((), labels, Decimal("0.07")) == Decimal("0.07")
        with pytest.raises(InvalidValue, match="two rates that fit"):
            rate_of((*rates, AttritionRate(rate="0.3", department="Robots")), labels, Decimal(0))

    def test_monthly(self):
        """1 % a month is 1 - 0.99^12 a year."""
        assert AttritionRate(rate="0.01", per="month").a_year == 1 - Decimal("0.99") ** 12

    @pytest.mark.parametrize("rate", ["8", "-0.1", "1.01"])
    def test_wrong(self, rate):
        """A chance is from 0 to 1."""
        with pytest.raises(InvalidValue, match="must be from 0 to 1"):
            AttritionRate(rate=rate)


READERS = DigitalEmployees(
    workload=Workload(
        name="Readers",
        agents=10,
        runs_a_day=5,
        working_days=200,
        turns_a_run=10,
        context_tokens=9_000,
        cache_read_rate=0,
        output_tokens=1_000,
    ),
    model="north/one",
    department="Robots",
    cost_center="900",
    start_on=TODAY,
)
"""1,000 million tokens a year (10 x 5 x 200 x 10 x 10,000), which cost 10,000 at 10 a million."""


class TestDigitalEmployees:
    """Tokens that nobody is promised: expected cost in totals with all tokens, and nothing as promised."""

    def planned(self, **changes):
        """The readers beside one person on 200,000 without tokens."""
        people = roster([person(1, bonus=0, tokens="")])
        up = Scenario(name="up 50 %", moves=(TokenPriceChange(rate="0.5"),))
        terms = BudgetTerms(agents=(READERS,))
        given_ = assume(horizon_months=12)
        return plan_budget(people, market(NORTH), given_, scenarios=(up,), terms=terms, **changes)

    def test_totals(self):
        """10,000 in totals with all tokens, none of it guaranteed, none without tokens, none of it promised."""
        budget = self.planned()
        costs = {tokens: budget.total("cost", tokens=tokens).rounded() for tokens in ("all", "guaranteed", "none")}
        assert costs == {"all": usd(210_000), "guaranteed": usd(200_000), "none": usd(200_000)}
        assert budget.total("face") == usd(200_000)
        assert budget.total("cost", components=["digital employees"], scenario="up 50 %").rounded() == usd(15_000)
        assert budget.people == 1

    def test_groups(self):
        """Of their department and cost center; where people have a level, they are digital employees."""
        found = {of.group for of in self.planned(by=("cost_center", "level")).lines if of.component == DIGITAL}
        assert found == {("900", DIGITAL)}

    def test_by_provider(self):
        """1,000 million tokens at their provider, whatever their price."""
        tokens = [of for of in self.planned().tokens if of.of == DIGITAL]
        assert {(of.provider, round(of.expected_mtok, 9), of.promised_mtok, of.face) for of in tokens} == {
            ("north", Decimal(1000), Decimal(0), Decimal(0))
        }

    def test_heads_on_the_day(self):
        """For each person: one from today, one more from half a year on, by the months of the agents."""
        people = roster([person(1, tokens=""), person(2, tokens="", start_on=pd.Timestamp(2027, 5, 20))])
        terms = BudgetTerms(agents=(evolve(READERS, per_person="1"),))
        budget = plan_budget(people, market(NORTH), assume(horizon_months=12), terms=terms)
        # 181 days alone, 184 days both, of 365
        assert round(budget.agents[0].mtok, 6) == round(Decimal(1000) * (181 + 2 * 184) / 365, 6)


class TestByProvider:
    """Tokens by provider: what is promised, expected and paid."""

    @given(rosters(leavers=False), st.booleans())
    def test_money_adds_up(self, people, is_thinned):
        """Every line of tokens is at some provider: faces and costs add up to the budget's, in each scenario."""
        up = Scenario(name="up 50 %", moves=(TokenPriceChange(rate="0.5"),))
        terms = BudgetTerms(agents=(READERS,), attrition=(AttritionRate(rate="0.2", department="Robots"),) * is_thinned)
        world = market(NORTH, sol(), rates=(YEN,))
        budget = plan_budget(people, world, assume(horizon_months=12), scenarios=(up,), terms=terms)
        for scenario in budget.scenarios:
            own = [of for of in budget.tokens if of.scenario == scenario]
            for number in ("face", "cost"):
                total = budget.total(number, scenario=scenario, components=["tokens", DIGITAL]).amount
                assert abs(add_up(getattr(of, number) for of in own) - total) < Decimal("1e-40")

    def test_quantity(self):
        """123.456789 million a month for a year; half of it is expected to be used."""
        people = roster([person(1, bonus=0, tokens="quantity")])
        (found,) = plan_budget(people, market(), assume(horizon_months=12, token_utilisation="0.5")).tokens
        assert (found.provider, found.of) == ("openai", "people")
        assert found.promised_mtok == Decimal("123.456789") * 12
        assert found.expected_mtok == Decimal("123.456789") * 6

    def test_another_model(self):
        """A scenario on another model moves what is expected to its provider, and leaves what is promised."""
        people = roster([person(1, bonus=0, tokens="quantity")])
        moved = Scenario(name="north", moves=(UseModel(model="north/one"),))
        world = market(NORTH, sol())
        budget = plan_budget(people, world, assume(horizon_months=12), scenarios=(moved,))
        own = {of.provider: of for of in budget.tokens if of.scenario == "north"}
        assert own["openai"].promised_mtok == own["north"].expected_mtok == Decimal("123.456789") * 12
        assert not own["openai"].cost and not own["north"].face

    def test_asked_once(self, monkeypatch):
        """A basket is priced once a day of delivery and scenario, however many departments spend it."""
        parts = (
            BasketPart(model="openai/gpt-6-sol", mix=AGENTIC, share="0.7"),
            BasketPart(model="north/one", mix=CHAT, share="0.3"),
        )
        half = TokenAllowance(amount=ShareOfBase(rate="0.5"), rule=FixedMoney(), basket=Basket(parts))
        world, asked = market(price_row(card=card(10, cache_read=1)), sol()), []
        monkeypatch.setattr(tokenuse.TokenTerms, "price", lambda _, basket, on: asked.append(on) or Decimal(2))
        found = []
        for count in (2, 9):
            people = roster([person(n, department=f"D{n}") for n in range(count)], allowances={"half": half})
            budget = plan_budget(people, world, assume(horizon_months=12, discount_rate="0.05"))
            found.append((len(asked), len({of.group for of in budget.tokens})))
            asked.clear()
        assert found[0][0] == found[1][0] > 0
        assert [groups for _, groups in found] == [2, 9]

    def test_money(self):
        """Money for any provider has no known tokens; at 10 a million, 100,000 would buy 10,000 million."""
        people = roster([person(1, bonus=0, tokens="half")])
        terms = BudgetTerms(models=("north/one",))
        budget = plan_budget(people, market(NORTH), assume(horizon_months=12), terms=terms)
        assert not any(of.is_known for of in budget.tokens)
        assert [round(of.mtok, 9) for of in budget.buys] == [10_000]


class TestOwnShare:
    """A bonus in two parts pays by the company's result and by the person's own."""

    def planned(self, payout):
        """A calendar year of 200,000 with 15 % at target, a quarter of it by the own target, reached to 80 %."""
        year = date(2027, 1, 1)
        people = roster([person(1, tokens=""), person(2, tokens="")])
        own = {"own_share": [250_000, 0], "own_factor": [800_000, 1_000_000]}
        people = evolve(people, people=people.people.assign(**own))
        given_ = assume(as_of=year, horizon_months=12, bonus_payout=payout)
        return people, plan_budget(people, evolve(market(), as_of=year), given_)

    def test_as_paid_out(self):
        """30,000 x (1.1 x 0.75 + 0.8 x 0.25) = 30,750 and 30,000 x 1.1 = 33,000: as `bonus_payouts` says."""
        people, budget = self.planned("1.1")
        assert budget.total("cost", components=["target bonus"]) == usd(63_750)
        assert bonus_payouts(people.people, company="1.1").tolist() == [3_075_000, 3_300_000]
        assert budget.total("face", components=["target bonus"]) == usd(60_000)
