"""List prices from genai-prices: bundled, offline, dated. Its traps are met here and nowhere else.

- The bundled data is read directly: the library's global snapshot can be replaced by other code.
- Prices are asked for at noon UTC: midnight would pick one provider's off-peak price.
- Long-context tiers stay tiers; base rates are what budgets use.
- Matching is never fuzzy: only exact ids become rows.
- No price is claimed before its history begins; what begins after `as_of` is marked as announced.
- Batch, priority and flex are variants: a price that a variant leaves out is the standard one, by genai-prices' rule
  (Google says so of cache reads in batch). Where no variant is in force there is no card: it is not the standard one.
- Long-context tiers inside a variant are left out, since a row has none by service class: `request_cost` refuses such
  a request rather than guess. Sources disagree there: for openai/gpt-5.4 above 272,000 tokens with priority,
  genai-prices 0.2.3 has no tier (5 for input) and LiteLLM's file has one (10).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from .prices import LongContextTier, PriceBook, RateCard, TokenPrice

if TYPE_CHECKING:
    from genai_prices.types import ModelInfo, ModelPrice

HISTORY_STARTS = date(2025, 5, 1)
"""First day for which genai-prices keeps a history; earlier days have no price here."""

_FIELDS = {
    "fresh_input": "input_mtok",
    "cache_write": "cache_write_mtok",
    "cache_write_1h": "cache_write_1h_mtok",
    "cache_read": "cache_read_mtok",
    "output": "output_mtok",
}
_CLASSES = {
    "batch": {"processing": "batch"},
    "priority": {"service_tier": "priority"},
    "flex": {"service_tier": "flex"},
}
"""Service classes, by the request context that selects their prices."""


@lru_cache(maxsize=8)
def list_prices(*, as_of: date) -> PriceBook:
    """Every model's list prices that genai-prices knows, in US dollars per million tokens.

    Args:
        as_of: Today; rows that begin later are marked ``announced``.
    """
    from genai_prices import __version__
    from genai_prices.data import providers

    rows = (
        row
        for provider in providers
        for model in provider.models
        for row in _rows(f"{provider.id}/{model.id}", model, as_of, __version__)
    )
    return PriceBook(rows)


def _rows(name: str, model: ModelInfo, as_of: date, version: str) -> Iterator[TokenPrice]:
    days = sorted({HISTORY_STARTS, *_starts(model)})
    for begin, end in zip(days, [*days[1:], None], strict=True):
        noon = datetime.combine(begin, time(12), UTC)
        prices = model.get_prices(noon)
        card = _card(prices)
        if card.fresh_input is None and card.output is None:
            continue  # priced by image, page or hour: not a token price
        yield TokenPrice(
            model=name,
            card=card,
            tiers=tuple(_tiers(prices)),
            from_on=begin,
            until_on=end,
            announced=begin > as_of,
            source="genai-prices",
            source_version=version,
            **_classes(model, noon),
        )


def _starts(model: ModelInfo) -> Iterator[date]:
    """Days on which the model's prices or their variants change."""
    conditions: list[Any] = [*(model.prices if isinstance(model.prices, list) else ()), *(model.price_variants or ())]
    for condition in conditions:
        start = getattr(condition.constraint, "start_date", None)
        if start is not None and start > HISTORY_STARTS:
            yield start


def _classes(model: ModelInfo, noon: datetime) -> dict[str, Any]:
    """Cards of the service classes that have a variant in force, by name."""
    variants = model.price_variants or ()
    active = [variant.when for variant in variants if variant.constraint is None or variant.constraint.active(noon)]
    return {name: _card(model.get_prices(noon, when)) for name, when in _CLASSES.items() if when in active}


def _card(prices: ModelPrice) -> RateCard:
    values = {kind: getattr(prices, name, None) for kind, name in _FIELDS.items()}
    return RateCard(**{kind: getattr(price, "base", price) for kind, price in values.items()})


def _tiers(prices: ModelPrice) -> Iterator[LongContextTier]:
    bounds: dict[int, dict[str, Decimal]] = {}
    for kind, name in _FIELDS.items():
        for tier in getattr(getattr(prices, name, None), "tiers", ()):
            bounds.setdefault(tier.start, {})[kind] = tier.price
    for above in sorted(bounds):
        yield LongContextTier(above_tokens=above, card=RateCard(**bounds[above]))
