"""Successors: what takes the place of a model that is sold no longer, and what that costs."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from compkit.errors import InvalidValue, MissingFact
from compkit.market import Market, PriceBook, Scenario, TokenPriceChange
from compkit.pay import (
    Basket,
    BasketPart,
    FixedMoney,
    FixedQuantity,
    MoneyPer,
    Package,
    PriceBasis,
    Successor,
    TokenAllowance,
    TokenClaim,
    TokensPer,
)
from compkit.valuation import value
from compkit.valuation.tokenline import token_year

from ..samples import INPUT_ONLY, TODAY, assume, price_row, rows, usd

START, JULY, END = date(2027, 1, 1), date(2027, 7, 1), date(2028, 1, 1)
OLD = Basket.of("north/one", INPUT_ONLY)
TWO = Successor(model="north/one", by="north/two", from_on=JULY, work_ratio="2.5")


def allowance(*successors: Successor, **terms: Any) -> TokenAllowance:
    """1,200 million tokens of north/one a year, released monthly, at a basis of 10."""
    parts: dict[str, Any] = {
        "amount": TokensPer(mtok=1200),
        "rule": FixedQuantity(),
        "basket": OLD,
        "basis": PriceBasis(per_mtok=usd(10), on=START),
    }
    return TokenAllowance(successors=successors, **{**parts, **terms})


def package(tokens: TokenAllowance) -> Package:
    """Nothing but the allowance."""
    return Package(start_on=START, currency="USD", tokens=(tokens,))


def world(*, retires_on: date | None = JULY, **changes: Any) -> Market:
    """north/one at 10 until it ends, north/two at 3 and north/three at 20."""
    book = PriceBook(
        (price_row("north/one", 10, until_on=retires_on), price_row("north/two", 3), price_row("north/three", 20))
    )
    return Market(as_of=TODAY, book=book, **changes)


def valued(tokens: TokenAllowance, market: Market) -> Any:
    """The first year of it, all of it used."""
    return value(package(tokens), market, assume(horizon_months=12))


class TestBeforeAndAfter:
    """A retired model is replaced on a day, at a stated ratio of work."""

    def test_cost(self) -> None:
        """Half a year of 100 M a month at 10 is 6,000; then 2.5 tokens of 3 for each are 7.50, 4,500."""
        found = valued(allowance(TWO), world())
        assert found.total("cost") == usd(10_500)
        prices = [line.cost_price for line in found.lines]
        assert prices == [Decimal(10)] * 6 + [Decimal("7.5")] * 6

    def test_face(self) -> None:
        """The face stays at the price basis: 1,200 M at 10, with and without a successor, before and after."""
        for tokens in (allowance(TWO), allowance()):
            assert valued(tokens, world(retires_on=None)).total("face") == usd(12_000)
        assert {line.face_price for line in valued(allowance(TWO), world()).lines} == {Decimal(10)}

    def test_units(self) -> None:
        """The release on the day itself is of the successor; the quantity promised stays 100 M a month."""
        found = rows(package(allowance(TWO)), END, "tokens")
        followed = Basket((BasketPart(model="north/two", mix=INPUT_ONLY, work_ratio="2.5"),))
        assert [row.quantity for row in found] == [100] * 12
        units = [row.unit for row in found]
        assert [isinstance(unit, TokenClaim) and unit.basket == followed for unit in units] == [False] * 6 + [True] * 6

    def test_in_arrears(self) -> None:
        """A release at the end of June is of the old model, at the end of July of the new one."""
        prices = [line.cost_price for line in valued(allowance(TWO, in_advance=False), world()).lines]
        assert prices == [Decimal(10)] * 6 + [Decimal("7.5")] * 6

    def test_money_buys(self) -> None:
        """12,000 of fixed money buys 100 M a month at 10, then 133.33 M of the promised work at 7.50."""
        tokens = allowance(TWO, amount=MoneyPer(money=usd(12_000)), rule=FixedMoney())
        found = valued(tokens, world())
        year = token_year(found, found.market, basket=None)
        assert (year.pays, round(year.mtok or 0, 4)) == (usd(12_000), Decimal("1400.0000"))

    def test_scenario(self) -> None:
        """A price change moves the successor's price as any other, and not the face."""
        moved = Scenario(name="up", moves=(TokenPriceChange(rate="1"),)).apply(world())
        assert valued(allowance(TWO), moved).total("cost") == usd(21_000)
        assert valued(allowance(TWO), moved).total("face") == usd(12_000)

    def test_without_basis(self) -> None:
        """Without a basis the face is the list price on `as_of` of what is promised then: 10, later 2.5 x 3."""
        faces = [line.face_price for line in valued(allowance(TWO, basis=None), world()).lines]
        assert faces == [Decimal(10)] * 6 + [Decimal("7.5")] * 6


