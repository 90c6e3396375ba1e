"""The way in: openpyxl is imported only when a workbook is built."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

Cell = str | Decimal | date
"""What a cell holds: text, a number (a rate is a fraction) or a day."""
Rows = Mapping[str, Sequence[Mapping[str, Cell]]]
"""Rows by the name of their sheet; each cell by the title of its column."""


def build_intake(rows: Rows, *, is_example: bool = False) -> bytes:
    """An intake workbook that holds rows, and room for more. The same rows give the same bytes.

    Args:
        rows: What is filled in already.
        is_example: Whether the rows are an example that people overwrite, and look like one.
    """
    from .draw import drawn
    from .finish import finished

    return finished(drawn(rows, is_example=is_example))
