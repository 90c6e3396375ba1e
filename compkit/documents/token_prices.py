"""Prices of an allowance as a candidate reads them: where its price comes from, and what it is when prices move."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from ..errors import MissingFact
from ..market.prices import PriceBook, rows_of, tokens_bought
from ..money import EXACT, Money
from ..pay.allowance import TokenAllowance
from ..pay.amounts import CapacitySlice
from ..pay.baskets import Basket
from ..pay.rules import FixedMoney, Indexed, rule_price
from ..pay.tokens import annual_money, annual_mtok
from ..valuation.value import Valuation
from . import format as say
from .voice import Voice

EXAMPLE_MOVES = (Decimal("-0.4"), Decimal(0), Decimal("0.3"))
"""Price changes of the example: a fall of 40 %, none, a rise of 30 %."""


@frozen
class PriceSaid:
    """The price at which an allowance is stated.

    Attributes:
        per_mtok: Money per million tokens.
        is_basis: Whether it is the offer's own price basis, and not a list price.
        on: Day of the price.
        source: Where it comes from.
    """

    per_mtok: Money
    is_basis: bool
    on: date
    source: str


def price_words(said: PriceSaid, voice: Voice) -> str:
    """Where the price at which an allowance is stated comes from."""
    what = "the price basis of this offer" if said.is_basis else "the list price"
    return f"{what} of {voice.day(said.on)} ({said.source})"


def price_said(allowance: TokenAllowance, valuation: Valuation) -> PriceSaid | None:
    """The basis of the offer, or the basket's list price on `as_of`; None for money without a basket."""
    if allowance.basis is not None:
        basis = allowance.basis
        return PriceSaid(basis.per_mtok, True, basis.on, basis.source)
    if allowance.basket is None:
        return None
    as_of = valuation.market.as_of
    price = valuation.market.token_price(allowance.basket, as_of, stated=True)
    check_candid(allowance.basket, valuation.market.book, as_of)
    sources = dict.fromkeys(row.stated_by for row in rows_of(allowance.basket, valuation.market.book, as_of))
    return PriceSaid(price, False, as_of, say.listed(sources))


def check_candid(basket: Basket, book: PriceBook, on: date) -> None:
    """Refuse to state a price to a candidate that is no list price.

    Raises:
        MissingFact: If a price of the basket is of a contract or an own factory, with the lines that state a basis.
    """
    for row in rows_of(basket, book, on):
        if row.stage != "list":
            what = f"price basis for tokens of {row.model}: its {row.stage} price is internal"
            paste = f"price_basis: {{per_mtok: 0.00, on: {on}}}   # below the allowance"
            raise MissingFact(what, paste, to="the offer file")


@frozen
class Example:
    """One row of the example: a price, and what the allowance is at it, a year.

    Attributes:
        change: Price change.
        per_mtok: The price.
        money: What the allowance is in money at that price.
        mtok: Millions of tokens; None is unlimited.
    """

    change: Decimal
    per_mtok: Money
    money: Money
    mtok: Decimal | None


def examples(allowance: TokenAllowance, valuation: Valuation) -> list[Example]:
    """The allowance a year under its own rule at a lower, the same and a higher price; none where it has no price."""
    said = price_said(allowance, valuation)
    if said is None or said.per_mtok.amount == 0 or isinstance(allowance.rule, Indexed):
        return []
    if isinstance(allowance.amount, CapacitySlice):
        return []
    money, mtok = (f(allowance, valuation.package.pay_base) for f in (annual_money, annual_mtok))
    assert money is None or isinstance(money, Money)
    if money is not None and money.currency != said.per_mtok.currency:
        return []
    return [_example(allowance, said.per_mtok, move, money, mtok) for move in EXAMPLE_MOVES]  # type: ignore[arg-type]


def _example(
    allowance: TokenAllowance, basis: Money, move: Decimal, money: Money | None, mtok: Fraction | None
) -> Example:
    price = basis * (1 + move)
    if isinstance(allowance.rule, FixedMoney):
        assert money is not None  # fixed money is money
    else:
        assert mtok is not None  # every other rule settles tokens
        settled = Money(rule_price(allowance.rule, price.amount, basis.amount), basis.currency)
        money = settled * EXACT.divide(Decimal(mtok.numerator), Decimal(mtok.denominator))
    return Example(move, price, money, tokens_bought(money, price))


def example_rows(allowance: TokenAllowance, valuation: Valuation, voice: Voice) -> list[dict[str, str]]:
    """The example as printed: price change, price, and the allowance a year in money and in tokens."""
    return [
        {
            "change": _change(example.change, voice),
            "price": voice.unit_price(example.per_mtok),
            "money": voice.money(example.money, 0),
            "tokens": voice.tokens(example.mtok, 0),
        }
        for example in examples(allowance, valuation)
    ]


def _change(move: Decimal, voice: Voice) -> str:
    if not move:
        return "as stated"
    return f"{voice.percent(abs(move))} {'higher' if move > 0 else 'lower'}"
