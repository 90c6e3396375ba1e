"""The sheets of an intake workbook, drawn: headings, hints, dropdowns, what is filled in, and room for more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from math import ceil

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from .. import palette
from ..workbook.pen import Pen, lines_of
from .build import Cell, Rows
from .columns import Column, SheetPlan
from .help import draw_help
from .layout import HELP, LISTS, SHEETS
from .lists import ROOM, Lists, add_validations
from .styles import MISSING_FILL, add_intake_styles, blank_format, number_format, side

GROUP_ROW, HEAD_ROW = 3, 4
FIRST_ROW = HEAD_ROW + 1
PADDING = 2
"""Characters that a column is wider than what stands in it."""
_PAGE = 165
"""Characters of a printed page across."""
_TABS = {"Offers": palette.INK, "Tokens": "E69F00", "Grants": "8E6BBF", "Benefits": "4E9A7B"}
_CASH = "2E86C1"
"""What readers of Excel files take for the beginning of an escaped character."""
_MARKED = "Yellow with a star: required."
_EXAMPLE = "Example rows in grey italics: overwrite or delete them, on every sheet."


def drawn(rows: Rows, *, is_example: bool) -> Workbook:
    """All sheets."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    add_intake_styles(workbook)
    draw_help(workbook.create_sheet(HELP), is_example=is_example)
    lists, last = Lists(), max(ROOM, HEAD_ROW + max(map(len, rows.values()), default=0))
    for plan in SHEETS:
        sheet = workbook.create_sheet(plan.name)
        _fill(sheet, plan, rows.get(plan.name, ()), is_example=is_example)
        add_validations(sheet, plan, lists, FIRST_ROW, last)
        _warnings(sheet, plan, last)
        _view(sheet, plan)
    lists.draw(workbook.create_sheet(LISTS))
    workbook.active = 1
    workbook.worksheets[1].sheet_view.tabSelected = True
    return workbook


def _fill(sheet: Worksheet, plan: SheetPlan, rows: Sequence[Mapping[str, Cell]], *, is_example: bool) -> None:
    """Titles, headings and rows."""
    pen = Pen(sheet)
    pen.widths([column.width + PADDING for column in plan.columns])
    pen.put(1, 1, plan.title, "title")
    pen.put(1, 2, f"{plan.note} {_MARKED}", "quiet")
    if is_example:
        pen.put(3, 1, _EXAMPLE, "intake notice")
    _groups(pen, plan.columns)
    for number, column in enumerate(plan.columns, 1):
        _head(pen, number, column)
    for row, said in enumerate(rows, FIRST_ROW):
        _row(pen, row, plan.columns, said, "intake example" if is_example else "intake cell")


def _groups(pen: Pen, columns: Iterable[Column]) -> None:
    """Names of groups above the headings, each over its first column."""
    number = 1
    for name, found in groupby(columns, key=lambda column: column.group):
        width = len(list(found))
        for column in range(number, number + width if name else number):
            pen.put(column, GROUP_ROW, name if column == number else None, "intake group")
        number += width
    pen.sheet.row_dimensions[GROUP_ROW].height = 16


def _head(pen: Pen, number: int, column: Column) -> None:
    style = f"intake head {'required' if column.required else 'optional'}{side(column)}"
    address = pen.put(number, HEAD_ROW, column.heading, style)
    pen.room(HEAD_ROW, lines_of(column.heading, column.width))
    words = f"{column.hint}{' Required.' if column.required else ''}"
    note = Comment(words, "compkit", width=300, height=26 + 17 * ceil(len(words) / 40))
    pen.sheet[address].comment = note
    blank = pen.sheet.column_dimensions[get_column_letter(number)]
    blank.number_format = blank_format(column)


def _row(pen: Pen, row: int, columns: Sequence[Column], said: Mapping[str, Cell], style: str) -> None:
    for number, column in enumerate(columns, 1):
        value = said.get(column.title)
        if value is None:
            pen.put(number, row, None, f"{style}{side(column)}", blank_format(column))
            continue
        pen.put(number, row, value, f"{style}{side(column)}", number_format(column, value))
        if isinstance(value, str) and not side(column):
            pen.room(row, min(6, lines_of(value, column.width)))


def _warnings(sheet: Worksheet, plan: SheetPlan, last: int) -> None:
    """Colours where a row lacks what is required, or names an offer that there is none of."""
    fill = PatternFill("solid", bgColor=MISSING_FILL)
    end = get_column_letter(len(plan.columns))
    missing = f'AND($A{FIRST_ROW}="",COUNTA($B{FIRST_ROW}:${end}{FIRST_ROW})>0)'
    sheet.conditional_formatting.add(f"A{FIRST_ROW}:A{last}", FormulaRule(formula=[missing], fill=fill))
    if plan.part_names != ("",):
        offers = f"COUNTIF(Offers!$A${FIRST_ROW}:$A${last},$A{FIRST_ROW})"
        font = Font(color=palette.INTERNAL, bold=True)
        rule = FormulaRule(formula=[f'AND($A{FIRST_ROW}<>"",{offers}=0)'], fill=fill, font=font)
        sheet.conditional_formatting.add(f"A{FIRST_ROW}:A{last}", rule)
    for number, column in enumerate(plan.columns, 1):
        if column.required and number > 1:
            letter = get_column_letter(number)
            rule = FormulaRule(formula=[f'AND($A{FIRST_ROW}<>"",LEN({letter}{FIRST_ROW})=0)'], fill=fill)
            sheet.conditional_formatting.add(f"{letter}{FIRST_ROW}:{letter}{last}", rule)


def _view(sheet: Worksheet, plan: SheetPlan) -> None:
    """Headings stay in view; printed as wide as it is legible."""
    sheet.freeze_panes = f"B{FIRST_ROW}"
    sheet.sheet_view.zoomScale = 100
    sheet.sheet_properties.tabColor = _TABS.get(plan.name, _CASH)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth = ceil(sum(column.width + PADDING for column in plan.columns) / _PAGE)
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows, sheet.print_title_cols = f"1:{HEAD_ROW}", "A:A"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.5, 0.75
    sheet.oddFooter.left.text = "INTERNAL"
    sheet.oddFooter.right.text = "&A, page &P of &N"
