"""Exact division of whole columns: what Python's fractions give, whatever the size of the numbers."""

from fractions import Fraction
from math import floor

import numpy as np
import pytest
from hypothesis import given, strategies as st

from compkit.workforce.columns.rational import Ratios, down, times, times_both

SIZES = st.sampled_from([10, 10**6, 10**12, 2**62])
WHOLE = SIZES.flatmap(lambda most: st.integers(-most, most))
BELOW = SIZES.flatmap(lambda most: st.integers(1, most))
SMALL = st.fractions(-20, 20, max_denominator=10**6)


class TestTimes:
    """Amounts times fractions, to whole units."""

    @given(st.lists(st.tuples(WHOLE, WHOLE, BELOW), min_size=1, max_size=9))
    def test_as_fractions(self, rows):
        """Property: the floor, and halves up; sums that 64 bits do not hold are left out."""
        rows = [row for row in rows if abs(row[0] * row[1] // row[2]) < 2**62]
        amounts, above, below = (np.array([row[n] for row in rows], dtype=np.int64) for n in range(3))
        exact = [Fraction(amount * a, b) for amount, a, b in rows]
        assert down(amounts, Ratios(above, below)).tolist() == [floor(one) for one in exact]
        assert times(amounts, Ratios(above, below)).tolist() == [floor(one + Fraction(1, 2)) for one in exact]


class TestTimesBoth:
    """Two amounts times fractions of their own, added up and rounded once."""

    @given(st.lists(st.tuples(WHOLE, WHOLE, BELOW, WHOLE, WHOLE, BELOW), min_size=1, max_size=9))
    def test_as_fractions(self, rows):
        """Property: halves of the exact sum go up, whatever the size; sums that 64 bits do not hold are left out."""
        exact = [Fraction(a * p, q) + Fraction(b * r, s) for a, p, q, b, r, s in rows]
        rows = [row for row, sum_ in zip(rows, exact, strict=True) if abs(sum_) < 2**62]
        amounts, above, below, more, other, under = (
            np.array([row[n] for row in rows], dtype=np.int64) for n in range(6)
        )
        found = times_both(amounts, Ratios(above, below), more, Ratios(other, under))
        assert found.tolist() == [floor(sum_ + Fraction(1, 2)) for sum_ in exact if abs(sum_) < 2**62]

    def test_halves(self):
        """1/6 + 1/3 is a half, which goes up; -1/6 - 1/3 is one too; 5/6 + 2/3 is one and a half."""
        amounts, more = np.array([1, -1, 5]), np.array([1, -1, 2])
        sixths, thirds = Ratios.of([Fraction(1, 6)] * 3), Ratios.of([Fraction(1, 3)] * 3)
        assert times_both(amounts, sixths, more, thirds).tolist() == [1, 0, 2]


class TestSums:
    """Fractions added up."""

    @given(st.lists(st.tuples(SMALL, SMALL), min_size=1, max_size=9))
    def test_as_fractions(self, rows):
        """Property: the sums that Python's fractions give."""
        left, right = (Ratios.of([row[n] for row in rows]) for n in (0, 1))
        found = left + right
        pairs = zip(found.above.tolist(), found.below.tolist(), strict=True)
        assert [Fraction(*pair) for pair in pairs] == [sum(row) for row in rows]

    def test_large_numbers(self):
        """Denominators whose product needs more than 64 bits, but not their least common multiple."""
        many = Ratios.of([Fraction(1, 10**17)]) + Ratios.of([Fraction(3, 5 * 10**16)])
        assert (many.above.tolist(), many.below.tolist()) == ([7], [10**17])

    def test_too_large(self):
        """A sum that 64 bits do not hold is refused."""
        with pytest.raises(OverflowError):
            Ratios.of([Fraction(1, 2**61)]) + Ratios.of([Fraction(1, 3**39)])
