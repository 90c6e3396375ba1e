"""Lying bars: a row a model, a column an offer, all on one scale, each with its figure at its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from attrs import frozen

from ..palette import INK, QUIET
from .colours import GRID
from .marks import block
from .measure import fitted, width
from .slide import Box
from .svg import Node, line, plain, words

_HEAD, _MOST = 50, 84


@frozen(kw_only=True)
class Cell:
    """A lying bar.

    Attributes:
        amount: How long; None where there is no end of it, or no bar.
        shown: Its figure.
        told: Its figure in words.
        endless: Whether a price of 0 buys without end.
    """

    amount: Decimal | None
    shown: str
    told: str
    endless: bool = False


@frozen(kw_only=True)
class Row:
    """A row.

    Attributes:
        label: What it is of.
        note: Beside the label, in small.
        cells: One a column.
    """

    label: str
    note: str
    cells: tuple[Cell, ...]


@frozen
class Column:
    """A column.

    Attributes:
        name: Of the offer.
        note: Below the name.
    """

    name: str
    note: str


def draw_rows(columns: Sequence[Column], rows: Sequence[Row], box: Box, colour: str) -> Iterator[Node]:
    """Labels at the left, then the columns."""
    step = min((box.height - _HEAD) / max(len(rows), 1), _MOST)
    notes = max([width(row.note, 12.5) for row in rows] + [0]) + 14
    labels = min(max([width(row.label, 14) for row in rows] + [0]) + 16, box.width * 0.3)
    left = box.left + labels + notes
    wide = (box.right - left) / len(columns)
    values = max(width(cell.shown, 13) for row in rows for cell in row.cells) + 10
    longest = max([cell.amount for row in rows for cell in row.cells if cell.amount is not None] + [Decimal(0)])
    for number, column in enumerate(columns):
        x, name = left + wide * number, plain(column.name)
        yield words(x, box.top + 16, fitted(name, wide - 12, 15, bold=True), size=15, bold=True, told=name)
        yield words(x, box.top + 35, fitted(column.note, wide - 8, 13), size=13, colour=QUIET, told=column.note)
    for number, row in enumerate(rows):
        y = box.top + _HEAD + step * number
        yield line(box.left, y, box.right, y, GRID)
        base = y + step / 2 + 4.5
        yield words(box.left, base, fitted(row.label, labels - 10, 14), size=14, told=row.label)
        yield words(left - 14, base, row.note, size=12.5, colour=QUIET, anchor="end")
        room = max(wide - values - 16, 12)
        for place, cell in enumerate(row.cells):
            yield from _cell(cell, left + wide * place, y, step, room, longest, colour)


def _cell(cell: Cell, x: float, y: float, step: float, room: float, longest: Decimal, colour: str) -> Iterator[Node]:
    long = room if cell.endless else 0.0
    if cell.amount is not None and longest > 0:
        long = room * float(cell.amount / longest)
    high = min(step * 0.6, 40)
    if long > 0:
        yield from block(x, y + (step - high) / 2, long, high, colour, hatched=cell.endless, told=cell.told)
    colour_of_words = QUIET if cell.amount is None and not cell.endless else INK
    place = x + (long + 6 if long else 0)
    yield words(place, y + step / 2 + 4.5, cell.shown, size=13, colour=colour_of_words)
