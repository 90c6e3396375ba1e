"""How wide text is at most: no font is known here, so every letter counts as in the widest of the usual ones."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from .svg import END, ISOLATE

_EM = {
    **dict.fromkeys(" .,:;'|ijl", 0.345),
    **dict.fromkeys('!()[]{}frtI-/\\"*', 0.475),
    **dict.fromkeys("mMwW@%&—…", 1.02),
    **dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZ+=<>~#", 0.84),
    **dict.fromkeys("0123456789", 0.64),
}
"""Widths in ems, at least those of DejaVu Sans, the widest of the fonts that a picture is likely to be shown in."""
_JOINING = "\u200d\u2068"
"""What must not be the last character: it says something of the next one."""
_LATIN, _OTHER, _WIDE, _PICTURE, _BOLD = 0.67, 0.98, 1.05, 1.45, 1.13


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The most that a line of text is wide, in the unit of its size."""
    return sum(map(_em, text)) * size * (_BOLD if bold else 1)


def _em(char: str) -> float:
    found = _EM.get(char)
    if found is not None:
        return found
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    if ord(char) >= 0x1F000:
        return _PICTURE
    if unicodedata.east_asian_width(char) in "WF" or unicodedata.category(char) == "So":
        return _WIDE if unicodedata.category(char) != "So" else _PICTURE
    if ord(char) < 0x250:
        return _EM["A"] * 1.15 if char.isupper() else _LATIN
    return _OTHER


def fitted(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """A text, shortened with an ellipsis where it does not fit."""
    if width(text, size, bold=bold) <= room:
        return text
    kept = text
    while kept and width(f"{kept}…", size, bold=bold) > room:
        kept = kept[:-1]
    while kept and kept[-1] in _JOINING:
        kept = kept[:-1]
    kept = kept.rstrip()
    return f"{kept}{END * (kept.count(ISOLATE) - kept.count(END))}…"


def fits(texts: Iterable[str], room: float, size: float, *, bold: bool = False) -> bool:
    """Whether every text fits."""
    return all(width(text, size, bold=bold) <= room for text in texts)


def wrapped(text: str, room: float, size: float, *, most: int) -> list[str]:
    """A text in lines of whole words; what does not fit into the last one is shortened."""
    lines: list[str] = []
    rest = text.split()
    while rest and len(lines) < most:
        taken = 1
        while taken < len(rest) and width(" ".join(rest[: taken + 1]), size) <= room:
            taken += 1
        last = len(lines) + 1 == most
        lines.append(fitted(" ".join(rest if last else rest[:taken]), room, size))
        rest = rest[taken:]
    return lines
