"""What a reader's pictures are made of, and what stands at their foot: as of when, and what is assumed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import evolve

from ...pay.entitlements import Number
from ...valuation.assumptions import Assumptions
from ...valuation.basis import percent
from ...valuation.compare import Comparison, compare
from ...valuation.value import value
from ..figures import joined, price
from ..page.reader import INTERNAL, Reader, known_reader, market_for
from ..token_prices import check_candid
from ..words import COMPONENT_NAMES, expected_words
from .measure import fits
from .slide import ROOM, TITLE
from .svg import isolated

MOST_OFFERS = 12
"""Offers in one picture."""

EXPECTED = "INTERNAL: shows what is expected. Not for the candidate."

_PROMISED = "As promised: bonus at target, shares at their stated price, tokens at their price basis"
_TO_THEM = "To the employee: tokens count as far as they are for personal use"
_NOTHING_EXPECTED = "every bonus at target, nobody leaves, share prices as they are"


def for_reader(comparison: Comparison, reader: Reader) -> Comparison:
    """The comparison that a reader may see drawn.

    A candidate's is valued anew with nothing expected and at prices that are no secret: its amounts to the employee
    hold neither payout nor leaving, discount, growth or contract.

    Raises:
        InvalidValue: If the reader is none.
        MissingFact: If a candidate's amounts need a price that is internal.
    """
    if known_reader(reader) == "employer":
        return comparison
    valuations = {}
    for name, stated in comparison.valuations.items():
        for allowance in stated.package.tokens:
            if allowance.basket is not None and (allowance.basis is None or allowance.personal_share):
                check_candid(allowance.basket, stated.market.book, stated.market.as_of)
        seen, given = market_for(stated.market, reader), nothing_expected(stated.assumptions)
        package = evolve(stated.package, currency=comparison.currency)
        valuations[name] = value(package, seen, given)
    return compare(valuations, view=comparison.view, models=_listed(comparison))


def nothing_expected(given: Assumptions) -> Assumptions:
    """The day, the horizon and what cannot be sold; nothing of payout, use, staying, load or discount."""
    return Assumptions(
        as_of=given.as_of, horizon_months=given.horizon_months, illiquidity=given.illiquidity, events=given.events
    )


def _listed(comparison: Comparison) -> Iterator[str]:
    """Compared models whose price is a list price."""
    book, as_of = comparison.baseline.market.book, comparison.baseline.market.as_of
    return (model for model in comparison.models if book.price(model, as_of).stage == "list")


def names_shown(comparison: Comparison) -> tuple[str, ...]:
    """The offers that one picture has room for."""
    return comparison.names[:MOST_OFFERS]


def cut_words(shown: int, among: int, what: str = "offers") -> str:
    """That not all are shown; empty where all are."""
    return f"The first {shown} of {among} {what} are shown." if shown < among else ""


def internal_words(numbers: Iterable[Number], reader: Reader) -> str:
    """Why a candidate must not see a picture of these numbers; empty where one may."""
    shown = set(numbers)
    if reader == "candidate" or shown == {"face"}:
        return ""
    return INTERNAL if "cost" in shown else EXPECTED


def foot(comparison: Comparison, numbers: Iterable[Number], reader: Reader) -> str:
    """As of when, what each number means, and what is assumed."""
    return " ".join(_sentences(comparison, tuple(numbers), reader))


def _sentences(comparison: Comparison, numbers: tuple[Number, ...], reader: Reader) -> Iterator[str]:
    given = comparison.baseline.assumptions
    yield f"As of {given.as_of}, before tax."
    if words := cut_words(len(names_shown(comparison)), len(comparison.names)):
        yield words
    if "face" in numbers:
        yield f"{_PROMISED}."
    if "worth" in numbers:
        yield f"{_TO_THEM}{'' if reader == 'employer' else f'; {_NOTHING_EXPECTED}'}."
    if reader == "employer" and set(numbers) - {"face"}:
        yield expected_words(given)
        yield from _growth(comparison)
    yield from left_out(comparison)
    yield from _shares(comparison)


def _growth(comparison: Comparison) -> Iterator[str]:
    grows = [
        f"{share.symbol} {percent(share.growth_rate)}"
        for share in comparison.baseline.market.shares
        if share.growth_rate
    ]
    if grows:
        yield f"Shares grow a year by: {joined(grows)}."


def left_out(comparison: Comparison) -> Iterator[str]:
    """Components that somebody did not tell."""
    for entry in comparison.left_out:
        by = joined(map(isolated, entry.untold_by))
        yield f"{COMPONENT_NAMES[entry.component]}: not told by {by}, so left out on every side."


def _shares(comparison: Comparison) -> Iterator[str]:
    """Prices of the shares that an offer grants, with day and source."""
    symbols = {grant.symbol for v in comparison.valuations.values() for grant in v.package.equity}
    for fact in comparison.baseline.market.shares:
        if fact.symbol in symbols:
            stated = f"{fact.price.currency} {price(fact.price.amount)}"
            yield f"{fact.symbol} {stated} on {fact.on} ({isolated(fact.source)})."


def titled(words: str, comparison: Comparison) -> str:
    """A title with the names of the offers; where they do not fit, with their number."""
    names = names_shown(comparison)
    title = f"{words}: {joined(map(isolated, names))}"
    return title if len(names) == 1 or fits([title], ROOM, TITLE, bold=True) else f"{words}: {len(names)} offers"
