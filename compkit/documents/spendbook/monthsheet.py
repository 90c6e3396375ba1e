"""The sheet Months: every month and group, which the sums of the other sheets are of."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from ...workforce.spending.actuals import AMOUNTS
from ..workbook.pen import Pen, at, wide
from ..workbook.styles import COUNT, QUANTITY, cents
from .layout import AMOUNT_NAMES, FIRST_LINE, Layout

_KEYS = ("Closed, 1 is yes", "Month no.", "Group no.")


def write(layout: Layout, sheet: Worksheet, amount: float, paper: int) -> None:
    """Heading, widths, filter, frozen heading and the rows."""
    pen, form = Pen(sheet), cents(layout.currency)
    label = min(max([12, *(wide(name) + 3 for name in layout.labels)]), 40)
    pen.widths([11, label, 10, 10, *[amount] * len(AMOUNTS), 9, 9, 9])
    amounts = [f"{AMOUNT_NAMES[name]}, {layout.currency}" for name in AMOUNTS]
    pen.heads(1, 1, ("Month", layout.by.capitalize(), "State", "Heads", *amounts, *_KEYS), left=3)
    for row, line in enumerate(layout.lines, FIRST_LINE):
        pen.row(1, row, line.texts)
        pen.put(4, row, line.heads, "number quiet", QUANTITY)
        pen.row(5, row, line.amounts, "number", form)
        pen.row(10, row, line.keys, "quiet right", COUNT)
    sheet.auto_filter.ref = f"A1:{at(12, layout.last_line)}"
    sheet.freeze_panes = at(1, FIRST_LINE)
    pen.page(landscape=True, titles="1:1", paper=paper)
