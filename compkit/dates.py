"""Months, service years and how much of a salary a day has earned. Steps start from the origin, never from a step."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
from math import lcm

from attrs import field, frozen

from .errors import InvalidValue

_TIME = Context(prec=28)
_DAY = timedelta(days=1)
_LENGTHS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@frozen(order=True)
class MonthDay:
    """A day that comes every year, such as 15 March; 29 February falls on 28 February in common years.

    Attributes:
        month: 1 to 12.
        day: 1 to the month's longest length.
    """

    month: int
    day: int = field()

    @day.validator
    def _exists(self, attribute: object, value: int) -> None:
        if not (1 <= self.month <= 12 and 1 <= value <= month_length(2000, self.month)):
            raise InvalidValue("MonthDay", f"{self.month:02}-{value:02}", "no such day of the year")

    def __str__(self) -> str:
        return f"{self.month:02}-{self.day:02}"

    def on_or_after(self, day: date) -> date:
        """The first such day on or after a day."""
        for year in (day.year, day.year + 1):
            found = date(year, self.month, min(self.day, month_length(year, self.month)))
            if found >= day:
                return found
        raise AssertionError("every year holds every month")


def add_months(origin: date, months: int) -> date:
    """The same day of the month, `months` later (or earlier); the month's last day where it has no such day.

    >>> [add_months(date(2027, 1, 31), n).isoformat() for n in (1, 2)]
    ['2027-02-28', '2027-03-31']
    """
    day = origin.day
    year, month = divmod(origin.year * 12 + origin.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise InvalidValue("date", f"{origin} {months:+} months", "must be within the years 1 to 9999")
    return date(year, month + 1, day if day < 29 else min(day, month_length(year, month + 1)))


def month_length(year: int, month: int) -> int:
    """Days in a calendar month."""
    return 29 if month == 2 and isleap(year) else _LENGTHS[month]


def month_starts(start: date, end: date) -> Iterator[date]:
    """First days of calendar months strictly between two days."""
    year, month = start.year, start.month
    while True:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        day = date(year, month, 1)
        if day >= end:
            return
        yield day


def service_years(start: date, until: date) -> Iterator[tuple[date, date]]:
    """Half-open years from `start`, the last one cut at `until`."""
    number = 0
    while (begin := add_months(start, 12 * number)) < until:
        number += 1
        yield begin, min(add_months(start, 12 * number), until)


def fiscal_years(start: date, until: date, first: MonthDay) -> Iterator[tuple[date, date]]:
    """Whole years beginning on `first` that hold any day of ``[start, until)``; 1 January gives calendar years.

    >>> [begin.isoformat() for begin, _ in fiscal_years(date(2027, 1, 11), date(2028, 1, 11), MonthDay(10, 1))]
    ['2026-10-01', '2027-10-01']
    """
    begin = first.on_or_after(date(start.year, 1, 1))
    if begin > start:
        begin = first.on_or_after(date(start.year - 1, 1, 1))
    while begin < until:
        following = first.on_or_after(date(begin.year + 1, 1, 1))
        yield begin, following
        begin = following


_WHOLE = lcm(*range(1, 32))
MONTH = _WHOLE * _WHOLE
"""Ticks of a month: every fraction of a month that salary accrual knows is a whole number of them."""


def service_ticks(start: date, day: date) -> int:
    """Months of salary earned from `start` to the beginning of `day`, exact, in ticks of `MONTH`.

    Salary accrues by calendar month. In the start month it is days worked over days in the month; the month of
    each anniversary is cut at that same fraction, so that every service year is exactly twelve months
    (DESIGN section 5, "Dates").

    >>> service_ticks(date(2028, 2, 29), date(2029, 2, 28)) == 12 * MONTH
    True
    """
    return _position(start, day) - _origin(start)


@lru_cache(maxsize=256)
def _origin(start: date) -> int:
    return _position(start, start)


def service_months(start: date, day: date) -> Fraction:
    """Months of salary earned from `start` to the beginning of `day`, as `service_ticks` counts them.

    >>> service_months(date(2027, 1, 11), date(2027, 2, 1))
    Fraction(21, 31)
    """
    return Fraction(service_ticks(start, day), MONTH)


def _position(start: date, day: date) -> int:
    """Ticks since year 0, with the anniversary's month bent to the start month's fraction."""
    length = month_length(day.year, day.month)
    month = (day.year * 12 + day.month) * MONTH
    if day.month != start.month or day.year == start.year:
        return month + (day.day - 1) * (MONTH // length)
    first = month_length(start.year, start.month)
    anniversary = min(start.day, length)
    if day.day < anniversary:
        return month + (start.day - 1) * (day.day - 1) * (MONTH // (first * (anniversary - 1)))
    cut = (start.day - 1) * (MONTH // first)
    rest = (first - start.day + 1) * (day.day - anniversary) * (MONTH // (first * (length - anniversary + 1)))
    return month + cut + rest


def weekdays(start: date, end: date) -> int:
    """Mondays to Fridays in ``[start, end)``, public holidays included; negative where `end` comes first.

    >>> weekdays(date(2026, 12, 15), date(2027, 1, 1))
    13
    """
    return _weekdays_before(end) - _weekdays_before(start)


def _weekdays_before(day: date) -> int:
    """Since 1 January of year 1, which was a Monday."""
    weeks, rest = divmod(day.toordinal() - 1, 7)
    return 5 * weeks + min(rest, 5)


def completed_months(start: date, end: date) -> int:
    """Whole months from `start` that are over at the beginning of `end`; 0 if it comes first.

    >>> [completed_months(date(2027, 1, 31), day) for day in (date(2027, 2, 27), date(2027, 2, 28))]
    [0, 1]
    """
    months = (end.year - start.year) * 12 + end.month - start.month
    return max(months if add_months(start, months) <= end else months - 1, 0)


def years_between(start: date, end: date) -> Decimal:
    """Years as actual days over 365, never negative: the time that growth, discount and staying odds run."""
    return _TIME.divide(Decimal(max((end - start).days, 0)), Decimal(365))


def day_before(day: date) -> date:
    """The last day of a period that ends before `day`."""
    return day - _DAY


def day_after(day: date) -> date:
    """The first day after a period whose last day is `day`."""
    return day + _DAY
