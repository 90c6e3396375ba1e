"""The cost of one request: the published cases of other calculators, and where they and compkit part.

Facts only were taken from the sources named; each figure is worked beside it. Sources, all on github.com:

- genai-prices: pydantic/genai-prices, tests/test_price_calc.py, test_tiered_pricing.py and test_price_variants.py
- LiteLLM: BerriAI/litellm, tests/test_litellm/litellm_core_utils/llm_cost_calc/test_llm_cost_calc_utils.py
- tokencost: AgentOps-AI/tokencost, tests/test_costs.py
- Helicone: Helicone/helicone, packages/__tests__/cost/modelCostFromRegistry.test.ts and anthropic-cache-tier.test.ts
- ccusage: ryoppippi/ccusage, packages/internal/src/pricing.ts (its tests stand in the same file)
"""

import pickle
from datetime import UTC, date, datetime, time
from decimal import Context, Decimal, localcontext

import pytest

from compkit.documents.requestdata import request_cost_data
from compkit.errors import AggregateUsage, InvalidValue, MissingFact, UnknownModel
from compkit.market import (
    KINDS,
    SERVICES,
    LongContextTier,
    PriceBook,
    RateCard,
    TokenUsage,
    convert_usage,
    list_prices,
    request_cost,
)
from compkit.market.requests import LONGEST_CONTEXT

from ..samples import TODAY, price_row, usd

M = 1_000_000


def rates(fresh_input=None, output=None, **others):
    """A rate card from short texts."""
    return RateCard(fresh_input=fresh_input, output=output, **others)


def tier(above_tokens, *args, **kinds):
    """A long-context tier."""
    return LongContextTier(above_tokens=above_tokens, card=rates(*args, **kinds))


SONNET = price_row(
    "anthropic/claude-sonnet-4-5",
    card=rates("3", "15", cache_read="0.3", cache_write="3.75", cache_write_1h="6"),
    tiers=(tier(200_000, "6", "22.5", cache_read="0.6", cache_write="7.5", cache_write_1h="12"),),
    until_on=date(2026, 5, 1),
)
SONNET_LATER = price_row(SONNET.model, card=SONNET.card, from_on=date(2026, 5, 1))
GPT = price_row(
    "openai/gpt-5.4",
    card=rates("2.5", "15", cache_read="0.25"),
    tiers=(tier(272_000, "5", "22.5", cache_read="0.5"),),
)
FLASH = price_row("google/gemini-1.5-flash", card=rates("0.075", "0.3"), tiers=(tier(128_000, "0.15", "0.6"),))
GEMINI = price_row(
    "google/gemini-3-pro",
    card=rates("2", "12", cache_read="0.2"),
    tiers=(tier(200_000, "4", "18", cache_read="0.4"),),
    batch=rates("1", "6", cache_read="0.2"),
)
LADDER = price_row(
    "mock/multi-tier",
    card=rates("1", "3"),
    tiers=(tier(100_000, "2"), tier(200_000, None, "5"), tier(500_000, "3"), tier(M, "5", "8")),
)
HAIKU = price_row(
    "anthropic/claude-haiku-4-5",
    card=rates("1", "5", cache_read="0.1", cache_write="1.25", cache_write_1h="2"),
    batch=rates("0.5", "2.5", cache_read="0.05", cache_write="0.625", cache_write_1h="1"),
)
NANO = price_row(
    "openai/gpt-5-nano",
    card=rates("0.05", "0.4", cache_read="0.005"),
    batch=rates("0.025", "0.2", cache_read="0.0025"),
    flex=rates("0.025", "0.2", cache_read="0.0025"),
)
SONNET_35 = price_row(
    "anthropic/claude-3-5-sonnet",
    card=rates("3", "15", cache_read="0.3", cache_write="3.75", cache_write_1h="6"),
)
GPT_4O = price_row("openai/gpt-4o", card=rates("2.5", "10", cache_read="1.25"))
O3 = price_row("openai/o3", card=rates("10", "40"), until_on=date(2025, 6, 10))
O3_LATER = price_row("openai/o3", card=rates("2", "8"), from_on=date(2025, 6, 10))
BOOK = PriceBook((SONNET, SONNET_LATER, GPT, FLASH, GEMINI, LADDER, HAIKU, NANO, SONNET_35, GPT_4O, O3, O3_LATER))
IN_BETA = date(2025, 11, 6)


