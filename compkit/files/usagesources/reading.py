"""From files of usage exports to one tidy frame; what a file is, its content says."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from ...errors import FileProblems, Problem
from ...workforce.usage.export import UsageExport
from ..fields import parse_currency
from ..text import file_name, read_text, refused
from . import anthropic, ccusage, columns, focus, litellm, openai, table
from .assembling import assemble
from .found import Found, Settings
from .jsontext import parse_json

LIMIT = 200_000_000
"""Most bytes of a file."""
_TABLES = (".csv", ".xlsx", ".xlsm", ".parquet")
_SUFFIXES = (*_TABLES, ".json", ".jsonl", ".ndjson")

SOURCES: Mapping[str, str] = {
    "openai": "OpenAI organization usage, pages of /v1/organization/usage/completions",
    "openai-costs": "OpenAI organization costs, pages of /v1/organization/costs",
    "anthropic": "Anthropic usage report, pages of /v1/organizations/usage_report/messages",
    "claude-code": "Claude Code usage report, pages of /v1/organizations/usage_report/claude_code",
    "ccusage": "ccusage daily --json, or session --json",
    "litellm": "LiteLLM spend logs or daily spend, JSON or CSV",
    "focus": "FinOps FOCUS 1.2, CSV",
    "table": "a table of your own: CSV, Excel or Parquet",
}
"""Sources that can be read, with what each is."""

_JSON: Mapping[str, Callable[[list[Any], Found], None]] = {
    "openai": openai.openai_usage,
    "openai-costs": openai.openai_costs,
    "anthropic": anthropic.anthropic_messages,
    "claude-code": anthropic.claude_code,
    "ccusage": ccusage.ccusage,
    "litellm": litellm.litellm_json,
}
_CSV: Mapping[str, Callable[[str | Path, Found], None]] = {
    "litellm": litellm.litellm_csv,
    "focus": focus.focus_csv,
    "table": table.usage_table,
}


def read_usage_export(
    path: str | Path | Iterable[str | Path],
    *,
    source: str = "auto",
    currency: str = "USD",
    provider: str = "",
    mapping: Mapping[str, str] | None = None,
) -> UsageExport:
    """Usage of many people from the exports of providers, gateways and cost tools, in one tidy frame.

    Every row becomes a row of the frame or is listed in ``left_out`` with the reason. A row that stands twice with the
    same figures counts once; with other figures it is refused.

    Args:
        path: A file, several, or a folder of them (``.csv``, ``.json``, ``.jsonl``, ``.xlsx``, ``.parquet``).
        source: One of `SOURCES`; ``auto`` tells each file's by its content.
        currency: Of all money; a file in another is refused.
        provider: Provider of models that name none.
        mapping: Field by heading, for a table of one's own.

    Raises:
        FileProblems: With every problem of a file, each with its place, value and way out.
        InvalidValue: If the currency is none.
    """
    settings = Settings(parse_currency(currency), provider, dict(mapping or {}))
    if source != "auto" and source not in SOURCES:
        raise refused(str(path), f"no such source: {source}", f"say one of {', '.join(SOURCES)}")
    seen: dict[str, str] = {}
    read = [_read(file, source, settings, seen) for file in _files(path)]
    told = dict.fromkeys(one.source for one in read if one.source)
    export = assemble([one.found for one in read], settings.currency, told)
    if not (len(export.frame) or len(export.left_out) or len(export.outcomes)):
        raise refused(file_name(_first(path)), "holds no usage", "look at its days, and whether it is the right file")
    return export


@frozen
class _Read:
    """A file that was read.

    Attributes:
        found: What it gives.
        source: Name of its source.
    """

    found: Found
    source: str


def _first(path: str | Path | Iterable[str | Path]) -> str | Path:
    return path if isinstance(path, (str, Path)) else next(iter(path), "")


def _files(path: str | Path | Iterable[str | Path]) -> list[str | Path]:
    """The files, those of folders by name."""
    if not isinstance(path, (str, Path)):
        given = [file for one in path for file in _files(one)]
        if not given:
            raise refused("<list>", "names no file", "name the files of the export")
        return given
    if not Path(path).is_dir():
        return [path]
    held = sorted(file for file in Path(path).iterdir() if not file.name.startswith(".") and file.is_file())
    strange = [file.name for file in held if file.suffix.casefold() not in _SUFFIXES]
    if strange:
        fix = f"take it out: exports are {', '.join(_SUFFIXES)}"
        raise refused(str(path), f"holds a file that is no export: {strange[0]}", fix)
    if not held:
        raise refused(str(path), "is a folder without files", "put the exports in it")
    return list(held)


def _read(path: str | Path, source: str, settings: Settings, seen: dict[str, str]) -> _Read:
    """One file; its problems are raised."""
    file = file_name(path)
    _check_file(path, file, seen)
    found = Found(file, settings)
    if Path(path).suffix.casefold() in _TABLES:
        own = _table_source(path, file, source)
        _CSV[own](path, found)
    else:
        values = parse_json(read_text(path, limit=LIMIT), file)
        values = values[0] if len(values) == 1 and _is_pages(values[0]) else values
        own = _json_source(values, file, source)
        if own:
            _JSON[own](values, found)
    found.check()
    return _Read(found, own)


def _check_file(path: str | Path, file: str, seen: dict[str, str]) -> None:
    """Refuse a file that is too long, empty, or the copy of another."""
    try:
        size = Path(path).stat().st_size
        if size > LIMIT:
            fix = "split it, by month say, and name all parts"
            raise refused(file, f"is longer than {LIMIT:,} bytes", fix, value=f"{size:,} bytes")
        if not size:
            raise refused(file, "is empty", "look whether it is the right file")
        with open(path, "rb") as held:
            mark = hashlib.file_digest(held, "sha256").hexdigest()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise refused(file, f"cannot be read: {reason}", "look at the name and its permissions") from None
    if mark in seen:
        raise refused(file, f"is the same as {seen[mark]}", "name it once: its use would count twice")
    seen[mark] = file


def _is_pages(value: Any) -> bool:
    """Whether a value is a list of pages or records."""
    return isinstance(value, list) and bool(value) and all(isinstance(entry, Mapping) for entry in value)


def _table_source(path: str | Path, file: str, source: str) -> str:
    if source != "auto":
        if source in _CSV:
            return source
        raise refused(file, f"is a table, and {source} is JSON", f"say one of {', '.join(_CSV)}")
    if Path(path).suffix.casefold() != ".csv":
        return "table"
    header = {name.strip() for name in columns.read_header(path)}
    return next((name for name, needed in _HEADERS if needed <= header), "table")


_HEADERS = (("focus", focus.NEEDED), ("litellm", litellm.NEEDED))


def _json_source(values: list[Any], file: str, source: str) -> str:
    """The source of all values of a file; empty where they are pages without rows."""
    likely = {likely_usage_source(value) for value in values}
    likely -= set() if "ccusage" in likely else {"page"}
    if source != "auto" and not likely <= {source}:
        other = "".join(sorted(likely)) or "unknown"
        fix = f'say source="{other}"' if other in SOURCES else "look whether it is the right file"
        raise refused(file, f"is not an export of {source}", fix)
    if len(likely) > 1 or likely == {""}:
        told = "\n    ".join(f"{name}: {what}" for name, what in SOURCES.items())
        what = "is several exports in one" if len(likely) > 1 else _unknown(values)
        problem = Problem(file=file, path="", value="", rule=what, fix=f"the sources are\n    {told}")
        raise FileProblems([problem])
    return next(iter(likely), "")


def _unknown(values: list[Any]) -> str:
    """What to say of a file of no source."""
    reports = [name for name in ccusage.OTHER_REPORTS if isinstance(values[0], Mapping) and name in values[0]]
    if reports:
        return f"is ccusage's report {reports[0]}, which says no days by model; take ccusage daily --json"
    return "is no usage export that is known"


def likely_usage_source(value: Any) -> str:
    """The source that a JSON value looks like, empty if none; ``page`` is a page without rows, of whatever source."""
    if not isinstance(value, Mapping):
        return ""
    if any(isinstance(value.get(name), (list, Mapping)) for name in ccusage.REPORTS):
        return "ccusage"
    if value.keys() >= litellm.NEEDED:
        return "litellm"
    held = value.get("data")
    if not isinstance(held, list):
        return ""
    kinds = {_entry_source(entry) for entry in held if isinstance(entry, Mapping)} - {"page"}
    return next(iter(kinds)) if len(kinds) == 1 else "" if kinds or not _is_page(value) else "page"


def _is_page(value: Mapping[str, Any]) -> bool:
    return "has_more" in value or value.get("object") == "page"


def _entry_source(entry: Mapping[str, Any]) -> str:
    """The source of an entry of a page."""
    if "actor" in entry:
        return "claude-code"
    if entry.keys() >= litellm.NEEDED:
        return "litellm"
    results = entry.get("results")
    rows = [row for row in results if isinstance(row, Mapping)] if isinstance(results, list) else []
    if "start_time" in entry:
        return "openai-costs" if any("amount" in row for row in rows) else "openai" if rows else "page"
    if "starting_at" in entry:
        return "anthropic" if any("amount" not in row for row in rows) else "" if rows else "page"
    return ""
