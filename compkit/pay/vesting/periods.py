"""Days of instalments: periods, day-of-month policies, and steps that always start from the origin."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from attrs import field, frozen

from ...checks import one_of
from ...dates import month_length
from ...errors import InvalidValue

PERIODS = ("DAYS", "WEEKS", "MONTHS", "YEARS")
_DAYS = {"DAYS": 1, "WEEKS": 7}
_MONTHS = {"MONTHS": 1, "YEARS": 12}

START_DAY = "VESTING_START_DAY_OR_LAST_DAY_OF_MONTH"
FIRST_DAY = "FIRST_DAY_OF_MONTH"
LAST_DAY = "LAST_DAY_OF_MONTH"
START_DAY_MINUS_ONE = "VESTING_START_DAY_MINUS_ONE"
POLICIES = (
    *(f"{day:02}" for day in range(1, 29)),
    *(f"{day}_OR_LAST_DAY_OF_MONTH" for day in (29, 30, 31)),
    START_DAY,
    "VESTING_START_DAY",
    FIRST_DAY,
    LAST_DAY,
    START_DAY_MINUS_ONE,
)
"""Days of the month of the Open Cap Format: enum ``VestingDayOfMonth`` of v1, ``VestingDayOfMonthPolicy`` of v2."""


def policy_of(value: str) -> str:
    """The v2 draft's name of the start day means what v1 spells out."""
    return START_DAY if value == "VESTING_START_DAY" else value


MOST_INSTALMENTS = 10_000
"""Of one segment: daily for 27 years, and far fewer than it takes to slow the arithmetic."""


def counted(low: int, high: int = 10**9) -> Any:
    """A whole number from `low` to `high`, no bool and no float."""

    def check(instance: object, attribute: Any, value: Any) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            name = f"{type(instance).__name__}.{attribute.name}"
            raise InvalidValue(name, value, f"must be a whole number from {low} to {high}")

    return check


@frozen(kw_only=True)
class Period:
    """A span of time: so many days, weeks, months or years.

    Attributes:
        length: How many; 0 is no time at all.
        kind: ``DAYS``, ``WEEKS``, ``MONTHS`` or ``YEARS``.
    """

    length: int = field(validator=counted(0))
    kind: str = field(default="MONTHS", validator=one_of(*PERIODS))

    @property
    def months(self) -> int | None:
        """Whole calendar months; None if it is made of days."""
        return self.length * _MONTHS[self.kind] if self.kind in _MONTHS else None

    @property
    def days(self) -> int | None:
        """Days; None if it is made of months."""
        return self.length * _DAYS[self.kind] if self.kind in _DAYS else None


@frozen
class Clock:
    """A place in time from which periods step.

    Attributes:
        origin: The vesting start, whose day of the month stays the vesting day.
        month: A day in the month from which month steps count.
        day: The day from which day steps count.
    """

    origin: date
    month: date
    day: date

    @classmethod
    def at(cls, origin: date, day: date | None = None) -> Clock:
        """At a day, or at the origin."""
        return cls(origin, day or origin, day or origin)

    def after(self, period: Period, times: int = 1, policy: str = START_DAY) -> Clock:
        """So many periods later: one step from here, never from a step before."""
        if not period.length * times:
            return self
        if period.days is not None:
            return Clock.at(self.origin, _days_after(self.day, period.days * times))
        year, month = divmod(self.month.year * 12 + self.month.month - 1 + (period.months or 0) * times, 12)
        if not 1 <= year <= 9999:
            raise InvalidValue("date", f"{self.month} and {times} times {period.length} {period.kind}", "is too far")
        plain = date(year, month + 1, min(self.origin.day, month_length(year, month + 1)))
        return Clock(self.origin, plain, _placed(plain, policy))


def _days_after(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise InvalidValue("date", f"{day} and {days} days", "must be within the years 1 to 9999") from None


def _placed(day: date, policy: str) -> date:
    """The vesting day in the month of a day.

    The Open Cap Format's ``VestingDayOfMonth`` and ``VestingDayOfMonthPolicy``; the start day is clamped to the
    month first, and only then is one subtracted.
    """
    last = month_length(day.year, day.month)
    if policy == START_DAY:
        return day
    if policy == START_DAY_MINUS_ONE:
        return _days_after(day, -1)
    if policy == FIRST_DAY:
        return day.replace(day=1)
    number = re.match(r"\d\d", policy)
    return day.replace(day=min(int(number[0]), last) if number else last)
