"""Market: contracts over list, share prices, exchange rates, and what one unit of anything is worth."""

from datetime import date
from decimal import Context, Decimal, localcontext

import pytest

from compkit.errors import InvalidValue, MissingFact
from compkit.market import (
    Capacity,
    Contract,
    ExchangeRate,
    IndexValue,
    LongContextTier,
    Market,
    PriceBook,
    RateCard,
    SharePrice,
)
from compkit.money import Money
from compkit.pay import (
    Basket,
    BetterOfBoth,
    CapacityShare,
    Cash,
    Collar,
    FixedQuantity,
    Indexed,
    Options,
    Shares,
    TokenClaim,
    TokenMix,
    TokenMoney,
)

from ..samples import INPUT_ONLY, TODAY, card, market, price_row, usd

NORTH = Basket.of("north/one", INPUT_ONLY)
LATER = date(2027, 11, 20)
START = date(2026, 5, 1)


def contract(**fields):
    """A contract with the provider of north/one."""
    return Contract(**{"provider": "north", "on": TODAY, "source": "contract 7", **fields})


def paid(*contracts, basket=NORTH, on=TODAY, row=None):
    """What the employer pays for a million tokens under contracts; list is 10."""
    return market(row or price_row(), contracts=contracts).token_price(basket, on, stage="contract").amount


class TestContracts:
    """Stated contract price, discount on list, list: in this order."""

    def test_precedence(self):
        """A stated price of 7 wins over 20 % off the list of 10, that over the list."""
        discount = contract(discount_rate="0.2")
        stated = contract(model="north/one", card=RateCard(fresh_input=7, output=30))
        assert paid() == 10
        assert paid(discount) == 8
        assert paid(discount, stated) == paid(stated, discount) == 7

    def test_list_stays(self):
        """List and contract prices stand side by side."""
        both = market(price_row(), contracts=(contract(discount_rate="0.2"),))
        assert both.token_price(NORTH, TODAY) == usd(10)
        assert both.token_row("north/one", TODAY, "contract").source == "contract 7"

    def test_discount_covers_cache_and_tiers(self):
        """20 % off 1 for cache reads and off 30 for long contexts."""
        row = price_row(
            card=card(10, cache_read=1), tiers=(LongContextTier(above_tokens=200_000, card=card(30, cache_read=3)),)
        )
        cached = TokenMix(name="cached", fresh_input=0, cache_read=1, output=0)
        long = TokenMix(name="long", fresh_input=1, output=0, long_context_share=1)
        discount = contract(discount_rate="0.2")
        assert paid(discount, row=row, basket=Basket.of("north/one", cached)) == Decimal("0.8")
        assert paid(discount, row=row, basket=Basket.of("north/one", long)) == 24

    def test_discount_on_what_is_not_stated(self):
        """A discount covers the whole card unless a price is stated: output is stated, input 20 % off."""
        stated = contract(model="north/one", card=RateCard(output=30))
        assert paid(stated, contract(discount_rate="0.2")) == 8

    def test_other_models_and_providers(self):
        """A contract for one model does not price another, nor another provider's."""
        assert paid(contract(model="north/two", discount_rate="0.2")) == 10
        assert paid(contract(provider="south", discount_rate="0.2")) == 10

    @pytest.mark.parametrize(
        ("fields", "price"),
        [
            ({"until_on": TODAY}, 8),
            ({"until_on": date(2026, 11, 19)}, 10),
            ({"from_on": TODAY}, 8),
            ({"from_on": date(2026, 11, 21)}, 10),
        ],
    )
    def test_days(self, fields, price):
        """It holds from its first day to its last, both included."""
        assert paid(contract(discount_rate="0.2", **fields)) == price

    def test_ends_within_the_horizon(self):
        """After its last day tokens cost list again."""
        assert paid(contract(discount_rate="0.2", until_on=date(2027, 6, 30)), on=LATER) == 10

    @pytest.mark.parametrize(
        "fields",
        [
            {},
            {"discount_rate": "0.1", "model": "north/one", "card": card(1)},
            {"card": card(1)},
            {"discount_rate": "12"},
            {"discount_rate": "0.1", "model": "south/one"},
        ],
    )
    def test_refused(self, fields):
        """A discount or stated prices; 12 where 0.12 is meant; a model of another provider."""
        with pytest.raises(InvalidValue):
            contract(**fields)


