"""Amounts under many price paths, as percentiles: of groups of people, and of every person.

Paths are an argument: a row a promise, a column a path, the price of one unit of the promise. Groups are summed before
they are multiplied, so that a million people cost little more than a thousand. Every person is done in blocks that use
the same memory again and again, and are sorted in place.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np
from attrs import field, frozen

from ...errors import InvalidValue
from ...pay.units import decimals
from ..roster import Roster
from .persons import PeopleQuantities
from .totals import numbered_groups

ROWS = 8
"""People or groups multiplied and sorted at a time: so few that their amounts stay near the processor. Always as many,
so that each row has the same bits however people are cut into parts."""

TILE = 1024
"""Paths multiplied at a time: products so small are not worth threads, which take far longer than the work here."""

CHUNK = 8192
"""People whose quantities are summed at a time, as whole numbers in 64-bit floats."""


@frozen(eq=False)
class Groups:
    """Who is in which group.

    Attributes:
        codes: The number of each person's group, from 0, by position in the roster.
        labels: Of each group, one a column.
    """

    codes: Any
    labels: tuple[tuple[str, ...], ...] = field()

    @labels.validator
    def _known(self, _: object, labels: tuple[tuple[str, ...], ...]) -> None:
        codes = self.codes
        if len(codes) and not (codes.min() >= 0 and codes.max() < len(labels)):
            found = f"{codes.min()} to {codes.max()}"
            raise InvalidValue("codes", found, f"must be from 0 to {len(labels) - 1}", "give each group a label")

    @classmethod
    def of(cls, roster: Roster, by: Sequence[str]) -> Groups:
        """The groups of a roster by columns of it, such as ``("department",)``."""
        labels, codes = numbered_groups(roster, by)
        return cls(codes=codes, labels=tuple(labels))


def group_paths(quantities: PeopleQuantities, groups: Groups, prices: Any, *, percents: Sequence[Decimal | int]) -> Any:
    """Percentiles, over the paths, of what each group comes to: a row a group, a column a percent.

    Args:
        quantities: Of the people.
        groups: Of the people.
        prices: A row a promise, a column a path.
        percents: From 0 to 100, such as 5, 50 and 95.

    Raises:
        InvalidValue: If prices, percents or people do not fit.
    """
    _check_prices(quantities, prices)
    sums = group_sums(quantities, groups)
    return _percentiles(sums, prices, percents, np.empty((len(sums), len(percents))))


def group_sums(quantities: PeopleQuantities, groups: Groups) -> Any:
    """What each group is promised: a row a group, a column a promise, in the promise's unit.

    Smallest parts are summed as whole numbers, so that the order of people makes no difference: exactly, as long as
    nobody is promised more than 10**12 of them: ten billion in cents, or a million million tokens.

    Raises:
        InvalidValue: If somebody with a quantity has no group.
    """
    matrix, codes = quantities.matrix, groups.codes
    if matrix[len(codes) :].any() or len(codes) > len(matrix):
        raise InvalidValue("groups", f"{len(codes)} people", "must be those of the quantities", "give each a group")
    parts = 10.0 ** np.array([decimals(promise.unit) for promise in quantities.promises], dtype=np.int64)
    whole = np.zeros((len(groups.labels), len(parts)), dtype=np.int64)
    many, buffer = np.tile(parts, (CHUNK, 1)), np.empty((CHUNK, len(parts)))
    for begin in range(0, len(codes), CHUNK):
        some = codes[begin : begin + CHUNK]
        count = len(some)
        amounts = np.multiply(matrix[begin : begin + count], many[:count], out=buffer[:count])
        _add(whole, np.rint(amounts, out=amounts), some)
    return whole / parts


def _add(whole: Any, amounts: Any, codes: Any) -> None:
    """Add amounts to their groups; people who are sorted by group are summed several times as fast."""
    if not (codes[1:] < codes[:-1]).any():
        begins = np.concatenate(([0], np.flatnonzero(codes[1:] != codes[:-1]) + 1))
        whole[codes[begins]] += np.add.reduceat(amounts, begins, axis=0).astype(np.int64)
        return
    for column in range(whole.shape[1]):
        found = np.bincount(codes, weights=amounts[:, column], minlength=len(whole))
        whole[:, column] += found.astype(np.int64)


def person_percentiles(
    quantities: PeopleQuantities, prices: Any, percents: Sequence[Decimal | int], *, out: Any = None
) -> Any:
    """Percentiles, over the paths, of what each person comes to: a row a person, a column a percent.

    Between two paths the percentile lies on a straight line, as with `numpy.percentile`. A person's percentiles have
    the same bits whoever else is there.

    Args:
        quantities: Of the people; rows of zeros that fill up the last block give rows of zeros.
        prices: A row a promise, a column a path.
        percents: From 0 to 100, such as 5, 50 and 95.
        out: Where the percentiles go, as many rows as the quantities have; None is a new array.

    Raises:
        InvalidValue: If prices, percents or the place for the result do not fit.
    """
    _check_prices(quantities, prices)
    size = (len(quantities.matrix), len(percents))
    found = np.empty(size) if out is None else out
    if found.shape != size:
        raise InvalidValue("out", found.shape, f"must have the shape {size}", "give a row a person, a column a percent")
    return _percentiles(quantities.matrix, prices, percents, found)


def _percentiles(matrix: Any, prices: Any, percents: Sequence[Decimal | int], out: Any) -> Any:
    """Percentiles of each row's amounts; the last rows are filled up to as many as the others."""
    places = Places.of(percents, prices.shape[1])
    amounts, last = np.empty((ROWS, prices.shape[1])), np.zeros((ROWS, len(prices)))
    for begin in range(0, len(matrix), ROWS):
        some = matrix[begin : begin + ROWS]
        count = len(some)
        last[:count] = some
        _multiply(last, prices, amounts)
        amounts[:count].sort(axis=1)
        out[begin : begin + count] = places.of_sorted(amounts[:count])
    return out


