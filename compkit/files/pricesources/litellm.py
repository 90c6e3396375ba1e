"""LiteLLM's ``model_prices_and_context_window.json``: prices of a token, by fields that say kind, tier and class.

``cache_read_input_token_cost_above_200k_tokens_priority`` is the price of a cached input token in a priority request
of more than 200,000. A price row holds long-context tiers of the standard class only; the rest is named as left out.
Shape and field names as of LiteLLM 1.109.1 (github.com/BerriAI/litellm).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from attrs import field, frozen

from ...errors import InvalidValue
from ...market.prices import KINDS, LongContextTier, RateCard, TokenPrice
from ..fields import parse_model
from ..places import Place
from ..pricecolumns import CLASSES
from ..structure import BROKEN
from .imported import PER_TOKEN, FoundPrice, LeftOut, Occasion, day_at, price_at, refuse_once

SOURCE = "LiteLLM"
MODES = ("chat", "completion", "responses", "embedding")
"""Modes that are paid by text token; images, speech and search are not."""

_BASES = {
    "input_cost_per_token": "fresh_input",
    "output_cost_per_token": "output",
    "cache_creation_input_token_cost": "cache_write",
    "cache_creation_input_token_cost_above_1hr": "cache_write_1h",
    "cache_read_input_token_cost": "cache_read",
}
_SUFFIXES = {"_batches": "batch", "_priority": "priority", "_flex": "flex", None: ""}
_FIELD = re.compile(rf"({'|'.join(sorted(_BASES, reverse=True))})(?:_above_(\d+)k_tokens)?(_batches|_flex|_priority)?")
_ALIASES = {"output_cost_per_reasoning_token": "output", "input_cost_per_token_cache_hit": "cache_read"}
"""Fields that say nothing new where they equal another price."""
_OTHER = re.compile(
    r"off_peak_pricing|explicit_cache_read_input_token_cost|regional_\w+_uplift_multiplier\w*|"
    rf"output_cost_per_reasoning_token|(?:{'|'.join(_BASES)})_\w+"
)
"""Fields about text tokens that a price row cannot hold."""

_FAMILIES = ("vertex_ai-", "fireworks_ai-")
"""Providers whose names in LiteLLM go on with the family of model: ``vertex_ai-anthropic_models``."""
_ROUTES = {
    "amazon_nova": "amazon-nova",
    "azure_text": "azure",
    "bedrock_converse": "bedrock",
    "cohere_chat": "cohere",
    "text-completion-codestral": "codestral",
    "text-completion-inception": "inception",
    "text-completion-openai": "openai",
}
"""Names of LiteLLM's ways to a provider, with the provider that sells there."""

_TIER_OF_CLASS = "a long-context price of a service class cannot be held"
_NOT_HELD = "a price of a kind or class that cannot be held"


@frozen
class _Decoded:
    """Prices of an entry by class (empty is the standard one), bound of the tier (0 is none) and kind.

    Attributes:
        prices: Known prices, per million.
        left: Fields that a price row cannot hold, with the reason.
    """

    prices: dict[tuple[str, int, str], Any] = field(factory=dict)
    left: dict[str, str] = field(factory=dict)

    def card(self, service: str = "", above: int = 0) -> RateCard:
        """The card of a class and tier."""
        return RateCard(**{kind: self.prices.get((service, above, kind)) for kind in KINDS})

    @property
    def bounds(self) -> list[int]:
        """Bounds of the tiers."""
        return sorted({above for _, above, _ in self.prices if above})


def litellm_prices(top: Place, occasion: Occasion) -> Iterator[FoundPrice | LeftOut]:
    """Prices of a LiteLLM file; where several keys are one model, the one without its provider counts."""
    found: dict[str, list[tuple[FoundPrice, _Decoded]]] = {}
    for key in top.data:
        here = top.at(key)
        if reason := _unfit(key, here.data):
            yield LeftOut(entry=key, reason=reason[0], detail=reason[1])
            continue
        decoded = _decoded(here)
        until = day_at(here.at("deprecation_date"))
        if BROKEN in decoded.prices.values() or until is BROKEN:
            continue  # its problems are noted
        if decoded.card() == RateCard():
            yield LeftOut(entry=key, reason="has no price by token")
        elif until is not None and until <= occasion.checked_on:
            yield LeftOut(entry=key, reason=f"retired by {occasion.checked_on}", detail=f"on {until}")
        elif (price := _price(here, key, decoded, until, occasion)) is not BROKEN:
            entry = FoundPrice(here=here, label=key, price=price)
            found.setdefault(price.model, []).append((entry, decoded))
    for entries in found.values():
        yield from _one_of(entries)


