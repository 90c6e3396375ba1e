"""Notes on what speeds vesting up."""

from datetime import date
from fractions import Fraction

from attrs import evolve

from compkit.documents.accelerationnotes import acceleration_notes
from compkit.documents.table import render
from compkit.documents.valuereport import build_value_report
from compkit.pay.vesting import Acceleration, accelerated
from compkit.valuation.assumptions import Assumptions
from compkit.valuation.value import value

from ..samples import START, TODAY, acme, market

DOUBLE = Acceleration(trigger="change in control", second="termination without cause", share=Fraction(1, 2))


def valued(*accelerations, **events):
    package = acme()
    (grant,) = package.equity
    grant = evolve(grant, vesting=accelerated(grant.vesting, accelerations, start_on=START))
    days = {name.replace("_", " "): day for name, day in events.items()}
    return value(evolve(package, equity=(grant,)), market(), Assumptions(as_of=TODAY, token_utilisation=1, events=days))


def test_not_counted():
    """Without days for its events it changes no amount, and the note says what to do."""
    plain, given = valued(), valued(DOUBLE)
    assert given.lines == plain.lines
    assert list(acceleration_notes(given)) == [
        "Not counted: New-hire grant vests 50 % of the units not yet vested at once on change in control and "
        "termination without cause. Assume days under events: in the assumptions."
    ]
    assert not list(acceleration_notes(plain))


def test_counted():
    """With days it counts from the later one: of 3,200, 1,200 vested by then, half of 2,000 that day."""
    days = {"change_in_control": date(2028, 6, 30), "termination_without_cause": date(2028, 9, 30)}
    given = valued(DOUBLE, **days)
    assert (date(2028, 9, 30), 1000) in [(line.row.on, line.row.quantity) for line in given.lines]
    assert list(acceleration_notes(given)) == [
        "Counted, as assumed: New-hire grant vests 50 % of the units not yet vested at once on 2028-09-30, by change "
        "in control and termination without cause."
    ]


def test_other_shares():
    """All of it, and a third, in words; one of two events alone is not counted."""
    given = valued(Acceleration(trigger="exit"), Acceleration(trigger="sale", share=Fraction(1, 3)), exit=TODAY)
    first, second = acceleration_notes(given)
    assert first == "Counted, as assumed: New-hire grant vests all units not yet vested at once on 2026-11-20, by exit."
    assert second.startswith("Not counted: New-hire grant vests 1/3 of the units not yet vested at once on sale. ")


def test_printed():
    """The report of a value prints it."""
    printed = [line for line, _ in render(build_value_report(valued(DOUBLE)))]
    assert any(line.startswith("Not counted: New-hire grant vests 50 %") for line in printed)
