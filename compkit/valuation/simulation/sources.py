"""Sources: what amounts are multiplied by on a path, and where they count."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from attrs import frozen

from .paid import Paid
from .uncertain import Scene

if TYPE_CHECKING:
    from .draws import Floats


class Source(NamedTuple):
    """What an amount is multiplied by on a path.

    Attributes:
        day: Days after `as_of` on which a price is read; 0 without one.
        paid: The price; None is none.
        use: Whether by the share of tokens that is used.
        payout: Time steps over which its bonus is earned, whose payout is drawn; None is none.
        staying: Odds of staying until its delivery, by which it is there or not; None if it always is.
    """

    day: int
    paid: Paid | None
    use: bool
    payout: range | None
    staying: Decimal | None

    @property
    def is_still(self) -> bool:
        """Whether it is the same on every path."""
        return self[1:] == (None, False, None, None)

    def at(self, scene: Scene) -> Floats:
        """The product on paths."""
        factors = []
        if self.paid is not None:
            factors.append(self.paid.at(scene.on(self.day)))
        if self.use:
            factors.append(scene.use)
        if self.payout is not None:
            factors.append(scene.payout(self.payout))
        if self.staying is not None:
            factors.append(scene.stays(self.staying).astype(float))
        found = factors[0]
        for factor in factors[1:]:
            found = found * factor
        return found


class Cell(NamedTuple):
    """Where an amount counts.

    Attributes:
        number: 0 in cost, 1 in worth.
        tokens: 0 without tokens, 1 guaranteed tokens, 2 tokens if the policy stays.
        year: Number of the year, from 0.
    """

    number: int
    tokens: int
    year: int


@frozen
class Column:
    """A source with what it multiplies.

    Attributes:
        source: What an amount is multiplied by.
        weights: Amount in each cell, in the offer's currency.
    """

    source: Source
    weights: tuple[tuple[Cell, float], ...]
