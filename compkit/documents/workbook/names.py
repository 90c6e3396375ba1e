"""Names that a workbook can hold: sheet titles and defined names made from what people write."""

from __future__ import annotations

import re
from collections.abc import Iterable

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f]")
_SPACES = re.compile(r"\s+")
TITLE_UNITS = 31
"""Longest title of a sheet in Excel, in UTF-16 units: an emoji takes two."""


def sheet_titles(names: Iterable[str], taken: Iterable[str]) -> list[str]:
    """A title for each name that Excel and LibreOffice accept: short, clean, unlike any other in any case.

    >>> sheet_titles(["Acme/EU: [draft]", "Schedule", "acme eu draft"], ["Schedule"])
    ['Acme EU draft', 'Schedule (2)', 'acme eu draft (2)']
    """
    used = {"history", *(title.casefold() for title in taken)}
    titles = []
    for name in names:
        titles.append(_unlike(_clean(name), used))
        used.add(titles[-1].casefold())
    return titles


def _clean(name: str) -> str:
    encodable = name.encode("utf-16", "replace").decode("utf-16")
    words = _SPACES.sub(" ", _FORBIDDEN.sub(" ", encodable)).strip(" '")
    return words or "Offer"


def _unlike(name: str, used: set[str]) -> str:
    number, title = 1, _cut(name, TITLE_UNITS)
    while title.casefold() in used:
        number += 1
        tail = f" ({number})"
        title = _cut(name, TITLE_UNITS - len(tail)) + tail
    return title


def _cut(name: str, units: int) -> str:
    """The longest beginning of at most so many UTF-16 units, no character cut in two, no quote or blank at its end."""
    kept = name.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")
    return kept.strip(" '") or "Offer"


def quoted(title: str) -> str:
    """A sheet's title as formulas write it.

    >>> quoted("Zoe's")
    "'Zoe''s'"
    """
    return "'" + title.replace("'", "''") + "'"


def defined_name(words: str, taken: Iterable[str]) -> str:
    """A defined name: letters, digits and underscores, unlike any other in any case.

    >>> defined_name("share BRK.B", ["share_BRK_B"])
    'share_BRK_B_2'
    """
    used = {name.casefold() for name in taken}
    plain = re.sub(r"[^A-Za-z0-9]+", "_", words).strip("_")[:200]
    name, number = plain, 1
    while name.casefold() in used:
        number += 1
        name = f"{plain}_{number}"
    return name
