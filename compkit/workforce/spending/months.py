"""The months of a budget year on a day: those that are over, the one that runs, and those ahead."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from attrs import field, frozen

from ...dates import add_months, day_after
from ...errors import InvalidValue
from .heads import month_name, months_between


@frozen(kw_only=True)
class YearMonths:
    """The months of a budget year on a day.

    Attributes:
        start_on: First day of the first month.
        count: How many months.
        as_of: Last day whose use is known.
    """

    start_on: date
    count: int = 12
    as_of: date = field()

    @as_of.validator
    def _within(self, attribute: object, value: date) -> None:
        if not self.start_on <= value < self.until:
            rule = f"must be a day of the year from {self.start_on} to {self.until}"
            raise InvalidValue("as_of", value, rule, "say its first month, or another day")

    def __attrs_post_init__(self) -> None:
        if self.start_on.day != 1:
            raise InvalidValue("start_on", self.start_on, "must be the first day of a month")

    @property
    def until(self) -> date:
        """First day after the year."""
        return add_months(self.start_on, self.count)

    @property
    def days(self) -> tuple[date, ...]:
        """First days of the months."""
        return months_between(self.start_on, self.until)

    @property
    def names(self) -> tuple[str, ...]:
        """The months."""
        return tuple(map(month_name, self.days))

    @property
    def closed(self) -> tuple[str, ...]:
        """Months that are over."""
        return tuple(month_name(day) for day in self.days if add_months(day, 1) <= day_after(self.as_of))

    @property
    def open_part(self) -> Fraction:
        """How much of the month after the closed ones has passed: days over its days; 0 if none of it."""
        begin = add_months(self.start_on, len(self.closed))
        return Fraction((day_after(self.as_of) - begin).days, max((add_months(begin, 1) - begin).days, 1))

    @property
    def passed(self) -> int:
        """Days of the year up to and with `as_of`."""
        return (day_after(self.as_of) - self.start_on).days

    @property
    def length(self) -> int:
        """Days of the year."""
        return (self.until - self.start_on).days
