"""The same money as tokens, as a raise, or as one more hire, side by side."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from attrs import frozen

from ..errors import InvalidValue
from ..money import Money, exactly
from ..pay.baskets import Basket
from .basis import percent
from .breakeven import ClaimedMultiple
from .terms import Change, dial
from .value import Valuation, value

Way = Literal["tokens", "raise", "one more hire"]


@frozen(kw_only=True)
class SameMoney:
    """One way to spend an amount a year.

    Attributes:
        way: ``tokens``, ``raise`` or ``one more hire``.
        cost: Expected cost to the employer a year; the same for every way.
        worth: Worth a year to the employee whose package it is.
        needed_rate: By how much this person's output, or the new one's share of it, must make up for the cost, as a
            fraction of what the person costs.
        claimed_rate: Rise of output that is claimed, as the same fraction; None if nothing is.
        mtok: Millions of tokens a year that it buys; None where it buys none, or without limit.
        gross: Raise of base salary a year, before load and what follows base; None elsewhere.
        hires: Share of one more person on the same package; None elsewhere.
        assumption: What is assumed, in words.
    """

    way: Way
    cost: Money
    worth: Money
    needed_rate: Decimal
    claimed_rate: Decimal | None = None
    mtok: Decimal | None = None
    gross: Money | None = None
    hires: Decimal | None = None
    assumption: str


@exactly
def same_money(
    money: Money,
    valuation: Valuation,
    *,
    basket: Basket | None = None,
    personal_share: Decimal | None = None,
    claimed: ClaimedMultiple | None = None,
) -> tuple[SameMoney, SameMoney, SameMoney]:
    """The same money a year as tokens, as a raise, or as one more hire.

    A raise costs what it and all that follows base (bonus, match, load) cost under the valuation's assumptions; a hire
    costs what the whole package does; tokens are bought at the list price of `as_of`.

    Args:
        money: What the employer spends a year, in the valuation's currency.
        valuation: The package of the person.
        basket: What tokens are bought; the first that the package names if None, else none are counted.
        personal_share: Share of the tokens for personal use; that of the first allowance if None, 0 without one.
        claimed: What is claimed for tokens.

    Raises:
        InvalidValue: If the money is not above 0, or the package has no base salary that costs anything.
        CurrencyMismatch: If the money is in another currency than the valuation.
    """
    if not money.amount > 0:
        raise InvalidValue("same_money", money, "must be above 0")
    hire = valuation.total("cost") * (1 / valuation.years)
    loaded = valuation.total("cost", components=["base salary"]) * (1 / valuation.years)
    money + loaded  # raises CurrencyMismatch
    if not loaded.amount > 0:
        raise InvalidValue("same_money", loaded, "needs a base salary with a cost", "value a package with one")
    needed = money.amount / loaded.amount
    return (
        _tokens(money, valuation, needed, basket, personal_share, claimed),
        _raise(money, valuation, needed),
        _hire(money, hire, needed),
    )


def _tokens(
    money: Money,
    valuation: Valuation,
    needed: Decimal,
    basket: Basket | None,
    personal: Decimal | None,
    claimed: ClaimedMultiple | None,
) -> SameMoney:
    market, first = valuation.market, next(iter(valuation.package.tokens), None)
    share = personal if personal is not None else first.personal_share if first else Decimal(0)
    place = basket or (first.basket if first else None)
    price = market.convert(market.token_price(place, market.as_of), valuation.currency) if place else None
    where = f"bought as {place.label} at the list price of {market.as_of}" if place else "no model named"
    haircut = valuation.assumptions.resale_haircut
    sold = f", sold {percent(haircut)} below its price" if haircut else ""
    return SameMoney(
        way="tokens",
        cost=money,
        worth=money * share * (1 - haircut),
        needed_rate=needed,
        claimed_rate=claimed.gain_rate if claimed else None,
        mtok=money.amount / price.amount if price and price.amount else None,
        assumption=f"every token used; {where}; {percent(share)} for personal use{sold}",
    )


def _raise(money: Money, valuation: Valuation, needed: Decimal) -> SameMoney:
    """The raise that costs the money, found from the slope of cost in base salary."""
    found = dial(valuation.package, Change(term="base salary"), first_day=valuation.start)
    assert found is not None and found.a_year is not None  # there is a base salary
    raised = value(found.put(found.now + money.amount * found.a_year), valuation.market, valuation.assumptions)
    cost = (raised.total("cost") - valuation.total("cost")).amount / valuation.years
    worth = (raised.total("worth") - valuation.total("worth")).amount / valuation.years
    gross = money * (money.amount / cost)
    return SameMoney(
        way="raise",
        cost=money,
        worth=gross * (worth / money.amount),
        needed_rate=needed,
        gross=gross,
        assumption="from the first day; bonus, match and tokens that are shares of base rise with it, load included",
    )


def _hire(money: Money, hire: Money, needed: Decimal) -> SameMoney:
    share = money.amount / hire.amount
    return SameMoney(
        way="one more hire",
        cost=money,
        worth=money * 0,
        needed_rate=needed,
        claimed_rate=share,
        hires=share,
        assumption=f"as much output for the same package, {hire.currency} {hire.amount:,.0f} a year; no cost of hiring",
    )