def use(fresh_input=0, output=0, **others):
    """Usage of one request, fresh input and output first."""
    return TokenUsage(fresh_input=fresh_input, output=output, **others)


def cost(row, usage, on=IN_BETA, **options):
    """Cost of a request by one of the rows above."""
    return request_cost(usage, BOOK, row.model, on, **options)


def alone(usage, *, on=TODAY, service="standard", **changes):
    """Cost of a request by a row of its own."""
    return request_cost(usage, PriceBook((price_row(**changes),)), "north/one", on, service=service)


class TestFlatCards:
    """Tokens of each kind times the price of that kind."""

    @pytest.mark.parametrize(
        ("row", "usage", "total"),
        [
            (GPT_4O, use(1_000, 100), "0.0035"),  # genai-prices: 1000 x 2.5 + 100 x 10 = 3,500
            (GPT_4O, use(1_000, 500), "0.0075"),  # Helicone: 2,500 + 5,000
            (GPT_4O, use(), "0"),  # Helicone
            (O3, use(1_000), "0.01"),  # genai-prices, on 2025-06-01, before its price fell
            (NANO, use(1_000, 500), "0.00025"),  # LiteLLM: 1000 x 0.05 + 500 x 0.4 = 250
        ],
    )
    def test_published(self, row, usage, total):
        """Figures of genai-prices, Helicone and LiteLLM."""
        assert cost(row, usage, date(2025, 6, 1)).money == usd(total)

    @pytest.mark.parametrize(
        ("prices", "usage", "total"),
        [
            (("1.5", "2"), use(10), "0.0000150"),  # gpt-3.5-turbo, 10 x 1.5
            (("30", "60"), use(0, 5), "0.00030"),  # gpt-4, 5 x 60
            (("5", "15"), use(15, 4), "0.000135"),  # gpt-4o of 2024: 15 x 5 = 75 and 4 x 15 = 60
            (("0.1", None), use(4), "0.0000004"),  # an embedding has no output to price
        ],
    )
    def test_tokencost(self, prices, usage, total):
        """Figures of tokencost."""
        assert alone(usage, card=rates(*prices)).money == usd(total)

    def test_dates(self):
        """The price in force on the day: o3 cost 10 until 2025-06-09 and 2 from the next day (genai-prices)."""
        assert cost(O3, use(1_000), date(2025, 6, 9)).money == usd("0.01")
        assert cost(O3, use(1_000), date(2025, 6, 10)).money == usd("0.002")

    def test_a_tier_ends(self):
        """Sonnet 4.5's long-context prices ended with April 2026: 300,000 x 3 + 100,000 x 15 (genai-prices)."""
        assert cost(SONNET, use(300_000, 100_000), date(2026, 4, 30)).money == usd("4.05")
        assert cost(SONNET, use(300_000, 100_000), date(2026, 5, 1)).money == usd("2.40")


