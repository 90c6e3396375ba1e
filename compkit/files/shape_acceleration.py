"""Shapes of what speeds vesting up: keys and values, or words such as ``50 % on change in control``.

The words stand in offer files and in the cells of an intake workbook alike.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any

from attrs import frozen

from ..errors import InvalidValue
from ..pay.vesting import ACCELERATIONS, Acceleration, Vesting, VestingTerms
from .fields import Leaf, Part, Text, choice, parse_fraction, parse_text
from .places import Place
from .structure import BROKEN, Either, key

ACCELERATION_WORDS = (
    "What speeds vesting up: one or several of on, and, share, taken; or in words: "
    "50 % on change in control and termination without cause, taken last."
)
"""What a grant's `acceleration` says."""

_TAKEN = choice(*ACCELERATIONS)
_PHRASE = r"(?:(\d\S*(?: *%)?) +)?on +(\S.*?)(?: +and +(\S.*?))?(?: *, *taken +(\S.*))?"
_PIECE = re.compile(_PHRASE, re.ASCII)


@frozen(kw_only=True)
class AccelerationShape:
    """An event on which a share of all that has not vested vests at once."""

    on: Text = key("The event, such as change in control.")
    and_: Text | None = key("For a double trigger, the event that must also happen.", None)
    share: Part = key("Share of the units not vested by then: 100 %, 0.5 or 1/3.", Fraction(1))
    taken: Annotated[str, _TAKEN] = key("Which of them: soonest or last to vest, or pro rata from all.", "soonest")

    def build(self, here: Place) -> Any:
        """The acceleration."""
        keys = {"trigger": "on", "second": "and", "rule": "taken"}
        values = {"trigger": self.on, "second": self.and_, "share": self.share, "rule": self.taken}
        return here.make(Acceleration, keys, **values)

    @classmethod
    def of(cls, said: Acceleration) -> AccelerationShape:
        """The inverse of `build`."""
        return cls(on=said.trigger, and_=said.second, share=said.share, taken=said.rule)


def parse_accelerations(value: object) -> tuple[AccelerationShape, ...]:
    """``100 % on change in control and termination without cause``, semicolons between several; nothing is none.

    Raises:
        InvalidValue: If it is said in other words.
    """
    if value is None:
        return ()
    pieces = [piece.strip() for piece in parse_text(value).split(";")]
    return tuple(_parse_piece(piece) for piece in pieces)


def _parse_piece(text: str) -> AccelerationShape:
    match = _PIECE.fullmatch(text)
    if match is None:
        fix = "say 100 % on change in control, or 50 % on change in control and termination without cause, taken last"
        raise InvalidValue("", text, "does not say on which event vesting speeds up", fix)
    share, event, second, taken = match.groups()
    return AccelerationShape(
        on=event,
        and_=second,
        share=Fraction(1) if share is None else parse_fraction(share),
        taken="soonest" if taken is None else _TAKEN.parse(taken),
    )


def format_accelerations(data: Any) -> str | None:
    """The words of plain data with the keys of `AccelerationShape`; the inverse of `parse_accelerations`."""
    entries = [data] if isinstance(data, Mapping) else data
    return "; ".join(map(_format_piece, entries))


def _format_piece(said: Mapping[str, Any]) -> str:
    second = f" and {said['and']}" if "and" in said else ""
    taken = f", taken {said['taken']}" if "taken" in said else ""
    return f"{said.get('share', '100 %')} on {said['on']}{second}{taken}"


_SCHEMA = {"type": ["string", "null"], "pattern": r"(^| )on +\S"}
Accelerations = Annotated[
    tuple[AccelerationShape, ...] | AccelerationShape,
    Either(Leaf(parse_accelerations, str, _SCHEMA), AccelerationShape, tuple[AccelerationShape, ...]),
]


def build_accelerations(said: tuple[AccelerationShape, ...] | AccelerationShape, here: Place) -> Any:
    """What speeds a grant's vesting up, in the order of the file."""
    if said is BROKEN:
        return BROKEN
    shapes = said if isinstance(said, tuple) else (said,)
    is_list = isinstance(here.data, (list, tuple))
    return tuple(
        BROKEN if shape is BROKEN else shape.build(here.at(n) if is_list else here) for n, shape in enumerate(shapes)
    )


def accelerations_of(vesting: Vesting | VestingTerms) -> tuple[AccelerationShape, ...]:
    """The inverse of `build_accelerations`."""
    return tuple(AccelerationShape.of(said) for said in vesting.accelerations)
