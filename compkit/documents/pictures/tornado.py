"""What moves an offer's total most: one factor at a time from its P10 to its P90, the widest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ...valuation.simulation.odds import Moving, Simulation
from ...valuation.simulation.sensitivity import Bar, End
from ..figures import price, whole
from ..format import rounded
from ..oddsfigures import multiple_words, rate_words
from ..oddsparts import factor_words
from ..page.reader import Reader
from ..palette import QUIET
from ..words import NUMBER_NAMES, span
from .colours import ACCENT, BAND_DEEP, GRID
from .fan import odds_foot
from .marks import block
from .measure import fitted, width
from .scale import SIZES_SAID, Scale, around, tight
from .scope import cut_words, internal_words
from .slide import Box, Key, Picture, Slide
from .svg import Node, isolated, line, words

_MOST, _STEP, _AXIS = 9, 92, 34


def tornado_picture(
    simulation: Simulation, name: str, bars: Sequence[Bar], moving: Moving = "worth", *, reader: Reader
) -> Picture | None:
    """What each factor alone does to an offer's total; None where none moves it.

    Args:
        simulation: What the factors are drawn for: its day, horizon, currency and dynamics.
        name: Of the offer.
        bars: Of `sensitivity`, for the reader.
        moving: What the bars are of.
        reader: Whose picture it is.
    """
    moved = [bar for bar in bars if bar.width]
    if not moved:
        return None
    shown, idle = moved[:_MOST], _unmoved(simulation, moved)
    cut = cut_words(len(shown), len(moved), "factors")
    length = span(simulation.assumptions.horizon_months)
    slide = Slide(
        name="tornado",
        title=f"What moves {isolated(name)} most",
        subtitle=f"{simulation.currency} over {length}, {NUMBER_NAMES[moving]}, all tokens; one factor at a time",
        legend=(
            Key("factor at its P10: lower in one future of ten", BAND_DEEP),
            Key("at its P90: higher in one of ten", ACCENT),
        ),
        foot=f"All else as stated, where it is {whole(shown[0].stated)}. {odds_foot(simulation, reader, idle, cut)}",
        told=tuple(f"{_said(bar, simulation.currency)}." for bar in shown),
        internal=internal_words([moving], reader),
        of=name,
    )
    return slide.draw(_Tornado(shown, slide.box, simulation.currency).draw())


def _unmoved(simulation: Simulation, moved: Sequence[Bar]) -> set[str]:
    """Symbols and providers that do not move the offer."""
    shares, tokens = simulation.dynamics.shares, simulation.dynamics.tokens
    named = {share.symbol for share in shares} | {token.provider for token in tokens}
    return named - {bar.factor for bar in moved}


def _said(bar: Bar, currency: str) -> str:
    ends = (f"{_end(bar, end)} gives {currency} {whole(end.total)}" for end in (bar.low, bar.high))
    return f"{factor_words(bar.kind, bar.factor)}: {'; '.join(ends)}"


def _end(bar: Bar, end: End) -> str:
    """Where the factor stands: ``P10 USD 80.10``."""
    which = f"P{whole(end.probability * 100)}"
    if bar.kind == "leaving":
        return f"{which} leaving on {end.input}" if end.input else f"{which} staying"
    assert isinstance(end.input, Decimal)  # only leaving has a day
    if bar.kind == "share price":
        return f"{which} {bar.unit} {price(rounded(end.input, 2))}"
    return f"{which} {multiple_words(end.input) if bar.kind == 'token prices' else rate_words(end.input)}"


class _Tornado:
    def __init__(self, bars: Sequence[Bar], box: Box, currency: str) -> None:
        self.bars = bars
        self.currency = currency
        labels = [factor_words(bar.kind, bar.factor) for bar in bars]
        beside = max(_beside(bar) for bar in bars) + 12
        self.labels = min(max(width(label, 15) for label in labels) + 12, 300)
        self.left = box.left
        self.box = Box(box.left + self.labels + beside, box.top + _AXIS, box.right - beside, box.bottom - 8)
        amounts = [amount for bar in bars for amount in (bar.low.total, bar.high.total, bar.stated)]
        self.scale: Scale = around(amounts)
        self.step = min(self.box.height / len(bars), _STEP)

    def x(self, amount: Decimal) -> float:
        return self.box.left + self.scale.share(amount) * self.box.width

    def draw(self) -> Iterator[Node]:
        bottom = self.box.top + self.step * len(self.bars)
        yield words(self.left, self.box.top - 16, f"{self.currency} ({SIZES_SAID})", size=12, colour=QUIET)
        for tick in self._ticks():
            yield line(self.x(tick), self.box.top - 6, self.x(tick), bottom, GRID)
            yield words(self.x(tick), self.box.top - 16, tight(tick), size=12, colour=QUIET, anchor="middle")
        for place, bar in enumerate(self.bars):
            yield from self._bar(bar, self.box.top + self.step * place)
        base = self.x(self.bars[0].stated)
        yield line(base, self.box.top - 6, base, bottom, QUIET, width=1.5, dashes="5 4")

    def _ticks(self) -> Sequence[Decimal]:
        """Every tick, or every other where the words would meet."""
        ticks = self.scale.ticks
        room = self.box.width / max(len(ticks) - 1, 1)
        every = next((n for n in range(1, len(ticks)) if room * n > 54), len(ticks))
        return ticks[::every]

    def _bar(self, bar: Bar, y: float) -> Iterator[Node]:
        high = min(self.step * 0.6, 48)
        top, base = y + (self.step - high) / 2, self.x(bar.stated)
        label = factor_words(bar.kind, bar.factor)
        yield words(self.left, y + self.step / 2 + 5, fitted(label, self.labels - 8, 15), size=15, told=label)
        drawn = sorted(((bar.low, BAND_DEEP), (bar.high, ACCENT)), key=lambda one: -abs(one[0].total - bar.stated))
        for end, colour in drawn:
            left, right = sorted((base, self.x(end.total)))
            if right > left:
                told = f"{label}, {_end(bar, end)}: {self.currency} {whole(end.total)}"
                yield from block(left, top, right - left, high, colour, told=told)
        yield from self._ends(bar, y + self.step / 2)

    def _ends(self, bar: Bar, middle: float) -> Iterator[Node]:
        """The lower total to the left of all, the higher one to the right, each with the factor's place."""
        lower, higher = sorted((bar.low, bar.high), key=lambda end: end.total)
        reach = [self.x(amount) for amount in (lower.total, higher.total, bar.stated)]
        for end, x, anchor in ((lower, min(reach) - 8, "end"), (higher, max(reach) + 8, None)):
            yield words(x, middle - 2, tight(end.total), size=14, anchor=anchor, bold=True)
            yield words(x, middle + 13, _end(bar, end), size=12, colour=QUIET, anchor=anchor)


def _beside(bar: Bar) -> float:
    return max(max(width(tight(end.total), 14, bold=True), width(_end(bar, end), 12)) for end in (bar.low, bar.high))
