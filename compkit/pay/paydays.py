"""Paydays and pay slips: when a base salary is paid, and how much each time. They do not change what is earned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise, takewhile
from typing import Literal, cast, get_args

from attrs import frozen

from ..dates import add_months, day_after, day_before, month_length
from ..errors import InvalidValue
from ..money import Money, half_up, minor_units
from .salary import BaseSalary

Frequency = Literal["monthly", "semimonthly", "biweekly", "weekly"]
FREQUENCIES: tuple[Frequency, ...] = get_args(Frequency)

Divisor = Literal["paydays of the year", "fixed"]

_STEP_DAYS = {"biweekly": 14, "weekly": 7}
_FIXED = {"monthly": 12, "semimonthly": 24, "biweekly": 26, "weekly": 52}


@frozen(kw_only=True)
class PaySlip:
    """Base salary of one payday, gross.

    Attributes:
        on: Payday.
        start: First day of the pay period.
        until: First day after it.
        amount: Whole cents; less than a whole period's where the job begins or ends within it.
    """

    on: date
    start: date
    until: date
    amount: Money


def paydays(frequency: Frequency, start: date, until: date, *, anchor: date | None = None) -> tuple[date, ...]:
    """Paydays in ``[start, until)``, as the calendar gives them: none is moved for a weekend or holiday.

    Monthly is the last day of the month, or the anchor's day of the month; semimonthly the 15th and the last day;
    biweekly and weekly are every 14 or 7 days from the anchor, both ways. So a biweekly anchor on 2 January 2026 has
    26 paydays in 2026, the last on 18 December, and 27 in 2027, from 1 January to 31 December.

    >>> len(paydays("biweekly", date(2027, 1, 1), date(2028, 1, 1), anchor=date(2026, 1, 2)))
    27

    Raises:
        InvalidValue: If the frequency has another name, or needs an anchor that is not given.
    """
    periods = takewhile(lambda period: period[0] < until, _periods(frequency, start, anchor))
    return tuple(on for on, _, _ in periods if on >= start)


def pay_slips(
    salary: BaseSalary,
    start_on: date,
    until: date,
    *,
    anchor: date | None = None,
    divisor: Divisor = "paydays of the year",
) -> tuple[PaySlip, ...]:
    """What each payday pays of a base salary, from the first day of work up to a day, raises included.

    A whole period pays the annual salary in force over the number of paydays: 12, 24, or those of the payday's own
    calendar year (26 or 27, 52 or 53), so that a year of slips is the annual salary to the cent. A period that the
    start, the end or a raise cuts counts by calendar days. Each slip is the difference of one running sum, rounded
    half up to cents: nothing is lost, and no slip is more than a cent away from its exact amount.

    Args:
        salary: The salary; `BaseSalary.paid` says how often.
        start_on: First day of work.
        until: First day that is no longer paid.
        anchor: As for `paydays`.
        divisor: ``fixed`` divides by 26 or 52 in every year, as many US payrolls do: a year of 27 paydays then pays
            27/26 of the annual salary.

    Raises:
        InvalidValue: If biweekly or weekly pay has no anchor.
    """
    if divisor not in get_args(Divisor):
        raise InvalidValue("divisor", divisor, f"must be one of {', '.join(get_args(Divisor))}")
    return tuple(_slips(salary, start_on, until, anchor, divisor))


def _slips(salary: BaseSalary, start_on: date, until: date, anchor: date | None, divisor: Divisor) -> Iterator[PaySlip]:
    frequency, currency = cast("Frequency", salary.paid), salary.amount.currency
    cents = 10 ** minor_units(currency)
    exact, paid = Fraction(0), 0
    for on, start, end in takewhile(lambda period: period[1] < until, _periods(frequency, start_on, anchor)):
        number = _paydays_a_year(frequency, on, anchor) if divisor == "paydays of the year" else _FIXED[frequency]
        exact += _worked(salary, start, end, max(start, start_on), min(end, until)) * cents / number
        amount, paid = half_up(exact) - paid, half_up(exact)
        yield PaySlip(on=on, start=start, until=end, amount=Money.from_minor(amount, currency))


def _worked(salary: BaseSalary, start: date, end: date, begin: date, finish: date) -> Fraction:
    """Annual salary in force over the days worked of a period, over all its days."""
    days = [begin, *(step.on for step in salary.raises if begin < step.on < finish), finish]
    earned = sum(
        (Fraction(salary.annual(day).amount) * (following - day).days for day, following in pairwise(days)),
        Fraction(0),
    )
    return earned / (end - start).days


def _periods(frequency: str, day: date, anchor: date | None) -> Iterator[tuple[date, date, date]]:
    """Payday, first day and first day after of each pay period, from the one that holds a day."""
    if frequency in _STEP_DAYS:
        return _every(_STEP_DAYS[frequency], _needed(anchor, frequency), day)
    if frequency == "semimonthly":
        return _halves(day)
    if frequency == "monthly":
        return _whole_months(day, 31 if anchor is None else anchor.day)
    raise InvalidValue("frequency", frequency, f"must be one of {', '.join(FREQUENCIES)}")


def _needed(anchor: date | None, frequency: str) -> date:
    if anchor is None:
        raise InvalidValue(
            "anchor", None, f"{frequency} pay needs a payday to count from", "say one, such as 2026-01-02"
        )
    return anchor


def _every(step: int, anchor: date, day: date) -> Iterator[tuple[date, date, date]]:
    on = day + timedelta(days=(anchor - day).days % step)
    while True:
        yield on, on - timedelta(days=step - 1), day_after(on)
        on += timedelta(days=step)


def _whole_months(day: date, pay_on: int) -> Iterator[tuple[date, date, date]]:
    first = day.replace(day=1)
    while True:
        end = add_months(first, 1)
        yield first.replace(day=min(pay_on, day_before(end).day)), first, end
        first = end


def _halves(day: date) -> Iterator[tuple[date, date, date]]:
    for last, first, end in _whole_months(day, 31):
        middle = first.replace(day=15)
        if first != day.replace(day=1) or day <= middle:
            yield middle, first, day_after(middle)
        yield last, day_after(middle), end


def _paydays_a_year(frequency: Frequency, on: date, anchor: date | None) -> int:
    """Paydays in the calendar year of a payday."""
    if frequency not in _STEP_DAYS:
        return _FIXED[frequency]
    step, new_year = _STEP_DAYS[frequency], date(on.year, 1, 1)
    first = (_needed(anchor, frequency) - new_year).days % step
    return (364 + month_length(on.year, 2) - 28 - first) // step + 1
