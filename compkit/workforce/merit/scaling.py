"""Amounts cut or lifted by one factor, so that together they cost no more than a pool; whole units, never more."""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import frozen

from ..columns.rational import Ints

_BITS = 40
PARTS = 1 << _BITS
"""A factor is a whole number of parts, of which this many are 1: finer than a unit of any raise."""

_LOW = 22
_HIGH = _BITS - _LOW
_MOST = 1 << (2 * _LOW)


def exact_sum(amounts: Ints) -> int:
    """The sum, exact even where it needs more than 64 bits.

    >>> exact_sum(np.array([2**62, 2**62, 2**62]))
    13835058055282163712
    """
    return int((amounts >> 32).sum()) * 2**32 + int((amounts & (2**32 - 1)).sum())


@frozen(eq=False, kw_only=True)
class Wanted:
    """What people of one pool would get, and within what limits, in whole units.

    Attributes:
        amounts: Wanted, below 2 to the 44th.
        low: Least of each.
        high: Most of each, not below `low`.
        weights: What a unit costs each, in whole parts.
    """

    amounts: Ints
    low: Ints
    high: Ints
    weights: Ints

    def at(self, factor: int) -> tuple[Ints, Ints]:
        """Amounts times a factor in parts, rounded down, and what rounding left; within the limits nothing is left."""
        whole, rest = _times(self.amounts, factor)
        kept = np.clip(whole, self.low, self.high)
        return kept, np.where((kept == whole) & (whole < self.high), rest, 0)

    def cost(self, amounts: Ints) -> int:
        """What amounts cost, in parts of the weights."""
        return exact_sum(amounts * self.weights)

    def fits(self, factor: int, pool: int) -> bool:
        """Whether amounts times a factor, unrounded, cost no more than a pool."""
        whole, rest = self.at(factor)
        return self.cost(whole) * PARTS + self.cost(rest) <= pool * PARTS


def _times(amounts: Ints, factor: int) -> tuple[Ints, Ints]:
    """Amounts times parts, as whole units and the rest in parts; in two halves, since 64 bits do not hold a product."""
    high, low = amounts >> _LOW, amounts & ((1 << _LOW) - 1)
    below = low * factor
    upper = high * factor + (below >> _LOW)
    return upper >> _HIGH, ((upper & ((1 << _HIGH) - 1)) << _LOW) | (below & ((1 << _LOW) - 1))


def scaled(wanted: Wanted, pool: int) -> tuple[Ints, Ints]:
    """Amounts at the largest factor up to 1 at which, unrounded, they cost no more than a pool; and what rounding left.

    Args:
        wanted: What people would get; their least must not cost more than the pool.
        pool: In parts, as `Wanted.cost`.
    """
    if wanted.fits(PARTS, pool):
        return wanted.at(PARTS)
    under, over = 0, PARTS
    while over - under > 1:
        middle = (under + over) // 2
        if wanted.fits(middle, pool):
            under = middle
        else:
            over = middle
    return wanted.at(under)


def lifted(amounts: Ints, high: Ints) -> Ints:
    """Amounts times one whole number, large enough that a factor below 1 reaches every limit that it can."""
    some = amounts > 0
    if not some.any():
        return amounts
    times = int(-(-high[some] // amounts[some]).max())
    room = _MOST // int(amounts.max())
    return amounts * max(min(times, room), 1)


def largest_first(rest: Any, costs: Ints, left: int) -> Any:
    """Positions that are topped up by one step: by largest remainder, ties to the earlier, as long as it is paid for.

    Args:
        rest: What rounding left of each, above 0, in any order; only these positions are asked.
        costs: What one step costs each, in parts.
        left: What there is, in parts.
    """
    order = np.argsort(-rest, kind="stable")
    spent = np.cumsum(costs[order].astype(object)) if len(order) else np.zeros(0, dtype=object)
    return order[: int(np.searchsorted(spent, left, side="right"))] if len(order) else order
