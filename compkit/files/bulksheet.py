"""A large table as an Excel sheet, written row by row as the sheet's own XML: a few megabytes for any length.

openpyxl in ``write_only`` mode makes an object a cell; measured with 42,000 rows by 30 columns it takes some five times
as long as this. The parts of the file are those that ECMA-376 requires, and no others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from math import ceil
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from attrs import field, frozen

from ..errors import InvalidValue
from .bulkcolumns import Column
from .bulkparts import FIXED, HEADING, MAIN, MARKED, TEXT, XML, other_parts
from .cells import is_marked, sheet_text

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""Rows and columns of a sheet of Excel, the heading included."""

_DIGITS = 10**15
"""From here on a cell does not keep every whole number."""
_LONG = 30_000
"""Characters from which on text may be too long for a cell."""
_LARGEST_POWER = 300
"""Power of ten from which on a cell holds no number."""
_FIRST_DAY = date(1900, 3, 1)
"""Excel counts a day that never was, 29 February 1900; earlier days differ by reader."""
_DAY_ZERO = date(1899, 12, 30).toordinal()
_EPOCH = (1980, 1, 1, 0, 0, 0)
_LINE = 15
"""Points of a line."""
_BOLD = 1.15
"""Width of a bold letter, in plain ones."""
_PRINTED = (
    '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
    '<pageSetup orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
    "<headerFooter><oddFooter>&amp;L&amp;A&amp;RPage &amp;P of &amp;N</oddFooter></headerFooter>"
)
"""On paper: landscape, all columns on a page, the sheet's name and page numbers below (ECMA-376 part 1, 18.3.1)."""
_SPECIAL = re.compile(r"[&<>\x00-\x20\ud800-\udfff\ufffe\uffff]|_x")


@frozen
class Look:
    """Styles of a column's values, as numbers of the file's styles.

    Attributes:
        letters: Of the column: ``AB``.
        number: Of numbers.
        whole: Of whole numbers.
        day: Of days.
        moment: Of days with a time.
    """

    letters: str
    number: int
    whole: int
    day: int
    moment: int


@frozen
class Styles:
    """Number formats of a file, each once.

    Attributes:
        codes: The formats, in the order of their styles after those that every file has.
    """

    codes: dict[str, int] = field(factory=dict)

    def of(self, code: str) -> int:
        """The style of a number format."""
        return self.codes.setdefault(code, len(self.codes) + FIXED)

    def look(self, column: Column, number: int) -> Look:
        """How the values of a column look, by the unit in its name."""
        code = column.code
        days = code if column.is_told else ""
        styles = (code or "General", code or "0", days or "yyyy-mm-dd", days or "yyyy-mm-dd hh:mm:ss")
        return Look(letters(number), *map(self.of, styles))


def letters(number: int) -> str:
    """Letters of a column from 1.

    >>> letters(1), letters(28), letters(16_384)
    ('A', 'AB', 'XFD')
    """
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


# cells


def column_cells(look: Look, values: Iterable[Any], first: int) -> list[str]:
    """Cells of a column as XML, from a row on; a value that is not known is no cell.

    Raises:
        InvalidValue: If one cannot stand in a cell; it names row and column.
    """
    at, number, whole = f'<c r="{look.letters}', look.number, look.whole
    made = []
    for row, value in enumerate(values, first):
        kind = type(value)
        if kind is float and value - value == 0:
            made.append(f'{at}{row}" s="{number}"><v>{value!r}</v></c>')
        elif kind is str:
            made.append(f'{at}{row}"{_text(value, look, row)}')
        elif kind is int and -_DIGITS < value < _DIGITS:
            made.append(f'{at}{row}" s="{whole}"><v>{value}</v></c>')
        elif value is None or value != value:
            made.append("")
        else:
            made.append(f'{at}{row}"{_other(value, look, row)}')
    return made


def _text(text: str, look: Look, row: int) -> str:
    if not text:
        return f' s="{TEXT}"/>'
    style = MARKED if is_marked(text) else TEXT
    if len(text) > _LONG or _SPECIAL.search(text):
        try:
            text = escape(sheet_text(text))
        except InvalidValue as error:
            raise InvalidValue(f"cell {look.letters}{row}", text[:60], error.rule, error.fix) from None
        return f' s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f' s="{style}" t="inlineStr"><is><t>{text}</t></is></c>'


