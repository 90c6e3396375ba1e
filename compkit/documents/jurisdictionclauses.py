"""Clauses of a jurisdiction, filled with the fields of an offer: the same plain texts for every kind of document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ..dates import add_months, day_before
from ..pay.allowance import TokenAllowance
from ..pay.offer import Offer
from ..pay.oneoffs import SignOnBonus
from ..pay.terms import NONE
from . import format as say
from .clauses import Clause
from .jurisdiction import Jurisdiction
from .jurisdictioncheck import applies
from .jurisdictionfields import CONDITIONS, field_text
from .jurisdictionparts import LETTER, ClauseText, placeholders

_PLACEHOLDER = re.compile(r"\{\{\s*([a-z_.]+)\s*\}\}")

Say = Callable[[str], str]
"""What a placeholder prints; empty if the offer does not say it."""


def jurisdiction_clauses(
    offer: Offer, jurisdiction: Jurisdiction, *, document: str = LETTER, section: str = "", locale: str = ""
) -> list[Clause]:
    """The clauses of a document there, each with its name and text; one that would have a blank is left out.

    Args:
        offer: The offer.
        jurisdiction: Whose rules the letter follows.
        document: ``letter``, or the id of a separate document.
        section: Of the letter; empty is all of them.
        locale: How figures and days are written; empty is the jurisdiction's.
    """
    found = (
        _filled(clause, offer, locale or jurisdiction.locale)
        for clause in jurisdiction.clauses
        if clause.document == document
        and section in ("", clause.section)
        and CONDITIONS[clause.when](offer)
        and applies(clause.source, offer)
    )
    return [clause for clauses in found for clause in clauses]


def _filled(clause: ClauseText, offer: Offer, locale: str) -> Iterator[Clause]:
    def of_offer(path: str) -> str:
        return field_text(offer, path, locale=locale)

    if not clause.each_payment:
        yield from _said(clause, of_offer)
        return
    for payment in offer.package.sign_on:
        if payment.clawback_months:
            values = _payment_values(payment, offer, locale)
            yield from _said(clause, lambda path, values=values: values.get(path) or of_offer(path))  # type: ignore[misc]


def _said(clause: ClauseText, value: Say) -> Iterator[Clause]:
    """The clause, its sentences for a term that does not exist, or nothing."""
    values = {path: value(path) for path in placeholders(clause.text)}
    text = clause.text
    if any(path.startswith("terms.") and said.casefold() == NONE for path, said in values.items()):
        text = clause.none
        values = {path: value(path) for path in placeholders(text)}
    if text and all(values.values()):
        yield {"name": clause.name, "text": _PLACEHOLDER.sub(lambda found: values[found[1]], text)}


def _payment_values(payment: SignOnBonus, offer: Offer, locale: str) -> dict[str, str]:
    """What the placeholders of a payment that is owed back print."""
    owed_until = day_before(add_months(offer.package.start_on, payment.clawback_months))
    return {
        "payment.amount": say.money(payment.amount, locale=locale),
        "payment.paid_on": say.day(payment.paid_on, locale=locale),
        "payment.months": say.count(payment.clawback_months, "month"),
        "payment.owed_until": say.day(owed_until, locale=locale),
        "payment.repay": {"prorated by month": "month", "prorated by day": "day"}.get(payment.repayment, ""),
    }


def token_tax(allowance: TokenAllowance, jurisdiction: Jurisdiction) -> str:
    """How an allowance is usually treated for tax there, as a sentence; empty if nothing is known."""
    texts = jurisdiction.tokens.tax if jurisdiction.tokens else ()
    return next((tax.text for tax in texts if tax.use == allowance.use), "")


def token_wording(jurisdiction: Jurisdiction, wording: str = "") -> str:
    """What the letter says tokens are there: of the usual wording, or of ``compensation`` or ``tool budget``."""
    return jurisdiction.tokens.text(wording) if jurisdiction.tokens else ""
