"""Results as tidy frames: every line or cell, units in the names, exact unless floats are asked for."""

from datetime import date
from decimal import Decimal

import pytest

from compkit import compare, to_frame, value
from compkit.errors import InvalidValue
from compkit.market import PriceBook, RateCard, TokenUsage, request_cost
from compkit.pay.ledger import ledger
from compkit.pay.usage import Usage
from compkit.valuation import before_after, coverage, workload_costs
from compkit.valuation.covered import cover_offers
from compkit.valuation.gap import Scope
from compkit.valuation.grid import price_grid
from compkit.valuation.mixes import mixes_at_equal_cost
from compkit.valuation.solve import Reach, solve

from ..market.test_factorysheet import sheet
from ..samples import TODAY, acme, assume, card, globex, market, price_row, usd
from ..valuation.test_covered import MODELS, WORK, money, valued
from ..valuation.test_mixes import plain
from ..valuation.test_watch import history, watched
from ..valuation.test_workstudy import HALF

pd = pytest.importorskip("pandas")


def sides():
    """The worked example."""
    given = assume(bonus_payout="0.9", token_utilisation="0.4")
    return {"Acme": value(acme(), market(), given), "Globex": value(globex(), market(), given)}


class TestToFrame:
    """`to_frame`."""

    def test_a_valuation(self):
        """One row an entitlement; the columns sum to the totals, exactly."""
        found = sides()["Acme"]
        frame = to_frame(found)
        assert len(frame) == len(found.lines)
        for number in ("face", "cost", "worth"):
            assert sum(frame[f"{number}_USD"]) == found.total(number).amount
        assert set(map(type, frame["face_USD"])) == {Decimal}

    def test_a_comparison(self):
        """One row an offer, year, component and guarantee."""
        found = compare(sides())
        frame = to_frame(found)
        assert not frame.duplicated(["offer", "year", "component", "guaranteed"]).any()
        acme_rows = frame[(frame["offer"] == "Acme") & (frame["component"] != "tokens")]
        assert sum(acme_rows["face_USD"]) == 1_590_000

    def test_floats_on_demand(self):
        """For plotting."""
        frame = to_frame(sides()["Acme"], money="float")
        assert frame["face_USD"].dtype == "float64"
        assert frame["quantity"].dtype == "float64"

    def test_a_request(self):
        """The cost of a request gives one row a kind of tokens; the costs add up."""
        card = RateCard(fresh_input="3", output="15")
        found = request_cost(
            TokenUsage(fresh_input=1000, output=10), PriceBook((price_row(card=card),)), "north/one", TODAY
        )
        frame = to_frame(found)
        assert list(frame["kind"]) == ["fresh_input", "output"]
        assert list(frame["per_mtok_USD"]) == [3, 15]
        assert sum(frame["cost_USD"]) == found.money.amount == Decimal("0.00315")
        assert to_frame(found, money="float")["cost_USD"].dtype == "float64"

    def test_a_ledger(self):
        """One row a period; every row conserves."""
        package = acme()
        tokens = package.tokens[0]
        rows = [Usage(on=date(2027, 1, 29), quantity=12_000)]
        found = ledger(tokens, rows, package=package, until=date(2027, 4, 11))
        frame = to_frame(found)
        assert len(frame) == 3
        come, gone = frame["granted"] + frame["carried_in"], frame["used"] + frame["expired"] + frame["carried_out"]
        assert list(come) == list(gone)
        assert list(frame["overage"]) == [Decimal("1583.33"), 0, 0]
        assert set(frame["unit"]) == {"USD"}

    def test_a_price_watch(self):
        """One row a move; unlimited tokens have no number and say so."""
        frame = to_frame(watched(*history(10, 6, 0)))
        assert list(frame["kind"]) == ["moved", "announced"]
        assert list(frame["after_per_mtok"]) == [6, 0]
        assert list(frame["after_unlimited"]) == [False, True]
        assert pd.isna(frame["after_mtok_a_year"].iloc[1])

    def test_a_workload(self):
        """One row a model, an offer and model, or a lever; nothing where tokens cannot be used."""
        offers = {"Acme": valued(money(500, providers=("south",)))}
        covered = to_frame(cover_offers(offers, WORK, MODELS))
        assert list(covered["standing"]) == ["not allowed", "here"]
        assert list(covered["covered_rate"])[1] == 1
        assert pd.isna(covered["covered_rate"].iloc[0])
        costs = to_frame(workload_costs(WORK, offers["Acme"].market, MODELS, TODAY))
        assert list(costs["cost_a_year"]) == [12_000, 6_000]
        change = before_after(WORK, HALF, offers["Acme"].market, "north/one", TODAY, outcomes=1)
        levers = to_frame(change)
        assert list(levers["saves_USD"]) == [6_000]
        alone = to_frame(coverage(WORK, Decimal(600), offers["Acme"].market, "north/one", TODAY))
        assert (len(alone), alone["covered_rate"].iloc[0]) == (1, Decimal("0.5"))

    def test_a_factory(self):
        """One row a kind of tokens, and one for the mix; the parts add up to the full cost."""
        frame = to_frame(sheet())
        assert list(frame["kind"]) == ["fresh_input", "output", "mix"]
        for row in frame.to_dict("records"):
            parts = [row[f"{part}_USD"] for part in ("energy", "capital", "staff", "other")]
            assert abs(sum(parts) - row["per_mtok_USD"]) < Decimal("1e-20")

    def test_a_price_grid(self):
        """One row an offer, model and scenario: half of 250,000 buys 12,500 M at 10; 60,000 M cost 600,000."""
        flat = card(10, cache_read=10)
        here = market(*(price_row(model, card=flat) for model in ("north/one", "openai/gpt-6-sol")))
        offers = {"Acme": value(acme(), here, assume()), "Globex": value(globex(), here, assume())}
        frame = to_frame(price_grid(offers, models=["north/one"]))
        assert not frame.duplicated(["offer", "model", "scenario"]).any()
        acme_row, globex_row = (
            frame[(frame["offer"] == name) & (frame["model"] == "north/one")].iloc[0] for name in offers
        )
        assert (acme_row["pays_a_year"], acme_row["mtok_a_year"]) == (125_000, 12_500)
        assert (globex_row["mtok_a_year"], globex_row["same_tokens_cost_a_year"]) == (60_000, 600_000)
        assert not frame["unlimited"].any()

    def test_mixes(self):
        """One row a mix and component, five a mix; they sum to its total, and cost is the budget."""
        mixes = mixes_at_equal_cost(
            plain(), mixes=["60/15/20/5", "100/0/0/0"], market=market(), assumptions=assume(), budget=usd(400_000)
        )
        frame = to_frame(mixes)
        assert len(frame) == 10
        assert set(frame.groupby("mix")["cost_USD"].sum()) == {400_000}
        first = frame[frame["mix"] == "60/15/20/5"].set_index("component")["face_USD"]
        assert dict(first) == {"base": 240_000, "bonus": 60_000, "equity": 80_000, "tokens": 20_000, "other": 0}
        assert frame["within_limits"].all()

    def test_solutions(self):
        """One row a term: 2,240 shares at 125 bring Acme from 1,620,000 to 1,500,000, one less to 125 less."""
        asked = {"target": Reach(usd(1_500_000)), "market": market(), "assumptions": assume(), "scope": Scope()}
        found = tuple(solve(acme(), change=term, **asked) for term in ("shares", "base salary"))
        frame = to_frame(found)
        assert list(frame["term"]) == ["shares", "base salary"]
        one = to_frame(found[0]).iloc[0]
        assert (one["before"], one["amount"], one["unit"]) == (3200, 2240, "shares")
        assert (one["reached_USD"], one["one_step_beside_USD"]) == (1_500_000, 1_499_875)
        assert one["face_USD"] == found[0].valuation.total().amount

    def test_nothing(self):
        """No results make a frame without rows; what is no result is refused with the way out."""
        assert len(to_frame(())) == 0
        for wrong in ("a report", ("a report",), None):
            with pytest.raises(InvalidValue, match="is no result that a frame can be made of"):
                to_frame(wrong)
