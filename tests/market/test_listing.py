"""List prices from genai-prices: its traps, each met once, and the figures of the worked example."""

from datetime import UTC, date, datetime, time
from decimal import Context, Decimal, localcontext
from itertools import pairwise

import pytest

genai_prices = pytest.importorskip("genai_prices")

from genai_prices import data_snapshot  # noqa: E402
from genai_prices.data import providers  # noqa: E402

from compkit.errors import UnknownModel  # noqa: E402
from compkit.market import Market, RateCard, basket_price, list_prices  # noqa: E402
from compkit.market.listing import _CLASSES, HISTORY_STARTS, _tiers  # noqa: E402
from compkit.pay import CHAT, Basket  # noqa: E402

from ..samples import TODAY, usd  # noqa: E402

OF_RECORD = pytest.mark.skipif(
    genai_prices.__version__ != "0.2.3", reason="figures of genai-prices 0.2.3; another version may correct its prices"
)


@pytest.fixture
def book():
    """The list on 2026-11-20, read anew."""
    list_prices.cache_clear()
    return list_prices(as_of=TODAY)


@OF_RECORD
class TestWorkedExample:
    """The same tokens at each provider, list prices of 2026-11-20."""

    @pytest.mark.parametrize(
        ("model", "price"),
        [
            ("anthropic/claude-opus-5-5", "0.9268"),  # 0.16 x 4 + 0.834 x 0.2 + 0.006 x 20 = 0.64 + 0.1668 + 0.12
            ("openai/gpt-6-sol", "0.5468"),  # 0.16 x 2 + 0.834 x 0.2 + 0.006 x 10
            ("google/gemini-4-argon", "0.4634"),  # 0.16 x 2 + 0.834 x 0.1 + 0.006 x 10
        ],
    )
    def test_agentic(self, book, model, price):
        """A million tokens of the agentic mix."""
        assert basket_price(Basket.of(model), book, TODAY) == usd(price)

    def test_announced(self, book):
        """gemini-4-argon doubles on 2026-12-01; it counts from then on, and only if announced prices are applied."""
        basket, later = Basket.of("google/gemini-4-argon"), date(2027, 6, 1)
        (row,) = book.announced("google/gemini-4-argon", TODAY, later)
        assert (row.from_on, row.announced) == (date(2026, 12, 1), True)
        plain, applied = (Market(as_of=TODAY, book=book, announced=flag) for flag in (False, True))
        assert [plain.token_price(basket, day) for day in (TODAY, later)] == [usd("0.4634"), usd("0.4634")]
        assert [applied.token_price(basket, day) for day in (TODAY, later)] == [usd("0.4634"), usd("0.9268")]
        assert applied.token_price(basket, later, stated=True) == usd("0.4634")

    def test_a_chat_mix_overstates(self, book):
        """gpt-6-sol by chat is 0.75 x 2 + 0.25 x 10 = 4, seven times the agentic 0.5468."""
        assert basket_price(Basket.of("openai/gpt-6-sol", CHAT), book, TODAY) == usd(4)

    def test_long_context(self, book):
        """Its long-context prices stay a tier, out of the base card."""
        row = book.price("openai/gpt-6-sol", TODAY)
        assert row.card.fresh_input == 2
        assert [(tier.above_tokens, tier.card.fresh_input) for tier in row.tiers] == [(272_000, Decimal(4))]

    def test_batch(self, book):
        """Batch prices stand apart, half of the base here."""
        assert book.price("openai/gpt-6-sol", TODAY).batch.output == 5


