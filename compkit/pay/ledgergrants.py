"""Releases of an allowance as lots: prorated at leaving and by working time, each with the days of its use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any

from attrs import field, frozen

from ..checks import between
from ..dates import add_months, day_after
from ..errors import InvalidValue
from ..money import apportion, exact, half_up
from .allowance import TokenAllowance
from .entitlements import Entitlement
from .ledgerlots import Lot
from .package import Package
from .tokens import token_rows
from .units import decimals

_MONTHS = {"yearly": 12, "quarterly": 3, "monthly": 1}
_DAYS = {"weekly": 7, "daily": 1}
_LONGEST_MONTHS = 12
"""The longest period between two releases."""


@frozen(kw_only=True)
class FteChange:
    """A change of working time.

    Attributes:
        on: First day.
        rate: Working time of that for which the allowance is promised: 0.8 for four days of five, 0 while on
            unpaid leave, 1 back to what was promised.
    """

    on: date
    rate: Decimal = field(converter=exact, validator=between(0, 2))


@frozen(kw_only=True)
class Release:
    """One release of an allowance.

    Attributes:
        start: First day of the period for which it is.
        end: First day after it.
        lot: What is granted, and until when it can be used.
    """

    start: date
    end: date
    lot: Lot


@frozen(kw_only=True)
class Working:
    """What an allowance follows beside its own terms.

    Attributes:
        left_on: Last day of work; None while employed.
        fte: Changes of working time, by rising day.
        index: What a unit of indexed money has come to on a day; None where nothing is indexed.
    """

    left_on: date | None = None
    fte: tuple[FteChange, ...] = field(default=())
    index: Callable[[date], Decimal] | None = field(default=None, eq=False, repr=False)

    @fte.validator
    def _rising(self, attribute: Any, value: tuple[FteChange, ...]) -> None:
        days = [change.on for change in value]
        if days != sorted(set(days)):
            raise InvalidValue("fte", ", ".join(map(str, days)), "changes of working time must stand by rising day")

    def rates(self, start: date, end: date) -> Iterator[tuple[date, date, Fraction]]:
        """Parts of a period with the working time of each."""
        rate = Fraction(1)
        for change in self.fte:
            if change.on >= end:
                break
            if change.on > start:
                yield start, change.on, rate
                start = change.on
            rate = Fraction(change.rate)
        yield start, end, rate


def releases(
    allowance: TokenAllowance, package: Package, *, until: date, working: Working, tool: str = ""
) -> tuple[Release, ...]:
    """Every release whose period begins before a day, whole unless employment or the allowance ends within it.

    Args:
        allowance: Its terms.
        package: The package it belongs to.
        until: First day that no longer counts.
        working: Last day and working time.
        tool: The tool whose part it is, where each tool has the amount for itself.
    """
    stop = add_months(until, _LONGEST_MONTHS)
    if working.left_on is not None:
        stop = min(stop, day_after(working.left_on))
    rows = token_rows(allowance, package.pay_base, package.start_on, stop)
    parts = (tuple(own) for _, own in groupby(rows, key=lambda row: row.on))
    began = (own for own in parts if own[0].earned[0] < until)
    found = [
        Release(start=own[0].earned[0], end=own[-1].earned[1], lot=lot)
        for number, own in enumerate(began)
        for lot in [_lot(own, number, allowance, package, working, tool)]
    ]
    return tuple(found)


def _lot(
    rows: Sequence[Entitlement], number: int, allowance: TokenAllowance, package: Package, working: Working, tool: str
) -> Lot:
    first = rows[0].on
    assert first is not None  # token releases wait for no event
    begin = allowance.starts_on or package.start_on
    turns = number + 1 if allowance.in_advance else number + 2
    own_until = _step(allowance, begin, turns)
    lapses_on = _lapses_on(allowance, begin, turns)
    if working.left_on is not None and lapses_on > working.left_on:
        room = (date.max - working.left_on).days - 1
        closing = day_after(working.left_on) + timedelta(days=min(allowance.wind_down_days, room))
        lapses_on = min(closing, _ends(allowance, own_until))
        own_until = own_until if own_until <= working.left_on else lapses_on
    return Lot(on=first, units=_granted(rows, working, allowance, tool), own_until=own_until, lapses_on=lapses_on)


def _step(allowance: TokenAllowance, begin: date, turns: int, further_months: int = 0) -> date:
    """The end of a release period by its number, and months after it; months are counted from the origin."""
    if allowance.release in _MONTHS:
        return add_months(begin, turns * _MONTHS[allowance.release] + further_months)
    return add_months(begin + timedelta(days=turns * _DAYS[allowance.release]), further_months)


def _lapses_on(allowance: TokenAllowance, begin: date, turns: int) -> date:
    """First day on which a release can no longer be used while employed."""
    own, last, months = _step(allowance, begin, turns), allowance.rollover_until, allowance.rollover_months
    lapse = date.max if months is None else _step(allowance, begin, turns, months)
    if last is not None:
        lapse = max(own, min(lapse, day_after(last)))
    return min(lapse, _ends(allowance, own))


def _ends(allowance: TokenAllowance, own_until: date) -> date:
    """First day after the allowance itself; what it releases at the end of its last period has a period after it."""
    if allowance.ends_on is None:
        return date.max
    end = day_after(allowance.ends_on)
    return end if allowance.in_advance else max(end, own_until)


def _granted(rows: Sequence[Entitlement], working: Working, allowance: TokenAllowance, tool: str) -> int:
    """Whole smallest units: each part of the period at its working time, halves up."""
    scale = 10 ** decimals(rows[0].unit)
    parts = (
        Fraction(part.quantity) * rate
        for row in rows
        for start, end, rate in working.rates(*row.earned)
        if (part := row.during(start, end)) is not None
    )
    on = rows[0].on
    ratio = Fraction(1) if working.index is None or on is None else Fraction(working.index(on))
    units = half_up(sum(parts, Fraction(0)) * scale * ratio)
    tools: tuple[str, ...] = getattr(allowance.amount, "tools", ())
    return apportion(units, [1] * len(tools))[tools.index(tool)] if tool and len(tools) > 1 else units
