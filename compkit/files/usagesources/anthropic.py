"""Anthropic's usage reports, by message and of Claude Code.

By message: ``uncached_input_tokens`` is fresh input alone, and cache reads and writes stand beside it. Claude Code: its
records are of a day and an actor, with tokens and an estimated cost by model, in minor units of the currency. Shapes as
of platform.claude.com/docs/en/api/admin/usage_report.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...errors import InvalidValue
from ...market.usagecounts import Counts
from .found import Found, Page
from .pages import BucketRow, Buckets, bucket_rows, entries_of, page_path
from .values import (
    SERVICE_TIERS,
    counts_of,
    day_of,
    first_named,
    key_of,
    money_of,
    named_model,
    text_of,
)

_IDENTITIES = (
    ("account_id", "user_id"),
    ("service_account_id", "api_key"),
    ("api_key_id", "api_key"),
    ("workspace_id", "project"),
)
_ACTORS = {"user_actor": ("email_address", "email"), "api_actor": ("api_key_name", "api_key")}
_WRITES = "cache_creation"


def anthropic_messages(pages: list[Any], found: Found) -> None:
    """Rows of the usage report by message; it counts no requests."""
    for row in bucket_rows(found, pages, Buckets(source="anthropic", begins="starting_at", ends="ending_at")):
        try:
            _add_messages(row, found)
        except InvalidValue as error:
            found.refuse_value(row.path, error)


def _add_messages(row: BucketRow, found: Found) -> None:
    record, counts = row.record, Counts("anthropic", row.record)
    person, kind = first_named(record, *_IDENTITIES)
    _note(record, counts, found)
    found.add(
        on=row.begins.date(),
        person=person,
        person_kind=kind,
        provider="anthropic",
        model=named_model("anthropic", text_of(record.get("model"), "model")),
        service=SERVICE_TIERS.get(text_of(record.get("service_tier"), "service_tier"), "standard"),
        **counts_of(
            fresh_input=counts.needed("uncached_input_tokens"),
            cache_write=counts.count(_WRITES, "ephemeral_5m_input_tokens"),
            cache_write_1h=counts.count(_WRITES, "ephemeral_1h_input_tokens"),
            cache_read=counts.count("cache_read_input_tokens"),
            output=counts.needed("output_tokens"),
        ),
        tool="anthropic",
        source_row=row.number,
        key=row.key,
    )


def _note(record: Mapping[str, Any], counts: Counts, found: Found) -> None:
    """What a row says that the frame does not hold."""
    if record.get("context_window") == "200k-1M":
        found.notes["long contexts (200k-1M): their dearer prices are not applied to sums of requests"] += 1
    speed = text_of(record.get("speed"), "speed")
    if speed not in ("", "standard"):
        found.notes[f"speed {speed}: its prices are not applied"] += 1
    if counts.count("server_tool_use", "web_search_requests"):
        found.notes["web searches are charged apart from tokens, and are not here"] += 1
    tier = text_of(record.get("service_tier"), "service_tier")
    if tier not in SERVICE_TIERS:
        found.notes[f"the service tier {tier} is read as standard"] += 1


def claude_code(pages: list[Any], found: Found) -> None:
    """Rows of tokens by model, and of outcomes, of each record of the Claude Code report."""
    for number, page in enumerate(pages):
        days = set()
        for path, record in entries_of(found, page, page_path(pages, number)):
            row = found.next_row()
            try:
                base = _record_base(record, row)
                days.add(base["on"])
                _add_outcome(record, base, found)
                for place, model in _models(record, path, found):
                    _add_model(model, place, record, base, found)
            except InvalidValue as error:
                found.refuse_value(path, error)
        more = page.get("has_more") is True
        found.pages.append(Page("claude-code", min(days, default=None), max(days, default=None), more, found.file))


def _record_base(record: Mapping[str, Any], row: int) -> dict[str, Any]:
    actor = record.get("actor")
    if not isinstance(actor, Mapping) or text_of(actor.get("type"), "actor.type") not in _ACTORS:
        raise InvalidValue("actor.type", None, f"must be {' or '.join(_ACTORS)}", "is it a Claude Code report?")
    key, kind = _ACTORS[actor["type"]]
    person = text_of(actor.get(key), f"actor.{key}")
    return {
        "on": day_of(record.get("date"), "date"),
        "person": person,
        "person_kind": kind if person else "none",
        "tool": "claude-code",
        "source_row": row,
    }


def _add_outcome(record: Mapping[str, Any], base: dict[str, Any], found: Found) -> None:
    if not isinstance(record.get("core_metrics"), Mapping):
        raise InvalidValue("core_metrics", None, "is missing", "is it a Claude Code report?")
    counts = Counts("claude-code", record["core_metrics"])
    outcomes = counts_of(
        sessions=counts.count("num_sessions"),
        lines_added=counts.count("lines_of_code", "added"),
        lines_removed=counts.count("lines_of_code", "removed"),
        commits=counts.count("commits_by_claude_code"),
        pull_requests=counts.count("pull_requests_by_claude_code"),
    )
    found.add_outcome(**base, **outcomes, key=_key(record, base))


def _key(record: Mapping[str, Any], base: dict[str, Any], *more: str) -> str:
    told = (f"{name}={value}" for name, value in sorted(record.items()) if isinstance(value, str) and name != "date")
    return key_of("claude-code", base["on"], base["person_kind"], base["person"], *told, *more)


def _models(record: Mapping[str, Any], path: str, found: Found) -> list[tuple[str, Mapping[str, Any]]]:
    models = record.get("model_breakdown")
    if not isinstance(models, list):
        raise InvalidValue("model_breakdown", None, "must be a list")
    places = [(f"{path}.model_breakdown[{number}]", model) for number, model in enumerate(models)]
    for place, model in places:
        if not isinstance(model, Mapping):
            found.refuse(place, "must be an object", value=model)
    return [(place, model) for place, model in places if isinstance(model, Mapping)]


def _add_model(
    model: Mapping[str, Any], path: str, record: Mapping[str, Any], base: dict[str, Any], found: Found
) -> None:
    """A model's row; what a subscriber's use would cost is an estimate, and is not billed."""
    try:
        counts = Counts("claude-code", model)
        if not isinstance(model.get("tokens"), Mapping):
            raise InvalidValue("tokens", None, "is missing", "is it a Claude Code report?")
        kept = {"input": "fresh_input", "cache_creation": "cache_write", "cache_read": "cache_read", "output": "output"}
        name = text_of(model.get("model"), "model")
        found.add(
            **base,
            provider="anthropic",
            model=named_model("anthropic", name),
            **counts_of(**{kind: counts.count("tokens", key) for key, kind in kept.items()}),
            billed=_estimate(model.get("estimated_cost"), record, found),
            key=_key(record, base, name),
        )
    except InvalidValue as error:
        found.refuse_value(path, error)


def _estimate(cost: Any, record: Mapping[str, Any], found: Found) -> int | None:
    if not isinstance(cost, Mapping):
        return None
    currency = found.settings.currency
    amount = money_of(cost.get("amount"), cost.get("currency"), currency, "estimated_cost.amount", minor=True)
    if record.get("customer_type") == "subscription":
        found.notes["the estimated cost of a subscriber is no bill, and is left out"] += 1
        return None
    found.notes["an estimated cost stands as billed"] += 1
    return amount
