"""From sheets to bytes: fixed properties, the same bytes every time."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from openpyxl import Workbook

from ..workbook.finish import CREATOR, repeatable

_MADE = datetime(1980, 1, 1)  # noqa: DTZ001 - the first day that a zip archive knows: a form has no day of its own


def finished(workbook: Workbook) -> bytes:
    """The workbook's file."""
    properties = workbook.properties
    properties.title, properties.creator, properties.lastModifiedBy = "Offers", CREATOR, CREATOR
    properties.subject = "INTERNAL: offers to be filled in"
    properties.created = properties.modified = _MADE
    out = BytesIO()
    workbook.save(out)
    return repeatable(out.getvalue(), _MADE)
