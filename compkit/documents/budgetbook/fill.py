"""Every sheet of a budget workbook, in the order of the tabs."""

from __future__ import annotations

from openpyxl import Workbook

from ..workbook.protection import protect
from ..workbook.start import namer, paper_of, started
from . import checksheet, lines, tokensheet
from .budgetsheet import BudgetSheet
from .layout import AGENT_SHEET, BUDGET, CHECK, LINES, SCENARIO_INDEX, SHEETS, TOKEN_SHEET, Layout


def fill(layout: Layout) -> Workbook:
    """The workbook, with one sample row for all lines."""
    workbook, sheets = started(SHEETS)
    name, paper = namer(workbook), paper_of(layout.budget.currency)
    first = BudgetSheet(layout, sheets[BUDGET], name)
    tables = first.write(paper)
    lines.write(layout, sheets[LINES], paper)
    if layout.budget.tokens:
        sheets[TOKEN_SHEET] = workbook.create_sheet(TOKEN_SHEET)
        tokensheet.write_tokens(layout, sheets[TOKEN_SHEET], paper)
    if layout.budget.agents:
        sheets[AGENT_SHEET] = workbook.create_sheet(AGENT_SHEET)
        tokensheet.write_agents(layout, sheets[AGENT_SHEET], paper)
    name(SCENARIO_INDEX, CHECK, checksheet.write(layout, sheets[CHECK], first.columns, tables, paper))
    for sheet in sheets.values():
        protect(sheet)
    workbook.active = 0
    return workbook
