"""Problems of a table of many rows: told for the first rows, and then counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...errors import Problem
from ..places import MOST_SHOWN
from .rawtable import RawTable

if TYPE_CHECKING:
    from .distinct import Flags

MOST_TOLD = 50
"""Problems of cells that are told one by one: a wrong column is wrong in every row."""


class Faults:
    """All that is wrong with a table, found one after the other; nothing is raised until somebody asks.

    Attributes:
        table: The table.
        count: How many cells are wrong.
    """

    def __init__(self, table: RawTable) -> None:
        self.table = table
        self.count = 0
        self._told: list[tuple[int, Problem]] = []

    def note(self, heading: str, rows: Flags, rule: str, fix: str, shown: Callable[[int], str] | None = None) -> None:
        """Note the same problem of a column in some rows.

        Args:
            heading: The column.
            rows: Where it is so.
            rule: What is wrong.
            fix: The way out.
            shown: A row's cell as text.
        """
        import numpy as np

        found = np.flatnonzero(rows)
        self.count += len(found)
        for row in found[:MOST_TOLD].tolist():
            place = self.table.grid.at(self.table.row(row), heading)
            value = shown(row)[:MOST_SHOWN] if shown else ""
            problem = Problem(file=place.file, path=place.path, value=value, rule=rule, fix=fix, line=place.line)
            self._told.append((row, problem))
        if len(self._told) > 10 * MOST_TOLD:
            self._told = sorted(self._told, key=lambda told: told[0])[:MOST_TOLD]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Those of the table itself, then those of the first cells by row, then how many more there are."""
        told = [problem for _, problem in sorted(self._told, key=lambda told: told[0])[:MOST_TOLD]]
        more = self.count - len(told)
        rule = f"and {more:,} more problem{'s' if more > 1 else ''}"
        rest = [Problem(file=self.table.grid.top.file, path="", value="", rule=rule)] if more else []
        return (*dict.fromkeys(self.table.grid.top.problems), *told, *rest)
