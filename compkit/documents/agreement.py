"""A document that goes with the letter and is signed apart, such as the agreement on repaying a sign-on bonus."""

from __future__ import annotations

from typing import Any

from ..pay.offer import Offer
from .jurisdictionclauses import jurisdiction_clauses
from .jurisdictionparts import SeparateDocument
from .letter import ANCHORS, letter_parties
from .letterrules import LetterRules
from .papers import on_one_line


def build_agreement_context(offer: Offer, document: SeparateDocument, *, rules: LetterRules) -> dict[str, Any]:
    """All that such a document says, in plain dicts, lists and texts, by the names that templates use.

    Args:
        offer: Whose letter it goes with; one that has passed the letter's own checks.
        document: Which document, one of ``separate_documents``.
        rules: Those of the letter.
    """
    voice = rules.voice
    said = jurisdiction_clauses(offer, rules.jurisdiction, document=document.id, locale=voice.locale)
    return on_one_line(letter_parties(offer, voice, title=document.title) | {"clauses": said, "anchors": ANCHORS})
