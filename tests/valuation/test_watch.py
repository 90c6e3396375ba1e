"""Price watch: which offers buy or cost more or less since a day, and which announced changes will do so.

Worked by hand on one allowance of 10,000 million tokens a year at a basis of 10: money is 100,000 a year. The price was
10 until 2026-10-01 and is 6 since: 100,000 / 6 = 16,666.67 million tokens; 10,000 million tokens cost 60,000.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from compkit.errors import InvalidValue
from compkit.market import Capacity, ExchangeRate, IndexValue, RateCard, TokenPrice
from compkit.money import Money
from compkit.pay import (
    Basket,
    BetterOfBoth,
    CapacitySlice,
    Collar,
    FixedMoney,
    FixedQuantity,
    Indexed,
    MoneyPer,
    PriceBasis,
    ShareOfBase,
    TokenAllowance,
    TokensPer,
)
from compkit.valuation import Valuation, value
from compkit.valuation.watch import PriceMove, PriceWatch, watch_prices
from tests.samples import INPUT_ONLY, TODAY, acme, assume, market, price_row, usd

SINCE, MOVED_ON = date(2026, 9, 1), date(2026, 10, 1)
BASIS = PriceBasis(per_mtok=usd(10), on=date(2026, 8, 1))
ONE = Basket.of("north/one", INPUT_ONLY)
MONEY = MoneyPer(money=usd(100_000), per="year")
TOKENS = TokensPer(mtok=10_000)


def history(*prices: object, model: str = "north/one", last: date | None = None, **changes: Any) -> list[TokenPrice]:
    """Rows of a model: a first price until the move, a second after it, a third announced for 1 March 2027."""
    days = [date(2020, 1, 1), MOVED_ON, date(2027, 3, 1)][: len(prices)]
    ends = [*days[1:], last]
    return [
        price_row(model, price, from_on=begin, until_on=end, **changes)
        for price, begin, end in zip(prices, days, ends, strict=True)
    ]


def valued(*rows: TokenPrice, facts: dict[str, Any] | None = None, **terms: Any) -> Valuation:
    """An offer with one allowance; fixed money on one model unless said otherwise."""
    parts: dict[str, Any] = {"amount": MONEY, "rule": FixedMoney(), "basket": ONE, **terms}
    package = acme(tokens=(TokenAllowance(**parts),), equity=())
    return value(package, market(*rows, **(facts or {})), assume())


def watched(*rows: TokenPrice, models: tuple[str, ...] = (), **changes: Any) -> PriceWatch:
    """The watch of one offer."""
    return watch_prices({"Acme": valued(*rows, **changes)}, since=SINCE, models=models, mix=INPUT_ONLY)


def moved(*rows: TokenPrice, models: tuple[str, ...] = (), **changes: Any) -> PriceMove:
    """Its only move."""
    (move,) = watched(*rows, models=models, **changes).moves
    return move


class TestRules:
    """What a price that falls from 10 to 6 does under each rule."""

    def test_fixed_money(self) -> None:
        """Buys 16,666.67 instead of 10,000 million, and costs the same."""
        move = moved(*history(10, 6))
        assert (move.offer, move.models, move.kind) == ("Acme", "north/one", "moved")
        assert (move.before.on, move.after.on) == (SINCE, TODAY)
        assert (move.before.per_mtok, move.after.per_mtok, move.price_rate) == (usd(10), usd(6), Decimal("-0.4"))
        assert move.before.mtok == 10_000
        assert round(move.after.mtok or 0, 2) == Decimal("16666.67")
        assert move.before.pays == move.after.pays == usd(100_000)
        assert move.pays_more == usd(0)

    def test_fixed_quantity(self) -> None:
        """Costs 60,000 instead of 100,000, for the same tokens."""
        move = moved(*history(10, 6), amount=TOKENS, rule=FixedQuantity())
        assert (move.before.pays, move.after.pays, move.pays_more) == (usd(100_000), usd(60_000), usd(-40_000))
        assert (move.before.mtok, move.after.mtok, move.mtok_more) == (10_000, 10_000, 0)

    def test_collar(self) -> None:
        """Of a fifth either way: costs 80,000, which at 6 come to 13,333.33 million."""
        rule = Collar(down_rate="0.2", up_rate="0.2")
        move = moved(*history(10, 6), amount=MONEY, rule=rule, basis=BASIS)
        assert (move.before.pays, move.after.pays) == (usd(100_000), usd(80_000))
        assert move.before.mtok == 10_000
        assert round(move.after.mtok or 0, 2) == Decimal("13333.33")

    def test_better_of_both(self) -> None:
        """Up by half, the quantity holds: 150,000; down, the money does."""
        terms: dict[str, Any] = {"amount": MONEY, "rule": BetterOfBoth(), "basis": BASIS}
        up, down = moved(*history(10, 15), **terms), moved(*history(10, 6), **terms)
        assert (up.after.pays, up.after.mtok) == (usd(150_000), 10_000)
        assert down.after.pays == usd(100_000)
        assert round(down.after.mtok or 0, 2) == Decimal("16666.67")

    def test_share_of_base(self) -> None:
        """Half of a base of 250,000 is 125,000: 12,500 and then 20,833.33 million."""
        move = moved(*history(10, 6), amount=ShareOfBase(rate="0.5"))
        assert move.after.pays == usd(125_000)
        assert move.before.mtok == 12_500
        assert round(move.after.mtok or 0, 2) == Decimal("20833.33")

    def test_capacity(self) -> None:
        """A thousandth of 5,000 million a month is 60 million a year: 600, then 360, whatever its owner's cost."""
        made = Capacity(name="north", mtok_a_month=5000, cost_per_mtok=usd(1), on=TODAY, source="test")
        terms: dict[str, Any] = {"amount": CapacitySlice(share="0.001", capacity="north"), "rule": FixedQuantity()}
        move = moved(*history(10, 6), facts={"capacities": (made,)}, **terms)
        assert (move.before.mtok, move.after.mtok) == (60, 60)
        assert (move.before.pays, move.after.pays) == (usd(600), usd(360))

    def test_index_alone(self) -> None:
        """Indexed money has moved with its index though the price has not: 110 over 100."""
        values = [IndexValue(index="CPI", value=v, on=on, source="test") for v, on in ((100, SINCE), (110, MOVED_ON))]
        rule = Indexed(index="CPI", base_on=SINCE)
        move = moved(*history(10), rule=rule, facts={"indices": tuple(values)})
        assert move.price_rate == 0
        assert (move.before.pays, move.after.pays) == (usd(100_000), usd(110_000))
        assert (move.before.mtok, move.after.mtok) == (10_000, 11_000)

    def test_free(self) -> None:
        """At a price of 0 money buys without limit, and from 0 no rate of change is told."""
        to_free, from_free = moved(*history(10, 0)), moved(*history(0, 10))
        assert (to_free.after.mtok, to_free.mtok_more, to_free.price_rate) == (None, None, -1)
        assert (from_free.before.mtok, from_free.mtok_more, from_free.price_rate) == (None, None, None)

    def test_other_currency(self) -> None:
        """Prices are told in the offer's currency: 10 euros at 1.1 are 11 dollars."""
        rate = ExchangeRate(base="EUR", quote="USD", rate="1.1", on=TODAY, source="test")
        move = moved(*history(10, 6, currency="EUR"), facts={"rates": (rate,)})
        assert (move.before.per_mtok, move.after.per_mtok) == (Money("11.0", "USD"), Money("6.6", "USD"))


