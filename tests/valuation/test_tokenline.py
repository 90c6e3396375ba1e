"""What a settled promise of tokens comes to at a price."""

from decimal import Decimal

import pytest

from compkit.valuation.tokenline import Settled

MONEY = Settled(paid=Decimal(100), mtok=None, price=None)
CLAIM = Settled(paid=Decimal(100), mtok=Decimal(50), price=Decimal(2))
CAPACITY = Settled(paid=Decimal(100), mtok=Decimal(50), price=None)


class TestSettled:
    """Money buys at any price; a quantity is itself where it settles at that price; a capacity always is."""

    @pytest.mark.parametrize(
        ("promise", "price", "expected"),
        [
            (MONEY, 4, 25),
            (MONEY, 0, None),
            (CLAIM, 2, 50),
            (CLAIM, 4, 25),
            (CLAIM, 0, None),
            (CAPACITY, 4, 50),
            (CAPACITY, 0, 50),
        ],
    )
    def test_comes_to(self, promise: Settled, price: int, expected: int | None) -> None:
        """100 of money is 25 million tokens at 4; free tokens are without limit, except those of a capacity."""
        assert promise.comes_to(Decimal(price)) == expected

    @pytest.mark.parametrize("promise", [MONEY, CLAIM, CAPACITY])
    def test_buys(self, promise: Settled) -> None:
        """At another model the money counts, whatever was promised."""
        assert promise.buys(Decimal(4)) == 25
