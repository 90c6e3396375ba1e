"""Checks by which a jurisdiction refuses a term: each finds the places in an offer that break it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from attrs import frozen

from ..dates import add_months
from ..money import Money
from ..pay.offer import Offer
from . import format as say


@frozen
class Breach:
    """A place in an offer that breaks a rule.

    Attributes:
        path: The place in the offer file, such as ``sign_on[0].repay``.
        value: What stands there, as text.
    """

    path: str
    value: str


Check = Callable[[Offer, str, Decimal | None], Iterator[Breach]]
"""Gets the offer, the path that the rule names, and the rule's limit."""


def _repaid(offer: Offer, part: str) -> Iterator[tuple[str, Any]]:
    """Payments of a part that are owed back on leaving, with their places."""
    for index, payment in enumerate(getattr(offer.package, part)):
        if payment.clawback_months:
            yield f"{part}[{index}]", payment


def _is_repaid(offer: Offer, path: str, limit: Decimal | None) -> Iterator[Breach]:
    for place, payment in _repaid(offer, path):
        yield Breach(f"{place}.repay_if_leaving_within", say.count(payment.clawback_months, "month"))


def _repaid_in_full(offer: Offer, path: str, limit: Decimal | None) -> Iterator[Breach]:
    for place, payment in _repaid(offer, path):
        if payment.repayment == "in full":
            yield Breach(f"{place}.repay", payment.repayment)


def _repaid_too_late(offer: Offer, path: str, limit: Decimal | None) -> Iterator[Breach]:
    """The months of a sign-on count from the first day of work, those of the rule from the day of payment."""
    for place, payment in _repaid(offer, path):
        owed_until = add_months(offer.package.start_on, payment.clawback_months)
        if owed_until > add_months(payment.paid_on, int(limit or 0)):
            months = say.count(payment.clawback_months, "month")
            value = f"{months} from {offer.package.start_on}, paid on {payment.paid_on}"
            yield Breach(f"{place}.repay_if_leaving_within", value)


def _months_above(offer: Offer, path: str, limit: Decimal | None) -> Iterator[Breach]:
    months = {"terms.noncompete": offer.terms.noncompete_months, "terms.probation": offer.terms.probation_months}[path]
    if months is not None and months > (limit or 0):
        yield Breach(path, say.count(months, "month"))


def _noncompete_at_pay_below(offer: Offer, path: str, limit: Decimal | None) -> Iterator[Breach]:
    if offer.terms.noncompete_months:
        for salary in _salary_below(offer, limit):
            yield Breach(path, f"{say.count(offer.terms.noncompete_months, 'month')} at {say.money(salary)} a year")


def _salary_below(offer: Offer, limit: Decimal | None) -> Iterator[Money]:
    """The base salary a year if it is below a limit in US dollars; one in another currency cannot be compared."""
    salary = offer.package.salary
    if salary is not None and limit is not None and salary.amount.currency == "USD":
        annual = salary.annual()
        if annual.amount < limit:
            yield annual


def _tool_budget_for_personal_use(offer: Offer, path: str, limit: Decimal | None) -> Iterator[Breach]:
    if offer.terms.tokens.wording == "tool budget" and any(of.use == "personal" for of in offer.package.tokens):
        yield Breach(path, offer.terms.tokens.wording)


CHECKS: dict[str, Check] = {
    "is repaid": _is_repaid,
    "is repaid in full": _repaid_in_full,
    "is repaid later than months after payment": _repaid_too_late,
    "is longer than months": _months_above,
    "is there at a salary below": _noncompete_at_pay_below,
    "is a tool budget for personal use": _tool_budget_for_personal_use,
}
"""How a term is refused, in the words of jurisdiction files."""

NEED_LIMIT = frozenset(name for name in CHECKS if name.endswith(("months", "below", "after payment")))
"""Checks that need a limit."""

PAID_ONCE = ("sign_on", "relocation", "retention")
"""Parts whose payments may be owed back."""