class TestCacheKinds:
    """What was read from a cache or written to one has prices of its own."""

    @pytest.mark.parametrize(
        ("row", "usage", "total"),
        [
            # genai-prices, 1,000 input of which 20 written and 30 read: 950 x 3 + 20 x 3.75 + 30 x 0.3 + 100 x 15
            (SONNET_35, use(950, 100, cache_write=20, cache_read=30), "0.004434"),
            # Helicone: 1500 x 3 + 500 x 0.3 + 100 x 3.75 + 50 x 6 + 1000 x 15
            (SONNET_35, use(1_500, 1_000, cache_read=500, cache_write=100, cache_write_1h=50), "0.020325"),
            # Helicone: 800 x 2.5 + 200 x 1.25 + 500 x 10
            (GPT_4O, use(800, 500, cache_read=200), "0.00725"),
            # LiteLLM: 56 x 3.75 + 13,999 x 6
            (SONNET_35, use(cache_write=56, cache_write_1h=13_999), "0.084204"),
            # genai-prices, a batch answer at the standard price: 17 x 1 + 7082 x 1.25 + 5 x 5
            (HAIKU, use(17, 5, cache_write=7_082), "0.0088945"),
            # genai-prices, the next one reads what that wrote: 17 x 1 + 7082 x 0.1 + 5 x 5
            (HAIKU, use(17, 5, cache_read=7_082), "0.0007502"),
        ],
    )
    def test_published(self, row, usage, total):
        """Figures of genai-prices, Helicone and LiteLLM."""
        assert cost(row, usage).money == usd(total)

    def test_litellm_haiku(self):
        """LiteLLM rounds 26,436 x 0.8 + 2,000 x 1 to 0.023; here it stays whole, 90 x 4 of output beside it."""
        card = rates("0.8", "4", cache_write="1")
        found = alone(use(26_436, 90, cache_write=2_000), card=card)
        assert [part.money for part in found.parts] == [usd("0.0211488"), usd("0.002"), usd("0.00036")]

    def test_one_hour_is_not_five_minutes(self):
        """A cache write of an hour without a price is unknown; genai-prices takes the five-minute price."""
        card = rates("3", "15", cache_write="3.75")
        with pytest.raises(MissingFact, match=r"price of cache write 1h of north/one .* 7 tokens of: give it in a"):
            alone(use(cache_write_1h=7), card=card)

    @pytest.mark.parametrize("kind", KINDS)
    def test_unknown_is_not_zero(self, kind):
        """No kind that was used goes unpriced; LiteLLM counts a price that is missing or broken as 0."""
        known = {other: "1" for other in KINDS if other != kind}
        with pytest.raises(MissingFact, match=f"price of {kind.replace('_', ' ')} of north/one"):
            alone(TokenUsage(**{kind: 1}), card=RateCard(**known))
        assert alone(TokenUsage(**dict.fromkeys(known, 1)), card=RateCard(**known)).money == usd("0.000004")

    def test_zero_is_a_price(self):
        """A free model costs nothing, and its parts say at what price."""
        found = alone(use(5, 5), card=rates("0", "0"))
        assert found.money == usd(0)
        assert [part.per_mtok for part in found.parts] == [0, 0]


