"""The offer letter: one context of plain texts for Word and Markdown, refused where a blank would be left.

A letter is for the candidate: it prints amounts as promised and the terms of the offer, and nothing of what the
employer expects, pays elsewhere or keeps for itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import Any

from ..errors import FileProblems, Problem
from ..money import apportion
from ..pay.equity import Grant
from ..pay.offer import Offer
from ..pay.package import Package
from ..pay.units import Cash, Options, Shares, TokenMoney
from ..valuation.value import Valuation
from . import clauses, format as say
from .cash_clauses import cash
from .clauses import day
from .docx import Properties, TextTemplate
from .equity_clauses import grant as grant_paragraphs
from .notes import counting_notes, option_note, rate_notes, share_notes
from .papers import check_valued, on_one_line, parties
from .promises import offer_lines
from .token_clauses import token_terms
from .token_prices import example_rows
from .wordtemplate import WordTemplate
from .yearly import year_tables

_PAIRS = 3
"""Pairs of vesting day and units side by side."""


def check_letter(offer: Offer, *, file: str = "") -> list[Problem]:
    """What keeps a letter from being written: each missing field by its place in the offer file, with what to add.

    Args:
        offer: The offer.
        file: Its file as the user named it; the offer number if empty.
    """
    file = file or offer.offer_number
    if offer.is_told:
        rule = "told by the candidate: no letter is written from it"
        return [Problem(file=file, path="status", value=offer.status, rule=rule)]
    return [
        Problem(file=file, path=path, value="", rule="a letter needs it and it is missing", fix=f"add {example}")
        for path, is_there, example in _required(offer)
        if not is_there
    ]


def _required(offer: Offer) -> Iterator[tuple[str, object, str]]:
    """Place in the offer file, whether it is filled, and an example of the lines to add."""
    yield "issued_on", offer.issued_on, "the day of the letter, such as issued_on: 2026-11-20"
    yield "expires_on", offer.expires_on, "the last day to accept, such as expires_on: 2026-12-04"
    yield (
        "employer.signed_by",
        offer.employer.signed_by.strip(),
        "name and title, such as signed_by: Pat Sample, VP People",
    )
    yield "role.location", offer.role.location.strip(), "the place of work, such as location: Austin, TX"
    if clauses.is_us(offer):
        yield "role.overtime", offer.role.overtime, "the status, overtime: exempt or overtime: non-exempt"
    yield (
        "salary",
        offer.package.salary,
        "the base salary with its pay frequency, such as amount: 250000, paid: monthly",
    )


def build_letter(offer: Offer, valuation: Valuation, *, template: bytes | WordTemplate) -> bytes:
    """The letter as a Word document; the same offer, valuation and template give the same bytes.

    Args:
        offer: What is offered, and to whom.
        valuation: Of the offer's package; its amounts as promised are printed.
        template: A Word template, such as ``templates/letters/us.docx``; one that was read already saves the time.

    Raises:
        FileProblems: If the letter would have a blank, or the offer is another company's.
        InvalidValue: If the valuation is of another package, or the template cannot be filled in.
    """
    context = build_letter_context(offer, valuation)
    word = WordTemplate(template) if isinstance(template, bytes) else template
    return word.render(context, properties=letter_properties(offer, context))


def letter_properties(offer: Offer, context: dict[str, Any]) -> Properties:
    """What a letter says about itself."""
    assert offer.issued_on is not None  # checked with the context
    return Properties(
        title=f"{context['title']} {offer.offer_number}",
        author=offer.employer.name,
        on=offer.issued_on,
        subject=context["mark"],
    )


def build_letter_markdown(offer: Offer, valuation: Valuation, *, template: str | TextTemplate) -> str:
    """The letter as Markdown, with the same sentences as in Word.

    Raises:
        FileProblems: If the letter would have a blank, or the offer is another company's.
        InvalidValue: If the valuation is of another package, or the template cannot be filled in.
    """
    text = TextTemplate(template) if isinstance(template, str) else template
    return text.render(build_letter_context(offer, valuation))


def build_letter_context(offer: Offer, valuation: Valuation) -> dict[str, Any]:
    """All that a letter says, in plain dicts, lists and texts, by the names that templates use.

    Raises:
        FileProblems: If the letter would have a blank, or the offer is another company's.
        InvalidValue: If the valuation is of another package.
    """
    if problems := check_letter(offer):
        raise FileProblems(problems)
    check_valued(offer, valuation)
    assert offer.issued_on is not None  # checked
    draft = "Draft: not an offer until it is issued"
    return on_one_line(
        parties(offer, title="Offer of employment", on=offer.issued_on, draft=draft)
        | _work(offer)
        | _promises(offer.package, valuation)
        | _terms(offer)
    )


def _work(offer: Offer) -> dict[str, Any]:
    """What opens the letter: the offer at a glance, and the position."""
    return {
        "opening": _opening(offer),
        "summary": list(offer_lines(offer)),
        "position": [sentence for sentence in (clauses.position(offer), clauses.overtime(offer)) if sentence],
    }


def _opening(offer: Offer) -> str:
    return (
        f"{offer.employer.name} (the “Company”) is pleased to offer you the position of {offer.role.title}. "
        "This letter sets out what the Company promises and the terms that hold for each part of it."
    )


def _promises(package: Package, valuation: Valuation) -> dict[str, Any]:
    accrual = package.accrual
    assert accrual is not None  # checked
    return {
        "salary": clauses.salary(accrual.salary),
        "cash": cash(package),
        "grants": [
            {"name": grant.name, "paragraphs": grant_paragraphs(grant), "vesting": _vesting(grant)}
            for grant in package.equity
        ],
        "allowances": [
            {
                "name": allowance.name,
                "terms": token_terms(allowance, valuation),
                "examples": example_rows(allowance, valuation),
            }
            for allowance in package.tokens
        ],
        "benefits": [clauses.benefit(benefit, accrual) for benefit in package.benefits],
        "currency": valuation.currency,
        "year_tables": year_tables(valuation),
        "notes": list(_notes(valuation)),
    }


def _vesting(grant: Grant) -> list[dict[str, list[dict[str, str]]]]:
    """Vesting days and units, a few pairs a line, to be read column by column."""
    tranches = [{"day": day(on), "units": say.number(int(units))} for on, units in grant.tranches()]
    cuts = [0, *accumulate(apportion(len(tranches), [1] * _PAIRS))]
    columns = [tranches[begin:end] for begin, end in pairwise(cuts)]
    empty = {"day": "", "units": ""}
    return [{"pairs": [column[i] if i < len(column) else empty for column in columns]} for i in range(len(columns[0]))]


def _notes(valuation: Valuation) -> Iterator[str]:
    """What the table by year assumes, as far as a candidate may see it."""
    yield from counting_notes(valuation)
    yield from share_notes(valuation)
    units = [line.row.unit for line in valuation.lines]
    if any(isinstance(unit, Options) for unit in units):
        yield option_note(valuation, price="that price")
    yield from rate_notes(valuation, {_currency(valuation, unit) for unit in units})
    if valuation.package.tokens:
        yield "AI tokens count in full at the price basis above. They are not cash."


def _currency(valuation: Valuation, unit: Any) -> str:
    if isinstance(unit, Cash | TokenMoney):
        return unit.currency
    on = valuation.assumptions.as_of
    if isinstance(unit, Shares | Options):
        return valuation.market.share_price(unit.symbol, on, stated=True).currency
    return valuation.market.unit_price(unit, on, stated=True).currency


def _terms(offer: Offer) -> dict[str, Any]:
    assert offer.expires_on is not None  # checked
    return {
        "expires_on": day(offer.expires_on),
        "conditions": list(_conditions(offer)),
        "acceptance": (
            f"This offer is open until {day(offer.expires_on)}. To accept it, sign this letter and return it by then."
        ),
    }


def _conditions(offer: Offer) -> Iterator[str]:
    if clauses.is_us(offer):
        yield (
            "This offer depends on proof of your identity and of your right to work in the United States (Form I-9), "
            "which the law asks for within three business days of your first day."
        )
        yield (
            "Your employment is at will: you and the Company may each end it at any time, with or without cause and "
            "with or without notice, within the limits of the law."
        )
    yield "All amounts are before tax; the Company withholds what the law requires."
    yield "This letter, with the plans and agreements it names, is the whole offer and replaces earlier ones."