def _other(value: Any, look: Look, row: int) -> str:
    """What is rarer than text and plain numbers; an exact number becomes the nearest that a cell holds."""
    match value:
        case bool():
            return f' t="b"><v>{int(value)}</v></c>'
        case int():
            return _text(str(value), look, row)  # more digits than a cell keeps
        case str():
            return _text(str(value), look, row)
        case Decimal() if value.is_finite() and value.adjusted() < _LARGEST_POWER:
            return f' s="{look.number}"><v>{float(value)!r}</v></c>'
        case datetime():
            return _moment(value, look, row)
        case date():
            return _day(value, look, row)
        case _ if type(value).__module__ == "numpy":
            return column_cells(look, [value.item()], row)[0].removeprefix(f'<c r="{look.letters}{row}"')
        case _:
            fix = "write text, numbers, days, true or false"
            raise InvalidValue(f"cell {look.letters}{row}", value, "cannot stand in a cell of Excel", fix)


def _moment(value: datetime, look: Look, row: int) -> str:
    if value.tzinfo is not None:
        return _text(value.isoformat(), look, row)  # a cell has no time zone
    if value.time() == datetime.min.time():
        return _day(value.date(), look, row)
    if value.date() < _FIRST_DAY:
        return _text(str(value), look, row)
    seconds = value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
    return f' s="{look.moment}"><v>{value.toordinal() - _DAY_ZERO + seconds / 86_400!r}</v></c>'


def _day(value: date, look: Look, row: int) -> str:
    if value < _FIRST_DAY:
        return _text(str(value), look, row)
    return f' s="{look.day}"><v>{value.toordinal() - _DAY_ZERO}</v></c>'


# the file


def format_sheet(columns: tuple[Column, ...], chunks: Iterable[list[list[Any]]], *, rows: int, title: str) -> bytes:
    """The file's bytes; the same input gives the same.

    Args:
        columns: Heading, format and width of each column.
        chunks: The values, some rows at a time, each a list of columns.
        rows: How many rows there are, for the filter.
        title: Name of the sheet.
    """
    styles = Styles()
    looks = [styles.look(column, number) for number, column in enumerate(columns, 1)]
    area = f"$A$1:${letters(len(columns))}${rows + 1}"
    out = BytesIO()
    with ZipFile(out, "w") as file:
        for name, text in other_parts(styles.codes, title, area).items():
            file.writestr(zip_entry(name), text)
        with file.open(zip_entry("xl/worksheets/sheet1.xml"), "w") as sheet:
            for text in sheet_xml(columns, looks, chunks, area):
                sheet.write(text.encode())
    return out.getvalue()


def zip_entry(name: str) -> ZipInfo:
    """A part's entry in the file, with a time that is always the same."""
    entry = ZipInfo(name, _EPOCH)
    entry.compress_type = ZIP_DEFLATED
    return entry


def sheet_xml(columns: tuple[Column, ...], looks: list[Look], chunks: Iterable[Any], area: str) -> Iterator[str]:
    """The XML of a sheet, piece by piece."""
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{column.width}" customWidth="1"/>' for n, column in enumerate(columns, 1)
    )
    yield f'{XML}<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
    yield '<sheetViews><sheetView workbookViewId="0">'
    yield '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    yield f'<sheetFormatPr defaultRowHeight="15"/><cols>{widths}</cols><sheetData>'
    height = _LINE * max(map(_lines, columns), default=1)
    yield f'<row r="1" ht="{height}" customHeight="1">{"".join(_headings(columns, looks))}</row>'
    first = 2
    for chunk in chunks:
        made = [column_cells(look, values, first) for look, values in zip(looks, chunk, strict=True)]
        yield "".join(
            f'<row r="{row}">{"".join(cells)}</row>' for row, cells in enumerate(zip(*made, strict=True), first)
        )
        first += len(made[0])
    yield f'</sheetData><autoFilter ref="{area.replace("$", "")}"/>{_PRINTED}</worksheet>'


def _lines(column: Column) -> int:
    """Lines that a heading takes in its column, wrapped between words; a bold letter is wider than a plain one."""
    lines, left = 1, float(column.width)
    for word in re.split(r"(?<=[ _-])", column.name):
        wide = len(word) * _BOLD
        if wide > left and left < column.width:
            lines, left = lines + 1, column.width
        lines += max(ceil(wide / column.width) - 1, 0)
        left -= wide
    return lines


def _headings(columns: tuple[Column, ...], looks: list[Look]) -> Iterator[str]:
    for column, look in zip(columns, looks, strict=True):
        text = escape(sheet_text(column.name))
        yield f'<c r="{look.letters}1" s="{HEADING}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
