"""Reports as frozen descriptions: headings, paragraphs and tables, rendered last, as text of a given width."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator
from typing import Literal

from attrs import frozen

Style = Literal["title", "heading", "plain", "total", "note", "warning", "rule"]


@frozen
class Text:
    """A paragraph.

    Attributes:
        text: Its words; a newline begins a new line.
        style: How it looks on a terminal.
        indent: Blanks before each line after the first.
    """

    text: str
    style: Style = "plain"
    indent: int = 0


@frozen
class Group:
    """Neighbouring columns under one heading; a wide table is cut between groups, never inside one.

    Attributes:
        heading: Above the columns; may be empty.
        columns: Heading of each column.
    """

    heading: str
    columns: tuple[str, ...]


@frozen
class Row:
    """A row of a table.

    Attributes:
        label: First column.
        cells: One text a column, all groups in a row.
        style: ``plain``, ``total`` (set off) or ``note`` (dim).
    """

    label: str
    cells: tuple[str, ...]
    style: Style = "plain"


@frozen(kw_only=True)
class Table:
    """A table with one label column and groups of right-aligned columns.

    Attributes:
        title: Above it, with what it shows.
        unit: At the right of the title: currency, number, source.
        groups: Its columns.
        rows: Its rows; one with style ``rule`` is a line.
        foot: Below it.
    """

    title: str
    unit: str = ""
    groups: tuple[Group, ...]
    rows: tuple[Row, ...]
    foot: str = ""


Block = Text | Table
RULE = Row("", (), "rule")


@frozen
class Report:
    """Blocks in order.

    Attributes:
        blocks: Paragraphs and tables.
    """

    blocks: tuple[Block, ...]


def render(report: Report, *, width: int = 96) -> Iterator[tuple[str, Style]]:
    """Lines of a report with their styles; no line is wider than `width` unless one word or figure is."""
    for number, block in enumerate(report.blocks):
        if number:
            yield "", "plain"
        if isinstance(block, Text):
            yield from _paragraph(block, width)
        else:
            yield from _table(block, width)


def _paragraph(block: Text, width: int) -> Iterator[tuple[str, Style]]:
    for line in block.text.split("\n"):
        for part in _wrap(line, width, " " * block.indent) or [""]:
            yield part, block.style


def _wrap(line: str, width: int, indent: str) -> list[str]:
    """Whole words only: a model's name or a hyphenated term is not cut."""
    return textwrap.wrap(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _table(table: Table, width: int) -> Iterator[tuple[str, Style]]:
    label = max([columns_of(row.label) for row in table.rows] + [16])
    sizes = _sizes(table)
    yield _ends(table.title, table.unit, width), "heading"
    for chunk in _chunks(table, sizes, width - label):
        yield from _chunk(table, chunk, sizes, label, width)
    if table.foot:
        yield from _paragraph(Text(table.foot, "note"), width)


def _sizes(table: Table) -> list[int]:
    """Width of each column: its longest text and two blanks; a group at least as wide as its heading."""
    headings = [heading for group in table.groups for heading in group.columns]
    rows = [row for row in table.rows if row.style != "rule"]
    texts = [[*headings[i].split("\n"), *(row.cells[i] for row in rows)] for i in range(len(headings))]
    sizes = [max(map(columns_of, column), default=0) + 2 for column in texts]
    start = 0
    for group in table.groups:
        end = start + len(group.columns)
        missing = columns_of(group.heading) + 2 - sum(sizes[start:end])
        sizes[start] += max(missing, 0)
        start = end
    return sizes


def _chunks(table: Table, sizes: list[int], room: int) -> Iterator[list[int]]:
    """Columns that fit side by side, whole groups."""
    chunk: list[int] = []
    start = 0
    for group in table.groups:
        columns = list(range(start, start + len(group.columns)))
        if chunk and sum(sizes[i] for i in chunk + columns) > room:
            yield chunk
            chunk = []
        chunk = chunk + columns
        start += len(group.columns)
    yield chunk


def _chunk(table: Table, chunk: list[int], sizes: list[int], label: int, width: int) -> Iterator[tuple[str, Style]]:
    """One table's worth of lines; columns are spread evenly over the room there is."""
    room = max(width - label - sum(sizes[i] for i in chunk), 0)
    wide = {i: sizes[i] + min(room // len(chunk), 6) for i in chunk}
    label += max(width - label - sum(wide.values()), 0)
    total = label + sum(wide.values())
    yield from _headings(table, chunk, wide, label)
    yield "─" * total, "rule"
    for row in table.rows:
        if row.style == "rule":
            yield "─" * total, "rule"
            continue
        yield _pad(row.label, label) + "".join(_pad(row.cells[i], wide[i], right=True) for i in chunk), row.style
    if chunk[-1] + 1 < len(sizes):
        yield "", "plain"


def _headings(table: Table, chunk: list[int], wide: dict[int, int], label: int) -> Iterator[tuple[str, Style]]:
    if any(group.heading for group in table.groups):
        line, start = " " * label, 0
        for group in table.groups:
            columns = [i for i in range(start, start + len(group.columns)) if i in wide]
            start += len(group.columns)
            if columns:
                line += _pad(group.heading, sum(wide[i] for i in columns), right=True)
        yield line.rstrip(), "heading"
    headings = [heading for group in table.groups for heading in group.columns]
    lines = max((headings[i].count("\n") + 1 for i in chunk), default=1)
    for n in range(lines):
        cells = []
        for i in chunk:
            words = headings[i].split("\n")
            words = [""] * (lines - len(words)) + words
            cells.append(_pad(words[n], wide[i], right=True))
        yield (" " * label + "".join(cells)).rstrip(), "note"


def _ends(left: str, right: str, width: int) -> str:
    return left + " " * max(width - columns_of(left) - columns_of(right), 2) + right if right else left


def _pad(text: str, size: int, *, right: bool = False) -> str:
    blanks = " " * max(size - columns_of(text), 0)
    return blanks + text if right else text + blanks


def columns_of(text: str) -> int:
    """Columns that a text takes on a terminal: wide East Asian characters and emoji take two, marks none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )
