"""How a workbook of a workforce begins: its sheets, its styles, names for its cells, and its paper."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from .pen import absolute
from .styles import add_styles

Name = Callable[[str, str, str], None]
"""Gives a cell a name that formulas use: name, title of its sheet, and address."""

_LETTER, _A4 = 1, 9


def started(titles: Iterable[str]) -> tuple[Workbook, dict[str, Worksheet]]:
    """A workbook with empty sheets of these titles, in the order of the tabs."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    add_styles(workbook)
    return workbook, {title: workbook.create_sheet(title) for title in titles}


def namer(workbook: Workbook) -> Name:
    """What gives cells of a workbook their names."""

    def name(defined: str, sheet: str, address: str) -> None:
        place = f"{sheet}!{absolute(address)}"
        workbook.defined_names[defined] = DefinedName(defined, attr_text=place)

    return name


def paper_of(currency: str) -> int:
    """Paper that is printed on where a currency is used, as a sheet's set-up has it: US letter, or A4."""
    return _LETTER if currency == "USD" else _A4
