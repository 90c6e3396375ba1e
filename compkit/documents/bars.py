"""Bars for a terminal: a line a year and offer, stacked by component, the tokens apart, all on one scale.

In colour every cell is a full block; without colour each component has a block of its own, or a letter where the
terminal cannot show blocks. The same figures stand behind the bars, so nobody has to count cells.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Literal

from attrs import frozen

from ..money import EXACT, add_up, exactly
from ..pay.entitlements import COMPONENTS, Number
from ..valuation.compare import Comparison
from . import figures
from .format import apportioned
from .palette import COMPONENT_COLOURS
from .table import columns_of
from .words import COMPONENT_NAMES, NUMBER_NAMES, span

Look = Literal["colour", "blocks", "letters"]
"""How cells look: full blocks in colours, a block a component, or letters."""

_BLOCKS: dict[str, str] = dict(zip([*COMPONENTS, "policy"], "█▙▓▚▞▛▟▒░▄=-", strict=True))
_LETTERS: dict[str, str] = dict(zip([*COMPONENTS, "policy"], "SGBCNKLROETt", strict=True))
"""A letter of its own for each component, in the order of printing: the one that is said of it in the legend."""
_POLICY_COLOUR = "F5D27A"
_LONGEST_NAME = 16
_LEAST = 6
"""Cells that the tokens have at least, for their heading."""


@frozen
class Span:
    """Some characters of one look.

    Attributes:
        text: The characters.
        colour: Six hexadecimal digits; empty is the terminal's own.
        style: As of a report's lines: ``title``, ``note``, ``total`` or ``plain``.
    """

    text: str
    colour: str = ""
    style: str = "plain"


Line = tuple[Span, ...]


def fits_encoding(encoding: str | None) -> bool:
    """Whether a terminal of an encoding can show blocks.

    >>> fits_encoding("utf-8"), fits_encoding("ascii"), fits_encoding(None)
    (True, False, False)
    """
    try:
        "".join(_BLOCKS.values()).encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


@exactly
def build_bars(
    comparison: Comparison, *, number: Number = "face", width: int = 80, look: Look = "blocks"
) -> tuple[Line, ...]:
    """The bars as lines of spans; none is wider than `width`, which is at least 60.

    Args:
        comparison: The offers.
        number: Which of the three numbers.
        width: Columns of the terminal.
        look: How cells look.
    """
    return tuple(_Bars(comparison, number, max(width, 60), look).lines())


@frozen
class _Row:
    """One bar: its cash and equity by component, and its tokens by standing."""

    year: str
    name: str
    parts: tuple[tuple[str, Decimal], ...]
    tokens: tuple[tuple[str, Decimal], ...]
    is_total: bool = False

    @property
    def cash(self) -> Decimal:
        return add_up(amount for _, amount in self.parts)

    @property
    def money(self) -> Decimal:
        return add_up(amount for _, amount in self.tokens)


class _Bars:
    def __init__(self, comparison: Comparison, number: Number, width: int, look: Look) -> None:
        self.comparison = comparison
        self.number = number
        self.width = width
        self.look = look
        self.has_tokens = "tokens" in comparison.components
        self.rows = [self._row(name, year) for year in comparison.year_labels for name in comparison.names]
        self.totals = [self._row(name, None) for name in comparison.names]
        every = [*self.rows, *self.totals]
        self.years = max(columns_of(row.year) for row in every)
        self.names = min(max(columns_of(row.name) for row in every), _LONGEST_NAME)
        self.cash = max(len(figures.whole(row.cash)) for row in every)
        self.money = max(len(figures.whole(row.money)) for row in every) if self.has_tokens else 0
        self.room = width - self.years - self.names - self.cash - self.money - (8 if self.has_tokens else 5)

    def _row(self, name: str, year: str | None) -> _Row:
        amount, number = self.comparison.amount, self.number
        parts = tuple(
            (component, amount(name, number, year=year, components=[component]))
            for component in self.comparison.components
            if component != "tokens"
        )
        sure = amount(name, number, year=year, components=["tokens"], tokens="guaranteed")
        every = amount(name, number, year=year, components=["tokens"])
        label = year or span(self.comparison.baseline.assumptions.horizon_months)
        return _Row(label, name, parts, (("tokens", sure), ("policy", every - sure)), is_total=year is None)

    # lines

    def lines(self) -> Iterator[Line]:
        view = self.comparison.view
        how = "" if view.basis == "earned" else ", as delivered"
        yield (Span(f"BY {view.label.upper()}{how}, {NUMBER_NAMES[self.number]}", style="title"),)
        yield from self._legend()
        yield ()
        yield self._heads()
        yield from self._block(self.rows)
        yield ()
        yield from self._block(self.totals)
        yield from self._foot()

    def _legend(self) -> Iterator[Line]:
        """What each cell is, as many entries a line as fit."""
        held = {kind for row in self.rows for kind, amount in (*row.parts, *row.tokens) if amount}
        kinds = [kind for kind in _NAMES if kind in held]
        line: list[Span] = []
        for kind in kinds:
            entry = [self._cells(kind, 2), Span(f" {_NAMES[kind]}")]
            if line and sum(columns_of(part.text) for part in (*line, *entry)) + 3 > self.width:
                yield tuple(line)
                line = []
            line += [Span("   "), *entry] if line else entry
        if line:
            yield tuple(line)

    def _heads(self) -> Line:
        one, other = self._rooms(self.rows)
        label = " " * (self.years + self.names + 4)
        cash = label + " " * one + self.comparison.currency.rjust(self.cash + 1)
        tokens = "  " + "tokens".ljust(other) + self.comparison.currency.rjust(self.money + 1)
        return (Span((cash + tokens if self.has_tokens else cash)[: self.width], style="note"),)

    def _block(self, rows: Sequence[_Row]) -> Iterator[Line]:
        """Bars on one scale: cash and equity from the left, the tokens in a column of their own."""
        one, other = self._rooms(rows)
        scale, last = self._scale(rows), ""
        for row in rows:
            yield tuple(self._line(row, one, other, scale, shows_year=row.year != last))
            last = row.year

    def _scale(self, rows: Sequence[_Row]) -> Decimal:
        """Cells of a unit of money: so many that the longest bar of cash and that of tokens both fit."""
        longest = zip(self._rooms(rows), _longest(rows), strict=True)
        return min((EXACT.divide(Decimal(room), most) for room, most in longest if most), default=Decimal(0))

    def _rooms(self, rows: Sequence[_Row]) -> tuple[int, int]:
        """Cells for cash and for tokens, in the proportion of the longest of each."""
        if not self.has_tokens:
            return self.room, 0
        most, money = _longest(rows)
        tokens = max(int(self.room * money / (most + money)) if money else 0, _LEAST)
        return self.room - tokens, tokens

    def _line(self, row: _Row, one: int, other: int, scale: Decimal, *, shows_year: bool) -> Iterator[Span]:
        label = (row.year if shows_year else "").ljust(self.years)
        yield Span(f"{label}  {_padded(_shortened(row.name, self.names), self.names)}  ")
        yield from self._bar(row.parts, scale, one)
        yield Span(f" {figures.whole(row.cash).rjust(self.cash)}", style="total")
        if self.has_tokens:
            yield Span("  ")
            yield from self._bar(row.tokens, scale, other)
            yield Span(f" {figures.whole(row.money).rjust(self.money)}")

    def _bar(self, parts: Iterable[tuple[str, Decimal]], scale: Decimal, room: int) -> Iterator[Span]:
        """Cells of each part that add up to those of the whole, and blanks up to the end."""
        shown = [(kind, max(amount, Decimal(0)) * scale) for kind, amount in parts]
        cells = apportioned([length for _, length in shown])
        for (kind, _), length in zip(shown, cells, strict=True):
            if length:
                yield self._cells(kind, int(length))
        yield Span(" " * (room - int(sum(cells))))

    def _cells(self, kind: str, count: int) -> Span:
        if self.look == "colour":
            return Span("█" * count, colour=_COLOURS[kind])
        return Span((_BLOCKS if self.look == "blocks" else _LETTERS)[kind] * count)

    def _foot(self) -> Iterator[Line]:
        yield ()
        given = self.comparison.baseline.assumptions
        words = f"As of {given.as_of}. {self.comparison.currency}, before tax; total without tokens, then the tokens."
        yield from ((Span(part, style="note"),) for part in textwrap.wrap(f"{words} {self._cell()}", self.width))
        if self.number == "cost":
            yield (Span("INTERNAL: shows expected cost.", style="warning"),)

    def _cell(self) -> str:
        """What one cell is, of a year and of the whole, which has a scale of its own."""
        scales = [self._scale(rows) for rows in (self.rows, self.totals)]
        sizes = [figures.whole(EXACT.divide(Decimal(1), scale)) if scale else "0" for scale in scales]
        return f"One cell is {sizes[0]}{'' if sizes[0] == sizes[1] else f'; over {self.totals[0].year} {sizes[1]}'}."


def _longest(rows: Sequence[_Row]) -> tuple[Decimal, Decimal]:
    """The longest bar of cash and equity, and that of tokens."""
    return max([Decimal(0), *(row.cash for row in rows)]), max([Decimal(0), *(row.money for row in rows)])


_TOKENS = {"tokens": "AI tokens, guaranteed", "policy": "AI tokens, by policy"}
_NAMES: dict[str, str] = {component: COMPONENT_NAMES[component] for component in COMPONENTS} | _TOKENS
_COLOURS: dict[str, str] = {component: COMPONENT_COLOURS[component] for component in COMPONENTS} | {
    "policy": _POLICY_COLOUR
}


def _padded(text: str, size: int) -> str:
    return text + " " * (size - columns_of(text))


def _shortened(name: str, most: int) -> str:
    if columns_of(name) <= most:
        return name
    while columns_of(name) > most - 2:
        name = name[:-1]
    return f"{name.rstrip()}.."
