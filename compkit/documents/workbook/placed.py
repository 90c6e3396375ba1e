"""Where a table of a sheet stands, for the formulas and charts that read it."""

from __future__ import annotations

from attrs import frozen

from .pen import at


@frozen
class Table:
    """A table as written.

    Attributes:
        first: Its first row under the headings.
        last: Its last row over the total.
    """

    first: int
    last: int

    @property
    def total(self) -> int:
        """The row of its totals."""
        return self.last + 1

    def rows(self, column: int) -> str:
        """A column of it, as formulas on the same sheet write it."""
        letter = at(column, 1)[:-1]
        return f"${letter}${self.first}:${letter}${self.last}"