class TestWhat:
    """What is looked at, and what is told of it."""

    def test_unmoved(self) -> None:
        """A new row with the same price is no move."""
        found = watched(*history(10, 10))
        assert (found.moves, found.unmoved, found.unknown) == ((), (("Acme", "north/one"),), ())
        assert (found.since, found.as_of) == (SINCE, TODAY)

    def test_announced(self) -> None:
        """A change that is announced is told against today, from its day on, and it is not applied before."""
        move = moved(*history(10, 10, 20))
        assert (move.kind, move.before.on, move.after.on) == ("announced", TODAY, date(2027, 3, 1))
        assert (move.before.mtok, move.after.mtok) == (10_000, 5_000)

    def test_moved_and_announced(self) -> None:
        """Both, in order: 10 to 6, then 6 to 20."""
        first, second = watched(*history(10, 6, 20)).moves
        assert (first.after.per_mtok, second.before.per_mtok, second.after.per_mtok) == (usd(6), usd(6), usd(20))

    def test_announced_the_same(self) -> None:
        """An announced row with the same price changes nothing."""
        assert [move.kind for move in watched(*history(10, 6, 6)).moves] == ["moved"]
        assert watched(*history(10, 10, 10)).unmoved == (("Acme", "north/one"),)

    def test_announced_after_the_horizon(self) -> None:
        """What begins after the offer's horizon is not told."""
        rows = [price_row(until_on=date(2040, 1, 1)), price_row(price=20, from_on=date(2040, 1, 1))]
        assert watched(*rows).unmoved == (("Acme", "north/one"),)

    def test_moves_that_an_error_follows(self) -> None:
        """An announced price that is not known leaves what moved before it told."""
        known = history(10, 6)[0], price_row(price=6, from_on=MOVED_ON, until_on=date(2027, 3, 1))
        later = price_row(card=RateCard(output=20), from_on=date(2027, 3, 1))
        found = watched(*known, later)
        assert [move.kind for move in found.moves] == ["moved"]
        assert found.unmoved == ()
        (words,) = found.unknown
        assert words.startswith("Acme, north/one: missing: price of fresh input of north/one")

    def test_retired(self) -> None:
        """A model that is sold no longer has no price today: it is told as not known, with its offer."""
        past = [price_row(until_on=date(2026, 11, 1)), *history(10, 6, model="south/two")]
        found = watched(*past, basket=None, models=("north/one", "south/two"))
        assert [move.models for move in found.moves] == ["south/two"]
        assert found.unmoved == ()
        (words,) = found.unknown
        assert words.startswith("Acme, north/one: missing: successor of north/one, which is sold until 2026-11-01")

    def test_unknown_on_the_day(self) -> None:
        """A model that had no price on the earlier day is told as not known, not as free."""
        (words,) = watched(price_row(from_on=MOVED_ON)).unknown
        assert words.startswith("Acme, north/one: no token price for model")
        assert "none in force on 2026-09-01" in words

    def test_money_that_names_no_model(self) -> None:
        """It is looked at at each model where it may be spent; without one it is told so."""
        rows = [*history(10, 6), *history(1, 2, model="south/two")]
        found = watched(*rows, basket=None, models=("north/one", "south/two"))
        assert [move.models for move in found.moves] == ["north/one", "south/two"]
        only = watched(*rows, basket=None, providers=("south",), models=("north/one", "south/two"))
        assert [move.models for move in only.moves] == ["south/two"]
        nothing = watched(*rows, basket=None, providers=("south",), models=("north/one",))
        assert nothing.unknown == (
            "Acme, AI token allowance: names no model: say at which of south to look, provider/model",
        )

    @pytest.mark.parametrize("since", [TODAY, date(2027, 1, 1)])
    def test_since_is_before(self, since: date) -> None:
        """The earlier day is before the day of valuation."""
        with pytest.raises(InvalidValue, match="must be before the day of valuation, 2026-11-20"):
            watch_prices({"Acme": valued(*history(10, 6))}, since=since)
