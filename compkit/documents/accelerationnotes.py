"""What speeds the vesting of grants up, in notes for the employer: counted as assumed, or counted nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from ..pay.vesting import Acceleration
from ..valuation.basis import percent
from ..valuation.value import Valuation
from .format import few_digits


def acceleration_notes(valuation: Valuation) -> Iterator[str]:
    """A sentence for each acceleration of each grant, in the order of the offer.

    One whose events have days counts from the later of them; any other counts nowhere, and says so.
    """
    events = dict(valuation.assumptions.events)
    for grant in valuation.package.equity:
        for of in grant.vesting.accelerations:
            yield _note(grant.name, of, of.day(events))


def _note(grant: str, of: Acceleration, on: date | None) -> str:
    events = of.trigger if of.second is None else f"{of.trigger} and {of.second}"
    what = f"{grant} vests {_part(of.share)} at once"
    if on is not None:
        return f"Counted, as assumed: {what} on {on}, by {events}."
    days = "a day" if of.second is None else "days"
    return f"Not counted: {what} on {events}. Assume {days} under events: in the assumptions."


def _part(share: Fraction) -> str:
    if share == 1:
        return "all units not yet vested"
    rate = few_digits(share)
    return f"{share if rate is None else percent(rate)} of the units not yet vested"
