"""Token usage as providers report it, converted into disjoint kinds. Each says what its "input" includes.

OpenAI's and Google's input includes what was read from a cache; Anthropic's and Bedrock's does not. Taking one for
the other counts cached tokens twice, or not at all. Contradictory counts are refused, never repaired. Tokens priced
apart from text (audio, generated images) are refused too, since no kind of `TokenUsage` holds them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from attrs import frozen

from ..errors import InvalidValue
from .usage import TokenUsage
from .usagecounts import Counts


@frozen(kw_only=True)
class UsageShape:
    """A provider's way of reporting usage.

    Attributes:
        name: Its name, for `convert_usage`.
        input_includes: What the count called input or prompt includes.
        source: Documentation that says so.
        convert: From the usage object to disjoint kinds.
    """

    name: str
    input_includes: str
    source: str
    convert: Callable[[Mapping[str, Any]], TokenUsage]


def _chat(shape: str, usage: Mapping[str, Any]) -> TokenUsage:
    """The chat-completions family: the prompt includes cache reads and writes, the completion includes reasoning."""
    counts = Counts(shape, usage)
    counts.check_text(
        [(f"{side}_tokens_details", "audio_tokens") for side in ("prompt", "completion")]
        + [("completion_tokens_details", "image_tokens")]
    )
    read = counts.count("prompt_tokens_details", "cached_tokens")
    write = counts.count("prompt_tokens_details", "cache_write_tokens")
    fresh = counts.rest("prompt_tokens", ("cached_tokens", read), ("cache_write_tokens", write))
    output = counts.output("completion_tokens", "total_tokens")
    counts.check_total("total_tokens", fresh + write + read + output)
    return TokenUsage(fresh_input=fresh, cache_write=write, cache_read=read, output=output)


def from_openai_chat(usage: Mapping[str, Any]) -> TokenUsage:
    """``usage`` of an OpenAI chat completion.

    ``prompt_tokens`` includes ``prompt_tokens_details.cached_tokens`` and, since GPT-5.6, ``cache_write_tokens``;
    ``completion_tokens`` includes reasoning.
    """
    return _chat("openai-chat", usage)


def from_openai_responses(usage: Mapping[str, Any]) -> TokenUsage:
    """``usage`` of an OpenAI response (or batch job).

    ``input_tokens`` includes ``input_tokens_details.cached_tokens`` and ``cache_write_tokens``; ``output_tokens``
    includes reasoning.
    """
    counts = Counts("openai-responses", usage)
    counts.check_text([("input_tokens_details", "audio_tokens"), ("output_tokens_details", "image_tokens")])
    read = counts.count("input_tokens_details", "cached_tokens")
    write = counts.count("input_tokens_details", "cache_write_tokens")
    fresh = counts.rest("input_tokens", ("cached_tokens", read), ("cache_write_tokens", write))
    output = counts.needed("output_tokens")
    counts.check_total("total_tokens", fresh + write + read + output)
    return TokenUsage(fresh_input=fresh, cache_write=write, cache_read=read, output=output)


def _writes(counts: Counts, whole: str, short: int | None, long: int | None) -> tuple[int, int]:
    """Five-minute and one-hour cache writes; a whole without its parts is five-minute ones, the providers' default."""
    if short is None and long is None:
        return counts.count(whole), 0
    parts = (short or 0, long or 0)
    counts.check_total(whole, sum(parts))
    return parts


def from_anthropic(usage: Mapping[str, Any]) -> TokenUsage:
    """``usage`` of an Anthropic message.

    ``input_tokens`` is fresh input alone: ``cache_read_input_tokens`` and ``cache_creation_input_tokens`` come on top.
    ``cache_creation`` splits the writes into five minutes and one hour; without it they are five-minute ones, the
    default. ``output_tokens`` includes thinking.
    """
    counts = Counts("anthropic", usage)
    short, long = (
        None if counts.inner(*path) is None else counts.count(*path)
        for path in (("cache_creation", f"ephemeral_{kept}_input_tokens") for kept in ("5m", "1h"))
    )
    write, write_1h = _writes(counts, "cache_creation_input_tokens", short, long)
    return TokenUsage(
        fresh_input=counts.needed("input_tokens"),
        cache_write=write,
        cache_write_1h=write_1h,
        cache_read=counts.count("cache_read_input_tokens"),
        output=counts.needed("output_tokens"),
    )


