"""Price-change rules: what a million tokens settles at."""

from decimal import Decimal

import pytest

from compkit.errors import InvalidValue
from compkit.pay import BetterOfBoth, Collar, FixedMoney, FixedQuantity, Indexed
from compkit.pay.rules import rule_name, rule_price

from ..samples import START

COLLAR = Collar(down_rate="0.2", up_rate="0.2")


@pytest.mark.parametrize(
    ("rule", "at_6", "at_9", "at_10", "at_15"),
    [
        (FixedMoney(), 10, 10, 10, 10),
        (FixedQuantity(), 6, 9, 10, 15),
        (COLLAR, 8, 9, 10, 12),
        (BetterOfBoth(), 10, 10, 10, 15),
    ],
)
def test_table(rule, at_6, at_9, at_10, at_15):
    """The table of the design at a basis of 10: 40 % down, a little down, unchanged, 50 % up."""
    found = [rule_price(rule, Decimal(price), Decimal(10)) for price in (6, 9, 10, 15)]
    assert found == [at_6, at_9, at_10, at_15]


def test_free_tokens():
    """At a price of 0 a collar still has its floor, a quantity costs nothing."""
    assert rule_price(COLLAR, Decimal(0), Decimal(10)) == 8
    assert rule_price(FixedQuantity(), Decimal(0), Decimal(10)) == 0
    assert rule_price(BetterOfBoth(), Decimal(0), Decimal(10)) == 10


def test_names():
    """Every rule has the words of offer files."""
    rules = (FixedMoney(), FixedQuantity(), COLLAR, BetterOfBoth(), Indexed(index="CPI", base_on=START))
    assert [rule_name(rule) for rule in rules] == [
        "fixed money",
        "fixed quantity",
        "collar",
        "better of both",
        "indexed",
    ]


@pytest.mark.parametrize(
    "fields", [{"down_rate": "1.1", "up_rate": 0}, {"down_rate": "-0.1", "up_rate": 0}, {"down_rate": 0, "up_rate": -1}]
)
def test_collar_bounds(fields):
    """A collar's floor lies between 0 and the basis, its cap at or above it."""
    with pytest.raises(InvalidValue):
        Collar(**fields)
