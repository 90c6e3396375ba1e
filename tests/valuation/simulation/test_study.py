"""A study: offers simulated together, with what moves them and where they are equal."""

from decimal import Decimal

import pytest
from attrs import evolve

from compkit.errors import InvalidValue
from compkit.market import ExchangeRate
from compkit.pay import Vesting
from compkit.valuation.simulation.dynamics import Cases, Dynamics, ShareMotion, TokenMotion
from compkit.valuation.simulation.study import study_odds

from ...samples import INPUT_ONLY, TODAY, assume
from .cases import cash, money, north, offer, quantity, stock

MOVES = Dynamics(
    shares=(ShareMotion(symbol="ACME", volatility="0.4"), ShareMotion(symbol="IDLE", volatility="0.4")),
    tokens=(TokenMotion(provider="north", steps_a_year=1, step_rate="0.5"), TokenMotion(provider="idle")),
)
STOCK, CASH = offer(equity=(stock(1000),)), offer(sign_on=cash(90_000))


def study(packages, dynamics=MOVES, *, market=None, given=None, **more):
    """A study with few paths."""
    return study_odds(packages, market or north(), dynamics, assumptions=given or assume(), paths=512, seed=1, **more)


class TestStudy:
    """Everything about two offers in one call."""

    def test_holds_all(self):
        """Totals as stated, bars of each and of the difference, the tie at 90 a share."""
        found = study({"A": STOCK, "B": CASH})
        assert found.stated == {"A": 100_000, "B": 90_000}
        assert found.pair_bars["A", "B"][0].factor == "ACME"
        assert [tie.at for tie in found.ties["A", "B"]] == [90]
        assert found.simulation.names == ("A", "B")
        assert found.replays == {}

    def test_odds_agree_with_the_tie(self):
        """All shares vest at once, at the end: A is above B as often as ACME ends above 90 by the closed form."""
        late = evolve(stock(1000), vesting=Vesting.parse("0/0/0/100"))
        packages = {"A": offer(equity=(late,)), "B": CASH}
        found = study_odds(packages, north(), MOVES, assumptions=assume(), paths=16_384, seed=1)
        wins = found.simulation.odds("A", "B").wins
        assert abs(wins - found.ties["A", "B"][0].odds_above) < Decimal("0.012")  # three standard errors

    def test_every_pair(self):
        """Three offers make three pairs."""
        found = study({"A": STOCK, "B": CASH, "C": offer(sign_on=cash(1))})
        assert list(found.ties) == list(found.pair_bars) == [("A", "B"), ("A", "C"), ("B", "C")]

    def test_currency(self):
        """Every amount in the one asked for."""
        market = north(rates=(ExchangeRate(base="EUR", quote="USD", rate="1.25", on=TODAY, source="x"),))
        found = study({"A": STOCK}, market=market, currency="EUR")
        assert found.stated == {"A": 80_000}
        assert found.bars["A"][0].stated == 80_000
        assert found.simulation.currency == "EUR"

    def test_left_out(self):
        """What a third offer did not tell counts nowhere, in bars and ties either."""
        third = offer(sign_on=cash(1), unknown={"equity"})
        found = study({"A": offer(sign_on=cash(5), equity=(stock(1000),)), "B": CASH, "C": third})
        assert found.stated["A"] == 5
        assert found.bars["A"] == () or all(not bar.width for bar in found.bars["A"])
        assert found.ties["A", "B"] == ()

    def test_refused(self):
        """Nothing to study."""
        with pytest.raises(InvalidValue, match="needs at least one offer"):
            study({})


class TestHeldAndIdle:
    """What is not drawn, and what is drawn for nothing."""

    def test_idle(self):
        """A share that nobody holds, a provider that no promise names."""
        assert study({"A": offer(equity=(stock(1),), tokens=quantity())}).idle == ("IDLE", "idle")
        assert study({"A": offer(tokens=money(1))}).idle == ("ACME", "IDLE", "idle")

    def test_money_for_any_provider(self):
        """Money that may go anywhere depends on every provider that sells something, and on no other, as on a typo."""
        anywhere, bound = {"A": offer(tokens=money(1))}, {"A": offer(tokens=money(1, providers=("south",)))}
        assert "north" not in study(anywhere).idle
        assert "north" in study(bound).idle

    def test_held(self):
        """Shares, providers, use and staying."""
        found = study({"A": offer(equity=(stock(1),), tokens=quantity())}, Dynamics())
        assert found.held == ("share price of ACME", "token prices of north", "use of tokens", "that everybody stays")
        drawn = Dynamics(utilisation=Cases(points=((1, 1),)))
        assert study({"A": offer(tokens=money(1))}, drawn, given=assume(leave_rate="0.1")).held == ()

    def test_rates_held(self):
        """Exchange rates are never drawn: of an offer and of a share in other currencies than the one of amounts."""
        market = north(rates=(ExchangeRate(base="EUR", quote="USD", rate="1.25", on=TODAY, source="x"),))
        euros = evolve(offer(equity=(stock(1),)), currency="EUR")
        assert "the exchange rate of EUR" in study({"A": CASH, "B": euros}, market=market).held
        assert "the exchange rate of USD" in study({"B": euros}, market=market).held
        assert not any("exchange rate" in words for words in study({"A": STOCK}).held)


class TestMoneyWithoutModel:
    """Where money is spent that names no model."""

    def test_first_that_fits_all(self):
        """Two allowances, one only at south: south it is."""
        both = {"A": offer(tokens=money(1)), "B": offer(tokens=money(1, providers=("south",)))}
        assert study(both, models=("north/one",)).spent_at == ""
        assert study({"A": both["A"]}, models=("north/one",), mix=INPUT_ONLY).spent_at == "north/one"

    def test_past(self):
        """Replayed at each model."""
        found = study({"A": offer(tokens=money(1))}, models=("north/one",), mix=INPUT_ONLY, past=True)
        assert [one.basket.label for one in found.replays["A"].allowances] == ["north/one"]
