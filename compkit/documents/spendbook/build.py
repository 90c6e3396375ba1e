"""The way in: what is heavy is imported only when a workbook is built."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...workforce.spending.review import SpendReview


def build_spend_workbook(found: SpendReview) -> bytes:
    """A review of token spend as an Excel workbook, internal; the same review gives the same bytes.

    A summary by month for a chosen group with charts, the bridge from plan to actual in parts that add up by formula,
    every group's year, commitments, exposure, balances, the chargeback, and every month and group that sums are of.

    Args:
        found: What to show.

    Raises:
        InvalidValue: If it has more months and groups than a workbook is made of.
    """
    from ..workbook.finish import repeatable, saved, with_values
    from .fill import fill
    from .layout import Layout

    day = found.year.months.as_of
    made = datetime(day.year, day.month, day.day)  # noqa: DTZ001 a document's day has no zone
    file = saved(fill(Layout(found)), title="Token spend", subject="INTERNAL: shows what was spent", made=made)
    return repeatable(with_values(file), made)
