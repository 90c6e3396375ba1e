"""What an input takes: numbers within limits, days, or a choice from a list, each with its message."""

from __future__ import annotations

from datetime import date

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from .inputs import Input


def validate(sheet: Worksheet, address: str, cell: Input) -> None:
    """Let a cell take what its input takes, and say so."""
    rule = _rule(cell)
    rule.prompt, rule.promptTitle = cell.hint[:250], "Input"
    rule.errorTitle = "Not taken"
    rule.showErrorMessage = rule.showInputMessage = True
    rule.add(address)
    sheet.add_data_validation(rule)


def _rule(cell: Input) -> DataValidation:
    if cell.choices:
        rule = DataValidation(type="list", formula1=cell.choices, allow_blank=False)
        rule.error = "Choose from the list."
    elif isinstance(cell.issued, date):
        rule = DataValidation(type="date", operator="between", formula1="DATE(2000,1,1)", formula2="DATE(2199,12,31)")
        rule.error = "A day from 2000 to 2199."
    else:
        rule = DataValidation(type="decimal", operator="between", formula1=str(cell.low), formula2=str(cell.high))
        rule.error = f"A number from {cell.low} to {cell.high:,}."
    return rule
