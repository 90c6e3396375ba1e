"""Protection against slips, without a password: formulas are locked, everything that does not change them is free."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

_FREE = ("autoFilter", "sort", "formatColumns", "formatRows", "objects", "scenarios")
"""What stays free; openpyxl says what is protected, so each is set to False."""


def protect(sheet: Worksheet) -> None:
    """Lock all cells but inputs; select, copy, filter, sort, and set widths and heights as before.

    The workbook's structure is not locked, so sheets can be added, and whoever must may take the protection off.
    """
    sheet.protection.enable()
    sheet.protection.selectLockedCells = sheet.protection.selectUnlockedCells = False
    for part in _FREE:
        setattr(sheet.protection, part, False)
