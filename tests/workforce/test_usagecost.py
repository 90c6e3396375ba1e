"""Recomputed cost: tokens times the price of their day, exact; what has no price is missing and counted."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from compkit.errors import CurrencyMismatch, InvalidValue
from compkit.market import LongContextTier, PriceBook, RateCard, TokenPrice, TokenUsage, request_cost
from compkit.money import Money
from compkit.workforce.usage.cost import recomputed_cost
from compkit.workforce.usage.export import BILLION, usage_export

CARD = RateCard(fresh_input=Decimal("1.25"), cache_read=Decimal("0.125"), output=Decimal(10))
JULY = date(2026, 7, 1)


def price(model="acme/a", card=CARD, **fields):
    """A row of the price book."""
    return TokenPrice(model=model, card=card, **{"from_on": date(2026, 1, 1), "source": "test", **fields})


BOOK = PriceBook(
    [
        price(until_on=JULY, batch=CARD.times(Decimal("0.5"))),
        price(from_on=JULY, card=CARD.times(Decimal(2))),
        price("acme/tiers", tiers=(LongContextTier(above_tokens=1000, card=CARD.times(Decimal(9))),)),
    ]
)


def used(**fields):
    """A row of use."""
    return {"on": "2026-06-30", "model": "acme/a", **fields}


def costs(*rows, book=BOOK, **options):
    """Costs of rows in billionths, None where unknown."""
    found = recomputed_cost(usage_export(rows), book, **options).cost
    return [None if missing else int(value) for value, missing in zip(found, found.isna(), strict=True)]


class TestCost:
    """Cost of a row."""

    def test_by_hand(self):
        """1,000 x 1.25 + 8,000 x 0.125 + 100 x 10 per million are 0.00325."""
        assert costs(used(fresh_input=1000, cache_read=8000, output=100)) == [3_250_000]

    def test_price_of_the_day(self):
        """The day after, the price has doubled."""
        assert costs(used(output=1), used(output=1, on="2026-07-01")) == [10_000, 20_000]

    def test_batch(self):
        """A batch has the batch price where there is one, and none where there is not."""
        rows = [used(output=2, service="batch"), used(output=2, service="batch", on="2026-07-01")]
        assert costs(*rows) == [10_000, None]

    def test_tiers_are_of_single_requests(self):
        """A sum of requests stays at base rates, however long."""
        assert costs(used(model="acme/tiers", fresh_input=10**6)) == [125 * 10**7]

    def test_half_up(self):
        """Half a billionth is one: 1 token at 0.0005 per million."""
        book = PriceBook([price(card=RateCard(output=Decimal("0.0005")))])
        assert costs(used(output=1), used(output=3), used(output=2), book=book) == [1, 2, 1]

    def test_names_of_the_book(self):
        """A model that the export names otherwise is found by its alias."""
        assert costs(used(model="acme/a-2026", output=1), aliases={"acme/a-2026": "acme/a"}) == [10_000]

    def test_larger_than_64_bits_on_the_way(self):
        """Many decimals and many tokens are computed in Python's own numbers."""
        book = PriceBook([price(card=RateCard(output=Decimal("0.1234567890123457")))])
        assert costs(used(output=10**12), book=book) == [123_456_789_012_346]

    def test_more_than_a_row_can_hold(self):
        """Nine billion units are no cost of a row."""
        with pytest.raises(InvalidValue, match="is more than a row can hold"):
            costs(used(output=10**18))

    def test_one_currency(self):
        """Nothing is converted without a rate."""
        with pytest.raises(CurrencyMismatch):
            costs(used(output=1), book=PriceBook([price(currency="EUR")]))

    @pytest.mark.filterwarnings("ignore::compkit.errors.AggregateUsage")
    @given(
        tokens=st.tuples(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9)),
        prices=st.tuples(*[st.decimals(0, 1000, places=9)] * 3),
    )
    def test_as_one_request(self, tokens, prices):
        """To a billionth, a row costs what `request_cost` says of one request."""
        named = ("fresh_input", "cache_read", "output")
        book = PriceBook([price(card=RateCard(**dict(zip(named, prices, strict=True))))])
        counts = dict(zip(named, tokens, strict=True))
        exact = request_cost(TokenUsage(**counts), book, "acme/a", JULY).money.amount * BILLION
        (found,) = costs(used(**counts), book=book)
        assert 2 * abs(found - exact) <= 1

    @given(order=st.permutations(range(8)))
    def test_order_does_not_count(self, order):
        """Totals are the same whatever the order of rows."""
        rows = [used(output=3**number, on=f"2026-0{6 + number % 2}-15") for number in range(8)]
        first, other = (
            recomputed_cost(usage_export(rows), BOOK),
            recomputed_cost(usage_export([rows[i] for i in order]), BOOK),
        )
        assert (first.total, first.by_model) == (other.total, other.by_model)


class TestByModel:
    """The bill beside the cost."""

    def test_difference(self):
        """What was billed less what it comes to."""
        (one,) = recomputed_cost(usage_export([used(output=100, billed=1_500_000)]), BOOK).by_model
        assert (one.billed, one.cost, one.difference) == (
            Money("0.0015", "USD"),
            Money("0.001", "USD"),
            Money("0.0005", "USD"),
        )

    def test_bill_in_rows_apart(self):
        """Costs without tokens are the bill of the rows with tokens."""
        (one,) = recomputed_cost(usage_export([used(output=100), used(billed=1_500_000)]), BOOK).by_model
        assert one.difference == Money("0.0005", "USD")
        assert one.unpriced == {"states money and no tokens": 1}

    @pytest.mark.parametrize(
        "rows",
        [
            [used(output=100, billed=BILLION), used(output=100)],
            [used(output=100, billed=BILLION), used(cache_write=1, billed=BILLION)],
            [used(output=100)],
        ],
    )
    def test_no_difference_of_different_use(self, rows):
        """A bill of some rows is not set against the cost of all, nor the other way round."""
        (one,) = recomputed_cost(usage_export(rows), BOOK).by_model
        assert one.difference is None

    def test_unknown_is_counted_with_its_reason(self):
        """Unknown is missing, never zero."""
        rows = [
            used(model="acme/none", output=5),
            used(output=5, on="2025-01-01"),
            used(cache_write=5),
            used(output=5, service="flex"),
        ]
        export = usage_export(rows)
        found = recomputed_cost(export, BOOK)
        assert found.cost.isna().all()
        assert {one.model: one.unpriced for one in found.by_model} == {
            "acme/none": {"is no model of the price book": 1},
            "acme/a": {
                "has no price that day": 1,
                "has no price of a kind that it used": 1,
                "has no flex price": 1,
            },
        }
        assert found.total == Money(0, "USD")

    def test_nothing(self):
        """An export without rows has no costs."""
        found = recomputed_cost(usage_export([]), BOOK)
        assert (found.by_model, found.total) == ((), Money(0, "USD"))
