"""Cash paid once: sign-on, retention and relocation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Literal

from attrs import field, frozen

from ..checks import between, named, one_of, positive, whole_cents
from ..errors import InvalidValue
from ..money import Money, is_money
from .entitlements import Component, Entitlement
from .units import Cash

Repayment = Literal["prorated by month", "prorated by day", "in full"]
_REPAYMENTS = ("prorated by month", "prorated by day", "in full")


@frozen(kw_only=True)
class SignOnBonus:
    """Cash paid once, soon after joining; several instalments are several of these.

    Attributes:
        amount: Gross amount, before tax.
        paid_on: Day of payment.
        clawback_months: Service after which nothing is owed back; 0 if never.
        repayment: How what is owed back falls with service.
    """

    amount: Money = field(validator=[is_money, positive, whole_cents])
    paid_on: date
    clawback_months: int = field(default=0, validator=between(0, 60))
    repayment: Repayment = field(default="prorated by month", validator=one_of(*_REPAYMENTS))


@frozen(kw_only=True)
class Relocation:
    """A relocation payment or allowance, paid once.

    Attributes:
        amount: Gross amount, before tax.
        paid_on: Day of payment.
        clawback_months: Service after which nothing is owed back; 0 if never.
        repayment: How what is owed back falls with service.
    """

    amount: Money = field(validator=[is_money, positive, whole_cents])
    paid_on: date
    clawback_months: int = field(default=0, validator=between(0, 60))
    repayment: Repayment = field(default="prorated by month", validator=one_of(*_REPAYMENTS))


def _after_service(instance: RetentionBonus, attribute: Any, value: date | None) -> None:
    if value is not None and value >= instance.paid_on:
        raise InvalidValue("RetentionBonus.service_from", value, f"must be before it is paid on {instance.paid_on}")


@frozen(kw_only=True)
class RetentionBonus:
    """Cash for staying until a day; earned over its service period.

    Attributes:
        name: As printed.
        amount: Gross amount, before tax.
        paid_on: Day of payment, if still employed.
        service_from: First day of the service period; None is the package's start.
        clawback_months: Months after payment in which leaving means to owe it back; 0 if never.
        repayment: How what is owed back falls with service.
    """

    name: str = field(default="Retention bonus", validator=named)
    amount: Money = field(validator=[is_money, positive, whole_cents])
    paid_on: date
    service_from: date | None = field(default=None, validator=_after_service)
    clawback_months: int = field(default=0, validator=between(0, 60))
    repayment: Repayment = field(default="prorated by month", validator=one_of(*_REPAYMENTS))


def one_off_row(payment: SignOnBonus | Relocation, *, component: Component, name: str, start_on: date) -> Entitlement:
    """A payment is earned on the day it is paid; one paid before the first day of work, on that first day."""
    day = max(payment.paid_on, start_on)
    return Entitlement(
        component=component,
        name=name,
        on=payment.paid_on,
        earned=(day, day + timedelta(days=1)),
        quantity=payment.amount.rounded().amount,
        unit=Cash(payment.amount.currency),
        recurring=False,
    )


def retention_rows(bonus: RetentionBonus, start_on: date) -> Iterator[Entitlement]:
    """One row, earned evenly by days of the service period."""
    yield Entitlement(
        component="retention",
        name=bonus.name,
        on=bonus.paid_on,
        earned=(bonus.service_from or start_on, bonus.paid_on),
        quantity=bonus.amount.rounded().amount,
        unit=Cash(bonus.amount.currency),
        recurring=False,
    )
