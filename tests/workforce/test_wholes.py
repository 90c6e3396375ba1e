"""Exact arithmetic of whole columns, beside Python's fractions."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, strategies as st

from compkit.errors import InvalidValue
from compkit.money import half_up
from compkit.workforce.audit.wholes import group_sums, quartiles, quotient, sums

LARGE = st.integers(-(10**17), 10**17)


class TestQuotient:
    """Products of any size, halves up."""

    @given(st.lists(st.tuples(LARGE, st.integers(0, 10**9), st.integers(10**9, 10**12)), min_size=1))
    def test_as_fractions(self, rows):
        """What Python's fractions give."""
        values, above, below = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
        whole = [half_up(Fraction(a * b, c)) for a, b, c in rows]
        assert quotient(values, above, below).tolist() == whole
        assert quotient(values, above, below, floor=True).tolist() == [a * b // c for a, b, c in rows]

    def test_edges(self):
        """By 0 it is 0; what does not fit is refused; of nothing it is nothing."""
        assert quotient(np.array([5]), 1, np.array([0])).tolist() == [0]
        assert quotient(np.array([], dtype=np.int64), 1, 2).tolist() == []
        with pytest.raises(InvalidValue, match="more than a column holds"):
            quotient(np.array([10**18]), 10, 1)


class TestSums:
    """By group, in any size."""

    @given(st.lists(st.tuples(st.integers(-(2**63), 2**63 - 1), st.integers(0, 2)), max_size=30))
    def test_as_python(self, rows):
        """What Python's sums give."""
        values, codes = (np.array([row[n] for row in rows], dtype=np.int64) for n in (0, 1))
        whole = [sum(value for value, code in rows if code == n) for n in range(3)]
        assert group_sums(values, codes, 3) == whole
        if all(abs(one) < 2**62 for one in whole):
            assert sums(values, codes, 3).tolist() == whole


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=20))
def test_quartiles(values):
    """As numpy's linear ones, to a half."""
    expected = np.percentile(np.array(values, dtype=np.float64), [25, 50, 75])
    assert np.abs(np.array(quartiles(np.array(values))) - expected).max() <= 0.51
