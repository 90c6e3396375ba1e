"""Tallies: what is counted and summed over paths, in an order that does not depend on chunks."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from .draws import BLOCK

if TYPE_CHECKING:
    from .draws import Floats, Ints


class Moments:
    """Means of series and their standard errors.

    Sums are of blocks first, each about the first number of its series, so that no size of chunks changes a bit.

    Args:
        series: How many series.
    """

    def __init__(self, series: int) -> None:
        import numpy as np

        self._sums, self._squares = np.zeros(series), np.zeros(series)
        self._about: Floats | None = None
        self._count = 0

    def add(self, values: Floats, count: int) -> None:
        """A run of whole blocks, one row a series.

        Args:
            values: The run.
            count: How many of it count.
        """
        if self._about is None:
            self._about = values[:, :1].copy()
        self._count += count
        apart = values - self._about
        apart[:, count:] = 0.0
        for begin in range(0, apart.shape[1], BLOCK):
            block = apart[:, begin : begin + BLOCK]
            self._sums += block.sum(axis=1)
            self._squares += (block * block).sum(axis=1)

    @property
    def means(self) -> Floats:
        """One a series."""
        assert self._about is not None  # there is at least one path
        return self._about[:, 0] + self._sums / self._count

    @property
    def errors(self) -> Floats:
        """Standard errors of the means; 0 of a single path."""
        import numpy as np

        if self._count < 2:
            return np.zeros(len(self._sums))
        variance = (self._squares - self._sums * self._sums / self._count) / (self._count - 1)
        return np.sqrt(np.maximum(variance, 0.0)) / sqrt(self._count)


class Contest:
    """How often one series is above another.

    Args:
        tie: Differences below this are none.
    """

    def __init__(self, tie: float) -> None:
        self._tie = tie
        self.wins = self.ties = 0

    def add(self, first: Floats, second: Floats) -> None:
        """A run of both."""
        import numpy as np

        ahead = first - second
        self.wins += int(np.count_nonzero(ahead >= self._tie))
        self.ties += int(np.count_nonzero(np.abs(ahead) < self._tie))


class Days:
    """On how many paths something happens on each day.

    Args:
        until: First day that no longer counts.
    """

    def __init__(self, until: int) -> None:
        import numpy as np

        self.counts: Ints = np.zeros(max(until, 1), dtype=np.int64)

    def add(self, days: Ints) -> None:
        """A run; -1 is never."""
        import numpy as np

        self.counts += np.bincount(days[days >= 0], minlength=len(self.counts))

    @property
    def total(self) -> int:
        """Paths on which it happens."""
        return int(self.counts.sum())
