"""Usage as providers report it: what "input" includes, and what is refused. Answers are as the documentation shows."""

import pytest
from hypothesis import given, strategies as st

from compkit.errors import InvalidValue
from compkit.market import USAGE_SHAPES, TokenUsage, convert_usage

COUNTS = st.integers(0, 10**7)

OPENAI = {
    "prompt_tokens": 6_382,
    "completion_tokens": 64,
    "total_tokens": 6_446,
    "prompt_tokens_details": {"cached_tokens": 6_272, "audio_tokens": 0},
    "completion_tokens_details": {"reasoning_tokens": 64, "audio_tokens": 0},
}
"""A real batch answer, published in pydantic/genai-prices, tests/test_price_variants.py."""

ANTHROPIC = {
    "input_tokens": 17,
    "cache_creation_input_tokens": 7_082,
    "cache_read_input_tokens": 0,
    "cache_creation": {"ephemeral_5m_input_tokens": 7_082, "ephemeral_1h_input_tokens": 0},
    "output_tokens": 5,
    "service_tier": "batch",
}
"""From the same file."""


LITELLM = {"prompt_tokens": 2_006, "completion_tokens": 300, "total_tokens": 2_306}
"""LiteLLM's documented example, without its cached part."""


class TestOpenAI:
    """The prompt includes what was cached; the completion includes reasoning."""

    def test_chat(self):
        """6,382 prompt tokens, 6,272 of them read from a cache, are 110 fresh ones; reasoning is not added."""
        assert convert_usage("openai-chat", OPENAI) == TokenUsage(fresh_input=110, cache_read=6_272, output=64)

    def test_cache_writes(self):
        """Written tokens are part of the prompt too (OpenAI since GPT-5.6, OpenRouter)."""
        usage = {"prompt_tokens": 194, "completion_tokens": 2, "total_tokens": 196}
        usage["prompt_tokens_details"] = {"cached_tokens": 40, "cache_write_tokens": 100, "audio_tokens": 0}
        for shape in ("openai-chat", "openrouter"):
            found = convert_usage(shape, usage)
            assert found == TokenUsage(fresh_input=54, cache_write=100, cache_read=40, output=2)

    def test_responses(self):
        """The same under other names; 12,764 input with 6,272 cached."""
        usage = {
            "input_tokens": 12_764,
            "output_tokens": 128,
            "total_tokens": 12_892,
            "input_tokens_details": {"cached_tokens": 6_272, "cache_write_tokens": 2},
            "output_tokens_details": {"reasoning_tokens": 128},
        }
        found = convert_usage("openai-responses", usage)
        assert found == TokenUsage(fresh_input=6_490, cache_write=2, cache_read=6_272, output=128)

    def test_an_embedding(self):
        """No completion is 0 where the total shows it, and missing where nothing does."""
        assert convert_usage("openai-chat", {"prompt_tokens": 8, "total_tokens": 8}) == TokenUsage(fresh_input=8)
        with pytest.raises(InvalidValue, match="openai-chat usage: completion_tokens: is missing"):
            convert_usage("openai-chat", {"prompt_tokens": 8})

    def test_mistral(self):
        """Cached tokens are in the prompt; null details are none."""
        usage = {"prompt_tokens": 26, "completion_tokens": 2, "total_tokens": 28, "prompt_tokens_details": None}
        assert convert_usage("mistral", usage) == TokenUsage(fresh_input=26, output=2)
        usage["prompt_tokens_details"] = {"cached_tokens": 20}
        assert convert_usage("mistral", usage) == TokenUsage(fresh_input=6, cache_read=20, output=2)


