"""The comparison workbook: live formulas over one schedule of entitlements, with their values beside them."""

from .build import build_workbook

__all__ = ["build_workbook"]
