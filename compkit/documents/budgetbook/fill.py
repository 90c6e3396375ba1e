"""Every sheet of a budget workbook, in the order of the tabs."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from ..workbook.pen import absolute
from ..workbook.protection import protect
from ..workbook.styles import add_styles
from . import checksheet, lines
from .budgetsheet import BudgetSheet
from .layout import BUDGET, CHECK, LINES, SCENARIO_INDEX, SHEETS, Layout

_LETTER, _A4 = 1, 9


def fill(layout: Layout) -> Workbook:
    """The workbook, with one sample row for all lines."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    add_styles(workbook)
    sheets = {title: workbook.create_sheet(title) for title in SHEETS}

    def name(defined: str, sheet: str, address: str) -> None:
        place = f"{sheet}!{absolute(address)}"
        workbook.defined_names[defined] = DefinedName(defined, attr_text=place)

    paper = _LETTER if layout.budget.currency == "USD" else _A4
    first = BudgetSheet(layout, sheets[BUDGET], name)
    tables = first.write(paper)
    lines.write(layout, sheets[LINES], paper)
    name(SCENARIO_INDEX, CHECK, checksheet.write(layout, sheets[CHECK], first.columns, tables, paper))
    for sheet in sheets.values():
        protect(sheet)
    workbook.active = 0
    return workbook