class TestTraps:
    """Traps already met, so nobody meets them twice."""

    def test_global_snapshot_replaced(self, book):
        """Another library may replace genai-prices' global data: ours stay."""
        data_snapshot.set_custom_snapshot(data_snapshot.DataSnapshot(providers=[], from_auto_update=False))
        try:
            assert data_snapshot.get_snapshot().providers == []
            list_prices.cache_clear()
            assert list_prices(as_of=TODAY).rows == book.rows
        finally:
            data_snapshot.set_custom_snapshot(None)

    def test_noon(self, book):
        """Prices are asked for at noon UTC: a price that midnight halves is listed whole."""
        differ = 0
        models = {f"{provider.id}/{model.id}": model for provider in providers for model in provider.models}
        for name in book.models:
            row = book.by_model[name][-1]
            days = (datetime.combine(row.from_on, time(hour), UTC) for hour in (12, 0))
            prices = [models[name].get_prices(day).output_mtok for day in days]
            noon, midnight = (getattr(price, "base", price) for price in prices)
            assert row.card.output == noon
            differ += noon != midnight
        assert differ, "no model has another price at midnight: this test checks nothing"

    def test_tiers_are_only_tiers(self, book):
        """A tiered price is its base rate; tiers rise, each above a bound."""
        tiered = [row for row in book.rows if row.tiers]
        assert tiered
        for row in tiered:
            bounds = [tier.above_tokens for tier in row.tiers]
            assert bounds == sorted(set(bounds)) and bounds[0] > 0

    @pytest.mark.parametrize("model", ["openai/gpt-6-soll", "openai/GPT-6-sol", "openai/gpt-5-codex", "gpt-6-sol"])
    def test_no_fuzzy_match(self, book, model):
        """Only the exact id has a price, although genai-prices would match; the nearest ids are named."""
        with pytest.raises(UnknownModel) as caught:
            book.price(model, TODAY)
        assert caught.value.near
        assert all(found in book.models for found in caught.value.near)

    def test_sold_by_several(self, book):
        """A bare model name is not an id; the error names who sells it."""
        with pytest.raises(UnknownModel, match="openai/gpt-6-sol"):
            book.price("gpt-6-sol", TODAY)

    def test_before_the_history(self, book):
        """No price is claimed before the history begins, where genai-prices would give today's."""
        model = book.models[0]
        with pytest.raises(UnknownModel, match="none in force on 2025-04-30"):
            book.price(model, date(2025, 4, 30))
        assert min(row.from_on for row in book.rows) == HISTORY_STARTS

    def test_announced_is_marked(self, book):
        """Every row that begins after today is marked, no other is."""
        assert any(row.announced for row in book.rows)
        assert all(row.announced is (row.from_on > TODAY) for row in book.rows)
        later = list_prices(as_of=date(2030, 1, 1))
        assert not any(row.announced for row in later.rows)

    def test_context_of_the_caller(self, book):
        """It computes in the caller's decimal context: at two digits the list is still the same."""
        list_prices.cache_clear()
        with localcontext(Context(prec=2)):
            assert list_prices(as_of=TODAY).rows == book.rows

    def test_source(self, book):
        """Every row says its source and version, and has a price for input or output."""
        assert {(row.source, row.source_version) for row in book.rows} == {("genai-prices", genai_prices.__version__)}
        assert all((row.card.fresh_input, row.card.output) != (None, None) for row in book.rows)


class TestServiceClasses:
    """Batch, priority and flex are variants of the standard prices."""

    @OF_RECORD
    def test_of_record(self, book):
        """gpt-5-nano has flex and batch at half price; gpt-4.1 has priority, and no flex."""
        nano, older = (book.price(f"openai/{name}", TODAY) for name in ("gpt-5-nano", "gpt-4.1"))
        assert nano.flex == nano.batch == RateCard(fresh_input="0.025", output="0.2", cache_read="0.0025")
        assert (older.priority, older.flex) == (RateCard(fresh_input="3.5", output="14", cache_read="0.875"), None)

    def test_in_force(self, book):
        """A class is known from the day its variant starts, not before: gpt-5-nano's flex price from 2026-10-12."""
        rows = book.by_model["openai/gpt-5-nano"]
        known = [row.flex is not None for row in rows]
        assert any(known) and not known[0]
        assert all(later >= earlier for earlier, later in pairwise(known))

    def test_no_tier_goes_unseen(self, book):
        """A class with long-context prices stands only in rows with the same bounds: there `request_cost` refuses."""
        models = {f"{provider.id}/{model.id}": model for provider in providers for model in provider.models}
        seen = 0
        for row in book.rows:
            noon = datetime.combine(row.from_on, time(12), UTC)
            for name in (name for name, card in row.classes.items() if card):
                inside = {one.above_tokens for one in _tiers(models[row.model].get_prices(noon, _CLASSES[name]))}
                assert inside <= {one.above_tokens for one in row.tiers}, (row.model, name)
                seen += bool(inside)
        assert seen

    @OF_RECORD
    def test_what_a_variant_leaves_out(self, book):
        """Stays at the standard price, as genai-prices has it: gpt-4.1 in batch is half, its cache reads are not."""
        row = book.price("openai/gpt-4.1", TODAY)
        assert row.batch == RateCard(fresh_input="1", output="4", cache_read=row.card.cache_read)
