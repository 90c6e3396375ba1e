"""Instalments: exact units with a day, or with the event for which they wait."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

Events = Mapping[str, date]
"""Days of events by name: in v1 of the Open Cap Format the condition's id, in v2 the ``event_id``."""


class Instalment(NamedTuple):
    """Part of a grant before it is rounded.

    Attributes:
        amount: Units, exact.
        on: Day on which it vests; None while it waits for `event`.
        event: Event that it needs, if any.
    """

    amount: Fraction
    on: date | None
    event: str | None = None


def held(instalment: Instalment, events: Events) -> Instalment:
    """An instalment that needs an event: without a day until it happens, then on the later of the two."""
    if instalment.event is None or instalment.on is None:
        return instalment
    happened = events.get(instalment.event)
    return instalment._replace(on=None if happened is None else max(instalment.on, happened))
