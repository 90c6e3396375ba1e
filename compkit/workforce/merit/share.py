"""How one pool of a merit cycle is shared: limits of everybody, one factor for all, and rounding that adds up."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from attrs import evolve, frozen

from ...errors import InvalidValue
from ...money import Money
from ..columns.rational import Ints
from ..roster import MILLION
from .cycle import MeritCycle
from .scaling import PARTS, Wanted, largest_first, lifted, scaled


@frozen(eq=False, kw_only=True)
class PoolShare:
    """How one pool is shared.

    Attributes:
        cycle: The rules.
        people: Whom it covers: smallest units a year at full time in ``base``, ``maximum``, ``wanted``, ``low`` and
            ``high``, FTE in millionths.
        step: Smallest units of which a new base is a multiple.
        pool: What it holds, smallest units.
    """

    cycle: MeritCycle
    people: pd.DataFrame
    step: int
    pool: int

    def given(self) -> tuple[Ints, Ints]:
        """Raises of base, and what leads beyond the maximum of a band, both at full time.

        Raises:
            InvalidValue: If floors alone cost more than the pool.
        """
        wanted, pool = self._wanted(), self.pool * MILLION
        self._check_floors(wanted)
        is_scaled = wanted.cost(wanted.amounts) > pool
        if not is_scaled and self.cycle.scale == "to pool":
            wanted, is_scaled = evolve(wanted, amounts=lifted(wanted.amounts, wanted.high)), True
        award = self._in_steps(wanted, pool, is_scaled=is_scaled)
        raised = np.minimum(award, self._room()) if self._pays_once else award
        return raised, award - raised

    @property
    def _pays_once(self) -> bool:
        return self.cycle.above_maximum == "lump sum"

    def _column(self, name: str) -> Ints:
        found: Ints = self.people[name].to_numpy(dtype=np.int64)
        return found

    def _check_floors(self, wanted: Wanted) -> None:
        least = -(-wanted.cost(wanted.low) // MILLION)
        if least > self.pool:
            currency = str(self.people["currency"].iloc[0])
            said, needed = Money.from_minor(self.pool, currency), Money.from_minor(least, currency)
            fix = "raise the pool, or lower the floor"
            raise InvalidValue("MeritCycle.pools", said, f"is less than the floors of its people cost, {needed}", fix)

    def _room(self) -> Ints:
        """How far base may rise to stay within the band, at a multiple of the step."""
        return np.maximum(self._aligned(self._column("maximum")), 0)

    def _aligned(self, new_base: Ints) -> Ints:
        """The raise to the highest multiple of the step that is no more than a new base."""
        return new_base // self.step * self.step - self._column("base")

    def _wanted(self) -> Wanted:
        """What is wanted and its limits, where base may stop: at multiples of the step, and within the band."""
        base, low, high = (self._column(name) for name in ("base", "low", "high"))
        room = self._room()
        if self.cycle.above_maximum == "lost":
            high = np.minimum(high, room)
        is_free = (high > room) & self._pays_once
        high = np.where(is_free, high, np.maximum(self._aligned(base + high), 0))
        up = self._aligned(base + low + self.step - 1)
        low = np.minimum(np.where((is_free & (low > room)) | (low == 0), low, up), high)
        amounts = np.clip(self._column("wanted"), low, high)
        return Wanted(amounts=amounts, low=low, high=high, weights=self._column("fte"))

    def _in_steps(self, wanted: Wanted, pool: int, *, is_scaled: bool) -> Ints:
        """Awards at multiples of the step: all of them down first, then one step up for the largest remainders.

        Where a pool pays for all that is wanted, remainders from half a step on go up; where it does not, any does, as
        long as it is paid for.
        """
        kept, rest = scaled(wanted, pool)
        base, room = self._column("base"), self._room()
        is_past = (kept > room) & self._pays_once
        step = np.where(is_past, 1, self.step)
        down: Ints = np.maximum((base + kept) // step * step - base, wanted.low)
        up = (base + down) // step * step + step - base
        over = (base + kept) % step + rest / PARTS
        asks = ((kept > down) | (rest > 0)) & (up <= wanted.high) & (is_past | (up <= room) | (not self._pays_once))
        rows: Any = np.flatnonzero(asks & (is_scaled | (2 * over >= step)))
        costs = (up - down)[rows] * wanted.weights[rows]
        first = rows[largest_first((over / step)[rows], costs, pool - wanted.cost(down))]
        down[first] = up[first]
        return down
