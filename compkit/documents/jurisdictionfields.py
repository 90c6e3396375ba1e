"""Fields of an offer by the paths of its file, and the conditions on which a rule of a jurisdiction depends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from attrs import fields

from ..money import Money
from ..pay.equity import StockOptions
from ..pay.offer import Candidate, Employer, Offer, Role
from ..pay.package import PARTS, Package
from ..pay.terms import NONE, EmploymentTerms, EquityTerms, TokenTerms
from . import format as say

_ATTRIBUTES = {
    "start_on": "package.start_on",
    "currency": "package.currency",
    "salary.amount": "package.salary.amount",
    "salary.paid": "package.salary.paid",
    "terms.hours_per_week": "hours_per_week",
    "terms.probation": "terms.probation_months",
    "terms.noncompete": "terms.noncompete_months",
    **{part: f"package.{part}" for part in PARTS},
}
"""Where a path of the file is not the path of the domain."""


def _names(kind: Any, above: str) -> list[str]:
    own = [attribute.name for attribute in fields(kind)]
    return [f"{above}.{name.removesuffix('_months')}" for name in own]


FIELDS = frozenset(
    [
        *("offer_number", "issued_on", "expires_on"),
        *_ATTRIBUTES,
        *_names(Employer, "employer"),
        *_names(Candidate, "candidate"),
        *(name for name in _names(Role, "role") if name != "role.cost_center"),  # internal
        *_names(EmploymentTerms, "terms"),
        *_names(EquityTerms, "terms.equity"),
        *(name for name in _names(TokenTerms, "terms.tokens") if name != "terms.tokens.logs"),  # with usage_logs
    ]
)
"""Every path of an offer file that a rule or a clause may name."""


def field_value(offer: Offer, path: str) -> Any:
    """What an offer says at a path of its file; None, an empty text or an empty tuple if nothing."""
    value: Any = offer
    for step in _ATTRIBUTES.get(path, path).split("."):
        value = getattr(value, step, None)
    return value


def is_stated(offer: Offer, path: str) -> bool:
    """Whether an offer says anything there; that a term does not exist is something."""
    value = field_value(offer, path)
    return bool(value.strip()) if isinstance(value, str) else value is not None and value != ()


def field_text(offer: Offer, path: str, *, locale: str) -> str:
    """What an offer says at a path, as a letter prints it; empty if nothing, ``none`` if the term does not exist."""
    value = field_value(offer, path)
    if path in ("terms.probation", "terms.noncompete") and value is not None:
        return say.count(value, "month") if value else NONE
    if path.endswith(".address"):
        return ", ".join(line.strip().rstrip(",") for line in value.splitlines() if line.strip())
    if path == "terms.tokens.usage_logs" and value:
        return f"{value} kept {say.count(offer.terms.tokens.logs_months or 0, 'month')}"
    return value_text(value, locale=locale)


def value_text(value: Any, *, locale: str) -> str:
    """A text, a date, a number, money or several texts as a letter prints them; empty if there is nothing."""
    match value:
        case str():
            return value.strip()
        case date():
            return say.day(value, locale=locale)
        case Money():
            return say.money(value, locale=locale)
        case int() | Decimal():
            return say.number(value, locale=locale)
        case tuple():
            return " ".join(str(entry) for entry in value)
        case _:
            return ""


def has_personal_tokens(offer: Offer) -> bool:
    """Whether any token allowance may be used for more than work."""
    return any(allowance.use == "personal" for allowance in offer.package.tokens)


def _any_repaid(package: Package) -> bool:
    repaid = (package.sign_on, package.relocation, package.retention)
    return any(payment.clawback_months for payments in repaid for payment in payments)


CONDITIONS: dict[str, Callable[[Offer], bool]] = {
    "always": lambda offer: True,
    "at will": lambda offer: not offer.terms.has_notice and offer.terms.ends_on is None,
    "notice": lambda offer: offer.terms.has_notice,
    "fixed term": lambda offer: offer.role.employment == "fixed-term" or offer.terms.ends_on is not None,
    "probation": lambda offer: offer.terms.has_probation,
    "exempt": lambda offer: offer.role.overtime == "exempt",
    "non-exempt": lambda offer: offer.role.overtime == "non-exempt",
    "commission": lambda offer: offer.package.commission is not None,
    "sign-on is repaid": lambda offer: any(paid.clawback_months for paid in offer.package.sign_on),
    "relocation is repaid": lambda offer: any(paid.clawback_months for paid in offer.package.relocation),
    "any payment is repaid": lambda offer: _any_repaid(offer.package),
    "equity": lambda offer: bool(offer.package.equity),
    "options": lambda offer: any(isinstance(grant, StockOptions) for grant in offer.package.equity),
    "tokens": lambda offer: bool(offer.package.tokens),
    "personal tokens": has_personal_tokens,
    "no benefits": lambda offer: not offer.package.benefits,
    "noncompete": lambda offer: offer.terms.noncompete_months > 0,
    "board approval is open": lambda offer: bool(offer.package.equity) and offer.terms.equity.approved_on is None,
}
"""When a rule applies, in the words of jurisdiction files."""
