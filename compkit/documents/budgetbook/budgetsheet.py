"""The sheet Budget: the switches, two charts, and the tables by group and by period."""

from __future__ import annotations

from datetime import timedelta

from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from .. import format as say
from ..budgetnotes import expectation_notes
from ..words import NUMBER_NAMES
from ..workbook.chart import CM_A_ROW, breadth, stacked
from ..workbook.inputs import Input
from ..workbook.pen import Formula, Pen, at, wide
from ..workbook.placed import Table
from ..workbook.start import Name
from ..workbook.validation import validate
from . import largest
from .checksheet import VERDICT, scenario_list
from .layout import BUDGET, CHECK, NUMBER, SCENARIO, SHOWN, TOKEN_CHOICES, TOKENS, Layout
from .lines import amount_width
from .table import FIRST, LABEL, Columns, sum_rows

_SWITCHES = 5
_FROZEN = _SWITCHES + 2
_CHART, _CHART_CM = _FROZEN + 1, 9.0
_WIDEST_LABEL, _LEAST_LABEL = 48, 30
_MEANS = (
    "As promised: every bonus at target, every share at the stated price, every token used, everybody stays. "
    "Expected cost: bonus at its expected payout, tokens as far as they are expected to be used, odds of staying and "
    "employer load, as stated in the facts; prices as the scenario has them."
)


