"""The way in: what is heavy is imported only when a workbook is built."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...workforce.budget import Budget


def build_budget_workbook(budget: Budget) -> bytes:
    """A budget as an Excel workbook, internal: sums by group and by period over every line, for a chosen scenario.

    Which number is shown and which tokens count are chosen from lists too. The same budget gives the same bytes.

    Args:
        budget: What to show; each of its lines is a row of the sheet Lines.

    Raises:
        InvalidValue: If it has more lines than a sheet has rows.
    """
    from ..workbook.finish import repeatable, saved, with_values
    from .fill import fill
    from .layout import Layout
    from .linerows import with_lines

    layout = Layout(budget)
    made = datetime(budget.as_of.year, budget.as_of.month, budget.as_of.day)  # noqa: DTZ001 a document's day has no zone
    file = saved(fill(layout), title="Workforce budget", subject="INTERNAL: shows expected cost", made=made)
    return repeatable(with_lines(file, layout, with_values), made)