def from_google(usage: Mapping[str, Any]) -> TokenUsage:
    """``usageMetadata`` of Google's Gemini API and Vertex AI.

    ``promptTokenCount`` includes ``cachedContentTokenCount``, not ``toolUsePromptTokenCount``, which is input too;
    ``candidatesTokenCount`` leaves out ``thoughtsTokenCount``, which is output too. ``totalTokenCount`` is all four.
    """
    counts = Counts("google", usage)
    _check_modalities(counts, "promptTokensDetails", "AUDIO")
    _check_modalities(counts, "candidatesTokensDetails", "AUDIO", "IMAGE", "VIDEO")
    read = counts.count("cachedContentTokenCount")
    fresh = counts.rest("promptTokenCount", ("cachedContentTokenCount", read))
    fresh += counts.count("toolUsePromptTokenCount")
    output = counts.output("candidatesTokenCount", "totalTokenCount") + counts.count("thoughtsTokenCount")
    counts.check_total("totalTokenCount", fresh + read + output)
    return TokenUsage(fresh_input=fresh, cache_read=read, output=output)


def _check_modalities(counts: Counts, key: str, *apart: str) -> None:
    for entry in counts.entries(key):
        if entry.inner("modality") in apart:
            entry.check_text([("tokenCount",)])


def from_bedrock(usage: Mapping[str, Any]) -> TokenUsage:
    """``usage`` of Amazon Bedrock's Converse.

    ``inputTokens`` is fresh input alone: ``cacheReadInputTokens`` and ``cacheWriteInputTokens`` come on top, split by
    ``cacheDetails`` into five minutes and one hour. ``totalTokens`` is documented as input and output; answers count
    the cached tokens in it as well, so both are taken.
    """
    counts = Counts("bedrock", usage)
    read, output = counts.count("cacheReadInputTokens"), counts.needed("outputTokens")
    kept = {str(entry.inner("ttl")): entry.needed("inputTokens") for entry in counts.entries("cacheDetails")}
    if others := kept.keys() - {"5m", "1h"}:
        raise counts.problem("cacheDetails.ttl", min(others), "must be 5m or 1h")
    write, write_1h = _writes(counts, "cacheWriteInputTokens", kept.get("5m"), kept.get("1h"))
    fresh = counts.needed("inputTokens")
    counts.check_total("totalTokens", fresh + read + write + write_1h + output, fresh + output)
    return TokenUsage(fresh_input=fresh, cache_write=write, cache_write_1h=write_1h, cache_read=read, output=output)


def from_mistral(usage: Mapping[str, Any]) -> TokenUsage:
    """``usage`` of a Mistral chat completion: ``prompt_tokens`` includes ``prompt_tokens_details.cached_tokens``."""
    return _chat("mistral", usage)


def from_openrouter(usage: Mapping[str, Any]) -> TokenUsage:
    """``usage`` of an OpenRouter answer, counted by the model's own tokenizer.

    ``prompt_tokens`` includes ``prompt_tokens_details.cached_tokens`` and ``cache_write_tokens``.
    """
    return _chat("openrouter", usage)


def from_litellm(usage: Mapping[str, Any]) -> TokenUsage:
    """``usage`` of a LiteLLM answer, in OpenAI's form whoever answered.

    ``prompt_tokens`` includes ``prompt_tokens_details.cached_tokens`` and ``cache_creation_tokens``; the same counts
    may stand beside it as ``cache_read_input_tokens`` and ``cache_creation_input_tokens``, and must then agree.
    """
    counts = Counts("litellm", usage)
    details = "prompt_tokens_details"
    counts.check_text([(details, "audio_tokens"), ("completion_tokens_details", "audio_tokens")])
    read = _stated_twice(counts, (details, "cached_tokens"), "cache_read_input_tokens")
    written = _stated_twice(counts, (details, "cache_creation_tokens"), "cache_creation_input_tokens")
    fresh = counts.rest("prompt_tokens", ("cached_tokens", read), ("cache_creation_tokens", written))
    long = counts.count(details, "cache_creation_token_details", "ephemeral_1h_input_tokens")
    if long > written:
        raise counts.problem("ephemeral_1h_input_tokens", long, f"must be among the {written} written to a cache")
    output = counts.output("completion_tokens", "total_tokens")
    counts.check_total("total_tokens", fresh + read + written + output)
    kinds = {"cache_write": written - long, "cache_write_1h": long, "cache_read": read, "output": output}
    return TokenUsage(fresh_input=fresh, **kinds)


