"""A workload studied: cost, coverage, what is enough, and what levers save, at every model.

The work is 1,200 million tokens a year, all of them fresh input: 12,000 at north/one (10), 6,000 at south/two (5).
"""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from compkit.errors import InvalidValue, UnknownModel
from compkit.files.workload import WorkloadFile
from compkit.market import Contract, RateCard
from compkit.valuation import DemandPoints, Efficiency
from compkit.valuation.workstudy import PROBABILITIES, WorkloadStudy, study_workload
from tests.samples import TODAY, price_row, usd

from .test_covered import MODELS, WORK, money, valued

HALF = Efficiency(avoided_rate="0.5")
CASES = DemandPoints(points=(("0.5", "0.5"), ("2", "0.5")))


def studied(models: Any = MODELS, stage: Any = "list", facts: Any = None, **parts: Any) -> WorkloadStudy:
    """A study of the work against an offer of 500 a month."""
    offers = {"Acme": valued(money(500), **(facts or {}))}
    return study_workload(offers, WorkloadFile(workload=WORK, **parts), models=models, stage=stage)


class TestStudy:
    """`study_workload`."""

    def test_cost(self) -> None:
        """The cheapest first, whatever the order asked for; the reference is the first asked for."""
        found = studied()
        assert [(m.model, m.cost.cost if m.cost else None) for m in found.models] == [
            ("south/two", usd(6000)),
            ("north/one", usd(12_000)),
        ]
        assert (found.reference, found.on, found.stage) == ("north/one", TODAY, "list")
        assert [(cell.model, cell.offer) for cell in found.offers] == [("south/two", "Acme"), ("north/one", "Acme")]
        assert not found.has_levers
        assert all(not m.enough and m.change is None for m in found.models)

    def test_enough(self) -> None:
        """Half the work with 50 %, twice the work beyond: 600 and 2,400 million."""
        first, *others = studied(demand=CASES).model("south/two").enough
        assert (first.probability, first.mtok, first.money) == (PROBABILITIES[0], 600, usd(3000))
        assert {(enough.mtok, enough.money) for enough in others} == {(Decimal(2400), usd(12_000))}

    def test_levers_and_value(self) -> None:
        """Half the calls avoided: 600 million for 6,000; outcomes of 24,000 are 2 and then 4 times their tokens."""
        found = studied(efficiency=HALF, outcomes=Decimal(100), outcome_value=usd(240))
        one = found.model("north/one")
        assert one.change is not None
        assert (one.change.before_cost, one.change.after_cost) == (usd(12_000), usd(6000))
        assert one.change.cost_per_outcome == (usd(120), usd(60))
        assert (one.value_before, one.value_after) == (2, 4)
        assert (found.outcomes_value, found.has_levers) == (usd(24_000), True)

    def test_outcomes_without_levers(self) -> None:
        """The cost of an outcome needs no lever; its value needs a value."""
        one = studied(outcomes=Decimal(100)).model("north/one")
        assert one.change is not None
        assert one.change.cost_per_outcome == (usd(120), usd(120))
        assert (one.change.savings, one.value_before) == ((), None)

    def test_contract(self) -> None:
        """At contract prices half off, 500 a month buys all of the work at 10."""
        half = Contract(provider="north", discount_rate="0.5", on=TODAY, source="test")
        found = studied(stage="contract", facts={"contracts": (half,)}, models=["north/one"])
        assert found.models[0].cost is not None
        assert found.models[0].cost.cost == usd(6000)
        assert found.offers[0].found is not None
        assert found.offers[0].found.covered_rate == 1

    def test_unknown_kind(self) -> None:
        """A model whose price of a kind is unknown stands last and says what is missing; the others are told."""
        offer = valued(money(500))
        only_output = price_row("east/four", card=RateCard(output=1))
        book = evolve(offer.market.book, rows=(*offer.market.book.rows, only_output))
        offers = {"Acme": evolve(offer, market=evolve(offer.market, book=book))}
        found = study_workload(offers, WorkloadFile(workload=WORK), models=["east/four", *MODELS])
        assert [m.model for m in found.models] == ["south/two", "north/one", "east/four"]
        assert found.reference == "north/one"
        assert found.models[-1].missing.startswith("price of fresh input of east/four")
        assert found.offers[-1].standing == "not known"

    def test_lever_without_a_price(self) -> None:
        """Batch without a batch price, and routing to itself, leave the cost told and say what is missing."""
        batch = studied(efficiency=Efficiency(batch_rate="0.5")).model("north/one")
        assert batch.cost is not None
        assert batch.change is None
        assert batch.missing.startswith("batch price of north/one")
        routed = studied(efficiency=Efficiency(routed_to="south/two", routed_rate="0.5"))
        assert routed.model("south/two").missing == "a model other than south/two to route work to"
        change = routed.model("north/one").change
        assert change is not None
        assert change.after_cost == usd(9000)

    def test_refused(self) -> None:
        """No offer, no model, an unknown model, or a model that was not studied."""
        with pytest.raises(InvalidValue, match="needs at least one offer"):
            study_workload({}, WorkloadFile(workload=WORK), models=MODELS)
        with pytest.raises(InvalidValue, match="no offer names a model"):
            studied(models=())
        with pytest.raises(UnknownModel, match="nearest: north/one"):
            studied(models=["north/on"])
        with pytest.raises(InvalidValue, match="was not studied"):
            studied().model("x/y")

    def test_dry_on_is_a_day_of_the_offer(self) -> None:
        """The year begins with the offer's first release, not today."""
        cell = studied().offers[1]
        assert cell.found is not None
        assert cell.found.dry_on == date(2027, 1, 11)
