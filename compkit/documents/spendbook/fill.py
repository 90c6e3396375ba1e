"""Every sheet of a spend workbook, in the order of the tabs."""

from __future__ import annotations

from openpyxl import Workbook

from ...money import minor_units
from ...workforce.spending.actuals import AMOUNTS
from ..workbook.protection import protect
from ..workbook.start import namer, paper_of, started
from . import bridgesheet, checksheet, groupsheet, listsheets, monthsheet, summarysheet
from .layout import (
    BALANCES,
    BRIDGE,
    CHARGEBACK,
    CHECK,
    COMMITMENTS,
    EXPOSURE,
    GROUPS,
    MONTHS,
    SHEETS,
    SHOWN_INDEX,
    SUMMARY,
    Layout,
)
from .table import INTERNAL

_NARROWEST = 13.0


def fill(layout: Layout) -> Workbook:
    """The workbook, its formulas without values."""
    workbook, sheets = started(SHEETS)
    name = namer(workbook)
    size = amount_width(layout), paper_of(layout.currency)
    summarysheet.write(layout, sheets[SUMMARY], name, *size)
    listsheets.commitments(layout, sheets[COMMITMENTS], *size)
    listsheets.exposure(layout, sheets[EXPOSURE], *size)
    listsheets.balances(layout, sheets[BALANCES], *size)
    monthsheet.write(layout, sheets[MONTHS], *size)
    tables = checksheet.Tables(
        groups=groupsheet.write(layout, sheets[GROUPS], *size),
        bridges=bridgesheet.write(layout, sheets[BRIDGE], *size),
        chargeback=listsheets.chargeback(layout, sheets[CHARGEBACK], *size),
    )
    name(SHOWN_INDEX, CHECK, checksheet.write(layout, sheets[CHECK], tables, *size))
    for sheet in sheets.values():
        sheet.oddFooter.left.text = INTERNAL
        protect(sheet)
    workbook.active = 0
    return workbook


def amount_width(layout: Layout) -> float:
    """Room for the largest total, with its separators, decimals and a sign."""
    largest = max(abs(layout.year.total(number)) for number in AMOUNTS)
    return max(_NARROWEST, len(f"{round(largest):,}") + minor_units(layout.currency) + 4.0)
