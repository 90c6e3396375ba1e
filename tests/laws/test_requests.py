"""Laws of the cost of a request, and of the price of a basket beside it."""

from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from compkit import testing
from compkit.errors import AggregateUsage
from compkit.market import KINDS, LongContextTier, PriceBook, RateCard, TokenUsage, basket_price, request_cost
from compkit.money import EXACT, Money, add_up
from compkit.pay import Basket, BasketPart

from ..samples import TODAY, price_row, usd

MODEL = "north/one"
COUNTS = st.integers(0, 1_000_000)
BOUNDS = st.lists(st.integers(1, 1_200_000), unique=True, min_size=1, max_size=3).map(sorted)
CARDS = st.builds(RateCard, **dict.fromkeys(KINDS, testing.prices()))
USAGES = st.builds(TokenUsage, **dict.fromkeys(KINDS, st.integers(0, 200_000)))
"""Short enough that two of them, or one and `COUNTS`, still fit a context window."""


def row(card, tiers=()):
    """A book of one model."""
    return PriceBook((price_row(MODEL, card=card, tiers=tiers),))


def cost(usage, book):
    """What a request costs."""
    return request_cost(usage, book, MODEL, TODAY).money


def dearer(card, more):
    """A card with every price above another's by as much as a third's."""
    return RateCard(**{kind: getattr(card, kind) + getattr(more, kind) for kind in KINDS})


@st.composite
def books(draw, *, rising=False):
    """A model with long-context prices; with `rising`, none of them is below the price before it."""
    card = base = draw(CARDS)
    tiers = []
    for bound in draw(BOUNDS):
        card = dearer(card, draw(CARDS)) if rising else draw(CARDS)
        tiers.append(LongContextTier(above_tokens=bound, card=card))
    return row(base, tuple(tiers))


def lowest(book):
    """The lowest bound of a book's model."""
    return book.rows[0].tiers[0].above_tokens


def merged(left, right):
    """Both as one request."""
    return TokenUsage(**{kind: count + right.by_kind()[kind] for kind, count in left.by_kind().items()})


class TestRequestCost:
    """Issue: "request cost is monotone" - and what that means where long context is cheaper."""

    @given(books())
    def test_nothing(self, book):
        """No tokens cost nothing, whatever the prices, and no price is needed for them."""
        assert cost(TokenUsage(), book) == usd(0) == cost(TokenUsage(), row(RateCard()))

    @given(books(rising=True), USAGES, st.sampled_from(KINDS), COUNTS)
    def test_monotone(self, book, usage, kind, more):
        """More tokens of any kind never cost less, if no tier is cheaper than what it follows."""
        grown = evolve(usage, **{kind: getattr(usage, kind) + more})
        assert cost(grown, book) >= cost(usage, book)

    @given(books(), USAGES, st.sampled_from(KINDS), COUNTS)
    def test_monotone_within_a_tier(self, book, usage, kind, more):
        """Whatever the tiers, more tokens never cost less while the same prices apply."""
        grown = evolve(usage, **{kind: getattr(usage, kind) + more})
        one, other = (request_cost(each, book, MODEL, TODAY) for each in (usage, grown))
        if one.above_tokens == other.above_tokens:
            assert other.money >= one.money

    def test_a_cheaper_tier_is_cheaper(self):
        """The law needs its condition: 100 at 2 cost more than 101 at 1."""
        book = row(RateCard(fresh_input="2"), (LongContextTier(above_tokens=100, card=RateCard(fresh_input="1")),))
        one, other = (cost(TokenUsage(fresh_input=count), book) for count in (100, 101))
        assert (one, other) == (usd("0.0002"), usd("0.000101"))

    @given(books(), USAGES, st.integers(0, 10**6))
    def test_output_moves_no_bound(self, book, usage, output):
        """The input alone decides on the tier."""
        one, other = (request_cost(each, book, MODEL, TODAY) for each in (usage, evolve(usage, output=output)))
        assert one.above_tokens == other.above_tokens

    @given(books(), USAGES, USAGES)
    def test_additive_below_the_bounds(self, book, left, right):
        """Two requests cost what one of both would, if that is no longer than the lowest bound."""
        whole = merged(left, right)
        if whole.input > lowest(book):
            book = row(book.rows[0].card, (evolve(book.rows[0].tiers[-1], above_tokens=whole.input),))
        assert cost(left, book) + cost(right, book) == cost(whole, book)

    @given(books(), USAGES, USAGES)
    def test_a_sum_is_at_base_rates(self, book, left, right):
        """Added usages cost what they would without any tier, and say so."""
        flat = row(book.rows[0].card)
        with pytest.warns(AggregateUsage):
            found = cost(left + right, book)
        assert found == cost(left, flat) + cost(right, flat)

    @given(books(), USAGES)
    def test_parts(self, book, usage):
        """The parts are disjoint and whole: their tokens and money add up."""
        found = request_cost(usage, book, MODEL, TODAY)
        assert sum(part.tokens for part in found.parts) == usage.total
        assert add_up(part.money.amount for part in found.parts) == found.money.amount

    @given(books(), USAGES, testing.rates())
    def test_in_proportion_to_prices(self, book, usage, discount):
        """A discount on the whole card is a discount on the request, tiers too."""
        less = PriceBook((book.rows[0].discounted(discount, "contract"),))
        assert cost(usage, less).amount == EXACT.multiply(cost(usage, book).amount, 1 - discount)


class TestBasketPrice:
    """Issue: "basket price is linear and between its cheapest and dearest kind"."""

    @given(testing.token_mixes(), CARDS)
    def test_between(self, mix, card):
        """Of the kinds that its mix uses, at base rates."""
        mix = evolve(mix, batch_share=0, long_context_share=0)
        used = [getattr(card, kind) for kind, share in mix.shares().items() if share]
        assert min(used) <= basket_price(Basket.of(MODEL, mix), row(card), TODAY).amount <= max(used)

    @given(testing.token_mixes(), testing.token_mixes(), testing.rates(places=2), CARDS, CARDS)
    def test_linear(self, left, right, share, card, other):
        """Two models by their shares: the weighted sum of what each costs alone."""
        plain = [evolve(mix, batch_share=0, long_context_share=0) for mix in (left, right)]
        book = PriceBook((price_row(MODEL, card=card), price_row("south/two", card=other)))
        alone = [
            basket_price(Basket.of(model, mix), book, TODAY).amount
            for model, mix in zip((MODEL, "south/two"), plain, strict=True)
        ]
        if not 0 < share < 1:
            return
        parts = (
            BasketPart(model=MODEL, share=share, mix=plain[0]),
            BasketPart(model="south/two", share=1 - share, mix=plain[1]),
        )
        found = basket_price(Basket(parts), book, TODAY).amount
        assert found == share * alone[0] + (1 - share) * alone[1]

    @given(testing.token_mixes(), books(), st.integers(0, 500))
    def test_meets_a_request(self, mix, book, thousands):
        """A request with the mix's shares costs the basket's price times its tokens, below the bounds."""
        mix = evolve(mix, batch_share=0, long_context_share=0)
        whole = thousands * 1000
        counts = {kind: share * whole for kind, share in mix.shares().items()}
        assert all(count == int(count) for count in counts.values())
        usage = TokenUsage(**{kind: int(count) for kind, count in counts.items()})
        if usage.input > lowest(book):
            book = row(book.rows[0].card)
        price = basket_price(Basket.of(MODEL, mix), book, TODAY)
        assert cost(usage, book) == Money(EXACT.multiply(price.amount, Decimal(whole).scaleb(-6)), "USD")
