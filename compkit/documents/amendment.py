"""The amendment of a token allowance: terms before and after, notice, and a worked example in figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from ..dates import add_months
from ..errors import InvalidValue
from ..market.market import Market
from ..money import Money, exactly
from ..pay.allowance import AS_LONG_AS_EMPLOYED, TokenAllowance
from ..pay.offer import Offer
from ..pay.package import Package
from ..pay.rules import FixedMoney, Indexed
from ..pay.tokens import annual_money
from ..pay.units import CapacityShare, TokenMoney, Unit
from ..valuation.amended import Amendment, at_price, earliest_amendment
from ..valuation.assumptions import Assumptions
from ..valuation.value import Valuation
from . import format as say
from .clauses import day, percent
from .papers import change, check_own, check_same_person, on_one_line, paper_docx, paper_markdown, parties, row
from .token_clauses import NOT_WAGES, token_terms
from .token_prices import EXAMPLE_MOVES, PriceSaid, price_said

_BEYOND = "not stated"


def build_amendment(
    old: Offer,
    new: Offer,
    market: Market,
    *,
    effective_on: date | None = None,
    agreed: bool = False,
    template: bytes,
) -> bytes:
    """The amendment as a Word document.

    Args:
        old: The offer that holds so far.
        new: The offer with the new allowance.
        market: Token prices on the day of the letter, on which notice is given.
        effective_on: First day of the new terms; None is the first on which notice and guarantee allow them.
        agreed: Whether the employee agrees, by signing; guarantee and notice then need not have ended.
        template: A Word template, such as ``templates/letters/amendment.docx``.

    Raises:
        InvalidValue: As `build_amendment_context`.
    """
    context = build_amendment_context(old, new, market, effective_on=effective_on, agreed=agreed)
    return paper_docx(context, template=template, on=market.as_of)


def build_amendment_markdown(
    old: Offer,
    new: Offer,
    market: Market,
    *,
    effective_on: date | None = None,
    agreed: bool = False,
    template: str,
) -> str:
    """The amendment as Markdown, with the same sentences as in Word.

    Raises:
        InvalidValue: As `build_amendment_context`.
    """
    context = build_amendment_context(old, new, market, effective_on=effective_on, agreed=agreed)
    return paper_markdown(context, template=template)


@exactly
def build_amendment_context(
    old: Offer, new: Offer, market: Market, *, effective_on: date | None = None, agreed: bool = False
) -> dict[str, Any]:
    """All that the amendment says, in plain dicts, lists and texts, by the names that templates use.

    Raises:
        InvalidValue: If the offers are of two people, employers or currencies, no allowance changes, something else
            does, or the day is before a guarantee or the notice ends and the employee does not agree.
    """
    check_same_person(old, new)
    valuations = (_unvalued(old.package, market), _unvalued(new.package, market))
    for offer, valuation in zip((old, new), valuations, strict=True):
        check_own(offer, valuation)
    on = market.as_of
    begin = effective_on or earliest_amendment(old.package, new.package, on)
    found = Amendment(old=old.package, new=new.package, notice_on=on, agreed=agreed, effective_on=begin)
    context = parties(new, title="Amendment of your AI token allowance", on=on) | {
        "effective_on": day(begin),
        "opening": _opening(found),
        "allowances": [_allowance(before, after, found, valuations) for before, after in found.changed],
        "acceptance": _acceptance(found),
        "notes": list(_notes()),
        "closing": "All other terms stay as they are.",
    }
    return on_one_line(context)


def _unvalued(package: Package, market: Market) -> Valuation:
    """A package in a market without its lines: terms of tokens need no share price."""
    given = Assumptions(as_of=market.as_of)
    until = add_months(package.start_on, given.horizon_months)
    return Valuation(package=package, market=market, assumptions=given, start=package.start_on, until=until, lines=())


def _opening(found: Amendment) -> str:
    names = say.listed(after.name for _, after in found.changed)
    return f"From {day(found.effective_on)} the terms of {names} change, as set out below."


def _allowance(
    before: TokenAllowance, after: TokenAllowance, found: Amendment, valuations: tuple[Valuation, Valuation]
) -> dict[str, Any]:
    """One allowance: its terms that change, notice, the difference a year, the year of the change, an example."""
    terms = list(_terms(before, after, valuations))
    if not terms:
        rule = "changes in a way that its terms in words do not show"
        raise InvalidValue(f"new offer: {after.name}", "tokens", rule, "write an offer letter instead")
    return {
        "name": after.name,
        "changes": terms,
        "difference": _difference(before, after, found),
        "notice": list(_notice(before, found)),
        "year": str(found.effective_on.year),
        "granted": list(_granted(after.name, found)),
        "examples": list(_examples(before, after, found, valuations)),
    }


def _terms(
    before: TokenAllowance, after: TokenAllowance, valuations: tuple[Valuation, Valuation]
) -> Iterator[dict[str, str]]:
    """Terms that differ, named."""
    one, other = (
        {term["name"]: term["text"] for term in token_terms(allowance, valuation)}
        for allowance, valuation in zip((before, after), valuations, strict=True)
    )
    for name in dict.fromkeys((*one, *other)):
        if one.get(name) != other.get(name):
            yield change(name, one.get(name, _BEYOND), other.get(name, _BEYOND))


def _difference(before: TokenAllowance, after: TokenAllowance, found: Amendment) -> str:
    """Money a year more or less, where both are money; empty where it stays or one is not."""
    one, other = annual_money(before, found.old.pay_base), annual_money(after, found.new.pay_base)
    if one is None or other is None or one.currency != other.currency or one == other:
        return ""
    more = other.amount - one.amount
    words = "more" if more > 0 else "less"
    rate = percent(say.rounded(abs(more) / one.amount, 4))
    at = "That" if _is_money(before) and _is_money(after) else "At the price basis that"
    return f"{at} is {say.money(Money(abs(more), one.currency))} a year {words}, {rate}."


def _is_money(allowance: TokenAllowance) -> bool:
    return isinstance(allowance.rule, (FixedMoney, Indexed))


def _notice(before: TokenAllowance, found: Amendment) -> Iterator[str]:
    """What the terms so far say of a change, and that it is kept."""
    if before.guaranteed_until == AS_LONG_AS_EMPLOYED:
        yield f"{before.name} is guaranteed as long as you are employed."
    elif before.guaranteed_until is not None:
        yield f"{before.name} is guaranteed until {day(before.guaranteed_until)}."
    if before.notice_days:
        ends = found.notice_on + timedelta(days=before.notice_days)
        days = say.count(before.notice_days, "day")
        yield f"A change needs notice of {days}: given on {day(found.notice_on)}, it allows a change from {day(ends)}."
    elif before.guaranteed_until is None:
        yield "Its terms allow a change at any time."
    by = " with your agreement" if found.agreed else ""
    yield f"The change takes effect on {day(found.effective_on)}{by}."


def _acceptance(found: Amendment) -> str:
    if not found.agreed:
        return ""
    return "This change needs your agreement. To agree, sign this letter and return it; otherwise nothing changes."


# figures


def _granted(name: str, found: Amendment) -> Iterator[dict[str, str]]:
    """What is granted in the year of the change, before and after it."""
    for start, last, by_unit in found.granted(name):
        words = " and ".join(_quantity(unit, quantity) for unit, quantity in by_unit.items())
        yield row(f"{day(start)} to {day(last)}", words or "nothing")


def _quantity(unit: Unit, quantity: Decimal) -> str:
    if isinstance(unit, TokenMoney):
        return say.money(Money(quantity, unit.currency))
    if isinstance(unit, CapacityShare):
        return f"{say.number(quantity)} of a month's output of {unit.capacity}"
    return f"{say.number(quantity)} million tokens" if quantity >= 1 else say.tokens_in_words(quantity)


def _examples(
    before: TokenAllowance, after: TokenAllowance, found: Amendment, valuations: tuple[Valuation, Valuation]
) -> Iterator[dict[str, Any]]:
    """A year of the allowance at a lower, the same and a higher token price, before and after."""
    one, other = (price_said(of, valuation) for of, valuation in zip((before, after), valuations, strict=True))
    alike = before.basket == after.basket or before.basket is None
    sides = (
        ("Before", before, found.old, other if alike else one),
        ("After", after, found.new, other or one),
    )
    for name, allowance, package, said in sides:
        said = said or one
        rows = list(_example(allowance, package, said)) if said is not None and said.per_mtok.amount else []
        if said is not None and rows:
            yield {"name": f"{name}, from {say.per_mtok(said.per_mtok)}, {said.words}", "rows": rows}


def _example(allowance: TokenAllowance, package: Package, said: PriceSaid) -> Iterator[dict[str, str]]:
    for move in EXAMPLE_MOVES:
        price = said.per_mtok * (1 + move)
        found = at_price(allowance, package.pay_base, price)
        if found is not None:
            money, mtok = found
            yield {
                "change": _move(move),
                "price": say.unit_price(price),
                "money": say.money(money, 0),
                "tokens": say.tokens_in_words(mtok, 0),
            }


def _move(move: Decimal) -> str:
    if not move:
        return "as it is"
    return f"{percent(abs(move))} {'higher' if move > 0 else 'lower'}"


def _notes() -> Iterator[str]:
    yield "What is granted in the year of the change counts by days."
    yield f"The allowance is a budget for AI tokens, not cash. {NOT_WAGES}"
