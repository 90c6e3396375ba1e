"""The candidate page for e-mail: an offer in ten lines and one table, with and without tokens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from attrs import evolve

from ..errors import InvalidValue
from ..market.prices import tokens_bought
from ..money import exactly
from ..pay.allowance import TokenAllowance
from ..pay.amounts import CapacitySlice
from ..pay.baskets import AGENTIC, Basket, TokenMix
from ..pay.offer import Offer
from ..pay.rules import FixedMoney, Indexed
from ..pay.tokens import annual_money
from ..valuation.value import Valuation
from . import format as say
from .clauses import Clause
from .letterrules import LetterRules
from .notes import counting_notes, price_notes
from .papers import check_own, on_one_line, paper_markdown, parties, row
from .promises import promise_lines
from .token_amounts import amount_words
from .token_prices import price_said, price_words
from .voice import Voice
from .yearly import year_tables

LINES = 10
"""Most lines of the list: a reader of e-mail stops there."""


def build_summary(
    offer: Offer, valuation: Valuation, *, models: Sequence[str] = (), template: str, rules: LetterRules
) -> str:
    """The page as Markdown.

    Args:
        offer: What is offered, and to whom.
        valuation: Of the offer's package; its amounts as promised are printed.
        models: Models at whose list price money for tokens is shown in tokens, where the offer names none.
        template: A Markdown template, such as ``templates/letters/summary.md``.
        rules: Whose law decides the words on tokens, and how figures and days are written.

    Raises:
        InvalidValue: As `build_summary_context`.
    """
    return paper_markdown(build_summary_context(offer, valuation, models=models, rules=rules), template=template)


@exactly
def build_summary_context(
    offer: Offer, valuation: Valuation, *, models: Sequence[str] = (), rules: LetterRules
) -> dict[str, Any]:
    """All that the page says, in plain dicts, lists and texts, by the names that templates use.

    Raises:
        InvalidValue: If the offer is another company's, as told, or the valuation is of another package.
    """
    check_own(offer, valuation)
    voice = rules.voice
    lines = list(_lines(offer, voice))
    if len(lines) > LINES:
        raise InvalidValue("summary", len(lines), f"must have no more than {LINES} lines")
    context = parties(offer, voice, title=f"Your offer from {offer.employer.name}", on=valuation.assumptions.as_of) | {
        "opening": f"Dear {offer.candidate.name}, this is your offer from {offer.employer.name} at a glance.",
        "lines": lines,
        "currency": valuation.currency,
        "year_tables": year_tables(valuation, voice),
        "tokens": [_tokens(allowance, valuation, models, voice) for allowance in offer.package.tokens],
        "notes": list(_notes(valuation, voice)),
    }
    return on_one_line(context)


def _lines(offer: Offer, voice: Voice) -> Iterator[Clause]:
    yield row("Position", f"{offer.role.title}, {offer.role.employment}")
    if offer.role.location:
        yield row("Place of work", offer.role.location)
    yield row("First day", voice.day(offer.package.start_on))
    yield from promise_lines(offer.package, voice)
    if offer.expires_on is not None:
        yield row("Open until", voice.day(offer.expires_on))


def _tokens(allowance: TokenAllowance, valuation: Valuation, models: Sequence[str], voice: Voice) -> Clause:
    """What an allowance is, what it buys, and for what it may be used."""
    sentences = [
        _amount(allowance, valuation, voice),
        *_buys(allowance, valuation, models, voice),
        _use(allowance, voice),
    ]
    return row(allowance.name, " ".join(sentences))


def _amount(allowance: TokenAllowance, valuation: Valuation, voice: Voice) -> str:
    said = amount_words(allowance, valuation.package.pay_base, voice)
    return f"{said[0].upper()}{said[1:]}."


def _buys(allowance: TokenAllowance, valuation: Valuation, models: Sequence[str], voice: Voice) -> Iterator[str]:
    """What money buys, at the price that the offer states, or at list prices of the models asked for."""
    if isinstance(allowance.amount, CapacitySlice):
        return
    if not isinstance(allowance.rule, (FixedMoney, Indexed)):
        yield from _stated(allowance, valuation, voice)
        return
    found: dict[str, list[str]] = {}
    for priced in _priced(allowance, models):
        for at, tokens in _bought(priced, valuation, voice):
            found.setdefault(at, []).append(tokens)
    if not found:
        yield "It buys tokens at the price on the day of use."
    for at, bought in found.items():
        yield f"At {at}, it buys {say.listed(bought, last='or')}."


def _stated(allowance: TokenAllowance, valuation: Valuation, voice: Voice) -> Iterator[str]:
    price = price_said(allowance, valuation)
    if price is not None and allowance.basket is not None:
        models = say.listed(allowance.basket.models)
        yield f"These are tokens of {models}; {voice.per_mtok(price.per_mtok)} is {price_words(price, voice)}."


def _priced(allowance: TokenAllowance, models: Sequence[str]) -> Iterator[TokenAllowance]:
    """The allowance with a basket: its own, or one of each model at which it may be spent."""
    if allowance.basket is not None:
        yield allowance
        return
    for model in models:
        if allowance.is_good_at(model):
            yield evolve(allowance, basket=Basket.of(model, AGENTIC), basis=None)


def _bought(allowance: TokenAllowance, valuation: Valuation, voice: Voice) -> Iterator[tuple[str, str]]:
    """At which price and mix a year's money buys how many tokens; nothing where currencies differ."""
    price, money = price_said(allowance, valuation), annual_money(allowance, valuation.package.pay_base)
    basket = allowance.basket
    if price is None or money is None or basket is None or money.currency != price.per_mtok.currency:
        return
    tokens = voice.tokens(tokens_bought(money, price.per_mtok), 0)
    mixes = say.listed(dict.fromkeys(_mix(part.mix, voice) for part in basket.parts))
    yield (
        f"{price_words(price, voice)} and {mixes}",
        f"{tokens} of {say.listed(basket.models)} ({voice.per_mtok(price.per_mtok)})",
    )


def _mix(mix: TokenMix, voice: Voice) -> str:
    kinds = (f"{voice.percent(share)} {kind.replace('_', ' ')}" for kind, share in mix.shares().items() if share)
    return f"the mix “{mix.name}” ({', '.join(kinds)})"


def _use(allowance: TokenAllowance, voice: Voice) -> str:
    if allowance.use == "personal":
        return (
            f"{voice.percent(allowance.personal_share)} of the tokens are for your personal use; the rest is a budget "
            "for your work, not cash."
        )
    also = "; incidental personal use is tolerated" if allowance.use == "incidental" else ""
    return f"The tokens are a budget for your work, not cash{also}."


def _notes(valuation: Valuation, voice: Voice) -> Iterator[str]:
    yield from counting_notes(valuation, voice)
    yield from price_notes(valuation, voice)
    if valuation.package.tokens:
        yield (
            "AI tokens stand apart from cash and equity, and count in full at their price basis. They are guaranteed "
            "as long as their guarantee or notice runs; after that they count if the policy stays."
        )
    yield "This page is a summary: the offer letter holds."
