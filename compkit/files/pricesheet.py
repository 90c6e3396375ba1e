"""A price book as an Excel sheet: prices as numbers where a cell holds them exactly, all else as text, no formulas."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ..errors import OutputRefused
from ..market.prices import PriceBook
from .cells import put_text
from .pricecolumns import PARSERS, cells, columns_of

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

DIGITS = 15
"""Digits that a number in a cell keeps, in Excel and in openpyxl."""


def format_excel(book: PriceBook, *, title: str) -> bytes:
    """The file's bytes.

    Raises:
        InvalidValue: If a text cannot stand in a cell as it is.
        OutputRefused: If openpyxl is not installed.
    """
    try:
        from openpyxl import Workbook
    except ModuleNotFoundError:
        raise OutputRefused(title, "an Excel file needs openpyxl", "pip install compkit[excel]") from None
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    sheet = workbook.create_sheet(title)
    _fill(sheet, book)
    sheet.freeze_panes = "B2"
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, book: PriceBook) -> None:
    names = columns_of(book.rows)
    for column, name in enumerate(names, 1):
        _put(sheet, 1, column, name)
    for number, row in enumerate(book.rows, 2):
        said = dict(cells(row))
        for column, name in enumerate(names, 1):
            if name in said:
                _put(sheet, number, column, said[name], is_text=name in PARSERS)


def _put(sheet: Worksheet, row: int, column: int, text: str, *, is_text: bool = True) -> None:
    """One cell; a price with more digits than a cell keeps is text, too."""
    cell: Any = sheet.cell(row, column)
    if not is_text and _is_kept(Decimal(text)):
        cell.value = float(text)
        return
    put_text(cell, text)


def _is_kept(number: Decimal) -> bool:
    return len(number.normalize().as_tuple().digits) <= DIGITS and Decimal(repr(float(number))) == number
