"""Tokens of any number of rows, summed by person, month, model, service class and price before they are priced.

Tokens are whole numbers, so their sums are exact; a sum is multiplied by its prices once and rounded once, half up, to
a billionth of a unit. So no order of rows and no cut into files changes a result: the difference from rounding each row
is at most a billionth a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from attrs import Factory, define, field

from ...market.prices import KINDS
from ...money import EXACT
from .combinations import Combination
from .cost import TokenRate

_LARGEST = 2**62
"""Sums that stay below it fit 64 bits."""


def _slots() -> Any:
    import numpy as np

    return np.zeros((0, 0), dtype=np.int32)


def _no_sums() -> list[Any]:
    import numpy as np

    return [np.zeros(1, dtype=np.int64) for _ in KINDS]


@define
class TokenSums:
    """Tokens by person and combination, both as numbers.

    Memory: 40 bytes a group, and 4 for each person and combination, met together or not.

    Attributes:
        groups: How many pairs of person and combination were met.
    """

    groups: int = 0
    _sums: list[Any] = field(factory=_no_sums)
    _group_at: Any = Factory(_slots)
    _most: list[int] = field(factory=lambda: [0] * len(KINDS))

    def add(self, persons: Any, combinations: Any, tokens: Sequence[Any]) -> None:
        """Add rows: numbers of their persons and combinations, and their tokens by kind, none negative."""
        import numpy as np

        if not len(persons):
            return
        groups = self._groups(persons, combinations)
        for kind, column in enumerate(tokens):
            self._most[kind] += int(column.max()) * len(column)
            if self._most[kind] >= _LARGEST:  # slower, and right
                self._sums[kind], column = self._sums[kind].astype(object), column.astype(object)
            if self._most[kind]:
                np.add.at(self._sums[kind], groups, column)

    @property
    def tokens(self) -> list[Any]:
        """By kind, tokens of each group."""
        return [column[1 : self.groups + 1] for column in self._sums]

    def members(self) -> tuple[Any, Any]:
        """Persons and combinations of the groups, in their order."""
        import numpy as np

        flat = self._group_at.reshape(-1)
        places, at = np.flatnonzero(flat), np.empty(self.groups, dtype=np.int64)
        at[flat[places] - 1] = places
        combinations, persons = np.divmod(at, max(self._group_at.shape[1], 1))
        return persons, combinations

    def _groups(self, persons: Any, combinations: Any) -> Any:
        import numpy as np

        self._grow(int(combinations.max()) + 1, int(persons.max()) + 1)
        places = combinations * np.int64(self._group_at.shape[1]) + persons
        flat = self._group_at.reshape(-1)
        groups = flat[places]
        unknown = np.flatnonzero(groups == 0)
        if len(unknown):
            self._number(flat, places[unknown])
            groups[unknown] = flat[places[unknown]]
        return groups

    def _number(self, flat: Any, places: Any) -> None:
        """Number new groups, from 1. Places may be there more than once: of each, the row that wrote last counts."""
        import numpy as np

        rows = np.arange(len(places), dtype=np.int32)
        flat[places] = rows
        new = places[flat[places] == rows]
        flat[new] = np.arange(self.groups + 1, self.groups + len(new) + 1)
        self._lengthen(self.groups + len(new))

    def _grow(self, combinations: int, persons: int) -> None:
        """Room for so many, doubled, so that it is seldom copied; what is of one month stays close together."""
        import numpy as np

        old = self._group_at
        rows, columns = (_doubled(*pair) for pair in zip(old.shape, (combinations, persons), strict=True))
        if (rows, columns) != old.shape:
            self._group_at = np.zeros((rows, columns), dtype=np.int32)
            self._group_at[: old.shape[0], : old.shape[1]] = old

    def _lengthen(self, groups: int) -> None:
        import numpy as np

        self.groups, room = groups, len(self._sums[0])
        larger = _doubled(room, groups + 1)
        for kind, old in enumerate(self._sums if larger > room else ()):
            self._sums[kind] = np.zeros(larger, dtype=old.dtype)  # memory that nobody wrote to costs nothing
            self._sums[kind][:room] = old


def _doubled(room: int, needed: int) -> int:
    return room if needed <= room else max(2 * room, needed)


def index_sums(values: Any, places: Any, length: int) -> Any:
    """Sums of values by place, in Python's whole numbers where 64 bits might not hold them."""
    import numpy as np

    large = values.dtype == object or (len(values) and int(values.max()) * len(values) >= _LARGEST)
    result = np.zeros(length, dtype=object if large else np.int64)
    np.add.at(result, places, values)
    return result


def group_costs(sums: Sequence[Any], combinations: Any, met: Sequence[Combination]) -> Any:
    """Costs of groups in whole billionths: ``sum(tokens * price)``, half up, once a group.

    Args:
        sums: By kind, tokens of each group.
        combinations: Number of the combination of each group.
        met: Combinations by number.
    """
    import numpy as np

    small = combinations.astype(np.int16 if len(met) < 2**15 else np.int64)  # the small ones are sorted by digits
    order = np.argsort(small, kind="stable")
    ends = np.searchsorted(combinations[order], np.arange(len(met) + 1))
    costs = np.zeros(len(order), dtype=np.int64)
    for one, begin, end in zip(met, ends, ends[1:], strict=False):
        if not one.unpriced and begin < end:
            at = order[begin:end]
            own = _costs([column[at] for column in sums], one.rate)
            costs = costs if own.dtype == costs.dtype else costs.astype(object)
            costs[at] = own
    return costs


def _costs(sums: Sequence[Any], rate: TokenRate) -> Any:
    prices = [price or Decimal(0) for price in rate.per_token]
    places = max(0, *(-int(price.normalize(EXACT).as_tuple().exponent) for price in prices))
    whole = [int(EXACT.scaleb(price, places)) for price in prices]
    divisor = 10**places
    most = sum(int(column.max()) * price for column, price in zip(sums, whole, strict=True))
    if 2 * most + divisor >= _LARGEST:
        sums = [column.astype(object) for column in sums]
    cost = sum(column * price for column, price in zip(sums, whole, strict=True))
    return (2 * cost + divisor) // (2 * divisor)
