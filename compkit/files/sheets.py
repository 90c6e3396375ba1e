"""A sheet of an Excel file as rows of text, read so that no file can take the machine down or lose an error value.

python-calamine gives a cell's error as an empty cell, and one cell in the last corner of a sheet ends the process
for want of memory; so the sheet's own XML is looked over first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree import ElementTree as Xml
from zipfile import BadZipFile, ZipFile

from attrs import frozen

from .fields import format_number
from .text import file_name, refused

LARGEST = 200_000_000
"""Most bytes of the file once it is unpacked."""
MOST_CELLS = 5_000_000
"""Most cells between the first and the last one; the whole list of token prices has a tenth of a million."""

_TAG = re.compile(rb"<(?:\w+:)?(c|row)(?:\s[^>]*)?>")
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Z]*)(\d+)["']""")
_ERROR = re.compile(rb"""\st\s*=\s*["']e["']""")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@frozen
class Sheet:
    """A sheet's cells as text, row by row from the first.

    Attributes:
        name: Its name.
        rows: Texts of each row; an empty cell is an empty text.
        errors: Cells that hold an error of the spreadsheet, as row and column, both from 1.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    errors: frozenset[tuple[int, int]]


def read_sheet(path: str | Path, *, named: str, limit: int) -> Sheet:
    """The sheet of a name, or the first if there is none of it.

    Numbers are the shortest decimal that gives the stored one, and days are year-month-day.

    Args:
        path: An .xlsx file.
        named: The sheet to look for.
        limit: Most bytes of the file.

    Raises:
        FileProblems: If it cannot be read, is no workbook, or exceeds a limit.
    """
    file = file_name(path)
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ModuleNotFoundError:
        raise refused(file, "cannot be read without python-calamine", "pip install compkit[excel]") from None
    data = _bytes(path, file, limit)
    try:
        with ZipFile(BytesIO(data)) as parts:
            name, part = _chosen(parts, named)
            errors = frozenset(_errors(_unpacked(parts, part, file), file))
        rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (BadZipFile, KeyError, StopIteration, Xml.ParseError, CalamineError, NotImplementedError, RuntimeError):
        raise refused(file, "is not an Excel workbook", "save it as .xlsx, without a password") from None
    return Sheet(name, tuple(tuple(_text(cell) for cell in row) for row in rows), errors)


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


def _chosen(parts: ZipFile, named: str) -> tuple[str, str]:
    """Name and part of the sheet."""
    book = Xml.fromstring(parts.read("xl/workbook.xml"))  # noqa: S314 - expat refuses entities that multiply
    links = Xml.fromstring(parts.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    sheets = [(str(sheet.get("name")), targets[sheet.get(_LINK)]) for sheet in book.iter(f"{_MAIN}sheet")]
    wanted = (sheet for sheet in sheets if sheet[0].casefold() == named.casefold())
    name, target = next(wanted, None) or next(iter(sheets))
    return name, target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)


def _unpacked(parts: ZipFile, part: str, file: str) -> bytes:
    """The sheet's XML, where all parts together are not too large."""
    if sum(entry.file_size for entry in parts.infolist()) > LARGEST:
        raise refused(file, f"unpacks to more than {LARGEST:,} bytes", "look whether it is the right file")
    return parts.read(part)


def _errors(sheet: bytes, file: str) -> Iterator[tuple[int, int]]:
    """Cells that hold an error; refuses a sheet whose last cell is too far out."""
    last_row = last_column = 1
    for tag, row, column in _cells(sheet):
        last_row, last_column = max(last_row, row), max(last_column, column)
        if last_row * last_column > MOST_CELLS:
            rule = f"its cells reach to row {last_row:,} and column {last_column:,}"
            raise refused(file, rule, "delete what stands far from the table, or save it as CSV")
        if _ERROR.search(tag):
            yield row, column


def _cells(sheet: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Opening tag, row and column of each cell; one without a reference follows the one before."""
    row = column = 0
    for match in _TAG.finditer(sheet):
        tag, reference = match[0], _REFERENCE.search(match[0])
        if match[1] == b"row":
            row, column = int(reference[2]) if reference else row + 1, 0
            continue
        if reference and reference[1]:
            row, column = int(reference[2]), _column(reference[1])
        else:
            column += 1
        yield tag, row, column


def _column(letters: bytes) -> int:
    """Number of a column: 1 for ``A``, 27 for ``AA``."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _text(cell: Any) -> str:
    match cell:
        case bool():
            return "true" if cell else "false"
        case float() | int():
            number = Decimal(repr(cell))
            return format_number(Decimal(int(number)) if number == int(number) else number)
        case datetime():
            return str(cell.date()) if cell.time() == datetime.min.time() else str(cell)
        case date():
            return str(cell)
        case _:
            return str(cell)