class TestLongContext:
    """Once the input is above the bound, the whole request is at the tier's prices."""

    @pytest.mark.parametrize(
        ("row", "usage", "total", "above"),
        [
            # genai-prices, Claude Sonnet 4.5: below, at, one above and far above 200,000
            (SONNET, use(100_000), "0.3", None),
            (SONNET, use(200_000), "0.6", None),
            (SONNET, use(200_001), "1.200006", 200_000),
            (SONNET, use(M), "6", 200_000),
            (SONNET, use(100_000, 100_000), "1.8", None),  # output does not count towards the bound
            (SONNET, use(300_000, 100_000), "4.05", 200_000),  # 300,000 x 6 + 100,000 x 22.5
            # genai-prices, GPT-5.4, bound 272,000
            (GPT, use(200_000), "0.5", None),
            (GPT, use(500_000), "2.5", 272_000),
            (GPT, use(300_000, 100_000), "3.75", 272_000),
            (GPT, use(cache_read=100_000), "0.025", None),
            # genai-prices, Gemini 1.5 Flash, bound 128,000
            (FLASH, use(100_000), "0.0075", None),
            (FLASH, use(500_000), "0.075", 128_000),
            # genai-prices, an invented model with bounds of its own for input and output
            (LADDER, use(50_000), "0.05", None),
            (LADDER, use(100_000), "0.1", None),
            (LADDER, use(100_001), "0.200002", 100_000),
            (LADDER, use(200_000), "0.4", 100_000),
            (LADDER, use(500_000), "1", 200_000),
            (LADDER, use(750_000), "2.25", 500_000),
            (LADDER, use(M), "3", 500_000),
            (LADDER, use(2 * M), "10", M),
            (LADDER, use(50_000, 10_000), "0.08", None),
            (LADDER, use(600_000, 250_000), "3.05", 500_000),  # output at the bound below, 5: 1.8 + 1.25
            (LADDER, use(1_500_000, 500_000), "11.5", M),
            # Helicone, Sonnet 4.5: 250,000 x 6 + 100,000 x 0.6 + 1,000 x 22.5
            (SONNET, use(250_000, 1_000, cache_read=100_000), "1.5825", 200_000),
            (SONNET, use(10_000, 1_000, cache_read=5_000), "0.0465", None),  # 0.03 + 0.0015 + 0.015
            # Helicone, Gemini 3 Pro: 300,000 x 4 + 25,000 x 0.4 + 50,000 x 18
            (GEMINI, use(300_000, 50_000, cache_read=25_000), "2.11", 200_000),
            (GEMINI, use(150_000, 30_000, cache_read=20_000), "0.664", None),  # 0.3 + 0.004 + 0.36
        ],
    )
    def test_published(self, row, usage, total, above):
        """Figures of genai-prices and Helicone below, at and above the bounds."""
        found = cost(row, usage)
        assert (found.money, found.above_tokens) == (usd(total), above)

    def test_highest_bound(self):
        """150,000 tokens pass 90,000 and 128,000: the higher wins, 150,000 x 9; output keeps its 2 (LiteLLM)."""
        tiers = (tier(90_000, "5"), tier(128_000, "9"))
        found = alone(use(150_000, 10), card=rates("1", "2"), tiers=tiers)
        assert (found.money, found.above_tokens) == (usd("1.35002"), 128_000)

    def test_a_tier_may_be_cheaper(self):
        """250,000 x 0.5 + 1,000 x 1: nothing says that long context is dearer (LiteLLM)."""
        found = alone(use(250_000, 1_000), card=rates("1", "2"), tiers=(tier(200_000, "0.5", "1"),))
        assert found.money == usd("0.126")

    def test_cached_input_counts(self):
        """What was read from a cache counts towards the bound: 1 x 6 + 200,000 x 0.6."""
        found = cost(SONNET, use(1, cache_read=200_000))
        assert (found.money, found.above_tokens) == (usd("0.120006"), 200_000)

    def test_order_of_tiers(self):
        """Tiers in whatever order they come."""
        tiers = (tier(128_000, "9"), tier(90_000, "5"))
        assert alone(use(150_000), card=rates("1", "2"), tiers=tiers).money == usd("1.35")


