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


def _nobody() -> Any:
    import numpy as np

    return np.zeros((2, 1), dtype=np.int32)


def _no_sums() -> list[Any]:
    import numpy as np

    return [np.zeros(1, dtype=np.int64) for _ in KINDS]


@define
class TokenSums:
    """Tokens by person and combination, both as numbers.

    Memory: 48 bytes a group, and 4 for each person and combination, met together or not.

    Attributes:
        groups: How many pairs of person and combination were met.
    """

    groups: int = 0
    _sums: list[Any] = field(factory=_no_sums)
    _group_at: Any = Factory(_slots)
    _members: Any = Factory(_nobody)
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

        persons, combinations = self._members[:, 1 : self.groups + 1].astype(np.intp)
        return persons, combinations

    def _groups(self, persons: Any, combinations: Any) -> Any:
        import numpy as np

        self._grow(int(combinations.max()) + 1, int(persons.max()) + 1)
        places = combinations * np.int64(self._group_at.shape[1]) + persons
        flat = self._group_at.reshape(-1)
        groups = flat.take(places)
        unknown = np.flatnonzero(groups == 0)
        if len(unknown):
            self._number(flat, places[unknown])
            groups[unknown] = flat[places[unknown]]
        return groups.astype(np.intp)  # once, and not for each kind

    def _number(self, flat: Any, places: Any) -> None:
        """Number new groups, from 1. Places may be there more than once: of each, the row that wrote last counts."""
        import numpy as np

        rows = np.arange(len(places), dtype=np.int32)
        flat[places] = rows
        new = places[flat[places] == rows]
        first, last = self.groups + 1, self.groups + len(new)
        flat[new] = np.arange(first, last + 1)
        self._lengthen(last)
        combinations, persons = np.divmod(new, self._group_at.shape[1])
        self._members[:, first : last + 1] = persons, combinations

    def _grow(self, combinations: int, persons: int) -> None:
        """Room for so many, doubled, so that it is seldom copied; what is of one month stays close together."""
        import numpy as np

        old = self._group_at
        rows, columns = (_doubled(*pair) for pair in zip(old.shape, (combinations, persons), strict=True))
        if (rows, columns) != old.shape:
            self._group_at = np.zeros((rows, columns), dtype=np.int32)
            self._group_at[: old.shape[0], : old.shape[1]] = old

    def _lengthen(self, groups: int) -> None:
        self.groups, room = groups, len(self._sums[0])
        larger = _doubled(room, groups + 1)
        if larger > room:
            self._sums = [_lengthened(old, larger) for old in self._sums]
            self._members = _lengthened(self._members, larger)


def _lengthened(old: Any, length: int) -> Any:
    """With zeros behind it; memory that nobody wrote to costs nothing."""
    import numpy as np

    new = np.zeros((*old.shape[:-1], length), dtype=old.dtype)
    new[..., : old.shape[-1]] = old
    return new


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

    rates = [_NOTHING if one.unpriced else _whole_prices(one.rate) for one in met]
    places = max((of for _, of in rates), default=0)
    prices = [[price * 10 ** (places - of) for price in own] for own, of in rates]
    dearest = [max(column, default=0) for column in zip(*prices, strict=True)] or [0] * len(KINDS)
    most = sum(int(column.max(initial=0)) * price for column, price in zip(sums, dearest, strict=True))
    is_large = any(column.dtype == object for column in sums) or max(dearest) >= _LARGEST
    if is_large or 2 * most + 10**places >= _LARGEST:
        return _large_costs(sums, combinations, rates)
    columns = np.array(prices, dtype=np.int64).reshape(-1, len(KINDS)).T.copy()
    cost = np.zeros(len(combinations), dtype=np.int64)
    for tokens, price in zip(sums, columns, strict=True):
        cost += tokens * price.take(combinations)
    return _rounded(cost, places)


_NOTHING = ([0] * len(KINDS), 0)


def _whole_prices(rate: TokenRate) -> tuple[list[int], int]:
    """Prices by kind as whole numbers, and how many decimal places these have."""
    prices = [price or Decimal(0) for price in rate.per_token]
    places = max(0, *(-int(price.normalize(EXACT).as_tuple().exponent) for price in prices))
    return [int(EXACT.scaleb(price, places)) for price in prices], places


def _rounded(cost: Any, places: int) -> Any:
    return (2 * cost + 10**places) // (2 * 10**places) if places else cost


def _large_costs(sums: Sequence[Any], combinations: Any, rates: Sequence[tuple[list[int], int]]) -> Any:
    """The same where 64 bits might not hold all of them: a combination at a time, in Python's numbers where need be."""
    import numpy as np

    order = np.argsort(combinations, kind="stable")
    ends = np.searchsorted(combinations[order], np.arange(len(rates) + 1))
    costs = np.zeros(len(order), dtype=np.int64)
    for (prices, places), begin, end in zip(rates, ends, ends[1:], strict=False):
        if any(prices) and begin < end:
            at = order[begin:end]
            own = _costs([column[at] for column in sums], prices, places)
            costs = costs if own.dtype == costs.dtype else costs.astype(object)
            costs[at] = own
    return costs


def _costs(sums: Sequence[Any], prices: Sequence[int], places: int) -> Any:
    most = sum(int(column.max()) * price for column, price in zip(sums, prices, strict=True))
    if 2 * most + 10**places >= _LARGEST:
        sums = [column.astype(object) for column in sums]
    return _rounded(sum(column * price for column, price in zip(sums, prices, strict=True)), places)
