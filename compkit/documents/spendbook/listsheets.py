"""The sheets that list: commitments, exposure, balances of allowances, and the chargeback."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen
from openpyxl.worksheet.worksheet import Worksheet

from ...money import Money
from ...workforce.spending.exposure import STAGES
from ..workbook.pen import Formula, Pen, Value, at
from ..workbook.placed import Table
from ..workbook.styles import COUNT, MTOK, QUANTITY, SIGNED, cents
from .layout import Layout
from .table import LABEL, TOP, Column, headed, widths_of, write as write_table

_EMPTY = "There is none."


@frozen(kw_only=True)
class Listed:
    """A sheet's table before it is written.

    Attributes:
        title: Of the sheet.
        note: What it shows.
        columns: Of the table.
        rows: Of the table; a formula in them knows its row.
        top: Row of the headings.
    """

    title: str
    note: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value]]
    top: int = TOP

    def write(self, sheet: Worksheet, amount: float, paper: int) -> tuple[Pen, Table]:
        """Write it, or say that there is nothing."""
        pen = headed(sheet, self.title, self.note, widths_of(self.columns, self.rows, amount), paper)
        if not self.rows:
            pen.put(LABEL, self.top, _EMPTY)
            return pen, Table(self.top + 1, self.top)
        found = write_table(pen, self.columns, self.rows, top=self.top)
        sheet.freeze_panes = at(1, self.top + 1)
        sheet.auto_filter.ref = f"A{self.top}:{at(len(self.columns), found.last)}"
        return pen, found


def commitments(layout: Layout, sheet: Worksheet, amount: float, paper: int) -> None:
    """Committed spend at each provider: drawn, left, the day it is used up, or the shortfall due."""
    states = layout.found.commitments
    form = cents(states[0].committed.currency) if states else ""
    columns = (
        Column(name="Provider", is_text=True),
        Column(name="Model", is_text=True),
        *(Column(name=name) for name in ("Year from", "To before")),
        *(Column(name=name, form=form) for name in ("Committed", "Drawn", "Left")),
        Column(name="Used up on"),
        *(Column(name=name, form=form) for name in ("Shortfall due at this pace", "Beyond it at this pace")),
        Column(name="Rows without a price", form=COUNT),
        Column(name="Currency", is_text=True),
        Column(name="Source", is_text=True),
    )
    rows = [
        [
            one.contract.provider,
            one.contract.model or "all",
            *one.year,
            _cents(one.committed),
            _cents(one.drawn),
            Formula(f"MAX(0,{at(5, row)}-{at(6, row)})"),
            one.runs_out_on,
            _cents(one.shortfall),
            _cents(one.year_at_pace.overage),
            one.uncounted_rows,
            one.committed.currency,
            one.contract.source,
        ]
        for row, one in enumerate(states, TOP + 1)
    ]
    note = "At contract prices. Used up on: the day on which all of it is drawn, every day like those so far."
    Listed(title="Committed spend", note=note, columns=columns, rows=rows).write(sheet, amount, paper)


def _cents(money: Money) -> Value:
    return money.rounded().amount


def exposure(layout: Layout, sheet: Worksheet, amount: float, paper: int) -> None:
    """What promised tokens cost if prices move: sums by scenario, then every line that they are of."""
    held, top = layout.found.exposure, TOP + len(layout.found.exposure.scenarios) + 3
    columns = (
        Column(name=layout.by.capitalize(), is_text=True),
        Column(name="When prices change", is_text=True),
        Column(name="Guaranteed", is_text=True),
        Column(name="Scenario", is_text=True),
        Column(name="Prices", is_text=True),
        Column(name="Tokens", form=MTOK),
        Column(name=f"Cost, {held.currency}", form=cents(held.currency)),
        Column(name="Scenario no.", form=COUNT),
        Column(name="Column no.", form=COUNT),
    )
    found = Listed(
        title=f"Exposure of promised tokens, {held.from_on} to before {held.until}, {held.currency}",
        note="All of each promise, used or not. Promises of money buy less where tokens cost more, and are not here.",
        columns=columns,
        rows=list(_exposed(layout)),
        top=top,
    )
    pen, placed = found.write(sheet, amount, paper)
    if held.lines:
        _scenarios(layout, pen, placed)


_KINDS = tuple((stage, sure) for stage in STAGES for sure in (True, False))
_KIND_HEADS = tuple(f"{'Guaranteed' if sure else 'If policy stays'}, {stage} prices" for stage, sure in _KINDS)


def _exposed(layout: Layout) -> Iterator[list[Value]]:
    held = layout.found.exposure
    numbers = {name: number for number, name in enumerate(held.scenarios, 1)}
    for line in held.lines:
        kind = _KINDS.index((line.stage, line.guaranteed)) + 1
        sure = "yes" if line.guaranteed else "no"
        texts = [line.group[0], line.rule, sure, line.scenario, line.stage]
        yield [*texts, line.mtok, line.amount, numbers[line.scenario], kind]


def _scenarios(layout: Layout, pen: Pen, found: Table) -> None:
    """A row a scenario: the first in full, the others by how much more they cost."""
    form = cents(layout.found.exposure.currency)
    pen.heads(LABEL, TOP, ("Scenario", *_KIND_HEADS), left=1)
    amounts, scenarios, kinds = (found.rows(column) for column in (7, 8, 9))
    for number, name in enumerate(layout.found.exposure.scenarios, 1):
        row = TOP + number
        pen.label(LABEL, row, name if number == 1 else f"{name}: more")
        for kind in range(1, len(_KINDS) + 1):
            own = f"SUMIFS({amounts},{scenarios},{number},{kinds},{kind})"
            less = "" if number == 1 else f"-{at(kind + 1, TOP + 1)}"
            pen.put(kind + 1, row, Formula(own + less), "number", form if number == 1 else SIGNED)


def balances(layout: Layout, sheet: Worksheet, amount: float, paper: int) -> None:
    """Granted, used and unused of allowances, by department and unit."""
    columns = (
        Column(name="Department", is_text=True),
        Column(name="Unit", is_text=True),
        Column(name="People", form=COUNT),
        *(
            Column(name=name, form=QUANTITY)
            for name in ("Granted", "Used", "Unused", "Of it carried over", "Used beyond")
        ),
    )
    rows: list[list[Value]] = [
        [row.group, row.unit, row.people, row.granted, row.used, row.unused, row.carried, row.over]
        for row in layout.found.balances
    ]
    note = (
        "To date, person by person, then added; so unused is more than granted less used where some used beyond. Money "
        "used is as billed for providers of whom actual is, else tokens at list prices. Mtok: millions of tokens."
    )
    Listed(title="Balances of allowances", note=note, columns=columns, rows=rows).write(sheet, amount, paper)


def chargeback(layout: Layout, sheet: Worksheet, amount: float, paper: int) -> Table:
    """What each cost centre is charged, by month and provider; gives where the table stands."""
    found = layout.found.chargeback
    names = ("Month", "Cost center", "Account", "Provider")
    form = cents(found.currency)
    columns = (
        *(Column(name=name, is_text=True) for name in names),
        Column(name=f"Amount, {found.currency}", form=form, is_summed=True),
    )
    rows: list[list[Value]] = [
        [row.month, row.cost_center, row.account, row.provider, row.amount.amount] for row in found.rows
    ]
    left = (
        f" {found.uncounted_rows:,} rows of use have no known money and are in no row." if found.uncounted_rows else ""
    )
    note = f"Whole cents: rows of a month and provider add up to its rounded total.{left}"
    return Listed(title="Chargeback", note=note, columns=columns, rows=rows).write(sheet, amount, paper)[1]
