"""Clawback: what of a one-off payment is owed back on leaving."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from ..dates import add_months, completed_months, day_after
from ..money import Money, half_up
from .oneoffs import Relocation, RetentionBonus, SignOnBonus


def owed_back(payment: SignOnBonus | Relocation | RetentionBonus, *, start_on: date, leave_on: date) -> Money:
    """What is owed back of a payment by somebody whose last day of work is `leave_on`; to the cent, halves up.

    As offer letters say it, "within N months of your first day": a sign-on and a relocation count N months of
    service from the first day of work, whenever they were paid. A retention bonus is paid for service that is over,
    so its months count from the day of payment. Served is whole at the end of the last day.

    - ``prorated by month``: ``amount * (N - completed months) / N``
    - ``prorated by day``: ``amount * days left / days of those N months``
    - ``in full``: the amount, until the N months are over

    0 for what has not been paid by then or is never owed back. From the day of payment on it never grows, and it is
    never more than what was paid.

    Args:
        payment: What was paid.
        start_on: First day of work.
        leave_on: Last day of work.
    """
    return Money.from_minor(
        half_up(payment.amount.minor * _share(payment, start_on, leave_on)), payment.amount.currency
    )


def free_on(payment: SignOnBonus | Relocation | RetentionBonus, *, start_on: date) -> date | None:
    """First day on which nothing is owed back any more; None if nothing ever is."""
    months = payment.clawback_months
    return add_months(_counts_from(payment, start_on), months) if months else None


def _share(payment: SignOnBonus | Relocation | RetentionBonus, start_on: date, leave_on: date) -> Fraction:
    free = free_on(payment, start_on=start_on)
    begin, end = _counts_from(payment, start_on), day_after(leave_on)
    if free is None or end >= free or leave_on < payment.paid_on:
        return Fraction(0)
    if payment.repayment == "in full":
        return Fraction(1)
    if payment.repayment == "prorated by day":
        return Fraction((free - max(begin, end)).days, (free - begin).days)
    months = payment.clawback_months
    return Fraction(months - completed_months(begin, end), months)


def _counts_from(payment: SignOnBonus | Relocation | RetentionBonus, start_on: date) -> date:
    return payment.paid_on if isinstance(payment, RetentionBonus) else start_on
