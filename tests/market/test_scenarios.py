"""Scenarios: a market turned into another market, with a name. The facts, and with them every face, stay."""

from datetime import date
from decimal import Decimal

import pytest

from compkit.errors import InvalidValue, UnknownModel
from compkit.market import (
    Contract,
    LongContextTier,
    Scenario,
    ShareMove,
    TokenPriceChange,
    TokenPriceDrift,
    TokenPriceLevel,
    UseModel,
)
from compkit.market.scenarios import with_stated
from compkit.pay import AGENTIC, Basket, TokenMix

from ..samples import INPUT_ONLY, TODAY, card, market, price_row, usd

NORTH = Basket.of("north/one", INPUT_ONLY)
LATER = date(2027, 11, 20)


def price(*moves, on=TODAY, basket=NORTH, stage="list", **facts):
    """A million tokens under moves; list is 10 at north and 20 at south."""
    rows = facts.pop("rows", (price_row(), price_row("south/one", 20)))
    moved = Scenario(name="what if", moves=moves).apply(market(*rows, **facts))
    return moved.token_price(basket, on, stage=stage).amount


class TestTokenMoves:
    """Another model, prices up or down on a date, drift a year, one price for all."""

    @pytest.mark.parametrize(("rate", "expected"), [("0.30", 13), ("-0.40", 6), ("-1", 0)])
    def test_change(self, rate, expected):
        """10 up 30 % is 13, down 40 % is 6; to nothing is a price too."""
        assert price(TokenPriceChange(rate=rate)) == expected

    def test_change_on_a_date(self):
        """It counts from its day on."""
        change = TokenPriceChange(rate="0.3", from_on=LATER)
        assert [price(change, on=day) for day in (TODAY, date(2027, 11, 19), LATER)] == [10, 10, 13]

    def test_change_of_one_provider(self):
        """Only that provider's prices move."""
        change = TokenPriceChange(rate="0.3", provider="south")
        assert price(change) == 10
        assert price(change, basket=Basket.of("south/one", INPUT_ONLY)) == 26

    def test_change_moves_contract_prices(self):
        """What the employer pays moves too: 20 % off 10, up 30 %, is 10.4."""
        contract = Contract(provider="north", discount_rate="0.2", on=TODAY, source="test")
        assert price(TokenPriceChange(rate="0.3"), stage="contract", contracts=(contract,)) == Decimal("10.4")

    def test_changes_follow_one_another(self):
        """Up 30 % and down 40 % is 10 x 1.3 x 0.6 = 7.8."""
        assert price(TokenPriceChange(rate="0.3"), TokenPriceChange(rate="-0.4")) == Decimal("7.8")

    def test_drift(self):
        """25 % down a year: 10 today, 7.5 after 365 days, 5.625 after 730."""
        drift = TokenPriceDrift(rate="-0.25")
        assert [price(drift, on=day) for day in (TODAY, LATER, date(2028, 11, 19))] == [
            10,
            Decimal("7.5"),
            Decimal("5.625"),
        ]

    def test_another_model(self):
        """The same tokens and mix on another model; an unknown one is an error."""
        assert price(UseModel(model="south/one")) == 20
        with pytest.raises(UnknownModel, match="nearest: south/one"):
            price(UseModel(model="south/on"))

    @pytest.mark.parametrize("level", [150, 0])
    def test_one_price(self, level):
        """A premium tier at 150 per million and a free tier at 0, for every kind, batch and long context."""
        tier = LongContextTier(above_tokens=200_000, card=card(99))
        mix = TokenMix(name="all", fresh_input="0.5", cache_read="0.5", output=0, batch_share=1, long_context_share=1)
        for basket in (Basket.of("north/one", mix), Basket.of("north/one", AGENTIC)):
            assert price(TokenPriceLevel(per_mtok=level), basket=basket, rows=(price_row(tiers=(tier,)),)) == level

    @pytest.mark.parametrize(
        "build",
        [
            lambda: TokenPriceChange(rate="-1.1"),
            lambda: TokenPriceChange(rate=0.3),
            lambda: TokenPriceDrift(rate=-1),
            lambda: TokenPriceLevel(per_mtok=-1),
            lambda: UseModel(model=" "),
            lambda: Scenario(name=""),
        ],
    )
    def test_refused(self, build):
        """Prices do not fall below nothing; names are not blank."""
        with pytest.raises(InvalidValue):
            build()


class TestShareMoves:
    """A share price at another level, or growing at another rate."""

    @pytest.mark.parametrize(
        ("move", "expected"),
        [
            (ShareMove(rate="-0.5"), "62.5"),
            (ShareMove(symbol="ACME", price=50), "50"),
            (ShareMove(growth_rate="0.1"), "137.5"),
            (ShareMove(symbol="GLBX", rate="-0.5"), "125"),
        ],
    )
    def test_moves(self, move, expected):
        """125 halved, at 50, growing at 10 % for a year, and when only another share moves."""
        moved = Scenario(name="what if", moves=(move,)).apply(market())
        assert moved.share_price("ACME", LATER) == usd(expected)
        assert moved.share_price("ACME", LATER, stated=True) == usd(125)

    @pytest.mark.parametrize(
        "fields", [{}, {"rate": "0.1", "growth_rate": "0.1"}, {"price": 5}, {"rate": "-1.1"}, {"growth_rate": "-2"}]
    )
    def test_refused(self, fields):
        """One of a rate, a price and a growth rate; a price needs its symbol."""
        with pytest.raises(InvalidValue):
            ShareMove(**fields)


class TestScenario:
    """It turns a market into another market and has a name."""

    def test_names_the_market(self):
        """The market carries the scenario's name; the first one stays as it was."""
        before = market()
        after = Scenario(name="up 30 %", moves=(TokenPriceChange(rate="0.3"),)).apply(before)
        assert (before.name, after.name) == ("as stated", "up 30 %")
        assert before.moves == () and (after.book, after.shares) == (before.book, before.shares)

    def test_one_on_another(self):
        """A scenario on a scenario moves what the first has moved."""
        up = Scenario(name="up", moves=(TokenPriceChange(rate="0.3"),))
        twice = up.apply(up.apply(market(price_row())))
        assert twice.token_price(NORTH, TODAY) == usd("16.9")

    @pytest.mark.parametrize(
        ("said", "had", "applied"), [(None, True, True), (None, False, False), (True, False, True)]
    )
    def test_announced(self, said, had, applied):
        """Announced prices apply if the scenario says so, or as the market has it."""
        assert Scenario(name="x", announced=said).apply(market(announced=had)).announced is applied

    def test_stated_prices_stay(self):
        """No move touches the price at which a promise was stated."""
        moves = (TokenPriceChange(rate=1), TokenPriceLevel(per_mtok=150), UseModel(model="south/one"))
        moved = Scenario(name="x", moves=moves).apply(market(price_row()))
        assert moved.token_price(NORTH, TODAY, stated=True) == usd(10)

    def test_stated_market_goes_first(self):
        """The market as stated stands before the what-ifs, unless one of them changes nothing; then order stays."""
        up, flat = Scenario(name="up", moves=(TokenPriceChange(rate="0.30"),)), Scenario(name="flat")
        assert with_stated([up], market()) == (Scenario(name=market().name), up)
        assert with_stated([up, flat], market()) == (up, flat)
