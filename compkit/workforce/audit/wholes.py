"""Exact arithmetic of whole columns: quotients, sums by group and quartiles, however large the products are."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...errors import InvalidValue
from ..columns.rational import Ints

_MOST = 2**62
_SPLIT = 2**31


def quotient(values: Any, above: Any, below: Any, *, floor: bool = False) -> Ints:
    """``values * above / below`` to whole numbers, halves up; 0 where `below` is 0.

    In Python's whole numbers where 64 bits might not hold a product.

    Args:
        values: Whole numbers.
        above: Whole numbers, or one.
        below: Whole numbers from 0 on, or one.
        floor: Whether it is rounded down instead.

    Raises:
        InvalidValue: If a result does not fit 64 bits.

    >>> quotient(np.array([1, 3, 10**15]), 1, 2).tolist(), quotient(np.array([10**15]), 10**9, 10**7).tolist()
    ([1, 2, 500000000000000], [100000000000000000])
    """
    columns = np.broadcast_arrays(_column(values), _column(above), _column(below))
    first, second, third = columns
    if _largest(first) * _largest(second) * 2 + _largest(third) >= _MOST:
        first, second, third = (column.astype(object) for column in columns)
    divisor = np.where(third == 0, 1, third)
    product = first * second
    found = product // divisor if floor else (2 * product + divisor) // (2 * divisor)
    return _whole(np.where(third == 0, 0, found))


def _column(values: Any) -> Any:
    """Whole numbers as an array; those beyond 64 bits stay Python's own."""
    if isinstance(values, int):
        return np.array([values], dtype=np.int64 if abs(values) < _MOST else object)
    return np.asarray(values)


def _largest(values: Any) -> int:
    return max(abs(int(values.max(initial=0))), abs(int(values.min(initial=0))))


def _whole(values: Any) -> Ints:
    if values.dtype == object and len(values) and _largest(values) >= 2 * _MOST:
        fix = "look at its tokens, its price and its currency"
        raise InvalidValue("amount", _largest(values), "is more than a column holds", fix)
    found: Ints = values.astype(np.int64)
    return found


def group_sums(values: Ints, codes: Ints, size: int) -> list[int]:
    """The sum of each group, exact beyond 64 bits.

    Args:
        values: Whole numbers.
        codes: Number of each one's group, from 0.
        size: How many groups there are.

    >>> group_sums(np.array([2**62, 2**62, 1]), np.array([0, 0, 1]), 2) == [2**63, 1]
    True
    """
    high, low = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    np.add.at(high, codes, values // _SPLIT)
    np.add.at(low, codes, values % _SPLIT)
    return [above * _SPLIT + below for above, below in zip(high.tolist(), low.tolist(), strict=True)]


def sums(values: Ints, codes: Ints, size: int) -> Ints:
    """The sum of each group as a column.

    Raises:
        InvalidValue: If a sum does not fit 64 bits.
    """
    high = np.zeros(size, dtype=np.int64)
    low = np.zeros(size, dtype=np.int64)
    np.add.at(high, codes, values // _SPLIT)
    np.add.at(low, codes, values % _SPLIT)
    if size and _largest(high) >= 2**31:
        return _whole(high.astype(object) * _SPLIT + low)
    return high * _SPLIT + low


def quartiles(values: Ints) -> tuple[int, int, int]:
    """First quartile, median and third quartile, halves up, between neighbours by distance.

    The quartile ``q`` stands at ``(n - 1) * q / 4`` of the values in order, from 0.

    >>> quartiles(np.array([40, 10, 30, 20]))
    (18, 25, 33)
    """
    ordered = np.sort(values)
    found = []
    for quarter in (1, 2, 3):
        at, rest = divmod((len(ordered) - 1) * quarter, 4)
        low, high = int(ordered[at]), int(ordered[min(at + 1, len(ordered) - 1)])
        found.append((2 * (low * (4 - rest) + high * rest) + 4) // 8)
    return found[0], found[1], found[2]
