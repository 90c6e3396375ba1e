"""Random numbers that depend on nothing but the seed, the factor, the time step and the path.

Each number has its own place in a counter-based generator (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as
easy as 1, 2, 3", 2011): neither the size of chunks nor what else is simulated beside it changes one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import blake2b
from math import erfc, sqrt
from typing import TYPE_CHECKING

from attrs import field, frozen

from ...errors import InvalidValue
from .dynamics import Correlation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Multiple = Callable[[str], Floats]

GENERATOR = "Philox 4x64, 10 rounds, a counter for each factor, time step and path; normals by Box and Muller"

BLOCK = 256
"""Paths are drawn in whole blocks, so that arithmetic takes the same course for each of them."""

_HALF = 2.0**-54
_TURN = 6.283185307179586
_NOTHING = 1e-12
"""What rounding may leave of a variance that is 0."""


@frozen
class Paths:
    """A run of paths.

    Attributes:
        first: Number of the first one, a multiple of `BLOCK`.
        count: How many, a multiple of `BLOCK`.
    """

    first: int
    count: int


Mixture = tuple[tuple[str, float], ...]
"""Independent factors with the weights by which they make a correlated one."""


def mixtures(correlations: Iterable[Correlation]) -> dict[str, Mixture]:
    """How correlated factors are made of independent ones: the Cholesky factor of their correlations, name by name.

    Factors stand in the order of their names; a factor that no correlation names is not among them.

    Raises:
        InvalidValue: If no factors can be so correlated: the matrix is not positive semi-definite.
    """
    rates = {frozenset((entry.first, entry.second)): float(entry.rate) for entry in correlations}
    names = sorted({name for pair in rates for name in pair})
    lower: list[list[float]] = []
    for row, name in enumerate(names):
        weights: list[float] = []
        for column in range(row):
            known = sum(a * b for a, b in zip(weights, lower[column], strict=False))
            left = rates.get(frozenset((name, names[column])), 0.0) - known
            own = lower[column][column]
            if own == 0 and abs(left) > _NOTHING:
                raise _impossible(names[column], name)
            weights.append(left / own if own else 0.0)
        rest = 1 - sum(weight * weight for weight in weights)
        if rest < -_NOTHING:
            raise _impossible(next(other for other in reversed(names[:row]) if frozenset((name, other)) in rates), name)
        lower.append([*weights, sqrt(rest) if rest > _NOTHING else 0.0])
    return {
        name: tuple((other, weight) for other, weight in zip(names, row, strict=False) if weight)
        for name, row in zip(names, lower, strict=True)
    }


def _impossible(first: str, second: str) -> InvalidValue:
    rule = "no prices can move like this together with the other correlations (not positive semi-definite)"
    return InvalidValue("Dynamics.correlations", f"{first} and {second}", rule, "bring their rate nearer to 0")


@frozen
class Draws:
    """Random numbers of factors.

    Attributes:
        seed: The same one gives the same numbers.
        mixed: Correlated factors, made of independent ones.
    """

    seed: int
    mixed: dict[str, Mixture] = field(factory=dict)

    def uniforms(self, name: str, node: int, paths: Paths) -> Floats:
        """Evenly between 0 and 1, both excluded: one a path, independent of every other name and node.

        Args:
            name: Of what.
            node: Which of its numbers, 0 or above.
            paths: For which paths.
        """
        import numpy as np

        key = np.frombuffer(blake2b(f"{self.seed}/{name}".encode(), digest_size=16).digest(), dtype="<u8")
        counter = np.array([paths.first // 4, node, 0, 0], dtype=np.uint64)
        found = np.random.Generator(np.random.Philox(key=key.astype(np.uint64), counter=counter)).random(paths.count)
        found += _HALF
        return found

    def own_normals(self, name: str, node: int, paths: Paths) -> Floats:
        """Standard normal, one a path, independent of every other name and node (Box and Muller 1958)."""
        import numpy as np

        uniform = self.uniforms(name, node, paths).reshape(-1, 2).T.copy()
        radius = np.sqrt(-2 * np.log(uniform[0]))
        angle = _TURN * uniform[1]
        found = np.empty((uniform.shape[1], 2))
        found[:, 0], found[:, 1] = radius * np.cos(angle), radius * np.sin(angle)
        return found.reshape(-1)

    def normals(self, name: str, node: int, paths: Paths) -> Floats:
        """Standard normal, one a path, correlated with other factors of the same node."""
        if name not in self.mixed:
            return self.own_normals(f"normal/{name}", node, paths)
        import numpy as np

        found = np.zeros(paths.count)
        for other, weight in self.mixed[name]:
            found += weight * self.own_normals(f"normal/{other}", node, paths)
        return found

    def once(self, name: str, nodes: range, paths: Paths) -> Floats:
        """Evenly between 0 and 1, one a path, for a factor that is drawn once over several nodes.

        It is the distribution of the sum of the nodes' normals, so that its correlation with what moves from node to
        node is that of the nodes.
        """
        if name not in self.mixed:
            return self.uniforms(f"once/{name}", nodes.start, paths)
        whole = self.normals(name, nodes[0], paths)
        for node in nodes[1:]:
            whole = whole + self.normals(name, node, paths)
        return normal_odds(whole / sqrt(len(nodes)))


def normal_odds(values: Floats) -> Floats:
    """The standard normal distribution function, number by number."""
    import numpy as np

    root = sqrt(0.5)
    return np.array([0.5 * erfc(-value * root) for value in values.tolist()])
