"""What papers to an employee share: who they are for, which offers they refuse, and how they are written.

Such a paper is for the candidate: it prints amounts as promised, and nothing of what the employer expects, pays
elsewhere or keeps for itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from attrs import fields

from ..errors import InvalidValue
from ..pay.offer import Offer
from ..pay.terms import EmploymentTerms
from ..valuation.value import Valuation
from .clauses import Clause
from .docx import Properties, one_line, render_docx, render_text
from .fingerprint import mark
from .letterrules import LetterRules
from .token_prices import price_said
from .token_standing import standing_sentence
from .voice import Voice


def check_own(offer: Offer, valuation: Valuation | None = None) -> None:
    """Refuse what no paper may be written from.

    Args:
        offer: The offer.
        valuation: Whose figures the paper prints, if any.

    Raises:
        InvalidValue: If the offer is another company's, as told, or the valuation is of another package.
        MissingFact: If a token price that would be printed is internal.
    """
    if offer.is_told:
        rule = "is another company's, told by the candidate: no paper is written from it"
        raise InvalidValue(f"offer {offer.offer_number}", offer.employer.name, rule, "name an offer of your own")
    if valuation is None:
        return
    check_valued(offer, valuation)
    for allowance in offer.package.tokens:
        price_said(allowance, valuation)


def check_valued(offer: Offer, valuation: Valuation) -> None:
    """Refuse a valuation of another package than the offer's.

    Raises:
        InvalidValue: Naming the offer.
    """
    if valuation.package != offer.package:
        raise InvalidValue("valuation", offer.offer_number, "is of another package", "value the offer's own package")


def check_same_person(old: Offer, new: Offer) -> None:
    """Refuse two offers that are not of one employer to one person in one currency.

    Raises:
        InvalidValue: Naming what differs.
    """
    for name, one, other in (
        ("candidate", old.candidate.name, new.candidate.name),
        ("employer", old.employer.name, new.employer.name),
        ("currency", old.package.currency, new.package.currency),
    ):
        if one != other:
            rule = f"must be that of the old offer, {one}"
            raise InvalidValue(f"new offer: {name}", other, rule, "look whether both files are of the same person")


def check_same_terms(old: Offer, new: Offer, *, said: Iterable[str] = (), other: str) -> None:
    """Refuse terms beside the pay that differ: a paper that does not say them must not hide a change.

    Args:
        old: The offer that holds so far.
        new: The offer that the paper is written from.
        said: Names of the fields of role and terms that the paper says.
        other: The way out where the terms of tokens differ.

    Raises:
        InvalidValue: Naming what differs.
    """
    parts: tuple[tuple[object, object, Iterable[str]], ...] = (
        (old.role, new.role, _ROLE),
        (old.terms, new.terms, [attribute.name for attribute in fields(EmploymentTerms)]),
    )
    differ = [name for one, two, names in parts for name in names if getattr(one, name) != getattr(two, name)]
    differ = [name for name in differ if name not in said]
    if differ:
        rule = "differs from the old offer, and this paper does not say it"
        fix = "take it from the old offer, or write an offer letter" + (f"; {other}" if differ == ["tokens"] else "")
        raise InvalidValue("new offer: terms", ", ".join(differ), rule, fix)


_ROLE = ("title", "level", "location", "employment", "overtime")
"""Fields of a role that a letter promises."""


def standing(offer: Offer, rules: LetterRules) -> str:
    """What token allowances are, in the words of the offer's jurisdiction; at least that they are no cash."""
    return standing_sentence(offer, rules.jurisdiction) or "The allowance is a budget for AI tokens, not cash."


def parties(
    offer: Offer, voice: Voice, *, title: str, on: date, draft: str = "Draft: the offer is not issued"
) -> dict[str, Any]:
    """Who writes to whom, when and about what, by the names that templates use.

    Args:
        offer: The offer.
        title: What the paper is.
        on: Its day.
        draft: What it says of an offer that is a draft.
        voice: How figures and days are written.
    """
    return {
        "title": title,
        "offer_number": offer.offer_number,
        "mark": str(mark(offer)),
        "draft_mark": draft if offer.status == "draft" else "",
        "issued_on": voice.day(on),
        "company": offer.employer.name,
        "company_address": lines_of(offer.employer.address),
        "signed_by": offer.employer.signed_by or offer.employer.name,
        "candidate": offer.candidate.name,
        "candidate_address": lines_of(offer.candidate.address),
    }


def opening(on: date, what: str, voice: Voice) -> str:
    """The first sentence of a paper that changes something: from when, and what."""
    return f"From {voice.day(on)} {what}, as set out below."


def lines_of(address: str) -> list[str]:
    """An address, line by line."""
    return [line for line in address.splitlines() if line.strip()]


def row(name: str, text: str) -> Clause:
    """A line of a table of two columns."""
    return {"name": name, "text": text}


def change(name: str, before: str, after: str) -> dict[str, str]:
    """A line of a table of before and after."""
    return {"name": name, "before": before, "after": after}


def on_one_line(context: dict[str, Any]) -> dict[str, Any]:
    """The same context, each text of it on one line: a line break in a name would break its paragraph."""
    return {name: _one_line(value) for name, value in context.items()}


def _one_line(said: Any) -> Any:
    if isinstance(said, dict):
        return on_one_line(said)
    if isinstance(said, list):
        return [_one_line(value) for value in said]
    return one_line(said) if isinstance(said, str) else said


def paper_markdown(context: dict[str, Any], *, template: str) -> str:
    """A paper as Markdown, without the blank lines that loops of a template leave."""
    lines: list[str] = []
    for line in render_text(template, context).splitlines():
        if line.strip() or (lines and lines[-1].strip()):
            lines.append(line)
    return "\n".join(lines).rstrip() + "\n"


def paper_docx(context: dict[str, Any], *, template: bytes, on: date, rules: LetterRules) -> bytes:
    """A paper as a Word document; the same context, template and rules give the same bytes."""
    title = f"{context['title']} {context['offer_number']}"
    properties = Properties(
        title=title, author=context["company"], on=on, language=rules.language, subject=context["mark"]
    )
    return render_docx(template, context, properties=properties)
