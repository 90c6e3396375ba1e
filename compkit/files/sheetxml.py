"""What a sheet's own XML says that python-calamine does not: how far its cells reach, and which hold an error."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .limits import has
from .text import refused

MOST_CELLS = 8_000_000
"""Most cells between the first and the last one: readers make room for all of them."""
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""Rows and columns of a sheet of Excel."""

Spots = frozenset[tuple[int, int]]
"""Cells, as row and column, both from 1."""

_UNUSUAL = re.compile(rb'<c(?! r="[AB]?[A-Z]\d{1,5}"|\w)')
_PREFIXED = re.compile(rb":[cf][\s/>]")
"""Where neither is found, every cell begins with its reference, and none lies beyond BZ99999, which is within
`MOST_CELLS`; nearly every sheet is so, and to look for them is a hundred times as fast as to read all tags."""

_TAG = re.compile(rb"<(?:\w+:)?(c|row)(?:[\s/][^>]*)?>")
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Z]*)(\d+)["']""")
_NAMED_R = re.compile(rb"\sr\s*=")
_ERROR = re.compile(rb"""\st\s*=\s*["']e["']""")
_STYLE = re.compile(rb"""\ss\s*=\s*["'](\d{1,9})["']""")
_IS_TEXT = re.compile(rb"""\st\s*=\s*["']str["']""")
_FORMULA = re.compile(
    rb"<(?:\w+:)?c(\s[^>]*)?>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)


def check_reach(sheet: bytes, file: str) -> bool:
    """Refuse a sheet whose last cell is too far out; gives whether it is a usual one, of which less must be asked.

    Raises:
        FileProblems: If it is.
    """
    if is_usual(sheet):
        return True
    if b"<!" in sheet:
        raise refused(file, "has a sheet with comments in its XML", "save it anew as .xlsx")
    last_row = last_column = 1
    for tag, row, column in _cells(sheet):
        last_row, last_column = max(last_row, row), max(last_column, column)
        if last_row * last_column > MOST_CELLS or last_row > MOST_ROWS or last_column > MOST_COLUMNS:
            rule = f"its cells reach to row {last_row:,} and column {last_column:,}"
            raise refused(file, rule, "delete what stands far from the table, or save it as CSV")
        if len(_NAMED_R.findall(tag)) > 1 or tag.count(b'"') % 2 or tag.count(b"'") % 2:
            raise refused(file, f"a cell after row {row:,} has a doubtful reference", "save it anew as .xlsx")
    return False


def is_usual(sheet: bytes) -> bool:
    """Whether every cell begins with its reference, near the first, and no name has a prefix."""
    return not (has(sheet, _PREFIXED) or _UNUSUAL.search(sheet))


def error_cells(sheet: bytes, *, usual: bool = False) -> Spots:
    """Cells that hold an error of the spreadsheet; a usual sheet quotes all as it quotes its references."""
    if b'"e"' not in sheet and (usual or b"'e'" not in sheet):
        return frozenset()
    return frozenset((row, column) for tag, row, column in _cells(sheet) if _ERROR.search(tag))


def styled_cells(sheet: bytes, styles: frozenset[int]) -> Spots:
    """Cells of some styles."""
    if not styles:
        return frozenset()
    return frozenset(
        (row, column) for tag, row, column in _cells(sheet) if (style := _STYLE.search(tag)) and int(style[1]) in styles
    )


def styled_rows(
    sheet: bytes, styles: frozenset[int], columns: Sequence[int], *, usual: bool = False
) -> dict[int, list[int]]:
    """Of some columns, from 1, the rows of their cells of some styles; of a usual sheet in a single pass."""
    if not styles or not columns:
        return {}
    if not usual:
        spots = styled_cells(sheet, styles)
        return {number: [row for row, column in spots if column == number] for number in columns}
    letters = {_letters(number).encode(): number for number in columns}
    wanted = b"|".join(b"%d" % style for style in sorted(styles))
    pattern = rb'<c r="(%b)(\d+)"(?:\s[^>]*)?\ss="(?:%b)"' % (b"|".join(letters), wanted)
    found: list[tuple[bytes, bytes]] = re.findall(pattern, sheet)
    return {number: [int(row) for name, row in found if name == own] for own, number in letters.items()}


def uncalculated_cells(sheet: bytes, *, usual: bool = False) -> Spots:
    """Cells with a formula and without a value: python-calamine gives them as empty."""
    if b"<f" not in sheet and (usual or b":f" not in sheet):
        return frozenset()
    return frozenset(
        (int(reference[2]), _column(reference[1]))
        for match in _FORMULA.finditer(sheet)
        if (reference := _REFERENCE.search(match[1] or b"")) and not _IS_TEXT.search(match[1])
    )


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


def _letters(number: int) -> str:
    """The inverse of `_column`."""
    left, last = divmod(number - 1, 26)
    return (_letters(left) if left else "") + chr(65 + last)
