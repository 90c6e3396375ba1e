"""The sheet Lines: its heading and one sample row, whose looks the rows of the budget take; see `linerows`."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from ..workbook.pen import Pen, at, wide
from ..workbook.styles import COUNT, cents
from .layout import FIRST_LINE, SHOWN, Layout

SAMPLE = ("A text", "=marked text")
"""Texts of the sample row, in its first two columns: how text looks, and text that looks like a formula."""
_NARROWEST, _WIDEST, _HEAD = 9, 40, 14


def write(layout: Layout, sheet: Worksheet, paper: int) -> None:
    """Heading, widths, filter, frozen heading, and the sample row."""
    pen = Pen(sheet)
    pen.widths(_widths(layout))
    pen.heads(1, 1, layout.headings, left=layout.texts)
    pen.row(1, FIRST_LINE, SAMPLE)
    amounts = layout.texts + 1
    pen.row(amounts, FIRST_LINE, (0, 0), "right", cents(layout.budget.currency))
    pen.row(amounts + 2, FIRST_LINE, (0, 0, 0, 0), "quiet right", COUNT)
    sheet.auto_filter.ref = f"A1:{at(len(layout.headings), layout.last_line)}"
    sheet.freeze_panes = at(1, FIRST_LINE)
    pen.page(landscape=True, titles="1:1", paper=paper)


def _widths(layout: Layout) -> list[float]:
    """Room for the longest of each column's texts, and for the largest amount with its cents."""
    texts = zip(*{row.texts for row in layout.rows()}, strict=True)
    longest = [max(map(wide, set(column))) for column in texts] or [0] * layout.texts
    words = [max(map(len, heading.split())) for heading in layout.headings]
    sizes = [float(min(max(size, word, _NARROWEST) + 3, _WIDEST)) for size, word in zip(longest, words, strict=False)]
    return [*sizes, *[amount_width(layout, layout.digits + 1)] * 2, *[_HEAD - 3.0] * 4]


def amount_width(layout: Layout, decimals: int = 0) -> float:
    """Room for the largest total of a scenario, with its separators and a sign."""
    scenarios = range(1, len(layout.budget.scenarios) + 1)
    largest = max(abs(layout.issued(scenario, number, "all")) for scenario in scenarios for number in SHOWN)
    return max(float(_HEAD), len(f"{largest:,.0f}") + decimals + 4.0)