def _stated_twice(counts: Counts, inside: tuple[str, ...], beside: str) -> int:
    """A count that may stand in either place; where it stands in both, they must agree."""
    if counts.inner(*inside) is not None:
        counts.check_total(beside, counts.count(*inside))
        return counts.count(*inside)
    return counts.count(beside)


def from_opentelemetry(usage: Mapping[str, Any]) -> TokenUsage:
    """Span attributes of OpenTelemetry's generative-AI conventions, by their dotted names.

    ``gen_ai.usage.input_tokens`` should include ``gen_ai.usage.cache_read.input_tokens`` and
    ``gen_ai.usage.cache_creation.input_tokens``; the cache's life is not said and taken as five minutes.
    """
    counts = Counts("opentelemetry", usage)
    read = counts.count("gen_ai.usage.cache_read.input_tokens")
    write = counts.count("gen_ai.usage.cache_creation.input_tokens")
    fresh = counts.rest("gen_ai.usage.input_tokens", ("cache_read", read), ("cache_creation", write))
    output = counts.needed("gen_ai.usage.output_tokens")
    return TokenUsage(fresh_input=fresh, cache_write=write, cache_read=read, output=output)


_CACHED = "what was read from a cache and written to one"
_SHAPES = (
    ("openai-chat", from_openai_chat, _CACHED, "platform.openai.com/docs/guides/prompt-caching"),
    ("openai-responses", from_openai_responses, _CACHED, "platform.openai.com/docs/api-reference/responses/object"),
    ("anthropic", from_anthropic, "neither", "platform.claude.com/docs/en/build-with-claude/prompt-caching"),
    ("google", from_google, "what was read from a cache", "ai.google.dev/api/generate-content#UsageMetadata"),
    ("bedrock", from_bedrock, "neither", "docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html"),
    ("mistral", from_mistral, _CACHED, "docs.mistral.ai/studio-api/conversations/advanced/prompt-caching"),
    ("openrouter", from_openrouter, _CACHED, "openrouter.ai/docs/use-cases/usage-accounting"),
    ("litellm", from_litellm, _CACHED, "docs.litellm.ai/docs/completion/prompt_caching"),
    ("opentelemetry", from_opentelemetry, _CACHED, "opentelemetry.io/docs/specs/semconv/registry/attributes/gen-ai"),
)

USAGE_SHAPES: Mapping[str, UsageShape] = {
    name: UsageShape(name=name, input_includes=includes, source=source, convert=convert)
    for name, convert, includes, source in _SHAPES
}
"""Every shape that `convert_usage` knows, by name."""


def convert_usage(shape: str, usage: Mapping[str, Any]) -> TokenUsage:
    """A provider's usage object as disjoint kinds of tokens, of one request.

    >>> answer = {"prompt_tokens": 10, "prompt_tokens_details": {"cached_tokens": 4}, "completion_tokens": 2}
    >>> convert_usage("openai-chat", answer).fresh_input
    6

    Raises:
        InvalidValue: On an unknown shape, and on counts that are no whole numbers or contradict one another.
    """
    if shape not in USAGE_SHAPES:
        near = get_close_matches(str(shape).casefold(), USAGE_SHAPES, n=3, cutoff=0.6)
        raise InvalidValue("usage shape", shape, "is not known", f"say {' or '.join(near or USAGE_SHAPES)}")
    if not isinstance(usage, Mapping):
        raise InvalidValue(f"{shape} usage", usage, "must be an object of counts, as the provider's JSON has it")
    return USAGE_SHAPES[shape].convert(usage)
