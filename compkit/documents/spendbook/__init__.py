"""The workbook of a review of token spend: plan, actual and forecast, live over every month, and why."""

from .build import build_spend_workbook

__all__ = ["build_spend_workbook"]
