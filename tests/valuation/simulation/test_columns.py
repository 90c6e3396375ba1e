"""Columns: what does not move, or moves by a stated rate, has the totals of value() for any package."""

from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings, strategies as st

from compkit import testing
from compkit.market import Scenario, TokenPriceDrift
from compkit.valuation import Valuation, View, by_year, value
from compkit.valuation.simulation.dynamics import Cases, Dynamics, ShareMotion, TokenMotion
from compkit.valuation.simulation.simulate import simulate
from compkit.valuation.utilisation import UtilisationOdds

VIEWS = [View(), View(kind="calendar"), View(kind="calendar", basis="delivered")]
STILL = Dynamics(leaving="as odds")
EXAMPLES = settings().max_examples // 4
"""Of whole packages in whole markets: each has hundreds of rows, and prices on as many days."""


@st.composite
def cases(draw: Any) -> Any:
    """A package, a market that prices it, assumptions without a distribution, and a view."""
    package = draw(testing.packages())
    market = draw(testing.markets(package))
    given_ = draw(testing.assumptions(market.as_of))
    if isinstance(given_.token_utilisation, UtilisationOdds):
        given_ = evolve(given_, token_utilisation=given_.token_utilisation.mean)
    return package, market, given_, draw(st.sampled_from(VIEWS))


def same(found: Any, expected: Valuation, view: View) -> bool:
    """Whether every mean, in total and by year, is the valuation's, to 1e-9."""
    pairs = []
    for number in ("cost", "worth"):
        for tokens in ("all", "guaranteed", "none"):
            total = expected.total(number, tokens=tokens).amount
            pairs.append((found.spread("A", number, tokens=tokens), total))
            for label, amount in by_year(expected, view, number, tokens=tokens).items():
                pairs.append((found.spread("A", number, tokens=tokens, year=label), amount))
    for spread, amount in pairs:
        for figure in (spread.p10, spread.p50, spread.p90, spread.mean):
            assert float(figure) == pytest.approx(float(amount), rel=1e-9, abs=1e-8)
    return True


def standing(market: Any) -> Dynamics:
    """Everything of an offer is drawn, but cannot move."""
    providers = sorted({model.partition("/")[0] for model in market.book.models})
    return evolve(
        STILL,
        shares=tuple(ShareMotion(symbol=share.symbol, volatility=0) for share in market.shares),
        tokens=tuple(TokenMotion(provider=name) for name in providers),
    )


class TestStill:
    """What does not move."""

    @given(cases())
    @settings(max_examples=EXAMPLES)
    def test_nothing_moves(self, case):
        """With nothing said to move, every figure is the valuation's, and exact."""
        package, market, assumed, view = case
        found = simulate({"A": package}, market, STILL, assumptions=assumed, paths=3, seed=1, view=view)
        assert same(found, value(package, market, assumed), view)
        assert all(spread.is_exact for spread in found.offers["A"].spreads.values())

    @given(cases())
    @settings(max_examples=EXAMPLES)
    def test_drawn_and_still(self, case):
        """Drawn without volatility, drift or steps, through curves, rules and payoffs, they are the valuation's too."""
        package, market, assumed, view = case
        dynamics = standing(market)
        found = simulate({"A": package}, market, dynamics, assumptions=assumed, paths=3, seed=1, view=view)
        assert same(found, value(package, market, assumed), view)

    @given(cases(), st.data())
    @settings(max_examples=EXAMPLES)
    def test_under_a_scenario(self, case, data):
        """Under any scenario, whose moves come first."""
        package, market, assumed, view = case
        moved = data.draw(testing.scenarios(market)).apply(market)
        dynamics = standing(moved)
        found = simulate({"A": package}, moved, dynamics, assumptions=assumed, paths=2, seed=1, view=view)
        assert same(found, value(package, moved, assumed), view)


class TestDrift:
    """What moves by a stated rate moves as the same scenario moves it."""

    @given(cases(), testing.rates("-0.6", "1", places=2))
    @settings(max_examples=EXAMPLES)
    def test_token_prices(self, case, rate):
        """A drift of every provider is the drift of all prices, whatever contracts lock, discount or ratchet."""
        package, market, assumed, view = case
        drifting = standing(market)
        drifting = evolve(drifting, tokens=tuple(evolve(token, drift_rate=rate) for token in drifting.tokens))
        found = simulate({"A": package}, market, drifting, assumptions=assumed, paths=2, seed=1, view=view)
        moved = Scenario(name="drift", moves=(TokenPriceDrift(rate=rate),)).apply(market)
        assert same(found, value(package, moved, assumed), view)

    @given(cases(), testing.rates("0", "1", places=2), testing.rates("0", "2", places=2))
    @settings(max_examples=EXAMPLES)
    def test_use_and_payout(self, case, use, payout):
        """A distribution of a single case is that rate."""
        package, market, assumed, view = case
        dynamics = evolve(STILL, utilisation=Cases(points=((use, 1),)), payout=Cases(points=((payout, 1),)))
        found = simulate({"A": package}, market, dynamics, assumptions=assumed, paths=2, seed=1, view=view)
        assert same(found, value(package, market, evolve(assumed, token_utilisation=use, bonus_payout=payout)), view)

    def test_odd_use(self):
        """More than all of an allowance cannot be used; more than all of it can be needed."""
        with pytest.raises(ValueError, match="from 0 to 1"):
            Dynamics(utilisation=Cases(points=((Decimal("1.1"), 1),)))
        assert Dynamics(demand=Cases(points=((Decimal("1.1"), 1),))).demand
