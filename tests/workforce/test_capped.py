"""Allowances between bounds: totals exact to the last part, whatever the size of the numbers."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, strategies as st

from compkit.errors import InvalidValue
from compkit.workforce.columns.capped import Bends, better, billionths, capped, collared

WHOLE = st.one_of(st.integers(0, 9), st.integers(0, 10**12), st.integers(0, 10**18))
TRIPLES = st.lists(st.tuples(WHOLE, WHOLE, WHOLE), max_size=30)
PRICES = st.lists(WHOLE, min_size=1, max_size=20)


def whole(numbers):
    """A column of whole numbers."""
    return np.array(numbers, dtype=np.int64)


def columns(rows):
    """Rows as three columns."""
    return (whole([row[n] for row in rows]) for n in range(3))


class TestCapped:
    """The lesser of a cap and what the quantity is worth."""

    @given(TRIPLES, PRICES, st.sampled_from([1, 10**13]))
    def test_brute_force(self, rows, prices, per):
        """Property: the sum of each person's lesser amount, in Python's integers."""
        quantities, caps, _ = columns(rows)
        prices = [*prices, *[cap * per // quantity for quantity, cap, _ in rows if quantity]]
        prices = [price for price in prices if price < 2**63]
        expected = [sum(min(cap * per, quantity * price) for quantity, cap, _ in rows) for price in prices]
        assert capped(quantities, caps, per=per).totals(whole(prices)).tolist() == expected

    def test_in_money(self):
        """A million tokens at 2.50 and 6 dollars, and 3 million capped at 10 dollars: 2.50 + 7.50, and 6 + 10."""
        bends = capped(whole([1_000_000, 3_000_000]), whole([1_000_000, 1_000]), per=10**13)
        totals = bends.totals(billionths(np.array([2.5, 6])))
        assert [Decimal(total).scaleb(-15) for total in totals] == [Decimal("10"), Decimal("16")]

    def test_refused(self):
        """Numbers below 0, and numbers that are not whole."""
        for quantities, caps, per in (([-1], [1], 1), ([1], [-1], 1), ([1], [1], 0)):
            with pytest.raises(InvalidValue):
                capped(whole(quantities), whole(caps), per=per)
        with pytest.raises(InvalidValue, match="whole"):
            capped(np.array([1.5]), whole([1]))
        with pytest.raises(InvalidValue, match="prices"):
            capped(whole([1]), whole([1])).totals(whole([-1]))


class TestCollared:
    """A price between two."""

    @given(TRIPLES, PRICES)
    def test_brute_force(self, rows, prices):
        """Property: the sum of each quantity at its own price between the two."""
        rows = [(quantity, *sorted(bounds)) for quantity, *bounds in rows]
        prices = [*prices, *[bound for row in rows for bound in row[1:]]]
        expected = [sum(quantity * min(max(price, low), high) for quantity, low, high in rows) for price in prices]
        assert collared(*columns(rows)).totals(whole(prices)).tolist() == expected

    def test_refused(self):
        """The lowest price is not above the highest."""
        with pytest.raises(InvalidValue, match="high"):
            collared(whole([1]), whole([3]), whole([2]))


class TestBetter:
    """The better of a basis and the price."""

    @given(TRIPLES, PRICES)
    def test_brute_force(self, rows, prices):
        """Property: the sum of each quantity at the better of both."""
        quantities, basis, _ = columns(rows)
        prices = [*prices, *basis.tolist()]
        expected = [sum(quantity * max(least, price) for quantity, least, _ in rows) for price in prices]
        assert better(quantities, basis).totals(whole(prices)).tolist() == expected


class TestBillionths:
    """Prices as whole numbers."""

    @pytest.mark.parametrize("price", [-1, np.nan, np.inf, 1e10])
    def test_refused(self, price):
        """A price is from 0 to nine billion."""
        with pytest.raises(InvalidValue, match="nine billion"):
            billionths(np.array([1, price]))


class TestBends:
    """One straight line more than bends."""

    def test_lines(self):
        """A line is missing."""
        with pytest.raises(InvalidValue, match="one more than bends"):
            Bends(whole([1]), whole([1]), whole([1, 2]))
