"""Motions: what a price is multiplied by on a day of a path, and rates that are drawn once."""

from __future__ import annotations

from math import exp, log, log1p, sqrt
from typing import TYPE_CHECKING

from .draws import Draws, Paths
from .dynamics import Cases, Distribution, ShareMotion, TokenMotion, Triangle

if TYPE_CHECKING:
    from .draws import Floats, Ints

STEP_DAYS = 32
"""Factors move together step by step, each of so many days; days within a step are bridged."""

DAYS_A_YEAR = 365
_MOST_IN_A_STEP = 512
_MOST = log(1e30)
"""Logarithm of the highest multiple: what stands above any price is kept countable."""


def steps_between(start: int, end: int) -> range:
    """The time steps that begin on days ``[start, end)``, counted from `as_of`; at least the one that holds the first.

    >>> steps_between(0, 365), steps_between(40, 50)
    (range(0, 12), range(1, 2))
    """
    first = -(-max(start, 0) // STEP_DAYS)
    last = -(-max(end, 0) // STEP_DAYS)
    return range(first, last) if last > first else range(max(start, 0) // STEP_DAYS, max(start, 0) // STEP_DAYS + 1)


class ShareWalk:
    """A share price as a multiple of what is stated for the day, on some paths.

    Brownian motion step by step; within a step by halving, each half normal about the middle of its ends (Lévy's
    construction), so that a day's value does not depend on which other days are asked for. Days are asked for in
    order, or at least steps are.

    Args:
        motion: How it moves.
        draws: Random numbers.
        paths: The paths.
    """

    def __init__(self, motion: ShareMotion, draws: Draws, paths: Paths) -> None:
        self._motion, self._draws, self._paths = motion, draws, paths
        self._step = -1
        self._known: dict[int, Floats] = {}

    def at(self, day: int) -> Floats:
        """The multiple on a day after `as_of`: ``exp(v W - v^2 t / 2)``, 1 on the day itself."""
        import numpy as np

        volatility, years = float(self._motion.volatility), day / DAYS_A_YEAR
        return np.exp(volatility * self._brownian(day) - 0.5 * volatility * volatility * years)

    def _brownian(self, day: int) -> Floats:
        step, rest = divmod(day, STEP_DAYS)
        self._advance(step)
        low, high = 0, STEP_DAYS
        while rest not in self._known:
            middle = (low + high) // 2
            if middle not in self._known:
                self._known[middle] = self._halfway(low, middle, high)
            low, high = (middle, high) if rest > middle else (low, middle)
        return self._known[rest]

    def _halfway(self, low: int, middle: int, high: int) -> Floats:
        spread = sqrt((middle - low) * (high - middle) / (high - low) / DAYS_A_YEAR)
        drawn = self._draws.normals(self._motion.symbol, self._step * STEP_DAYS + middle, self._paths)
        return 0.5 * (self._known[low] + self._end(high)) + spread * drawn

    def _end(self, day: int) -> Floats:
        """A known day of the step; its end is drawn when it is first needed."""
        if day not in self._known:
            drawn = self._draws.normals(self._motion.symbol, self._step * STEP_DAYS, self._paths)
            self._known[day] = self._known[0] + sqrt(STEP_DAYS / DAYS_A_YEAR) * drawn
        return self._known[day]

    def _advance(self, step: int) -> None:
        import numpy as np

        if self._step < 0:
            self._step, self._known = 0, {0: np.zeros(self._paths.count)}
        assert step >= self._step  # days are asked for in order
        while self._step < step:
            end = self._end(STEP_DAYS)
            self._step, self._known = self._step + 1, {0: end}


class TokenWalk:
    """A provider's prices as a multiple of what is stated for the day, on some paths.

    In each time step the number of price steps is Poisson, their days are even, and the sum of their normals is the
    step's own normal times the root of their number; so it is the sizes of price steps that are correlated with other
    factors, never their days.

    Args:
        motion: How they move.
        draws: Random numbers.
        paths: The paths.
    """

    def __init__(self, motion: TokenMotion, draws: Draws, paths: Paths) -> None:
        import numpy as np

        self._motion, self._draws, self._paths = motion, draws, paths
        self._counts = _poisson(float(motion.steps_a_year) * STEP_DAYS / DAYS_A_YEAR)
        self._step, self._before = 0, np.zeros(paths.count)
        self._drawn: list[tuple[Floats, Floats]] | None = None

    def at(self, day: int) -> Floats:
        """The multiple on a day after `as_of`."""
        import numpy as np

        step, rest = divmod(day, STEP_DAYS)
        assert step >= self._step  # days are asked for in order
        while self._step < step:
            for _, size in self._steps():
                self._before = self._before + size
            self._step, self._drawn = self._step + 1, None
        logarithm = self._before
        for when, size in self._steps() if rest else ():
            logarithm = logarithm + np.where(when <= rest, size, 0.0)
        drift = log1p(float(self._motion.drift_rate)) * (day / DAYS_A_YEAR)
        return np.exp(np.minimum(logarithm + drift, _MOST))

    def _steps(self) -> list[tuple[Floats, Floats]]:
        """Day within the time step and logarithm of every price step, 0 on paths that have fewer."""
        if self._drawn is None:
            self._drawn = self._draw() if self._motion.steps_a_year else []
        return self._drawn

    def _draw(self) -> list[tuple[Floats, Floats]]:
        import numpy as np

        name, paths = self._motion.provider, self._paths
        uniform = self._draws.uniforms(f"count/{name}", self._step, paths)
        counts = np.searchsorted(self._counts, uniform, side="left")
        numbers = range(1, int(counts.max()) + 1)
        nodes = [self._step * _MOST_IN_A_STEP + number for number in numbers]
        days = [STEP_DAYS * self._draws.uniforms(f"day/{name}", node, paths) for node in nodes]
        middle, spread = log1p(float(self._motion.step_rate)), float(self._motion.step_spread)
        normals = self._sizes(counts, nodes) if spread and nodes else [np.zeros(paths.count)] * len(nodes)
        sizes = [
            np.where(counts >= number, middle + spread * normal, 0.0)
            for number, normal in zip(numbers, normals, strict=True)
        ]
        return list(zip(days, sizes, strict=True))

    def _sizes(self, counts: Ints, nodes: list[int]) -> list[Floats]:
        """Independent normals of the price steps whose sum is the time step's own one times the root of their number.

        They are independent ones, less their mean, plus their part of that sum.
        """
        import numpy as np

        name, paths = self._motion.provider, self._paths
        whole = self._draws.normals(name, self._step * STEP_DAYS, paths)
        if len(nodes) < 2:
            return [whole]
        own = [self._draws.own_normals(f"size/{name}", node, paths) for node in nodes]
        some = np.maximum(counts, 1)
        total = sum(np.where(counts > number, size, 0.0) for number, size in enumerate(own))
        shift = whole / np.sqrt(some) - total / some
        # the only one of a path is the whole to the bit, whatever other paths have
        return [np.where(counts == 1, whole, size + shift) for size in own]


def _poisson(mean: float) -> Floats:
    """The distribution function of a Poisson number at 0, 1, 2 ...; the last one is 1."""
    import numpy as np

    chance, reached, found = exp(-mean), 0.0, []
    for number in range(1, _MOST_IN_A_STEP):
        reached += chance
        found.append(reached)
        if chance < 1e-18 and number > mean:
            break
        chance *= mean / number
    found[-1] = 1.0
    return np.array(found)


def spread_out(distribution: Distribution, uniform: Floats) -> Floats:
    """Rates of a distribution at evenly drawn numbers, by its inverse."""
    if isinstance(distribution, Triangle):
        return _triangle(distribution, uniform)
    return _cases(distribution, uniform)


def _triangle(given: Triangle, uniform: Floats) -> Floats:
    import numpy as np

    low, likely, high = float(given.low), float(given.likely), float(given.high)
    width = high - low
    if not width:
        return np.full(uniform.shape, low)
    rising = low + np.sqrt(uniform * (width * (likely - low)))
    falling = high - np.sqrt((1 - uniform) * (width * (high - likely)))
    return np.where(uniform * width < likely - low, rising, falling)


def _cases(given: Cases, uniform: Floats) -> Floats:
    import numpy as np

    rates = np.array([float(rate) for rate, _ in given.points])
    reached = np.cumsum([float(probability) for _, probability in given.points])
    reached[-1] = 1.0
    found: Floats = rates[np.searchsorted(reached, uniform, side="left")]
    return found