class TestPricingDay:
    """Future dates use the price in force on `as_of`, unless announced prices are applied."""

    CHANGE = date(2027, 3, 1)
    ROWS = (
        price_row(until_on=CHANGE),
        price_row(price=20, from_on=CHANGE, announced=True),
    )

    def test_as_of(self):
        """An announced price is never applied unasked."""
        assert market(*self.ROWS).token_price(NORTH, LATER) == usd(10)
        assert market(*self.ROWS, announced=True).token_price(NORTH, LATER) == usd(20)

    def test_the_past_keeps_its_price(self):
        """A day before today has the price of its own day."""
        today = market(*self.ROWS, as_of=LATER)
        assert [today.token_price(NORTH, day).amount for day in (TODAY, LATER)] == [10, 20]


class TestShares:
    """Spot on `as_of`; growth only where stated."""

    def test_growth(self):
        """10 % a year on 125 is 137.50 after 365 days; the stated price stays."""
        fact = SharePrice(symbol="ACME", price=usd(125), on=TODAY, source="test", growth_rate="0.1")
        grown = market(shares=(fact,))
        assert grown.share_price("ACME", LATER) == usd("137.5")
        assert grown.share_price("ACME", LATER, stated=True) == usd(125)
        assert market().share_price("ACME", LATER) == usd(125)

    def test_missing(self):
        """A missing share price shows the lines to paste."""
        with pytest.raises(MissingFact, match="share price of XYZ") as caught:
            market().share_price("XYZ", TODAY)
        assert caught.value.paste.startswith("shares:\n  XYZ: {price: 0.00, on: 2026-11-20")

    def test_two_prices(self):
        """One share has one price."""
        fact = SharePrice(symbol="A", price=usd(1), on=TODAY, source="test")
        with pytest.raises(InvalidValue, match="two prices"):
            market(shares=(fact, fact))

    def test_worthless_is_a_price(self):
        """0 is a price, below it is not."""
        assert SharePrice(symbol="A", price=usd(0), on=TODAY, source="test").price == usd(0)
        with pytest.raises(InvalidValue, match="negative"):
            SharePrice(symbol="A", price=usd(-1), on=TODAY, source="test")


class TestExchangeRates:
    """A stated rate works both ways; none is guessed."""

    RATES = (ExchangeRate(base="EUR", quote="USD", rate="1.25", on=TODAY, source="ECB"),)

    def test_both_ways(self):
        """1 EUR is 1.25 USD, so 1 USD is 0.80 EUR."""
        both = market(rates=self.RATES)
        assert both.convert(Money(100, "EUR"), "USD") == usd(125)
        assert both.convert(usd(100), "EUR") == Money(80, "EUR")
        assert both.convert(usd(100), "USD") == usd(100)

    def test_the_direct_rate_first(self):
        """Where both directions are stated each is used as stated."""
        back = ExchangeRate(base="USD", quote="EUR", rate="0.79", on=TODAY, source="bank")
        both = market(rates=(*self.RATES, back))
        assert both.convert(usd(100), "EUR") == Money(79, "EUR")
        assert both.convert(Money(100, "EUR"), "USD") == usd(125)

    def test_missing(self):
        """A missing rate shows the lines to paste; no third currency is crossed."""
        with pytest.raises(MissingFact, match="exchange rate from GBP to USD") as caught:
            market(rates=self.RATES).convert(Money(1, "GBP"), "USD")
        assert "from: GBP, to: USD" in caught.value.paste

    @pytest.mark.parametrize("fields", [{"rate": 0}, {"rate": -1}, {"rate": 1.1}, {"base": "eur"}])
    def test_refused(self, fields):
        """A rate above 0 between known currencies."""
        with pytest.raises(InvalidValue):
            ExchangeRate(**{"base": "EUR", "quote": "USD", "rate": 1, "on": TODAY, "source": "x", **fields})


