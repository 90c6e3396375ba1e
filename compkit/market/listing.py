"""List prices from genai-prices: bundled, offline, dated. Its traps are met here and nowhere else.

- The bundled data is read directly: the library's global snapshot can be replaced by other code.
- Prices are asked for at noon UTC: midnight would pick one provider's off-peak price.
- Long-context tiers stay tiers; base rates are what budgets use.
- Matching is never fuzzy: only exact ids become rows.
- No price is claimed before its history begins; what begins after `as_of` is marked as announced.
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
        batch = _card(model.get_prices(noon, {"processing": "batch"})) if _has_batch(model, noon) else None
        yield TokenPrice(
            model=name,
            card=card,
            tiers=tuple(_tiers(prices)),
            batch=batch,
            from_on=begin,
            until_on=end,
            announced=begin > as_of,
            source="genai-prices",
            source_version=version,
        )


def _starts(model: ModelInfo) -> Iterator[date]:
    """Days on which the model's prices or their variants change."""
    conditions: list[Any] = [*(model.prices if isinstance(model.prices, list) else ()), *(model.price_variants or ())]
    for condition in conditions:
        start = getattr(condition.constraint, "start_date", None)
        if start is not None and start > HISTORY_STARTS:
            yield start


def _has_batch(model: ModelInfo, noon: datetime) -> bool:
    return any(
        variant.when == {"processing": "batch"} and (variant.constraint is None or variant.constraint.active(noon))
        for variant in model.price_variants or ()
    )


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
