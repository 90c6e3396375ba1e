"""What keeps a letter from being written under the rules of a jurisdiction: missing fields, and refused terms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..errors import Problem
from ..pay.offer import Offer
from .jurisdiction import Jurisdiction
from .jurisdictionfields import CONDITIONS, is_stated
from .jurisdictionparts import Duty, LegalSource, RefusedTerm, SeparateDocument
from .jurisdictionrules import CHECKS


def rule_day(offer: Offer) -> date:
    """The day whose rules hold for an offer: the last day to accept or the first day of work, whichever is later.

    A rule that comes into force before the work begins is kept, though the offer may be accepted before it.
    """
    return max(offer.expires_on or offer.package.start_on, offer.package.start_on)


def applies(source: LegalSource | None, offer: Offer) -> bool:
    """Whether a rule holds for an offer."""
    return source is None or source.applies_on(rule_day(offer))


def missing_fields(offer: Offer, jurisdiction: Jurisdiction, *, file: str = "") -> tuple[Problem, ...]:
    """Every field that a letter needs there and the offer does not say, by its path, with what to write.

    Args:
        offer: The offer.
        jurisdiction: Whose rules the letter follows.
        file: The offer's file as the user named it; the offer number if empty.
    """
    return tuple(
        Problem(
            file=file or offer.offer_number,
            path=rule.path,
            value="",
            rule=f"is missing: {rule.why} ({jurisdiction.name}; {rule.source})",
            fix=f"say {rule.add}",
        )
        for rule in jurisdiction.required
        if CONDITIONS[rule.when](offer) and applies(rule.source, offer) and not is_stated(offer, rule.path)
    )


def refused_terms(offer: Offer, jurisdiction: Jurisdiction, *, file: str = "") -> tuple[Problem, ...]:
    """Every term of the offer that no letter there may have, by its path, with the reason and the way out.

    Args:
        offer: The offer.
        jurisdiction: Whose rules the letter follows.
        file: The offer's file as the user named it; the offer number if empty.
    """
    found = (_breaches(offer, rule, jurisdiction, file) for rule in jurisdiction.refused)
    return tuple(problem for problems in found for problem in problems)


def _breaches(offer: Offer, rule: RefusedTerm, jurisdiction: Jurisdiction, file: str) -> Iterator[Problem]:
    if not applies(rule.source, offer):
        return
    for breach in CHECKS[rule.check](offer, rule.path, rule.limit):
        yield Problem(
            file=file or offer.offer_number,
            path=breach.path,
            value=breach.value,
            rule=f"{rule.why} ({jurisdiction.name}; {rule.source})",
            fix=rule.instead,
        )


def check_jurisdiction(offer: Offer, jurisdiction: Jurisdiction, *, file: str = "") -> tuple[Problem, ...]:
    """Everything that keeps a letter from being written there: missing fields first, then refused terms."""
    return (
        *missing_fields(offer, jurisdiction, file=file),
        *refused_terms(offer, jurisdiction, file=file),
    )


def separate_documents(offer: Offer, jurisdiction: Jurisdiction) -> tuple[SeparateDocument, ...]:
    """The documents that go with the letter and are signed apart."""
    return tuple(
        document
        for document in jurisdiction.separate
        if CONDITIONS[document.when](offer) and applies(document.source, offer)
    )


def duties(offer: Offer, jurisdiction: Jurisdiction) -> tuple[Duty, ...]:
    """What the employer has to do beside the letter."""
    return tuple(duty for duty in jurisdiction.duties if CONDITIONS[duty.when](offer) and applies(duty.source, offer))