class TestAnthropic:
    """Input is fresh input alone; reads and writes come on top."""

    def test_writes(self):
        """Seventeen fresh tokens beside 7,082 written."""
        assert convert_usage("anthropic", ANTHROPIC) == TokenUsage(fresh_input=17, cache_write=7_082, output=5)

    def test_lives(self):
        """Five minutes and one hour apart, as the answer splits them."""
        split = {"ephemeral_5m_input_tokens": 456, "ephemeral_1h_input_tokens": 100}
        usage = {"input_tokens": 2_048, "cache_read_input_tokens": 1_800, "cache_creation_input_tokens": 556}
        found = convert_usage("anthropic", {**usage, "cache_creation": split, "output_tokens": 503})
        kinds = {"cache_write": 456, "cache_write_1h": 100, "cache_read": 1_800}
        assert found == TokenUsage(fresh_input=2_048, output=503, **kinds)

    def test_unsaid_life(self):
        """Without the split, five minutes: the default of the cache."""
        usage = {"input_tokens": 1, "output_tokens": 1, "cache_creation_input_tokens": 9}
        assert convert_usage("anthropic", usage).cache_write == 9


class TestGoogle:
    """The prompt includes what was cached, not what tools sent back; candidates leave out thoughts."""

    def test_thoughts(self):
        """A published answer (vercel/ai, issue 6082): 7,477 + 2,060 + 1,939 = 11,476."""
        usage = {"promptTokenCount": 7_477, "candidatesTokenCount": 2_060, "thoughtsTokenCount": 1_939}
        found = convert_usage("google", {**usage, "totalTokenCount": 11_476})
        assert found == TokenUsage(fresh_input=7_477, output=3_999)

    def test_all_kinds(self):
        """1,000 of prompt, 600 of them cached, and 50 from a tool: 450 fresh."""
        usage = {"promptTokenCount": 1_000, "cachedContentTokenCount": 600, "toolUsePromptTokenCount": 50}
        found = convert_usage("google", {**usage, "candidatesTokenCount": 7, "totalTokenCount": 1_057})
        assert found == TokenUsage(fresh_input=450, cache_read=600, output=7)

    def test_thoughts_counted_twice(self):
        """Were thoughts in the candidates already, the total would say so: refused, not guessed."""
        usage = {"promptTokenCount": 10, "candidatesTokenCount": 9, "thoughtsTokenCount": 4, "totalTokenCount": 19}
        with pytest.raises(InvalidValue, match="google usage: totalTokenCount: must be the sum of its parts, 23"):
            convert_usage("google", usage)


class TestBedrock:
    """Input is fresh input alone; the total may or may not count what was cached."""

    def test_lives(self):
        """Writes by how long they are kept."""
        usage = {"inputTokens": 12, "outputTokens": 30, "cacheReadInputTokens": 500, "cacheWriteInputTokens": 90}
        details = [{"ttl": "1h", "inputTokens": 60}, {"ttl": "5m", "inputTokens": 30}]
        expected = TokenUsage(fresh_input=12, cache_write=30, cache_write_1h=60, cache_read=500, output=30)
        for total in (42, 632):
            usage["totalTokens"] = total
            assert convert_usage("bedrock", {**usage, "cacheDetails": details}) == expected
        with pytest.raises(InvalidValue, match="totalTokens: must be the sum of its parts, 632, got 43"):
            convert_usage("bedrock", {**usage, "cacheDetails": details, "totalTokens": 43})

    def test_unknown_life(self):
        """A life without a price here is refused."""
        usage = {"inputTokens": 1, "outputTokens": 1, "cacheDetails": [{"ttl": "24h", "inputTokens": 1}]}
        with pytest.raises(InvalidValue, match=r"cacheDetails\.ttl: must be 5m or 1h, got '24h'"):
            convert_usage("bedrock", usage)


