"""Target bonus and commission: cash that depends on results, promised at target."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from attrs import field, frozen

from ..checks import between, maybe, named, one_of, positive, whole_cents
from ..dates import MonthDay, add_months, day_before, fiscal_years, month_starts, service_years
from ..errors import InvalidValue
from ..money import EXACT, Money, is_money, maybe_exact, minor_units
from .entitlements import Accrual, DayClock, Entitlement, MonthClock
from .salary import SalaryAccrual, accrued_row
from .units import Cash

JANUARY_FIRST = MonthDay(1, 1)


def rate_or_amount(instance: Any, attribute: Any, value: Any) -> None:
    """Exactly one of `rate` and `amount`."""
    if (instance.rate is None) == (value is None):
        rule = "needs a rate of base or an amount, not both"
        raise InvalidValue(type(instance).__name__, f"rate {instance.rate}, amount {value}", rule)


@frozen(kw_only=True)
class TargetBonus:
    """A yearly bonus at target.

    A bonus of a rate of base is earned as base salary is, so raises move it; an amount is earned by months of
    service. Each performance year is one payment.

    Attributes:
        name: As printed.
        rate: Fraction of base salary, 0.15 for 15 %; None if `amount` is given.
        amount: Gross amount a year at target; None if `rate` is given.
        performance_year: ``service``, ``calendar``, or the day on which a fiscal year begins.
        first_year: A first performance year that is not whole pays a prorated part, the full target, or none.
        guaranteed: Which years are paid come what may: ``none``, the ``first year``, or ``always``.
        paid_on: Day of the year of payment, on or after the performance year's end; None is its last day.
    """

    name: str = field(default="Target bonus", validator=named)
    rate: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(between(0, 10)))
    amount: Money | None = field(
        default=None, validator=[maybe(is_money), maybe(positive), whole_cents, rate_or_amount]
    )
    performance_year: Literal["service", "calendar"] | MonthDay = "service"
    first_year: Literal["prorated", "full", "none"] = field(
        default="prorated", validator=one_of("prorated", "full", "none")
    )
    guaranteed: Literal["none", "first year", "always"] = field(
        default="none", validator=one_of("none", "first year", "always")
    )
    paid_on: MonthDay | None = None


def bonus_rows(bonus: TargetBonus, salary: SalaryAccrual, until: date) -> Iterator[Entitlement]:
    """One row a performance year that is earned at least in part before `until`."""
    accrual = _target_accrual(bonus, salary)
    for number, (begin, end) in enumerate(_performance_years(bonus, salary.start_on, until)):
        start = max(begin, salary.start_on)
        partial = number == 0 and start > begin
        if partial and bonus.first_year == "none":
            continue
        earned = accrual
        if partial and bonus.first_year == "full":
            earned = Accrual(DayClock(start, end), _full_target(bonus, salary) / (end - start).days, accrual.places)
        guaranteed = bonus.guaranteed == "always" or (bonus.guaranteed == "first year" and number == 0)
        yield accrued_row(
            earned,
            (start, end),
            on=bonus.paid_on.on_or_after(end) if bonus.paid_on else day_before(end),
            component="guaranteed bonus" if guaranteed else "target bonus",
            name=bonus.name,
            unit=Cash(_currency(bonus, salary)),
            guaranteed=guaranteed,
            expectation="in full" if guaranteed else "bonus",
        )


def annual_target(bonus: TargetBonus, salary: SalaryAccrual, on: date | None = None) -> Money:
    """A whole year's bonus at target, at the salary in force on a day; at the starting salary if None."""
    if bonus.amount is not None:
        return bonus.amount
    return salary.salary.annual(on) * (bonus.rate or Decimal(0))


def _performance_years(bonus: TargetBonus, start: date, until: date) -> Iterator[tuple[date, date]]:
    if bonus.performance_year == "service":
        for begin, _ in service_years(start, until):
            number = begin.year - start.year
            yield begin, add_months(start, 12 * (number + 1))
        return
    first = JANUARY_FIRST if bonus.performance_year == "calendar" else bonus.performance_year
    yield from fiscal_years(start, until, first)


def _currency(bonus: TargetBonus, salary: SalaryAccrual) -> str:
    return (bonus.amount or salary.salary.amount).currency


def _full_target(bonus: TargetBonus, salary: SalaryAccrual) -> Fraction:
    target = annual_target(bonus, salary)
    return Fraction(target.amount) * Fraction(10 ** minor_units(target.currency))


def _target_accrual(bonus: TargetBonus, salary: SalaryAccrual) -> Accrual:
    if bonus.amount is None:
        return salary.share(bonus.rate or Decimal(0))
    return amount_accrual(bonus.amount, salary)


def amount_accrual(annual: Money, salary: SalaryAccrual) -> Accrual:
    """The accrual of an annual amount by months of service."""
    places = minor_units(annual.currency)
    return Accrual(MonthClock(salary.start_on), Fraction(annual.amount) * 10**places / 12, places)


@frozen(kw_only=True)
class Commission:
    """Sales commission at target: what reaching the quota pays in a year.

    Base salary plus this target is on-target earnings (OTE).

    Attributes:
        name: As printed.
        target: Gross a year at 100 % of quota, as paid: FTE does not reduce it.
        quota: Sales a year that earn the target; None if not said.
        paid: ``monthly`` or ``quarterly``, by calendar months.
    """

    name: str = field(default="Commission", validator=named)
    target: Money = field(validator=[is_money, positive, whole_cents])
    quota: Money | None = field(default=None, validator=[maybe(is_money), maybe(positive)])
    paid: Literal["monthly", "quarterly"] = field(default="quarterly", validator=one_of("monthly", "quarterly"))


def commission_rows(commission: Commission, salary: SalaryAccrual, until: date) -> Iterator[Entitlement]:
    """One row a calendar month or quarter, delivered on its last day."""
    step = 1 if commission.paid == "monthly" else 3
    inner = [day for day in month_starts(salary.start_on, until) if (day.month - 1) % step == 0]
    days = [salary.start_on, *inner, until]
    accrual = amount_accrual(commission.target, salary)
    for period in zip(days, days[1:], strict=False):
        yield accrued_row(
            accrual,
            period,
            component="commission",
            name=commission.name,
            unit=Cash(commission.target.currency),
            guaranteed=False,
            expectation="commission",
        )


def on_target_earnings(base: Money, commission: Commission) -> Money:
    """OTE: annual base plus commission at target."""
    return base + commission.target


def pay_mix(base: Money, commission: Commission) -> Decimal:
    """Base as a fraction of on-target earnings: 0.6 is a 60/40 mix."""
    return EXACT.divide(base.amount, on_target_earnings(base, commission).amount)
