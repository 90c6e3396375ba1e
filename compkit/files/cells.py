"""Text in cells of tables: in a spreadsheet and in CSV alike, text from people never becomes a formula.

What a spreadsheet takes for a formula: Excel and LibreOffice those that begin with ``= + - @``, also after a tab or a
line break; Excel in East Asian settings the wide forms of these signs (OWASP, CSV Injection).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from ..errors import InvalidValue

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""First characters of what a spreadsheet may take for a formula."""
LONGEST_TEXT = 32_767
"""Characters of a cell of Excel; openpyxl would cut what is longer without a word."""

_MARKED = (*FORMULA_STARTS, "'")
_QUOTED = re.compile(r'[,;"\t\r\n]')
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")
_IMPOSSIBLE = re.compile("[\ud800-\udfff\ufffe\uffff]")


# CSV


def csv_text(text: str) -> str:
    """Text for a cell of CSV: with an apostrophe before what may be taken for a formula.

    >>> csv_text("=1+1"), csv_text("O'Brien"), csv_text("'=1+1")
    ("'=1+1", "O'Brien", "''=1+1")
    """
    return f"'{text}" if text.startswith(_MARKED) else text


def csv_plain(cell: str) -> str:
    """The inverse of `csv_text`.

    >>> csv_plain("'=1+1"), csv_plain("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_MARKED) else cell


def csv_line(cells: Iterable[str]) -> str:
    r"""A line of CSV; a cell with any usual separator in it stands in quotes, so that none is cut in two elsewhere.

    >>> csv_line(["a", "b;=1+1", ""])
    'a,"b;=1+1",\n'
    """
    held = list(cells)
    if held == [""]:
        return '""\n'
    return ",".join('"' + cell.replace('"', '""') + '"' if _QUOTED.search(cell) else cell for cell in held) + "\n"


# spreadsheets


def sheet_text(text: str) -> str:
    """Text as the file of a sheet holds it: ``_x000D_`` is a control character, and text that looks so is escaped.

    Raises:
        InvalidValue: If it is longer than a cell, or holds what is no character.
    """
    if len(text) > LONGEST_TEXT or _IMPOSSIBLE.search(text):
        raise InvalidValue("text", text[:60], "cannot stand in a cell of Excel", "shorten it, or write .csv instead")
    if "_x" in text:
        text = _ESCAPED.sub("_x005F_", text)
    return _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def put_text(cell: Any, text: str) -> None:
    """Write text as text into a cell of openpyxl, marked so that it stays text when somebody edits the cell.

    Raises:
        InvalidValue: If it cannot stand in a cell.
    """
    cell.value = sheet_text(text)
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(_MARKED)


def is_marked(text: str) -> bool:
    """Whether text needs a mark, so that it stays text."""
    return text.startswith(_MARKED)