class TestWhereToolsDisagree:
    """Each rule that compkit follows, with the tool that goes another way."""

    def test_at_the_bound(self):
        """At 200,000 exactly the base price holds: 0.6 + 0.15. Helicone takes the higher tier: 1.2 + 0.225."""
        assert cost(SONNET, use(200_000, 10_000)).money == usd("0.75")

    def test_a_bound_that_is_reached(self):
        """Long context at xAI begins with 200,000 tokens, not above them; genai-prices says so as "above 199,999"."""
        book = list_prices(as_of=TODAY)
        long_from = {row.tiers[0].above_tokens for row in book.rows if row.provider == "x-ai" and row.tiers}
        assert long_from == {199_999}

    def test_the_whole_request(self):
        """Not the excess of each kind alone, as ccusage does: 1.2 + 4.125 + 1.5 + 0.09 = 6.915.

        ccusage splits every kind at 200,000 by its own count: of 300,000 input, 200,000 x 3 + 100,000 x 6 = 1.2. Here:
        300,000 x 6 + 300,000 x 7.5 + 250,000 x 0.6 + 250,000 x 22.5 = 1.8 + 2.25 + 0.15 + 5.625.
        """
        assert cost(SONNET, use(300_000)).money == usd("1.8")
        usage = use(300_000, 250_000, cache_write=300_000, cache_read=250_000)
        assert cost(SONNET, usage).money == usd("9.825")

    def test_input_decides_for_output(self):
        """Output has the tier of its request's input: 250,000 x 15. ccusage, and LiteLLM once, go by its own count."""
        assert cost(SONNET, use(1_000, 250_000)).money == usd("3.753")

    def test_all_input_decides(self):
        """Cached tokens have the tier of the whole input: 30,000 x 0.4. Helicone's Vertex counts them alone: x 0.2."""
        found = cost(GEMINI, use(250_000, 40_000, cache_read=30_000))
        assert {part.kind: part.money for part in found.parts}["cache_read"] == usd("0.012")

    def test_a_class_without_prices(self):
        """GPT-4 states no flex price, so there is none. LiteLLM and genai-prices fall back to the standard price."""
        with pytest.raises(MissingFact, match=r"flex prices of north/one .* ask for the standard price"):
            alone(use(1_000, 500), service="flex")

    def test_cached_tokens_beyond_the_prompt(self):
        """28,432 read and 118 written are more than the prompt of 28,436. LiteLLM prices that; here it is refused."""
        usage = {"prompt_tokens": 28_436, "cache_creation_input_tokens": 118, "cache_read_input_tokens": 28_432}
        with pytest.raises(InvalidValue, match=r"prompt_tokens: must include cached_tokens \(28432\) and cache"):
            convert_usage("litellm", {**usage, "completion_tokens": 90, "total_tokens": 28_526})

    def test_writes_that_do_not_add_up(self):
        """500 written, 100 of them for an hour, the rest unsaid. LiteLLM prices 100; here it is refused."""
        split = {"ephemeral_5m_input_tokens": None, "ephemeral_1h_input_tokens": 100}
        usage = {"input_tokens": 1, "output_tokens": 1, "cache_creation_input_tokens": 500, "cache_creation": split}
        with pytest.raises(InvalidValue, match="cache_creation_input_tokens: must be the sum of its parts, 100"):
            convert_usage("anthropic", usage)


class TestServices:
    """Batch, priority and flex have cards of their own."""

    @pytest.mark.parametrize(
        ("row", "service", "usage", "total"),
        [
            # genai-prices, answers of real batch jobs: 17 x 0.5 + 7082 x 0.625 + 5 x 2.5, then 7082 x 0.05 for it
            (HAIKU, "batch", use(17, 5, cache_write=7_082), "0.00444725"),
            (HAIKU, "batch", use(17, 5, cache_read=7_082), "0.0003751"),
            # genai-prices: 110 x 0.025 + 6272 x 0.0025 + 64 x 0.2, half of 0.00006246
            (NANO, "batch", use(110, 64, cache_read=6_272), "0.00003123"),
            (NANO, "standard", use(110, 64, cache_read=6_272), "0.00006246"),
            # LiteLLM: 1000 x 0.025 + 500 x 0.2
            (NANO, "flex", use(1_000, 500), "0.000125"),
            # genai-prices, Google keeps cache reads at the standard price: 60,000 x 1 + 40,000 x 0.2
            (GEMINI, "batch", use(60_000, cache_read=40_000), "0.068"),
            (GEMINI, "standard", use(60_000, cache_read=40_000), "0.128"),
        ],
    )
    def test_published(self, row, service, usage, total):
        """Figures of genai-prices and LiteLLM."""
        found = cost(row, usage, service=service)
        assert (found.money, found.service) == (usd(total), service)

    def test_a_kind_that_the_class_lacks(self):
        """Unknown, not the standard price."""
        with pytest.raises(MissingFact, match="priority price of cache read of north/one"):
            alone(use(1, cache_read=1), service="priority", card=rates("1", "1", cache_read="1"), priority=rates("2"))

    @pytest.mark.parametrize("service", ["batch", "priority", "flex"])
    def test_long_context(self, service):
        """Above the bound the combination is unknown: refused with the way out, not guessed; at the bound, known."""
        row = {"tiers": (tier(200_000, "2"),), service: rates("1")}
        assert alone(use(200_000), service=service, **row).money == usd("0.2")
        with pytest.raises(MissingFact, match=rf"{service} prices above 200,000 input tokens of .*standard price"):
            alone(use(200_001), service=service, **row)

    def test_unknown_class(self):
        """The classes are named."""
        assert SERVICES == ("standard", "batch", "priority", "flex")
        with pytest.raises(InvalidValue, match="must be one of standard, batch, priority, flex, got 'fast'"):
            alone(use(1), service="fast")


