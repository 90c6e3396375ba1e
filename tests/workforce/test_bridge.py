"""The bridge: parts that add up to actual less plan, each nothing where its own factor stays."""

from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from compkit.errors import InvalidValue
from compkit.workforce.spending.bridge import PARTS, Bridge, Item, Side, add_bridges, bridge
from compkit.workforce.spending.cents import in_cents


def item(name, mtok, price, discount="0"):
    """Tokens at a list price, less a discount."""
    at_list = Fraction(mtok) * Fraction(price)
    return Item(name=name, mtok=Fraction(mtok), at_list=at_list, paid=at_list * (1 - Fraction(discount)))


def side(heads, *items, **changes):
    """One side."""
    return Side(heads=Fraction(heads), items=items, **changes)


numbers = st.fractions(0, 100, max_denominator=97)
some = st.fractions(Fraction(1, 9), 100, max_denominator=97)
discounts = st.fractions(-1, 1, max_denominator=97)


@st.composite
def sides(draw):
    """Any side: no people, no tokens, free models, money without tokens."""
    names = draw(st.lists(st.sampled_from("abcd"), unique=True, max_size=4))
    items = [item(name, draw(some), draw(numbers), draw(discounts)) for name in names]
    return side(draw(numbers), *items, other=draw(discounts) * 50, rate=draw(some))


class TestByHand:
    """Worked figures."""

    def test_every_factor(self):
        """10 heads plan 10 M each, half at 1 and half at 3; 12 heads use 15 M each, a third at 1.1, the rest at 3.3.

        Plan 100 M at 2 on average, less 10 %, at 1.0: 180. Headcount: 2 heads more, 20 M x 2 x 0.9 = 36. Usage: 60 M
        more, x 2 x 0.9 = 108. Mix: 180 M at (1 + 2 x 3) / 3 instead of 2: 180 x 1/3 x 0.9 = 54. Price: a tenth of
        420 x 0.9 = 37.8. Discount: 462 x (0.9 - 0.8) = -46.2. Exchange: 369.6 x 0.25 = 92.4. Money alone: 5 - 2 = 3 at
        the planned rate, and 5 x 0.25 = 1.25 of the exchange.
        """
        plan = side(10, item("a", 50, 1, "0.1"), item("b", 50, 3, "0.1"), other=Fraction(2))
        came = side(
            12, item("a", 60, "1.1", "0.2"), item("b", 120, "3.3", "0.2"), other=Fraction(5), rate=Fraction("1.25")
        )
        found = bridge(plan, came)
        assert found.parts == {
            "headcount": 36,
            "usage": 108,
            "mix": 54,
            "price": Fraction("37.8"),
            "discount": Fraction("-46.2"),
            "exchange": Fraction("93.65"),
            "other": 3,
        }
        assert (found.plan, found.actual) == (182, Fraction("468.25"))

    def test_new_model(self):
        """A model that was not planned comes in at its own price: all of it is mix, and nothing price."""
        found = bridge(side(1, item("a", 10, 1)), side(1, item("b", 10, 4)))
        assert (found.mix, found.price, found.usage) == (30, 0, 0)

    def test_people_who_were_not_planned(self):
        """A cost centre without a plan: what its people use is headcount."""
        found = bridge(Side(), side(3, item("a", 6, 5)))
        assert (found.headcount, found.actual) == (30, 30)

    def test_nobodys_tokens(self):
        """Tokens that nobody is known for are no matter of headcount."""
        found = bridge(side(5), side(0, item("a", 6, 5)))
        assert (found.headcount, found.usage) == (0, 30)

    def test_cents(self):
        """Three parts of a third of a cent: plan and printed parts give the printed actual."""
        third = Fraction(1, 300)
        found = Bridge(plan=third, actual=4 * third, headcount=third, mix=third, price=third).cents("USD")
        assert found["plan"] + sum(found[name] for name in PARTS) == found["actual"] == 1
        assert found["usage"] == 0


