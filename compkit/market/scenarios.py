"""Scenario: a named what-if. It turns a market into another market and knows nothing of pay."""

from __future__ import annotations

from attrs import evolve, field, frozen

from ..checks import named
from .market import Market
from .moves import Move


@frozen(kw_only=True)
class Scenario:
    """A named what-if.

    Attributes:
        name: As printed.
        moves: What it changes, applied in order.
        announced: Whether announced price changes apply; None leaves it as the market has it.
    """

    name: str = field(validator=named)
    moves: tuple[Move, ...] = ()
    announced: bool | None = None

    def apply(self, market: Market) -> Market:
        """The market under this scenario; the facts, and with them every face, stay."""
        announced = market.announced if self.announced is None else self.announced
        return evolve(market, moves=(*market.moves, *self.moves), announced=announced, name=self.name)
