"""Units: what a quantity of an entitlement is a quantity of. A market prices them; they know no price themselves.

A rule, a basis or a strike belongs to its unit, so that value stays linear in the price of a unit even where a
rule is not linear in the market's price (DESIGN section 1).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from attrs import field, frozen

from ..checks import named, positive
from ..money import exact, maybe_exact, minor_units
from .baskets import Basket
from .rules import PriceRule


@frozen
class Cash:
    """Money of one currency; a quantity of 1 is one unit of the currency.

    Attributes:
        currency: ISO 4217 code.
    """

    currency: str


@frozen
class Shares:
    """Shares of one company.

    Attributes:
        symbol: Ticker, or the name the assumptions use for a private company.
    """

    symbol: str = field(validator=named)


@frozen
class Options:
    """Options to buy one share each.

    Attributes:
        symbol: The share.
        strike: Exercise price, in `currency` a share.
        currency: ISO 4217 code of the strike.
        expires_on: Last day of exercise.
    """

    symbol: str = field(validator=named)
    strike: Decimal = field(converter=exact, validator=positive)
    currency: str
    expires_on: date


@frozen
class TokenMoney:
    """Money that may be spent on tokens only: worth 1 of its currency, whatever tokens cost.

    Attributes:
        currency: ISO 4217 code.
    """

    currency: str


@frozen
class TokenClaim:
    """A million tokens of a basket, worth ``f(p)`` where p is the basket's price and f the price-change rule.

    Attributes:
        basket: Models and mix.
        rule: What happens when the price moves.
        basis_per_mtok: Price basis, in `currency` per million tokens; None means the list price on `as_of`.
        currency: ISO 4217 code of the basis.
    """

    basket: Basket
    rule: PriceRule
    basis_per_mtok: Decimal | None = field(default=None, converter=maybe_exact)
    currency: str = "USD"


Unit = Cash | Shares | Options | TokenMoney | TokenClaim


def decimals(unit: Unit) -> int:
    """Decimals of the smallest part of a unit that is ever promised: cents, whole shares, single tokens."""
    match unit:
        case Cash(currency) | TokenMoney(currency):
            return minor_units(currency)
        case TokenClaim():
            return 6
        case _:
            return 0