class TestLaws:
    """What holds for any two sides."""

    @given(sides(), sides())
    def test_adds_up(self, plan, came):
        """Parts add up to actual less plan, exactly and in printed cents."""
        found = bridge(plan, came)
        assert sum(found.parts.values()) == came.total - plan.total == found.actual - found.plan
        cents = found.cents("USD")
        assert cents["plan"] + sum(cents[name] for name in PARTS) == cents["actual"] == in_cents(came.total, "USD")

    @given(sides())
    def test_nothing_changes(self, plan):
        """The same on both sides is nothing in every part."""
        assert not any(bridge(plan, plan).parts.values())

    @given(sides(), some)
    def test_heads_alone(self, plan, times):
        """So many times the heads and the tokens, and nothing else: all is headcount, if there are heads."""
        items = [
            evolve(own, mtok=own.mtok * times, at_list=own.at_list * times, paid=own.paid * times) for own in plan.items
        ]
        found = bridge(plan, evolve(plan, heads=plan.heads * times, items=items))
        name = "headcount" if plan.heads else "usage"
        assert {part for part, value in found.parts.items() if value} <= {name}

    @given(sides(), some)
    def test_usage_alone(self, plan, times):
        """So many times the tokens, by as many heads: all is usage."""
        items = [
            evolve(own, mtok=own.mtok * times, at_list=own.at_list * times, paid=own.paid * times) for own in plan.items
        ]
        assert {part for part, value in bridge(plan, evolve(plan, items=items)).parts.items() if value} <= {"usage"}

    @given(sides(), some)
    def test_price_alone(self, plan, times):
        """Every list price times a factor, with the same discount: all is price."""
        items = [evolve(own, at_list=own.at_list * times, paid=own.paid * times) for own in plan.items]
        assert {part for part, value in bridge(plan, evolve(plan, items=items)).parts.items() if value} <= {"price"}

    @given(sides(), st.fractions(0, 1, max_denominator=97))
    def test_discount_alone(self, plan, kept):
        """Less paid for the same at list: all is discount."""
        items = [evolve(own, paid=own.at_list * kept) for own in plan.items]
        assert {part for part, value in bridge(plan, evolve(plan, items=items)).parts.items() if value} <= {"discount"}

    @given(sides(), some)
    def test_exchange_alone(self, plan, rate):
        """Another rate: all is exchange."""
        assert {part for part, value in bridge(plan, evolve(plan, rate=rate)).parts.items() if value} <= {"exchange"}

    @given(sides(), sides(), some)
    def test_another_unit_of_money(self, plan, came, times):
        """Prices in another unit of money, with rates to match, change no part: 1 dollar or 100 cents."""

        def said(one):
            items = [evolve(own, at_list=own.at_list * times, paid=own.paid * times) for own in one.items]
            return evolve(one, items=items, other=one.other * times, rate=one.rate / times)

        assert bridge(said(plan), said(came)) == bridge(plan, came)

    @given(sides(), sides(), sides(), sides())
    def test_bridges_add(self, plan, came, other_plan, other_came):
        """Cost centres add part by part."""
        both = add_bridges([bridge(plan, came), bridge(other_plan, other_came)])
        assert both.actual - both.plan == sum(both.parts.values())


class TestRefused:
    """What is no side."""

    def test_money_without_tokens(self):
        """An item has tokens."""
        with pytest.raises(InvalidValue, match="has money and no tokens"):
            Item(name="a", mtok=Fraction(0), at_list=Fraction(1), paid=Fraction(1))

    def test_twice(self):
        """An item stands once."""
        with pytest.raises(InvalidValue, match="stands twice"):
            side(1, item("a", 1, 1), item("a", 1, 1))

    def test_rate(self):
        """A rate is above 0."""
        with pytest.raises(InvalidValue, match="must be above 0"):
            Side(rate=Fraction(0))
