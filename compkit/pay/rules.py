"""What happens to a token allowance when token prices move: the five rules of DESIGN section 5.

Each rule is a function f of the basket's price p (and, where it has one, of the price basis). It is a promise,
so it lives here; the market supplies p.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from attrs import field, frozen

from ..checks import between, named, not_negative
from ..money import exact, exactly


@frozen
class FixedMoney:
    """The money stays; a price change moves how many tokens it buys."""


@frozen
class FixedQuantity:
    """The tokens stay; a price change moves what they cost: f(p) = p."""


@frozen(kw_only=True)
class Collar:
    """The tokens stay while the price stays near the basis; beyond that the money stops moving.

    ``f(p) = min(max(p, basis * (1 - down_rate)), basis * (1 + up_rate))``

    Attributes:
        down_rate: How far the price counts below the basis: 0.20 is 20 %.
        up_rate: How far it counts above.
    """

    down_rate: Decimal = field(converter=exact, validator=between(0, 1))
    up_rate: Decimal = field(converter=exact, validator=not_negative)


@frozen
class BetterOfBoth:
    """The better of the fixed money and the fixed quantity: ``f(p) = max(basis, p)``."""


@frozen(kw_only=True)
class Indexed:
    """The money follows a named index from a base date.

    Attributes:
        index: Name of the index, as the assumptions give its values.
        base_on: Day on which the money was set.
    """

    index: str = field(validator=named)
    base_on: date


PriceRule = FixedMoney | FixedQuantity | Collar | BetterOfBoth | Indexed


@exactly
def rule_price(rule: PriceRule, price: Decimal, basis: Decimal) -> Decimal:
    """What a million tokens settles at under a rule, in money per million tokens.

    >>> rule_price(Collar(down_rate="0.2", up_rate="0.2"), Decimal(6), Decimal(10))
    Decimal('8.0')
    """
    match rule:
        case FixedMoney():
            return basis
        case FixedQuantity():
            return price
        case Collar(down_rate=down, up_rate=up):
            return min(max(price, basis * (1 - down)), basis * (1 + up))
        case BetterOfBoth():
            return max(basis, price)
        case Indexed():
            raise AssertionError("an index has its own path: the market prices it")


def rule_name(rule: PriceRule) -> str:
    """The rule in the words of offer files."""
    match rule:
        case FixedMoney():
            return "fixed money"
        case FixedQuantity():
            return "fixed quantity"
        case Collar():
            return "collar"
        case BetterOfBoth():
            return "better of both"
        case Indexed():
            return "indexed"
