"""Statistics of pay gaps, exact: mean, median, gap, and quartile pay bands.

Definitions are those of Directive (EU) 2023/970 of 10 May 2023, Article 3(1): the gender pay gap is the difference in
average pay levels between female and male workers as a percentage of the average pay level of male workers (c); the
median pay level has half of the workers above it and half below (d); the median gap is that of medians (e); a quartile
pay band is each of four equal groups of workers by pay level (f).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from attrs import frozen

from ...money import apportion
from ..merit.scaling import exact_sum

QUARTILES = ("lower", "lower middle", "upper middle", "upper")
"""Quartile pay bands, lowest first."""


def mean(pay: Any) -> Fraction:
    """The arithmetic mean of whole numbers of any size."""
    return Fraction(int(pay.sum()) if pay.dtype == object else exact_sum(pay), len(pay))


def median(pay: Any) -> Fraction:
    """The middle one, or the mean of the two in the middle."""
    ordered, half = np.sort(pay), len(pay) // 2
    if len(pay) % 2:
        return Fraction(int(ordered[half]))
    return Fraction(int(ordered[half - 1]) + int(ordered[half]), 2)


def gap(women: Fraction, men: Fraction) -> Fraction | None:
    """``(men - women) / men``; above 0 where women are paid less. None where men's is 0.

    >>> gap(Fraction(14), Fraction(15))
    Fraction(1, 15)
    """
    return (men - women) / men if men else None


@frozen(kw_only=True)
class PayGap:
    """The pay of women and of men, compared.

    Attributes:
        women: How many women are counted.
        men: How many men.
        mean: Gap of means; None where there is nothing to compare.
        median: Gap of medians; None likewise.
    """

    women: int
    men: int
    mean: Fraction | None
    median: Fraction | None

    @classmethod
    def of(cls, women: Any, men: Any) -> PayGap:
        """The gap between the pay of women and that of men, columns of whole numbers."""
        counts = {"women": len(women), "men": len(men)}
        if not (len(women) and len(men)):
            return cls(**counts, mean=None, median=None)
        return cls(**counts, mean=gap(mean(women), mean(men)), median=gap(median(women), median(men)))


@frozen(kw_only=True)
class Quartile:
    """Who is in a quartile pay band.

    Attributes:
        name: One of `QUARTILES`.
        women: How many women.
        men: How many men.
        others: How many whose stated gender is another, or who state none.
    """

    name: str
    women: int
    men: int
    others: int

    @property
    def people(self) -> int:
        """Everybody in it."""
        return self.women + self.men + self.others

    def share(self, count: int) -> Fraction:
        """A count as a part of the band."""
        return Fraction(count, self.people) if self.people else Fraction(0)


def quartile_sizes(people: int) -> tuple[int, int, int, int]:
    """People in each band, lowest first, where four do not divide them.

    The directive says four equal groups and leaves the rest open; regulation 13 of the Equality Act 2010 (Gender Pay
    Gap Information) Regulations 2017 (SI 2017/172) says "so far as possible" equal. Who has those left over is a
    convention, not law: here one goes to the lower band; two to the lower and the upper middle; three to all but the
    upper, as the published method of an English council has it (appendix "Gender Pay Gap, Methodology", 1.2).

    >>> quartile_sizes(323)
    (81, 81, 81, 80)
    """
    each, rest = divmod(people, 4)
    extra = ((0, 0, 0, 0), (1, 0, 0, 0), (1, 0, 1, 0), (1, 1, 1, 0))[rest]
    low, below, above, high = (each + more for more in extra)
    return low, below, above, high


def quartiles(pay: Any, kinds: Any) -> tuple[Quartile, ...]:
    """Who is in each quartile pay band.

    People with the same pay on both sides of an edge are split in proportion, by largest remainder, so no order of
    rows matters. SI 2017/172, regulation 13(2), asks for the same proportion of women and men of that pay in each band,
    as far as it can be.

    Args:
        pay: Pay of everybody.
        kinds: 0 for a woman, 1 for a man, 2 for others; a row each.
    """
    below = _below(pay, kinds)
    people, before, bands = below.sum(axis=1), below[0], []
    for name, size in zip(QUARTILES, quartile_sizes(len(pay)), strict=True):
        edge = int(before.sum()) + size
        block = int(np.searchsorted(people, edge, side="right")) - 1
        until = np.maximum(before, below[block])
        if missing := edge - int(until.sum()):
            until = until + np.array(apportion(missing, (below[block + 1] - until).tolist()))
        women, men, others = (until - before).tolist()
        bands.append(Quartile(name=name, women=women, men=men, others=others))
        before = until
    return tuple(bands)


def _below(pay: Any, kinds: Any) -> Any:
    """Women, men and others below each pay there is, from the lowest; and, last, all of them."""
    _, place = np.unique(pay, return_inverse=True)
    count = int(place.max()) + 1 if len(place) else 0
    table = np.bincount(place * 3 + kinds, minlength=3 * count).reshape(-1, 3)
    return np.concatenate([np.zeros((1, 3), dtype=np.int64), table.cumsum(axis=0)])
