"""Dropdowns: what they offer, on a sheet of its own, and the messages at the cells."""

from __future__ import annotations

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ..workbook.pen import Pen
from .columns import Column, SheetPlan
from .layout import LISTS

ROOM = 1000
"""Last row of every sheet that has dropdowns and messages, unless more is filled in."""
LONGEST_PROMPT = 255
"""Characters of a message at a cell that Excel shows."""
_LONGEST_TITLE = 32
_FIRST_DAY = 61
"""1 March 1900 as Excel counts days: before it, Excel counts a day that never was."""


class Lists:
    """Columns of choices; the same choices stand once."""

    def __init__(self) -> None:
        """No choices yet."""
        self.columns: dict[tuple[str, ...], str] = {}

    def range_of(self, column: Column) -> str:
        """Where the choices of a column stand."""
        self.columns.setdefault(column.choices, column.title)
        letter = get_column_letter(list(self.columns).index(column.choices) + 1)
        return f"{LISTS}!${letter}$2:${letter}${len(column.choices) + 1}"

    def draw(self, sheet: Worksheet) -> None:
        """All choices, on a hidden sheet."""
        pen = Pen(sheet)
        for number, (choices, title) in enumerate(self.columns.items(), 1):
            pen.put(number, 1, title, "head left")
            for row, words in enumerate(choices, 2):
                pen.put(number, row, words)
        pen.widths([max(map(len, (*choices, title))) + 2 for choices, title in self.columns.items()])
        sheet.sheet_state = "hidden"


def add_validations(sheet: Worksheet, plan: SheetPlan, lists: Lists, first: int, last: int) -> None:
    """A message, and a dropdown or a check, at every cell that people fill in."""
    for number, column in enumerate(plan.columns, 1):
        is_link = number == 1 and plan.part_names != ("",)
        check = _offers_check(first, last) if is_link else _check(column, lists)
        check.promptTitle, check.prompt = column.title[:_LONGEST_TITLE], _prompt(column)
        check.showInputMessage = True
        letter = get_column_letter(number)
        check.add(f"{letter}{first}:{letter}{last}")
        sheet.add_data_validation(check)


def _prompt(column: Column) -> str:
    words = f"{column.hint}{' Required.' if column.required else ''}"
    return words if len(words) <= LONGEST_PROMPT else f"{words[: LONGEST_PROMPT - 1]}…"


def _check(column: Column, lists: Lists) -> DataValidation:
    if column.choices:
        return _list(lists.range_of(column), column)
    if column.form == "day":
        found = DataValidation(type="date", operator="greaterThanOrEqual", formula1=str(_FIRST_DAY), allow_blank=True)
        return _refusing(found, "A day is wanted, as year-month-day: 2027-01-11.")
    if column.form in ("number", "months"):
        found = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
        return _refusing(found, "A plain number is wanted, such as 12 or 0.5.")
    return DataValidation(allow_blank=True)


def _list(choices: str, column: Column) -> DataValidation:
    found = DataValidation(type="list", formula1=f"={choices}", allow_blank=True)
    if not column.closed:
        found.showErrorMessage = False
        return found
    return _refusing(found, f"One of: {', '.join(column.choices)}.")


def _offers_check(first: int, last: int) -> DataValidation:
    """The offers' own numbers; another may be typed first and its offer be added after."""
    found = DataValidation(type="list", formula1=f"=Offers!$A${first}:$A${last}", allow_blank=True)
    found.errorStyle = "warning"
    return _refusing(found, "The sheet Offers has no offer of this number.")


def _refusing(check: DataValidation, words: str) -> DataValidation:
    check.showErrorMessage, check.errorTitle, check.error = True, "Not what is wanted here", words[:LONGEST_PROMPT]
    return check
