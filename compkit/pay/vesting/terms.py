"""Terms under which a grant vests: ordered segments, or the graph of conditions of an Open Cap Format object."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from typing import Any

from attrs import field, frozen

from ...checks import maybe, named, one_of
from ...errors import InvalidValue
from ...money import EXACT
from .allocation import AllocationType, Units, allocation_type_of
from .graph import Condition, Graph, graph_of
from .instalments import Events, Instalment, held
from .names import Even, parse_name
from .periods import MOST_INSTALMENTS, POLICIES, START_DAY, Clock, Period, counted, policy_of

ACCELERATIONS = ("soonest", "last", "pro rata")
"""Rules by which an acceleration takes units from instalments."""


def _fraction(value: Fraction | Decimal | int | str) -> Fraction:
    """An exact share: a float is refused, for it is not the share it looks like."""
    if isinstance(value, bool) or not isinstance(value, (Fraction, Decimal, int, str)):
        raise InvalidValue("share", value, "must be a Fraction: a float is not exact")
    try:
        return Fraction(value)
    except (ValueError, OverflowError, ZeroDivisionError):
        raise InvalidValue("share", value, "is not a share", "say 1/4 or 0.25") from None


def _maybe_fraction(value: Fraction | Decimal | int | str | None) -> Fraction | None:
    return None if value is None else _fraction(value)


def _above_zero(instance: object, attribute: Any, value: Fraction) -> None:
    if value <= 0:
        raise InvalidValue(f"{type(instance).__name__}.{attribute.name}", value, "must be above 0")


def _part(instance: object, attribute: Any, value: Fraction) -> None:
    if not 0 <= value <= 1:
        raise InvalidValue(f"{type(instance).__name__}.{attribute.name}", value, "must be from 0 to 1")


@frozen(kw_only=True)
class Cliff:
    """Nothing vests before it; what would have vested by then vests on it.

    Attributes:
        after: Time from the beginning of its segment.
        share: Share of its segment that vests on it, where the agreement names one; the rest is spread evenly over
            the instalments after it. None is what its instalments until then add up to.
    """

    after: Period
    share: Fraction | None = field(default=None, converter=_maybe_fraction, validator=maybe(_part))


def _somewhere(instance: Segment, attribute: Any, value: date | None) -> None:
    if value is not None and (instance.every.length or instance.count > 1 or instance.cliff):
        raise InvalidValue("Segment.on", value, "is the one day of a segment without periods and cliff")


def _something_after(instance: Segment, attribute: Any, value: Cliff | None) -> None:
    if value is None or value.share is None or value.share == 1:
        return
    ends = instance.every.months, instance.every.days
    for end, reach in zip(ends, (value.after.months, value.after.days), strict=True):
        if end is not None and reach is not None and reach >= end * instance.count:
            raise _nothing_after(value.share)


def _nothing_after(share: Fraction) -> InvalidValue:
    return InvalidValue(
        "Segment.cliff", share, "is a partial cliff with nothing after it", "say 1, or a cliff before the end"
    )


@frozen(kw_only=True)
class Segment:
    """A part of a grant that vests in even instalments, each segment beginning where the one before it ends.

    Attributes:
        share: Share of the grant, exact.
        every: Time from one instalment to the next; none for a milestone.
        count: How many instalments.
        day_of_month: Day of the month on which they fall, in the words of the Open Cap Format.
        on: The day itself, for a segment that has no period.
        event: Event that must have happened: without periods a milestone, with them the second trigger.
        cliff: Its cliff, if it has one.
    """

    share: Fraction = field(converter=_fraction, validator=_above_zero)
    every: Period = Period(length=0, kind="DAYS")
    count: int = field(default=1, validator=counted(1, MOST_INSTALMENTS))
    day_of_month: str = field(default=START_DAY, converter=policy_of, validator=one_of(*POLICIES))
    on: date | None = field(default=None, validator=_somewhere)
    event: str | None = field(default=None, validator=maybe(named))
    cliff: Cliff | None = field(default=None, validator=_something_after)

    @property
    def is_milestone(self) -> bool:
        """Whether it vests on an event alone."""
        return self.event is not None and not self.every.length and self.on is None

    def begin(self, start: Clock) -> Clock:
        """Where it steps from: a milestone's event may happen at any time from the vesting start."""
        return Clock.at(start.origin) if self.is_milestone else start

    def end(self, start: Clock) -> Clock:
        """Where the next segment begins."""
        return start if self.on is not None else start.after(self.every, self.count, self.day_of_month)

    def instalments(self, start: Clock, units: Units) -> Iterator[Instalment]:
        """Exact units by day: all allocated first, then collapsed into the cliff."""
        begin, whole = self.begin(start), self.share * units
        days = [begin.after(self.every, n, self.day_of_month).day for n in range(1, self.count + 1)]
        even = whole / self.count
        if self.on is not None:
            days = [self.on]
        if self.cliff is None:
            yield from (Instalment(even, day, self.event) for day in days)
            return
        cliff = begin.after(self.cliff.after, 1, self.day_of_month).day
        reached = sum(day <= cliff for day in days)
        share = self.cliff.share
        if share is None or share == Fraction(reached, self.count):
            yield from (Instalment(even, max(day, cliff), self.event) for day in days)
            return
        if reached == self.count and share < 1:
            raise _nothing_after(share)
        yield Instalment(whole * share, cliff, self.event)
        rest = whole * (1 - share)
        yield from (Instalment(rest / (self.count - reached), day, self.event) for day in days[reached:])


