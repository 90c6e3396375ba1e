"""The rows of the sheet Lines, written as the sheet's own XML: a budget of 100,000 lines takes a second or two.

openpyxl makes an object a cell, which takes ten times as long. It writes the sheet with one sample row; here that row
gives way to the lines of the budget, in its looks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl.utils import get_column_letter

from ..workbook.pen import at, is_marked, plain
from .layout import FIRST_LINE, LINES, SHEETS, Layout

_PART = f"xl/worksheets/sheet{SHEETS.index(LINES) + 1}.xml"
_SAMPLE = re.compile(rb'(<row r="%d".*?</row>)' % FIRST_LINE, re.DOTALL)
_DIMENSION = re.compile(rb'(<dimension ref=")[^"]*')
_LOOK = re.compile(rb'<c r="[A-Z]+\d+" s="(\d+)"')


def with_lines(file: bytes, layout: Layout, fill: Callable[[bytes], bytes]) -> bytes:
    """A file with the budget's lines in place of the sample row.

    Args:
        file: As openpyxl wrote it.
        layout: Whose lines.
        fill: Puts the values of formulas into a file. It gets the numbers alone: labels are five sixths of the sheet,
            no formula reads them, and what calculates takes no part over 128 MiB.
    """
    sheet = ZipFile(BytesIO(file)).read(_PART)
    numbers = _with_part(file, _filled(sheet, layout, _numbers))
    return _with_part(fill(numbers), _filled(sheet, layout, _rows))


def _with_part(file: bytes, lines: bytes) -> bytes:
    """The file with another sheet Lines; compressed lightly, since it is packed again."""
    out = BytesIO()
    with ZipFile(BytesIO(file)) as source, ZipFile(out, "w", ZIP_DEFLATED, compresslevel=1) as target:
        for name in source.namelist():
            target.writestr(name, lines if name == _PART else source.read(name))
    return out.getvalue()


def _filled(sheet: bytes, layout: Layout, rows: Callable[[Layout, list[str]], Iterator[str]]) -> bytes:
    head, sample, tail = _SAMPLE.split(sheet)
    looks = [look.decode() for look in _LOOK.findall(sample)]
    area = f"A1:{at(len(layout.headings), layout.last_line)}".encode()
    out = BytesIO()
    out.write(_DIMENSION.sub(rb"\g<1>" + area, head))
    for row in rows(layout, looks):
        out.write(row.encode())
    out.write(tail)
    return out.getvalue()


def _numbers(layout: Layout, looks: list[str]) -> Iterator[str]:
    """A row of XML a line, with amounts and keys alone."""
    letters = _letters(layout)[layout.texts :]
    for place, row in enumerate(layout.rows(), FIRST_LINE):
        held = (*map(float, row.amounts), *row.keys)
        cells = [f'<c r="{letter}{place}"><v>{number!r}</v></c>' for letter, number in zip(letters, held, strict=True)]
        yield f'<row r="{place}">{"".join(cells)}</row>'


def _rows(layout: Layout, looks: list[str]) -> Iterator[str]:
    """A row of XML a line; its looks are those of the sample: text, marked text, then each number."""
    letters, texts = _letters(layout), layout.texts
    text_looks, number_looks = looks[:2], looks[2:]

    @cache
    def cell(text: str) -> str:
        """A text's cell after its address: the same labels stand in thousands of rows."""
        return _text(text, text_looks[is_marked(text)])

    for place, row in enumerate(layout.rows(), FIRST_LINE):
        words = [f'<c r="{letter}{place}"{cell(text)}' for letter, text in zip(letters, row.texts, strict=False)]
        held = zip(letters[texts:], number_looks, (*map(float, row.amounts), *row.keys), strict=True)
        numbers = [f'<c r="{letter}{place}" s="{look}"><v>{number!r}</v></c>' for letter, look, number in held]
        yield f'<row r="{place}">{"".join(words)}{"".join(numbers)}</row>'


def _letters(layout: Layout) -> list[str]:
    return [get_column_letter(number) for number in range(1, len(layout.headings) + 1)]


def _text(text: str, look: str) -> str:
    return f' s="{look}" t="inlineStr"><is><t xml:space="preserve">{escape(plain(text))}</t></is></c>'
