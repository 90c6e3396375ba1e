"""Price files of others: every entry is a row or is named with the reason; a figure that is no price is refused.

Excerpts with figures of real models are facts of LiteLLM 1.109.1 (`model_prices_and_context_window_backup.json`), of
github.com/simonw/llm-prices (`data/openai.json`, `data/README.md`) and of OpenRouter's API reference.
"""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from compkit.errors import FileProblems
from compkit.files import read_prices, write_prices
from compkit.files.pricesources import SOURCES, import_prices, likely_source
from compkit.market import RateCard

TODAY = date(2026, 11, 20)

GPT_5_4 = """{
  "cache_read_input_token_cost": 2.5e-07, "cache_read_input_token_cost_above_272k_tokens": 5e-07,
  "cache_read_input_token_cost_batches": 1.3e-07, "cache_read_input_token_cost_flex": 1.3e-07,
  "cache_read_input_token_cost_priority": 5e-07, "input_cost_per_token": 2.5e-06,
  "input_cost_per_token_above_272k_tokens": 5e-06, "input_cost_per_token_batches": 1.25e-06,
  "input_cost_per_token_flex": 1.25e-06, "input_cost_per_token_priority": 5e-06,
  "input_cost_per_token_above_272k_tokens_flex": 2.5e-06,
  "output_cost_per_token": 1.5e-05, "output_cost_per_token_above_272k_tokens": 2.25e-05,
  "output_cost_per_token_batches": 7.5e-06, "output_cost_per_token_flex": 7.5e-06,
  "output_cost_per_token_priority": 3e-05,
  "litellm_provider": "openai", "mode": "chat", "max_input_tokens": 1050000}"""
SONNET = """{
  "cache_creation_input_token_cost": 3.75e-06, "cache_creation_input_token_cost_above_1hr": 6e-06,
  "cache_creation_input_token_cost_above_1hr_above_200k_tokens": 1.2e-05,
  "cache_creation_input_token_cost_above_200k_tokens": 7.5e-06, "cache_read_input_token_cost": 3e-07,
  "cache_read_input_token_cost_above_200k_tokens": 6e-07, "input_cost_per_token": 3e-06,
  "input_cost_per_token_above_200k_tokens": 6e-06, "output_cost_per_token": 1.5e-05,
  "output_cost_per_token_above_200k_tokens": 2.25e-05, "deprecation_date": "2027-09-29",
  "litellm_provider": "vertex_ai-anthropic_models", "mode": "chat"}"""


def entry(**fields):
    """A LiteLLM entry that is read, with more fields."""
    return {"litellm_provider": "acme", "mode": "chat", "input_cost_per_token": 1e-06, **fields}


def imported(tmp_path, data, source="litellm", **options):
    """An import of data, or of text as it stands."""
    text = data if isinstance(data, str) else json.dumps(data)
    (tmp_path / "x.json").write_text(text, encoding="utf-8")
    return import_prices(tmp_path / "x.json", source=source, checked_on=TODAY, **options)


def refused(tmp_path, data, source="litellm"):
    """Path and rule of every problem of an import."""
    with pytest.raises(FileProblems) as caught:
        imported(tmp_path, data, source)
    return [(problem.path, problem.rule) for problem in caught.value.problems]


