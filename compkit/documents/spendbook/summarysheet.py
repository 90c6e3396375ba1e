"""The sheet Summary: what is chosen, budgets that do not last, and plan, actual and forecast by month with a chart."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from ...workforce.spending.actuals import AMOUNTS
from ...workforce.usage.basis import basis_words
from .. import format as say
from ..spendreport import burn_words
from ..workbook.chart import CM_A_ROW, breadth, stacked
from ..workbook.inputs import Input
from ..workbook.pen import Formula, Pen, Value, at
from ..workbook.placed import Table
from ..workbook.start import Name
from ..workbook.styles import SIGNED, cents
from ..workbook.validation import validate
from . import checksheet
from .layout import ALL, AMOUNT_NAMES, CHECK, SHOWN, SUMMARY, Layout
from .table import LABEL, Column, headed, write as write_table

_CHOICE, _FINDINGS, _MOST = 5, 7, 12
_HEIGHT_CM = 9.0
_COLOURS = {"plan": "AEB6BF", "actual": "1B4F72", "forecast": "E69F00"}
_COLUMNS = 9
_STATES = {"closed": "closed", "open": "running", "ahead": "ahead"}


def write(layout: Layout, sheet: Worksheet, name: Name, amount: float, paper: int) -> Table:
    """Write it; gives where the table of months stands."""
    year = layout.year
    words = f"Token spend of the year from {say.day(year.months.start_on)}"
    pen = headed(sheet, words, _note(layout), [13.0, 12.0, *[amount] * (_COLUMNS - 2)], paper)
    row = _findings(layout, pen)
    top = row + int(_HEIGHT_CM / CM_A_ROW) + 2
    columns = _columns(layout)
    found = write_table(pen, columns, list(_rows(layout, top)), top=top)
    _choice(layout, pen, name, found)
    _draw(layout, pen, row, found)
    sheet.freeze_panes = at(1, _CHOICE + 1)
    return found


def _note(layout: Layout) -> str:
    found, months = layout.found, layout.year.months
    return (
        f"As of {say.day(months.as_of)}, {len(months.closed)} of {months.count} months closed. {layout.currency}. "
        f"Plan: {found.plan_source}. Actual: {basis_words(found.spent.bases)}. Forecast: what is spent, then heads at "
        "the spend per head of the closed months. No season, growth or price move is assumed."
    )


def _columns(layout: Layout) -> tuple[Column, ...]:
    form = cents(layout.currency)
    return (
        Column(name="Month", is_text=True),
        Column(name="State", is_text=True),
        *(Column(name=f"{AMOUNT_NAMES[of]}, {layout.currency}", form=form, is_summed=True) for of in AMOUNTS),
        Column(name="Actual less plan, closed months", form=SIGNED, is_summed=True),
        Column(name="Forecast less plan", form=SIGNED, is_summed=True),
    )


def _rows(layout: Layout, top: int) -> Iterator[list[Value]]:
    months = layout.year.months
    for number, month in enumerate(layout.months, 1):
        row = top + number
        sums = [Formula(layout.shown(of, month=number)) for of in AMOUNTS]
        state = "closed" if month in months.closed else "ahead"
        if number == len(months.closed) + 1 and months.open_part > 0:
            state = "open"
        over = Formula(f"D{row}-C{row}") if state == "closed" else None
        yield [month, _STATES[state], *sums, over, Formula(f"E{row}-C{row}")]


def _choice(layout: Layout, pen: Pen, name: Name, found: Table) -> None:
    """The yellow cell, whether the figures agree, and what the year comes to."""
    row = _CHOICE
    pen.put(LABEL, row - 2, "Choose in the yellow cell", "section")
    cell = Input(
        name=SHOWN,
        label=f"{layout.by.capitalize()} shown",
        issued=ALL,
        choices=checksheet.choices(layout),
        hint="The months, the charts and the bridge's steps are of it.",
    )
    pen.across(LABEL, LABEL + 1, row - 1, cell.label, "head left")
    address = pen.across(LABEL, LABEL + 1, row, cell.issued, "input")
    pen.sheet[address].alignment = Alignment(shrink_to_fit=True, vertical="center", horizontal="left")
    pen.sheet[address].number_format = "@"  # a name such as 100 stays text
    name(cell.name, SUMMARY, address)
    validate(pen.sheet, address, cell)
    pen.put(3, row - 1, "Checks", "head")
    pen.put(3, row, Formula(f"{CHECK}!{checksheet.VERDICT}"), "good")
    whole = (("Plan of the year", 3), ("Actual to date", 4), ("Forecast of the year", 5), ("Forecast less plan", 9))
    for column, (words, of) in enumerate(whole, 4):
        pen.heads(column, row - 1, (words,))
        pen.put(column, row, Formula(at(of, found.total)), "number last", SIGNED if of == 9 else cents(layout.currency))


def _findings(layout: Layout, pen: Pen) -> int:
    """Budgets that do not last, the most pressing first; gives the next free row."""
    findings = layout.found.findings
    row = _FINDINGS
    for one in findings[:_MOST]:
        pen.across(LABEL, _COLUMNS, row, burn_words(one, layout.currency), "wrapped")
        row += 1
    if len(findings) > _MOST:
        pen.put(LABEL, row, f"... and {len(findings) - _MOST:,} more: see the sheet Groups", "quiet")
        row += 1
    return row + 1 if findings else row


def _draw(layout: Layout, pen: Pen, row: int, found: Table) -> None:
    series = [(AMOUNT_NAMES[of], 3 + AMOUNTS.index(of), colour) for of, colour in _COLOURS.items()]
    titles = ("Plan, actual and forecast by month, as chosen", "Month", layout.currency)
    chart = stacked(pen.sheet, (LABEL, found.first, found.last), series, titles=titles)
    chart.grouping, chart.overlap = "clustered", 0
    chart.width, chart.height = breadth(pen, LABEL, _COLUMNS), _HEIGHT_CM
    pen.sheet.add_chart(chart, at(LABEL, row))
