"""The bridge from plan to actual, in parts that add up: heads, use per head, models, price, discount, exchange rate.

Spend is a product, and the plan is turned into the actual one factor at a time, in a stated order:

    spend = heads * tokens per head * sum(share of each item * its list price * what is left of it) * exchange rate

Each part is what its own factor changes, with the factors before it as they came and those after it as planned. That
is how standard costing does it: quantity and mix are measured at planned prices, and the price part at the quantity
that was bought, so that what two factors moved together is in the later part. Another order gives other parts and the
same sum; this one leaves price, discount and exchange rate on the tokens that were used, as an invoice shows them.

Source: sales quantity variance = (actual volume at budgeted mix - budgeted volume) x budgeted price, mix variance =
(actual volume - actual volume at budgeted mix) x budgeted price (indiafreenotes.com/sales-mix-and-quantity-variances);
price effect = (actual price - budget price) x actual volume: as textbooks of cost accounting have them.

An item is a model, or one kind of a model's tokens. Where one side knows nothing of a factor, it takes the other's, so
that the factor moves nothing: the price of a model that was not planned, the mix of a plan that has no tokens.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import cached_property

from attrs import field, frozen

from ...checks import named
from ...errors import InvalidValue
from ...money import minor_units
from .cents import in_cents, share_cents

PARTS = ("headcount", "usage", "mix", "price", "discount", "exchange", "other")
"""Parts of a bridge, in the order in which factors are changed."""

PART_NAMES = {
    "headcount": "Headcount",
    "usage": "Usage per head",
    "mix": "Model mix",
    "price": "Price",
    "discount": "Discount",
    "exchange": "Exchange rate",
    "other": "Money without tokens",
}
"""As printed."""

_NONE = Fraction(0)


def _whole(instance: Item, attribute: object, value: Fraction) -> None:
    if instance.mtok < 0 or instance.at_list < 0:
        raise InvalidValue("Item", instance.name, "must not have negative tokens or list prices")
    if not instance.mtok and (instance.at_list or value):
        rule = "has money and no tokens"
        raise InvalidValue("Item", instance.name, rule, "count it as money without tokens")
    if value and not instance.at_list:
        raise InvalidValue("Item", instance.name, "is paid for and has no list price", "take what is paid as its list")


@frozen(kw_only=True)
class Item:
    """Tokens of one model, or of one kind of them.

    Attributes:
        name: What joins it with the other side's.
        mtok: Millions of tokens.
        at_list: What they cost at list prices, in the currency of prices.
        paid: What they cost after every discount.
    """

    name: str = field(validator=named)
    mtok: Fraction
    at_list: Fraction
    paid: Fraction = field(validator=_whole)


def _one_each(instance: Side, attribute: object, value: tuple[Item, ...]) -> None:
    seen: set[str] = set()
    for item in value:
        if item.name in seen:
            raise InvalidValue("Side.items", item.name, "stands twice", "add the two up")
        seen.add(item.name)


def _not_negative(instance: Side, attribute: object, value: Fraction) -> None:
    if value < 0:
        raise InvalidValue("Side.heads", value, "must not be negative")


def _above(instance: Side, attribute: object, value: Fraction) -> None:
    if value <= 0:
        raise InvalidValue("Side.rate", value, "must be above 0")


@frozen(kw_only=True)
class Side:
    """One side of a bridge: what was planned, or what came.

    Attributes:
        heads: People, by days employed; 0 where tokens are nobody's.
        items: Tokens, an item each.
        other: Money that states no tokens, in the currency of prices.
        rate: Units of the bridge's currency for one of the currency of prices.
    """

    heads: Fraction = field(default=_NONE, validator=_not_negative)
    items: tuple[Item, ...] = field(default=(), validator=_one_each)
    other: Fraction = _NONE
    rate: Fraction = field(default=Fraction(1), validator=_above)

    @cached_property
    def mtok(self) -> Fraction:
        """Millions of tokens of all items."""
        return sum((item.mtok for item in self.items), _NONE)

    @property
    def total(self) -> Fraction:
        """What it comes to, in the bridge's currency."""
        return (sum((item.paid for item in self.items), _NONE) + self.other) * self.rate


