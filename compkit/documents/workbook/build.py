"""The way in: openpyxl and formualizer are imported only when a workbook is built."""

from __future__ import annotations

from collections.abc import Mapping

from ...pay.offer import Offer
from ...valuation.compare import Comparison
from ...valuation.facts import Facts


def build_workbook(
    comparison: Comparison, *, offers: Mapping[str, Offer] | None = None, facts: Facts | None = None
) -> bytes:
    """The comparison as an Excel workbook, internal: its amounts are formulas over inputs that can be changed.

    What is promised stays; expected cost and value to the employee move with the yellow cells. The same comparison
    gives the same bytes.

    Args:
        comparison: What to show; its offers in their order, the baseline first.
        offers: The offers behind it, by the comparison's names: candidate, role and dates. Optional.
        facts: The facts that were stated, so that what was only assumed can be told apart. Optional.
    """
    from .book import Book, fill
    from .finish import finished

    return finished(fill(Book(comparison, offers or {}, facts)), comparison.baseline.assumptions.as_of)
