"""Years that the chosen view does not have: their cells stay, and show nothing."""

from __future__ import annotations

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

NO_YEAR = "-"
"""Label of a year that a view does not have."""
_PAPER = "FFFFFF"


def hide(sheet: Worksheet, cells: str, label: str) -> None:
    """Show nothing in cells whose year's label says that there is none.

    Args:
        sheet: The sheet.
        cells: Addresses of the cells, such as ``C4:C9``.
        label: Address of the label as seen from the first of them, such as ``C$4``.
    """
    rule = FormulaRule(formula=[f'{label}="{NO_YEAR}"'], font=Font(color=_PAPER))
    sheet.conditional_formatting.add(cells, rule)
