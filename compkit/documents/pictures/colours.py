"""Colours of pictures: those of components, and what the page draws odds in."""

from __future__ import annotations

from ..palette import INK

PAPER = "FFFFFF"
GRID = "E6EAEF"
ACCENT = "1F4E79"
EVEN = "8793A0"
BAND = "CFDFEE"
BAND_DEEP = "9DBFDD"

_LEAST_CONTRAST = 3.1
"""Just above what marks need against their ground: WCAG 2.2, 1.4.11."""


def edge(colour: str) -> str:
    """A colour, darkened until a mark of it stands out from white."""
    for tenths in range(10):
        found = _mixed(colour, INK, tenths)
        if contrast(found, PAPER) >= _LEAST_CONTRAST:
            return found
    return INK


def on(colour: str) -> str:
    """The colour of text on a colour: dark or white, whichever is read better."""
    return INK if contrast(INK, colour) >= contrast(PAPER, colour) else PAPER


def contrast(one: str, other: str) -> float:
    """How far two colours are apart in lightness, from 1 to 21: WCAG 2.2, contrast ratio."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _mixed(colour: str, other: str, tenths: int) -> str:
    pairs = ((int(colour[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (0, 2, 4))
    return "".join(f"{(one * (10 - tenths) + two * tenths + 5) // 10:02X}" for one, two in pairs)
