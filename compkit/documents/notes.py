"""Notes under the figures of a paper: what the table by year assumes, as far as a candidate may see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..dates import day_before
from ..money import Money
from ..pay.equity import StockOptions
from ..pay.units import Cash, TokenMoney
from ..valuation.value import Valuation
from .token_prices import price_said
from .voice import Voice


def counting_notes(valuation: Valuation, voice: Voice) -> Iterator[str]:
    """How the table by year counts amounts, years and what is paid at target."""
    yield (
        f"Amounts are in {valuation.currency}, as promised, before tax, and rounded so that the table adds up. Year 1 "
        f"is what is earned from {voice.day(valuation.start)}; the table ends on "
        f"{voice.day(day_before(valuation.until))}."
    )
    package = valuation.package
    if package.bonus or package.commission:
        yield "Bonus and commission count at target." if package.commission else "The bonus counts at target."


def price_notes(valuation: Valuation, voice: Voice) -> Iterator[str]:
    """At which share prices and exchange rates the figures of a valuation count, with day and source."""
    yield from share_notes(valuation, voice)
    if any(isinstance(grant, StockOptions) for grant in valuation.package.equity):
        yield option_note(valuation)
    yield from rate_notes(valuation, _currencies(valuation), voice)


def share_notes(valuation: Valuation, voice: Voice) -> Iterator[str]:
    """At which price a share of each grant counts, with day and source."""
    symbols = {grant.symbol for grant in valuation.package.equity}
    for fact in valuation.market.shares:
        if fact.symbol in symbols:
            price = f"{voice.unit_price(fact.price, 2)} on {voice.day(fact.on)} ({fact.source})"
            yield f"A share of {fact.symbol} counts at {price}, with no growth; what it will be worth is not known."


def option_note(valuation: Valuation, *, price: str = "the price of a share") -> str:
    """At what an option counts.

    Args:
        valuation: Of the offer's package.
        price: How the share price is called where an option counts at its intrinsic value.
    """
    if valuation.market.options.is_model:
        method = valuation.market.options.method
        return f"An option counts at its value under the {method} model; what it will be worth is not known."
    return f"An option counts at {price} less its exercise price, and at nothing if that is not above 0."


def rate_notes(valuation: Valuation, currencies: Iterable[str], voice: Voice) -> Iterator[str]:
    """At which exchange rates other currencies count in the valuation's, with day and source.

    Args:
        valuation: Of the offer's package.
        currencies: Those of what is promised.
        voice: How figures and days are written.
    """
    known = {valuation.currency, *currencies}
    for rate in valuation.market.rates:
        if valuation.currency in (rate.base, rate.quote) and {rate.base, rate.quote} <= known:
            counts = f"counts as {voice.unit_price(Money(rate.rate, rate.quote))} on {voice.day(rate.on)}"
            yield f"One {rate.base} {counts} ({rate.source})."


def _currencies(valuation: Valuation) -> set[str]:
    """Currencies of what is promised, as far as they are stated."""
    units = [line.row.unit for line in valuation.lines]
    cash = {unit.currency for unit in units if isinstance(unit, Cash | TokenMoney)}
    symbols = {grant.symbol for grant in valuation.package.equity}
    shares = {fact.price.currency for fact in valuation.market.shares if fact.symbol in symbols}
    said = (price_said(allowance, valuation) for allowance in valuation.package.tokens)
    return cash | shares | {price.per_mtok.currency for price in said if price is not None}
