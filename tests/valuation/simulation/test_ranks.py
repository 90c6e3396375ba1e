"""Order statistics in bounded memory against numpy's."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, strategies as st

from compkit.errors import InvalidValue
from compkit.valuation.simulation.ranks import Ranks, rank_of

SHARES = [Decimal(share) for share in ("0.1", "0.25", "0.5", "0.75", "0.9")]


def found(values, *, kept, chunk):
    """The order statistics of rows of values that come in runs, and the passes it took."""
    ranks, passes = Ranks(len(values), values.shape[1], SHARES, kept=kept), 0
    while True:
        passes += 1
        for first in range(0, values.shape[1], chunk):
            ranks.add(values[:, first : first + chunk])
        if ranks.finish_pass():
            return ranks.found, passes


def expected(values):
    return np.quantile(values, [float(share) for share in SHARES], axis=1, method="inverted_cdf").T


@pytest.fixture(scope="module")
def awkward():
    """Series that are smooth, heavy-tailed, constant, of few values, sorted both ways, and with both zeros."""
    r, count = np.random.default_rng(1), 20_001
    return np.array(
        [
            r.normal(size=count),
            np.exp(5 * r.normal(size=count)),
            np.full(count, 3.5),
            r.integers(-2, 3, count).astype(float),
            np.sort(r.normal(size=count)),
            -np.sort(r.normal(size=count)),
            np.where(r.random(count) < 0.5, 0.0, -0.0),
            np.where(r.random(count) < 0.4, 0.0, r.random(count)),
        ]
    )


class TestRanks:
    """The least number that at least a share of all does not exceed."""

    @pytest.mark.parametrize("kept", [10**9, 8 * 2000, 8 * 50, 1])
    @pytest.mark.parametrize("chunk", [20_001, 4096, 999])
    def test_as_numpy(self, awkward, kept, chunk):
        """The same numbers as numpy finds with everything in memory, however little is kept."""
        assert np.array_equal(found(awkward, kept=kept, chunk=chunk)[0], expected(awkward))

    def test_passes(self, awkward):
        """What fits takes one pass; of what does not, random series take two."""
        assert found(awkward, kept=10**9, chunk=4096)[1] == 1
        assert found(awkward[:4], kept=4 * 4000, chunk=4096)[1] == 2

    @given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=40), st.integers(1, 7))
    def test_any(self, numbers, chunk):
        """Any numbers, tiny, huge and negative, kept or not."""
        values = np.array([numbers])
        ranks = [sorted(numbers)[rank_of(share, len(numbers))] for share in SHARES]
        for kept in (1, 5, 100):
            assert found(values, kept=kept, chunk=chunk)[0].tolist() == [ranks]

    def test_by_hand(self):
        """Of 1 to 10 one in ten is at or below 1, a quarter at or below 3 (2.5 rounded up), half at or below 5."""
        assert found(np.arange(10.0, 0, -1)[None], kept=100, chunk=3)[0].tolist() == [[1, 3, 5, 8, 9]]

    def test_refused(self):
        """A share of nothing has no number."""
        with pytest.raises(InvalidValue, match="above 0"):
            rank_of(Decimal(0), 10)
