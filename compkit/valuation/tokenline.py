"""The token line of an offer: money and tokens a year, what they buy and what they cost at each provider."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from attrs import frozen

from ..market.market import Market
from ..market.prices import TokenPrice, priced
from ..money import EXACT, Money
from ..pay.allowance import TokenAllowance
from ..pay.baskets import AGENTIC, Basket, TokenMix
from ..pay.entitlements import Entitlement
from ..pay.units import CapacityShare, TokenClaim, TokenMoney, Unit
from .value import Valuation


@frozen(kw_only=True)
class TokenLine:
    """What an offer grants in tokens, a year on average over the horizon.

    Attributes:
        money: Money for tokens, whatever they cost, in the valuation's currency; zero if none.
        mtok: Millions of tokens promised as a quantity; zero if none.
        baskets: Baskets that the promises name, in order; empty where none is named.
    """

    money: Money
    mtok: Decimal
    baskets: tuple[Basket, ...]


def token_rows_of(valuation: Valuation) -> list[Entitlement]:
    """The token rows of a valuation."""
    return [line.row for line in valuation.lines if line.row.component == "tokens"]


def token_line(valuation: Valuation) -> TokenLine:
    """The token line of a valuation."""
    money, mtok = Money(0, valuation.currency), Decimal(0)
    for row in token_rows_of(valuation):
        if isinstance(row.unit, TokenMoney):
            money = money + valuation.market.convert(Money(row.quantity, row.unit.currency), valuation.currency)
        else:
            mtok = EXACT.add(mtok, promised_mtok(row.unit, row.quantity, valuation.market))
    named = dict.fromkeys(allowance.basket for allowance in valuation.package.tokens if allowance.basket is not None)
    a_year = EXACT.divide(Decimal(1), valuation.years)
    return TokenLine(money=money * a_year, mtok=EXACT.multiply(mtok, a_year), baskets=tuple(named))


def promised_mtok(unit: Unit, quantity: Decimal, market: Market) -> Decimal:
    """Millions of tokens of a promised quantity; of a capacity, its part of the monthly output."""
    if isinstance(unit, CapacityShare):
        return EXACT.multiply(quantity, market.capacity(unit.capacity).mtok_a_month)
    return quantity


@frozen(kw_only=True)
class Settled:
    """A promise of tokens, settled at the list prices of a day.

    Attributes:
        paid: What it settles at, in the currency asked for.
        mtok: Millions of tokens promised as a quantity; None for money.
        price: Price of a million at which a quantity settles; None for money, and for a part of a capacity, which
            gives its tokens whatever they cost.
    """

    paid: Decimal
    mtok: Decimal | None
    price: Decimal | None

    def comes_to(self, price: Decimal) -> Decimal | None:
        """Millions of tokens at the day's price of the promised ones; None is unlimited, at a price of 0.

        A quantity that settles at that price is the quantity itself; of any other, as of money, it is what is bought.
        """
        return self.mtok if self.mtok is not None and self.price in (None, price) else self.buys(price)

    def buys(self, price: Decimal) -> Decimal | None:
        """Millions of tokens that its money buys at a price; None is unlimited, at a price of 0."""
        return EXACT.divide(self.paid, price) if price else None


def settle(unit: Unit, quantity: Decimal, market: Market, *, on: date, currency: str) -> Settled:
    """What a quantity of a token unit settles at on a day, in a currency."""
    settled = market.convert(market.unit_price(unit, on), currency).amount
    return Settled(
        paid=EXACT.multiply(quantity, settled),
        mtok=None if isinstance(unit, TokenMoney) else promised_mtok(unit, quantity, market),
        price=settled if isinstance(unit, TokenClaim) else None,
    )


@frozen(kw_only=True)
class TokenYear:
    """A year of an offer's tokens, on average, in one market.

    Attributes:
        pays: What the employer pays if every token is used, in the valuation's currency.
        mtok: Millions of tokens that the employee gets; None if unlimited, at a price of 0.
        is_known: Whether `mtok` can be said: money that no compared model may be bought with buys what nobody knows.
    """

    pays: Money
    mtok: Decimal | None
    is_known: bool = True


def token_year(valuation: Valuation, market: Market, *, basket: Basket | None) -> TokenYear:
    """What the tokens of an offer cost and come to in a market, release by release at that day's list price.

    Args:
        valuation: The offer.
        market: The market, such as one under a scenario.
        basket: What money is spent on where the promise names no basket; None if nothing is known to be.
    """
    own = {allowance.name: allowance for allowance in valuation.package.tokens}
    pays, mtok = Decimal(0), Decimal(0)
    unlimited, known = False, True
    for row in token_rows_of(valuation):
        assert row.on is not None
        settled = settle(row.unit, row.quantity, market, on=row.on, currency=valuation.currency)
        pays = EXACT.add(pays, settled.paid)
        place = basket_of(row, own.get(row.name)) or basket
        if place is None:
            known = False
            continue
        found = settled.comes_to(market.convert(market.token_price(place, row.on), valuation.currency).amount)
        unlimited = unlimited or found is None
        mtok = EXACT.add(mtok, found or Decimal(0))
    a_year = EXACT.divide(Decimal(1), valuation.years)
    bought = None if unlimited else EXACT.multiply(mtok, a_year)
    return TokenYear(pays=Money(EXACT.multiply(pays, a_year), valuation.currency), mtok=bought, is_known=known)


def basket_of(row: Entitlement, allowance: TokenAllowance | None) -> Basket | None:
    """The basket of a release on its day; None for money that names none."""
    if isinstance(row.unit, (TokenClaim, CapacityShare)):
        return row.unit.basket
    return allowance.basket_on(row.on) if allowance is not None and row.on is not None else None


@frozen(kw_only=True)
class ModelPrice:
    """The price of the compared tokens on one model.

    Attributes:
        model: ``provider/model``.
        per_mtok: Money per million tokens of the mix.
        from_on: Day from which it holds, for an announced price; None for the price in force.
        row: The price row used.
    """

    model: str
    per_mtok: Money
    from_on: date | None
    row: TokenPrice


def model_prices(market: Market, models: Iterable[str], mix: TokenMix, *, until: date) -> tuple[ModelPrice, ...]:
    """Each model's list price of a mix on `as_of`, each followed by its announced changes before a day."""
    found = []
    for model in models:
        basket = Basket.of(model, mix)
        row = market.book.price(model, market.as_of)
        found.append(ModelPrice(model=model, per_mtok=priced(basket, [row]), from_on=None, row=row))
        for later in market.book.announced(model, market.as_of, until):
            price = priced(basket, [later])
            found.append(ModelPrice(model=model, per_mtok=price, from_on=later.from_on, row=later))
    return tuple(found)


def mix_of(lines: Iterable[TokenLine]) -> TokenMix:
    """The mix at which models are compared: the first that an offer states, else the agentic one."""
    for line in lines:
        for basket in line.baskets:
            return basket.mix
    return AGENTIC
