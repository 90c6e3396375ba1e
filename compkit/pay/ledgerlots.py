"""Lots of a ledger: what was released when, until when it can be used, and which of it a use takes first.

Everything here counts whole smallest units (cents, single tokens), so that no period ever loses or gains one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction

from attrs import evolve, field, frozen


@frozen(kw_only=True)
class Lot:
    """A release, as far as it is unused.

    Attributes:
        on: First day on which it can be used.
        units: What is left of it.
        own_until: First day after the period for which it is released; from then on it is carried over.
        lapses_on: First day on which it can no longer be used.
    """

    on: date
    units: int
    own_until: date
    lapses_on: date


@frozen(kw_only=True)
class Carry:
    """How much of what is unused is carried over.

    Attributes:
        share: Of a release, at the end of its own period; rounded down to whole units.
        cap: Most units of earlier periods that are carried into a period; None is without limit.
    """

    share: Fraction = Fraction(1)
    cap: int | None = None


@frozen(kw_only=True)
class Booked:
    """A period in units: ``granted + carried_in == used + expired + carried_out``.

    Attributes:
        start: First day.
        end: First day after it.
        granted: Released within it.
        carried_in: Left of the period before.
        used: Within the allowance.
        expired: Lapsed, or more than is carried over.
        carried_out: Left at its end.
        short: Use beyond what was there, by day.
    """

    start: date
    end: date
    granted: int
    carried_in: int
    used: int
    expired: int
    carried_out: int
    short: tuple[tuple[date, int], ...] = field(default=())


def book(
    spans: Iterable[tuple[date, date]], lots: Iterable[Lot], used: Mapping[date, int], carry: Carry
) -> Iterator[Booked]:
    """Period after period: a day's release comes before its use, the oldest lot is used first.

    Args:
        spans: Half-open periods, each from the end of the one before.
        lots: Releases within them.
        used: Units used by day.
        carry: What is carried over.
    """
    held: list[Lot] = []
    coming = sorted(lots, key=lambda lot: lot.on)
    days = sorted(used)
    for start, end in spans:
        released = [lot for lot in coming if start <= lot.on < end]
        within = {day: used[day] for day in days if start <= day < end}
        before = _units(held)
        held, short = _through(held, released, within)
        held = _carried(held, end, carry)
        taken = sum(within.values()) - sum(units for _, units in short)
        granted, after = _units(released), _units(held)
        yield Booked(
            start=start,
            end=end,
            granted=granted,
            carried_in=before,
            used=taken,
            expired=granted + before - taken - after,
            carried_out=after,
            short=tuple(short),
        )


def _through(
    held: list[Lot], released: list[Lot], used: Mapping[date, int]
) -> tuple[list[Lot], list[tuple[date, int]]]:
    """What is held after the days of a period, and what was missing on which of them."""
    short: list[tuple[date, int]] = []
    for day in sorted({*used, *(lot.on for lot in released)}):
        held = [*_alive(held, day), *(lot for lot in released if lot.on == day)]
        held, missing = _take(held, used.get(day, 0))
        if missing:
            short.append((day, missing))
    return held, short


def _take(held: list[Lot], wanted: int) -> tuple[list[Lot], int]:
    """First in, first out: what is left of the lots, and how much was missing."""
    for number, lot in enumerate(held):
        if lot.units > wanted:
            return [evolve(lot, units=lot.units - wanted), *held[number + 1 :]], 0
        wanted -= lot.units
    return [], wanted


def _alive(held: list[Lot], day: date) -> list[Lot]:
    return [lot for lot in held if lot.lapses_on > day]


def _carried(held: list[Lot], end: date, carry: Carry) -> list[Lot]:
    """What goes on at the end of a period: its share of what was released for it, then no more than the cap."""
    kept = [_shared(lot, carry.share) if lot.own_until == end else lot for lot in _alive(held, end)]
    if carry.cap is None:
        return kept
    too_much = max(_units(lot for lot in kept if lot.own_until <= end) - carry.cap, 0)
    old, _ = _take([lot for lot in kept if lot.own_until <= end], too_much)
    return [*old, *(lot for lot in kept if lot.own_until > end)]


def _shared(lot: Lot, share: Fraction) -> Lot:
    return evolve(lot, units=lot.units * share.numerator // share.denominator)


def _units(lots: Iterable[Lot]) -> int:
    return sum(lot.units for lot in lots)
