"""OpenAI's organization usage and costs, as ``/v1/organization/usage/completions`` and ``/costs`` answer.

``input_tokens`` includes what was read from a cache (``input_cached_tokens``) and what was written to one
(``input_cache_write_tokens``). Times are seconds since 1970 in UTC. Costs state money and no tokens: they are rows of
their own. Shapes as of platform.openai.com/docs/api-reference/usage and OpenAI's OpenAPI document 2.3.0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ...errors import InvalidValue
from ...market.usagecounts import Counts
from .found import Found
from .pages import BucketRow, Buckets, bucket_rows
from .values import SERVICE_TIERS, counts_of, first_named, money_of, named_model, text_of

_IDENTITIES = (("user_id", "user_id"), ("api_key_id", "api_key"), ("project_id", "project"))
_APART = tuple(f"{side}_{kind}_tokens" for side in ("input", "input_cached", "output") for kind in ("audio", "image"))
APART = "has audio or image tokens, whose prices are others than those of text"
_LINE_ITEM = re.compile(r"(?P<model>.+?)(?: (?:text|image|audio))?, [a-z ]+")


def openai_usage(pages: list[Any], found: Found) -> None:
    """Rows of tokens, of completions and embeddings."""
    for row in bucket_rows(found, pages, Buckets(source="openai", begins="start_time", ends="end_time")):
        try:
            _add_usage(row, found)
        except InvalidValue as error:
            found.refuse_value(row.path, error)


def _add_usage(row: BucketRow, found: Found) -> None:
    record = row.record
    counts = Counts("openai", record)
    if "input_tokens" not in record and not str(record.get("object")).endswith("completions.result"):
        found.add(**_base(row), reason="counts no tokens")
        return
    apart = sum(counts.count(key) for key in _APART) > 0
    told = record.get("num_model_requests") is not None
    requests = counts_of(num_model_requests=counts.count("num_model_requests"))["num_model_requests"] if told else None
    found.add(
        **_base(row),
        **_kinds(counts, record),
        requests=requests,
        service=_service(record, found),
        model=named_model("openai", text_of(record.get("model"), "model")),
        tool="openai",
        reason=APART if apart else "",
    )


def _base(row: BucketRow) -> dict[str, Any]:
    person, kind = first_named(row.record, *_IDENTITIES)
    return {
        "on": row.begins.date(),
        "person": person,
        "person_kind": kind,
        "provider": "openai",
        "source_row": row.number,
        "key": row.key,
    }


def _kinds(counts: Counts, record: Mapping[str, Any]) -> dict[str, int]:
    read, write = counts.count("input_cached_tokens"), counts.count("input_cache_write_tokens")
    fresh = counts.rest("input_tokens", ("input_cached_tokens", read), ("input_cache_write_tokens", write))
    is_embedding = "embedding" in str(record.get("object"))
    output = counts.count("output_tokens") if is_embedding else counts.needed("output_tokens")
    return counts_of(fresh_input=fresh, cache_write=write, cache_read=read, output=output)


def _service(record: Mapping[str, Any], found: Found) -> str:
    if record.get("batch") is True:
        return "batch"
    tier = text_of(record.get("service_tier"), "service_tier")
    if tier not in SERVICE_TIERS:
        found.notes[f"the service tier {tier} is read as standard"] += 1
    return SERVICE_TIERS.get(tier, "standard")


def openai_costs(pages: list[Any], found: Found) -> None:
    """Rows of money without tokens, by the model that a line item names."""
    for row in bucket_rows(found, pages, Buckets(source="openai-costs", begins="start_time", ends="end_time")):
        try:
            amount = row.record.get("amount")
            if not isinstance(amount, Mapping):
                raise InvalidValue("amount", amount, "must be an object with value and currency")
            currency = found.settings.currency
            billed = money_of(amount.get("value"), amount.get("currency"), currency, "amount.value")
            found.add(**_base(row), billed=billed, model=_line_model(row.record), tool="openai-costs")
        except InvalidValue as error:
            found.refuse_value(row.path, error)


def _line_model(record: Mapping[str, Any]) -> str:
    """The model of a line item such as ``gpt-5, cached input``; other line items as they stand."""
    item = text_of(record.get("line_item"), "line_item")
    match = _LINE_ITEM.fullmatch(item)
    return named_model("openai", match["model"]) if match else item
