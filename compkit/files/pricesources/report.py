"""An import of prices as a report and as data: how many rows it gave, and what was left out for which reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ...documents.table import Block, Group, Report, Row, Table, Text
from .imported import ImportedPrices, LeftOut

_LONGEST_EXAMPLE = 48


def build_import_report(imported: ImportedPrices, *, file: str) -> Report:
    """The report that `compkit prices import` prints.

    Args:
        imported: What was read.
        file: The file that was written, as the user named it.
    """
    return Report(tuple(_blocks(imported, file)))


def _blocks(imported: ImportedPrices, file: str) -> Iterator[Block]:
    rows, models, day = len(imported.book.rows), len(imported.book.models), imported.checked_on
    yield Text(f"Wrote {file}: {rows:,} rows of {models:,} models from {imported.source}, as saved on {day}.")
    if imported.skipped_entries:
        title = f"ENTRIES LEFT OUT: {len(imported.skipped_entries):,}"
        yield _table(title, imported.skipped_entries, "entry")
    if imported.skipped_fields:
        title = f"FIELDS LEFT OUT of entries that were read: {len(imported.skipped_fields):,}"
        yield _table(title, imported.skipped_fields, "field", "All of them: --json.")


def _table(title: str, left: Iterable[LeftOut], name: str, foot: str = "") -> Table:
    """One row a reason, the most frequent first."""
    reasons: dict[str, list[str]] = {}
    for one in left:
        reasons.setdefault(one.reason, []).append(getattr(one, name))
    frequent = sorted(reasons.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    rows = tuple(Row(reason, (f"{len(names):,}", _short(names[0]))) for reason, names in frequent)
    return Table(title=title, groups=(Group("", ("how many", "such as")),), rows=rows, foot=foot)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_EXAMPLE else f"{name[: _LONGEST_EXAMPLE - 3]}..."


def import_data(imported: ImportedPrices, *, file: str) -> dict[str, Any]:
    """An import as ``compkit/price-import/1``."""
    return {
        "format": "compkit/price-import/1",
        "file": file,
        "source": imported.source,
        "checked_on": str(imported.checked_on),
        "rows": len(imported.book.rows),
        "models": len(imported.book.models),
        "skipped": [
            {"entry": left.entry, "field": left.field, "reason": left.reason, "detail": left.detail}
            for left in imported.skipped
        ],
    }
