"""Token prices: dated rows, baskets at base rates, and what money buys. Unknown is never zero."""

from datetime import date
from decimal import Context, Decimal, localcontext

import pytest
from hypothesis import given, strategies as st

from compkit import testing
from compkit.errors import CurrencyMismatch, InvalidValue, MissingFact, UnknownModel
from compkit.market import KINDS, LongContextTier, PriceBook, RateCard, basket_price, tokens_bought
from compkit.money import Money
from compkit.pay import AGENTIC, Basket, BasketPart, TokenMix

from ..samples import INPUT_ONLY, TODAY, card, price_row, sol, usd

NORTH = Basket.of("north/one", INPUT_ONLY)


def mixed(**shares):
    """A basket of one model, input only, some of it in batches or long contexts."""
    return Basket.of("north/one", TokenMix(name="mixed", fresh_input=1, output=0, **shares))


class TestRows:
    """Dated half-open intervals; a model's rows never overlap."""

    def test_half_open(self):
        """A row ends the day before the next begins."""
        change = date(2026, 12, 1)
        book = PriceBook((price_row(until_on=change), price_row(price=20, from_on=change)))
        assert book.price("north/one", date(2026, 11, 30)).card.fresh_input == 10
        assert book.price("north/one", change).card.fresh_input == 20

    @pytest.mark.parametrize("until_on", [None, date(2026, 12, 2)])
    def test_overlap(self, until_on):
        """Two prices for one day are refused, in whatever order they come."""
        rows = (price_row(price=20, from_on=date(2026, 12, 1)), price_row(until_on=until_on))
        with pytest.raises(InvalidValue, match="two rows overlap: from 2020-01-01 and from 2026-12-01"):
            PriceBook(rows)

    def test_touching_is_no_overlap(self):
        """One may end on the day the next begins, and rows of two models do not meet."""
        PriceBook((price_row(until_on=TODAY), price_row(from_on=TODAY), price_row("south/one")))

    @pytest.mark.parametrize("until_on", [date(2020, 1, 1), date(2019, 1, 1)])
    def test_ends_after_it_begins(self, until_on):
        """A row of no day is refused."""
        with pytest.raises(InvalidValue, match="must end after it begins"):
            price_row(until_on=until_on)

    def test_day_without_a_price(self):
        """A day before the first row has no price; the message says which days have."""
        with pytest.raises(UnknownModel, match="none in force on 2019-12-31; its rows run 2020-01-01 to open"):
            PriceBook((price_row(),)).price("north/one", date(2019, 12, 31))

    def test_unknown_model_lists_the_nearest(self):
        """The same model elsewhere first, then by likeness; nothing is matched for the user."""
        book = PriceBook([price_row(model) for model in ("aws/gpt-6-sol", "openai/gpt-6-sol-mini", "zed/other")])
        with pytest.raises(UnknownModel) as caught:
            book.price("openai/gpt-6-sol", TODAY)
        assert caught.value.near[:2] == ("aws/gpt-6-sol", "openai/gpt-6-sol-mini")
        assert "nearest: aws/gpt-6-sol" in str(caught.value)

    @pytest.mark.parametrize("price", ["-0.01", 0.5, "NaN"])
    def test_prices_are_numbers(self, price):
        """Negative prices, floats and NaN are refused."""
        with pytest.raises(InvalidValue):
            RateCard(fresh_input=price)

    def test_merged(self):
        """Where both books know a model, the other's rows stand alone."""
        both = PriceBook((price_row(), price_row("south/one"))).merged(PriceBook((price_row(price=1),)))
        assert [both.price(model, TODAY).card.fresh_input for model in both.models] == [1, 10]

    def test_announced(self):
        """Rows that begin after a day and before another."""
        change = date(2027, 3, 1)
        book = PriceBook((price_row(until_on=change), price_row(price=20, from_on=change, announced=True)))
        assert [row.from_on for row in book.announced("north/one", TODAY, date(2028, 1, 1))] == [change]
        assert book.announced("north/one", TODAY, change) == ()


