"""The sheet Bridge: from plan to actual over the closed months, in parts that add up by formula, and as steps drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import field, frozen
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.worksheet.worksheet import Worksheet

from ...money import Money
from ...workforce.spending.bridge import PART_NAMES, PARTS
from ..workbook.chart import CM_A_ROW, breadth, stacked
from ..workbook.pen import Formula, Pen, Value, at
from ..workbook.placed import Table
from ..workbook.styles import COUNT, cents
from .layout import BRIDGE, FIRST_GROUP, SHOWN, SHOWN_INDEX, Layout
from .table import LABEL, TOP, Column, headed, widths_of, write as write_table

_NOTE = (
    "Closed months. One factor after another takes its actual value, from left to right: usage and mix at planned "
    "prices, price on the tokens that were used. Actual is plan and all parts, added here; the sheet Check compares it "
    "with what was counted. A model that was not planned is mix. In the chart red is more than planned, green is less."
)
_NONE = "No month is closed yet: a bridge from plan to actual needs one."
_HEIGHT_CM = 9.0
_STEP = TOP + int(_HEIGHT_CM / CM_A_ROW) + 3
"""First row of the steps, below the chart."""
_HEADS = _STEP + len(PARTS) + 2 + 2
"""Row of the table's headings, below the steps."""
_KEY = len(PARTS) + 4
"""Column of the groups' numbers."""
_STEPS = ("Step", "Amount", "From", "To", "Under the step", "Whole", "More", "Less", "More, below 0", "Less, below 0")
_COLOURS = {"Under the step": "FFFFFF", "Whole": "6B7785", "More": "B03A2E", "Less": "4E9A7B"}


@frozen
class Bridges:
    """Where the bridge stands.

    Attributes:
        table: A row a group, with its total; None where no month is closed.
        actual: Column of what plan and parts add up to.
    """

    table: Table | None
    actual: int = field(default=len(PARTS) + 3)


def write(layout: Layout, sheet: Worksheet, amount: float, paper: int) -> Bridges:
    """Write it, with the steps of what the summary has chosen."""
    form = cents(layout.currency)
    heads = ("Plan", *(PART_NAMES[name] for name in PARTS), "Actual")
    columns = (
        Column(name=layout.by.capitalize(), is_text=True),
        *(Column(name=name, form=form, is_summed=True) for name in heads),
        Column(name="Group no.", form=COUNT),
    )
    rows = list(_rows(layout))
    pen = headed(
        sheet, f"From plan to actual, {layout.currency}", _NOTE, widths_of(columns, [_texts(layout)], amount), paper
    )
    if not rows:
        pen.put(LABEL, TOP, _NONE)
        return Bridges(None)
    steps = Table(_STEP, _STEP + len(heads) - 1)
    found = write_table(pen, columns, rows, top=_HEADS)
    _steps(pen, found, steps, heads, form)
    _draw(pen, steps, layout.currency)
    return Bridges(found)


def _texts(layout: Layout) -> list[Value]:
    """The longest label, for the width of its column."""
    longest = max([*layout.labels, *PART_NAMES.values()], key=len)
    return [longest, *[None] * (len(PARTS) + 3)]


def _rows(layout: Layout) -> Iterator[list[Value]]:
    """Plan and parts in whole cents, and their sum."""
    names = [name for name in layout.groups if name in layout.found.bridges]
    for row, name in enumerate(names, _HEADS + 1):
        parts = layout.found.bridges[name].cents(layout.currency)
        amounts = [Money.from_minor(parts[part], layout.currency).amount for part in ("plan", *PARTS)]
        whole = Formula(f"SUM({at(2, row)}:{at(len(PARTS) + 2, row)})")
        number = layout.numbers[name]
        yield [layout.labels[number - FIRST_GROUP], *amounts, whole, number]


def _steps(pen: Pen, found: Table, steps: Table, heads: Sequence[str], form: str) -> None:
    """The parts of what is chosen one under the other, each from where the one before it ends."""
    pen.put(LABEL, steps.first - 2, Formula(f'"Steps of: "&{SHOWN}'), "section")
    pen.heads(LABEL, steps.first - 1, _STEPS, left=1)
    numbers = found.rows(_KEY)
    for offset, name in enumerate(heads):
        row, column = steps.first + offset, 2 + offset
        chosen = f"SUMIFS({found.rows(column)},{numbers},{SHOWN_INDEX})"
        is_whole = offset in (0, len(heads) - 1)
        begin = "0" if is_whole else f"D{row - 1}"
        pen.put(LABEL, row, name, "label")
        pen.put(2, row, Formula(f"IF({SHOWN_INDEX}=1,{at(column, found.total)},{chosen})"), "number", form)
        pen.put(3, row, Formula(begin), "number quiet", form)
        pen.put(4, row, Formula(f"C{row}+B{row}"), "number quiet", form)
        for column_of, text in enumerate(_bars(row, is_whole=is_whole), 5):
            pen.put(column_of, row, Formula(text), "number quiet", form)


def _bars(row: int, *, is_whole: bool) -> Iterator[str]:
    """What stands under a step, and the step itself: above 0 and below it."""
    low, high = f"MIN(C{row},D{row})", f"MAX(C{row},D{row})"
    above, below = f"MAX(0,{high})-MAX(0,{low})", f"MIN(0,{low})-MIN(0,{high})"
    if is_whole:
        yield from ("0", f"B{row}", "0", "0", "0", "0")
        return
    yield f"MAX(0,{low})+MIN(0,{high})"
    yield "0"
    yield f"IF(B{row}>0,{above},0)"
    yield f"IF(B{row}<0,{above},0)"
    yield f"IF(B{row}>0,{below},0)"
    yield f"IF(B{row}<0,{below},0)"


def _draw(pen: Pen, steps: Table, currency: str) -> None:
    series = [(name, 5 + n, _COLOURS[name.partition(",")[0]]) for n, name in enumerate(_STEPS[4:])]
    titles = ("From plan to actual, of what the summary has chosen", "Step", currency)
    chart = stacked(pen.sheet, (LABEL, steps.first, steps.last), series, titles=titles)
    under = chart.series[0]
    under.spPr = GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))
    chart.legend = None
    chart.width, chart.height = breadth(pen, LABEL, len(PARTS) + 3), _HEIGHT_CM
    pen.sheet.add_chart(chart, at(LABEL, TOP - 1))


def total_place(found: Bridges) -> str:
    """The total of actual, as other sheets' formulas write it."""
    return f"{BRIDGE}!{at(found.actual, found.table.total)}" if found.table else "0"
