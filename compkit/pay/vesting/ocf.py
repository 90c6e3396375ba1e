"""Reading vesting terms of the Open Cap Format: v1 ``VESTING_TERMS`` objects and the ``statements`` of the v2 draft."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from ...errors import InvalidValue
from .graph import Condition
from .periods import Period
from .terms import Cliff, Segment, VestingTerms

_TRIGGERS = {
    "VESTING_START_DATE": "start",
    "VESTING_SCHEDULE_ABSOLUTE": "absolute",
    "VESTING_SCHEDULE_RELATIVE": "relative",
    "VESTING_EVENT": "event",
}


def read_terms(said: Mapping[str, Any]) -> VestingTerms:
    """Terms of either shape, by what the object holds.

    Raises:
        InvalidValue: If it is neither, naming the place in it.
    """
    if not isinstance(said, Mapping):
        raise InvalidValue("vesting", said, "must be an Open Cap Format object")
    if said.get("object_type", "VESTING_TERMS") != "VESTING_TERMS":
        raise InvalidValue("object_type", said["object_type"], "must be VESTING_TERMS")
    if "statements" in said:
        return _statements(said)
    if "vesting_conditions" in said:
        return _conditions(said)
    raise InvalidValue(
        "vesting", ", ".join(map(str, said)) or "nothing", "is no Open Cap Format object",
        "say vesting_conditions (v1) or statements (v2)",
    )  # fmt: skip


def _title(said: Mapping[str, Any]) -> str:
    return str(said.get("name") or said.get("id") or "vesting terms")


# values


def _got(said: Any, key: str, where: str) -> Any:
    if not isinstance(said, Mapping) or key not in said:
        raise InvalidValue(f"{where}.{key}", None, "is missing")
    return said[key]


def _listed(value: Any, where: str) -> list[Any]:
    if not isinstance(value, (list, tuple)):
        raise InvalidValue(where, value, "must be a list")
    return list(value)


def _number(value: Any, where: str) -> Fraction:
    """A Numeric of the format: a decimal as text; whole numbers are taken, floats are not exact."""
    if isinstance(value, (str, int, Decimal)) and not isinstance(value, bool):
        try:
            return Fraction(Decimal(value))
        except (InvalidOperation, ValueError, OverflowError):
            pass
    raise InvalidValue(where, value, "must be a decimal number as text", 'say "0.25"')


def _whole(value: Any, where: str, low: int) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, str, Decimal)):
        raise InvalidValue(where, value, "must be a whole number")
    number = _number(value, where)
    if number.denominator > 1 or number < low:
        raise InvalidValue(where, value, f"must be a whole number from {low}")
    return number.numerator


def _date(value: Any, where: str) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise InvalidValue(where, value, "is not a date", "say 2027-01-31") from None


# v2 draft


def _statements(said: Mapping[str, Any]) -> VestingTerms:
    """The v2 draft's segments (types ``VestingStatement``, ``VestingScheduleSegment``, ``VestingScheduleCliff``)."""
    listed = _listed(said["statements"], "statements")
    if not listed:
        raise InvalidValue("statements", "nothing", "has no statements", "say at least one")
    orders = [_whole(_got(of, "order", f"statements[{n}]"), f"statements[{n}].order", 1) for n, of in enumerate(listed)]
    for n, order in enumerate(orders):
        if order in orders[:n]:
            raise InvalidValue(f"statements[{n}].order", order, "is the order of two statements")
    segments = [_segment(listed[n], f"statements[{n}]") for n in sorted(range(len(listed)), key=orders.__getitem__)]
    return VestingTerms(name=_title(said), segments=segments, **_allocation(said))


def _allocation(said: Mapping[str, Any]) -> dict[str, Any]:
    return {"allocation_type": said["allocation_type"]} if "allocation_type" in said else {}


