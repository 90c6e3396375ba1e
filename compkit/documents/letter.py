"""The offer letter: one context of plain texts for Word and Markdown, refused where a blank would be left.

A letter is for the candidate: it prints amounts as promised and the terms of the offer, and nothing of what the
employer expects, pays elsewhere or keeps for itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import Any

from ..errors import FileProblems
from ..money import apportion
from ..pay.equity import Grant
from ..pay.offer import Offer
from ..pay.units import Cash, Options, Shares, TokenMoney
from ..valuation.value import Valuation
from . import clauses
from .cash_clauses import cash
from .clauses import clause
from .docx import Properties, TextTemplate
from .equity_clauses import grant as grant_paragraphs
from .jurisdictioncheck import separate_documents
from .jurisdictionclauses import jurisdiction_clauses
from .jurisdictionparts import SECTIONS
from .lettercheck import letter_problems
from .letterrules import LetterRules
from .lettervalues import plain_values
from .notes import counting_notes, option_note, rate_notes, share_notes
from .papers import check_valued, on_one_line, parties
from .priceexhibit import price_rows
from .promises import offer_lines
from .token_clauses import token_terms
from .token_prices import example_rows, price_said
from .token_standing import standing_terms
from .voice import Voice
from .wordtemplate import WordTemplate
from .yearly import year_tables

_PAIRS = 3
"""Pairs of vesting day and units side by side."""

ANCHORS = {
    "company_signature": "/company-signature/",
    "company_date": "/company-date/",
    "candidate_signature": "/candidate-signature/",
    "candidate_date": "/candidate-date/",
}
"""Texts by which a signing service finds where to sign and date; printed small, in white."""

WITHHOLDING = clause("Before tax", ("All amounts are before tax; the Company withholds what the law requires.",))
WHOLE_OFFER = clause(
    "Whole offer",
    ("This letter, with the plans and agreements it names, is the whole offer and replaces earlier ones.",),
)


def build_letter(offer: Offer, valuation: Valuation, *, rules: LetterRules, template: bytes | WordTemplate) -> bytes:
    """The letter as a Word document; the same offer, valuation, rules and template give the same bytes.

    Args:
        offer: What is offered, and to whom.
        valuation: Of the offer's package; its amounts as promised are printed.
        rules: The jurisdiction, and how figures are written.
        template: A Word template, such as ``templates/letters/us.docx``; one that was read already saves the time.

    Raises:
        FileProblems: If the letter would have a blank or a term refused there, or the offer is another company's.
        InvalidValue: If the valuation is of another package, or the template cannot be filled in.
    """
    context = build_letter_context(offer, valuation, rules=rules)
    word = WordTemplate(template) if isinstance(template, bytes) else template
    return word.render(context, properties=letter_properties(offer, context, rules))


def letter_properties(offer: Offer, context: dict[str, Any], rules: LetterRules) -> Properties:
    """What a letter, or an agreement beside it, says about itself."""
    assert offer.issued_on is not None  # checked with the context
    return Properties(
        title=f"{context['title']} {offer.offer_number}",
        author=offer.employer.name,
        on=offer.issued_on,
        language=rules.language,
        subject=context["mark"],
    )


def build_letter_markdown(
    offer: Offer, valuation: Valuation, *, rules: LetterRules, template: str | TextTemplate
) -> str:
    """The letter as Markdown, with the same sentences as in Word.

    Raises:
        FileProblems: If the letter would have a blank or a term refused there, or the offer is another company's.
        InvalidValue: If the valuation is of another package, or the template cannot be filled in.
    """
    text = TextTemplate(template) if isinstance(template, str) else template
    return text.render(build_letter_context(offer, valuation, rules=rules))


def build_letter_context(offer: Offer, valuation: Valuation, *, rules: LetterRules) -> dict[str, Any]:
    """All that a letter says, in plain dicts, lists and texts, by the names that templates use.

    Raises:
        FileProblems: If the letter would have a blank or a term refused there, or the offer is another company's.
        InvalidValue: If the valuation is of another package.
    """
    if problems := letter_problems(offer, rules.jurisdiction):
        raise FileProblems(problems)
    check_valued(offer, valuation)
    voice = rules.voice
    return on_one_line(
        letter_parties(offer, voice, title="Offer of employment")
        | _work(offer, voice)
        | _pay(offer, rules)
        | _beside_cash(offer, valuation, rules)
        | _exhibits(valuation, voice)
        | _law(offer, rules)
        | {"values": plain_values(offer, voice), "anchors": ANCHORS}
    )


def letter_parties(offer: Offer, voice: Voice, *, title: str) -> dict[str, Any]:
    """Who writes to whom, in a letter or in an agreement beside it."""
    assert offer.issued_on is not None  # checked
    return parties(offer, voice, title=title, on=offer.issued_on, draft="Draft: not an offer until it is issued")


def _work(offer: Offer, voice: Voice) -> dict[str, Any]:
    """What opens the letter: the offer at a glance, and the position."""
    return {
        "opening": _opening(offer),
        "summary": list(offer_lines(offer, voice)),
        "position": [clauses.position(offer, voice)],
    }


def _opening(offer: Offer) -> str:
    return (
        f"{offer.employer.name} (the “Company”) is pleased to offer you the position of {offer.role.title}. "
        "This letter sets out what the Company promises and the terms that hold for each part of it."
    )


def _pay(offer: Offer, rules: LetterRules) -> dict[str, Any]:
    """Base salary, and cash beside it; what is owed back of a sign-on bonus stands apart where the law asks."""
    assert offer.package.salary is not None  # checked
    apart = separate_documents(offer, rules.jurisdiction)
    repaid_apart = any(document.when == "sign-on is repaid" for document in apart)
    return {
        "salary": [*clauses.salary(offer.package.salary, rules.voice), *_paydays(offer, rules)],
        "cash": cash(offer.package, rules.voice, repaid_apart=repaid_apart),
    }


def _paydays(offer: Offer, rules: LetterRules) -> list[str]:
    """When and how pay is paid, as far as the jurisdiction has it said."""
    found = jurisdiction_clauses(offer, rules.jurisdiction, section="salary", locale=rules.voice.locale)
    return [said["text"] for said in found]


def _beside_cash(offer: Offer, valuation: Valuation, rules: LetterRules) -> dict[str, Any]:
    """Equity, AI tokens and benefits."""
    voice, accrual = rules.voice, offer.package.accrual
    assert accrual is not None  # checked
    return {
        "grants": [
            {"name": grant.name, "paragraphs": grant_paragraphs(grant, voice), "vesting": _vesting(grant, voice)}
            for grant in offer.package.equity
        ],
        "allowances": [
            {
                "name": allowance.name,
                "terms": [
                    *token_terms(allowance, valuation, voice),
                    *standing_terms(offer, allowance, rules.jurisdiction, voice),
                ],
                "examples": example_rows(allowance, valuation, voice),
            }
            for allowance in offer.package.tokens
        ],
        "benefits": [clauses.benefit(benefit, accrual, voice) for benefit in offer.package.benefits],
    }


def _vesting(grant: Grant, voice: Voice) -> list[dict[str, list[dict[str, str]]]]:
    """Vesting days and units, a few pairs a line, to be read column by column."""
    tranches = [{"day": voice.day(on), "units": voice.number(int(units))} for on, units in grant.tranches()]
    cuts = [0, *accumulate(apportion(len(tranches), [1] * _PAIRS))]
    columns = [tranches[begin:end] for begin, end in pairwise(cuts)]
    empty = {"day": "", "units": ""}
    return [{"pairs": [column[i] if i < len(column) else empty for column in columns]} for i in range(len(columns[0]))]


def _exhibits(valuation: Valuation, voice: Voice) -> dict[str, Any]:
    """The table by year with what it assumes, and the prices at which tokens are stated."""
    return {
        "currency": valuation.currency,
        "year_tables": year_tables(valuation, voice),
        "notes": list(_notes(valuation, voice)),
        "price_rows": price_rows(valuation, voice),
    }


def _notes(valuation: Valuation, voice: Voice) -> Iterator[str]:
    """What the table by year assumes, as far as a candidate may see it."""
    yield from counting_notes(valuation, voice)
    yield from share_notes(valuation, voice)
    units = [line.row.unit for line in valuation.lines]
    if any(isinstance(unit, Options) for unit in units):
        yield option_note(valuation, price="that price")
    yield from rate_notes(valuation, {_currency(valuation, unit) for unit in units}, voice)
    if valuation.package.tokens:
        yield f"AI tokens count in full, {_counted(valuation)}. They are not cash."


def _counted(valuation: Valuation) -> str:
    """At which price the tokens of the table count."""
    bases = {price_said(allowance, valuation) is not None for allowance in valuation.package.tokens}
    at, money = "at the price basis above", "at their amount in money"
    return f"{at}, or {money} where there is none" if len(bases) > 1 else at if bases == {True} else money


def _currency(valuation: Valuation, unit: Any) -> str:
    if isinstance(unit, Cash | TokenMoney):
        return unit.currency
    on = valuation.assumptions.as_of
    if isinstance(unit, Shares | Options):
        return valuation.market.share_price(unit.symbol, on, stated=True).currency
    return valuation.market.unit_price(unit, on, stated=True).currency


def _law(offer: Offer, rules: LetterRules) -> dict[str, Any]:
    """The clauses of the jurisdiction, by section; what is signed apart; and how to accept."""
    assert offer.expires_on is not None  # checked
    jurisdiction, until = rules.jurisdiction, rules.voice.day(offer.expires_on)
    sections = {
        f"{section}_terms" if section != "terms" else section: jurisdiction_clauses(
            offer, jurisdiction, section=section, locale=rules.voice.locale
        )
        for section in SECTIONS
        if section != "salary"  # stands with the base salary
    }
    sections["terms"] += [WITHHOLDING, WHOLE_OFFER]
    return {
        **sections,
        "expires_on": until,
        "apart": [document.title for document in separate_documents(offer, jurisdiction)],
        "acceptance": f"This offer is open until {until}. To accept it, sign this letter and return it by then.",
    }
