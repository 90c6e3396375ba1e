"""The fan of a simulation: how the sum through each year spreads over the futures, an offer a panel, on one scale."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from decimal import Decimal

from ...valuation.simulation.odds import Counted, Moving, Simulation, Spread
from ..dynamicswords import dynamics_words
from ..figures import whole
from ..page.reader import Reader
from ..palette import INK, LINE, QUIET
from ..words import NUMBER_NAMES, expected_words
from .colours import ACCENT, BAND, BAND_DEEP, GRID, PAPER
from .measure import fits, fitted, width
from .scale import SIZES_SAID, Scale, from_zero, tight
from .scope import MOST_OFFERS, cut_words, internal_words
from .slide import Box, Key, Picture, Slide
from .svg import Node, element, isolated, line, number as length, plain, words

_FILES: dict[Moving, str] = {"worth": "fan-to-the-employee", "cost": "fan-expected-cost"}
_A_ROW = 6
_AXIS, _END = 50, 62
_TOKENS: dict[Counted, str] = {"all": "all tokens", "none": "without tokens", "guaranteed": "guaranteed tokens"}


def fan_picture(
    simulation: Simulation,
    moving: Moving = "worth",
    *,
    reader: Reader,
    tokens: Counted = "all",
    idle: Container[str] = (),
) -> Picture:
    """How each offer's sum through the years spreads.

    Args:
        simulation: The offers, simulated for the reader.
        moving: ``worth``, or ``cost`` for the employer.
        reader: Whose picture it is.
        tokens: Which tokens count.
        idle: Symbols and providers on which no offer depends.
    """
    names = simulation.names[:MOST_OFFERS]
    steps = {name: _steps(simulation, name, moving, tokens) for name in names}
    slide = Slide(
        name=_FILES[moving] + {"none": "-without-tokens"}.get(tokens, ""),
        title=f"How totals may spread, {NUMBER_NAMES[moving]}",
        subtitle=f"{simulation.currency}, summed from the start through each year, {_TOKENS[tokens]}, before tax",
        legend=(
            Key("eight of ten futures (P10 to P90)", BAND),
            Key("the middle half (P25 to P75)", BAND_DEEP),
            Key("the middle one (P50)", ACCENT),
        ),
        foot=odds_foot(simulation, reader, idle, cut_words(len(names), len(simulation.names))),
        told=tuple(_told(simulation, name, steps[name]) for name in names),
        internal=internal_words([moving], reader),
    )
    return slide.draw(_panels(simulation, steps, slide.box))


def odds_foot(simulation: Simulation, reader: Reader, idle: Container[str] = (), more: str = "") -> str:
    """As of when, how many were drawn, and what moves."""
    drawn = f"{simulation.paths:,} futures drawn, seed {simulation.seed}"
    expected = "Every bonus at target, nobody leaves."
    if reader == "employer":
        expected = expected_words(simulation.assumptions)
    moving = " ".join(dynamics_words(simulation.dynamics, idle=idle))
    opening = f"As of {simulation.as_of}, before tax; {drawn}. {more}".strip()
    return f"{opening} {expected} Drawn, and no forecast: {moving}"


def _steps(simulation: Simulation, name: str, moving: Moving, tokens: Counted) -> list[tuple[str, Spread]]:
    labels = simulation.offers[name].year_labels
    return [(label, simulation.spread(name, moving, tokens=tokens, through=label)) for label in labels]


def _told(simulation: Simulation, name: str, steps: Sequence[tuple[str, Spread]]) -> str:
    said = (
        f"through {year} {simulation.currency} {whole(s.p10)} to {whole(s.p90)}, middle {whole(s.p50)}"
        for year, s in steps
    )
    return f"{isolated(name)}: {'; '.join(said)}."


def _panels(simulation: Simulation, steps: dict[str, list[tuple[str, Spread]]], box: Box) -> Iterator[Node]:
    amounts = [amount for found in steps.values() for _, s in found for amount in (s.p10, s.p90)]
    rows = (len(steps) + _A_ROW - 1) // _A_ROW
    scale = from_zero(amounts, 5 if rows == 1 else 3)
    columns = min(len(steps), _A_ROW)
    wide, high = (box.width - _AXIS) / columns, box.height / rows
    yield words(box.left, box.top + 4, f"{simulation.currency} ({SIZES_SAID})", size=12, colour=QUIET)
    for place, (name, found) in enumerate(steps.items()):
        row, column = divmod(place, columns)
        left, top = box.left + _AXIS + wide * column, box.top + high * row
        panel = _Panel(Box(left, top + 52, left + wide - _END, top + high - 26), scale)
        if column == 0:
            yield from panel.axis()
        yield from panel.draw(name, found, wide - 12)


class _Panel:
    """One offer's fan."""

    def __init__(self, box: Box, scale: Scale) -> None:
        self.box = box
        self.scale = scale

    def y(self, amount: Decimal) -> float:
        return self.box.bottom - self.scale.share(amount) * self.box.height

    def axis(self) -> Iterator[Node]:
        for tick in self.scale.ticks:
            yield words(self.box.left - 8, self.y(tick) + 4, tight(tick), size=12, colour=QUIET, anchor="end")

    def draw(self, name: str, steps: Sequence[tuple[str, Spread]], room: float) -> Iterator[Node]:
        for tick in self.scale.ticks:
            yield line(self.box.left, self.y(tick), self.box.right, self.y(tick), GRID if tick else LINE)
        head = fitted(plain(name), room, 16, bold=True)
        yield words(self.box.left, self.box.top - 22, head, size=16, bold=True, told=plain(name))
        if not steps:
            return
        places = [self.box.left + self.box.width * n / len(steps) for n in range(len(steps) + 1)]
        for low, high, colour in (("p10", "p90", BAND), ("p25", "p75", BAND_DEEP)):
            yield self._band(name, steps, places, low, high, colour)
        middle = self._line(places, [Decimal(0), *(s.p50 for _, s in steps)])
        yield element("path", d=f"M{middle}", fill="none", stroke=f"#{ACCENT}", stroke_width=2.5)
        yield from self._dots(name, steps, places)
        yield from self._ends(steps[-1][1])

    def _band(
        self, name: str, steps: Sequence[tuple[str, Spread]], places: Sequence[float], low: str, high: str, colour: str
    ) -> Node:
        upper, lower = ([Decimal(0), *(getattr(s, which) for _, s in steps)] for which in (high, low))
        there, back = self._line(places, upper), self._line(places[::-1], lower[::-1])
        last = steps[-1][1]
        ends = f"{whole(getattr(last, low))} to {whole(getattr(last, high))}"
        told = f"{isolated(name)}, {low.upper()} to {high.upper()} through {steps[-1][0]}: {ends}"
        return element("path", element("title", told), d=f"M{there}L{back}Z", fill=f"#{colour}")

    def _line(self, places: Sequence[float], amounts: Sequence[Decimal]) -> str:
        points = (f"{length(x)} {length(self.y(a))}" for x, a in zip(places, amounts, strict=True))
        return "L".join(points)

    def _dots(self, name: str, steps: Sequence[tuple[str, Spread]], places: Sequence[float]) -> Iterator[Node]:
        space = self.box.width / len(steps)
        labels = [year for year, _ in steps]
        every = next((n for n in range(1, len(steps)) if fits(labels, space * n - 6, 13)), len(steps))
        for place, (x, (year, spread)) in enumerate(zip(places[1:], steps, strict=True)):
            told = f"{isolated(name)}, through {year}: {whole(spread.p50)} in the middle"
            y = self.y(spread.p50)
            look = {"fill": f"#{PAPER}", "stroke": f"#{ACCENT}", "stroke_width": 2}
            yield element("circle", element("title", told), cx=x, cy=y, r=4.5, **look)
            if (len(steps) - 1 - place) % every == 0:
                yield words(x, self.box.bottom + 18, year, size=13, colour=QUIET, anchor="middle")

    def _ends(self, last: Spread) -> Iterator[Node]:
        """The last P90, P50 and P10 at the right, apart from one another."""
        ys = _apart([self.y(last.p90), self.y(last.p50), self.y(last.p10)], 15)
        for y, amount, bold in zip(ys, (last.p90, last.p50, last.p10), (False, True, False), strict=True):
            shown = tight(amount, 3)
            size = 13 if width(shown, 13, bold=bold) <= _END - 12 else 11
            yield words(self.box.right + 9, y + 4.5, shown, size=size, bold=bold, colour=INK if bold else QUIET)


def _apart(ys: Sequence[float], least: float) -> list[float]:
    """Places from above to below, the middle one where it is, the others at least so far from it."""
    above, middle, below = ys
    return [min(above, middle - least), middle, max(below, middle + least)]
