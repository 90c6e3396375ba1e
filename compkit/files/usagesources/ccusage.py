"""``ccusage daily --json`` and ``ccusage session --json``: what the tool found in the logs of one person's machine.

``inputTokens`` is fresh input alone; costs are US dollars, worked out by ccusage from list prices. It names no person:
a project or nothing stands there, and days are of the machine's time zone. Shape as of ccusage.com/guide/json-output.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ...errors import InvalidValue
from ...market.usagecounts import Counts
from .found import Found
from .values import billionths_of, counts_of, day_of, in_dollars, key_of, named_model, number_of, text_of

REPORTS = ("daily", "projects", "sessions", "session")
OTHER_REPORTS = ("weekly", "monthly", "blocks")
_KINDS = {
    "inputTokens": "fresh_input",
    "cacheCreationTokens": "cache_write",
    "cacheReadTokens": "cache_read",
    "outputTokens": "output",
}
_MAKERS = (("anthropic", r"claude-"), ("openai", r"gpt-|o\d|codex-"), ("google", r"gemini-"))
"""Providers by the beginning of their models' names: ccusage names models alone."""


def ccusage(reports: list[Any], found: Found) -> None:
    """Rows by day or session, project and model."""
    for report in reports:
        for path, project, record in _records(report, found):
            row = found.next_row()
            try:
                _add_record(record, path, project, row, found)
            except InvalidValue as error:
                found.refuse_value(path, error)


def _records(report: Mapping[str, Any], found: Found) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """The records of a report, each with its place and project."""
    name = next(name for name in REPORTS if name in report)
    held = report[name]
    groups = held.items() if isinstance(held, Mapping) else [("", held)]
    for project, records in groups:
        path = f"{name}.{project}" if project else name
        if not isinstance(records, list):
            found.refuse(path, "must be a list")
            continue
        for number, record in enumerate(records):
            if isinstance(record, Mapping):
                yield f"{path}[{number}]", project or str(record.get("projectPath") or ""), record
            else:
                found.refuse(f"{path}[{number}]", "must be an object", value=record)


def _add_record(record: Mapping[str, Any], path: str, project: str, row: int, found: Found) -> None:
    in_dollars(found.settings.currency, "totalCost")
    if "cachedInputTokens" in record:
        rule = "is of ccusage's report for Codex, whose costs are not by model"
        raise InvalidValue("cachedInputTokens", record["cachedInputTokens"], rule, "take the provider's own export")
    session = text_of(record.get("sessionId"), "sessionId")
    key = next((key for key in ("date", "period", "lastActivity") if key in record), "date")
    on = day_of(record.get(key), key)
    if session:
        found.notes["a whole session stands on its last day"] += 1
    base = {"on": on, "person": project, "person_kind": "project" if project else "none", "source_row": row}
    for number, model in enumerate(_models(record)):
        place = f"{path}.modelBreakdowns[{number}]"
        try:
            told = key_of("ccusage", found.file, on, session, project, record.get("agent"), model.get("modelName"))
            _add_model(model, {**base, "key": told}, found)
        except InvalidValue as error:
            found.refuse_value(place, error)


def _models(record: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What a record says of each model; without that, the record itself. Their sums must agree."""
    whole = Counts("ccusage", record)
    parts = record.get("modelBreakdowns")
    if not isinstance(parts, list) or not all(isinstance(part, Mapping) for part in parts):
        used = record.get("modelsUsed")
        name = used[0] if isinstance(used, list) and len(used) == 1 else ""
        return [{**record, "modelName": name, "cost": record.get("totalCost")}]
    for key in _KINDS:
        whole.check_total(key, sum(Counts("ccusage", part).count(key) for part in parts))
    return parts


def _add_model(model: Mapping[str, Any], base: Mapping[str, Any], found: Found) -> None:
    counts = Counts("ccusage", model)
    name = text_of(model.get("modelName"), "modelName")
    provider = found.settings.provider or _provider(name)
    cost = model.get("cost")
    found.add(
        **base,
        provider=provider,
        model=named_model(provider, name),
        **counts_of(**{kind: counts.needed(key) for key, kind in _KINDS.items()}),
        billed=None if cost is None else billionths_of(number_of(cost, "cost"), "cost"),
        tool="ccusage",
    )


def _provider(name: str) -> str:
    return next((provider for provider, begins in _MAKERS if re.match(begins, name)), "")