class TestLiteLLM:
    """OpenAI's form whoever answered: the prompt includes reads and writes."""

    def test_documented(self):
        """Its own example: 1,920 of 2,006 were read."""
        usage = {**LITELLM, "prompt_tokens_details": {"cached_tokens": 1_920}, "cache_creation_input_tokens": 0}
        assert convert_usage("litellm", usage) == TokenUsage(fresh_input=86, cache_read=1_920, output=300)

    def test_beside(self):
        """The counts beside the details are the same ones, not more."""
        details = {"cached_tokens": 1_000, "cache_creation_tokens": 900}
        details["cache_creation_token_details"] = {"ephemeral_5m_input_tokens": 800, "ephemeral_1h_input_tokens": 100}
        beside = {"cache_read_input_tokens": 1_000, "cache_creation_input_tokens": 900}
        expected = {"cache_write": 800, "cache_write_1h": 100, "cache_read": 1_000, "output": 300}
        found = convert_usage("litellm", {**LITELLM, **beside, "prompt_tokens_details": details})
        assert found == TokenUsage(fresh_input=106, **expected)
        alone = convert_usage("litellm", {**LITELLM, **beside})
        assert (alone.fresh_input, alone.cache_write, alone.cache_read) == (106, 900, 1_000)

    def test_they_must_agree(self):
        """None read inside, 1,000 beside: refused."""
        usage = {**LITELLM, "cache_read_input_tokens": 1_000, "prompt_tokens_details": {"cached_tokens": 0}}
        with pytest.raises(InvalidValue, match="litellm usage: cache_read_input_tokens: must be the sum"):
            convert_usage("litellm", usage)

    def test_more_for_an_hour_than_written(self):
        """Refused."""
        details = {"cache_creation_tokens": 9, "cache_creation_token_details": {"ephemeral_1h_input_tokens": 10}}
        with pytest.raises(InvalidValue, match="must be among the 9 written to a cache, got 10"):
            convert_usage("litellm", {**LITELLM, "prompt_tokens_details": details})


class TestOpenTelemetry:
    """Attributes by their dotted names; input should include what was cached."""

    def test_span(self):
        """The conventions' own examples: 100 input, 50 read, 25 written, 180 output."""
        span = {
            "gen_ai.usage.input_tokens": 100,
            "gen_ai.usage.cache_read.input_tokens": 50,
            "gen_ai.usage.cache_creation.input_tokens": 25,
            "gen_ai.usage.output_tokens": 180,
        }
        expected = TokenUsage(fresh_input=25, cache_write=25, cache_read=50, output=180)
        assert convert_usage("opentelemetry", span) == expected


