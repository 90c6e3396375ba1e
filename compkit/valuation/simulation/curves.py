"""Curves: the price of a basket as a function of what its providers' list prices are multiplied by."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from ...market.contracts import in_force
from ...market.market import Market, Stage
from ...market.moves import TokenPriceChange
from ...market.prices import KINDS, RateCard, TokenPrice
from ...money import EXACT
from ...pay.baskets import Basket, provider_of
from ...pay.units import CapacityShare, TokenClaim
from ..assumptions import Assumptions
from ..value import dated_units

if TYPE_CHECKING:
    from .draws import Floats

_FARTHEST = Decimal(1000)
"""Multiples above this are beyond any price; a bend of a curve beyond it is left out."""


@frozen
class Part:
    """What one provider adds to a price: straight between its bends and after the last one, 0 at 0.

    Attributes:
        provider: Whose list prices are multiplied.
        bends: Multiples at which its slope changes, rising from 0.
        prices: What it adds at each.
        slope: After the last bend.
    """

    provider: str
    bends: tuple[float, ...]
    prices: tuple[float, ...]
    slope: float

    def at(self, multiple: Floats) -> Floats:
        """What it adds at multiples."""
        import numpy as np

        if len(self.bends) == 1:
            return self.slope * multiple
        beyond = np.maximum(multiple - self.bends[-1], 0.0)
        return np.interp(multiple, self.bends, self.prices) + self.slope * beyond


@frozen
class Curve:
    """A price of a million tokens: what does not move, and a part for each provider that does.

    List prices are linear in a multiple; a contract's discount follows it, what it locks or states does not, and where
    a list price that falls below the locked one takes its place, the curve bends.

    Attributes:
        fixed: What no multiple moves.
        parts: One a provider.
    """

    fixed: float
    parts: tuple[Part, ...]

    def at(self, multiple: Callable[[str], Floats]) -> Floats:
        """The price on paths.

        Args:
            multiple: What a provider's prices are multiplied by.
        """
        found = self.fixed + self.parts[0].at(multiple(self.parts[0].provider))
        for part in self.parts[1:]:
            found = found + part.at(multiple(part.provider))
        return found


class Curves:
    """Curves of baskets, each worked out once.

    Args:
        market: What is stated.
        providers: Whose prices move.
    """

    def __init__(self, market: Market, providers: Iterable[str]) -> None:
        self._market = market
        self._providers = frozenset(providers)
        kinds = dated_units(market, Assumptions(as_of=market.as_of))
        self._dated = bool(kinds & {TokenClaim, CapacityShare})
        self._known: dict[tuple[object, ...], Curve | None] = {}
        self._moved: dict[tuple[tuple[str, Decimal], ...], Market] = {}

    def of(self, basket: Basket, on: date, stage: Stage, currency: str) -> Curve | None:
        """The price of a basket in a currency; None where nothing that is said to move moves it."""
        key = (basket, on if self._dated else None, stage, currency)
        if key not in self._known:
            self._known[key] = self._curve(basket, on, stage, currency)
        return self._known[key]

    def _curve(self, basket: Basket, on: date, stage: Stage, currency: str) -> Curve | None:
        models = self._models(basket)
        moving = sorted({provider_of(model) for model in models} & self._providers)

        def price(provider: str = "", multiple: Decimal = Decimal(0)) -> Decimal:
            factors = tuple((name, multiple if name == provider else Decimal(0)) for name in moving)
            return self._price(basket, on, stage, currency, factors)

        still = price() if moving else Decimal(0)
        parts = []
        for name in moving:
            bends = [Decimal(0), *self._bends(models, name, on, stage)]
            added = [price(name, bend) - still for bend in (*bends, bends[-1] + 1)]
            if any(added):
                found, slope = tuple(float(amount) for amount in added), float(added[-1] - added[-2])
                parts.append(Part(name, tuple(float(bend) for bend in bends), found[:-1], slope))
        return Curve(float(still), tuple(parts)) if parts else None

    def _models(self, basket: Basket) -> tuple[str, ...]:
        for move in self._market.moves:
            basket = move.basket(basket)
        return basket.models

    def _price(
        self, basket: Basket, on: date, stage: Stage, currency: str, factors: tuple[tuple[str, Decimal], ...]
    ) -> Decimal:
        if factors not in self._moved:
            moves = (TokenPriceChange(provider=name, rate=factor - 1) for name, factor in factors)
            self._moved[factors] = evolve(self._market, moves=(*self._market.moves, *moves))
        market = self._moved[factors]
        return market.convert(market.token_price(basket, on, stage=stage), currency).amount

    def _bends(self, models: Iterable[str], provider: str, on: date, stage: Stage) -> list[Decimal]:
        """Multiples at which a list price of the provider falls to a locked one that it may then replace."""
        found: set[Decimal] = set()
        for model in models if stage == "contract" else ():
            if provider_of(model) == provider:
                locks = [c for c in in_force(self._market.contracts, model, on) if c.locked_on is not None]
                for lock in locks[:1]:
                    if lock.ratchet and lock.locked_on is not None:
                        locked = self._market.book.price(model, lock.locked_on)
                        found |= set(_ratios(locked, self._market.token_row(model, on)))
        return sorted(ratio for ratio in found if 0 < ratio < _FARTHEST)


def _ratios(locked: TokenPrice, row: TokenPrice) -> Iterable[Decimal]:
    """Locked over list prices, kind by kind, of every card that both rows have."""
    one, other = _cards(locked), _cards(row)
    for name in one.keys() & other.keys():
        for kind in KINDS:
            first, second = getattr(one[name], kind, None), getattr(other[name], kind, None)
            if first and second:
                yield EXACT.divide(first, second)


def _cards(row: TokenPrice) -> dict[str, RateCard | None]:
    return {"standard": row.card, **row.classes, **{f"above {tier.above_tokens}": tier.card for tier in row.tiers}}
