"""The tables of the sheet Budget: a row a group or a period, a column a part of pay, and totals."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import field, frozen

from ..workbook.pen import Formula, Pen, at
from ..workbook.placed import Table
from .layout import Layout
from .sums import Rows, Sums

LABEL = 2
"""Column of the names of groups and periods."""
FIRST = 3
"""First column of amounts."""


@frozen
class Columns:
    """Which column holds what.

    Attributes:
        layout: What is shown.
        parts: Column of each part of pay, by its place among the layout's.
    """

    layout: Layout
    parts: Sequence[int] = field(init=False)

    @parts.default
    def _in_order(self) -> Sequence[int]:
        return range(FIRST, FIRST + len(self.layout.parts))

    @property
    def without(self) -> int:
        """Of the total without tokens."""
        return self.parts[-1] + 1

    @property
    def total(self) -> int:
        """Of the total with the tokens that count."""
        return self.without + 1

    @property
    def rank(self) -> int:
        """Of a group's place among all, by its total."""
        return self.total + 1

    @property
    def headings(self) -> tuple[str, ...]:
        """Over the amounts."""
        return (*(part.name for part in self.layout.parts), "Total without tokens", "Total")


def sum_rows(pen: Pen, columns: Columns, top: int, rows: Sequence[tuple[str, Rows | None, dict[str, int]]]) -> Table:
    """A row of sums a label, then their totals.

    Args:
        pen: Of the sheet.
        columns: Which column holds what.
        top: First row.
        rows: Label, rows of Lines to look in, and keys of each row.
    """
    sums = Sums(columns.layout)
    for row, (label, place, keys) in enumerate(rows, top):
        cells = [Formula(sums.shown(part, place, **keys)) for part in columns.layout.parts]
        put_row(pen, columns, row, label, cells)
    table = Table(top, top + len(rows) - 1)
    whole = [Formula(f"SUM({at(column, top)}:{at(column, table.last)})" if rows else "0") for column in columns.parts]
    put_row(pen, columns, table.total, "Total", whole, "last")
    return table


def put_row(
    pen: Pen, columns: Columns, row: int, label: str | Formula, cells: Sequence[Formula], style: str = ""
) -> None:
    """A label, the amount of each part, and both totals."""
    look = f" {style}" if style else ""
    if isinstance(label, str):
        pen.label(LABEL, row, label, f"label{look}")
    else:
        pen.put(LABEL, row, label, f"label{look}")
    pen.row(FIRST, row, cells, f"number{look}")
    pay = [at(c, row) for c, part in zip(columns.parts, columns.layout.parts, strict=True) if not part.tokens]
    tokens = [at(c, row) for c, part in zip(columns.parts, columns.layout.parts, strict=True) if part.tokens]
    without = pen.put(columns.without, row, Formula("+".join(pay)), f"number{look or ' quiet'}")
    pen.put(columns.total, row, Formula("+".join([without, *tokens])), f"number{look}")
