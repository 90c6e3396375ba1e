"""What a token allowance is in law, as far as a letter says it: outputs, usage logs, its standing, and tax."""

from __future__ import annotations

from ..pay.allowance import TokenAllowance
from ..pay.offer import Offer
from ..pay.terms import TokenTerms
from .clauses import Clause, clause
from .jurisdiction import Jurisdiction
from .jurisdictionclauses import token_tax, token_wording
from .voice import Voice


def standing_terms(offer: Offer, allowance: TokenAllowance, jurisdiction: Jurisdiction, voice: Voice) -> list[Clause]:
    """Who owns what is made with tokens, what the Company sees of their use, what they are, and how they are taxed.

    Args:
        offer: Whose terms they are.
        allowance: The allowance; its use decides the tax.
        jurisdiction: Whose wording and tax treatment are said.
        voice: How figures and days are written.
    """
    said = offer.terms.tokens
    terms = [
        clause("What you make with it", (outputs_sentence(said),)),
        clause("Usage logs", (logs_sentence(said, voice),)),
        clause("What it is", (standing_sentence(offer, jurisdiction),)),
        clause("Tax", (token_tax(allowance, jurisdiction),)),
    ]
    return [term for term in terms if term["text"]]


def standing_sentence(offer: Offer, jurisdiction: Jurisdiction) -> str:
    """Whether tokens are compensation or a tool budget, and that they are no wages; empty if nothing is known."""
    return token_wording(jurisdiction, offer.terms.tokens.wording)


def outputs_sentence(said: TokenTerms) -> str:
    """Who owns what is made with tokens; empty if the offer does not say."""
    return {
        "": "",
        "company": "What you make with the tokens in your work belongs to the Company, as far as the law allows.",
        "by use": (
            "What you make with the tokens for the Company's business belongs to the Company, as far as the law "
            "allows; what you make in personal use that is allowed belongs to you."
        ),
        "employee": "What you make with the tokens belongs to you.",
    }[said.outputs]


def logs_sentence(said: TokenTerms, voice: Voice) -> str:
    """What the Company sees of the use of tokens, and how long that is kept; empty if the offer does not say."""
    seen = {
        "totals": "how many tokens you use, by day and model, and not what you write or what is answered",
        "requests": "when you send a request, to which model and how many tokens it takes, and not its text",
        "content": "your requests and their answers, with their text",
    }
    if not said.usage_logs or said.logs_months is None:
        return ""
    kept = voice.count(said.logs_months, "month")
    return f"The Company can see {seen[said.usage_logs]}. It keeps that for {kept}."