class TestAggregates:
    """A sum of requests is no request: nobody knows how long each was."""

    def test_base_rates(self):
        """Ten requests of 100,000 are a million tokens at 3, not at 6; the warning says why."""
        with pytest.warns(AggregateUsage, match=r"10 requests are priced as one sum, at base rates, though") as caught:
            found = cost(SONNET, use(M, requests=10))
        assert (found.money, found.above_tokens) == (usd(3), None)
        assert found.warnings == (str(caught[0].message),)
        assert caught[0].filename == __file__, "the warning must point at the caller"

    def test_a_sum_of_usages(self):
        """Adding usages adds their requests, and so loses their lengths."""
        with pytest.warns(AggregateUsage, match="2 requests"):
            assert cost(SONNET, use(150_000) + use(150_000)).money == usd("0.9")

    def test_flat_prices(self):
        """Without long-context prices the sum is right; the warning claims nothing else."""
        with pytest.warns(AggregateUsage) as caught:
            found = cost(GPT_4O, use(M, requests=10))
        assert found.money == usd("2.5")
        assert "long-context" not in str(caught[0].message)

    def test_a_class(self):
        """A sum of batch requests is at batch base prices, however many tokens."""
        with pytest.warns(AggregateUsage):
            assert cost(GEMINI, use(M, requests=10), service="batch").money == usd(1)

    def test_longer_than_any_context(self):
        """LiteLLM's test has one request of 220 million tokens: 220 M x 2.5 + 150 x 15, priced so, with a warning."""
        row = {"card": rates("1.25", "10"), "tiers": (tier(200_000, "2.5", "15"),)}
        with pytest.warns(AggregateUsage, match=r"220,000,000 input tokens fit no request .*TokenUsage.requests"):
            found = alone(use(220 * M, 150), **row)
        assert found.money == usd("550.00225")
        assert alone(use(LONGEST_CONTEXT), **row).warnings == ()

    def test_longest_context(self):
        """No model with long-context prices has a longer context window, by the installed genai-prices."""
        pytest.importorskip("genai_prices")
        from genai_prices.data import providers

        tiered = {row.model for row in list_prices(as_of=TODAY).rows if row.tiers}
        models = {f"{provider.id}/{model.id}": model for provider in providers for model in provider.models}
        assert max(models[name].context_window or 0 for name in tiered) == LONGEST_CONTEXT


