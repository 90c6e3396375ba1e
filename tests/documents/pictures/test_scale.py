"""Axes: round steps around every amount."""

from decimal import Decimal

from hypothesis import given, strategies as st

from compkit.documents.pictures.scale import around, from_zero

AMOUNTS = st.lists(st.decimals("-1e12", "1e12", places=2), min_size=1, max_size=9)


class TestScale:
    """An axis holds every amount between two of its ticks."""

    @given(AMOUNTS)
    def test_holds_all(self, amounts):
        """Every amount lies on it, and so does zero where it is asked for."""
        for scale, held in ((around(amounts), amounts), (from_zero(amounts), [*amounts, Decimal(0)])):
            assert all(scale.low <= amount <= scale.high for amount in held)
            assert (scale.ticks[0], scale.ticks[-1]) == (scale.low, scale.high)
            assert len(scale.ticks) <= 9

    def test_round(self):
        """584,900 in five steps: 200,000 is the least round step that is enough."""
        assert from_zero([Decimal(584_900)]).ticks == (0, 200_000, 400_000, 600_000)

    def test_nothing(self):
        """Where all is 0 there is an axis still."""
        assert from_zero([Decimal(0)]).high == 1
