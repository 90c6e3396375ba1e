"""From a file of a named source to a price book; a file of another kind is refused with the name of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ...market.prices import PriceBook
from ..nodes import read_document
from ..places import Place, raise_problems
from ..pricerows import overlaps
from ..text import refused
from .imported import FoundPrice, ImportedPrices, LeftOut, Occasion, Reader
from .litellm import litellm_prices
from .llmprices import llm_prices
from .openrouter import openrouter_prices

LIMIT = 30_000_000
"""Most bytes of a file; LiteLLM's had 3.2 million in release 1.109."""
MOST_VALUES = 2_000_000

_READERS: dict[str, Reader] = {"litellm": litellm_prices, "llm-prices": llm_prices, "openrouter": openrouter_prices}
SOURCES = tuple(_READERS)
"""Names of the sources that can be read."""


def import_prices(path: str | Path, *, source: str, checked_on: date, source_version: str = "") -> ImportedPrices:
    """The token prices in a file of another source, in US dollars per million tokens.

    Args:
        path: The file, as saved; ``-`` is standard input.
        source: ``litellm`` (``model_prices_and_context_window.json``), ``llm-prices`` (a vendor's file, current or
            historical prices) or ``openrouter`` (the answer of ``/api/v1/models``).
        checked_on: Day on which it was saved; prices without a day of their own count from then.
        source_version: Its version, such as a commit; printed with the prices.

    Raises:
        FileProblems: With every figure that is no price, rows that overlap, and files of another kind.
    """
    if source not in _READERS:
        raise refused(str(path), f"no such source: {source}", f"say one of {', '.join(SOURCES)}")
    document = read_document(path, limit=LIMIT, most=MOST_VALUES)
    _check_kind(document.data, document.file, source)
    top = Place.top(document)
    found = list(_READERS[source](top, Occasion(checked_on=checked_on, source_version=source_version)))
    prices = [entry for entry in found if isinstance(entry, FoundPrice)]
    skipped = tuple(entry for entry in found if isinstance(entry, LeftOut))
    raise_problems([*top.problems, *overlaps([(entry.here, entry.label, entry.price) for entry in prices])])
    if not prices:
        reason = f": {skipped[0].entry} {skipped[0].reason}" if skipped else ""
        raise refused(
            document.file, f"none of its entries is a token price{reason}", "look whether it is the right file"
        )
    book = PriceBook(entry.price for entry in prices)
    return ImportedPrices(book=book, skipped=skipped, source=source, checked_on=checked_on)


def _check_kind(data: Any, file: str, source: str) -> None:
    likely = likely_source(data)
    if likely != source:
        fix = f"say --from {likely}" if likely else "look whether it is the right file"
        raise refused(file, f"is not a file of {source}", fix)


def likely_source(data: Any) -> str:
    """The source that a file's data looks like, or empty."""
    if not isinstance(data, Mapping):
        return ""
    if isinstance(data.get("data"), list):
        return "openrouter" if all(_has(entry, "id", "pricing") for entry in data["data"]) else ""
    if _has(data, "vendor", "models"):
        return "llm-prices"
    if isinstance(data.get("prices"), list):
        return "llm-prices" if data["prices"] and all(_has(entry, "id", "vendor") for entry in data["prices"]) else ""
    return "litellm" if any(_has(entry, "litellm_provider") for entry in data.values()) else ""


def _has(entry: Any, *keys: str) -> bool:
    return isinstance(entry, Mapping) and all(key in entry for key in keys)
