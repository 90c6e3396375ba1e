"""Shapes of vesting: a schedule by its name, by steps of its own, or as an Open Cap Format object."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from attrs import frozen

from ..errors import InvalidValue
from ..pay.vesting import STANDARD_SCHEDULES, Acceleration, Vesting, VestingStep, VestingTerms, accelerated, apart
from .fields import Day, Leaf, Months, Part, Text, parse_text
from .places import Place
from .structure import BROKEN, Either, key

OWN_SCHEDULE = "own schedule"
"""Name of a vesting schedule that a file gives as a list of shares without a name."""

VESTING_WORDS = (
    f"A standard schedule ({', '.join(STANDARD_SCHEDULES)}), a list of shares with their days, or an Open Cap Format "
    "object (v1 vesting_conditions, or v2 statements)."
)
"""What a grant's `vesting` says."""


@frozen(kw_only=True)
class StepShape:
    """A share of a grant that vests on a day."""

    share: Part = key("Share of the grant: 25 %, 0.25 or 1/4.")
    after: Months | None = key("Time after the vesting start, such as 12 months.", None)
    on: Day | None = key("The day itself, instead of a time after the start.", None)

    def build(self, here: Place) -> Any:
        """The step."""
        return here.make(VestingStep, share=self.share, after_months=self.after, on=self.on)

    @classmethod
    def of(cls, step: VestingStep) -> StepShape:
        """The inverse of `build`."""
        return cls(share=step.share, after=step.after_months, on=step.on)


@frozen(kw_only=True)
class ScheduleShape:
    """A vesting schedule of its own, with a name."""

    name: Text = key("As printed.")
    steps: tuple[StepShape, ...] = key("Shares with their days; they add up to 100 %.")


def _parse_schedule(value: object) -> Vesting | VestingTerms:
    if not isinstance(value, Mapping):
        return Vesting.parse(parse_text(value))
    try:
        return VestingTerms.from_ocf(value)
    except InvalidValue as error:
        raise InvalidValue("", error.value, f"{error.name}: {error.rule}", error.fix) from None


def _format_schedule(vesting: Vesting | VestingTerms) -> Any:
    """The name of a schedule; of terms, the Open Cap Format object that is read back as them, or vests as they do."""
    if isinstance(vesting, Vesting):
        return vesting.name
    try:
        first = vesting.to_ocf()
    except InvalidValue:
        return vesting.to_statements()
    if VestingTerms.from_ocf(first) == vesting:
        return first
    try:
        return vesting.to_statements()
    except InvalidValue:
        return first


_OPEN_CAP = ("vesting_conditions", "statements")
_SCHEDULE_SCHEMA = {
    "anyOf": [
        {"type": "string"},
        *({"type": "object", "required": [shape], "properties": {shape: {"type": "array"}}} for shape in _OPEN_CAP),
    ]
}


class _ScheduleForm(Either):
    """A name, an Open Cap Format object, or steps of its own."""

    def form(self, value: object) -> Any:
        """None for what is read as a whole: a name, or an Open Cap Format object."""
        if isinstance(value, Mapping) and any(shape in value for shape in _OPEN_CAP):
            return None
        return super().form(value)


Said = Vesting | VestingTerms | ScheduleShape | tuple[StepShape, ...]
"""A schedule as a file says it."""
Schedule = Annotated[
    Said,
    _ScheduleForm(Leaf(_parse_schedule, _format_schedule, _SCHEDULE_SCHEMA), ScheduleShape, tuple[StepShape, ...]),
]


def build_vesting(said: Said, here: Place) -> Any:
    """The schedule that a grant names or lists."""
    if isinstance(said, (Vesting, VestingTerms)) or said is BROKEN:
        return said
    name, steps, place = OWN_SCHEDULE, said, here
    if isinstance(said, ScheduleShape):
        name, steps, place = said.name, said.steps, here.at("steps")
    built = tuple(step.build(place.at(n)) for n, step in enumerate(steps))  # type: ignore[arg-type]
    return here.make(Vesting, name=name, steps=built)


def build_terms(vesting: Any, accelerations: tuple[Acceleration, ...], start_on: date) -> Any:
    """A schedule together with what speeds it up, if anything does; a part that is `BROKEN` breaks it."""
    if BROKEN in (vesting, accelerations, start_on) or BROKEN in accelerations:
        return BROKEN
    return accelerated(vesting, accelerations, start_on=start_on) if accelerations else vesting


def schedule_of(vesting: Vesting | VestingTerms, start_on: date) -> Said:
    """The inverse of `build_vesting`; what speeds vesting up stands beside it."""
    if isinstance(vesting, VestingTerms) and vesting.accelerations:
        vesting = apart(vesting, start_on=start_on)
    if isinstance(vesting, VestingTerms) or vesting.is_standard:
        return vesting
    steps = tuple(StepShape.of(step) for step in vesting.steps)
    return steps if vesting.name == OWN_SCHEDULE else ScheduleShape(name=vesting.name, steps=steps)
