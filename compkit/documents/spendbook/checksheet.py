"""The sheet Check: totals as issued and as the lines add up now, and the list of groups to choose from."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from attrs import frozen
from openpyxl.worksheet.worksheet import Worksheet

from ...money import Money, add_up, minor_units
from ...workforce.spending.actuals import AMOUNTS
from .. import format as say
from ..spendcolumns import sum_cents
from ..workbook.pen import Formula, Pen, absolute, at, wide
from ..workbook.placed import Table
from ..workbook.styles import COUNT, cents
from .bridgesheet import Bridges, total_place
from .layout import ALL, AMOUNT_NAMES, BRIDGE, CHARGEBACK, CHECK, FIRST_GROUP, GROUPS, SHOWN, Layout

VERDICT = "$B$4"
_TOP = 7
_HEADS = ("What", "As issued", "Now", "Difference", "May differ by", "State")
_LIST = 8
"""Column of the names to choose from; their numbers stand beside them."""


@frozen(kw_only=True)
class Tables:
    """Where the tables that are checked stand.

    Attributes:
        groups: Of the sheet Groups.
        bridges: Of the sheet Bridge.
        chargeback: Of the sheet Chargeback.
    """

    groups: Table
    bridges: Bridges
    chargeback: Table


@frozen(kw_only=True)
class _Check:
    """A comparison: an amount as issued, or another sheet's; the formula of it now; and by how much they may differ."""

    words: str
    issued: Decimal | Formula
    now: Formula
    near: Decimal


def choices(layout: Layout) -> str:
    """Where the names to choose from stand, as formulas write it."""
    return f"{CHECK}!{_list(layout, _LIST)}"


def write(layout: Layout, sheet: Worksheet, tables: Tables, amount: float, paper: int) -> str:
    """Write the verdict, the comparisons and the names; gives the address of the chosen one's number."""
    pen = Pen(sheet)
    label = min(max([20, *(wide(name) + 3 for name in layout.labels)]), 44)
    pen.widths([52, *[amount + 2] * 4, 12, 3, label, 8, 12])
    pen.put(1, 1, "Check: totals as issued and now", "title")
    day = say.day(layout.year.months.as_of)
    words = f"Issued for {day}. Nothing that can be chosen moves these: a difference means that a line was changed."
    pen.put(1, 2, words, "quiet")
    pen.put(1, 4, "Do all figures agree?")
    chosen = _names(layout, pen)
    last = _compared(layout, pen, list(_checks(layout, tables)))
    looks = f'COUNTIFS($F${_TOP}:$F${last},"LOOK")'
    pen.put(2, 4, Formula(f'IF(AND({looks}=0,{chosen}>0),"all agree","LOOK")'), "good")
    pen.page(landscape=True, titles="1:2", paper=paper)
    return chosen


def _list(layout: Layout, column: int) -> str:
    return f"{absolute(at(column, _TOP))}:{absolute(at(column, _TOP + len(layout.labels)))}"


def _names(layout: Layout, pen: Pen) -> str:
    """The names to choose from, and the number of the one that is chosen."""
    pen.heads(_LIST, _TOP - 1, (f"{layout.by.capitalize()} to choose from", "No."), left=1)
    for number, name in enumerate((ALL, *layout.labels), FIRST_GROUP - 1):
        pen.label(_LIST, _TOP + number - 1, name)
        pen.put(_LIST + 1, _TOP + number - 1, number, "right", COUNT)
    pen.put(_LIST + 2, _TOP - 1, "Chosen, no.", "head")
    # as text: a name such as 100 that somebody types is a number
    chosen = f'SUMPRODUCT(({_list(layout, _LIST)}={SHOWN}&"")*{_list(layout, _LIST + 1)})'
    return pen.put(_LIST + 2, _TOP, Formula(chosen), "right", COUNT)


def _checks(layout: Layout, tables: Tables) -> Iterator[_Check]:
    digits = minor_units(layout.currency)
    half = Decimal(5).scaleb(-digits - 1)
    for number, name in enumerate(AMOUNTS):
        issued = add_up(line.amounts[number] for line in layout.lines)
        now = Formula(layout.sum_of(name, month='">0"'))
        yield _Check(words=f"{AMOUNT_NAMES[name]} of all months", issued=issued, now=now, near=half)
        groups = Formula(f"{GROUPS}!{at(number + 2, tables.groups.total)}")
        yield _Check(words=f"{AMOUNT_NAMES[name]} by {layout.by}", issued=issued, now=groups, near=half)
    yield from _bridge(layout, tables.bridges, half)
    found = layout.found.chargeback
    if found.rows:
        place = Formula(f"{CHARGEBACK}!{at(5, tables.chargeback.total)}")
        cent = Decimal(5).scaleb(-minor_units(found.currency) - 1)
        yield _Check(words="Chargeback", issued=found.total().amount, now=place, near=cent)


def _bridge(layout: Layout, found: Bridges, half: Decimal) -> Iterator[_Check]:
    """The bridge as issued, and beside what was counted: both are rounded by group."""
    if found.table is None:
        return
    rows = [one.cents(layout.currency) for one in layout.found.bridges.values()]
    issued = Money.from_minor(sum_cents(rows)["actual"], layout.currency).amount
    place = Formula(total_place(found))
    yield _Check(words=f"Plan and parts on {BRIDGE}", issued=issued, now=place, near=half)
    counted = Formula(layout.sum_of("actual", closed=1))
    near = half * (2 + len(rows) + len(layout.lines))
    words = f"Actual of closed months, and plan and parts on {BRIDGE}"
    yield _Check(words=words, issued=counted, now=place, near=near)


def _compared(layout: Layout, pen: Pen, checks: list[_Check]) -> int:
    """A row each; gives the last."""
    pen.heads(1, _TOP - 1, _HEADS, left=1)
    form, digits = cents(layout.currency), minor_units(layout.currency)
    for row, one in enumerate(checks, _TOP):
        pen.put(1, row, one.words)
        pen.row(2, row, (one.issued, one.now), "number", form)
        pen.put(4, row, Formula(f"ROUND(C{row}-B{row},{digits})"), "number", form)
        pen.put(5, row, one.near, "number quiet", "0.000")
        near = f"E{row}+0.000000001*ABS(B{row})"
        pen.put(6, row, Formula(f'IF(ABS(D{row})<{near},"agrees","LOOK")'), "right")
    return _TOP + len(checks) - 1
