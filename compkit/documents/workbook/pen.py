"""A pen for one sheet: it writes text as text, numbers as numbers and dates as dates, and nothing as a formula but
formulas.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from math import ceil
from unicodedata import east_asian_width

from attrs import frozen
from openpyxl.cell.cell import Cell
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

LONGEST_TEXT = 32_767
"""Characters of a cell; openpyxl would cut what is longer without a word."""
_LINE_POINTS = 13.0
_NARROW, _SLACK = 40, 1.06
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""What a spreadsheet reads as the number of a character."""


@frozen
class Formula:
    """A formula, without its equals sign: the only thing that becomes one.

    Attributes:
        text: The formula; text from people stands in it by `literal_text` or by reference only.
    """

    text: str


Value = str | Decimal | int | date | Formula | None


def literal(number: Decimal | int) -> str:
    """A number inside a formula, with all the digits that a cell holds.

    >>> literal(Decimal("0.5468")), literal(-3)
    ('0.5468', '(-3.0)')
    """
    text = repr(float(number)).upper()
    return f"({text})" if text.startswith("-") else text


def literal_text(words: str) -> str:
    """Text inside a formula, in quotes; at most the 255 characters that Excel allows.

    >>> literal_text('the "best" offer')
    '"the ""best"" offer"'
    """
    return '"' + _ILLEGAL.sub("\ufffd", words)[:250].replace('"', '""') + '"'


def plain(words: str) -> str:
    """Text as a cell can hold it: without what is no character, and cut where it is too long, which shows.

    >>> plain("_x0041_")  # a spreadsheet would read an A
    '_x005F_x0041_'
    """
    words = _ESCAPED.sub("_x005F_", _ILLEGAL.sub("\ufffd", words))
    return words if len(words) <= LONGEST_TEXT else words[: LONGEST_TEXT - 1] + "…"


def is_marked(words: str) -> bool:
    """Whether text needs a mark, so that it stays text when somebody edits its cell.

    >>> is_marked("=1+1"), is_marked("1+1")
    (True, False)
    """
    return words.startswith(("=", "+", "-", "@", "'"))


