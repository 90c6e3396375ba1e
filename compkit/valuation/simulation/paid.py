"""Prices that move: what a unit is multiplied by or paid for, from the multiples of its share or providers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from ...pay.rules import BetterOfBoth, Collar, PriceRule
from .curves import Curve

if TYPE_CHECKING:
    from .draws import Floats, Multiple


@frozen
class ShareOf:
    """What a share is multiplied by."""

    symbol: str

    def at(self, multiple: Multiple) -> Floats:
        """On paths."""
        return multiple(self.symbol)


@frozen
class OptionOn:
    """What an option is exercised for, in the currency of the share.

    Attributes:
        symbol: The share.
        price: Its stated price on the day of exercise.
        strike: Exercise price.
    """

    symbol: str
    price: float
    strike: float

    def at(self, multiple: Multiple) -> Floats:
        """On paths."""
        import numpy as np

        return np.maximum(self.price * multiple(self.symbol) - self.strike, 0.0)


@frozen
class TokensAt:
    """What a million tokens settles at: a price under its rule.

    Attributes:
        curve: The price.
        rule: The rule; None is the price itself.
        basis: Price basis, in the currency of the curve.
    """

    curve: Curve
    rule: PriceRule | None = None
    basis: float = 0.0

    def at(self, multiple: Multiple) -> Floats:
        """On paths."""
        return self.under_rule(self.curve.at(multiple))

    def under_rule(self, price: Floats) -> Floats:
        """What prices settle at."""
        import numpy as np

        match self.rule:
            case Collar(down_rate=down, up_rate=up):
                return np.clip(price, self.basis * (1 - float(down)), self.basis * (1 + float(up)))
            case BetterOfBoth():
                return np.maximum(price, self.basis)
            case _:
                return price


Paid = ShareOf | OptionOn | TokensAt
