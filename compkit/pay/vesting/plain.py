"""A schedule of days with what speeds it up, as terms, and the schedule apart from it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date

from attrs import evolve

from ...errors import InvalidValue
from .periods import START_DAY, Period
from .schedule import Vesting, VestingStep
from .terms import Acceleration, Segment, VestingTerms


def accelerated(
    vesting: Vesting | VestingTerms, accelerations: Iterable[Acceleration], *, start_on: date
) -> VestingTerms:
    """Terms that vest by a schedule until an event speeds it up: the same units on the same days, save for that.

    >>> exit_event = Acceleration(trigger="change in control")
    >>> terms = accelerated(Vesting.parse("4y/1y-cliff/monthly"), [exit_event], start_on=date(2027, 1, 11))
    >>> terms.name, terms.events
    ('4y/1y-cliff/monthly', ('change in control',))

    Args:
        vesting: The schedule; of terms, the accelerations take the place of their own.
        accelerations: What speeds it up.
        start_on: Day from which vesting counts; it puts steps after some time and steps on a day in one order.
    """
    given = tuple(accelerations)
    if isinstance(vesting, VestingTerms):
        return evolve(vesting, accelerations=given)
    if vesting.is_standard:
        return evolve(VestingTerms.named(vesting.name), accelerations=given)
    steps = sorted((step for step in vesting.steps if step.share), key=lambda step: step.day(start_on))
    return VestingTerms(name=vesting.name, segments=_segments(steps), accelerations=given)


def apart(terms: VestingTerms, *, start_on: date) -> Vesting | VestingTerms:
    """What vests if nothing speeds it up: a plain schedule where one says all of it, else the other terms.

    Args:
        terms: The terms.
        start_on: Day from which vesting counts.
    """
    for schedule in _schedules(terms):
        if accelerated(schedule, terms.accelerations, start_on=start_on) == terms:
            return schedule
    return evolve(terms, accelerations=())


def _segments(steps: Iterable[VestingStep]) -> Iterator[Segment]:
    """A segment a step; one after some time begins where the one before it ended."""
    reached = 0
    for step in steps:
        if step.after_months is None:
            yield Segment(share=step.share, on=step.on)
        else:
            yield Segment(share=step.share, every=Period(length=step.after_months - reached))
            reached = step.after_months


def _schedules(terms: VestingTerms) -> Iterator[Vesting]:
    """Schedules that may say what terms say: that of their name, and one of their segments as steps."""
    with suppress(InvalidValue):  # a name of its own
        yield Vesting.parse(terms.name)
    if terms.segments and all(map(_is_step, terms.segments)):
        with suppress(InvalidValue):  # not the whole of a grant, or longer than steps reach
            yield Vesting(name=terms.name, steps=tuple(_steps(terms.segments)))


def _is_step(segment: Segment) -> bool:
    plain = segment.count == 1 and segment.event is None and segment.cliff is None and segment.day_of_month == START_DAY
    return plain and (segment.on is not None or segment.every.months is not None)


def _steps(segments: Iterable[Segment]) -> Iterator[VestingStep]:
    """The inverse of `_segments`."""
    reached = 0
    for segment in segments:
        if segment.on is None:
            reached += segment.every.months or 0
        after = reached if segment.on is None else None
        yield VestingStep(share=segment.share, after_months=after, on=segment.on)
