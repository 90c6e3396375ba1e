"""Pieces of time: what one unit of pay earns in each, as exact fractions that all people of one start day share.

Nothing is decided anew here: days, accruals and rows are those of `compkit.pay` for a package of one unit of pay. A
person's quantity is the person's pay times the fraction, rounded as the single path rounds.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise

from attrs import frozen

from ...pay.entitlements import Accrual

WHOLE = (0, 1, 1)


@frozen
class Cuts:
    """The years of a view.

    Attributes:
        days: First day of the first year, of each further year, and the first day that no longer counts.
    """

    days: tuple[date, ...]

    @property
    def start(self) -> date:
        """First day that counts."""
        return self.days[0]

    @property
    def until(self) -> date:
        """First day that no longer counts."""
        return self.days[-1]

    @property
    def years(self) -> int:
        """How many years there are."""
        return len(self.days) - 1

    def before(self, day: date) -> Cuts | None:
        """The same years as far as they come before a day; None if none of them does."""
        if day >= self.until:
            return self
        kept = tuple(cut for cut in self.days if cut < day)
        return Cuts((*kept, day)) if kept else None

    def within(self, begin: date, end: date) -> tuple[tuple[date, date, int], ...]:
        """A period cut by years: first day, first day after, and number of the year of each part, from 0."""
        first = min(max(bisect_right(self.days, begin) - 1, 0), self.years - 1)
        last = bisect_left(self.days, end, first + 1, self.years)
        days = (begin, *self.days[first + 1 : last], end)
        return tuple((a, b, year) for year, (a, b) in enumerate(pairwise(days), first))


@frozen
class Piece:
    """A part of a row that lies in one year: first what the row is, then which part of it this is.

    Attributes:
        on: Day of delivery of the row.
        year: Number of the year, from 0.
        before: What one unit of pay has earned before the row, in smallest units, not rounded.
        by: The same at the row's end.
        cut: Which part of the row counts, where it is cut at the end of the years before it is spread.
        part: Days of the row before the piece, up to its end, and in all; the whole row is 0, 1 and 1.
    """

    on: date
    year: int
    before: Fraction
    by: Fraction
    cut: Fraction = Fraction(1)
    part: tuple[int, int, int] = WHOLE


@frozen
class Row:
    """A row as far as its days go.

    Attributes:
        earned: Half-open.
        on: Day of delivery.
    """

    earned: tuple[date, date]
    on: date


def earned(accrual: Accrual, day: date) -> Fraction:
    """What an accrual has earned before a day, in smallest units, not rounded."""
    rate = accrual.rate
    return Fraction(accrual.clock.ticks(day) * rate.numerator, accrual.clock.per * rate.denominator)


def accrued(accrual: Accrual, row: Row, cuts: Cuts) -> Iterator[Piece]:
    """A row that accrues day by day, cut by years; what comes before the first day that counts is left out."""
    begin, end = max(row.earned[0], cuts.start), min(row.earned[1], cuts.until)
    if begin < end:
        before = earned(accrual, begin)
        for _, stop, year in cuts.within(begin, end):
            by = earned(accrual, stop)
            yield Piece(row.on, year, before, by)
            before = by


def once(accrual: Accrual, row: Row, cuts: Cuts, *, ahead: bool) -> Iterator[Piece]:
    """A row that accrues and is delivered once, such as a bonus of a performance year.

    Of somebody already employed it counts whole if it is not delivered yet, spread over the days that are left.
    """
    begin, end = row.earned[0], min(row.earned[1], cuts.until)
    if begin >= end or (ahead and row.on < cuts.start):
        return
    first = _first(begin, end, cuts) if ahead else begin
    if first == begin:
        yield from accrued(accrual, Row((begin, end), row.on), cuts)
        return
    whole = earned(accrual, begin), earned(accrual, end)
    for part, year in _spread(first, end, first, cuts):
        yield Piece(row.on, year, *whole, part=part)


def evenly(before: Fraction, by: Fraction, row: Row, cuts: Cuts, *, ahead: bool) -> Iterator[Piece]:
    """A row that is earned evenly by days, such as the units of a vesting day.

    Args:
        before: Share of the grant that has vested before the row.
        by: The same with the row.
        row: Its days.
        cuts: The years.
        ahead: Whether somebody already employed is valued: then what is not delivered yet counts whole.
    """
    (begin, stop), end = row.earned, min(row.earned[1], cuts.until)
    if begin >= end or (ahead and row.on < cuts.start):
        return
    first = _first(begin, end, cuts) if ahead else begin
    if first == begin:
        parts = _spread(begin, end, begin, cuts, days=(stop - begin).days)
        cut = Fraction(1)
    else:
        parts = _spread(first, end, first, cuts)
        cut = Fraction((end - begin).days, (stop - begin).days)
    for part, year in parts:
        yield Piece(row.on, year, before, by, cut, part)


def _first(begin: date, end: date, cuts: Cuts) -> date:
    """From when a row that is still ahead is spread: the first day that counts, or the row's last one."""
    return max(begin, min(max(begin, cuts.start), date.fromordinal(end.toordinal() - 1)))


def _spread(
    first: date, end: date, origin: date, cuts: Cuts, *, days: int = 0
) -> Iterator[tuple[tuple[int, int, int], int]]:
    """Days of a row before and up to the end of each part, of how many; and the part's year."""
    for a, b, year in cuts.within(first, end):
        yield ((a - origin).days, (b - origin).days, days or (end - origin).days), year
