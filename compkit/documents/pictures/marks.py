"""Marks: filled and striped blocks with an edge that shows on white; stripes are lines, as no program spoils them."""

from __future__ import annotations

from collections.abc import Iterator

from .colours import PAPER, edge
from .svg import Node, element, number

_STRIPE = 7.0
"""From stripe to stripe, along the foot."""


def block(
    x: float, y: float, width: float, height: float, colour: str, *, hatched: bool = False, told: str = ""
) -> Iterator[Node]:
    """A block that says its figure where one points at it.

    Args:
        x: Its left.
        y: Its top.
        width: How wide.
        height: How high.
        colour: Six hexadecimal digits.
        hatched: Whether it is striped: what a policy may end.
        told: Its figure in words.
    """
    yield element(
        "rect",
        element("title", told) if told else None,
        x=x,
        y=y,
        width=width,
        height=height,
        fill=f"#{PAPER if hatched else colour}",
        stroke=f"#{edge(colour)}",
        stroke_width=1,
    )
    stripes = "".join(_stripes(x, y, width, height)) if hatched else ""
    if stripes:
        yield element("path", d=stripes, stroke=f"#{colour}", stroke_width=2.5, fill="none", pointer_events="none")


def _stripes(x: float, y: float, width: float, height: float) -> Iterator[str]:
    """Lines from lower left to upper right, cut at the block."""
    at = _STRIPE / 2
    while at < width + height:
        x1, y1 = x + max(at - height, 0), y + min(at, height)
        x2, y2 = x + min(at, width), y + max(at - width, 0)
        yield f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}"
        at += _STRIPE
