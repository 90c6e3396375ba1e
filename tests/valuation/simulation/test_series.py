"""How a provider's prices end: the series over the number of steps, against what can be worked by hand."""

from decimal import Decimal
from math import exp, log
from statistics import NormalDist

import pytest

from compkit.errors import InvalidValue
from compkit.valuation.simulation.dynamics import TokenMotion
from compkit.valuation.simulation.series import token_odds_above, token_quantile

HALVING = TokenMotion(provider="north", steps_a_year=1, step_rate="-0.5")
SPREAD = TokenMotion(provider="north", drift_rate="-0.1", steps_a_year="1.5", step_rate="-0.1", step_spread="0.4")
ONE, FOUR = Decimal(1), Decimal(4)


def near(found, expected, within=1e-9):
    """Equal but for the last of the ten places."""
    return abs(float(found) - expected) < within


class TestOdds:
    """The odds that prices end above a multiple of what is stated."""

    def test_steps_alike(self):
        """Halving once a year: after one year no step has odds 1/e, one step as much, so 2/e lie above a quarter."""
        assert near(token_odds_above(HALVING, ONE, Decimal("0.5")), exp(-1))
        assert near(token_odds_above(HALVING, ONE, Decimal("0.26")), 2 * exp(-1))
        assert token_odds_above(HALVING, ONE, ONE) == 0
        assert token_odds_above(HALVING, ONE, Decimal(0)) == 1

    def test_by_the_sum(self):
        """With a spread: the sum over steps, written out term by term as Merton (1976) has it."""
        mean, level = 6.0, log(0.5) - 4 * log(0.9)
        chance, below = exp(-mean), 0.0
        for n in range(80):
            own = NormalDist(n * log(0.9), 0.4 * n**0.5).cdf(level) if n else float(level >= 0)
            below += chance * own
            chance *= mean / (n + 1)
        assert near(token_odds_above(SPREAD, FOUR, Decimal("0.5")), 1 - below)

    def test_drift_alone(self):
        """Without steps it is certain: 0.9^4 = 0.6561."""
        drift = TokenMotion(provider="north", drift_rate="-0.1")
        found = [token_odds_above(drift, FOUR, Decimal(level)) for level in ("0.656", "0.6561", "0.657")]
        assert found == [1, 0, 0]

    def test_refused(self):
        """A price is not negative."""
        with pytest.raises(InvalidValue, match="must not be negative"):
            token_odds_above(HALVING, ONE, Decimal(-1))


class TestQuantiles:
    """The least multiple that at least a share of the odds does not exceed."""

    @pytest.mark.parametrize(
        ("p", "multiple"), [("0.9", "1"), ("0.64", "1"), ("0.63", "0.5"), ("0.27", "0.5"), ("0.2", "0.25")]
    )
    def test_steps_alike(self, p, multiple):
        """1 - 1/e = 0.632 of the odds lie at a half or below, 1 - 2/e = 0.264 at a quarter or below."""
        assert token_quantile(HALVING, ONE, Decimal(p)) == Decimal(multiple)

    @pytest.mark.parametrize("p", ["0.05", "0.1", "0.5", "0.9", "0.99"])
    def test_inverse(self, p):
        """The odds above a quantile are what is left."""
        found = token_quantile(SPREAD, FOUR, Decimal(p))
        assert near(token_odds_above(SPREAD, FOUR, found), 1 - float(p), 1e-8)

    def test_nothing_moves(self):
        """Then every quantile is the stated price."""
        assert token_quantile(TokenMotion(provider="north"), FOUR, Decimal("0.1")) == 1

    def test_refused(self):
        """A quantile has a probability between 0 and 1."""
        with pytest.raises(InvalidValue, match="above 0 and below 1"):
            token_quantile(HALVING, ONE, ONE)
