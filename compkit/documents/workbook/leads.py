"""Who leads, where three or more offers are compared: totals with ranks, and differences to the baseline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...pay.entitlements import NUMBERS
from .bands import HEADS
from .page import BLOCK
from .pen import Formula, at, brief
from .styles import COUNT, SIGNED

if TYPE_CHECKING:
    from .page import Page

_LABEL = 32
TREATMENTS = {"without": "Without tokens", "with guaranteed": "Guaranteed tokens", "all": "All tokens"}


def write(page: Page, row: int) -> int:
    """Both tables for three offers or more, nothing for fewer; gives the next free row."""
    if len(page.book.names) < 3:
        return row
    return _differences(page, _ranks(page, row) + 1) + 1


def treatments(page: Page) -> dict[str, str]:
    """How tokens are counted, with headings; one way only where nobody promises any."""
    return TREATMENTS if page.book.has_tokens else {"without": "Total"}


def _ranks(page: Page, row: int) -> int:
    book, pen = page.book, page.pen
    pen.put(2, row, f"Who leads over {book.length}, as promised", "section")
    heads = [word for title in treatments(page).values() for word in (title, "Rank")]
    pen.heads(2, row + 1, ("Offer", *heads), left=1)
    top, bottom = row + 2, row + 1 + len(book.names)
    for offer, name in enumerate(book.names, 1):
        line = row + 1 + offer
        pen.label(2, line, name)
        for place, key in enumerate(treatments(page)):
            column = 3 + 2 * place
            pen.put(column, line, Formula(page.cells[offer, "face", key]), "number")
            letter = at(column, 1)[:-1]
            rank = Formula(f"RANK({letter}{line},{letter}${top}:{letter}${bottom})")
            pen.put(column + 1, line, rank, "right", COUNT)
    for place, key in enumerate(treatments(page)):
        amounts, ranks = at(3 + 2 * place, 1)[:-1], at(4 + 2 * place, 1)[:-1]
        page.leads[key] = f"${amounts}${top}:${amounts}${bottom}"
        page.leads[f"{key} rank"] = f"${ranks}${top}:${ranks}${bottom}"
    page.leads["names"] = f"$B${top}:$B${bottom}"
    return bottom + 1


def _differences(page: Page, row: int) -> int:
    """The baseline less each other, under each of the three numbers and ways to count tokens."""
    book, pen = page.book, page.pen
    pen.put(2, row, f"{brief(book.names[0], 60)} less each other", "section")
    keys = treatments(page)
    for place, number in enumerate(NUMBERS):
        first = 3 + place * BLOCK
        pen.across(first, first + BLOCK - 1, row + 1, HEADS[number], "group")
        pen.heads(first, row + 2, list(keys.values()))
        for other in range(2, len(book.names) + 1):
            for offset, key in enumerate(keys):
                cells = page.cells[1, number, key], page.cells[other, number, key]
                pen.put(first + offset, row + 1 + other, Formula("-".join(cells)), "number", SIGNED)
    pen.put(2, row + 2, None, "head")
    for other in range(2, len(book.names) + 1):
        pen.label(2, row + 1 + other, less(book.names[0], book.names[other - 1]))
    return row + 2 + len(book.names)


def less(one: str, other: str) -> str:
    """``Acme less Globex``; without the baseline's name where that is long."""
    words = f"{one} less {other}"
    return words if len(words) <= _LABEL else f"less {other}"
