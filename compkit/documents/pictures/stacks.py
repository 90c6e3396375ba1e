"""Standing bars side by side in groups, each stacked of parts, with totals above and names below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from attrs import frozen

from ...money import add_up
from ..palette import INK, LINE, QUIET
from .colours import GRID, on
from .marks import block
from .measure import fits, fitted, width
from .scale import SIZES_SAID, Scale, from_zero, tight
from .slide import Box
from .svg import Node, isolated, line, plain, words

_AXIS = 62
_SIZES = (14, 13, 12, 11, 10)
_TURNED = 11.5
_BELOW = 50
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@frozen(kw_only=True)
class Piece:
    """A part of a bar.

    Attributes:
        label: What it is.
        amount: How much; below 0 it hangs from the axis.
        shown: Its amount as printed.
        colour: Six hexadecimal digits.
        hatched: Whether it is striped.
    """

    label: str
    amount: Decimal
    shown: str
    colour: str
    hatched: bool = False


@frozen(kw_only=True)
class Stack:
    """A bar.

    Attributes:
        name: Of the offer.
        group: What the bars beside it share: a year, or a number.
        pieces: Its parts, from the axis outwards.
        without: Its total without tokens; None where no offer has any.
    """

    name: str
    group: str
    pieces: tuple[Piece, ...]
    without: Decimal | None

    @property
    def total(self) -> Decimal:
        """All parts together."""
        return add_up(piece.amount for piece in self.pieces)

    @property
    def ends(self) -> tuple[Decimal, Decimal]:
        """How far it reaches below and above the axis."""
        amounts = [piece.amount for piece in self.pieces]
        return add_up(a for a in amounts if a < 0), add_up(a for a in amounts if a > 0)


@frozen(kw_only=True)
class Group:
    """Bars side by side.

    Attributes:
        label: Below them.
        stacks: The bars.
    """

    label: str
    stacks: tuple[Stack, ...]


def keyed(groups: Sequence[Group], box: Box) -> dict[str, str]:
    """Letters that stand below the bars for names that do not fit there; empty where all fit."""
    slot, names = _slot(groups, box), _names(groups)
    if fits(names, slot - 4, _SIZES[-1]) or slot >= 84 or len(names) < 2:
        return {}
    return dict(zip(names, _LETTERS, strict=False))


def draw_stacks(groups: Sequence[Group], box: Box, currency: str) -> Iterator[Node]:
    """Axis, bars, totals and names."""
    yield from _Chart(groups, box, currency).draw()


def _names(groups: Sequence[Group]) -> list[str]:
    return list(dict.fromkeys(stack.name for group in groups for stack in group.stacks))


def _slot(groups: Sequence[Group], box: Box) -> float:
    """Room for one bar with what stands at it."""
    bars, gaps = sum(len(group.stacks) for group in groups), 0.6 * len(groups)
    return (box.width - _AXIS) / (bars + gaps)


class _Chart:
    def __init__(self, groups: Sequence[Group], box: Box, currency: str) -> None:
        self.groups = groups
        self.slot = _slot(groups, box)
        self.bar = min(self.slot * 0.84, 110)
        self.keys = keyed(groups, box)
        self.stacks = [stack for group in groups for stack in group.stacks]
        self.size = self._total_size()
        self.room = box
        self.box = Box(box.left + _AXIS, box.top + self._above() + 12, box.right, box.bottom - _BELOW)
        self.scale: Scale = from_zero(end for stack in self.stacks for end in stack.ends)
        self.currency = currency

    def _above(self) -> float:
        """Room for what stands above the highest bar."""
        if self.size:
            return 42
        return max(width(f"{_total(stack)} {_without(stack)}", _TURNED) for stack in self.stacks) + 6

    def _total_size(self) -> float:
        """The size in which every total fits above its bar; 0 if they must run upwards."""
        for size in _SIZES:
            if fits((_total(stack) for stack in self.stacks), self.slot - 3, size, bold=True) and fits(
                (_without(stack) for stack in self.stacks), self.slot - 3, size - 1
            ):
                return size
        return 0

    def y(self, amount: Decimal) -> float:
        return self.box.bottom - self.scale.share(amount) * self.box.height

    def draw(self) -> Iterator[Node]:
        yield words(self.room.left, self.room.top + 6, f"{self.currency} ({SIZES_SAID})", size=12, colour=QUIET)
        for tick in self.scale.ticks:
            y = self.y(tick)
            yield line(self.box.left, y, self.box.right, y, LINE if tick == 0 else GRID)
            yield words(self.box.left - 8, y + 4, tight(tick), size=12, colour=QUIET, anchor="end")
        x = self.box.left
        for group in self.groups:
            wide = self.slot * (len(group.stacks) + 0.6)
            yield from self._group(group, x, wide)
            x += wide

    def _group(self, group: Group, x: float, wide: float) -> Iterator[Node]:
        middle = x + wide / 2
        shown = fitted(group.label, wide - 6, 15, bold=True)
        yield words(middle, self.box.bottom + 42, shown, size=15, anchor="middle", bold=True, told=group.label)
        for number, stack in enumerate(group.stacks):
            centre = x + self.slot * (0.3 + number + 0.5)
            yield from self._pieces(stack, centre - self.bar / 2)
            yield from self._said(stack, centre)
            yield self._name(stack, centre)

    def _pieces(self, stack: Stack, x: float) -> Iterator[Node]:
        up = down = Decimal(0)
        for piece in stack.pieces:
            start = up if piece.amount >= 0 else down
            end = start + piece.amount
            up, down = (end, down) if piece.amount >= 0 else (up, end)
            top, bottom = self.y(max(start, end)), self.y(min(start, end))
            told = f"{isolated(stack.name)}, {stack.group}: {piece.label} {piece.shown}"
            yield from block(x, top, self.bar, bottom - top, piece.colour, hatched=piece.hatched, told=told)
            yield from self._inside(piece, x + self.bar / 2, top, bottom)

    def _inside(self, piece: Piece, x: float, top: float, bottom: float) -> Iterator[Node]:
        """The amount within its part, where it is large enough; never on stripes."""
        shown = tight(piece.amount)
        if not piece.hatched and bottom - top >= 19 and width(shown, 12) <= self.bar - 6:
            yield words(x, (top + bottom) / 2 + 4.5, shown, size=12, colour=on(piece.colour), anchor="middle")

    def _said(self, stack: Stack, x: float) -> Iterator[Node]:
        """The total above the bar, and in brackets that without tokens."""
        y = self.y(stack.ends[1]) - 6
        whole, rest = _total(stack), _without(stack)
        if not self.size:
            yield words(x + 4, y, f"{whole} {rest}".strip(), size=_TURNED, turned=True)
            return
        if rest:
            yield words(x, y, rest, size=self.size - 1, colour=QUIET, anchor="middle")
            y -= self.size + 2
        yield words(x, y, whole, size=self.size, anchor="middle", bold=True)

    def _name(self, stack: Stack, x: float) -> Node:
        name = plain(stack.name)
        shown = self.keys.get(stack.name)
        for size in _SIZES if shown is None else ():
            if fits(map(plain, _names(self.groups)), self.slot - 4, size):
                shown = name
                break
        else:
            size = 12
        if shown is None:
            shown = fitted(name, self.slot - 4, 12)
        return words(x, self.box.bottom + 20, shown, size=size, colour=INK, anchor="middle", told=name)


def _total(stack: Stack) -> str:
    return tight(stack.total)


def _without(stack: Stack) -> str:
    return "" if stack.without is None else f"({tight(stack.without)})"
