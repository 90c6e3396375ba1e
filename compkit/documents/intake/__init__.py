"""The intake workbook: sheets that people fill in with offers, described once for who draws and who reads them."""

from .build import build_intake
from .columns import OFFER_NUMBER, Column, SheetPlan
from .layout import HELP, LISTS, SHEETS, sheet_plan

__all__ = ["HELP", "LISTS", "OFFER_NUMBER", "SHEETS", "Column", "SheetPlan", "build_intake", "sheet_plan"]
