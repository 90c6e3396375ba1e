"""Formulas over the sheet Lines: every amount of the workbook is one of these, or a sum of them."""

from __future__ import annotations

from openpyxl.utils import get_column_letter

from ..words import NUMBER_NAMES
from ..workbook.pen import literal_text
from .layout import FIRST_LINE, LINES, NUMBER, SCENARIO_INDEX, TOKENS, Layout
from .parts import Part

Rows = tuple[int, int]


class Sums:
    """Formulas of sums over the lines of a layout."""

    def __init__(self, layout: Layout) -> None:
        """Where the columns of Lines stand."""
        self._layout = layout
        first = layout.texts + 1
        self._columns = dict(
            zip(("face", "cost", "scenario", "group", "part", "period"), range(first, first + 6), strict=True)
        )

    def lines(self, number: str, rows: Rows | None = None, **keys: int | str) -> str:
        """The sum of one number over the lines with these keys, in these rows; all rows if None."""
        wanted = "".join(f",{self._range(key, rows)},{value}" for key, value in keys.items())
        return f"SUMIFS({self._range(number, rows)}{wanted})"

    def shown(self, part: Part, rows: Rows | None = None, **keys: int | str) -> str:
        """A part in the scenario and number that are chosen; nothing where its tokens are not counted."""
        keys = {"scenario": SCENARIO_INDEX, **keys, "part": part.key}
        face, cost = (self.lines(number, rows, **keys) for number in ("face", "cost"))
        chosen = f"IF({NUMBER}={literal_text(NUMBER_NAMES['face'])},{face},{cost})"
        match part.tokens:
            case "guaranteed":
                return f'IF({TOKENS}="none",0,{chosen})'
            case "policy" | "agents":
                return f'IF({TOKENS}="all",{chosen},0)'
        return chosen

    def _range(self, key: str, rows: Rows | None) -> str:
        first, last = rows or (FIRST_LINE, self._layout.last_line)
        letter = get_column_letter(self._columns[key])
        return f"{LINES}!${letter}${first}:${letter}${last}"
