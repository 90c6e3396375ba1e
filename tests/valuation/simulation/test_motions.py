"""Motions on paths against their closed forms, within sampling error."""

from decimal import Decimal

import numpy as np
import pytest

from compkit.valuation.simulation.closed import (
    expected_multiple,
    expected_payoff,
    expected_product,
    expected_product_with,
    lognormal_odds_above,
    lognormal_quantile,
)
from compkit.valuation.simulation.draws import BLOCK, Draws, Paths, mixtures
from compkit.valuation.simulation.dynamics import Cases, Correlation, ShareMotion, TokenMotion, Triangle
from compkit.valuation.simulation.motions import STEP_DAYS, ShareWalk, TokenWalk, spread_out, steps_between
from compkit.valuation.simulation.rates import rate_quantile
from compkit.valuation.simulation.series import token_quantile

MANY = 400 * BLOCK
ALL = Paths(0, MANY)
SHARES = [Decimal(share) for share in ("0.1", "0.25", "0.5", "0.75", "0.9")]
ACME = ShareMotion(symbol="ACME", volatility="0.6")
NORTH = TokenMotion(provider="north", drift_rate="-0.1", steps_a_year=2, step_rate="-0.2", step_spread="0.3")


def close(found, expected, errors=4.5):
    """Whether a sample's mean is as expected, within so many standard errors."""
    return abs(found.mean() - float(expected)) < errors * found.std() / np.sqrt(len(found))


def odds_close(share, expected, errors=4.5):
    """Whether a share of the paths is as expected, within so many standard errors."""
    expected = float(expected)
    return abs(share - expected) < errors * np.sqrt(max(expected * (1 - expected), 1 / MANY) / MANY)


class TestShareWalk:
    """Geometric Brownian motion around the stated price."""

    @pytest.mark.parametrize("day", [1, 32, 417, 1461])
    def test_lognormal(self, day):
        """Mean 1; as many paths below each closed quantile as it says; the odds of ending above 1.2 times."""
        years = Decimal(day) / 365
        found = ShareWalk(ACME, Draws(5), ALL).at(day)
        assert close(found, 1)
        for share in SHARES:
            level = float(lognormal_quantile(ACME.volatility, years, share))
            assert odds_close((found <= level).mean(), share)
        assert odds_close((found > 1.2).mean(), lognormal_odds_above(ACME.volatility, years, Decimal("1.2")))

    def test_payoff(self):
        """What an option at 110 on a share at 100 is exercised for is on average Black's undiscounted call."""
        found = np.maximum(100 * ShareWalk(ACME, Draws(5), ALL).at(730) - 110, 0)
        expected = expected_payoff(ACME.volatility, Decimal(2), price=Decimal(100), strike=Decimal(110))
        assert close(found, expected)

    def test_other_days(self):
        """A day's value does not depend on which other days are asked for."""
        alone, among = ShareWalk(ACME, Draws(5), ALL), ShareWalk(ACME, Draws(5), ALL)
        for day in (3, 31, 40, 45, 51):
            among.at(day)
        assert np.array_equal(alone.at(53), among.at(53))

    def test_increments(self):
        """Moves over days that do not overlap are independent, with the variance of their time, bridged days too."""
        walk = ShareWalk(ACME, Draws(5), ALL)
        logs = [np.log(walk.at(day)) for day in (5, 21, 30, 50, 100)]
        moves = np.diff(np.array(logs), axis=0)
        for move, days in zip(moves, (16, 9, 20, 50), strict=True):
            assert abs(move.var() / (0.36 * days / 365) - 1) < 4.5 * np.sqrt(2 / MANY)
        apart = np.corrcoef(moves) - np.eye(4)
        assert (abs(apart) < 4.5 / np.sqrt(MANY)).all()

    @pytest.mark.parametrize("day", [50, 1000])
    def test_correlated(self, day):
        """Two shares at a correlation of 0.7: the mean of their product is ``exp(r v1 v2 t)``, between steps too."""
        other = ShareMotion(symbol="GLBX", volatility="0.4")
        draws = Draws(5, mixtures([Correlation(first="ACME", second="GLBX", rate="0.7")]))
        found = ShareWalk(ACME, draws, ALL).at(day) * ShareWalk(other, draws, ALL).at(day)
        assert close(found, expected_product(ACME, other, Decimal("0.7"), Decimal(day) / 365))


