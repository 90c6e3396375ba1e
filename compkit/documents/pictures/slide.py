"""The slide around a picture: title, unit, legend, foot, and the words that a screen reader says; 16 to 9."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import field, frozen

from ..palette import INTERNAL, QUIET
from .colours import PAPER
from .marks import block
from .measure import fitted, width, wrapped
from .svg import FONTS, Node, element, words

WIDE, HIGH = 1280, 720
LEFT, RIGHT = 48, WIDE - 48
ROOM = RIGHT - LEFT
TITLE = 28
_SUBTITLE, _KEY, _FOOT = 16, 15, 12.5
_FOOT_LINES, _FOOT_STEP = 5, 16
_KEY_STEP = 24


@frozen(kw_only=True)
class Picture:
    """A finished picture.

    Attributes:
        name: What its file is called, without suffix and without text of people.
        svg: The picture, UTF-8.
        of: Name of the offer that it is of; empty if of all.
    """

    name: str
    svg: bytes = field(repr=False)
    of: str = ""


@frozen
class Key:
    """An entry of the legend.

    Attributes:
        label: What it is.
        colour: Its colour; empty for an entry without one.
        hatched: Whether it is drawn in stripes.
    """

    label: str
    colour: str
    hatched: bool = False


@frozen
class Box:
    """Where a picture may draw.

    Attributes:
        left: First unit from the left.
        top: First unit from above.
        right: Last unit.
        bottom: Last unit.
    """

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """How high it is."""
        return self.bottom - self.top


@frozen(kw_only=True)
class Slide:
    """What stands around a picture.

    Attributes:
        name: Of the picture, in letters and hyphens.
        title: What it shows.
        subtitle: In which number, unit and time.
        legend: What the colours are.
        foot: As of when, and what is assumed.
        told: Every figure in words, for those who hear the picture.
        internal: Why a candidate must not see it; empty where one may.
        of: Name of the offer that it is of; empty if of all.
    """

    name: str
    title: str
    subtitle: str
    legend: tuple[Key, ...] = ()
    foot: str
    told: tuple[str, ...]
    internal: str = ""
    of: str = ""

    @property
    def box(self) -> Box:
        """The room between legend and foot."""
        top = 108 + _KEY_STEP * len(self._key_rows) + (8 if self.legend else 0)
        return Box(LEFT, top, RIGHT, self._foot_top - 10)

    @property
    def _foot_lines(self) -> list[str]:
        return wrapped(self.foot, ROOM, _FOOT, most=_FOOT_LINES)

    @property
    def _foot_top(self) -> float:
        return HIGH - 18 - _FOOT_STEP * len(self._foot_lines)

    @property
    def _key_rows(self) -> list[list[tuple[float, Key]]]:
        """Entries of the legend with their places, row by row."""
        rows: list[list[tuple[float, Key]]] = []
        x = float(RIGHT)
        for key in self.legend:
            takes = _key_width(key)
            if x + takes > RIGHT + 22 or not rows:
                rows.append([])
                x = LEFT
            rows[-1].append((x, key))
            x += takes
        return rows

    def draw(self, marks: Iterable[Node]) -> Picture:
        """The slide with what it shows."""
        ids = f"{self.name}-title", f"{self.name}-words"
        said = " ".join(part for part in (self.internal, f"{self.subtitle}.", *self.told, self.foot) if part)
        root = element(
            "svg",
            element("title", self.title, id=ids[0]),
            element("desc", said, id=ids[1]),
            element("rect", width=WIDE, height=HIGH, fill=f"#{PAPER}"),
            *self._head(),
            *self._keys(),
            *marks,
            *self._foot(),
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {WIDE} {HIGH}",
            width=WIDE,
            height=HIGH,
            role="img",
            aria_labelledby=" ".join(ids),
            font_family=FONTS,
        )
        text = f'<?xml version="1.0" encoding="UTF-8"?>\n{root}\n'
        return Picture(name=self.name, svg=text.encode(), of=self.of)

    def _head(self) -> Iterator[Node]:
        if self.internal:
            yield words(RIGHT, 24, self.internal, size=13, colour=INTERNAL, anchor="end", bold=True)
        yield words(LEFT, 58, fitted(self.title, ROOM, TITLE, bold=True), size=TITLE, bold=True, told=self.title)
        shown = fitted(self.subtitle, ROOM, _SUBTITLE)
        yield words(LEFT, 86, shown, size=_SUBTITLE, colour=QUIET, told=self.subtitle)

    def _keys(self) -> Iterator[Node]:
        y = 104.0
        for row in self._key_rows:
            for x, key in row:
                if key.colour:
                    yield from block(x, y, 16, 16, key.colour, hatched=key.hatched)
                place = x + (24 if key.colour else 0)
                shown = fitted(key.label, RIGHT - place, _KEY)
                yield words(place, y + 13, shown, size=_KEY, told=key.label)
            y += _KEY_STEP

    def _foot(self) -> Iterator[Node]:
        y = self._foot_top + 12
        for shown in self._foot_lines:
            yield words(LEFT, y, shown, size=_FOOT, colour=QUIET)
            y += _FOOT_STEP


def _key_width(key: Key) -> float:
    return min(width(key.label, _KEY), ROOM - 24) + (24 if key.colour else 0) + 22