@frozen(kw_only=True)
class Bridge:
    """Parts that add up to actual less plan, unrounded.

    Attributes:
        plan: The plan's total.
        actual: The actual total.
        headcount: More or fewer heads, at planned use per head.
        usage: More or fewer tokens per head, in the planned mix at planned prices.
        mix: Other models, or other kinds of their tokens, at planned prices.
        price: Other list prices, on the tokens that were used, less the planned discount.
        discount: Another discount off the actual list prices.
        exchange: Another exchange rate, on all that was paid.
        other: More or less money that states no tokens, at the planned rate.
    """

    plan: Fraction = _NONE
    actual: Fraction = _NONE
    headcount: Fraction = _NONE
    usage: Fraction = _NONE
    mix: Fraction = _NONE
    price: Fraction = _NONE
    discount: Fraction = _NONE
    exchange: Fraction = _NONE
    other: Fraction = _NONE

    @property
    def parts(self) -> dict[str, Fraction]:
        """Parts by name, in order."""
        return {name: getattr(self, name) for name in PARTS}

    def cents(self, currency: str) -> dict[str, int]:
        """Plan, parts and actual in whole cents: plan and parts add up to actual; a part of 0 stays 0."""
        plan, actual = in_cents(self.plan, currency), in_cents(self.actual, currency)
        shared = share_cents(list(self.parts.values()), actual - plan, places=minor_units(currency))
        return {"plan": plan, **dict(zip(PARTS, shared, strict=True)), "actual": actual}


def bridge(plan: Side, actual: Side) -> Bridge:
    """What turns a plan into what came, factor by factor.

    Tokens of a side without heads are nobody's, such as those of agents: then heads of both sides count as one, and
    nothing is put down to headcount.

    Args:
        plan: As planned.
        actual: As it came.
    """
    came = {item.name: item for item in actual.items}
    mine = {item.name: item for item in plan.items}
    spent, at_planned = (sum((item.paid for item in side.items), _NONE) for side in (actual, plan))
    mixed = sum((_at_planned_price(item, mine.get(name)) for name, item in came.items()), _NONE)
    priced = sum((_less_planned_discount(item, mine.get(name)) for name, item in came.items()), _NONE)
    # Each step is the plan with one more factor as it came; a part is the difference of two steps.
    steps = [
        at_planned,
        _in_planned_mix(_at_heads(plan, actual), plan, actual, at_planned, mixed),
        _in_planned_mix(actual.mtok, plan, actual, at_planned, mixed),
        mixed,
        priced,
        spent,
    ]
    changes = [(later - earlier) * plan.rate for earlier, later in zip(steps, steps[1:], strict=False)]
    return Bridge(
        plan=plan.total,
        actual=actual.total,
        **dict(zip(PARTS, changes, strict=False)),
        exchange=(spent + actual.other) * (actual.rate - plan.rate),
        other=(actual.other - plan.other) * plan.rate,
    )


def _in_planned_mix(mtok: Fraction, plan: Side, actual: Side, at_planned: Fraction, mixed: Fraction) -> Fraction:
    """Tokens in the planned mix at planned prices; in the actual mix where none is planned."""
    if plan.mtok:
        return mtok / plan.mtok * at_planned
    return mtok / actual.mtok * mixed if actual.mtok else _NONE


def _at_planned_price(came: Item, planned: Item | None) -> Fraction:
    """What was used of an item at its planned price, less the planned discount; at its own where none is planned."""
    return came.mtok / planned.mtok * planned.paid if planned and planned.mtok else came.paid


def _less_planned_discount(came: Item, planned: Item | None) -> Fraction:
    """What was used of an item at its actual list price, less the planned discount; less its own where none is."""
    return came.at_list / planned.at_list * planned.paid if planned and planned.at_list else came.paid


def _at_heads(plan: Side, actual: Side) -> Fraction:
    """Tokens of the actual heads at the planned use per head."""
    if any(side.mtok and not side.heads for side in (plan, actual)):
        return plan.mtok
    if plan.heads:
        return plan.mtok / plan.heads * actual.heads
    return actual.mtok


def add_bridges(bridges: Iterable[Bridge]) -> Bridge:
    """Bridges added part by part, such as those of months and cost centres, each measured by itself."""
    sums = dict.fromkeys(("plan", "actual", *PARTS), _NONE)
    for one in bridges:
        for name in sums:
            sums[name] += getattr(one, name)
    return Bridge(**sums)