class TestLiteLLM:
    """`model_prices_and_context_window.json`."""

    def test_every_suffix(self, tmp_path):
        """Per-token figures times a million, exactly; suffixes are classes, above_272k_tokens is a tier."""
        found = imported(tmp_path, f'{{"gpt-5.4": {GPT_5_4}}}', source_version="1.109.1")
        (row,) = found.book.rows
        assert row.model == "openai/gpt-5.4"
        assert row.card == RateCard(fresh_input="2.5", cache_read="0.25", output=15)
        (tier,) = row.tiers
        assert (tier.above_tokens, tier.card) == (272_000, RateCard(fresh_input=5, cache_read="0.5", output="22.5"))
        assert row.batch == RateCard(fresh_input="1.25", cache_read="0.13", output="7.5")
        assert row.flex == row.batch
        assert row.priority == RateCard(fresh_input=5, cache_read="0.5", output=30)
        assert (row.source, row.source_version, row.from_on, row.checked_on) == ("LiteLLM", "1.109.1", TODAY, TODAY)
        assert row.reading == (
            "per-token prices times a million (input_cost_per_token 2.5e-06); above_272k_tokens is long context above "
            "272,000; _batches is batch; _priority is priority; _flex is flex"
        )

    def test_tier_of_a_class_is_named(self, tmp_path):
        """A row holds tiers of the standard class only; the field that it cannot hold is not lost silently."""
        (left,) = imported(tmp_path, f'{{"gpt-5.4": {GPT_5_4}}}').skipped
        assert (left.entry, left.field) == ("gpt-5.4", "input_cost_per_token_above_272k_tokens_flex")
        assert left.reason == "a long-context price of a service class cannot be held"

    def test_cache_writes(self, tmp_path):
        """Five minutes and an hour, with and without a tier; a deprecation date ends the row."""
        (row,) = imported(tmp_path, f'{{"vertex_ai/claude-sonnet-4-5": {SONNET}}}').book.rows
        assert (row.model, row.until_on) == ("vertex_ai/claude-sonnet-4-5", date(2027, 9, 29))
        assert (row.card.cache_write, row.card.cache_write_1h) == (Decimal("3.75"), Decimal(6))
        assert (row.tiers[0].above_tokens, row.tiers[0].card.cache_write) == (200_000, Decimal("7.5"))
        assert (row.tiers[0].card.cache_write_1h, row.tiers[0].card.output) == (Decimal(12), Decimal("22.5"))

    @given(st.integers(0, 10**9), st.integers(4, 12))
    def test_exact(self, tmp_path_factory, digits, places):
        """Whatever the figure, the price is a million times its decimal text, and never the float's."""
        text = f"{digits}e-{places}"
        data = f'{{"m": {{"litellm_provider": "a", "mode": "chat", "input_cost_per_token": {text}}}}}'
        (row,) = imported(tmp_path_factory.mktemp("x"), data).book.rows
        assert row.card.fresh_input == Decimal(text) * 1_000_000
        assert "E" not in str(row.card.fresh_input)

    def test_tiered_pricing(self, tmp_path):
        """A list of ranges: the first is the base, the others are tiers (dashscope/qwen-flash)."""
        ranges = [
            {"input_cost_per_token": 5e-08, "output_cost_per_token": 4e-07, "range": [0, 256000.0]},
            {"input_cost_per_token": 2.5e-07, "output_cost_per_token": 2e-06, "range": [256000.0, 1000000.0]},
        ]
        data = {"dashscope/qwen-flash": {"litellm_provider": "dashscope", "mode": "chat", "tiered_pricing": ranges}}
        (row,) = imported(tmp_path, data).book.rows
        assert row.card == RateCard(fresh_input="0.05", output="0.4")
        assert (row.tiers[0].above_tokens, row.tiers[0].card) == (256_000, RateCard(fresh_input="0.25", output=2))
        ranges[1].pop("range")
        ((path, rule),) = refused(tmp_path, data)
        assert path == "dashscope/qwen-flash.tiered_pricing[1]"
        assert rule == "has no whole number of tokens from which it holds"

    @pytest.mark.parametrize(
        ("key", "provider", "model"),
        [
            ("gpt-5", "openai", "openai/gpt-5"),
            ("openai/gpt-5", "openai", "openai/gpt-5"),
            ("groq/openai/gpt-oss-20b", "groq", "groq/openai/gpt-oss-20b"),
            ("gemini-2.5-pro", "vertex_ai-language-models", "vertex_ai/gemini-2.5-pro"),
            ("anthropic.claude-v2", "bedrock_converse", "bedrock/anthropic.claude-v2"),
            ("amazon-nova/nova-lite", "amazon_nova", "amazon-nova/nova-lite"),
        ],
    )
    def test_names(self, tmp_path, key, provider, model):
        """The provider that sells, and the key without a leading provider."""
        assert imported(tmp_path, {key: entry(litellm_provider=provider)}).book.models == (model,)

    @pytest.mark.parametrize("prefixed_first", [False, True])
    @pytest.mark.parametrize(("price", "reason"), [(1e-06, "same prices"), (2e-06, "other prices")])
    def test_two_keys_of_one_model(self, tmp_path, price, reason, prefixed_first):
        """The key without its provider counts, in whatever order; the other is named with the reason."""
        keys = {"m": entry(), "acme/m": entry(input_cost_per_token=price)}
        found = imported(tmp_path, dict(reversed(keys.items())) if prefixed_first else keys)
        assert [row.card.fresh_input for row in found.book.rows] == [1]
        (left,) = found.skipped
        assert (left.entry, left.reason, left.detail) == ("acme/m", f"is in the file twice, at {reason}", "kept m")

    def test_what_is_left_out(self, tmp_path):
        """Every entry is a row or has a reason."""
        data = {
            "sample_spec": {"mode": "one of: chat", "input_cost_per_token": 0.0, "litellm_provider": "one of"},
            "read": entry(),
            "old": entry(deprecation_date="2026-11-20"),
            "image": entry(mode="image_generation"),
            "free text": entry(mode=None),
            "rules": {"rules": []},
            "audio": {"litellm_provider": "a", "mode": "chat", "input_cost_per_audio_token": 1e-06},
        }
        found = imported(tmp_path, data)
        assert found.book.models == ("acme/read",)
        assert {left.entry: (left.reason, left.detail) for left in found.skipped} == {
            "sample_spec": ("describes the file's fields", ""),
            "old": ("retired by 2026-11-20", "on 2026-11-20"),
            "image": ("is for image generation, not text", ""),
            "free text": ("names no mode", ""),
            "rules": ("names no provider", ""),
            "audio": ("has no price by token", ""),
        }

    def test_unknown_is_not_zero(self, tmp_path):
        """A missing price or null stays unknown; 0 stays 0, and the reading says so."""
        (row,) = imported(tmp_path, {"m": entry(output_cost_per_token=None, cache_read_input_token_cost=0.0)}).book.rows
        assert (row.card.output, row.card.cache_write, row.card.cache_read) == (None, None, 0)
        assert row.reading.endswith("0 as stated, which LiteLLM writes for free and sometimes for unknown")

    def test_fields_that_cannot_be_held(self, tmp_path):
        """Named, unless they say nothing new: thinking at the price of output."""
        more = {
            "output_cost_per_token": 2e-06,
            "output_cost_per_reasoning_token": 2e-06,
            "input_cost_per_token_ultrafast": 9e-06,
            "off_peak_pricing": {"windows": []},
            "input_cost_per_audio_token": 5e-06,
        }
        found = imported(tmp_path, {"m": entry(**more)})
        assert [left.field for left in found.skipped_fields] == ["input_cost_per_token_ultrafast", "off_peak_pricing"]
        found = imported(tmp_path, {"m": entry(**more | {"output_cost_per_reasoning_token": 4e-06})})
        assert "output_cost_per_reasoning_token" in [left.field for left in found.skipped_fields]

    def test_figures_that_are_no_prices(self, tmp_path):
        """Negative, text, NaN, a list: all at once, each with its place, and one problem a place."""
        text = """{
  "a": {"litellm_provider": "x", "mode": "chat", "input_cost_per_token": -1e-06},
  "b": {"litellm_provider": "x", "mode": "chat", "input_cost_per_token": "free", "output_cost_per_token": [1]},
  "c": {"litellm_provider": "x", "mode": "chat", "input_cost_per_token": NaN, "deprecation_date": "soon"},
  "d": {"litellm_provider": "x", "mode": "chat", "input_cost_per_token": 1e999}
}"""
        assert refused(tmp_path, text) == [
            ("a.input_cost_per_token", "must not be negative"),
            ("b.input_cost_per_token", "is not a price"),
            ("b.output_cost_per_token", "is not a price"),
            ("c.input_cost_per_token", "is not a number of JSON"),
            ("c.deprecation_date", "not a day"),
            ("d.input_cost_per_token", "is not a price"),
        ]

    def test_duplicate_key(self, tmp_path):
        """Two entries of one key are refused, with their lines: nobody knows which one counts."""
        text = '{\n"m": {"litellm_provider": "x", "mode": "chat"},\n"m": {"litellm_provider": "x", "mode": "chat"}}'
        assert ("m", "this key appears twice, on lines 2 and 3") in refused(tmp_path, text)

    def test_round_trip(self, tmp_path):
        """What is imported is written and read back as the same book, with how it was read."""
        book = imported(tmp_path, f'{{"gpt-5.4": {GPT_5_4}, "vertex_ai/claude-sonnet-4-5": {SONNET}}}').book
        for suffix in ("csv", "yaml", "xlsx"):
            write_prices(book, tmp_path / f"y.{suffix}")
            assert read_prices(tmp_path / f"y.{suffix}") == book


