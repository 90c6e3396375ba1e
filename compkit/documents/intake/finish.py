"""From sheets to bytes: fixed properties, the same bytes every time."""

from __future__ import annotations

from datetime import datetime

from openpyxl import Workbook

from ..workbook.finish import repeatable, saved

_MADE = datetime(1980, 1, 1)  # noqa: DTZ001 - the first day that a zip archive knows: a form has no day of its own


def finished(workbook: Workbook) -> bytes:
    """The workbook's file."""
    file = saved(workbook, title="Offers", subject="INTERNAL: offers to be filled in", made=_MADE)
    return repeatable(file, _MADE)
