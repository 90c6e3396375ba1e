"""How many people each group has in each month, by days employed: half a month is half a head."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ...dates import add_months

if TYPE_CHECKING:
    from ..roster import Roster

UNASSIGNED = "unassigned"
"""Cost centre of what is nobody's: use that no employee is known for."""


def months_between(start: date, end: date) -> tuple[date, ...]:
    """First days of the calendar months that hold any day of ``[start, end)``.

    >>> [str(day) for day in months_between(date(2027, 1, 11), date(2027, 3, 1))]
    ['2027-01-01', '2027-02-01']
    """
    first = start.replace(day=1)
    count = (end.year - first.year) * 12 + end.month - first.month + (end.day > 1)
    return tuple(add_months(first, n) for n in range(max(count, 0)))


def month_name(day: date) -> str:
    """The month of a day, ``2027-01``."""
    return f"{day:%Y-%m}"


def group_names(roster: Roster, by: str) -> Any:
    """The group of each person, in the order of the roster; of people without one, `UNASSIGNED`."""
    names = roster.people[by].astype(str)
    return names.where(names != "", UNASSIGNED)


def heads(roster: Roster, months: Sequence[date], *, by: str = "cost_center") -> dict[tuple[str, str], Fraction]:
    """Heads by month and group: days employed of the month over its days, whatever the part of full time.

    Whoever has left counts up to the day of leaving, where the roster has a column ``end_on``; one without it keeps
    nobody who left.

    Args:
        roster: The people.
        months: First days of the months.
        by: Column of groups.
    """
    import numpy as np

    groups = group_names(roster, by).to_numpy(dtype=object)
    labels, number = np.unique(groups.astype(str), return_inverse=True)
    first = roster.people["start_on"].to_numpy(dtype="datetime64[D]").astype(np.int64)
    after = _days_after(roster)
    found: dict[tuple[str, str], Fraction] = {}
    for month in months:
        begin, end = (int(np.datetime64(day, "D").astype(np.int64)) for day in (month, add_months(month, 1)))
        days = np.maximum(np.minimum(after, end) - np.maximum(first, begin), 0)
        sums = np.zeros(len(labels), dtype=np.int64)
        np.add.at(sums, number, days)
        for label, total in zip(labels.tolist(), sums.tolist(), strict=True):
            if total:
                found[month_name(month), label] = Fraction(total, end - begin)
    return found


def _days_after(roster: Roster) -> Any:
    """The first day on which each is no longer employed, as a day number."""
    import numpy as np

    never = np.int64(2**40)
    if "end_on" not in roster.people.columns:
        return np.full(len(roster), never)
    ends = roster.people["end_on"].to_numpy(dtype="datetime64[D]")
    return np.where(np.isnat(ends), never, ends.astype(np.int64) + 1)
