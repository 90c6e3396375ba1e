"""Curves of prices: straight, locked, and bent where a fallen list price takes a locked one's place."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from compkit.market import Contract, PriceBook
from compkit.pay import Basket, BasketPart
from compkit.valuation.simulation.curves import Curves

from ...samples import INPUT_ONLY, TODAY, card, price_row
from .cases import NORTH, north

LATER = date(2027, 6, 1)
MULTIPLES = np.array([0.0, 0.5, 1.0, 1.5, 3.0])


def curve(market, basket=NORTH, *, providers=("north",), stage="contract"):
    return Curves(market, providers).of(basket, LATER, stage, "USD")


def prices(found):
    """The curve's prices at the multiples, all providers alike."""
    return found.at(lambda name: MULTIPLES).tolist()


def contract(**says):
    """A contract with north."""
    return Contract(provider="north", on=TODAY, source="test", **says)


class TestCurves:
    """The price of a million tokens of north/one at 10, at 0, 0.5, 1, 1.5 and 3 times its list."""

    def test_list(self):
        """List prices follow the multiple."""
        assert prices(curve(north(), stage="list")) == [0, 5, 10, 15, 30]

    def test_discount(self):
        """A discount of 20 % follows it."""
        assert prices(curve(north(contracts=(contract(discount_rate="0.2"),)))) == [0, 4, 8, 12, 24]

    @pytest.mark.parametrize("says", [{"locked_on": TODAY}, {"model": "north/one", "card": card(7)}])
    def test_locked(self, says):
        """What a contract locks or states does not move: there is no curve; at list there is."""
        market = north(contracts=(contract(**says),))
        assert curve(market) is None
        assert curve(market, stage="list") is not None

    def test_ratchet(self):
        """A list price below the locked 10 takes its place: it bends at 1."""
        market = north(contracts=(contract(locked_on=TODAY, ratchet=True),))
        assert prices(curve(market)) == [0, 5, 10, 10, 10]

    def test_ratchet_of_another_day(self):
        """Locked at 10 on an earlier day, listed at 8 since: the bend is where the list is back at 10, at 1.25."""
        rows = (
            price_row(price=10, until_on=date(2026, 6, 1)),
            price_row(price=8, from_on=date(2026, 6, 1)),
        )
        market = north(book=PriceBook(rows), contracts=(contract(locked_on=date(2026, 1, 1), ratchet=True),))
        assert prices(curve(market)) == [0, 4, 8, 10, 10]

    def test_two_providers(self):
        """A basket of two at 10 and 20, half each: each part follows its own; one that is not named stands still."""
        parts = (BasketPart(model=model, share="0.5", mix=INPUT_ONLY) for model in ("north/one", "south/one"))
        market, basket = north(price_row(), price_row("south/one", 20)), Basket(tuple(parts))
        assert prices(curve(market, basket, providers=("north", "south"))) == [0, 7.5, 15, 22.5, 45]
        assert prices(curve(market, basket)) == [10, 12.5, 15, 17.5, 25]

    def test_nobody(self):
        """Where no provider of the basket moves there is no curve."""
        assert curve(north(), providers=("south",)) is None

    def test_in_another_currency(self):
        """A curve is in the currency asked for."""
        from compkit.market import ExchangeRate

        rate = ExchangeRate(base="EUR", quote="USD", rate=Decimal("1.25"), on=TODAY, source="test")
        found = Curves(north(rates=(rate,)), ("north",)).of(NORTH, LATER, "list", "EUR")
        assert prices(found) == [0, 4, 8, 12, 24]
