"""Random numbers: each has its own place, whatever else is drawn."""

import numpy as np
import pytest

from compkit.errors import InvalidValue
from compkit.valuation.simulation.draws import BLOCK, Draws, Paths, mixtures, normal_odds
from compkit.valuation.simulation.dynamics import Correlation

MANY = 400 * BLOCK
ALL = Paths(0, MANY)


def pair(first, second, rate):
    return Correlation(first=first, second=second, rate=rate)


class TestPlaces:
    """The same seed, name, node and path give the same number."""

    @pytest.mark.parametrize("kind", ["uniforms", "own_normals", "normals"])
    def test_runs_of_paths(self, kind):
        """A run of paths holds the numbers that those paths have in any other run."""
        draw = getattr(Draws(7, mixtures([pair("A", "B", "0.5")])), kind)
        whole = draw("B", 3, Paths(0, 10 * BLOCK))
        parts = [draw("B", 3, Paths(0, BLOCK)), draw("B", 3, Paths(BLOCK, 9 * BLOCK))]
        assert np.array_equal(whole, np.concatenate(parts))

    def test_others(self):
        """Another seed, name or node gives other numbers, uncorrelated with the first."""
        first = Draws(7).own_normals("A", 3, ALL)
        for other in (
            Draws(8).own_normals("A", 3, ALL),
            *(Draws(7).own_normals(*key, ALL) for key in (("B", 3), ("A", 4))),
        ):
            assert abs(np.corrcoef(first, other)[0, 1]) < 4.5 / np.sqrt(MANY)

    def test_uncorrelated_factors_stay(self):
        """A factor that no correlation names, and the first of those that are named, have the numbers they had."""
        mixed = Draws(7, mixtures([pair("B", "C", "0.5")]))
        for name in ("A", "B"):
            assert np.array_equal(mixed.normals(name, 0, ALL), Draws(7).normals(name, 0, ALL))
        assert not np.array_equal(mixed.normals("C", 0, ALL), Draws(7).normals("C", 0, ALL))


class TestDistributions:
    """Numbers are spread as they say."""

    def test_uniform(self):
        """Evenly: no part of 16 holds more than chance allows; mean 1/2, and never 0 or 1."""
        found = Draws(1).uniforms("A", 0, ALL)
        counts = np.bincount((found * 16).astype(int), minlength=16)
        expected, spread = MANY / 16, np.sqrt(MANY / 16 * 15 / 16)
        assert (abs(counts - expected) < 4.5 * spread).all()
        assert 0 < found.min() < found.max() < 1

    def test_normal(self):
        """Mean 0, variance 1 (its standard error is sqrt(2/n)), neighbours uncorrelated, a tenth below z(0.1)."""
        found = Draws(1).own_normals("A", 0, ALL)
        assert abs(found.mean()) < 4.5 / np.sqrt(MANY)
        assert abs(found.var() - 1) < 4.5 * np.sqrt(2 / MANY)
        assert abs(np.corrcoef(found[::2], found[1::2])[0, 1]) < 4.5 / np.sqrt(MANY / 2)
        assert abs((found <= -1.2815515655446004).mean() - 0.1) < 4.5 * np.sqrt(0.09 / MANY)

    def test_correlated(self):
        """Three factors at 0.5, -0.3 and 0.2 have these correlations; the standard error is (1 - r^2)/sqrt(n)."""
        wanted = {("A", "B"): 0.5, ("A", "C"): -0.3, ("B", "C"): 0.2}
        draws = Draws(3, mixtures(pair(*names, str(rate)) for names, rate in wanted.items()))
        found = {name: draws.normals(name, 0, ALL) for name in "ABC"}
        for (first, second), rate in wanted.items():
            assert abs(np.corrcoef(found[first], found[second])[0, 1] - rate) < 4.5 * (1 - rate**2) / np.sqrt(MANY)

    def test_once(self):
        """What is drawn once from several nodes is even, and as correlated as its nodes: here it is half of B's sum."""
        draws = Draws(3, mixtures([pair("A", "B", "0.5")]))
        once = draws.once("A", range(12), ALL)
        whole = sum(draws.normals("B", node, ALL) for node in range(12))
        assert abs(once.mean() - 0.5) < 4.5 * np.sqrt(1 / 12 / MANY)
        normal = np.interp(once, normal_odds(grid := np.linspace(-6, 6, 20_001)), grid)
        assert abs(np.corrcoef(normal, whole)[0, 1] - 0.5) < 4.5 * 0.75 / np.sqrt(MANY)


class TestRefused:
    """Correlations that no prices can have."""

    def test_impossible(self):
        """A with B and B with C nearly alike, A against C: the pair is named at which it fails."""
        rates = [pair("A", "B", "0.9"), pair("B", "C", "0.9"), pair("A", "C", "-0.9")]
        with pytest.raises(InvalidValue, match="B and C") as caught:
            mixtures(rates)
        assert "positive semi-definite" in str(caught.value)

    def test_contradiction(self):
        """A moves exactly with B; then C cannot move with one of them only."""
        with pytest.raises(InvalidValue, match="B and C"):
            mixtures([pair("A", "B", 1), pair("A", "C", "0.5"), pair("B", "C", "0.4")])

    def test_bounds(self):
        """1 and -1 are possible: the same numbers, or their opposites."""
        for rate in (1, -1):
            draws = Draws(3, mixtures([pair("A", "B", rate)]))
            assert np.allclose(draws.normals("B", 0, ALL), rate * draws.normals("A", 0, ALL))
