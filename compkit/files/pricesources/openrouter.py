"""The answer of OpenRouter's ``/api/v1/models``: US dollars per token, as decimal text, for what OpenRouter sells.

Shape as of the OpenRouter API reference (openrouter.ai/docs, ``Model``, ``PublicPricing`` and ``PricingOverride``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...errors import InvalidValue
from ...market.prices import LongContextTier, RateCard, TokenPrice
from ..fields import parse_model
from ..places import Place
from ..structure import BROKEN
from .imported import PER_TOKEN, FoundPrice, LeftOut, Occasion, day_at, price_at, refuse_once

SOURCE = "OpenRouter"
_KINDS = {
    "fresh_input": "prompt",
    "cache_write": "input_cache_write",
    "cache_write_1h": "input_cache_write_1h",
    "cache_read": "input_cache_read",
    "output": "completion",
}
_BOUND = "min_prompt_tokens"
_ADDED = ("request", "internal_reasoning", "discount")
"""What changes the cost of text tokens where it is not 0, and cannot be held."""


def openrouter_prices(top: Place, occasion: Occasion) -> Iterator[FoundPrice | LeftOut]:
    """Prices of such an answer; a model is named ``openrouter/`` and its id there."""
    for entry in top.at("data").entries():
        key = str(entry.data["id"])
        if reason := _unfit(entry):
            yield LeftOut(entry=key, reason=reason)
            continue
        pricing = entry.at("pricing")
        card, until = _card(pricing), day_at(entry.at("expiration_date"))
        tiers, left = _overrides(pricing.at("overrides"))
        added = {name: price_at(pricing.at(name)) for name in _ADDED}
        if BROKEN in (card, until, *tiers, *added.values()):
            continue  # its problems are noted
        if card == RateCard():
            yield LeftOut(entry=key, reason="has no price by token")
        elif until is not None and until <= occasion.checked_on:
            yield LeftOut(entry=key, reason=f"retired by {occasion.checked_on}", detail=f"on {until}")
        elif (price := _price(entry, card, tiers, until, occasion)) is not BROKEN:
            yield FoundPrice(here=entry, label=key, price=price)
            for name in (*_not_held(pricing, added), *left):
                yield LeftOut(entry=key, field=name, reason="a price of a kind or class that cannot be held")


def _unfit(entry: Place) -> str:
    """Why an entry has no price of text tokens; empty if it may have."""
    pricing, built = entry.data["pricing"], entry.data.get("architecture")
    try:
        parse_model(f"openrouter/{entry.data['id']}")
    except InvalidValue:
        return "its name cannot be a model's"
    if not isinstance(pricing, Mapping):
        return "has no price by token"
    if any(str(pricing.get(name)) == "-1" for name in _KINDS.values()):
        return "its price varies with the model it routes to"
    gives = built.get("output_modalities") if isinstance(built, Mapping) else None
    if isinstance(gives, list) and not {"text", "embeddings"} & {*map(str, gives)}:
        return f"is for {' and '.join(map(str, gives))}, not text"
    return ""


def _card(pricing: Place) -> Any:
    prices = {kind: price_at(pricing.at(name), places=PER_TOKEN) for kind, name in _KINDS.items()}
    return BROKEN if BROKEN in prices.values() else RateCard(**prices)


def _overrides(here: Place) -> tuple[list[Any], list[str]]:
    """Long-context tiers, and names of the overrides by another condition, such as the hour."""
    tiers: dict[int, Any] = {}
    left: list[str] = []
    for place in here.entries():
        if not isinstance(place.data, Mapping):
            refuse_once(place, "must be keys and values", "look into the file")
            return [BROKEN], []
        conditions = {name for name in place.data if name.startswith(("min_", "max_", "utc_"))}
        if conditions != {_BOUND}:
            left.append(place.path.rpartition(".")[2])
            continue
        bound, card = price_at(place.at(_BOUND)), _card(place)
        if BROKEN in (bound, card) or bound != int(bound) or not bound:
            refuse_once(place.at(_BOUND), "must be a whole number of tokens above 0", "look into the file")
            return [BROKEN], []
        tiers[int(bound)] = card.over(tiers.get(int(bound), RateCard()))
    return [LongContextTier(above_tokens=bound, card=tiers[bound]) for bound in sorted(tiers)], left


def _not_held(pricing: Place, added: Mapping[str, Any]) -> Iterator[str]:
    """Fields that add to the price of text tokens; 0 adds nothing, and thinking at the price of output neither."""
    for name, price in added.items():
        same = name == "internal_reasoning" and pricing.data.get(name) == pricing.data.get("completion")
        if price and not same:
            yield name


def _price(entry: Place, card: RateCard, tiers: list[Any], until: Any, occasion: Occasion) -> Any:
    reading = "per-token prices times a million"
    reading += "".join(f"; {_BOUND} {tier.above_tokens} is long context above {tier.above_tokens:,}" for tier in tiers)
    return entry.holding({}).make(
        TokenPrice,
        model=f"openrouter/{entry.data['id']}",
        card=card,
        tiers=tuple(tiers),
        from_on=occasion.checked_on,
        until_on=until,
        source=SOURCE,
        source_version=occasion.source_version,
        checked_on=occasion.checked_on,
        reading=reading,
    )