class TestUnitPrice:
    """The single place where a promise meets a price."""

    def _price(self, unit, **changes):
        """At a list price of 10 where nothing else is said."""
        return market(*changes.pop("rows", (price_row(),)), **changes).unit_price(unit, TODAY)

    @pytest.mark.parametrize("unit", [Cash("EUR"), TokenMoney("EUR")])
    def test_cash(self, unit):
        """Cash and token money are worth 1 of their currency, whatever tokens cost."""
        assert self._price(unit) == Money(1, "EUR")

    def test_shares(self):
        """A share is worth its price."""
        assert self._price(Shares("ACME")) == usd(125)

    @pytest.mark.parametrize(("strike", "value"), [("2.50", "122.50"), ("125", "0"), ("200", "0")])
    def test_options(self, strike, value):
        """Intrinsic value: the share less the strike, never below 0."""
        assert self._price(Options("ACME", strike, "USD", date(2040, 1, 1))) == usd(value)

    def test_strike_in_another_currency(self):
        """A strike of EUR 80 is USD 100 at 1.25: 25 of 125 are left."""
        unit = Options("ACME", 80, "EUR", date(2040, 1, 1))
        assert self._price(unit, rates=TestExchangeRates.RATES) == usd(25)
        with pytest.raises(MissingFact):
            self._price(unit)

    @pytest.mark.parametrize(("price", "worth"), [(6, 8), (10, 10), (15, 12)])
    def test_collar(self, price, worth):
        """A claim is worth f(p) under its rule: a collar of 20 % around 10."""
        claim = TokenClaim(NORTH, Collar(down_rate="0.2", up_rate="0.2"), 10, "USD")
        assert self._price(claim, rows=(price_row(price=price),)) == usd(worth)

    def test_stated_is_the_basis(self):
        """As promised, a claim is worth its basis; without one, the list price on `as_of`."""
        today = market(price_row(price=6), contracts=(contract(discount_rate="0.5"),))
        for rule in (FixedQuantity(), BetterOfBoth(), Collar(down_rate="0.2", up_rate="0.2")):
            assert today.unit_price(TokenClaim(NORTH, rule, 10, "USD"), LATER, stated=True) == usd(10)
        assert today.unit_price(TokenClaim(NORTH, FixedQuantity()), LATER, stated=True) == usd(6)

    def test_basis_in_another_currency(self):
        """A basis of EUR 10 against a list of USD 10, which is EUR 8: better of both is EUR 10."""
        claim = TokenClaim(NORTH, BetterOfBoth(), 10, "EUR")
        assert self._price(claim, rates=TestExchangeRates.RATES) == Money(10, "EUR")

    def test_indexed(self):
        """Money that follows an index from 300 to 309 is worth 1.03; promised at 1; later days use today's value."""
        values = [IndexValue(index="CPI", value=v, on=on, source="t") for v, on in ((300, START), (309, TODAY))]
        unit = TokenMoney("USD", Indexed(index="CPI", base_on=START))
        assert self._price(unit, indices=tuple(values)) == usd("1.03")
        today = market(price_row(), indices=tuple(values))
        assert today.unit_price(unit, LATER) == usd("1.03")
        assert today.unit_price(unit, START) == usd(1)
        assert today.unit_price(unit, LATER, stated=True) == usd(1)

    def test_index_without_values(self):
        """An index without values is a missing fact with the lines to paste, not a guess."""
        with pytest.raises(MissingFact, match="index CPI"):
            self._price(TokenMoney("USD", Indexed(index="CPI", base_on=TODAY)))

    def test_claim_has_no_index(self):
        """A claim on tokens cannot follow an index: money does."""
        with pytest.raises(InvalidValue, match="is of money"):
            TokenClaim(NORTH, Indexed(index="CPI", base_on=TODAY), 10, "USD")

    def test_share_month(self):
        """A thousandth of 5,000,000 M tokens a month at list 10 is 50,000; at its owner's cost of 0.08, 400."""
        made = Capacity(name="plant", mtok_a_month=5_000_000, cost_per_mtok=usd("0.08"), on=TODAY, source="t")
        today = market(price_row(), capacities=(made,))
        unit = CapacityShare("plant", NORTH)
        assert today.unit_price(unit, TODAY) == usd(50_000_000)
        assert today.unit_price(unit, TODAY, stage="contract") == usd(400_000)
        assert today.unit_price(unit, TODAY, stated=True) == usd(50_000_000)
        with pytest.raises(MissingFact, match="capacity plant"):
            market(price_row()).unit_price(unit, TODAY)

    def test_context_of_the_caller(self):
        """A unit is worth the same in any decimal context."""
        row = price_row(price="12.34567")
        today = market(row, rates=TestExchangeRates.RATES, contracts=(contract(discount_rate="0.1234567"),))
        units = (
            TokenClaim(NORTH, FixedQuantity()),
            TokenClaim(NORTH, Collar(down_rate="0.1234567", up_rate="0.1234567"), "10.12345", "USD"),
            Options("ACME", "2.34567", "EUR", date(2040, 1, 1)),
        )
        expected = [today.unit_price(unit, TODAY, stage="contract") for unit in units]
        with localcontext(Context(prec=3)):
            assert [today.unit_price(unit, TODAY, stage="contract") for unit in units] == expected


def test_book_is_needed():
    """A market without a price for a basket is an error, not zero."""
    with pytest.raises(MissingFact, match="north/one"):
        Market(as_of=TODAY, book=PriceBook(())).token_price(NORTH, TODAY)


def test_contract_card_is_in_dollars():
    """Stated prices are in US dollars, also where the list is in euros: 7 is not EUR 7."""
    stated = contract(model="north/one", card=RateCard(fresh_input=7, output=30))
    row = market(price_row(currency="EUR"), contracts=(stated,)).token_row("north/one", TODAY, "contract")
    assert (row.card.fresh_input, row.currency) == (7, "USD")
