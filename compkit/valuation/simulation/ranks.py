"""Ranks: exact order statistics of series that come in runs, in bounded memory however long they are.

A series that fits is kept. Of a longer one only counts are kept: the first run of it brackets each wanted rank, and
each further pass over the same series narrows the bracket, until what lies in it can be kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import sqrt
from typing import TYPE_CHECKING

from ...errors import InvalidValue

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from .draws import Floats, Ints

    Keys = NDArray[np.uint64]

KEPT = 1 << 22
"""Numbers that are kept at once: 32 MB. Where all do not fit, only a sample is."""

_SAMPLE = 1 << 14
"""Numbers of a series by which its ranks are bracketed."""

_BINS = 10
"""A bracket is counted in 2 to the power of this."""

_FEW = 1024
"""Distinct numbers of a bracket that are kept."""

_TOP = (1 << 64) - 1
_SIGN = 1 << 63


def rank_of(share: Decimal, count: int) -> int:
    """The rank, from 0, of the least number that at least a share of `count` do not exceed.

    >>> [rank_of(Decimal("0.1"), count) for count in (10, 11)]
    [0, 1]
    """
    if not 0 < share <= 1:
        raise InvalidValue("share", share, "must be above 0, and at most 1")
    return int((share * count).to_integral_value("ROUND_CEILING")) - 1


def _keys(values: Floats) -> Keys:
    """Whole numbers in the order of the values: of IEEE 754, bits with the sign turned, all of them below zero."""
    import numpy as np

    bits = (values + 0.0).view(np.uint64)
    mask = np.where(bits >> np.uint64(63), np.uint64(_TOP), np.uint64(_SIGN))
    return bits ^ mask


def _value(key: int) -> float:
    import numpy as np

    bits = key ^ (_SIGN if key & _SIGN else _TOP)
    return float(np.array([bits], dtype=np.uint64).view(np.float64)[0])


class _Bracket:
    """One wanted rank of one series, and between which keys it lies.

    What lies in it is kept as distinct keys with their numbers as long as there are few, and counted in bins.
    """

    def __init__(self, rank: int, low: int = 0, high: int = _TOP) -> None:
        import numpy as np

        self.found: float | None = None
        self._rank, self._low, self._high = rank, low, high
        self._shift = max((high - low).bit_length() - _BINS, 0)
        self._bins = np.zeros(((high - low) >> self._shift) + 1, dtype=np.int64)
        self._below = 0
        self._few: tuple[Keys, Ints] | None = (np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.int64))

    def add(self, keys: Keys) -> None:
        """A run of the series."""
        import numpy as np

        inside = keys[(keys >= np.uint64(self._low)) & (keys <= np.uint64(self._high))]
        self._below += int(np.count_nonzero(keys < np.uint64(self._low)))
        places = ((inside - np.uint64(self._low)) >> np.uint64(self._shift)).astype(np.int64)
        self._bins += np.bincount(places, minlength=len(self._bins))
        if self._few is not None:
            self._few = _merged(*self._few, inside)

    def narrowed(self) -> _Bracket:
        """What a whole pass has shown: the number itself, or a narrower bracket."""
        import numpy as np

        rank = self._rank - self._below
        numbers = self._few[1] if self._few is not None else self._bins
        reached = np.cumsum(numbers)
        if rank < 0:
            return _Bracket(self._rank, 0, self._low - 1)
        place = int(np.searchsorted(reached, rank, side="right"))
        if place == len(reached):
            return _Bracket(self._rank, self._high + 1, _TOP)
        if self._few is not None:
            self.found = _value(int(self._few[0][place]))
            return self
        low = self._low + (place << self._shift)
        return _Bracket(self._rank, low, min(low + (1 << self._shift) - 1, self._high))


def _merged(keys: Keys, numbers: Ints, more: Keys) -> tuple[Keys, Ints] | None:
    """Distinct keys with their numbers, more of them added; None once there are too many to keep."""
    import numpy as np

    added, counts = np.unique(more, return_counts=True)
    if len(added) > _FEW:
        return None
    found, places = np.unique(np.concatenate([keys, added]), return_inverse=True)
    if len(found) > _FEW:
        return None
    total = np.zeros(len(found), dtype=np.int64)
    np.add.at(total, places, np.concatenate([numbers, counts]))
    return found, total


class Ranks:
    """Order statistics of several series of the same length.

    Every pass must bring the same numbers in the same order, in runs of any length.

    Args:
        series: How many series.
        count: Numbers of each.
        shares: Which order statistics: the least number that at least such a share does not exceed.
        kept: Numbers that may be kept at once.
    """

    def __init__(self, series: int, count: int, shares: Sequence[Decimal], *, kept: int = KEPT) -> None:
        import numpy as np

        self._count, self._ranks = count, [rank_of(share, count) for share in shares]
        room = max(kept // max(series, 1), 1)
        self._size = count if count <= room else min(room, _SAMPLE)
        self._first = np.empty((series, self._size))
        self._seen = 0
        self._brackets: list[list[_Bracket]] | None = None
        self._found: Floats | None = None

    def add(self, values: Floats) -> None:
        """The next run of a pass, one row a series."""
        start, self._seen = self._seen, self._seen + values.shape[1]
        if self._brackets is None:
            room = min(self._size - start, values.shape[1])
            self._first[:, start : start + room] = values[:, :room]
            if self._seen < self._size or self._size == self._count:
                return
            self._brackets = [self._bracketed(row) for row in self._first]
            self._count_run(self._first)
            values = values[:, room:]
        self._count_run(values)

    def _count_run(self, values: Floats) -> None:
        import numpy as np

        assert self._brackets is not None
        for brackets, row in zip(self._brackets, values, strict=True):
            keys = _keys(np.ascontiguousarray(row))
            for bracket in brackets:
                if bracket.found is None:
                    bracket.add(keys)

    def _bracketed(self, first: Floats) -> list[_Bracket]:
        """Brackets that hold the wanted ranks of the whole series, six standard errors wide to each side."""
        import numpy as np

        keys = np.sort(_keys(np.ascontiguousarray(first)))
        return [_Bracket(rank, *_ends(keys, rank / self._count)) for rank in self._ranks]

    def finish_pass(self) -> bool:
        """Whether all is found; else another pass is needed."""
        import numpy as np

        self._seen = 0
        if self._brackets is None:
            self._found = np.array([np.partition(row, self._ranks)[self._ranks] for row in self._first])
            self._found = self._found.reshape(len(self._first), len(self._ranks))
            return True
        self._brackets = [[b if b.found is not None else b.narrowed() for b in row] for row in self._brackets]
        self._first = np.empty((len(self._brackets), 0))
        if any(bracket.found is None for row in self._brackets for bracket in row):
            return False
        self._found = np.array([[bracket.found for bracket in row] for row in self._brackets])
        return True

    @property
    def found(self) -> Floats:
        """One row a series, one column a share, once all passes are done."""
        assert self._found is not None  # finish_pass said so
        return self._found


def _ends(keys: Keys, share: float) -> tuple[int, int]:
    size = len(keys)
    width = 6 * sqrt(size * share * (1 - share)) + 2
    low, high = int(size * share - width), int(size * share + width) + 1
    return int(keys[low]) if low >= 0 else 0, int(keys[high]) if high < size else _TOP