def _segment(said: Any, where: str) -> Segment:
    share = _number(_got(said, "percentage", where), f"{where}.percentage")
    gate, schedule = said.get("event_condition"), said.get("schedule")
    event = None if gate is None else str(_got(gate, "event_id", f"{where}.event_condition"))
    if schedule is None:
        if event is None:
            raise InvalidValue(where, "neither", "needs a schedule or an event_condition")
        return Segment(share=share, event=event)
    at = f"{where}.schedule"
    count = _whole(_got(schedule, "occurrences", at), f"{at}.occurrences", 1)
    every = Period(
        length=_whole(_got(schedule, "period", at), f"{at}.period", 0), kind=_got(schedule, "period_type", at)
    )
    cliff = None if schedule.get("cliff") is None else _cliff(schedule["cliff"], f"{at}.cliff")
    day = schedule.get("vesting_day_of_month", "VESTING_START_DAY")
    return Segment(share=share, every=every, count=count, cliff=cliff, day_of_month=day, event=event)


def _cliff(said: Any, where: str) -> Cliff:
    length = _number(_got(said, "length", where), f"{where}.length")
    if length < 0:
        raise InvalidValue(f"{where}.length", said["length"], "is a cliff before the start", "say 0 or more")
    after = Period(length=_whole(said["length"], f"{where}.length", 0), kind=_got(said, "period_type", where))
    share = said.get("percentage")
    return Cliff(after=after, share=None if share is None else _number(share, f"{where}.percentage"))


# v1


def _conditions(said: Mapping[str, Any]) -> VestingTerms:
    """The v1 graph (types ``VestingCondition``, ``VestingConditionPortion``, ``VestingPeriodInMonths``)."""
    listed = _listed(said["vesting_conditions"], "vesting_conditions")
    found = tuple(_condition(of, f"vesting_conditions[{n}]") for n, of in enumerate(listed))
    kind = said.get("allocation_type", "CUMULATIVE_ROUND_DOWN")
    return VestingTerms.of_conditions(_title(said), found, kind)


def _condition(said: Any, where: str) -> Condition:
    trigger = _got(said, "trigger", where)
    kind = _got(trigger, "type", f"{where}.trigger")
    if kind not in _TRIGGERS:
        raise InvalidValue(f"{where}.trigger.type", kind, f"must be one of {', '.join(_TRIGGERS)}")
    following = _listed(_got(said, "next_condition_ids", where), f"{where}.next_condition_ids")
    when: dict[str, Any] = {}
    if kind == "VESTING_SCHEDULE_ABSOLUTE":
        when = {"on": _date(_got(trigger, "date", f"{where}.trigger"), f"{where}.trigger.date")}
    if kind == "VESTING_SCHEDULE_RELATIVE":
        when = _relative(trigger, f"{where}.trigger")
    return Condition(
        id=str(_got(said, "id", where)),
        description=str(said.get("description", "")),
        trigger=_TRIGGERS[kind],
        following=following,
        **when,
        **_amount(said, where),
    )


def _relative(trigger: Mapping[str, Any], where: str) -> dict[str, Any]:
    period, at = _got(trigger, "period", where), f"{where}.period"
    kind = _got(period, "type", at)
    length = _number(_got(period, "length", at), f"{at}.length")
    if length < 0:
        raise InvalidValue(f"{at}.length", period["length"], "is before what it is relative to", "say 0 or more")
    found = {
        "every": Period(length=_whole(period["length"], f"{at}.length", 0), kind=kind),
        "count": _whole(_got(period, "occurrences", at), f"{at}.occurrences", 1),
        "cliff_count": _whole(period.get("cliff_installment", 0), f"{at}.cliff_installment", 0),
        "relative_to": str(_got(trigger, "relative_to_condition_id", where)),
    }
    return {**found, "day_of_month": _got(period, "day_of_month", at)} if kind == "MONTHS" else found


def _amount(said: Mapping[str, Any], where: str) -> dict[str, Any]:
    if ("portion" in said) == ("quantity" in said):
        raise InvalidValue(where, said.get("id"), "needs a portion or a quantity, not both")
    if "quantity" in said:
        quantity = _number(said["quantity"], f"{where}.quantity")
        if quantity < 0:
            raise InvalidValue(f"{where}.quantity", said["quantity"], "must not be negative")
        return {"quantity": quantity}
    at, portion = f"{where}.portion", said["portion"]
    parts = [_number(_got(portion, key, at), f"{at}.{key}") for key in ("numerator", "denominator")]
    if parts[0] < 0 or parts[1] <= 0:
        raise InvalidValue(at, f"{parts[0]}/{parts[1]}", "must be a share above 0")
    return {"portion": parts[0] / parts[1], "remainder": bool(portion.get("remainder", False))}
