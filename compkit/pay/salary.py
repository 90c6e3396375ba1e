"""Base salary and the accrual that bonuses, matches and token shares of base follow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import Any, Literal

from attrs import field, frozen

from ..checks import between, maybe, one_of, positive
from ..dates import MONTH, day_before, month_starts
from ..errors import InvalidValue
from ..money import Money, exact, exactly, is_money, maybe_exact, minor_units
from .entitlements import Accrual, Entitlement, MonthClock, ServiceClock
from .units import Cash, Unit

WEEKS_A_YEAR = 52
"""Hourly pay is annualised over 52 weeks: 40 hours a week are 2,080 hours a year, the usual US convention."""


def _rate_or_amount(instance: Raise, attribute: Any, value: Any) -> None:
    if (instance.rate is None) == (value is None):
        raise InvalidValue("Raise", f"rate {instance.rate}, amount {value}", "needs a rate or an amount, not both")


@frozen(kw_only=True)
class Raise:
    """A planned raise of base salary.

    Attributes:
        on: First day of the new salary.
        rate: Fraction of the salary in force, 0.03 for 3 %; None if `amount` is given.
        amount: New annual (or hourly) full-time amount in the salary's currency; None if `rate` is given.
    """

    on: date
    rate: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(between(-1, 10)))
    amount: Money | None = field(default=None, validator=[maybe(is_money), maybe(positive), _rate_or_amount])


def _raises_in_order(instance: BaseSalary, attribute: Any, value: tuple[Raise, ...]) -> None:
    days = [raise_.on for raise_ in value]
    if sorted(set(days)) != days:
        raise InvalidValue("BaseSalary.raises", ", ".join(map(str, days)), "must be in order of their days, each once")
    for raise_ in value:
        if raise_.amount is not None and raise_.amount.currency != instance.amount.currency:
            raise InvalidValue("Raise.amount", raise_.amount, f"must be in {instance.amount.currency} as the salary is")


def _hours(instance: BaseSalary, attribute: Any, value: Decimal | None) -> None:
    if (instance.per == "hour") != (value is not None):
        raise InvalidValue("BaseSalary.hours_per_week", value, "goes with an hourly rate, and only there")


@frozen(kw_only=True)
class BaseSalary:
    """Base salary: an annual amount, or an hourly rate with hours a week.

    Attributes:
        amount: Gross, full-time, before tax; a year, or an hour if `per` says so.
        per: ``year`` or ``hour``.
        hours_per_week: Paid hours a week; only for an hourly rate.
        fte: Full-time equivalent: 0.8 is four days of five. Multiplies an annual amount; hours are already paid hours.
        paid: How often it is paid; paydays do not change what is earned.
        raises: Planned raises, in order.
    """

    amount: Money = field(validator=[is_money, positive])
    per: Literal["year", "hour"] = field(default="year", validator=one_of("year", "hour"))
    hours_per_week: Decimal | None = field(
        default=None, converter=maybe_exact, validator=[maybe(between(1, 168)), _hours]
    )
    fte: Decimal = field(default=Decimal(1), converter=exact, validator=[positive, between(0, 1)])
    paid: str = field(default="monthly", validator=one_of("monthly", "semimonthly", "biweekly", "weekly"))
    raises: tuple[Raise, ...] = field(default=(), validator=_raises_in_order)

    @exactly
    def annual(self, on: date | None = None) -> Money:
        """What a year at the salary in force on a day pays, raises up to that day included; at start if None."""
        amount = self.amount
        for raise_ in self.raises:
            if on is None or raise_.on > on:
                break
            amount = raise_.amount if raise_.amount is not None else amount * (1 + (raise_.rate or Decimal(0)))
        if self.per == "hour":
            return amount * ((self.hours_per_week or Decimal(0)) * WEEKS_A_YEAR)
        return amount * self.fte


@frozen
class SalaryAccrual:
    """Exact cents of base salary earned since a start day.

    Attributes:
        salary: The salary.
        start_on: First day of work.
        clock: Months of service: as salary accrues, or as equal steps.
    """

    salary: BaseSalary
    start_on: date
    clock: MonthClock | ServiceClock = field()
    per: int = field(init=False, eq=False, repr=False)
    _steps: tuple[tuple[date, int, int, int], ...] = field(init=False, eq=False, repr=False)
    _known: dict[date, int] = field(init=False, eq=False, repr=False, factory=dict)

    @clock.default
    def _calendar(self) -> MonthClock:
        return MonthClock(self.start_on)

    def __attrs_post_init__(self) -> None:
        days = [self.start_on, *(r.on for r in self.salary.raises if r.on > self.start_on)]
        annual = [Fraction(self.salary.annual(day).amount) for day in days]
        parts = lcm(*(amount.denominator for amount in annual), 10 ** minor_units(self.salary.amount.currency))
        steps: list[tuple[date, int, int, int]] = []
        for day, amount in zip(days, annual, strict=True):
            months = self.clock.ticks(day)
            earned = steps[-1][2] + steps[-1][3] * (months - steps[-1][1]) if steps else 0
            steps.append((day, months, earned, int(amount * parts)))
        object.__setattr__(self, "_steps", tuple(steps))
        object.__setattr__(self, "per", 12 * MONTH * (parts // 10 ** minor_units(self.salary.amount.currency)))

    def ticks(self, day: date) -> int:
        """Earned before a day, exact, in ticks of which `per` are a cent: months times the salary in force."""
        known = self._known.get(day)
        if known is None:
            day = max(day, self.start_on)
            steps = self._steps
            _, months, earned, annual = steps[0] if len(steps) == 1 else [s for s in steps if s[0] <= day][-1]
            known = self._known[day] = earned + annual * (self.clock.ticks(day) - months)
        return known

    def share(self, rate: Decimal | int) -> Accrual:
        """The accrual of a fraction of the base salary."""
        return Accrual(self, Fraction(rate), minor_units(self.salary.amount.currency))


def salary_rows(salary: BaseSalary, start_on: date, until: date) -> Iterator[Entitlement]:
    """One row a calendar month, delivered on its last day worked."""
    accrual = SalaryAccrual(salary, start_on).share(1)
    unit = Cash(salary.amount.currency)
    days = [start_on, *month_starts(start_on, until), until]
    for period in pairwise(days):
        yield Entitlement(
            component="base salary",
            name="Base salary",
            on=day_before(period[1]),
            earned=period,
            quantity=accrual.between(*period),
            unit=unit,
            accrual=accrual,
        )


def accrued_row(
    accrual: Accrual, period: tuple[date, date], *, unit: Unit, on: date | None = None, **fields: Any
) -> Entitlement:
    """A row whose quantity is what an accrual earns over a period; delivered on its last day if not said."""
    quantity = accrual.between(*period)
    return Entitlement(
        on=on or day_before(period[1]), earned=period, quantity=quantity, unit=unit, accrual=accrual, **fields
    )
