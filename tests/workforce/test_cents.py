"""Cents: rows add up to the printed total, and none is off by a cent."""

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from compkit.errors import InvalidValue
from compkit.workforce.spending.cents import in_cents, share_cents

AMOUNTS = st.lists(st.fractions(-1000, 1000, max_denominator=7919), max_size=8)


class TestShareCents:
    """Largest remainder, with signs."""

    def test_by_hand(self):
        """1.005, 1.005 and -0.51 are 1.50: both halves compete for the one cent, and the earlier one has it."""
        parts = [Fraction("1.005"), Fraction("1.005"), Fraction("-0.51")]
        assert share_cents(parts, 150) == (101, 100, -51)

    @given(AMOUNTS)
    def test_add_up(self, amounts):
        """They add up to the rounded sum, less than a cent from exact, and whole cents stay."""
        total = in_cents(sum(amounts, Fraction(0)), "USD")
        parts = share_cents(amounts, total)
        assert sum(parts) == total
        assert all(abs(part - amount * 100) < 1 for part, amount in zip(parts, amounts, strict=True))

    @given(AMOUNTS, st.fractions(0, 1000, max_denominator=999))
    def test_difference_of_rounded(self, amounts, before):
        """The difference of two rounded sums can always be shared."""
        after = before + sum(amounts, Fraction(0))
        total = in_cents(after, "USD") - in_cents(before, "USD")
        assert sum(share_cents(amounts, total)) == total

    def test_no_other_total(self):
        """A total that is a cent off is refused."""
        with pytest.raises(InvalidValue, match="rounded to a cent"):
            share_cents([Fraction(1)], 101)