def _unfit(key: str, entry: Any) -> tuple[str, str] | None:
    """Why an entry is no model that is paid by text token, with what is particular to it."""
    if key == "sample_spec":
        return "describes the file's fields", ""
    if not isinstance(entry, Mapping) or not isinstance(entry.get("litellm_provider"), str):
        return "names no provider", ""
    mode = entry.get("mode")
    if mode not in MODES:
        return (f"is for {str(mode).replace('_', ' ')}, not text", "") if mode else ("names no mode", "")
    try:
        parse_model(_model(key, entry["litellm_provider"]))
    except InvalidValue as error:
        return "its name cannot be a model's", error.rule
    return None


def _model(key: str, provider: str) -> str:
    """The model's id: a leading provider of the key is no part of its name.

    >>> _model("gpt-5", "openai"), _model("vertex_ai/claude-sonnet-4-5", "vertex_ai-anthropic_models")
    ('openai/gpt-5', 'vertex_ai/claude-sonnet-4-5')
    """
    for family in _FAMILIES:
        if provider.startswith(family):
            provider = family[:-1]
    seller = _ROUTES.get(provider, provider)
    for prefix in (provider, seller):
        key = key.removeprefix(f"{prefix}/")
    return f"{seller}/{key}"


def _decoded(here: Place) -> _Decoded:
    """What the fields of an entry say."""
    result = _Decoded()
    _decode(here, 0, result)
    for tier in here.at("tiered_pricing").entries():
        first = (
            price_at(tier.at("range").at(0)) if isinstance(tier.data, Mapping) and tier.data.get("range") else BROKEN
        )
        if first is BROKEN or first != int(first):
            refuse_once(tier, "has no whole number of tokens from which it holds", "say its range")
            result.prices["", 0, "fresh_input"] = BROKEN
        else:
            _decode(tier, int(first), result)
    return result


def _decode(here: Place, start: int, result: _Decoded) -> None:
    for name, value in here.data.items():
        if value is None:
            continue
        if match := _FIELD.fullmatch(name):
            above, service = start or int(match[2] or 0) * 1000, _SUFFIXES[match[3]]
            price = price_at(here.at(name), places=PER_TOKEN)
            if above and service and price is not BROKEN:
                result.left[name] = _TIER_OF_CLASS
            else:
                result.prices.setdefault((service, above, _BASES[match[1]]), price)
        elif _OTHER.fullmatch(name):
            result.left[name] = _NOT_HELD
    for name, kind in _ALIASES.items():
        if name in here.data and price_at(here.at(name), places=PER_TOKEN) == result.prices.get(("", start, kind)):
            result.left.pop(name, None)


def _price(here: Place, key: str, decoded: _Decoded, until: Any, occasion: Occasion) -> Any:
    tiers = (LongContextTier(above_tokens=above, card=decoded.card(above=above)) for above in decoded.bounds)
    classes: dict[str, Any] = {name: decoded.card(name) for name in CLASSES}
    return here.holding({}).make(
        TokenPrice,
        model=_model(key, here.data["litellm_provider"]),
        card=decoded.card(),
        tiers=tuple(tiers),
        from_on=occasion.checked_on,
        until_on=until,
        source=SOURCE,
        source_version=occasion.source_version,
        checked_on=occasion.checked_on,
        reading=_reading(here.data, decoded),
        **classes,
    )


def _reading(entry: Mapping[str, Any], decoded: _Decoded) -> str:
    """One sentence: per-token prices times a million, and which names of tiers and classes were decoded."""
    parts = [f"per-token prices times a million{_example(entry)}"]
    listed = "tiered_pricing" in entry
    names = ("tiered_pricing" if listed else f"above_{above // 1000}k_tokens" for above in decoded.bounds)
    parts += [f"{name} is long context above {above:,}" for name, above in zip(names, decoded.bounds, strict=True)]
    services = {service for service, _, _ in decoded.prices}
    parts += [f"{suffix} is {service}" for suffix, service in _SUFFIXES.items() if suffix and service in services]
    if Decimal(0) in decoded.prices.values():
        parts.append("0 as stated, which LiteLLM writes for free and sometimes for unknown")
    return "; ".join(parts)


def _example(entry: Mapping[str, Any]) -> str:
    name = next((name for name in _BASES if entry.get(name)), "")
    return f" ({name} {entry[name]})" if name else ""


def _one_of(entries: list[tuple[FoundPrice, _Decoded]]) -> Iterator[FoundPrice | LeftOut]:
    """The entry of a model that counts, what it cannot hold, and the others with the reason."""
    kept, decoded = min(entries, key=lambda pair: pair[0].label == pair[0].price.model)
    yield kept
    for name, reason in decoded.left.items():
        yield LeftOut(entry=kept.label, field=name, reason=reason)
    for other, others in entries:
        if other is not kept:
            reason = "same prices" if others.prices == decoded.prices else "other prices"
            yield LeftOut(entry=other.label, reason=f"is in the file twice, at {reason}", detail=f"kept {kept.label}")
