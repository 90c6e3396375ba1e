"""Exact division of whole columns: halves up, in 64 bits where that holds the product, else in Python's integers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor
from typing import Any, TypeAlias

import numpy as np
from attrs import frozen

Ints: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.int64]]"

_MOST = 2**62
"""Products below this leave room for the half that rounding adds."""


@frozen(eq=False)
class Ratios:
    """A column of exact fractions.

    Attributes:
        above: Numerators.
        below: Denominators, above 0.
    """

    above: Ints
    below: Ints

    @classmethod
    def of(cls, fractions: Sequence[Fraction], *, per: int = 1) -> Ratios:
        """A column from Python's fractions.

        Args:
            fractions: The fractions.
            per: What each is divided by.

        Raises:
            OverflowError: If one needs more than 64 bits.
        """
        above = np.array([fraction.numerator for fraction in fractions], dtype=np.int64)
        return cls(above, np.array([fraction.denominator * per for fraction in fractions], dtype=np.int64))

    @classmethod
    def millionths(cls, whole: Ints) -> Ratios:
        """Whole millionths as fractions in lowest terms."""
        common = np.gcd(whole, 10**6)
        return cls(whole // common, 10**6 // common)

    def __mul__(self, other: Ratios) -> Ratios:
        return Ratios(self.above * other.above, self.below * other.below)

    def __add__(self, other: Ratios) -> Ratios:
        """The sums, over the least common denominators.

        Raises:
            OverflowError: If one needs more than 64 bits.
        """
        most = [_largest(whole) for whole in (self.above, self.below, other.above, other.below)]
        kind: Any = np.int64 if (most[0] + most[1]) * (most[2] + most[3]) < _MOST else object
        left, right = (ratios.below.astype(kind) for ratios in (self, other))
        below = np.lcm(left, right)
        above = self.above * (below // left) + other.above * (below // right)
        return Ratios(np.asarray(above, dtype=np.int64), np.asarray(below, dtype=np.int64))

    def __getitem__(self, rows: Ints) -> Ratios:
        return Ratios(self.above[rows], self.below[rows])

    def reshaped(self, size: tuple[int, int]) -> Ratios:
        """The same fractions as a table."""
        return Ratios(self.above.reshape(size), self.below.reshape(size))

    def column(self, number: int) -> Ratios:
        """One column of a table."""
        return Ratios(self.above[:, number], self.below[:, number])


def down(amounts: Ints, ratios: Ratios) -> Ints:
    """Each amount times its fraction, to whole units, rounded down."""
    return _times(amounts, ratios, halves=False)


def times(amounts: Ints, ratios: Ratios) -> Ints:
    """Each amount times its fraction, to whole units, halves up.

    >>> times(np.array([100, 101, -1]), Ratios.of([Fraction(1, 3), Fraction(1, 2), Fraction(1, 2)])).tolist()
    [33, 51, 0]
    """
    return _times(amounts, ratios, halves=True)


def _times(amounts: Ints, ratios: Ratios, *, halves: bool) -> Ints:
    whole, rest = np.divmod(amounts, ratios.below)
    most = max(_largest(whole), _largest(ratios.below))
    if most * max(_largest(ratios.above), 1) < _MOST:
        found: Ints = whole * ratios.above + _divided(rest * ratios.above, ratios.below, halves)
        return found
    return _long_times(amounts, ratios, halves)


def _long_times(amounts: Ints, ratios: Ratios, halves: bool) -> Ints:
    """The same where 64 bits may not hold a product: in Python's integers, for those that need it."""
    whole, rest = np.divmod(amounts, ratios.below)
    room = _MOST // np.maximum(np.abs(ratios.above), 1)
    fits = (rest < room) & (np.abs(whole) < room) & (ratios.below < _MOST)
    left = np.where(fits, rest, 0) * ratios.above
    result: Ints = np.where(fits, whole, 0) * ratios.above + _divided(left, ratios.below, halves)
    for n in np.flatnonzero(~fits):
        above, below = int(amounts[n]) * int(ratios.above[n]), int(ratios.below[n])
        result[n] = (2 * above + below) // (2 * below) if halves else above // below
    return result


def times_both(amounts: Ints, ratios: Ratios, more: Ints, others: Ratios) -> Ints:
    """One amount times its fraction and another times its own, to whole units: halves of the sum go up.

    >>> half = Ratios.of([Fraction(1, 2)])
    >>> times_both(np.array([1]), half, np.array([2]), half).tolist()
    [2]
    """
    (whole, left, held), (other, right, also_held) = _split(amounts, ratios), _split(more, others)
    common, fits = _common(ratios.below, others.below)
    fits &= held & also_held
    rest = left * (common // ratios.below) + right * (common // others.below)
    result: Ints = whole + other + (rest >= common - rest) + (2 * rest >= 3 * common)
    for n in np.flatnonzero(~fits):
        first = Fraction(int(amounts[n]) * int(ratios.above[n]), int(ratios.below[n]))
        both = first + Fraction(int(more[n]) * int(others.above[n]), int(others.below[n]))
        result[n] = floor(both + Fraction(1, 2))
    return result


def _split(amounts: Ints, ratios: Ratios) -> tuple[Ints, Ints, Any]:
    """Each amount times its fraction: its floor, the rest in parts of the denominator, and whether 64 bits hold it."""
    whole, rest = np.divmod(amounts, ratios.below)
    room = _MOST // np.maximum(np.abs(ratios.above), 1)
    more, left = np.divmod(rest * ratios.above, ratios.below)
    return whole * ratios.above + more, left, (rest < room) & (np.abs(whole) < room)


def _common(left: Ints, right: Ints) -> tuple[Ints, Any]:
    """Least common multiples, most of which are the numbers themselves; whether they leave room for three of them."""
    some = np.flatnonzero(left != right)
    common, fits = left.copy(), left < _MOST // 4
    shared = left[some] // np.gcd(left[some], right[some])
    fits[some] = right[some] < _MOST // 4 // shared
    common[some] = shared * right[some]
    return np.where(fits, common, 1), fits


def _divided(above: Ints, below: Ints, halves: bool) -> Ints:
    """Quotients to whole numbers: the floor, and one more from a half on if halves go up."""
    whole, rest = np.divmod(above, below)
    return whole + (rest >= below - rest) if halves else whole


def _largest(whole: Ints) -> int:
    """The largest number, whatever its sign."""
    return max(int(whole.max()), -int(whole.min())) if whole.size else 0