class TestRefused:
    """Contradictions and what no kind of tokens holds, each with its place and the way out."""

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"prompt_tokens": 10.0}, "openai-chat usage: prompt_tokens: must be a whole number of tokens, got 10.0"),
            ({"prompt_tokens": True}, "prompt_tokens: must be a whole number"),
            ({"prompt_tokens": "10"}, "prompt_tokens: must be a whole number"),
            ({"prompt_tokens": -1}, "prompt_tokens: must not be negative, got -1"),
            ({"prompt_tokens": None}, "prompt_tokens: is missing, got None: is it another provider's shape"),
            ({"prompt_tokens": 6_271}, r"prompt_tokens: must include cached_tokens \(6272\), got 6271"),
            ({"total_tokens": 6_445}, "total_tokens: must be the sum of its parts, 6446, got 6445"),
            ({"prompt_tokens_details": 5}, "cached_tokens: must stand in an object of counts|audio_tokens: must stand"),
            ({"prompt_tokens_details": {"audio_tokens": 3}}, "prompt_tokens_details.audio_tokens: has prices of its"),
            ({"completion_tokens_details": {"image_tokens": 3}}, "image_tokens: has prices of its own"),
        ],
    )
    def test_counts(self, change, message):
        """Of the chat shape."""
        with pytest.raises(InvalidValue, match=message):
            convert_usage("openai-chat", {**OPENAI, **change})

    @pytest.mark.parametrize(
        "usage",
        [
            {"promptTokensDetails": [{"modality": "AUDIO", "tokenCount": 5}]},
            {"candidatesTokensDetails": [{"modality": "IMAGE", "tokenCount": 5}]},
            {"promptTokensDetails": {"modality": "AUDIO"}},
            {"promptTokensDetails": ["AUDIO"]},
        ],
    )
    def test_modalities(self, usage):
        """Audio and generated images have prices of their own; a list must be one."""
        whole = {"promptTokenCount": 9, "candidatesTokenCount": 9}
        assert convert_usage("google", {**whole, "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 9}]})
        with pytest.raises(InvalidValue, match="google usage"):
            convert_usage("google", {**whole, **usage})

    @pytest.mark.parametrize(
        ("shape", "message"),
        [
            ("openai", "say openai-chat"),
            ("Anthropic", "say anthropic"),
            ("vertex", "say openai-chat or openai-responses or anthropic or google or bedrock"),
        ],
    )
    def test_unknown_shape(self, shape, message):
        """The near names, or all."""
        with pytest.raises(InvalidValue, match=f"usage shape: is not known, got '{shape}': {message}"):
            convert_usage(shape, OPENAI)

    def test_no_object(self):
        """A list is no usage."""
        with pytest.raises(InvalidValue, match="must be an object of counts"):
            convert_usage("anthropic", [1, 2])

    @pytest.mark.parametrize("shape", USAGE_SHAPES)
    def test_another_shape(self, shape):
        """An object of another shape is refused, never read as zeros."""
        with pytest.raises(InvalidValue, match="is missing"):
            convert_usage(shape, {"tokens": 5})


class TestDescriptions:
    """Every shape says what its input includes and where that is written."""

    def test_all(self):
        """The names, each once; the docstring names the counts."""
        assert len(USAGE_SHAPES) == 9
        for name, shape in USAGE_SHAPES.items():
            assert shape.name == name and shape.input_includes and "." in shape.source
            assert "``" in shape.convert.__doc__


class TestAgainstGenaiPrices:
    """The installed package reads the same kinds from the same answers."""

    @pytest.mark.parametrize(
        ("shape", "provider", "flavor"),
        [
            ("openai-chat", "openai", "chat"),
            ("openai-responses", "openai", "responses"),
            ("anthropic", "anthropic", "default"),
            ("google", "google", "default"),
            ("bedrock", "aws", "default"),
            ("mistral", "mistral", "default"),
            ("openrouter", "openrouter", "chat"),
        ],
    )
    @given(st.data())
    def test_extractors(self, shape, provider, flavor, data):
        """Input with everything cached, reads, writes and output, whatever the counts."""
        pytest.importorskip("genai_prices")
        from genai_prices.data import providers

        fresh, write, long, read, output = (data.draw(COUNTS) for _ in range(5))
        usage = answers(fresh, write, long, read, output)[shape]
        mine = convert_usage(shape, usage)
        (own,) = (found for found in providers if found.id == provider)
        root = "usageMetadata" if shape == "google" else "usage"
        _, theirs = own.extract_usage({"model": "m", "modelVersion": "m", root: usage}, api_flavor=flavor)
        found = [theirs.reported_value(f"{kind}_tokens") for kind in ("input", "cache_read", "output")]
        assert found == [mine.input, mine.cache_read, mine.output]
        assert theirs.reported_value("cache_write_tokens") == mine.cache_write + mine.cache_write_1h
        assert theirs.reported_value("cache_write_1h_tokens") == mine.cache_write_1h


def answers(fresh, write, long, read, output):
    """The same tokens as each provider reports them, as far as it can."""
    prompt = {"cached_tokens": read, "cache_write_tokens": write}
    total = fresh + write + read
    chat = {"prompt_tokens": total, "completion_tokens": output, "prompt_tokens_details": prompt}
    without = {**chat, "prompt_tokens": fresh + read, "prompt_tokens_details": {"cached_tokens": read}}
    return {
        "openai-chat": chat,
        "openrouter": chat,
        "mistral": without,
        "openai-responses": {"input_tokens": total, "output_tokens": output, "input_tokens_details": prompt},
        "anthropic": {
            "input_tokens": fresh,
            "cache_read_input_tokens": read,
            "cache_creation_input_tokens": write + long,
            "cache_creation": {"ephemeral_5m_input_tokens": write, "ephemeral_1h_input_tokens": long},
            "output_tokens": output,
        },
        "google": {
            "promptTokenCount": fresh + read,
            "cachedContentTokenCount": read,
            "toolUsePromptTokenCount": write,
            "candidatesTokenCount": output,
            "thoughtsTokenCount": long,
        },
        "bedrock": {
            "inputTokens": fresh,
            "cacheReadInputTokens": read,
            "cacheWriteInputTokens": write + long,
            "cacheDetails": [{"ttl": "1h", "inputTokens": long}, {"ttl": "5m", "inputTokens": write}],
            "outputTokens": output,
        },
    }
