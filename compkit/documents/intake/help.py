"""The sheet of help: how to fill in, in words."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from ...pay.vesting import STANDARD_SCHEDULES
from ..workbook.pen import Pen
from .layout import SHEETS

_FIRST = (
    ("1", "One row an offer on the sheet Offers. Its offer number ties the other sheets to it."),
    (
        "2",
        "What an offer has several of has a sheet of its own: one row a grant, a token allowance, a bonus, a payment.",
    ),
    ("3", "A yellow heading with a star must be filled in. A cell that turns red lacks something."),
    ("4", "Choose a cell to see what belongs in it; many cells have a dropdown."),
    ("5", "Save, then: compkit check FILE. It lists every problem by sheet and cell, with the way out."),
    ("6", "Then: compkit compare FILE, compkit value FILE (one offer), compkit workbook FILE."),
)

_UNITS = (
    (
        "Money",
        "A plain number, gross, in the offer's own currency: 250000. Another currency stands after it: 1500 EUR.",
    ),
    ("Rates", "With their sign: 15 %. As a fraction 0.15 is read too; a bare 15 is refused."),
    ("Days", "Dates of Excel, or year-month-day: 2027-01-11. The text 01/02/2027 is refused: it is two days."),
    ("Months, days", "Whole numbers where the heading names the unit: 12."),
    ("Offer numbers", "Text: leading zeros stay."),
    ("Empty cells", "Nothing is promised, or what the hint says that empty means. Empty rows are skipped."),
    ("Several in a cell", 'With commas between: editor, agent. Where a text has a comma itself: ["a, b", "c"].'),
    (
        "Own columns",
        "Keep notes on sheets of your own; a column that is not known is refused, so that nothing is lost.",
    ),
)

_FORMS = (
    ("Vesting by name", ", ".join(STANDARD_SCHEDULES)),
    ("Vesting by steps", "25 % after 12 months; 75 % on 2031-01-11. "
     "With a name: Founders: 50 % after 1 year; 50 % after 2 years"),
    ("Vesting, all else", "An Open Cap Format object as JSON, in the cell."),
    ("Acceleration", "100 % on change in control and termination without cause | "
     "50 % on change in control, taken last. Taken soonest, last or pro rata; soonest if not said."),
    ("Token amount", "50 % of base | 10 % of target cash | 1500 per month | 100 per tool and month | "
     "5000 credits per month | 60 bn tokens per year | 0.1 % of the capacity NAME"),
    ("When prices change", "fixed money | fixed quantity | better of both | collar -20 % +20 % | "
     "indexed to CPI-U from 2026-11-01"),
    ("Basket", "openai/gpt-6-sol 60 %, mistral/large 40 %. One model alone needs no share."),
    ("Mix", "agentic | chat | fresh input 16 %, cache read 83.4 %, output 0.6 %. "
     "Kinds: fresh input, cache write, cache write 1h, cache read, output; also batch and long context."),
    ("Use", "business | incidental | 90 % business, 10 % personal"),
    ("Unused", "expires | carries over | carries over 3 months | "
     "carries over 3 months, share 50 %, at most 20000, until 2028-12-31"),
    ("Successors", "openai/gpt-6-sol by openai/gpt-7 from 2028-06-01, ratio 0.8. Semicolons between several."),
    ("What no line says", "A value with keys of its own may stand as JSON, "
     "with the keys of an offer file (compkit schema)."),
    ("Not here", "What a share, a token or a euro is worth: that stands in an assumptions file "
     "(compkit new --from assumptions)."),
)  # fmt: skip


def draw_help(sheet: Worksheet, *, is_example: bool) -> None:
    """All of it."""
    pen = Pen(sheet)
    pen.widths([24, 104])
    pen.put(1, 1, "How to fill in this workbook", "title")
    sheet.row_dimensions[1].height = 24
    row = _section(pen, 3, "In order", _FIRST)
    if is_example:
        words = (
            "The rows in grey italics are an example, with invented names: overwrite or delete them, on every sheet."
        )
        pen.label(2, row - 1, words, "label tokens")
        row += 1
    row = _section(pen, row, "Units", _UNITS)
    row = _section(pen, row, "What a cell may say", _FORMS)
    _section(pen, row, "Sheets", [(plan.name, plan.note) for plan in SHEETS])
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "portrait", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.freeze_panes = "A2"


def _section(pen: Pen, row: int, title: str, lines: tuple[tuple[str, str], ...] | list[tuple[str, str]]) -> int:
    """A heading and its lines; gives the row after the gap below them."""
    pen.put(1, row, title, "section")
    pen.sheet.row_dimensions[row].height = 20
    for row, (name, words) in enumerate(lines, row + 1):  # noqa: B020 - the last row counts on
        pen.label(1, row, name, "label quiet")
        pen.label(2, row, words)
    return row + 2
