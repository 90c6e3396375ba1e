"""Usage tables of anybody: CSV, Excel or Parquet whose columns have names of their own, found by stated synonyms.

A column of input beside columns of cached input could include it or not, and is refused until somebody says which.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...errors import InvalidValue
from ...market.prices import KINDS
from ...market.requests import SERVICES
from ..fields import Sum
from ..structure import BROKEN
from ..tables import Field, TableReading, TableRow, look_at_table
from .found import Found
from .values import billionths_of, check_currency, counts_of, named_model

_CACHES = ("cache_read", "cache_write", "cache_write_1h")
_ENDS = ("", " tokens")


def _named(*words: str) -> tuple[str, ...]:
    """Each with and without ``tokens``."""
    return tuple(f"{word}{end}" for word in words for end in _ENDS)


FIELDS = (
    Field(name="on", kind="day", synonyms=("date", "day", "usage date"), required=True, help="the day of use"),
    Field(
        name="email", kind="id", synonyms=("user email", "e mail", "mail", "employee email", "actor", "account email")
    ),
    Field(name="user_id", kind="id", synonyms=("user", "employee", "employee id", "person", "username", "owner")),
    Field(name="api_key", kind="id", synonyms=("api key id", "key", "key id", "api key name")),
    Field(name="project", kind="id", synonyms=("project id", "workspace", "workspace id", "team")),
    Field(name="provider", kind="text", synonyms=("vendor", "company")),
    Field(name="model", kind="text", synonyms=("model name", "model id")),
    Field(name="service", kind="text", synonyms=("service tier", "service class", "tier")),
    Field(name="fresh_input", kind="count", synonyms=_named("uncached input", "fresh input")[1:]),
    Field(name="input", kind="count", synonyms=(*_named("input", "prompt")[1:], "tokens in")),
    Field(name="all_input", kind="count", synonyms=_named("total input", "input including cached")),
    Field(name="cache_read", kind="count", synonyms=_named("cached input", "cached", "cache read", "cache read input")),
    Field(name="cache_write", kind="count", synonyms=_named("cache write", "cache creation", "cache creation input")),
    Field(name="cache_write_1h", kind="count", synonyms=_named("cache write 1h", "cache creation 1h")),
    Field(name="output", kind="count", synonyms=(*_named("output", "completion")[1:], "tokens out")),
    Field(name="requests", kind="count", synonyms=("request count", "number of requests", "calls")),
    Field(name="billed", kind="money", synonyms=("cost", "spend", "amount", "billed cost", "charge")),
    Field(name="currency", kind="currency"),
    Field(name="tool", kind="text", synonyms=("product", "application", "source")),
)
"""What the columns of a usage table may mean."""

USED = frozenset({*KINDS, "input", "all_input", "billed"})
"""Columns of which a table of usage has one."""


def usage_table(path: str | Path, found: Found) -> None:
    """Rows of a table."""
    reading = look_at_table(path, FIELDS, mapping=_mapping(found))
    _check_columns(reading)
    reading.check()
    for row in reading.rows:
        _add(row, found)
    reading.check()


def _mapping(found: Found) -> Mapping[str, str]:
    return found.settings.mapping


def _check_columns(reading: TableReading) -> None:
    if not any(reading.column(name) for name in USED):
        fix = "name a column output, fresh_input or billed, or map one to it"
        reading.place.refuse("no column counts tokens or money", fix, value="")
    use = reading.column("input")
    if use and any(reading.column(name) for name in _CACHES):
        fix = "map it to all_input if it includes the cached tokens, to fresh_input if not"
        reading.heading_place(use).refuse("could include the cached tokens or not", fix, value="")


def _add(row: TableRow, found: Found) -> None:
    """The row, or its problems noted where they stand."""
    values = row.values
    if BROKEN in values.values():
        return
    try:
        kinds = _kinds(values)
        provider = values.get("provider", found.settings.provider).casefold()
        person, kind = _person(values)
        found.add(
            on=values["on"],
            person=person,
            person_kind=kind,
            provider=provider or values.get("model", "").rpartition("/")[0],
            model=named_model(provider, values.get("model", "")),
            service=_service(values),
            **kinds,
            requests=counts_of(requests=values["requests"])["requests"] if "requests" in values else None,
            billed=_billed(values, found),
            tool=values.get("tool", "table"),
            source_row=row.number,
        )
    except InvalidValue as error:
        row.place(error.name if error.name in values else "on").refuse(error.rule, error.fix, value=error.value)


def _kinds(values: Mapping[str, Any]) -> dict[str, int]:
    for name in (*KINDS, "input", "all_input", "requests"):
        if values.get(name, 0) < 0:
            raise InvalidValue(name, values[name], "must not be negative")
    kinds = {kind: values.get(kind, 0) for kind in KINDS}
    if "all_input" in values:
        kinds["fresh_input"] = values["all_input"] - sum(kinds[kind] for kind in _CACHES)
        if kinds["fresh_input"] < 0:
            rule = "must include the tokens read from a cache and written to one"
            fix = "is it counted without them? Map it to fresh_input"
            raise InvalidValue("all_input", values["all_input"], rule, fix)
    kinds["fresh_input"] += values.get("input", 0)
    return counts_of(**kinds)


def _person(values: Mapping[str, Any]) -> tuple[str, str]:
    for kind in ("email", "user_id", "api_key", "project"):
        if name := values.get(kind, ""):
            return name, "email" if kind == "user_id" and "@" in name else kind
    return "", "none"


def _service(values: Mapping[str, Any]) -> str:
    service = str(values.get("service", "standard")).casefold()
    if service not in SERVICES:
        raise InvalidValue("service", service, f"must be one of {', '.join(SERVICES)}")
    return service


def _billed(values: Mapping[str, Any], found: Found) -> int | None:
    said = values.get("billed")
    if not isinstance(said, Sum):
        return None
    check_currency(said.currency or values.get("currency", found.settings.currency), found.settings.currency, "billed")
    return billionths_of(said.amount, "billed")
