"""Grids: the pieces of several shapes as columns of fractions, and what amounts times these fractions are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

import numpy as np
from attrs import frozen

from .pieces import Piece
from .rational import Ints, Ratios, down, times, times_both


@frozen(eq=False)
class Grid:
    """The pieces of several shapes, a row a shape, as columns.

    Attributes:
        before: Fractions before each row.
        by: Fractions at its end.
        cut: Which part of it counts.
        begins: Days of it before each piece, of all its days.
        ends: Days of it up to each piece's end.
        year: Numbers of years.
        on: Day numbers of delivery; 0 where a shape has fewer pieces.
    """

    before: Ratios
    by: Ratios
    cut: Ratios
    begins: Ratios
    ends: Ratios
    year: Ints
    on: Ints

    @classmethod
    def of(cls, shapes: Sequence[Sequence[Piece]], *, per: int = 1) -> Grid:
        """Pieces of shapes; a shape with fewer of them ends in pieces of nothing.

        Args:
            shapes: The pieces of each.
            per: What amounts are times: a million, for pay in millionths.
        """
        most = max((len(pieces) for pieces in shapes), default=0)
        size = (len(shapes), most)
        flat = [piece for pieces in shapes for piece in _filled(pieces, most)]

        def ratios(said: list[Fraction], per: int = 1) -> Ratios:
            return Ratios.of(said, per=per).reshaped(size)

        def days(which: int) -> Ratios:
            above = np.array([piece.part[which] for piece in flat], dtype=np.int64).reshape(size)
            return Ratios(above, np.array([piece.part[2] for piece in flat], dtype=np.int64).reshape(size))

        on = [0 if piece.on is date.min else piece.on.toordinal() for piece in flat]
        return cls(
            before=ratios([piece.before for piece in flat], per),
            by=ratios([piece.by for piece in flat], per),
            cut=ratios([piece.cut for piece in flat]),
            begins=days(0),
            ends=days(1),
            year=np.array([piece.year for piece in flat], dtype=np.int64).reshape(size),
            on=np.array(on, dtype=np.int64).reshape(size),
        )

    def after(self, earned: Ratios, rows: Ints) -> Grid:
        """Some rows, each after more has been earned.

        Args:
            earned: What has been earned before each, beyond what the row says; may be below 0.
            rows: Numbers of the rows.
        """
        more = earned.reshaped((-1, 1))
        return Grid(
            before=self.before[rows] + more,
            by=self.by[rows] + more,
            cut=self.cut[rows],
            begins=self.begins[rows],
            ends=self.ends[rows],
            year=self.year[rows],
            on=self.on[rows],
        )

    def quantities(self, amounts: Ints, shape: Ints, *, rates: Ratios | None = None, whole_units: bool = False) -> Ints:
        """Smallest units of each person and piece.

        Args:
            amounts: What each person's fractions are of: pay in smallest units, or units granted.
            shape: The shape of each person.
            rates: What else each person's amount is times; None is 1.
            whole_units: Whether rows are rounded down, as cumulative vesting is, and not halves up.
        """
        first = down if whole_units else times

        def earned(ratios: Ratios) -> Ints:
            own = ratios[shape]
            return first(amounts, own if rates is None else own * rates)

        found = np.zeros((len(amounts), self.year.shape[1]), dtype=np.int64, order="F")
        by: Ints | None = None
        for piece in range(found.shape[1]):
            before = by if by is not None and self._follows(piece) else earned(self.before.column(piece))
            by = earned(self.by.column(piece))
            found[:, piece] = self._part(by - before, piece, shape)
        return found

    def raised_quantities(
        self, stepped: Grid, amounts: Ints, more: Ints, shape: Ints, *, rates: Ratios | None = None
    ) -> Ints:
        """Smallest units of each person and piece, where pay is another from a day on.

        Args:
            stepped: The same pieces of pay that doubles on the day.
            amounts: Pay before it, in smallest units.
            more: By how much it is more afterwards.
            shape: The shape of each person.
            rates: What else pay is times; None is 1.
        """

        def earned(name: str, piece: int) -> Ints:
            flat, step = (getattr(grid, name).column(piece)[shape] for grid in (self, stepped))
            first, second = (flat, step) if rates is None else (flat * rates, step * rates)
            return times_both(amounts - more, first, more, second)

        found = np.zeros((len(amounts), self.year.shape[1]), dtype=np.int64, order="F")
        by: Ints | None = None
        for piece in range(found.shape[1]):
            follows = by is not None and self._follows(piece) and stepped._follows(piece)
            before = by if by is not None and follows else earned("before", piece)
            by = earned("by", piece)
            found[:, piece] = self._part(by - before, piece, shape)
        return found

    def _follows(self, piece: int) -> bool:
        """Whether every shape has earned before a piece what it has earned by the end of the piece before."""
        before, by = self.before.column(piece), self.by.column(piece - 1)
        return np.array_equal(before.above, by.above) and np.array_equal(before.below, by.below)

    def _part(self, rows: Ints, piece: int, shape: Ints) -> Ints:
        """What of whole rows belongs to a piece; where that is all of it, nothing is worked out."""
        cut, begins, ends = (ratios.column(piece) for ratios in (self.cut, self.begins, self.ends))
        is_whole = (cut.above == cut.below) & (begins.above == 0) & (ends.above == ends.below)
        if is_whole.all():
            return rows
        some = np.flatnonzero(~is_whole[shape])
        own = shape[some]
        spread = times(rows[some], cut[own])
        rows[some] = times(spread, ends[own]) - times(spread, begins[own])
        return rows


def _filled(pieces: Sequence[Piece], count: int) -> Iterator[Piece]:
    """So many pieces: the last of them are of nothing."""
    yield from pieces
    last = pieces[-1].by if pieces else Fraction(0)
    nothing = Piece(date.min, 0, last, last)
    for _ in range(count - len(pieces)):
        yield nothing