class TestResult:
    """What a cost says of itself."""

    def test_parts(self):
        """The kinds used, in order, each with its price; they add up to the whole."""
        found = cost(SONNET, use(300_000, 100_000, cache_write_1h=5))
        assert [(part.kind, part.tokens, str(part.per_mtok)) for part in found.parts] == [
            ("fresh_input", 300_000, "6"),
            ("cache_write_1h", 5, "12"),
            ("output", 100_000, "22.5"),
        ]
        assert sum((part.money for part in found.parts), start=usd(0)) == found.money
        assert found.row is BOOK.by_model[SONNET.model][0]
        assert pickle.loads(pickle.dumps(found)) == found

    def test_exact(self):
        """In any decimal context of the caller, and in the row's currency."""
        with localcontext(Context(prec=2)):
            found = alone(use(1_234_567), card=rates("0.123456789"), currency="EUR")
        assert (found.money.amount, found.money.currency) == (Decimal("0.152415677625363"), "EUR")

    def test_unknown_model(self):
        """The nearest ids are named."""
        with pytest.raises(UnknownModel, match=r"nearest: openai/gpt-5\.4"):
            request_cost(use(1), BOOK, "azure/gpt-5.4", TODAY)

    def test_data(self):
        """For machines: decimal strings, null where no tier applies."""
        data = request_cost_data(cost(NANO, use(1_000, 500), service="flex"))
        assert (data["format"], data["money"], data["service"]) == ("compkit/request-cost/1", "0.000125", "flex")
        assert data["above_tokens"] is None
        assert data["parts"][1] == {"kind": "output", "tokens": 500, "per_mtok": "0.20", "money": "0.0001"}
        with pytest.warns(AggregateUsage):
            assert request_cost_data(cost(NANO, use(1, requests=2)))["warnings"]


def priced_alike(usage):
    """genai-prices' own usage: its input includes what was cached, its writes both kinds."""
    from genai_prices import Usage

    written = usage.cache_write + usage.cache_write_1h
    known = {"cache_read_tokens": usage.cache_read, "cache_write_tokens": written}
    return Usage(
        input_tokens=usage.input,
        output_tokens=usage.output,
        cache_write_1h_tokens=usage.cache_write_1h,
        **known,
    )


class TestAgainstGenaiPrices:
    """Every model of the installed package, priced by its own calculator.

    Left out, where the rules differ: a kind without a price (genai-prices takes the wider kind's price, compkit
    refuses), prices by request or search (no tokens), and rows that do not have one price all day.
    """

    @pytest.mark.parametrize("service", [None, "batch", "priority", "flex"])
    def test_every_model(self, service):
        """Short, at each bound, just above and long, with every kind that has a price."""
        pytest.importorskip("genai_prices")
        from genai_prices.data import providers

        from compkit.market.listing import _CLASSES

        noon = datetime.combine(TODAY, time(12), UTC)
        book = list_prices(as_of=TODAY)
        compared = 0
        for provider in providers:
            for model in provider.models:
                name = f"{provider.id}/{model.id}"
                row = next((row for row in book.by_model.get(name, ()) if row.covers(TODAY)), None)
                card = row and (row.classes[service] if service else row.card)
                if card is None:
                    continue
                theirs = model.get_prices(noon, _CLASSES[service] if service else None)
                if theirs.requests_kcount is not None:
                    continue
                for usage in usages(card, row.tiers if service is None else row.tiers[:1], short=service is not None):
                    mine = request_cost(usage, book, name, TODAY, service=service or "standard")
                    assert mine.money.amount == theirs.calc_price(priced_alike(usage))["total_price"], (name, usage)
                    compared += 1
        assert compared > (40 if service else 4_000)


def usages(card, tiers, *, short):
    """Usages of the kinds that a card prices, at lengths around each bound; short ones stay at or below the first."""
    kinds = [kind for kind in KINDS if getattr(card, kind) is not None]
    bounds = [tier.above_tokens for tier in tiers] or [50_000]
    lengths = {1_000, *bounds} if short else {1_000, *bounds, *(bound + 1 for bound in bounds), bounds[-1] * 2}
    for length in sorted(lengths):
        inputs = [kind for kind in kinds if kind != "output"]
        share = length // max(1, len(inputs))
        counts = dict.fromkeys(inputs, share)
        if inputs:
            counts[inputs[0]] += length - share * len(inputs)
        yield TokenUsage(**counts, **({"output": 777} if "output" in kinds else {}))
