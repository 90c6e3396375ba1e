"""Part of a year's pay for part of a year, under a named convention. Accrual by service is in `dates`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from typing import Literal, get_args

from ..dates import day_after, month_length, weekdays
from ..errors import InvalidValue
from ..money import Money, half_up, minor_units

Convention = Literal[
    "calendar days",
    "30E/360",
    "actual/365",
    "working days",
    "annual/260",
    "annual/weekdays",
    "hours/2080",
    "hours/2087",
]
CONVENTIONS: tuple[Convention, ...] = get_args(Convention)
"""Names of the conventions of `year_share`, the default first."""

_HOURS_A_DAY = 8


def prorate(annual: Money, start: date, end_inclusive: date, *, convention: Convention = "calendar days") -> Money:
    """What a year's pay comes to from a first to a last day, both paid; to the cent, halves up.

    ``annual * year_share(start, end_inclusive)``, rounded once. Parts that are rounded one by one need not add up
    to the rounded whole: split a known amount with `apportion`, or a salary with `pay_slips`.

    >>> prorate(Money("250000", "USD"), date(2026, 12, 15), date(2026, 12, 31))
    Money(amount=Decimal('11424.73'), currency='USD')

    Raises:
        InvalidValue: If the last day is before the first, or the convention has another name.
    """
    exact = Fraction(annual.amount) * year_share(start, end_inclusive, convention=convention)
    return Money.from_minor(half_up(exact * 10 ** minor_units(annual.currency)), annual.currency)


def year_share(start: date, end_inclusive: date, *, convention: Convention = "calendar days") -> Fraction:
    """The fraction of a year from a first to a last day, both counted, exact.

    | convention | the fraction | source |
    |---|---|---|
    | ``calendar days`` | a twelfth a month, days over the days of that month | usual monthly payroll |
    | ``30E/360`` | days over 360, a 31st counting as the 30th | ISDA 2006 Definitions, 4.16(g) "Eurobond Basis" |
    | ``actual/365`` | days over 365, leap years too | ISDA 2006 Definitions, 4.16(d) "Actual/365 (Fixed)" |
    | ``working days`` | a twelfth a month, weekdays over the weekdays of that month | usual monthly payroll |
    | ``annual/260`` | weekdays over 52 weeks of 5 days | usual US payroll |
    | ``annual/weekdays`` | weekdays over the weekdays of that calendar year, 260 to 262 | usual UK payroll |
    | ``hours/2080`` | 8 hours a weekday over 52 weeks of 40 hours | usual US payroll |
    | ``hours/2087`` | 8 hours a weekday over 2,087 hours | 5 U.S.C. 5504(b) |

    The statute also rounds the hourly rate to the cent; here only the result is rounded. Weekdays are Mondays to
    Fridays, public holidays among them, for they are paid.

    Every convention is additive over any partition into runs of days, before rounding: a share is the sum of weights
    that each day has by itself, whatever run it is in. Under 30E/360 that holds because the half-open
    ``[start, day after the last)`` is counted; there the 30th of a month with 31 days weighs nothing and a 28 February
    three days. A whole calendar year is exactly 1 under ``calendar days``, ``30E/360``, ``working days`` and
    ``annual/weekdays``; the others make of it what their fixed divisor does.

    >>> year_share(date(2027, 1, 1), date(2027, 12, 31), convention="actual/365")
    Fraction(1, 1)
    """
    if end_inclusive < start:
        raise InvalidValue("end_inclusive", end_inclusive, f"must not be before the first day {start}")
    if convention not in _SHARES:
        raise InvalidValue("convention", convention, f"must be one of {', '.join(CONVENTIONS)}")
    return _SHARES[convention](start, end_inclusive)


def _months(start: date, last: date) -> Iterator[tuple[date, date]]:
    """The run of days cut at the ends of months."""
    while start <= last:
        end = start.replace(day=month_length(start.year, start.month))
        yield start, min(end, last)
        if end >= last:
            return
        start = day_after(end)


def _weekdays(start: date, last: date) -> int:
    return weekdays(start, last) + (last.weekday() < 5)


def _calendar(start: date, last: date) -> Fraction:
    parts = (
        Fraction((end - begin).days + 1, 12 * month_length(begin.year, begin.month))
        for begin, end in _months(start, last)
    )
    return sum(parts, Fraction(0))


def _working(start: date, last: date) -> Fraction:
    parts = (
        Fraction(_weekdays(begin, end), 12 * _weekdays(begin.replace(day=1), _month_end(begin)))
        for begin, end in _months(start, last)
    )
    return sum(parts, Fraction(0))


def _month_end(day: date) -> date:
    return day.replace(day=month_length(day.year, day.month))


def _thirty(start: date, last: date) -> Fraction:
    following = (last.year, last.month + 1, 1) if last == _month_end(last) else (last.year, last.month, last.day + 1)
    return Fraction(_thirty_days(*following) - _thirty_days(start.year, start.month, start.day), 360)


def _thirty_days(year: int, month: int, day: int) -> int:
    return 360 * year + 30 * month + min(day, 30)


def _of_the_year(start: date, last: date) -> Fraction:
    parts = (
        Fraction(
            _weekdays(max(start, date(year, 1, 1)), min(last, date(year, 12, 31))),
            _weekdays(date(year, 1, 1), date(year, 12, 31)),
        )
        for year in range(start.year, last.year + 1)
    )
    return sum(parts, Fraction(0))


def _hours(a_year: int) -> Callable[[date, date], Fraction]:
    return lambda start, last: Fraction(_HOURS_A_DAY * _weekdays(start, last), a_year)


_SHARES: dict[Convention, Callable[[date, date], Fraction]] = {
    "calendar days": _calendar,
    "30E/360": _thirty,
    "actual/365": lambda start, last: Fraction((last - start).days + 1, 365),
    "working days": _working,
    "annual/260": lambda start, last: Fraction(_weekdays(start, last), 260),
    "annual/weekdays": _of_the_year,
    "hours/2080": _hours(2080),
    "hours/2087": _hours(2087),
}