class TestLlmPrices:
    """Prices per million, by vendor."""

    def test_vendor_file(self, tmp_path):
        """A history: the first day is in, the last is out (the o3 example of data/README.md)."""
        history = [
            {"input": 10.00, "output": 40.00, "from_date": "2025-06-13", "to_date": None},
            {"input": 50.00, "output": 200.00, "from_date": "2025-06-01", "to_date": "2025-06-13"},
        ]
        data = {"vendor": "openai", "models": [{"id": "o3", "name": "o3", "price_history": history}]}
        book = imported(tmp_path, data, "llm-prices").book
        assert book.price("openai/o3", date(2025, 6, 12)).card == RateCard(fresh_input=50, output=200)
        assert book.price("openai/o3", date(2025, 6, 13)).card == RateCard(fresh_input=10, output=40)

    def test_current(self, tmp_path):
        """Without a first day a price counts from the day of the check; the day of the update is the version."""
        prices = [
            {"id": "gpt-5", "vendor": "openai", "name": "GPT-5", "input": 1.25, "output": 10, "input_cached": 0.125}
        ]
        (row,) = imported(tmp_path, {"updated_at": "2026-11-01", "prices": prices}, "llm-prices").book.rows
        assert (row.model, row.from_on, row.until_on, row.announced) == ("openai/gpt-5", TODAY, None, False)
        assert row.card == RateCard(fresh_input="1.25", cache_read="0.125", output=10)
        assert (row.stated_by, row.card.cache_write) == ("llm-prices 2026-11-01", None)
        assert row.reading == "prices per million as stated; its first day is not known: from the day of the check"

    def test_historical(self, tmp_path):
        """A past price without a first day is left out; one that begins later is announced."""
        one = {"id": "m", "vendor": "v", "name": "M", "output": 1, "input_cached": None}
        data = {
            "prices": [
                {**one, "input": 3, "from_date": "2027-01-01", "to_date": None},
                {**one, "input": 2, "from_date": "2026-01-01", "to_date": "2027-01-01"},
                {**one, "input": 1, "from_date": None, "to_date": "2026-01-01"},
            ]
        }
        found = imported(tmp_path, data, "llm-prices")
        assert [(row.from_on.year, row.announced) for row in found.book.rows] == [(2027, True), (2026, False)]
        (left,) = found.skipped
        assert (left.reason, left.detail) == ("is a past price whose first day is not known", "until 2026-01-01")

    def test_overlap(self, tmp_path):
        """Two prices for one day are refused, each with its place."""
        one = {"id": "m", "vendor": "v", "input": 1, "output": 1, "from_date": "2026-01-01", "to_date": None}
        ((path, rule),) = refused(tmp_path, {"prices": [one, {**one, "from_date": "2026-03-01"}]}, "llm-prices")
        assert path == "prices[1]"
        assert rule == "v/m: two rows overlap: from 2026-01-01 and from 2026-03-01 (v/m)"

    def test_figures_that_are_no_prices(self, tmp_path):
        """Negative prices, days that are none, ends before beginnings."""
        data = {
            "prices": [
                {"id": "a", "vendor": "v", "input": -1},
                {"id": "b", "vendor": "v", "input": 1, "from_date": "1.1.2026"},
                {"id": "c", "vendor": "v", "input": 1, "from_date": "2026-02-01", "to_date": "2026-01-01"},
                {"id": None, "vendor": "", "input": 1},
            ]
        }
        assert refused(tmp_path, data, "llm-prices") == [
            ("prices[0].input", "must not be negative"),
            ("prices[1].from_date", "not a day"),
            ("prices[2]", "must end after it begins on 2026-02-01"),
            ("prices[3]", "its vendor and id must be provider/model"),
        ]


