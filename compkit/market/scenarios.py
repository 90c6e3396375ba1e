"""Scenario: a named what-if. It turns a market into another market and knows nothing of pay."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve, field, frozen

from ..checks import named, tidy
from .market import Market
from .moves import Move


@frozen(kw_only=True)
class Scenario:
    """A named what-if.

    Attributes:
        name: As printed.
        moves: What it changes, applied in order.
        announced: Whether announced price changes apply; None leaves it as the market has it.
        source: Whether it is an assumption, and where its figures come from, with the date; may be empty.
    """

    name: str = field(validator=named)
    moves: tuple[Move, ...] = ()
    announced: bool | None = None
    source: str = field(default="", validator=tidy)

    @property
    def is_stated(self) -> bool:
        """Whether it changes nothing: the market as stated."""
        return not self.moves and self.announced is None

    def apply(self, market: Market) -> Market:
        """The market under this scenario; the facts, and with them every face, stay."""
        announced = market.announced if self.announced is None else self.announced
        return evolve(market, moves=(*market.moves, *self.moves), announced=announced, name=self.name)


def with_stated(scenarios: Iterable[Scenario], market: Market) -> tuple[Scenario, ...]:
    """What-ifs, the market as stated before them unless one of them changes nothing."""
    found = tuple(scenarios)
    return found if any(scenario.is_stated for scenario in found) else (Scenario(name=market.name), *found)
