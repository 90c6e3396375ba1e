"""SVG as frozen nodes, written last: text is escaped, numbers are short, and the same nodes give the same bytes."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from attrs import frozen

from ..palette import INK

FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Noto Sans', sans-serif"

_REFUSED = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no place for: its rule 2, Char."""
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that would turn the text around them."""
_FROM_THE_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")


@frozen
class Node:
    """An element.

    Attributes:
        tag: Its name.
        attributes: Names and values.
        children: Elements, and text between them.
    """

    tag: str
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[Node | str, ...] = ()

    def __str__(self) -> str:
        """The element as XML."""
        said = "".join(f' {name}="{escape(_allowed(value))}"' for name, value in self.attributes)
        if not self.children:
            return f"<{self.tag}{said}/>"
        inside = "".join(escape(_allowed(c), quote=False) if isinstance(c, str) else str(c) for c in self.children)
        return f"<{self.tag}{said}>{inside}</{self.tag}>"


def _allowed(text: str) -> str:
    return _REFUSED.sub("", text)


ISOLATE, END = "\u2068", "\u2069"
"""Around a name that is written from the right, within a sentence that is not."""


def plain(text: str) -> str:
    """Text of people in one line, without marks that would turn the text around them."""
    return " ".join(_TURNING.sub("", _allowed(text)).split())


def isolated(name: str) -> str:
    """A name within a sentence; one written from the right is kept from turning what stands around it."""
    name = plain(name)
    return f"{ISOLATE}{name}{END}" if _FROM_THE_RIGHT.search(name) else name


def number(value: float) -> str:
    """A length or place, to a hundredth.

    >>> number(12.0), number(1.256), number(-0.001)
    ('12', '1.26', '0')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def element(tag: str, *children: Node | str | None, **attributes: Any) -> Node:
    """An element; `None` is left out, and ``font_size`` stands for ``font-size``."""
    said = (
        (name.rstrip("_").replace("_", "-"), number(value) if isinstance(value, int | float) else str(value))
        for name, value in attributes.items()
        if value is not None
    )
    return Node(tag, tuple(said), tuple(child for child in children if child not in (None, "")))


def words(
    x: float,
    y: float,
    text: str,
    *,
    size: float,
    colour: str = INK,
    anchor: str | None = None,
    bold: bool = False,
    told: str = "",
    turned: bool = False,
) -> Node:
    """One line of text, its baseline at `y`.

    Args:
        x: Where it is anchored.
        y: Its baseline.
        text: What it says.
        size: Of the font, in units of the picture.
        colour: Six hexadecimal digits.
        anchor: ``middle`` or ``end``; None begins at `x`.
        bold: Whether it is heavy.
        told: The whole, where `text` is shortened.
        turned: Whether it runs upwards.
    """
    return element(
        "text",
        element("title", told) if told and told != text else None,
        text,
        x=x,
        y=y,
        font_size=size,
        fill=f"#{colour}",
        text_anchor=anchor,
        font_weight="bold" if bold else None,
        transform=f"rotate(-90 {number(x)} {number(y)})" if turned else None,
    )


def line(x1: float, y1: float, x2: float, y2: float, colour: str, *, width: float = 1, dashes: str = "") -> Node:
    """A straight line."""
    return element(
        "line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=f"#{colour}", stroke_width=width, stroke_dasharray=dashes or None
    )