class TestOpenRouter:
    """The answer of `/api/v1/models`."""

    def answer(self, **changes):
        """One model; prices are decimal text per token."""
        pricing = {
            "prompt": "0.00000125",
            "completion": "0.00001",
            "input_cache_read": "0.000000125",
            "request": "0",
            "image": "0.001",
            "internal_reasoning": "0",
            **changes.pop("pricing", {}),
        }
        return {"data": [{"id": "openai/gpt-5", "name": "GPT-5", "pricing": pricing, **changes}]}

    def test_prices(self, tmp_path):
        """Times a million, by the id with openrouter/ before it; what is not stated is unknown."""
        found = imported(tmp_path, self.answer(), "openrouter")
        (row,) = found.book.rows
        assert (row.model, row.card) == (
            "openrouter/openai/gpt-5",
            RateCard(fresh_input="1.25", cache_read="0.125", output=10),
        )
        assert (found.skipped, row.source) == ((), "OpenRouter")

    def test_long_context(self, tmp_path):
        """An override by length is a tier; one by the hour cannot be held and is named."""
        overrides = [
            {"min_prompt_tokens": 272000, "prompt": "0.0000025", "completion": "0.000015"},
            {"utc_start": "16:30", "utc_end": "00:30", "prompt": "0.000001"},
        ]
        found = imported(tmp_path, self.answer(pricing={"overrides": overrides}), "openrouter")
        (tier,) = found.book.rows[0].tiers
        assert (tier.above_tokens, tier.card) == (272_000, RateCard(fresh_input="2.5", output=15))
        assert [left.field for left in found.skipped_fields] == ["overrides[1]"]

    @pytest.mark.parametrize(
        ("changes", "reason"),
        [
            ({"pricing": {"prompt": "-1", "completion": "-1"}}, "its price varies with the model it routes to"),
            ({"architecture": {"output_modalities": ["image"]}}, "is for image, not text"),
            ({"expiration_date": "2026-11-01"}, "retired by 2026-11-20"),
        ],
    )
    def test_what_is_left_out(self, tmp_path, changes, reason):
        """Each with its reason."""
        data = self.answer(**changes)
        data["data"].append({**self.answer()["data"][0], "id": "read/this"})
        found = imported(tmp_path, data, "openrouter")
        assert [left.reason for left in found.skipped] == [reason]
        assert found.book.models == ("openrouter/read/this",)

    def test_charges_that_cannot_be_held(self, tmp_path):
        """A charge per request, and thinking at another price than output."""
        pricing = {"request": "0.01", "internal_reasoning": "0.00002", "discount": 0}
        found = imported(tmp_path, self.answer(pricing=pricing), "openrouter")
        assert [left.field for left in found.skipped_fields] == ["request", "internal_reasoning"]

    def test_expires_later(self, tmp_path):
        """An expiration date ends the row."""
        found = imported(tmp_path, self.answer(expiration_date="2027-01-01"), "openrouter")
        assert found.book.rows[0].until_on == date(2027, 1, 1)

    @pytest.mark.parametrize(("price", "rule"), [("-0.1", "must not be negative"), ("a lot", "is not a price")])
    def test_figures_that_are_no_prices(self, tmp_path, price, rule):
        """With their place."""
        problems = refused(tmp_path, self.answer(pricing={"input_cache_write": price}), "openrouter")
        assert problems == [("data[0].pricing.input_cache_write", rule)]