class TestRetired:
    """Issue: "a model retired before the grant ends without a successor" is refused with the way out."""

    def test_without_a_successor(self) -> None:
        """The error names model, last day and release, and the lines to paste below the allowance."""
        with pytest.raises(MissingFact) as caught:
            valued(allowance(), world())
        assert caught.value.what == (
            "successor of north/one, which is sold until 2027-07-01, for a release on 2027-07-01"
        )
        assert "{model: north/one, by: provider/model, from: 2027-07-01, work_ratio: 1}" in caught.value.paste
        assert "add to the offer file:\nsuccessors:   # below the allowance\n  - {" in str(caught.value)

    def test_grant_ends_first(self) -> None:
        """A grant that ends on the last day of the model needs none."""
        assert valued(allowance(ends_on=date(2027, 6, 30)), world()).total("cost") == usd(6000)

    def test_too_late(self) -> None:
        """A successor a month late leaves a month without a model."""
        late = Successor(model="north/one", by="north/two", from_on=date(2027, 8, 1))
        with pytest.raises(MissingFact, match="successor of north/one"):
            valued(allowance(late), world())

    def test_successor_retired_too(self) -> None:
        """A successor that is itself sold no longer needs one too."""
        book = PriceBook(
            (price_row("north/one", 10, until_on=JULY), price_row("north/two", 3, until_on=date(2027, 9, 1)))
        )
        with pytest.raises(MissingFact, match="successor of north/two, which is sold until 2027-09-01"):
            valued(allowance(TWO), Market(as_of=TODAY, book=book))

    def test_money_is_money(self) -> None:
        """Fixed money costs what it is; only what it buys needs a model that is sold."""
        found = valued(allowance(amount=MoneyPer(money=usd(12_000)), rule=FixedMoney()), world())
        assert found.total("cost") == usd(12_000)
        with pytest.raises(MissingFact, match="successor of north/one"):
            token_year(found, found.market, basket=None)


class TestChains:
    """Successors of successors, and successors that are in the basket already."""

    def test_chain(self) -> None:
        """From October 0.5 of north/three for each of north/two: 2.5 x 0.5 x 20 is 25 a promised million."""
        three = Successor(model="north/two", by="north/three", from_on=date(2027, 10, 1), work_ratio="0.5")
        found = valued(allowance(TWO, three), world())
        assert [line.cost_price for line in found.lines] == [10] * 6 + [Decimal("7.5")] * 3 + [25] * 3

    def test_same_day(self) -> None:
        """Two changes on one day hold in their order: one, two, three."""
        three = Successor(model="north/two", by="north/three", from_on=JULY)
        assert allowance(TWO, three).basket_on(JULY) == Basket(
            (BasketPart(model="north/three", mix=INPUT_ONLY, work_ratio="2.5"),)
        )

    def test_already_in_the_basket(self) -> None:
        """At 1 for 1 the shares join; at another ratio the model stands twice, and the price is their sum."""
        parts = tuple(
            BasketPart(model=model, share=share, mix=INPUT_ONLY)
            for model, share in (("north/one", "0.6"), ("north/two", "0.4"))
        )
        one = Successor(model="north/one", by="north/two", from_on=JULY)
        assert allowance(one, basket=Basket(parts)).basket_on(JULY) == Basket.of("north/two", INPUT_ONLY)
        twice = allowance(TWO, basket=Basket(parts)).basket_on(JULY)
        assert twice is not None
        assert twice.label == "north/two (2.5 for 1) 60 %, north/two 40 %"
        assert world().token_price(twice, JULY) == usd("5.7")  # 0.6 x 2.5 x 3 + 0.4 x 3

    def test_other_mix(self) -> None:
        """Where its mix differs from that of the model already there, both stand."""
        parts = (BasketPart(model="north/one", share="0.6", mix=INPUT_ONLY), BasketPart(model="north/two", share="0.4"))
        one = Successor(model="north/one", by="north/two", from_on=JULY)
        found = allowance(one, basket=Basket(parts)).basket_on(JULY)
        assert found is not None
        assert [part.mix.name for part in found.parts] == ["input only", "agentic"]

    @pytest.mark.parametrize(
        ("successors", "words"),
        [
            (
                (Successor(model="north/two", by="north/one", from_on=JULY),),
                "not in the basket by 2027-07-01.*name a model of north/one",
            ),
            (
                (TWO, Successor(model="north/one", by="north/three", from_on=END)),
                "not in the basket by 2028-01-01.*name a model of north/two .2.5 for 1.",
            ),
            (
                (Successor(model="north/one", by="north/two", from_on=END), TWO),
                "must stand by rising day",
            ),
        ],
    )
    def test_refused(self, successors: tuple[Successor, ...], words: str) -> None:
        """Each follows a model that is in the basket by then, by rising day."""
        with pytest.raises(InvalidValue, match=words):
            allowance(*successors)

    @pytest.mark.parametrize("fields", [{"work_ratio": 0}, {"work_ratio": "-1"}, {"by": "two"}, {"model": "north/"}])
    def test_refused_itself(self, fields: dict[str, Any]) -> None:
        """Models have a provider, and a ratio is above 0."""
        with pytest.raises(InvalidValue):
            Successor(**{"model": "north/one", "by": "north/two", "from_on": JULY, **fields})