class BudgetSheet:
    """The first sheet while it is written."""

    def __init__(self, layout: Layout, sheet: Worksheet, name: Name) -> None:
        """Widths first: they decide how text wraps and how wide charts are.

        Args:
            layout: What is shown.
            sheet: The sheet.
            name: Gives a cell a name that formulas use: name, sheet and address.
        """
        self.layout, self.pen, self._name = layout, Pen(sheet), name
        self.columns = Columns(layout)
        self.is_many = len(layout.groups) > largest.MOST
        self.last = self.columns.rank if self.is_many else self.columns.total
        labels = [wide(label) for label in (*layout.group_labels, *layout.scenario_labels)]
        label = min(max([_LEAST_LABEL, *(size + 3 for size in labels)]), _WIDEST_LABEL)
        amounts = [amount_width(layout)] * len(self.columns.headings)
        self.pen.widths([2, label, *amounts, *([7] if self.is_many else []), 2])

    def write(self, paper: int) -> tuple[Table, Table]:
        """Write it; gives the tables by group and by period, for the checks."""
        self._head()
        row = _CHART + int(_CHART_CM / CM_A_ROW) + 1 if self.layout.lines else _CHART
        groups = self._groups(row)
        row = groups.total + 2
        drawn = groups
        if self.is_many:
            drawn = self._largest(row, groups)
            row = drawn.total + 1
        periods = self._periods(row)
        self._switches(groups)
        if self.layout.lines:
            self._charts(drawn, periods)
        self.pen.page(landscape=True, titles=f"1:{_FROZEN - 1}", paper=paper)
        self.pen.sheet.print_area = f"A1:{at(self.last + 1, periods.total + 1)}"
        self.pen.sheet.freeze_panes = at(FIRST, _FROZEN)
        return groups, periods

    def _head(self) -> None:
        budget = self.layout.budget
        self.pen.title(LABEL, self.last - 3, f"Budget by {self.layout.by}")
        self.pen.across(self.last - 2, self.last, 1, "INTERNAL: shows expected cost", "internal")
        cuts = budget.periods.cuts
        spans = f"{say.day(cuts.start)} to {say.day(cuts.until - timedelta(days=1))}"
        people = "1 person" if budget.people == 1 else f"{budget.people:,} people"
        more = " ".join(expectation_notes(budget))
        words = (
            f"As of {say.day(budget.as_of)}. {budget.currency}, before tax. {people}, {spans}. {_MEANS} {more}".strip()
        )
        self.pen.across(LABEL, self.last, 2, words, "note")

    def _switches(self, groups: Table) -> None:
        """The yellow cells, whether the figures agree, and the total that they come to."""
        layout, pen = self.layout, self.pen
        pen.put(LABEL, _SWITCHES - 2, "Choose in the yellow cells", "section")
        self._switch(
            LABEL,
            LABEL,
            Input(
                name=SCENARIO,
                label="Scenario",
                issued=layout.scenario_labels[0],
                choices=scenario_list(layout),
                hint="What is promised stays; expected cost is as the scenario has prices.",
            ),
        )
        names = [NUMBER_NAMES[number] for number in SHOWN]
        self._switch(
            FIRST,
            FIRST + 1,
            Input(
                name=NUMBER,
                label="Number",
                issued=NUMBER_NAMES["cost"],
                choices=f'"{",".join(names)}"',
                hint="What each assumes stands at the top.",
            ),
        )
        self._switch(
            FIRST + 2,
            FIRST + 3,
            Input(
                name=TOKENS,
                label="Tokens that count",
                issued=TOKEN_CHOICES[0],
                choices=f'"{",".join(TOKEN_CHOICES)}"',
                hint="All with those of digital employees, only those that are guaranteed, or none.",
            ),
        )
        pen.put(FIRST + 4, _SWITCHES - 1, "Checks", "head left")
        pen.put(FIRST + 4, _SWITCHES, Formula(f"{CHECK}!{VERDICT}"), "good")
        words = f"Total as chosen, {layout.budget.currency}"
        pen.across(FIRST + 5, self.columns.total, _SWITCHES - 1, words, "head")
        pen.across(
            FIRST + 5, self.columns.total, _SWITCHES, Formula(at(self.columns.total, groups.total)), "number last"
        )

    def _switch(self, first: int, last: int, cell: Input) -> None:
        pen = self.pen
        pen.across(first, last, _SWITCHES - 1, cell.label, "head left")
        address = pen.across(first, last, _SWITCHES, cell.issued, "input")
        pen.sheet[address].alignment = Alignment(shrink_to_fit=True, vertical="center", horizontal="left")
        self._name(cell.name, BUDGET, address)
        validate(pen.sheet, address, cell)

    def _groups(self, row: int) -> Table:
        layout = self.layout
        self._section(row, f"By {layout.by}")
        rows = [
            (label, block, {"group": number})
            for number, (label, block) in enumerate(zip(layout.group_labels, layout.blocks, strict=True), 1)
        ]
        table = sum_rows(self.pen, self.columns, row + 2, rows)
        if self.is_many:
            self.pen.heads(self.columns.rank, row + 1, ("Rank",))
            largest.rank(self.pen, self.columns, table)
        return table

    def _largest(self, row: int, groups: Table) -> Table:
        self._section(row, f"The {largest.MOST} largest, which the chart shows, and the others")
        return largest.write(self.pen, self.columns, row + 2, groups)

    def _periods(self, row: int) -> Table:
        self._section(row, "By period")
        rows = [(label, None, {"period": number}) for number, label in enumerate(self.layout.budget.periods.labels, 1)]
        return sum_rows(self.pen, self.columns, row + 2, rows)

    def _section(self, row: int, words: str) -> None:
        self.pen.put(LABEL, row, f"{words}, {self.layout.budget.currency}", "section")
        self.pen.heads(LABEL, row + 1, ("", *self.columns.headings), left=1)

    def _charts(self, groups: Table, periods: Table) -> None:
        """Groups at the left, periods at the right; the others are no bar, which would dwarf those that have one."""
        layout, middle = self.layout, FIRST + 2
        words, axis = f"By {layout.by}, as chosen", layout.by
        if self.is_many:
            words = f"The {largest.MOST} largest of {len(layout.groups):,}, as chosen"
            axis = f"{axis}; all others together stand in the table of the largest"
            groups = Table(groups.first, groups.last - 1)
        self._chart(groups, (LABEL, middle), words, axis)
        self._chart(periods, (middle + 1, self.columns.total), "By period, as chosen", "Period")

    def _chart(self, table: Table, across: tuple[int, int], words: str, axis: str) -> None:
        parts = zip(self.layout.parts, self.columns.parts, strict=True)
        titles = (words, axis, self.layout.budget.currency)
        series = [(part.name, column, part.colour) for part, column in parts]
        chart = stacked(self.pen.sheet, (LABEL, table.first, table.last), series, titles=titles)
        chart.width, chart.height = breadth(self.pen, *across), _CHART_CM
        self.pen.sheet.add_chart(chart, at(across[0], _CHART))