class TestTokenWalk:
    """Prices that move in steps, and drift in between."""

    @pytest.mark.parametrize("day", [20, 365, 1461])
    def test_mean(self, day):
        """The mean of drift and jumps."""
        assert close(TokenWalk(NORTH, Draws(5), ALL).at(day), expected_multiple(NORTH, Decimal(day) / 365))

    def test_quantiles(self):
        """As many paths below each quantile of the series over the number of steps as it says."""
        found = TokenWalk(NORTH, Draws(5), ALL).at(1461)
        for share in SHARES:
            level = float(token_quantile(NORTH, Decimal(1461) / 365, share))
            assert odds_close((found <= level).mean(), share)

    @pytest.mark.parametrize("steps", ["0.5", "24", "366"])
    def test_many_steps(self, steps):
        """Any number of steps a year, several within a time step too, has the mean and variance of its logarithm.

        Of a Poisson sum: ``m * mu`` and ``m * (mu^2 + spread^2)``.
        """
        motion = TokenMotion(provider="north", steps_a_year=steps, step_rate="0.01", step_spread="0.05")
        paths = ALL if motion.steps_a_year < 100 else Paths(0, MANY // 4)
        found = np.log(TokenWalk(motion, Draws(5), paths).at(400))
        expected, middle = float(motion.steps_a_year) * 400 / 365, np.log(1.01)
        assert close(found, expected * middle)
        variance = expected * (middle**2 + 0.05**2)
        kurtosis = 3 + expected * (middle**4 + 6 * middle**2 * 0.05**2 + 3 * 0.05**4) / variance**2
        assert abs(found.var() / variance - 1) < 4.5 * np.sqrt((kurtosis - 1) / paths.count)

    def test_moves_in_steps(self):
        """Without drift a price stands still between steps: ``exp(-2 * 73 / 365)`` never move in 73 days."""
        motion = TokenMotion(provider="north", steps_a_year=2, step_rate="-0.2")
        found = TokenWalk(motion, Draws(5), ALL).at(73)
        assert odds_close((found == 1).mean(), np.exp(-0.4))
        assert set(np.round(np.log(found) / np.log(0.8), 6)) <= set(range(10))

    def test_correlated(self):
        """A share and a provider at 0.6, after 30 whole time steps: the mean of their product."""
        draws = Draws(5, mixtures([Correlation(first="ACME", second="north", rate="0.6")]))
        day = 30 * STEP_DAYS
        found = ShareWalk(ACME, draws, ALL).at(day) * TokenWalk(NORTH, draws, ALL).at(day)
        assert close(found, expected_product_with(ACME, NORTH, Decimal("0.6"), 30))

    def test_chunks(self):
        """A path is the same whatever paths are drawn beside it, though others have more steps."""
        seldom = TokenMotion(provider="north", steps_a_year="0.3", step_rate="-0.2", step_spread="0.3")
        whole = TokenWalk(seldom, Draws(5), ALL).at(1000)
        parts = [TokenWalk(seldom, Draws(5), Paths(BLOCK * n, BLOCK)).at(1000) for n in range(40)]
        assert np.array_equal(whole[: 40 * BLOCK], np.concatenate(parts))

    def test_countable(self):
        """What would rise beyond any price stays a number: 1e30 times."""
        motion = TokenMotion(provider="north", steps_a_year=366, step_rate=1000)
        assert TokenWalk(motion, Draws(5), Paths(0, BLOCK)).at(1461).max() == pytest.approx(1e30)


class TestRates:
    """Distributions of rates, drawn by their inverse."""

    @pytest.mark.parametrize("ends", [("0.2", "0.3", "1"), ("0", "0", "1"), ("0", "1", "1"), ("0.5", "0.5", "0.5")])
    def test_triangle(self, ends):
        """The quantiles of a triangle, whatever its mode."""
        triangle = Triangle(**dict(zip(("low", "likely", "high"), ends, strict=True)))
        found = spread_out(triangle, np.array([float(share) for share in SHARES]))
        assert found == pytest.approx([float(rate_quantile(triangle, share)) for share in SHARES])

    def test_cases(self):
        """Each rate with its probability."""
        cases = Cases(points=(("0.2", "0.3"), ("0.5", 0), (1, "0.7")))
        found = spread_out(cases, Draws(1).uniforms("x", 0, ALL))
        assert set(found) == {0.2, 1.0}
        assert odds_close((found == 1.0).mean(), "0.7")

    def test_steps(self):
        """Periods that follow one another share no time step; a short one, or one in the past, has the one it is in."""
        assert steps_between(0, 64) == range(2)
        assert steps_between(64, 100) == range(2, 4)
        assert steps_between(65, 70) == range(2, 3)
        assert steps_between(-100, -5) == range(1)