def _multiply(quantities: Any, prices: Any, amounts: Any) -> None:
    for begin in range(0, prices.shape[1], TILE):
        tile = slice(begin, begin + TILE)
        np.matmul(quantities, prices[:, tile], out=amounts[:, tile])


@frozen(eq=False)
class Places:
    """Where percentiles lie among sorted amounts.

    Attributes:
        below: Position of the amount at or below each percentile.
        above: Position of the next one.
        weight: How far towards it the percentile lies, from 0 to below 1.
    """

    below: Any
    above: Any
    weight: Any

    @classmethod
    def of(cls, percents: Sequence[Decimal | int], count: int) -> Places:
        """Places among so many amounts.

        Raises:
            InvalidValue: If a percent is not from 0 to 100.
        """
        for percent in percents:
            if not 0 <= percent <= 100:
                raise InvalidValue("percents", percent, "must be from 0 to 100")
        place = (count - 1) * (np.array([float(percent) for percent in percents]) / 100)
        below = np.floor(place).astype(np.int64)
        return cls(below, np.minimum(below + 1, count - 1), place - below)

    def of_sorted(self, amounts: Any) -> Any:
        """The percentiles of each row; counted from the nearer of the two amounts, so that none is overshot."""
        below, above = amounts[:, self.below], amounts[:, self.above]
        gap = above - below
        return np.where(self.weight < 0.5, below + gap * self.weight, above - gap * (1 - self.weight))


def _check_prices(quantities: PeopleQuantities, prices: Any) -> None:
    """Raise unless there is a known price for each promise on each of some paths."""
    promises = len(quantities.promises)
    if prices.ndim != 2 or len(prices) != promises or not prices.shape[1]:
        raise InvalidValue("prices", prices.shape, f"must have {promises} rows, one a promise, and a column a path")
    if not np.isfinite(prices).all():
        promise = quantities.promises[int(np.flatnonzero(~np.isfinite(prices).all(axis=1))[0])]
        fix = "leave the path out or state its price: unknown is never zero"
        raise InvalidValue("prices", promise.name, "has a price that is no number on some path", fix)
