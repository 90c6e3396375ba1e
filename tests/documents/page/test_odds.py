"""Odds on the page: the simulation's own figures, for a candidate of prices alone."""

from decimal import Decimal

from attrs import evolve

from compkit.documents.page import page_data, page_odds
from compkit.valuation.simulation.dynamics import Correlation, Dynamics, Triangle

from .offers import secret_comparison, secret_dynamics


class TestOdds:
    """Issue: "Fan chart of the simulation, odds that A beats B, tornado"."""

    def test_employer(self):
        """Fans, duels and bars are the simulation's, to the cent."""
        comparison = secret_comparison()
        odds = page_odds(comparison, secret_dynamics(), reader="employer", paths=300, seed=7)
        data = page_data(comparison, reader="employer", odds=odds)["simulation"]
        assert (data["paths"], data["seed"]) == (300, 7)
        last = data["fan"]["cost"][0]["all"][-1]
        stated = odds.simulation.spread("Acme", "cost", through="year 4")
        assert last["year"] == "year 4"
        assert Decimal(last["p90"]) == stated.p90.quantize(Decimal("0.01"))
        duel = odds.simulation.odds("Acme", "Globex", tokens="none")
        (found,) = [
            each for each in data["duels"] if (each["number"], each["tokens"], each["year"]) == ("worth", "none", None)
        ]
        assert Decimal(found["wins"]) == duel.wins.quantize(Decimal("0.000001"))
        widest = odds.bars["Acme"][0]
        assert data["tornado"][0][0]["high"] == f"{widest.high.total:.2f}".rstrip("0").rstrip(".")
        assert {bar["name"] for bar in data["tornado"][0]} == {"ACME share price", "payout", "leaving"}
        assert [len(dry) for dry in data["dry"]] == [2, 1]

    def test_candidate(self):
        """For a candidate only shares and tokens move, bonuses pay their target, and nobody leaves."""
        comparison = secret_comparison()
        odds = page_odds(comparison, secret_dynamics(), reader="candidate", paths=300, seed=7)
        moved = odds.simulation.dynamics
        assert (moved.utilisation, moved.payout, moved.demand, moved.source) == (None, None, None, "")
        given = odds.simulation.assumptions
        assert (given.bonus_payout, given.token_utilisation, given.leave_rate) == (1, None, 0)
        assert {bar.kind for bars in odds.bars.values() for bar in bars} <= {"share price", "token prices"}

    def test_nothing_moves(self):
        """Without dynamics, or with none that a candidate may see, there are no odds."""
        comparison = secret_comparison()
        use = Dynamics(utilisation=Triangle(low=0, likely="0.5", high=1))
        assert page_odds(comparison, None, reader="employer", paths=100, seed=1) is None
        assert page_odds(comparison, use, reader="candidate", paths=100, seed=1) is None
        assert page_odds(comparison, use, reader="employer", paths=100, seed=1) is not None

    def test_correlations_of_prices(self):
        """Of correlations a candidate's odds keep those between prices."""
        pairs = (
            Correlation(first="ACME", second="openai", rate="0.3"),
            Correlation(first="ACME", second="payout", rate="0.5"),
        )
        dynamics = evolve(secret_dynamics(), correlations=pairs)
        odds = page_odds(secret_comparison(), dynamics, reader="candidate", paths=100, seed=1)
        assert odds.simulation.dynamics.correlations == pairs[:1]