class TestBasketPrice:
    """``sum(share of model * sum(share of kind * price of kind))``, unrounded."""

    def test_agentic(self):
        """0.16 x 2 + 0.834 x 0.2 + 0.006 x 10 = 0.32 + 0.1668 + 0.06 = 0.5468."""
        assert basket_price(Basket.of("openai/gpt-6-sol"), PriceBook((sol(),)), TODAY) == usd("0.5468")

    def test_two_models(self):
        """60 % at 10 and 40 % at 20 are 14."""
        parts = (
            BasketPart(model="north/one", share="0.6", mix=INPUT_ONLY),
            BasketPart(model="south/one", share="0.4", mix=INPUT_ONLY),
        )
        book = PriceBook((price_row(), price_row("south/one", 20)))
        assert basket_price(Basket(parts), book, TODAY) == usd(14)

    def test_unknown_kind_is_refused(self):
        """A kind that the mix uses and the row does not know is an error that names it, never zero."""
        book = PriceBook((price_row(),))
        with pytest.raises(MissingFact, match="cache read of north/one") as caught:
            basket_price(Basket.of("north/one", AGENTIC), book, TODAY)
        assert "--prices" in caught.value.paste

    def test_unused_kind_may_be_unknown(self):
        """What the mix does not use may stay unknown, and 0 is a price."""
        assert basket_price(NORTH, PriceBook((price_row(),)), TODAY) == usd(10)
        assert basket_price(NORTH, PriceBook((price_row(price=0),)), TODAY) == usd(0)

    @pytest.mark.parametrize(("share", "price"), [("0", 10), ("0.25", 15), ("1", 30)])
    def test_long_context_is_linear(self, share, price):
        """Base 10 and 30 above the bound: a quarter of it is 15; nothing jumps at a bound."""
        tier = LongContextTier(above_tokens=200_000, card=card(30))
        book = PriceBook((price_row(tiers=(tier,)),))
        assert basket_price(mixed(long_context_share=share), book, TODAY) == usd(price)

    def test_base_rates_alone(self):
        """Tiers never enter a budget unasked."""
        tier = LongContextTier(above_tokens=1, card=card(1000))
        assert basket_price(NORTH, PriceBook((price_row(tiers=(tier,)),)), TODAY) == usd(10)

    def test_without_a_tier(self):
        """A model without long-context prices costs the same in a long context."""
        assert basket_price(mixed(long_context_share="0.5"), PriceBook((price_row(),)), TODAY) == usd(10)

    @pytest.mark.parametrize(("share", "price"), [("0", 10), ("0.5", "7.5"), ("1", 5)])
    def test_batch_is_linear(self, share, price):
        """Base 10 and 5 in batches: half of it is 7.5."""
        book = PriceBook((price_row(batch=card(5)),))
        assert basket_price(mixed(batch_share=share), book, TODAY) == usd(price)

    def test_unknown_batch_price(self):
        """A batch share without a batch price is an error."""
        with pytest.raises(MissingFact, match="batch price of north/one"):
            basket_price(mixed(batch_share="0.5"), PriceBook((price_row(),)), TODAY)

    def test_currencies_do_not_mix(self):
        """Two rows in two currencies have no common price."""
        parts = tuple(BasketPart(model=model, share="0.5", mix=INPUT_ONLY) for model in ("north/one", "south/one"))
        book = PriceBook((price_row(), price_row("south/one", currency="EUR")))
        with pytest.raises(CurrencyMismatch):
            basket_price(Basket(parts), book, TODAY)

    @given(st.data())
    def test_context_of_the_caller(self, data):
        """A price is the same in any decimal context."""
        basket = data.draw(testing.baskets())
        book = data.draw(testing.price_books(basket.models))
        with localcontext(Context(prec=3)):
            found = basket_price(basket, book, TODAY)
        assert found == basket_price(basket, book, TODAY)

    @given(st.data())
    def test_within_its_prices(self, data):
        """A basket costs no less than the cheapest price on its cards and no more than the dearest."""
        basket = data.draw(testing.baskets())
        book = data.draw(testing.price_books(basket.models))
        rows = [book.price(model, TODAY) for model in basket.models]
        cards = [c for row in rows for c in (row.card, row.batch, *(tier.card for tier in row.tiers))]
        found = [getattr(one, kind) for one in cards for kind in KINDS]
        assert min(found) <= basket_price(basket, book, TODAY).amount <= max(found)


class TestTokensBought:
    """How many tokens an amount of money buys."""

    def test_buys(self):
        """100,000 at 10 per million buy 10,000 million; at 6, 16,667."""
        assert tokens_bought(usd(100_000), usd(10)) == 10_000
        assert round(tokens_bought(usd(100_000), usd(6))) == 16_667

    def test_free_is_unlimited(self):
        """A price of 0 buys without limit, and is never divided by."""
        assert tokens_bought(usd(100_000), usd(0)) is None

    def test_one_currency(self):
        """Euros do not buy at a price in dollars."""
        with pytest.raises(CurrencyMismatch):
            tokens_bought(Money(1, "EUR"), usd(10))


def test_discount_covers_the_whole_card():
    """12 % off is off cache, batch and tiers too; what is unknown stays unknown."""
    tier = LongContextTier(above_tokens=200_000, card=card(30))
    row = price_row(card=card(10, cache_read=1), tiers=(tier,), batch=card(5)).discounted(Decimal("0.12"), "contract 7")
    assert (row.card.fresh_input, row.card.cache_read, row.card.cache_write) == (Decimal("8.8"), Decimal("0.88"), None)
    assert (row.tiers[0].card.output, row.batch.output) == (Decimal("26.4"), Decimal("4.4"))
    assert (row.stage, row.source) == ("contract", "contract 7")


def test_discount_in_any_context():
    """A discount of many digits takes off exactly that, in any decimal context."""
    with localcontext(Context(prec=4)):
        row = price_row(price=100).discounted(Decimal("0.1234567"), "x")
    assert row.card.fresh_input == Decimal("87.65433")