class TestFiles:
    """Files that are none of this."""

    @pytest.mark.parametrize("source", SOURCES)
    @pytest.mark.parametrize("text", ["{}", "[]", '{"format": "compkit/prices/1", "prices": []}', "1", '{"data": [1]}'])
    def test_other_kinds(self, tmp_path, source, text):
        """Refused by name, whatever was expected."""
        assert refused(tmp_path, text, source) == [("", f"is not a file of {source}")]

    def test_the_kind_is_named(self, tmp_path):
        """A file of another source is refused with the option that reads it."""
        (tmp_path / "x.json").write_text(json.dumps({"m": entry()}))
        with pytest.raises(FileProblems, match="is not a file of openrouter: say --from litellm"):
            import_prices(tmp_path / "x.json", source="openrouter", checked_on=TODAY)

    @pytest.mark.parametrize(
        ("text", "rule"), [("", "is empty"), ("{", "is not JSON: expecting property name enclosed in double quotes")]
    )
    def test_no_json(self, tmp_path, text, rule):
        """An empty file, and half of one."""
        assert refused(tmp_path, text) == [("", rule)]

    def test_nothing_to_read(self, tmp_path):
        """A file of which nothing is a token price says so, with the first reason."""
        ((_, rule),) = refused(tmp_path, {"m": entry(mode="rerank")})
        assert rule == "none of its entries is a token price: m is for rerank, not text"

    def test_unknown_source(self, tmp_path):
        """The sources there are."""
        with pytest.raises(FileProblems, match="no such source: x: say one of litellm, llm-prices, openrouter"):
            import_prices(tmp_path / "x.json", source="x", checked_on=TODAY)

    def test_room(self, tmp_path):
        """A file three times as long as LiteLLM's of today fits; one of more than 30 million bytes does not."""
        data = {f"m{i}": entry(notes="x" * 900) for i in range(10_000)}
        assert len(imported(tmp_path, data).book.rows) == 10_000
        assert refused(tmp_path, '{"m": "' + "x" * 30_000_000 + '"}') == [("", "is longer than 30,000,000 bytes")]

    def test_likely_source(self):
        """What the data of each source looks like; compkit's own file is none of them."""
        assert likely_source({"vendor": "openai", "models": []}) == "llm-prices"
        assert likely_source({"data": []}) == "openrouter"
        assert likely_source({"format": "compkit/prices/1", "prices": [{"model": "a/b"}]}) == ""
