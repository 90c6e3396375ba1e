"""Allowances that run dry: what is left of them on paths, and the day on which something is missing."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import define

from .curves import Curve
from .ranks import rank_of
from .reservoirs import Refill, Reservoir
from .uncertain import Scene

if TYPE_CHECKING:
    from .draws import Floats, Ints

_NEARLY = 1e-9
"""A need above what is there by no more than this part of it is rounding."""

_LEAST_PRICE = 1e-9
"""Tokens cheaper than this a million are counted at it: what money buys stays a number."""


@define
class _Lot:
    """A release on paths, as far as it has not lapsed.

    Attributes:
        refill: The release.
        granted: How much.
        reach: All that was released up to it.
        carried: Whether its own time is over.
    """

    refill: Refill
    granted: Floats
    reach: Floats
    carried: bool = False


class Level:
    """What is left of an allowance on paths, release after release, the oldest first.

    `_gone` is all that was used or has lapsed, and a lot reaches up to all that was released by then: one that lapses
    takes with it what it reaches to and is not gone. A release comes before the use of its day, and use is even over
    its days.

    Args:
        reservoir: The allowance.
        count: Number of paths.
    """

    def __init__(self, reservoir: Reservoir, count: int) -> None:
        import numpy as np

        self._given = reservoir
        self._come, self._gone = np.zeros(count), np.zeros(count)
        self._held: list[_Lot] = []
        self.dry = np.full(count, -1, dtype=np.int64)
        """Days after `as_of` of the first day on which something is missing; -1 where none is."""

    def refill(self, refill: Refill, demand: Floats | float, scene: Scene) -> None:
        """A release, and the need of its days."""
        import numpy as np

        self._end_own_times(refill.day)
        self._lapse(refill.day)
        if refill.granted:
            granted = _granted(refill, scene)
            self._come = self._come + granted
            self._held.append(_Lot(refill, granted, self._come))
        there = self._come - self._gone
        need = demand * refill.needed * _priced(refill.price, refill.day, scene)
        self._note(refill, there, need)
        self._gone = self._gone + np.minimum(need, there)

    def _end_own_times(self, day: int) -> None:
        """Of releases whose own time is over a share stays, and of all that is carried over no more than the cap."""
        import numpy as np

        for number, lot in enumerate(self._held):
            if lot.carried or lot.refill.own_until > day:
                continue
            lot.carried = True
            if self._given.carried != 1:
                left = np.clip(lot.reach - self._gone, 0.0, lot.granted)
                self._shrink(number, (1 - self._given.carried) * left)
            if self._given.cap is not None:
                self._gone = np.maximum(self._gone, lot.reach - self._given.cap)

    def _shrink(self, number: int, less: Floats) -> None:
        """A lot with less in it: all that came after reaches less far."""
        for lot in self._held[number:]:
            lot.reach = lot.reach - less
        self._come = self._come - less

    def _lapse(self, day: int) -> None:
        import numpy as np

        while self._held and self._held[0].refill.lapses <= day:
            self._gone = np.maximum(self._gone, self._held.pop(0).reach)

    def _note(self, refill: Refill, there: Floats, need: Floats) -> None:
        """The day on which what is there has been used, where it is less than the need."""
        import numpy as np

        short = (need > there * (1 + _NEARLY)) & (self.dry < 0)
        if short.any():
            lasts = np.divide(there, need, out=np.zeros_like(there), where=short)
            days = refill.day + np.floor(lasts * refill.days).astype(np.int64)
            short &= days < self._given.until
            self.dry = np.where(short, days, self.dry)


def _priced(price: Curve | float, day: int, scene: Scene) -> Floats:
    import numpy as np

    if isinstance(price, Curve):
        return price.at(scene.on(max(day, 0)))
    return np.full(scene.paths.count, price)


def _granted(refill: Refill, scene: Scene) -> Floats:
    import numpy as np

    if refill.settled is None:
        return np.full(scene.paths.count, refill.granted)
    day = max(refill.day, 0)
    price = np.maximum(_at(refill.settled.curve, day, scene), _LEAST_PRICE)
    return refill.granted * (refill.settled.under_rule(price) / price)


def _at(curve: Curve, day: int, scene: Scene) -> Floats:
    import numpy as np

    if not curve.parts:
        return np.full(scene.paths.count, curve.fixed)
    return curve.at(scene.on(day))


def first_days(counts: Ints, shares: tuple[Decimal, ...]) -> tuple[int, ...]:
    """The days by which shares of paths have run dry, from the number of paths of each day."""
    import numpy as np

    reached = np.cumsum(counts)
    whole = int(reached[-1])
    return tuple(int(np.searchsorted(reached, rank_of(share, whole), side="right")) for share in shares)
