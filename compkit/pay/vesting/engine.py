"""From terms to tranches: allocate first, then cliffs, events, accelerations and the day of grant."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import NamedTuple, Protocol

from attrs import frozen

from ...errors import InvalidValue
from .allocation import AllocationType, Units, checked_units, split
from .instalments import Events, Instalment
from .terms import Acceleration


class Terms(Protocol):
    """What can be vested by: `VestingTerms`, or a `Vesting`."""

    @property
    def allocation_type(self) -> AllocationType:
        """How units fall on instalments."""

    @property
    def accelerations(self) -> tuple[Acceleration, ...]:
        """What speeds vesting up."""

    def instalments(self, units: Units, start_on: date, events: Events) -> tuple[Instalment, ...]:
        """Exact units by day in the order of allocation."""

    def share_of(self, units: Units) -> Fraction:
        """Share of a grant that vests at most."""


class Tranche(NamedTuple):
    """Units that vest on a day.

    Attributes:
        on: The day.
        units: Whole units, or exact fractions where terms are FRACTIONAL.
    """

    on: date
    units: Units


@frozen(kw_only=True)
class Termination:
    """What leaving on a day makes of a grant; vested and unvested are the whole of it, forfeited is part of unvested.

    Attributes:
        on: The last day of service.
        tranches: What has vested by then.
        vested: Its units.
        unvested: Units not vested on that day.
        forfeited: Those of them that never will.
    """

    on: date
    tranches: tuple[Tranche, ...]
    vested: Units
    unvested: Units
    forfeited: Units


class _Part(NamedTuple):
    units: Units
    on: date | None
    event: str | None


def vest(
    units: Units | Decimal,
    terms: Terms,
    *,
    start_on: date,
    granted_on: date | None = None,
    events: Events | None = None,
) -> tuple[Tranche, ...]:
    """Tranches by day, ascending, merged and without empty days; what waits for an event is not among them.

    Every instalment is allocated by the terms' `AllocationType` before a cliff, an event or the day of grant moves
    it, so that a day moves units and never changes their number (Open Cap Format, ``VestingTerms``).

    >>> from compkit.pay.vesting import VestingTerms
    >>> found = vest(480, VestingTerms.named("4y/1y-cliff/monthly"), start_on=date(2027, 1, 1))
    >>> [(str(tranche.on), tranche.units) for tranche in found[:2]]
    [('2028-01-01', 120), ('2028-02-01', 10)]

    Args:
        units: Units of the grant.
        terms: `VestingTerms` or a `Vesting`.
        start_on: Day from which vesting counts.
        granted_on: Day of grant; what was due before it vests on it.
        events: Days of events that have happened, or are assumed to happen, by name.

    Raises:
        InvalidValue: If units are not above 0, or not whole.

    Warns:
        UserWarning: If the terms vest more than the whole grant; nothing is cut.
    """
    parts = _parts(units, terms, start_on, granted_on, events or {})
    return merged((part.on, part.units) for part in parts if part.on is not None)


def waiting(
    units: Units | Decimal,
    terms: Terms,
    *,
    start_on: date,
    granted_on: date | None = None,
    events: Events | None = None,
) -> tuple[tuple[str, Units], ...]:
    """Events for which units of a grant still wait, each with its units, in the order of the terms."""
    found: dict[str, Units] = {}
    for part in _parts(units, terms, start_on, granted_on, events or {}):
        if part.on is None and part.event is not None and part.units:
            found[part.event] = found.get(part.event, 0) + part.units
    return tuple(found.items())


def terminate(
    units: Units | Decimal,
    terms: Terms,
    *,
    on: date,
    start_on: date,
    granted_on: date | None = None,
    events: Events | None = None,
    keep_waiting: bool = False,
) -> Termination:
    """What has vested by the last day of service, that day included, and what is forfeited.

    Args:
        units: Units of the grant.
        terms: `VestingTerms` or a `Vesting`.
        on: The last day of service; a dismissal that accelerates is an event on that day.
        start_on: Day from which vesting counts.
        granted_on: Day of grant.
        events: Days of events by name; later ones come too late.
        keep_waiting: Whether units that have served their time and wait only for an event stay alive, as a plan
            may say of the second trigger; a milestone has no time to serve. Else they are forfeited too.
    """
    known = {name: day for name, day in (events or {}).items() if day <= on}
    given = checked_units(units, terms.allocation_type)
    parts = _parts(given, terms, start_on, granted_on, known)
    tranches = merged((part.on, part.units) for part in parts if part.on is not None and part.on <= on)
    vested: Units = sum((tranche.units for tranche in tranches), start=0)
    unvested = max(given, sum((part.units for part in parts), start=0)) - vested
    kept: Units = 0
    if keep_waiting:
        missing = {name: on for name, _ in waiting(given, terms, start_on=start_on, events=known)}
        bare = _allocated(terms, given, start_on, {**missing, **known})
        served = sum((part.units for part in bare if part.on is not None and part.on <= on), start=0)
        kept = max(served - vested, 0)
    return Termination(on=on, tranches=tranches, vested=vested, unvested=unvested, forfeited=unvested - kept)


def merged(parts: Iterable[tuple[date, Units]]) -> tuple[Tranche, ...]:
    """Tranches by day, ascending, without empty days."""
    days: dict[date, Units] = {}
    for on, number in parts:
        if number:
            days[on] = days.get(on, 0) + number
    return tuple(Tranche(on, days[on]) for on in sorted(days))


def _allocated(terms: Terms, units: Units, start_on: date, events: Events) -> list[_Part]:
    instalments = terms.instalments(units, start_on, events)
    shares = split([instalment.amount for instalment in instalments], terms.allocation_type)
    return [_Part(number, of.on, of.event) for number, of in zip(shares, instalments, strict=True)]


def _parts(
    units: Units | Decimal, terms: Terms, start_on: date, granted_on: date | None, events: Events
) -> list[_Part]:
    """All parts of a grant, in the order of allocation, with all that moves them applied."""
    given = checked_units(units, terms.allocation_type)
    _check_events(events)
    if terms.share_of(given) > 1:
        said = float(terms.share_of(given))
        warnings.warn(f"vesting terms add up to {said:.6g} of the grant: more than all of it vests", stacklevel=3)
    parts = _allocated(terms, given, start_on, events)
    effective = [(day, of) for of in terms.accelerations if (day := of.day(events)) is not None]
    for day, acceleration in sorted(effective, key=lambda pair: pair[0]):
        parts = _accelerate(parts, acceleration, max(day, start_on), terms.allocation_type)
    if granted_on is None:
        return parts
    return [part if part.on is None else part._replace(on=max(part.on, granted_on)) for part in parts]


def _check_events(events: Mapping[str, date]) -> None:
    for name, day in events.items():
        if not isinstance(day, date):
            raise InvalidValue(f"events[{name}]", day, "must be a date")


def _accelerate(parts: list[_Part], rule: Acceleration, day: date, kind: AllocationType) -> list[_Part]:
    """Parts after an acceleration: what it takes from those not vested by its day vests on that day."""
    ahead = [n for n, part in enumerate(parts) if part.on is None or part.on > day]
    ahead.sort(key=lambda n: parts[n].on or date.max)
    left = [Fraction(parts[n].units) for n in ahead]
    wanted = sum(left, Fraction(0)) * rule.share
    if kind is not AllocationType.FRACTIONAL:
        wanted = Fraction(floor(wanted))
    taken = _taken(left, wanted, rule.rule, kind)
    result = list(parts)
    for n, amount in zip(ahead, taken, strict=True):
        units = amount if kind is AllocationType.FRACTIONAL else int(amount)
        result[n] = parts[n]._replace(units=parts[n].units - units)
        result.append(_Part(units, day, None))
    return result


def _taken(left: list[Fraction], wanted: Fraction, rule: str, kind: AllocationType) -> list[Units]:
    """How much each of the parts gives up, in their order."""
    if rule == "pro rata":
        whole = sum(left, Fraction(0)) or Fraction(1)
        shares = [amount * wanted / whole for amount in left]
        return list(split(shares, kind if kind is AllocationType.FRACTIONAL else AllocationType.CUMULATIVE_ROUND_DOWN))
    taken: list[Units] = []
    for amount in left if rule == "soonest" else reversed(left):
        taken.append(min(amount, wanted))
        wanted -= taken[-1]
    return taken if rule == "soonest" else taken[::-1]
