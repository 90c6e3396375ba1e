"""The amendment of a token allowance: terms before and after, notice, and a worked example in figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from attrs import frozen

from ..dates import add_months
from ..errors import InvalidValue
from ..market.market import Market
from ..money import exactly
from ..pay.allowance import AS_LONG_AS_EMPLOYED, TokenAllowance
from ..pay.offer import Offer
from ..pay.package import Package
from ..valuation.amended import Amendment, earliest_amendment
from ..valuation.assumptions import Assumptions
from ..valuation.value import Valuation
from . import format as say
from .amendmentfigures import granted_rows, moved_rows, year_difference
from .letterrules import LetterRules
from .papers import (
    change,
    check_own,
    check_same_person,
    check_same_terms,
    on_one_line,
    opening,
    paper_docx,
    paper_markdown,
    parties,
    standing,
)
from .token_clauses import token_terms
from .token_prices import price_said, price_words
from .token_standing import standing_terms
from .voice import Voice

_BEYOND = "not stated"


@frozen(kw_only=True)
class AmendmentTerms:
    """What an amendment says beside its two offers.

    Attributes:
        effective_on: First day of the new terms; None is the first on which notice and guarantee allow them.
        agreed: Whether the employee agrees, by signing; guarantee and notice then need not have ended.
    """

    effective_on: date | None = None
    agreed: bool = False


def build_amendment(
    old: Offer, new: Offer, market: Market, terms: AmendmentTerms, *, template: bytes, rules: LetterRules
) -> bytes:
    """The amendment as a Word document.

    Args:
        old: The offer that holds so far.
        new: The offer with the new allowance.
        market: Token prices on the day of the letter, on which notice is given.
        terms: What it says beside them.
        template: A Word template, such as ``templates/letters/amendment.docx``.
        rules: Whose law decides the words on tokens, and how figures and days are written.

    Raises:
        InvalidValue: As `build_amendment_context`.
    """
    context = build_amendment_context(old, new, market, terms, rules=rules)
    return paper_docx(context, template=template, on=market.as_of, rules=rules)


def build_amendment_markdown(
    old: Offer, new: Offer, market: Market, terms: AmendmentTerms, *, template: str, rules: LetterRules
) -> str:
    """The amendment as Markdown, with the same sentences as in Word.

    Raises:
        InvalidValue: As `build_amendment_context`.
    """
    return paper_markdown(build_amendment_context(old, new, market, terms, rules=rules), template=template)


@exactly
def build_amendment_context(
    old: Offer, new: Offer, market: Market, terms: AmendmentTerms, *, rules: LetterRules
) -> dict[str, Any]:
    """All that the amendment says, in plain dicts, lists and texts, by the names that templates use.

    Raises:
        InvalidValue: If the offers are of two people, employers or currencies, no allowance changes, something else
            does, or the day is before a guarantee or the notice ends and the employee does not agree.
    """
    check_same_person(old, new)
    check_same_terms(old, new, said=("tokens",), other="")
    valuations = (_unvalued(old.package, market), _unvalued(new.package, market))
    for offer, valuation in zip((old, new), valuations, strict=True):
        check_own(offer, valuation)
    on = market.as_of
    all_change = _stand_otherwise(old, new, rules)
    found = Amendment(
        old=old.package,
        new=new.package,
        all_change=all_change,
        notice_on=on,
        agreed=terms.agreed,
        effective_on=terms.effective_on or earliest_amendment(old.package, new.package, on, all_change=all_change),
    )
    case = _Case(found=found, offers=(old, new), valuations=valuations, rules=rules)
    voice = rules.voice
    context = parties(new, voice, title="Amendment of your AI token allowance", on=on) | {
        "effective_on": voice.day(found.effective_on),
        "opening": opening(found.effective_on, f"the terms of {_changed(found)} change", voice),
        "allowances": [_allowance(before, after, case) for before, after in found.changed],
        "acceptance": _acceptance(found),
        "notes": list(_notes(new, rules)),
        "closing": "All other terms stay as they are.",
    }
    return on_one_line(context)


def _stand_otherwise(old: Offer, new: Offer, rules: LetterRules) -> bool:
    """Whether an allowance would stand otherwise under the new offer, though it were the same."""
    one, other = (
        [standing_terms(offer, allowance, rules.jurisdiction, rules.voice) for allowance in old.package.tokens]
        for offer in (old, new)
    )
    return one != other


@frozen(kw_only=True)
class _Case:
    """An amendment with what its words need.

    Attributes:
        found: The amendment.
        offers: Before and after.
        valuations: Of both, without lines.
        rules: Whose law decides the words on tokens, and how figures and days are written.
    """

    found: Amendment
    offers: tuple[Offer, Offer]
    valuations: tuple[Valuation, Valuation]
    rules: LetterRules

    @property
    def voice(self) -> Voice:
        """How figures and days are written."""
        return self.rules.voice


def _unvalued(package: Package, market: Market) -> Valuation:
    """A package in a market without its lines: terms of tokens need no share price."""
    given = Assumptions(as_of=market.as_of)
    until = add_months(package.start_on, given.horizon_months)
    return Valuation(package=package, market=market, assumptions=given, start=package.start_on, until=until, lines=())


def _changed(found: Amendment) -> str:
    """Names of the allowances that change."""
    return say.listed(after.name for _, after in found.changed)


def _allowance(before: TokenAllowance, after: TokenAllowance, case: _Case) -> dict[str, Any]:
    """One allowance: its terms that change, notice, the difference a year, the year of the change, an example."""
    terms, found, voice = list(_terms(before, after, case)), case.found, case.voice
    if not terms:
        rule = "changes in a way that its terms in words do not show"
        raise InvalidValue(f"new offer: {after.name}", "tokens", rule, "write an offer letter instead")
    return {
        "name": after.name,
        "changes": terms,
        "difference": year_difference(before, after, found, voice),
        "notice": list(_notice(before, found, voice)),
        "year": str(found.effective_on.year),
        "granted": list(granted_rows(after.name, found, voice)),
        "examples": list(_examples(before, after, case)) if before != after else [],
    }


def _terms(before: TokenAllowance, after: TokenAllowance, case: _Case) -> Iterator[dict[str, str]]:
    """Terms that differ, named: those of the allowance, and what it is in law."""
    one, other = (
        _named(allowance, offer, valuation, case.rules)
        for allowance, offer, valuation in zip((before, after), case.offers, case.valuations, strict=True)
    )
    for name in dict.fromkeys((*one, *other)):
        if one.get(name) != other.get(name):
            yield change(name, one.get(name, _BEYOND), other.get(name, _BEYOND))


def _named(allowance: TokenAllowance, offer: Offer, valuation: Valuation, rules: LetterRules) -> dict[str, str]:
    """Every term of an allowance by its name."""
    terms = token_terms(allowance, valuation, rules.voice)
    terms += standing_terms(offer, allowance, rules.jurisdiction, rules.voice)
    return {term["name"]: term["text"] for term in terms}


def _notice(before: TokenAllowance, found: Amendment, voice: Voice) -> Iterator[str]:
    """What the terms so far say of a change, and that it is kept."""
    if before.guaranteed_until == AS_LONG_AS_EMPLOYED:
        yield f"{before.name} is guaranteed as long as you are employed."
    elif before.guaranteed_until is not None:
        yield f"{before.name} is guaranteed until {voice.day(before.guaranteed_until)}."
    if before.notice_days:
        ends = found.notice_on + timedelta(days=before.notice_days)
        days = voice.count(before.notice_days, "day")
        given = voice.day(found.notice_on)
        yield f"A change needs notice of {days}: given on {given}, it allows a change from {voice.day(ends)}."
    elif before.guaranteed_until is None:
        yield "Its terms allow a change at any time."
    by = " with your agreement" if found.agreed else ""
    yield f"The change takes effect on {voice.day(found.effective_on)}{by}."


def _acceptance(found: Amendment) -> str:
    if not found.agreed:
        return ""
    return "This change needs your agreement. To agree, sign this letter and return it; otherwise nothing changes."


# figures


def _examples(before: TokenAllowance, after: TokenAllowance, case: _Case) -> Iterator[dict[str, Any]]:
    """A year of the allowance at a lower, the same and a higher token price, before and after."""
    one, other = (price_said(of, valuation) for of, valuation in zip((before, after), case.valuations, strict=True))
    found, voice = case.found, case.voice
    alike = before.basket == after.basket or before.basket is None
    sides = (
        ("Before", before, found.old, other if alike else one),
        ("After", after, found.new, other or one),
    )
    for name, allowance, package, said in sides:
        said = said or one
        rows = list(moved_rows(allowance, package, said, voice)) if said is not None and said.per_mtok.amount else []
        if said is not None and rows:
            yield {"name": f"{name}, from {voice.per_mtok(said.per_mtok)}, {price_words(said, voice)}", "rows": rows}


def _notes(new: Offer, rules: LetterRules) -> Iterator[str]:
    yield "What is granted in the year of the change counts by days."
    yield standing(new, rules)
