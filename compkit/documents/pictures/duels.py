"""The odds that one offer ends above another: a bar of all futures for every two, with and without tokens."""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import combinations

from attrs import frozen

from ...valuation.basis import percent
from ...valuation.simulation.odds import Counted, Duel, Moving, Simulation
from ..format import apportioned
from ..oddsfigures import chance
from ..page.reader import Reader
from ..palette import QUIET
from ..words import NUMBER_NAMES, span
from .colours import ACCENT, BAND_DEEP, EVEN
from .fan import odds_foot
from .marks import block
from .measure import fitted, width
from .scope import cut_words, internal_words
from .slide import Box, Key, Picture, Slide
from .svg import Node, isolated, plain, words

_FILES: dict[Moving, str] = {"worth": "odds-to-the-employee", "cost": "odds-expected-cost"}
_MOST, _STEP, _HEAD, _GAP = 10, 112, 34, 40


def duel_picture(
    simulation: Simulation, moving: Moving = "worth", *, reader: Reader, idle: Container[str] = ()
) -> Picture | None:
    """How often one offer is ahead of another over the whole horizon; None for a single offer.

    Where the pairs are too many for a slide, they are those of the first offer.

    Args:
        simulation: The offers, simulated for the reader.
        moving: ``worth``, or ``cost`` for the employer.
        reader: Whose picture it is.
        idle: Symbols and providers on which no offer depends.
    """
    columns = _columns(simulation, moving)
    if not columns:
        return None
    length = span(simulation.assumptions.horizon_months)
    verb = "ends above" if moving == "worth" else "costs more than"
    slide = Slide(
        name=_FILES[moving],
        title=f"How often one offer {verb} another, over {length}",
        subtitle=f"Share of {simulation.paths:,} futures, {NUMBER_NAMES[moving]}, each pair under the same prices",
        legend=(
            Key("the first is higher", ACCENT),
            Key("equal to the cent", EVEN),
            Key("the second is higher", BAND_DEEP),
        ),
        foot=odds_foot(simulation, reader, idle, _pairs_cut(simulation)),
        told=tuple(f"{column.label}: {_said(duel, verb)}" for column in columns for duel in column.duels),
        internal=internal_words([moving], reader),
    )
    return slide.draw(_marks(columns, slide.box, verb))


@frozen
class _Column:
    label: str
    duels: tuple[Duel, ...]


def _pairs(simulation: Simulation) -> list[tuple[str, str]]:
    pairs = list(combinations(simulation.names, 2))
    return pairs if len(pairs) <= _MOST else [(simulation.names[0], other) for other in simulation.names[1 : _MOST + 1]]


def _pairs_cut(simulation: Simulation) -> str:
    return cut_words(len(_pairs(simulation)), len(list(combinations(simulation.names, 2))), "pairs")


def _columns(simulation: Simulation, moving: Moving) -> list[_Column]:
    """With all tokens, and without them where that is another question."""
    pairs = _pairs(simulation)
    counted: tuple[tuple[Counted, str], ...] = (("all", "with all tokens"), ("none", "without tokens"))
    found = [
        _Column(label, tuple(simulation.odds(*pair, moving, tokens=tokens) for pair in pairs))
        for tokens, label in counted
        if pairs
    ]
    every, without = ([(d.wins, d.ties) for d in column.duels] for column in found) if found else ([], [])
    return found[:1] if every == without else found


def _said(duel: Duel, verb: str) -> str:
    wins, ties, _ = _chances(duel)
    equal = f", equal in {ties}" if duel.ties else ""
    return f"{isolated(duel.first)} {verb} {isolated(duel.second)} in {wins}{equal}."


def _chances(duel: Duel) -> list[str]:
    """Wins, ties and losses in whole percent that add up to a hundred; what is rare is said to be."""
    exact = (duel.wins, duel.ties, duel.losses)
    pairs = zip(exact, apportioned(exact, 2), strict=True)
    return [chance(share) if chance(share)[0] in "<>" else percent(shown) for share, shown in pairs]


def _marks(columns: list[_Column], box: Box, verb: str) -> Iterator[Node]:
    wide = (box.width - _GAP * (len(columns) - 1)) / len(columns)
    head = _HEAD if len(columns) > 1 else 0
    step = min((box.height - head) / len(columns[0].duels), _STEP)
    for place, column in enumerate(columns):
        left = box.left + (wide + _GAP) * place
        if head:
            yield words(left, box.top + 14, column.label, size=15, bold=True)
        for row, duel in enumerate(column.duels):
            top = box.top + head + step * row
            yield from _row(duel, Box(left, top, left + wide, top + step), f"{column.label}: {_said(duel, verb)}")


def _row(duel: Duel, box: Box, told: str) -> Iterator[Node]:
    size = 16 if box.height >= 60 else 13
    base, high = box.top + size + 2, min(box.height - size - 16, 52)
    yield from _heads(duel, box, base, size)
    x = box.left
    for share, colour in ((duel.wins, ACCENT), (duel.ties, EVEN), (duel.losses, BAND_DEEP)):
        wide = box.width * float(share)
        if wide > 0:
            yield from block(x, base + 6, wide, high, colour, told=told)
        x += wide


def _heads(duel: Duel, box: Box, base: float, size: float) -> Iterator[Node]:
    """Who is ahead how often at either end, and how often nobody is between them; figures outside, names inside."""
    wins, ties, losses = _chances(duel)
    middle = f"equal {ties}" if duel.ties else ""
    half = (box.width - width(middle, size) - 40) / 2
    for name, figure, anchor, x, way in (
        (duel.first, wins, None, box.left, 1),
        (duel.second, losses, "end", box.right, -1),
    ):
        taken = width(f"{figure}n", size, bold=True)
        whole = plain(name)
        yield words(x, base, figure, size=size, anchor=anchor, bold=True)
        yield words(x + way * taken, base, fitted(whole, half - taken, size), size=size, anchor=anchor, told=whole)
    if middle:
        yield words((box.left + box.right) / 2, base, middle, size=size, colour=QUIET, anchor="middle")
