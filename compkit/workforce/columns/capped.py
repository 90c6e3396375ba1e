"""Totals of allowances that are held between bounds, under many prices: exact, and no person is looked at twice.

What a person is paid bends at a price: a capped allowance stops growing where its quantity is worth the cap. All
bends are sorted once, with the sums of what lies below each. A total under a price is then one look-up, one product and
one sum, however many people there are.

All numbers are whole: quantities in their smallest parts, prices in parts such as billionths, and amounts in the
product of both. A cent, where tokens (millionths of their unit) meet billionths of a dollar, is ``10**13`` of them.
Sums are added up in 64 bits where those hold them, else in Python's integers.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import field, frozen

from ...errors import InvalidValue
from .rational import Ints

BILLION = 10**9

_MOST = 2**62
"""Sums whose parts cannot come to more than this stay in 64 bits."""


@frozen(eq=False)
class Bends:
    """The total of many people as a function of the price: straight between two bends.

    Attributes:
        at: The prices after which it bends, ascending.
        slope: What it grows by per price, before the first bend and after each, as Python's integers.
        rest: What it would be at a price of 0 on the same straight line, likewise.
    """

    at: Ints
    slope: Any = field()
    rest: Any

    @slope.validator
    def _one_more(self, _: object, slope: Any) -> None:
        if len(slope) != len(self.at) + 1:
            raise InvalidValue("slope", len(slope), f"must be {len(self.at) + 1} numbers, one more than bends")

    def totals(self, prices: Ints) -> Any:
        """The exact total under each price, as Python's integers in an array.

        Raises:
            InvalidValue: If a price is below 0.
        """
        _check_whole("prices", prices)
        order = np.argsort(prices)  # numbers in order are found several times as fast
        line = np.empty(len(prices), dtype=np.int64)
        line[order] = np.searchsorted(self.at, prices[order], side="left")
        return self.rest[line] + self.slope[line] * prices.astype(object)


def billionths(prices: Any) -> Ints:
    """Prices in billionths, rounded to the nearest.

    >>> billionths(np.array([2.5, 0.0000000014])).tolist()
    [2500000000, 1]

    Raises:
        InvalidValue: If a price is no number, below 0 or above nine billion.
    """
    if not ((prices >= 0) & (prices <= 9e9)).all():
        raise InvalidValue("prices", "a price", "must be from 0 to nine billion")
    whole: Ints = np.rint(prices * BILLION).astype(np.int64)
    return whole


def capped(quantities: Ints, caps: Ints, *, per: int = 1) -> Bends:
    """A quantity each, worth no more than a cap: the sum of ``min(cap, quantity * price)``.

    >>> capped(np.array([10, 20]), np.array([50, 30])).totals(np.array([1, 2, 6])).tolist()
    [30, 50, 80]

    Args:
        quantities: Of each person, in smallest parts.
        caps: Of each person.
        per: How many amounts a unit of the caps is: ``10**13`` for cents, tokens and billionths of a dollar.

    Raises:
        InvalidValue: If a quantity or cap is below 0, or `per` below 1.
    """
    _check_whole("quantities", quantities)
    _check_whole("caps", caps)
    if per < 1:
        raise InvalidValue("per", per, "must be 1 or more")
    some = quantities > 0
    most, held = quantities[some], _products(caps[some], np.array([per], dtype=object))
    bends = np.minimum(held // most, np.iinfo(np.int64).max).astype(np.int64)
    return _bends([(bends, -most, held)], slope=most, rest=np.zeros(0, dtype=np.int64))


def collared(quantities: Ints, low: Ints, high: Ints) -> Bends:
    """A quantity each, at a price held between two: the sum of ``quantity * min(max(price, low), high)``.

    >>> collared(np.array([10]), np.array([2]), np.array([4])).totals(np.array([1, 3, 5])).tolist()
    [20, 30, 40]

    Args:
        quantities: Of each person, in smallest parts.
        low: The lowest price each person's quantity counts at.
        high: The highest.

    Raises:
        InvalidValue: If a number is below 0, or a lowest price above the highest.
    """
    for name, whole in (("quantities", quantities), ("low", low), ("high", high)):
        _check_whole(name, whole)
    if (low > high).any():
        person = int(np.flatnonzero(low > high)[0])
        raise InvalidValue("low", low[person], f"must not be above high, {high[person]}", "swap them")
    least, most = _products(quantities, low), _products(quantities, high)
    up, down = (low, quantities, -least), (high, -quantities, most)
    return _bends([up, down], slope=np.zeros(0, dtype=np.int64), rest=least)


def better(quantities: Ints, basis: Ints) -> Bends:
    """A quantity each, at the better of a basis and the price: the sum of ``quantity * max(basis, price)``.

    >>> better(np.array([10]), np.array([2])).totals(np.array([1, 3])).tolist()
    [20, 30]

    Args:
        quantities: Of each person, in smallest parts.
        basis: The price each person's quantity counts at whatever happens.

    Raises:
        InvalidValue: If a number is below 0.
    """
    for name, whole in (("quantities", quantities), ("basis", basis)):
        _check_whole(name, whole)
    least = _products(quantities, basis)
    return _bends([(basis, quantities, -least)], slope=np.zeros(0, dtype=np.int64), rest=least)


def _bends(parts: list[tuple[Ints, Any, Any]], *, slope: Any, rest: Any) -> Bends:
    """Bends in order, from what changes at each: the price, and what is added to the slope and to the rest."""
    at = np.concatenate([part[0] for part in parts])
    order = np.argsort(at, kind="stable")
    slopes, rests = ([part[n] for part in parts] for n in (1, 2))
    return Bends(at[order], _running(slope, slopes, order), _running(rest, rests, order))


def _running(first: Any, parts: list[Any], order: Any) -> Any:
    """The sum of the first numbers, and that sum after each change in order."""
    changes = np.concatenate(parts)[order]
    most = _largest(first) * len(first) + _largest(changes) * len(changes)
    kind = np.int64 if most < _MOST else object
    begin = np.array([sum(first.tolist()) if kind is object else first.sum()], dtype=kind)
    return np.cumsum(np.concatenate((begin, changes.astype(kind)))).astype(object)


def _products(left: Ints, right: Any) -> Any:
    """Exact products: in 64 bits where those hold them, else Python's integers."""
    kind = np.int64 if _largest(left) * _largest(right) < _MOST else object
    return left.astype(kind) * right.astype(kind)


def _largest(whole: Any) -> int:
    return max(int(whole.max()), -int(whole.min())) if len(whole) else 0


def _check_whole(name: str, whole: Any) -> None:
    """Raise unless all are whole numbers from 0 on."""
    if whole.dtype.kind not in "iO":
        raise InvalidValue(name, whole.dtype, "must be whole numbers", "count in smallest parts")
    if len(whole) and whole.min() < 0:
        raise InvalidValue(name, whole.min(), "must not be below 0")
