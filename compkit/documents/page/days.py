"""Days on the page: each by its number, as days from the day of the page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date


class Days:
    """Every day that occurs, in order.

    Args:
        as_of: The day from which days count.
        days: Days, in any order.
    """

    def __init__(self, as_of: date, days: Iterable[date]) -> None:
        self.as_of = as_of
        self._ordered = sorted(set(days))
        self._indices = {day: number for number, day in enumerate(self._ordered)}

    def index(self, day: date) -> int:
        """The number of a day."""
        return self._indices[day]

    def offset(self, day: date) -> int:
        """Days from the day of the page; negative before it."""
        return (day - self.as_of).days

    def data(self) -> list[int]:
        """Days from the day of the page, rising."""
        return [self.offset(day) for day in self._ordered]
