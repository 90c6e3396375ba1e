"""Units: what a quantity of an entitlement is a quantity of. A market prices them; they know no price themselves.

A rule, a basis or a strike belongs to its unit, so that value stays linear in the price of a unit even where a
rule is not linear in the market's price (DESIGN section 1).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from attrs import field, frozen

from ..checks import named, positive
from ..errors import InvalidValue
from ..money import exact, maybe_exact, minor_units
from .baskets import Basket
from .rules import Indexed, PriceRule


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
        index: The index that the money follows from a base date; None stays at 1.
    """

    currency: str
    index: Indexed | None = None


def _no_index(instance: object, attribute: Any, value: PriceRule) -> None:
    """Money that follows an index is `TokenMoney`; a claim on tokens has no index."""
    if isinstance(value, Indexed):
        raise InvalidValue("TokenClaim.rule", f"indexed by {value.index}", "is of money", "say TokenMoney")


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
    rule: PriceRule = field(validator=_no_index)
    basis_per_mtok: Decimal | None = field(default=None, converter=maybe_exact)
    currency: str = "USD"


@frozen
class CapacityShare:
    """A share-month: the whole output of a named capacity in a month, so that 0.001 is a thousandth of a month's.

    Attributes:
        capacity: Its name, as the assumptions state its output.
        basket: Models and mix of that output.
    """

    capacity: str = field(validator=named)
    basket: Basket


TokenUnit = TokenMoney | TokenClaim | CapacityShare
"""Units of token allowances."""

Unit = Cash | Shares | Options | TokenMoney | TokenClaim | CapacityShare


def decimals(unit: Unit) -> int:
    """Decimals of the smallest part of a unit that is ever promised: cents, whole shares, single tokens.

    A share-month is promised to the billionth.
    """
    match unit:
        case Cash(currency) | TokenMoney(currency):
            return minor_units(currency)
        case TokenClaim():
            return 6
        case CapacityShare():
            return 9
        case _:
            return 0