@frozen(kw_only=True)
class Acceleration:
    """On an event, a share of all that has not vested vests at once.

    Attributes:
        trigger: The event, such as a change of control.
        second: For a double trigger, the event that must also happen, such as a dismissal: what accelerates then
            does so on the later day.
        share: Share of the units unvested on that day, rounded down to whole units; 1 for all of them.
        rule: Which instalments give them up. ``soonest``: those next to vest, so vesting pauses and then goes on as
            before. ``last``: those last to vest, so it goes on and ends sooner. ``pro rata``: all of them alike, so
            it goes on with less each time. Units that wait for an event come last.
    """

    trigger: str = field(validator=named)
    second: str | None = field(default=None, validator=maybe(named))
    share: Fraction = field(default=Fraction(1), converter=_fraction, validator=[_above_zero, _part])
    rule: str = field(default="soonest", validator=one_of(*ACCELERATIONS))

    def day(self, events: Events) -> date | None:
        """The day on which it takes effect, if all it needs has happened."""
        days = [events.get(name) for name in (self.trigger, self.second) if name is not None]
        return None if None in days else max(day for day in days if day is not None)


def _even(said: Even) -> Segment:
    cliff = Cliff(after=Period(length=said.cliff)) if said.cliff else None
    return Segment(share=1, every=Period(length=said.step), count=said.months // said.step, cliff=cliff)


def _yearly(shares: tuple[Fraction, ...]) -> Iterator[Segment]:
    """Shares of successive years; a year of nothing only adds to the wait."""
    wait = 0
    for share in shares:
        wait += 12
        if share:
            yield Segment(share=share, every=Period(length=wait))
            wait = 0


def _segments(values: Iterable[Segment]) -> tuple[Segment, ...]:
    return tuple(values)


def _accelerations(values: Iterable[Acceleration]) -> tuple[Acceleration, ...]:
    return tuple(values)


def _segments_or_graph(instance: VestingTerms, attribute: Any, value: Graph | None) -> None:
    if not instance.segments and value is None:
        raise InvalidValue("VestingTerms", instance.name, "has no statements", "say at least one segment")
    if instance.segments and value is not None:
        raise InvalidValue("VestingTerms", instance.name, "has segments and conditions", "say one of them")


@frozen(kw_only=True)
class VestingTerms:
    """Terms of vesting, exact: how much vests when, and for which events it waits.

    Attributes:
        name: As printed.
        segments: Parts of the grant in order; empty if `graph` is given.
        allocation_type: How units that do not divide evenly fall on instalments.
        accelerations: What speeds vesting up, in the order of their days.
        graph: The conditions of an Open Cap Format v1 object; None if `segments` are given.
    """

    name: str = field(default="vesting terms", validator=named)
    segments: tuple[Segment, ...] = field(default=(), converter=_segments)
    allocation_type: AllocationType = field(default=AllocationType.CUMULATIVE_ROUND_DOWN, converter=allocation_type_of)
    accelerations: tuple[Acceleration, ...] = field(default=(), converter=_accelerations)
    graph: Graph | None = field(default=None, validator=_segments_or_graph)

    @classmethod
    def named(
        cls, name: str, *, allocation_type: AllocationType | str = AllocationType.CUMULATIVE_ROUND_DOWN
    ) -> VestingTerms:
        """Terms by a schedule's name: ``4y/1y-cliff/monthly``, ``1y/quarterly``, or yearly percents ``33/33/22/12``.

        Raises:
            InvalidValue: If the name is none of these.
        """
        said = parse_name(name)
        segments = [_even(said)] if isinstance(said, Even) else list(_yearly(said))
        return cls(name=name, segments=segments, allocation_type=allocation_type)

    @classmethod
    def of_conditions(
        cls, name: str, conditions: tuple[Condition, ...], allocation_type: AllocationType | str
    ) -> VestingTerms:
        """Terms by the conditions of an Open Cap Format v1 object."""
        return cls(name=name, graph=graph_of(conditions), allocation_type=allocation_type)

    @classmethod
    def from_ocf(cls, said: Mapping[str, Any]) -> VestingTerms:
        """Terms of an Open Cap Format object: v1 ``VESTING_TERMS``, or the ``statements`` of the v2 draft.

        Raises:
            InvalidValue: If the object is neither, naming the place in it.
        """
        from .ocf import read_terms

        return read_terms(said)

    def to_ocf(self) -> dict[str, Any]:
        """The Open Cap Format v1 object.

        Raises:
            InvalidValue: If v1 cannot say it, naming what.
        """
        from .export import v1_object

        return v1_object(self)

    def to_statements(self) -> dict[str, Any]:
        """The object of the Open Cap Format's v2 draft.

        Raises:
            InvalidValue: If it cannot say it, naming what.
        """
        from .export import v2_object

        return v2_object(self)

    def share_of(self, units: Units) -> Fraction:
        """Share of a grant that vests at most: 1 for the whole of it."""
        if self.graph is not None:
            return self.graph.most(Fraction(units)) / units
        return sum((segment.share for segment in self.segments), Fraction(0))

    def instalments(self, units: Units, start_on: date, events: Events) -> tuple[Instalment, ...]:
        """Exact units by day in the order of allocation; those without a day wait for an event."""
        if self.graph is not None:
            return tuple(self.graph.walk(Fraction(units), start_on, events))
        begins = accumulate(self.segments, lambda clock, segment: segment.end(clock), initial=Clock.at(start_on))
        return tuple(
            held(instalment, events)
            for segment, begin in zip(self.segments, begins, strict=False)
            for instalment in segment.instalments(begin, units)
        )

    @property
    def events(self) -> tuple[str, ...]:
        """Names of the events it knows, in order."""
        own = [segment.event for segment in self.segments if segment.event is not None]
        accelerating = [name for of in self.accelerations for name in (of.trigger, of.second) if name is not None]
        return tuple(dict.fromkeys([*own, *(self.graph.events if self.graph else ()), *accelerating]))

    def last_on(self, start_on: date) -> date:
        """Last day in time: of what waits for an event, the vesting start."""
        days = (of.on for of in self.instalments(10**9, start_on, {}))
        return max((day for day in days if day is not None), default=start_on)

    def years(self, start_on: date) -> Decimal:
        """Length in years, to the last instalment in time: 4 for four years."""
        last = start_on
        if self.graph is None:
            clock = Clock.at(start_on)
            for segment in self.segments:
                days = [of.on for of in segment.instalments(clock, 1) if of.on is not None]
                last, clock = max(last, *days), segment.end(clock)
        else:
            last = self.last_on(start_on)
        months = (last.year - start_on.year) * 12 + last.month - start_on.month
        return EXACT.divide(Decimal(max(months, 1)), Decimal(12))