def wide(text: str) -> int:
    """Columns that text takes: two for a wide character."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def lines_of(text: str, width: float) -> int:
    """Lines that text takes in a column, broken between words and, where a word is too long, within it.

    >>> lines_of("To the employee", 12), lines_of("Prestidigitation", 8)
    (2, 2)
    """
    if "\n" in text:
        return sum(lines_of(part, width) for part in text.split("\n"))
    lines, used = 1, 0.0
    for word in text.split():
        size = wide(word) * (_SLACK if width <= _NARROW else 1.0)
        if used and used + 1 + size > width:
            lines, used = lines + 1, 0.0
        used += size + (1 if used else 0)
        lines, used = lines + int(used // (width + 1)), used % (width + 1)
    return lines


def brief(name: str, most: int = 22) -> str:
    """A name for a narrow column; its whole stands elsewhere on the sheet.

    >>> brief("The Globex Holding Company", 12)
    'The Globex…'
    """
    if wide(name) <= most:
        return name
    kept = name
    while wide(kept) >= most:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def at(column: int, row: int) -> str:
    """Address of a cell: ``C20``."""
    return f"{get_column_letter(column)}{row}"


def absolute(address: str) -> str:
    """An address that stays when its formula is copied.

    >>> absolute("C20")
    '$C$20'
    """
    column = address.rstrip("0123456789")
    return f"${column}${address[len(column) :]}"


class Pen:
    """Writes one sheet."""

    def __init__(self, sheet: Worksheet) -> None:
        """A pen for a sheet."""
        self.sheet = sheet
        self._looks: dict[tuple[str, str | None], StyleArray] = {}

    def put(self, column: int, row: int, value: Value, style: str = "text", form: str | None = None) -> str:
        """Write one cell and give its address.

        Args:
            column: From 1.
            row: From 1.
            value: Text, number, date or `Formula`; None leaves it empty but styled.
            style: Name of a style.
            form: Number format, if other than the style's.
        """
        cell = self.sheet.cell(row, column)
        self._look(cell, style, form)
        if isinstance(value, str):
            self._text(column, row, value)
        elif isinstance(value, Formula):
            cell.value = f"={value.text}"
        elif isinstance(value, Decimal):
            cell.value = float(value)
        elif value is not None:
            cell.value = value
        return at(column, row)

    def _look(self, cell: Cell, style: str, form: str | None) -> None:
        """Style a cell; the second one of a kind copies the first, which is ten times as fast as by name."""
        known = self._looks.get((style, form))
        if known is not None:
            cell._style = StyleArray(known)
            return
        cell.style = f"compkit {style}"
        if form is not None:
            cell.number_format = form
        self._looks[style, form] = StyleArray(cell._style)

    def _text(self, column: int, row: int, words: str) -> None:
        """Text stays text, whatever it begins with: style first, then value, type and quote prefix."""
        words = plain(words)
        cell = self.sheet.cell(row, column)
        cell.value = words
        cell.data_type = "s"
        if is_marked(words):
            cell.quotePrefix = True

    def row(self, column: int, row: int, values: Iterable[Value], style: str = "text", form: str | None = None) -> None:
        """Cells side by side in one style."""
        for offset, value in enumerate(values):
            self.put(column + offset, row, value, style, form)

    def across(self, first: int, last: int, row: int, value: Value, style: str, *, length: int | None = None) -> str:
        """One value over several columns, its row as high as the text needs.

        Args:
            first: First column.
            last: Last column.
            row: The row.
            value: What to write.
            style: Name of a style.
            length: Characters to make room for; those of the text if None.
        """
        for column in range(first, last + 1):
            self.put(column, row, None, style)
        address = self.put(first, row, value, style)
        if last > first:
            self.sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
        width = sum(self.width(column) for column in range(first, last + 1))
        words = value if isinstance(value, str) else ""
        self.room(row, lines_of(words, width) if length is None else ceil(length / width))
        return address

    def title(self, first: int, last: int, words: str) -> None:
        """The sheet's title, in the first row, over several columns."""
        self.across(first, last, 1, words, "title wrapped")
        width = sum(self.width(column) for column in range(first, last + 1))
        self.sheet.row_dimensions[1].height = 22.0 * lines_of(words, width / 1.65)

    def room(self, row: int, lines: int) -> None:
        """Make a row high enough for so many lines; never lower than it is."""
        size = self.sheet.row_dimensions[row]
        size.height = max(size.height or 0, lines * _LINE_POINTS + 2)

    def label(self, column: int, row: int, words: str, style: str = "label") -> str:
        """Text that wraps within its column."""
        self.room(row, lines_of(words, self.width(column)))
        return self.put(column, row, words, style)

    def heads(self, column: int, row: int, words: Sequence[str], left: int = 0, after: Iterable[int] = ()) -> None:
        """Column headings; the first `left` of them are over text, those at `after` over text beside a number."""
        for offset, text in enumerate(words):
            style = "head left" if offset < left else "head after" if offset in after else "head"
            self.put(column + offset, row, text, style)
            self.room(row, lines_of(text, self.width(column + offset)))

    def width(self, column: int) -> float:
        """Width of a column, in characters."""
        return float(self.sheet.column_dimensions[get_column_letter(column)].width or 8.43)

    def widths(self, sizes: Sequence[float], start: int = 1) -> None:
        """Widths of columns from `start` on."""
        for offset, size in enumerate(sizes):
            self.sheet.column_dimensions[get_column_letter(start + offset)].width = size

    def page(self, *, landscape: bool = False, tall: int = 0, titles: str | None = None, paper: int = 9) -> None:
        """Print set-up: fitted to the page's width, `tall` pages high (0 is as many as it takes).

        Args:
            landscape: Wide instead of tall.
            tall: Pages high.
            titles: Rows repeated on every page, such as ``1:4``.
            paper: 9 is A4, 1 is US letter.
        """
        sheet = self.sheet
        sheet.page_setup.orientation = "landscape" if landscape else "portrait"
        sheet.page_setup.paperSize = paper
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, tall
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_options.horizontalCentered = True
        sheet.page_margins.left = sheet.page_margins.right = 0.4
        sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.5, 0.75, 0.35
        sheet.sheet_view.showGridLines = False
        sheet.oddFooter.left.text = "INTERNAL: shows expected cost"
        sheet.oddFooter.right.text = "&A, page &P of &N"
        if titles:
            sheet.print_title_rows = titles
