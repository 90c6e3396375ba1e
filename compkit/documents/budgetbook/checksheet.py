"""The sheet Check: every total of every scenario as issued and as the lines add up now, and the list of scenarios."""

from __future__ import annotations

from decimal import Decimal

from openpyxl.worksheet.worksheet import Worksheet

from ...pay.entitlements import Number
from .. import format as say
from ..words import NUMBER_NAMES
from ..workbook.pen import Formula, Pen, absolute, at
from ..workbook.placed import Table
from ..workbook.styles import COUNT, cents
from .layout import BUDGET, CHECK, NUMBER, SCENARIO, SCENARIO_INDEX, SHOWN, TOKEN_CHOICES, TOKENS, Layout
from .lines import amount_width
from .parts import PARTS
from .sums import Rows, Sums
from .table import Columns

VERDICT = "$C$4"
_TOP = 7
_NEAR = "0.005+0.000000001*ABS({0})"
_HEADS = ("No.", "Scenario", "Number", "Tokens that count", "As issued", "Now", "Difference", "State")


def scenario_list(layout: Layout) -> str:
    """Where the names to choose from stand, as formulas write it."""
    return f"{CHECK}!{_list(layout, 2)}"


def write(layout: Layout, sheet: Worksheet, columns: Columns, tables: tuple[Table, Table], paper: int) -> str:
    """Write the verdict, the scenarios, their totals and the tables'; gives the address of the scenario's number."""
    pen = Pen(sheet)
    pen.widths([6, 44, 18, 20, *[amount_width(layout, layout.digits + 1)] * 3, 12])
    pen.put(1, 1, "Check: every total as issued and now", "title")
    day = say.day(layout.budget.as_of)
    words = f"Issued on {day}. Nothing that can be chosen moves these: a difference means that a line was changed."
    pen.put(1, 2, words, "quiet")
    pen.put(1, 4, "Do all figures agree?")
    scenario = _scenarios(layout, pen)
    first = _TOP + len(layout.budget.scenarios) + 2
    last = _tables(layout, pen, (first + 1, _totals(layout, pen, first)), columns, tables)
    looks = f'COUNTIFS({_rows("H", (first + 1, last))},"LOOK")'
    pen.put(3, 4, Formula(f'IF(AND({looks}=0,{scenario}>0),"all agree","LOOK")'), "good")
    sheet.freeze_panes = at(1, 5)
    pen.page(landscape=True, titles="1:2", paper=paper)
    return scenario


def _list(layout: Layout, column: int) -> str:
    first, last = at(column, _TOP), at(column, _TOP + len(layout.budget.scenarios) - 1)
    return f"{absolute(first)}:{absolute(last)}"


def _scenarios(layout: Layout, pen: Pen) -> str:
    """The names to choose from, and the number of the one that is chosen."""
    pen.heads(1, _TOP - 1, ("No.", "Scenarios to choose from"), left=2)
    for number, name in enumerate(layout.scenario_labels, 1):
        pen.put(1, _TOP + number - 1, number, "after quiet", COUNT)
        pen.label(2, _TOP + number - 1, name)
    pen.put(4, _TOP - 1, "Chosen, no.", "head")
    chosen = f"SUMPRODUCT(({_list(layout, 2)}={SCENARIO})*{_list(layout, 1)})"
    return pen.put(4, _TOP, Formula(chosen), "right", COUNT)


def _totals(layout: Layout, pen: Pen, row: int) -> int:
    """Each scenario's total in both numbers and with each choice of tokens; gives the last row."""
    pen.heads(1, row, _HEADS, left=4)
    for scenario, name in enumerate(layout.scenario_labels, 1):
        for number in SHOWN:
            for tokens in TOKEN_CHOICES:
                row += 1
                pen.put(1, row, scenario, "after quiet", COUNT)
                pen.row(2, row, (name, NUMBER_NAMES[number], tokens), "label")
                now = Formula(_now(layout, scenario, number, tokens))
                _compared(layout, pen, row, layout.issued(scenario, number, tokens), now)
    return row


def _now(layout: Layout, scenario: int, number: Number, tokens: str) -> str:
    """All lines of a scenario less the tokens that do not count."""
    sums = Sums(layout)
    left_out = {"all": (), "guaranteed": ("policy", "agents"), "none": ("guaranteed", "policy", "agents")}[tokens]
    less = [sums.lines(number, scenario=scenario, part=part.key) for part in PARTS if part.tokens in left_out]
    return "-".join([sums.lines(number, scenario=scenario), *less])


def _tables(layout: Layout, pen: Pen, rows: Rows, columns: Columns, tables: tuple[Table, Table]) -> int:
    """That each table comes to the total as issued of what is chosen; gives the last row."""
    keys = zip(("A", "C", "D"), (SCENARIO_INDEX, NUMBER, TOKENS), strict=True)
    wanted = "".join(f",{_rows(letter, rows)},{name}" for letter, name in keys)
    issued = Formula(f"SUMIFS({_rows('E', rows)}{wanted})")
    for row, (words, table) in enumerate(zip((layout.by, "period"), tables, strict=True), rows[1] + 1):
        pen.row(2, row, (f"Budget by {words}", "as chosen", "as chosen"), "label")
        _compared(layout, pen, row, issued, Formula(f"{BUDGET}!{at(columns.total, table.total)}"))
    return rows[1] + 2


def _rows(letter: str, rows: Rows) -> str:
    return f"${letter}${rows[0]}:${letter}${rows[1]}"


def _compared(layout: Layout, pen: Pen, row: int, one: Decimal | Formula, other: Formula) -> None:
    form = cents(layout.budget.currency)
    pen.row(5, row, (one, other), "number", form)
    pen.put(7, row, Formula(f"ROUND(F{row}-E{row},{layout.digits})"), "number", form)
    pen.put(8, row, Formula(f'IF(ABS(G{row})<{_NEAR.format(f"E{row}")},"agrees","LOOK")'), "right")
