"""The budget workbook: a workforce's budget by group and period, live over every line of it, with a switch."""

from .build import build_budget_workbook

__all__ = ["build_budget_workbook"]
