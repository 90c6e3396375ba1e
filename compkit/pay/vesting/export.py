"""Writing vesting terms in the Open Cap Format; what a version cannot say is refused, never bent."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ...errors import InvalidValue
from .allocation import CUMULATIVE, AllocationType
from .graph import Condition
from .periods import FIRST_DAY, LAST_DAY, START_DAY, START_DAY_MINUS_ONE, Period

if TYPE_CHECKING:
    from .terms import Cliff, Segment, VestingTerms

_TYPES = {
    "start": "VESTING_START_DATE",
    "absolute": "VESTING_SCHEDULE_ABSOLUTE",
    "relative": "VESTING_SCHEDULE_RELATIVE",
    "event": "VESTING_EVENT",
}
_V1_DAYS = {FIRST_DAY: "01", LAST_DAY: "31_OR_LAST_DAY_OF_MONTH"}
_START = "vesting-start"


def _cannot(version: str, terms: VestingTerms, what: str) -> InvalidValue:
    return InvalidValue("vesting", terms.name, f"Open Cap Format {version} cannot say {what}")


# v1


def v1_object(terms: VestingTerms) -> dict[str, Any]:
    """The v1 ``VESTING_TERMS`` object.

    Raises:
        InvalidValue: If v1 cannot say the terms, naming what.
    """
    conditions = terms.graph.conditions if terms.graph is not None else tuple(_chain(terms))
    if terms.accelerations:
        raise _cannot("v1", terms, "an acceleration apart from its conditions")
    if terms.allocation_type is AllocationType.FRACTIONAL:
        raise _cannot("v1", terms, "fractional units")
    return {
        "object_type": "VESTING_TERMS",
        "id": terms.name,
        "name": terms.name,
        "description": terms.name,
        "allocation_type": terms.allocation_type.value,
        "vesting_conditions": [_written(condition) for condition in conditions],
    }


def _chain(terms: VestingTerms) -> Iterator[Condition]:
    """Segments as conditions that follow one another."""
    _check_sayable(terms)
    links = [Condition(id=_START, quantity=Fraction(0), trigger="start")]
    base = _START
    for number, segment in enumerate(terms.segments, 1):
        links += _links(segment, f"segment-{number}", base)
        if segment.on is None:
            base = links[-1].id
    for link, following in zip(links, [*(link.id for link in links[1:]), None], strict=True):
        yield _followed(link, following)


def _followed(link: Condition, following: str | None) -> Condition:
    from attrs import evolve

    return evolve(link, following=(following,) if following else ())


def _check_sayable(terms: VestingTerms) -> None:
    for segment in terms.segments:
        if segment.event is not None and len(terms.segments) > 1:
            raise _cannot("v1", terms, f"{segment.event} beside a schedule: only one path is ever taken")
        if segment.event is not None and not segment.is_milestone:
            raise _cannot("v1", terms, f"a schedule that is held until {segment.event}")
        if segment.day_of_month == START_DAY_MINUS_ONE:
            raise _cannot("v1", terms, "the day before the start day")
        if segment.cliff is not None and not _plain(segment) and terms.allocation_type not in CUMULATIVE:
            raise _cannot("v1", terms, f"a cliff between instalments allocated as {terms.allocation_type.value}")
    days = [segment.on for segment in terms.segments if segment.on is not None]
    if days and (len(days) < len(terms.segments) or days != sorted(days)):
        raise _cannot("v1", terms, "days and periods in turn, or days that do not follow one another")


def _v1_period(period: Period) -> Period:
    months = period.months
    return Period(length=months) if months is not None else Period(length=period.days or 0, kind="DAYS")


def _plain(segment: Segment) -> bool:
    """Whether reading back what `_links` writes finds the grid that was collapsed into the cliff."""
    cliff, every = segment.cliff, _v1_period(segment.every)
    if cliff is None:
        return True
    after = _v1_period(cliff.after)
    reached = after.length // every.length if every.length else 0
    fits = after.kind == every.kind and reached * every.length == after.length and reached <= segment.count - 2
    return fits and cliff.share in (None, Fraction(reached, segment.count))


def _links(segment: Segment, name: str, base: str) -> list[Condition]:
    if segment.on is not None:
        return [Condition(id=name, portion=segment.share, trigger="absolute", on=segment.on)]
    if segment.is_milestone:
        return [Condition(id=segment.event or name, portion=segment.share, trigger="event")]
    every, even = _v1_period(segment.every), segment.share / segment.count
    if segment.cliff is None:
        return [_run(segment, name, even, every, segment.count, base)]
    return _cliff_links(segment, segment.cliff, name, base)


def _cliff_links(segment: Segment, cliff: Cliff, name: str, base: str) -> list[Condition]:
    """The cliff, and what is left after it, from the last instalment that it took in."""
    every, after = _v1_period(segment.every), _v1_period(cliff.after)
    if after.kind != every.kind or not every.length:
        raise InvalidValue("vesting", name, "Open Cap Format v1 cannot say a cliff in days over a schedule in months")
    reached = min(after.length // every.length, segment.count)
    part = Fraction(reached, segment.count) if cliff.share is None else cliff.share
    links = [_run(segment, f"{name}-cliff", segment.share * part, after, 1, base)]
    left = segment.count - reached
    if left and reached * every.length != after.length:
        waiting = Period(length=reached * every.length, kind=every.kind)
        links.insert(0, _run(segment, f"{name}-grid", Fraction(0), waiting, 1, base))
    if left:
        links.append(_run(segment, name, segment.share * (1 - part) / left, every, left, links[0].id))
    return links


def _run(segment: Segment, name: str, portion: Fraction, every: Period, count: int, base: str) -> Condition:
    return Condition(
        id=name,
        portion=portion,
        trigger="relative",
        every=every,
        count=count,
        relative_to=base,
        day_of_month=_V1_DAYS.get(segment.day_of_month, segment.day_of_month),
    )


def _written(condition: Condition) -> dict[str, Any]:
    said: dict[str, Any] = {"id": condition.id}
    if condition.description:
        said["description"] = condition.description
    if condition.portion is None:
        said["quantity"] = _decimal(condition.quantity or Fraction(0))
    else:
        ratio = {"numerator": str(condition.portion.numerator), "denominator": str(condition.portion.denominator)}
        said["portion"] = {**ratio, "remainder": True} if condition.remainder else ratio
    trigger: dict[str, Any] = {"type": _TYPES[condition.trigger]}
    if condition.on is not None:
        trigger["date"] = condition.on.isoformat()
    if condition.every is not None:
        trigger |= {"period": _period(condition), "relative_to_condition_id": condition.relative_to}
    return {**said, "trigger": trigger, "next_condition_ids": list(condition.following)}


def _period(condition: Condition) -> dict[str, Any]:
    assert condition.every is not None  # checked
    every = _v1_period(condition.every)
    said: dict[str, Any] = {"length": every.length, "type": every.kind, "occurrences": condition.count}
    if condition.cliff_count:
        said["cliff_installment"] = condition.cliff_count
    return {**said, "day_of_month": condition.day_of_month} if every.kind == "MONTHS" else said


def _decimal(value: Fraction) -> str:
    """A Numeric of the format: at most ten decimals, exact."""
    scaled = value * 10**10
    if scaled.denominator > 1:
        raise InvalidValue("vesting", value, "is no decimal of ten places, so the Open Cap Format cannot say it")
    text = f"{Decimal(scaled.numerator).scaleb(-10):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


# v2 draft


def v2_object(terms: VestingTerms) -> dict[str, Any]:
    """The v2 draft's object; its allocation is always cumulative round-down.

    Raises:
        InvalidValue: If it cannot say the terms, naming what.
    """
    if terms.graph is not None:
        raise _cannot("v2", terms, "a graph of conditions")
    if terms.accelerations:
        raise _cannot("v2", terms, "an acceleration")
    if terms.allocation_type is not AllocationType.CUMULATIVE_ROUND_DOWN:
        raise _cannot("v2", terms, f"the allocation {terms.allocation_type.value}")
    statements = [_statement(terms, segment, order) for order, segment in enumerate(terms.segments, 1)]
    return {"object_type": "VESTING_TERMS", "id": terms.name, "statements": statements}


def _statement(terms: VestingTerms, segment: Segment, order: int) -> dict[str, Any]:
    if segment.on is not None:
        raise _cannot("v2", terms, f"the day {segment.on}")
    said: dict[str, Any] = {"order": order, "percentage": _decimal(segment.share)}
    if not segment.is_milestone:
        said["schedule"] = _schedule(terms, segment)
    if segment.event is not None:
        said["event_condition"] = {"event_id": segment.event}
    return said


def _schedule(terms: VestingTerms, segment: Segment) -> dict[str, Any]:
    said: dict[str, Any] = {"occurrences": segment.count, "period": segment.every.length}
    said["period_type"] = segment.every.kind
    if segment.day_of_month != START_DAY:
        if segment.day_of_month not in (FIRST_DAY, LAST_DAY, START_DAY_MINUS_ONE):
            raise _cannot("v2", terms, f"the day of the month {segment.day_of_month}")
        said["vesting_day_of_month"] = segment.day_of_month
    if segment.cliff is not None:
        share = segment.cliff.share
        if share is None:
            share = _reached(terms, segment, segment.cliff)
        after = segment.cliff.after
        said["cliff"] = {"length": after.length, "period_type": after.kind, "percentage": _decimal(share)}
    return said


def _reached(terms: VestingTerms, segment: Segment, cliff: Cliff) -> Fraction:
    after, every = _v1_period(cliff.after), _v1_period(segment.every)
    if after.kind != every.kind or not every.length:
        raise _cannot("v2", terms, "a cliff without a percentage whose instalments depend on the start")
    return Fraction(min(after.length // every.length, segment.count), segment.count)
