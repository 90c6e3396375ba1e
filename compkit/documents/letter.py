"""The offer letter: one context of plain texts for Word and Markdown, refused where a blank would be left.

A letter is for the candidate: it prints amounts as promised and the terms of the offer, and nothing of what the
employer expects, pays elsewhere or keeps for itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import Any

from ..dates import day_before
from ..errors import FileProblems, InvalidValue, Problem
from ..money import apportion, total
from ..pay.bonus import annual_target
from ..pay.equity import Grant, RestrictedStock
from ..pay.offer import Offer
from ..pay.package import Package
from ..pay.units import Cash, Options, Shares, TokenMoney
from ..valuation.value import Valuation
from . import clauses, format as say
from .clauses import Clause, day
from .docx import Properties, TextTemplate
from .fingerprint import mark
from .token_clauses import amount_words, token_terms
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
    if valuation.package != offer.package:
        raise InvalidValue("valuation", offer.offer_number, "is of another package", "value the offer's own package")
    context: dict[str, Any] = _on_one_line({**_parties(offer), **_promises(offer.package, valuation), **_terms(offer)})
    return context


def _parties(offer: Offer) -> dict[str, Any]:
    assert offer.issued_on is not None and offer.expires_on is not None  # checked
    return {
        "title": "Offer of employment",
        "mark": str(mark(offer)),
        "offer_number": offer.offer_number,
        "draft_mark": "Draft: not an offer until it is issued" if offer.status == "draft" else "",
        "issued_on": day(offer.issued_on),
        "expires_on": day(offer.expires_on),
        "company": offer.employer.name,
        "company_address": _lines(offer.employer.address),
        "signed_by": offer.employer.signed_by,
        "candidate": offer.candidate.name,
        "candidate_address": _lines(offer.candidate.address),
        "opening": _opening(offer),
        "summary": list(_summary(offer)),
        "position": [sentence for sentence in (clauses.position(offer), clauses.overtime(offer)) if sentence],
    }


def _opening(offer: Offer) -> str:
    return (
        f"{offer.employer.name} (the “Company”) is pleased to offer you the position of {offer.role.title}. "
        "This letter sets out what the Company promises and the terms that hold for each part of it."
    )


def _summary(offer: Offer) -> Iterator[Clause]:
    """The offer on a few lines."""
    package = offer.package
    accrual = package.accrual
    assert accrual is not None  # checked
    yield _row("Position", f"{offer.role.title}, {offer.role.employment}")
    yield _row("Place of work", offer.role.location)
    yield _row("First day", day(package.start_on))
    yield _row("Base salary", f"{say.money(accrual.salary.annual())} a year")
    for bonus in package.bonus:
        yield _row(bonus.name, f"{say.money(annual_target(bonus, accrual))} a year at target")
    if package.commission:
        yield _row(package.commission.name, f"{say.money(package.commission.target)} a year at target")
    if package.sign_on:
        amounts = [part.amount for part in package.sign_on]
        parts = f" in {say.in_words(len(amounts))} installments" if len(amounts) > 1 else ""
        yield _row("Sign-on bonus", f"{say.money(total(amounts, amounts[0].currency))}{parts}")
    for grant in package.equity:
        yield _row(grant.name, _grant_words(grant))
    for allowance in package.tokens:
        yield _row(allowance.name, amount_words(allowance, package.pay_base))


def _grant_words(grant: Grant) -> str:
    noun = "restricted stock unit" if isinstance(grant, RestrictedStock) else "stock option"
    return f"{say.count(grant.granted_units, noun)} of {grant.symbol}"


def _promises(package: Package, valuation: Valuation) -> dict[str, Any]:
    accrual = package.accrual
    assert accrual is not None  # checked
    return {
        "salary": clauses.salary(accrual.salary),
        "cash": clauses.cash(package),
        "grants": [
            {"name": grant.name, "paragraphs": clauses.grant(grant), "vesting": _vesting(grant)}
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
    yield (
        f"Amounts are in {valuation.currency}, as promised, before tax, and rounded so that the table adds up. Year 1 "
        f"is what is earned from {day(valuation.start)}; the table ends on {day(day_before(valuation.until))}."
    )
    package = valuation.package
    if package.bonus or package.commission:
        yield "Bonus and commission count at target." if package.commission else "The bonus counts at target."
    yield from _share_notes(valuation)
    yield from _rate_notes(valuation)
    if package.tokens:
        yield "AI tokens count in full at the price basis above. They are not cash."


def _share_notes(valuation: Valuation) -> Iterator[str]:
    symbols = {grant.symbol for grant in valuation.package.equity}
    for fact in valuation.market.shares:
        if fact.symbol in symbols:
            price = f"{say.unit_price(fact.price, 2)} on {day(fact.on)} ({fact.source})"
            yield f"A share of {fact.symbol} counts at {price}, with no growth; what it will be worth is not known."
    if not any(isinstance(line.row.unit, Options) for line in valuation.lines):
        return
    if valuation.market.options.is_model:
        method = valuation.market.options.method
        yield f"An option counts at its value under the {method} model; what it will be worth is not known."
    else:
        yield "An option counts at that price less its exercise price, and at nothing if that is not above 0."


def _rate_notes(valuation: Valuation) -> Iterator[str]:
    currencies = {_currency(valuation, line.row.unit) for line in valuation.lines} - {valuation.currency}
    for rate in valuation.market.rates:
        if {rate.base, rate.quote} - currencies == {valuation.currency}:
            yield f"One {rate.base} counts as {rate.quote} {say.number(rate.rate)} on {day(rate.on)} ({rate.source})."


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


def _row(name: str, text: str) -> Clause:
    return {"name": name, "text": text}


def _lines(address: str) -> list[str]:
    """An address, line by line."""
    return [line for line in address.splitlines() if line.strip()]


def _on_one_line(said: Any) -> Any:
    """The same dicts, lists and texts, each text on one line: a line break in a title would break its paragraph."""
    if isinstance(said, dict):
        return {name: _on_one_line(value) for name, value in said.items()}
    if isinstance(said, list):
        return [_on_one_line(value) for value in said]
    return " ".join(said.split()) if isinstance(said, str) else said
