"""Start days: how few of them have to be worked out.

Service runs in months from the start day. So whoever started on the same day of another year, and is settled by the
first day that counts, earns the same in each piece of time from then on, and has earned whole years more before it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import frozen

from ...dates import month_length
from .grid import Grid
from .pieces import Piece
from .rational import Ints, Ratios

FIRST_BONUS = 800
"""Days of service after which bonuses do not depend on the year of the start: the first performance year ended within a
year, and was paid within another."""


@frozen(eq=False)
class Starts:
    """The distinct start days of some people, and those that stand in for the others.

    Attributes:
        days: Start days to work out.
        person: Of each person, the number of the distinct start day.
        day: Of each distinct start day, which of `days` stands in for it.
        years: Whole years of service that each distinct start day has more than the one that stands in.
    """

    days: tuple[date, ...]
    person: Ints
    day: Ints
    years: tuple[int, ...]

    @classmethod
    def of(cls, column: Any, settled_before: date = date.min) -> Starts:
        """The start days of a column.

        Args:
            column: A day each.
            settled_before: Whoever started earlier may be stood in for.
        """
        distinct, person = np.unique(np.asarray(column, dtype="datetime64[D]"), return_inverse=True)
        days = distinct.tolist()
        last = {_alike(day, settled_before): day for day in days}
        stand_ins = [last[_alike(day, settled_before)] for day in days]
        number = {day: n for n, day in enumerate(last.values())}
        return cls(
            days=tuple(number),
            person=np.asarray(person, dtype=np.int64),
            day=np.array([number[day] for day in stand_ins], dtype=np.int64),
            years=tuple(one.year - day.year for one, day in zip(stand_ins, days, strict=True)),
        )

    def grid(self, shapes: Iterable[Iterable[Piece]], *, a_year: Fraction = Fraction(1), per: int = 1) -> Grid:
        """The pieces of every distinct start day.

        Args:
            shapes: The pieces of each of `days`.
            a_year: What a year of service earns, in smallest units.
            per: What amounts are times: a million, for pay in millionths.
        """
        grid = Grid.of([list(pieces) for pieces in shapes], per=per)
        more = {years: years * a_year for years in set(self.years)}
        return grid.after(Ratios.of([more[years] for years in self.years], per=per), self.day)


def _alike(day: date, settled_before: date) -> Hashable:
    """What settled start days have in common that earn the same in time to come; other days stand alone."""
    if day >= settled_before:
        return day
    return day.month, day.day, month_length(day.year, day.month)
