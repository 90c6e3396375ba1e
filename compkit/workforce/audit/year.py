"""The year of an audit: its days so far and in all, and on how many of them each person is employed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import field, frozen

from ...dates import add_months
from ...errors import InvalidValue
from ..columns.rational import Ints

if TYPE_CHECKING:
    import pandas as pd

RECENT = 28
"""Days of the last four weeks."""


def _within(instance: AuditYear, attribute: Any, value: date) -> None:
    if not instance.start < value <= instance.until:
        rule = f"must be after the first day, {instance.start}, and no later than {instance.until}"
        raise InvalidValue("as_of", value, rule, "name another first day of the year")


@frozen(kw_only=True)
class AuditYear:
    """The year that is looked at, up to today.

    Attributes:
        start: First day.
        until: First day after the year.
        as_of: Today; the days before it have passed.
    """

    start: date
    until: date
    as_of: date = field(validator=_within)

    @classmethod
    def of(cls, as_of: date, start: date | None = None) -> AuditYear:
        """The twelve months from a day, or the calendar year that holds yesterday.

        >>> AuditYear.of(date(2027, 1, 1)).start
        datetime.date(2026, 1, 1)
        """
        start = start or date((as_of - timedelta(days=1)).year, 1, 1)
        return cls(start=start, until=add_months(start, 12), as_of=as_of)

    @property
    def days(self) -> int:
        """Days of the year."""
        return (self.until - self.start).days

    @property
    def elapsed(self) -> int:
        """Days that have passed."""
        return (self.as_of - self.start).days

    @property
    def recent_start(self) -> date:
        """First day of the last four weeks, or of the year."""
        return max(self.start, self.as_of - timedelta(days=RECENT))


def employed(people: pd.DataFrame, begin: date, end: date) -> Ints:
    """Days within some days, the last one not counted, on which each person is employed; `end_on` is the last one."""
    first = np.maximum(_days(people["start_on"]), begin.toordinal())
    last = np.minimum(ends(people), end.toordinal())
    found: Ints = np.maximum(last - first, 0)
    return found


def ends(people: pd.DataFrame) -> Ints:
    """The day after each person's last day of work, as a day number; a very late one where none is known."""
    late = np.full(len(people), date.max.toordinal(), dtype=np.int64)
    if "end_on" not in people.columns:
        return late
    found: Ints = np.where(people["end_on"].isna().to_numpy(), late, _days(people["end_on"]) + 1)
    return found


def _days(column: Any) -> Ints:
    """Days as day numbers."""
    found: Ints = column.to_numpy(dtype="datetime64[D]").astype(np.int64) + date(1970, 1, 1).toordinal()
    return found
