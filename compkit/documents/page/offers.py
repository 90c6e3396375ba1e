"""What an offer says of itself on the page: who, where, since when, its terms in words, and what waits."""

from __future__ import annotations

from typing import Any

from ...pay.offer import Offer
from ...valuation.compare import Comparison
from ...valuation.totals import annual_grants, target_total_cash
from ...valuation.value import Valuation
from ..figures import joined, whole
from ..words import COMPONENT_NAMES, offer_number
from ..workbook.terms import terms
from .numbers import figure


def about(name: str, offer: Offer | None, valuation: Valuation) -> dict[str, Any]:
    """Name, parties, role and days of an offer."""
    said: dict[str, Any] = {
        "name": name,
        "first_day": str(valuation.package.start_on),
        "start": str(valuation.start),
        "until": str(valuation.until),
    }
    if offer is None:
        return said | dict.fromkeys(("number", "employer", "candidate", "role", "place", "status"), "")
    return said | {
        "number": offer_number(offer),
        "employer": offer.employer.name,
        "candidate": offer.candidate.name,
        "role": offer.role.title,
        "place": offer.role.location,
        "status": offer.status,
    }


def terms_data(valuation: Valuation) -> list[dict[str, str]]:
    """Every promise in words."""
    return [{"name": name, "words": words} for name, words in terms(valuation.package)]


def fixed_totals(valuation: Valuation) -> list[dict[str, str]]:
    """Annual rates at the start, the same whatever is expected."""
    cash = target_total_cash(valuation)
    return [
        {
            "id": "target_total_cash",
            "name": "Target total cash, a year",
            "definition": "annual base salary, target bonus and commission at the start; no one-offs",
            "amount": figure(cash.amount),
        },
        {
            "id": "total_direct",
            "name": "Total direct compensation, a year",
            "definition": "target total cash plus each grant divided by its vesting years",
            "amount": figure((cash + annual_grants(valuation)).amount),
        },
    ]


def waiting(valuation: Valuation) -> list[dict[str, str]]:
    """What waits for an event: printed, and counted nowhere."""
    return [
        {
            "name": row.name,
            "component": row.component,
            "words": f"{whole(row.quantity)} of {row.name} wait for an event and count nowhere",
        }
        for row in valuation.waiting
    ]


def left_out(comparison: Comparison) -> list[str]:
    """Components that somebody did not tell, and that count on no side."""
    return [
        f"{COMPONENT_NAMES[entry.component]} of all offers is left out: not told by {joined(entry.untold_by)}"
        for entry in comparison.left_out
    ]
