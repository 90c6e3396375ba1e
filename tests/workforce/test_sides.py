"""Sides of a bridge: from use, and from planned rows."""

from datetime import date
from fractions import Fraction

import pytest

from compkit.errors import InvalidValue
from compkit.market import RateCard
from compkit.workforce.spending.actuals import PlanRow
from compkit.workforce.spending.bridge import PARTS, Item, Side
from compkit.workforce.spending.sides import ANY, Rates, actual_sides, bridges, planned_prices, planned_side
from tests.workforce.spendcases import YEAR, market, priced, spent, used

CELL = ("2027-01", "100")
HEADS = {CELL: Fraction(2), ("2027-01", "200"): Fraction(1)}


def planned(amount, **changes):
    """A planned row of January."""
    return PlanRow(**{"month": CELL[0], "cost_center": CELL[1], "amount": Fraction(amount), **changes})


class TestActualSides:
    """What came."""

    def test_billed(self):
        """3 M at 10, billed at 24: 30 at list, a fifth off; a subscription of 5 is money without tokens."""
        found = actual_sides(
            spent(used("2027-01-05", "E1", 3, billed=24), used("2027-01-05", "E2", 0, billed=5)), HEADS
        )
        assert found[CELL] == Side(
            heads=2,
            items=(Item(name="north/one fresh input", mtok=3, at_list=30, paid=24),),
            other=5,
        )
        assert found["2027-01", "200"] == Side(heads=1)

    def test_unknown_price(self):
        """Without a list price what is paid stands for it; kinds share it by tokens."""
        found = actual_sides(spent(used("2027-01-05", "E1", 3, model="x/y", output=10**6, billed=8)), HEADS)
        assert [(own.name, own.at_list, own.paid) for own in found[CELL].items] == [
            ("x/y fresh input", 6, 6),
            ("x/y output", 2, 2),
        ]

    def test_models(self):
        """Kinds as one: the price of a model is what its kinds come to."""
        one = market(priced(card=RateCard(fresh_input=1, output=5)))
        use = spent(used("2027-01-05", "E1", 3, output=10**6), prices=one)
        assert actual_sides(use, HEADS, kinds=False)[CELL].items == (Item(name="north/one", mtok=4, at_list=8, paid=8),)

    def test_adds_up(self):
        """All sides together are all that is counted."""
        use = spent(used("2027-01-05", "E1", 3, billed=24), used("2027-02-05", "X", 7, billed=Fraction("0.01")))
        assert sum(own.total for own in actual_sides(use, HEADS).values()) == use.total


class TestPlannedSide:
    """What was planned."""

    def test_money_in_the_mix_used(self):
        """60 planned, 3 M of one and 1 M of two used: at 10 and 20 a million, 50 would buy that; so 1.2 times it."""
        came = actual_sides(spent(used("2027-01-05", "E1", 3), used("2027-01-05", "E1", model="north/two")), HEADS)
        found = planned_side([planned(60)], came[CELL], heads=Fraction(2), prices={})
        assert [(own.name, own.mtok) for own in found.items] == [
            ("north/one fresh input", Fraction(18, 5)),
            ("north/two fresh input", Fraction(6, 5)),
        ]
        assert found.total == 60

    def test_nothing_used(self):
        """Without use no mix is known; the money stands as it is."""
        found = planned_side([planned(60)], Side(), heads=Fraction(2), prices={}, rate=Fraction(2))
        assert (found.items[0].name, found.items[0].paid, found.total) == (ANY, 30, 60)

    def test_models(self):
        """Stated models are items: 90 paid with a tenth off are 100 at list; stated heads hold."""
        row = planned(90, model="north/one", mtok=Fraction(10), people=Fraction(4), discount_rate=Fraction("0.1"))
        found = planned_side([row], Side(), heads=Fraction(2), prices={})
        assert (found.heads, found.items) == (4, (Item(name="north/one", mtok=10, at_list=100, paid=90),))

    def test_half_said(self):
        """All rows of a month name their model, or none does; and heads are one number."""
        with pytest.raises(InvalidValue, match="some rows name a model"):
            planned_side([planned(1), planned(1, model="a/b")], Side(), heads=Fraction(2), prices={})
        rows = [planned(1, people=Fraction(1)), planned(1, people=Fraction(2))]
        with pytest.raises(InvalidValue, match="differ by row"):
            planned_side(rows, Side(), heads=Fraction(2), prices={})


class TestBridges:
    """By cost centre."""

    def test_price_since_the_plan(self):
        """Planned 40 at 10 a million; 4 M were used, as planned, at 12: all of the 8 more is price."""
        prices = market(priced(until_on=date(2027, 1, 2)), priced(price="12", from_on=date(2027, 1, 2)))
        use = spent(used("2027-01-05", "E1", 4), prices=prices)
        found = bridges(
            ["2027-01"],
            plan=[planned(40), planned(7, month="2027-02")],
            actual=actual_sides(use, HEADS),
            heads=HEADS,
            prices=planned_prices(use, prices, YEAR),
        )
        assert {name: value for name, value in found["100"].parts.items() if value} == {"price": 8}
        assert (found["100"].plan, found["200"].plan, found["200"].actual) == (40, 0, 0)

    def test_exchange(self):
        """Planned at 0.9 euros a dollar, came at 1.0: a ninth of the plan is exchange."""
        use = spent(used("2027-01-05", "E1", 4))
        rates = Rates(planned=Fraction("0.9"), actual=Fraction(1))
        found = bridges(
            ["2027-01"], plan=[planned(36)], actual=actual_sides(use, HEADS), heads=HEADS, prices={}, rates=rates
        )["100"]
        assert {name: getattr(found, name) for name in PARTS if getattr(found, name)} == {"exchange": 4}

    def test_plan_without_use(self):
        """A cost centre that used nothing falls short by usage."""
        found = bridges(["2027-01"], plan=[planned(36)], actual={}, heads=HEADS, prices={})["100"]
        assert found.parts["usage"] == -36
