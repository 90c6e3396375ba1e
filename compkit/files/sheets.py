"""Sheets of an Excel file as rows of text, read so that no file can take the machine down or lose an error value.

python-calamine gives a cell's error as an empty cell, and one cell in the last corner of a sheet ends the process
for want of memory; so the file's parts and the sheet's own XML are looked over first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree import ElementTree as Xml

from attrs import field, frozen

from .fields import format_number
from .limits import checked
from .sheetxml import Spots, check_reach, error_cells, styled_cells, styled_rows, uncalculated_cells
from .text import file_name, refused

MOST_SHEETS = 100
"""Most sheets that are read at once."""

_QUOTED = re.compile(r'"[^"]*"|\\.')
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


_Entry = tuple[str, str]


@frozen
class Sheet:
    """A sheet's cells, row by row from the first.

    Attributes:
        name: Its name.
        values: Of each row: texts, numbers, days, true or false; an empty cell is an empty text.
        xml: The sheet's own XML.
        percent_styles: Numbers of the styles that show a number in percent.
        is_usual: Whether its XML is written as Excel writes it, of which less must be asked.
        errors: Cells that hold an error of the spreadsheet, as row and column, both from 1.
        uncalculated: Cells that hold a formula, and no value that it ever gave.
    """

    name: str
    values: tuple[Sequence[Any], ...] = field(repr=False)
    xml: bytes = field(repr=False)
    percent_styles: frozenset[int] = frozenset()
    is_usual: bool = False
    errors: Spots = frozenset()
    uncalculated: Spots = frozenset()

    @cached_property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The cells as text: the shortest decimal that gives the stored number, days as year-month-day."""
        return tuple(tuple(map(cell_text, row)) for row in self.values)

    @cached_property
    def percents(self) -> Spots:
        """Cells that are shown in percent."""
        return styled_cells(self.xml, self.percent_styles)

    def percent_rows(self, columns: Sequence[int]) -> dict[int, list[int]]:
        """Of some columns, from 1, the rows whose cell is shown in percent."""
        return styled_rows(self.xml, self.percent_styles, columns, usual=self.is_usual)


def read_sheet(path: str | Path, *, named: str, limit: int) -> Sheet:
    """The sheet of a name, or the first if there is none of it.

    Args:
        path: An .xlsx file.
        named: The sheet to look for.
        limit: Most bytes of the file.

    Raises:
        FileProblems: If it cannot be read, is no workbook, or exceeds a limit.
    """
    return _sheets(path, limit, lambda sheets: [_named(sheets, named)])[0]


def find_sheets(path: str | Path, *, named: Sequence[str], limit: int) -> tuple[Sheet, ...]:
    """The sheet of the first name, or else the first of no other name; and those of the other names that are there.

    Args:
        path: An .xlsx file.
        named: Names of sheets.
        limit: Most bytes of the file.

    Raises:
        FileProblems: If it cannot be read, is no workbook, or exceeds a limit.
    """
    return _sheets(path, limit, lambda sheets: _found(sheets, named[0], named[1:]))


def read_sheets(path: str | Path, *, limit: int) -> tuple[Sheet, ...]:
    """Every sheet of cells, in their order.

    Args:
        path: An .xlsx file.
        limit: Most bytes of the file.

    Raises:
        FileProblems: If it cannot be read, is no workbook, or exceeds a limit.
    """
    return _sheets(path, limit, lambda sheets: sheets)


def _sheets(path: str | Path, limit: int, choose: Callable[[list[_Entry]], list[_Entry]]) -> tuple[Sheet, ...]:
    file = file_name(path)
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ModuleNotFoundError:
        raise refused(file, "cannot be read without python-calamine", "pip install compkit[excel]") from None
    parts = checked(_bytes(path, file, limit), file)
    try:
        chosen = choose(_entries(parts.contents))
        if len(chosen) > MOST_SHEETS:
            raise refused(file, f"has more than {MOST_SHEETS} sheets", "look whether it is the right file")
        styles = _percent_styles(parts.contents)
        usual = {part: check_reach(parts.contents[part], file) for _, part in chosen}
        book = CalamineWorkbook.from_filelike(parts.archive)
        return tuple(_sheet(book, name, parts.contents[part], styles, usual[part]) for name, part in chosen)
    except (KeyError, StopIteration, Xml.ParseError, CalamineError):
        raise refused(file, "is not an Excel workbook", "open it and save it anew as .xlsx") from None


def _sheet(book: Any, name: str, xml: bytes, styles: frozenset[int], usual: bool) -> Sheet:
    """A sheet: its XML is looked over while calamine, which needs no lock of Python for it, reads the cells."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        errors = beside.submit(error_cells, xml, usual=usual)
        uncalculated = beside.submit(uncalculated_cells, xml, usual=usual)
        values = tuple(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
        return Sheet(name, values, xml, styles, usual, errors.result(), uncalculated.result())


def _bytes(path: str | Path, file: str, limit: int) -> bytes:
    try:
        with open(path, "rb") as source:
            data = source.read(limit + 1)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise refused(file, f"cannot be read: {reason}", "look at the name and its permissions") from None
    if len(data) > limit:
        raise refused(file, f"is longer than {limit:,} bytes", "split it, or look whether it is the right file")
    return data


def _entries(parts: Mapping[str, bytes]) -> list[_Entry]:
    """Name and part of each sheet of cells."""
    book = Xml.fromstring(parts["xl/workbook.xml"])  # noqa: S314 - has no entities: `checked`
    links = Xml.fromstring(parts["xl/_rels/workbook.xml.rels"])  # noqa: S314
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    found = ((str(sheet.get("name")), targets[sheet.get(_LINK)]) for sheet in book.iter(f"{_MAIN}sheet"))
    return [(name, _part(target)) for name, target in found if "chartsheets/" not in target]


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)


def _named(sheets: list[_Entry], named: str) -> _Entry:
    """The sheet of a name, or the first."""
    wanted = (sheet for sheet in sheets if sheet[0].casefold() == named.casefold())
    return next(wanted, None) or next(iter(sheets))


def _found(sheets: list[_Entry], named: str, others: Sequence[str]) -> list[_Entry]:
    others = [name.casefold() for name in others]
    own = [sheet for sheet in sheets if sheet[0].casefold() not in others]
    return [_named(own or sheets, named), *(sheet for sheet in sheets if own and sheet[0].casefold() in others)]


def _percent_styles(parts: Mapping[str, bytes]) -> frozenset[int]:
    """Numbers of the cell styles that show a number in percent; 9 and 10 are such formats that every file has."""
    if "xl/styles.xml" not in parts:
        return frozenset()
    styles = Xml.fromstring(parts["xl/styles.xml"])  # noqa: S314 - as above
    codes = {form.get("numFmtId"): form.get("formatCode", "") for form in styles.iter(f"{_MAIN}numFmt")}
    forms = {"9", "10", *(number for number, code in codes.items() if "%" in _QUOTED.sub("", code))}
    cells = styles.find(f"{_MAIN}cellXfs")
    listed = enumerate(cells if cells is not None else ())
    return frozenset(number for number, style in listed if style.get("numFmtId") in forms)


def cell_text(cell: Any) -> str:
    """A cell's value as text."""
    match cell:
        case str():
            return cell
        case bool():
            return "true" if cell else "false"
        case float() | int():
            text = repr(cell).removesuffix(".0")
            return format_number(Decimal(text)) if "e" in text else text
        case datetime():
            return str(cell.date()) if cell.time() == datetime.min.time() else str(cell)
        case date():
            return str(cell)
        case _:
            return str(cell)
