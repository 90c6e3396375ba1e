"""The sheet Groups: the year of every cost centre, or of what else has a budget, and how long its money lasts."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.worksheet.worksheet import Worksheet

from ...workforce.spending.actuals import AMOUNTS
from ...workforce.spending.burn import Burn
from ..workbook.pen import Formula, Value, at
from ..workbook.placed import Table
from ..workbook.styles import COUNT, PERCENT, SIGNED, cents
from .layout import AMOUNT_NAMES, FIRST_GROUP, Layout
from .table import TOP, Column, headed, widths_of, write as write_table

STATES = {"none": "lasts the year", "warning": "burning", "block": "over"}
_NOTE = (
    "Forecast: what is spent, and for each month ahead its heads at the spend per head of the closed months; lowest "
    "and highest at the cheapest and dearest closed month. Used up on: the day on which the plan of the year is used "
    "up, every day like those so far. State: over is used up already, burning will be within the year."
)
PLAN, ACTUAL, FORECAST = (2 + AMOUNTS.index(name) for name in ("plan", "actual", "forecast"))
"""Columns of amounts that other sheets read."""


def columns_of(layout: Layout) -> tuple[Column, ...]:
    """Columns of the table."""
    form = cents(layout.currency)
    return (
        Column(name=layout.by.capitalize(), is_text=True),
        *(Column(name=AMOUNT_NAMES[name], form=form, is_summed=True) for name in AMOUNTS),
        Column(name="Forecast less plan", form=SIGNED, is_summed=True),
        Column(name="Spent of the plan", form=PERCENT),
        Column(name="Used up on"),
        Column(name="Lasts, days", form=COUNT),
        Column(name="State", is_text=True),
    )


def write(layout: Layout, sheet: Worksheet, amount: float, paper: int) -> Table:
    """Write it; gives where its table stands."""
    columns, rows = columns_of(layout), list(_rows(layout))
    words = f"The year by {layout.by}, {layout.currency}"
    pen = headed(sheet, words, _NOTE, widths_of(columns, rows, amount), paper)
    found = write_table(pen, columns, rows)
    whole = next(one for one in layout.found.burns if not one.of)
    pen.put(8, found.total, Formula(_share(found.total)), "number last", PERCENT)
    for number, value in enumerate(_burn(whole), 9):
        style = "label last" if isinstance(value, str) else "number last"
        pen.put(number, found.total, value, style, "yyyy-mm-dd" if number == 9 else None)
    sheet.freeze_panes = at(2, TOP + 1)
    sheet.auto_filter.ref = f"A{TOP}:{at(len(columns), max(found.last, TOP))}"
    return found


def _rows(layout: Layout) -> Iterator[list[Value]]:
    burns = {one.of: one for one in layout.found.burns if one.of}
    for row, (name, label) in enumerate(zip(layout.groups, layout.labels, strict=True), TOP + 1):
        number = row - TOP - 1 + FIRST_GROUP
        sums = [Formula(layout.sum_of(amount, layout.blocks[number], group=number)) for amount in AMOUNTS]
        more = Formula(f"{at(FORECAST, row)}-{at(PLAN, row)}")
        yield [label, *sums, more, Formula(_share(row)), *_burn(burns[name])]


def _share(row: int) -> str:
    plan = at(PLAN, row)
    return f'IF({plan}=0,"",{at(ACTUAL, row)}/{plan})'


def _burn(one: Burn) -> tuple[Value, Value, Value]:
    return one.exhausted_on, one.lasts_days, STATES[one.severity]
