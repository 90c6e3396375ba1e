"""The sheets of an intake workbook, in their order."""

from __future__ import annotations

from .columns import SheetPlan
from .offercolumns import OFFERS
from .paycolumns import APPROVALS, BENEFITS, BONUSES, GRANTS, ONE_OFFS, RAISES
from .tokencolumns import TOKENS

HELP, LISTS = "Help", "Lists"
"""Sheets that are not filled in."""

SHEETS: tuple[SheetPlan, ...] = (OFFERS, GRANTS, TOKENS, BONUSES, ONE_OFFS, RAISES, BENEFITS, APPROVALS)


def sheet_plan(name: str) -> SheetPlan | None:
    """The sheet of a name, whatever its capitals."""
    return next((plan for plan in SHEETS if plan.name.casefold() == name.strip().casefold()), None)
