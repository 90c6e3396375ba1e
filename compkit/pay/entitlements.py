"""Entitlement: on a day, a quantity of a unit. Everything promised becomes these rows (DESIGN section 1)."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from attrs import evolve, field, frozen

from ..errors import InvalidValue
from ..money import EXACT, half_up
from .units import Unit, decimals

Component = Literal[
    "base salary",
    "guaranteed bonus",
    "target bonus",
    "commission",
    "sign-on",
    "retention",
    "relocation",
    "RSU",
    "options",
    "benefits",
    "tokens",
]
COMPONENTS: tuple[Component, ...] = (
    "base salary",
    "guaranteed bonus",
    "target bonus",
    "commission",
    "sign-on",
    "retention",
    "relocation",
    "RSU",
    "options",
    "benefits",
    "tokens",
)
"""Components in the order in which they are printed."""

CASH_COMPONENTS = COMPONENTS[:7]
EQUITY_COMPONENTS = COMPONENTS[7:9]

Number = Literal["face", "cost", "worth"]
NUMBERS: tuple[Number, ...] = ("face", "cost", "worth")
"""The three numbers of DESIGN section 2; never added to one another."""

Expectation = Literal["in full", "bonus", "commission", "tokens"]


@frozen
class Accrual:
    """How a promise is earned over time: exact smallest units (cents, tokens) earned since the start, at knots.

    Attributes:
        days: Knots, ascending.
        earned: Earned before each knot, exact; linear by days between knots.
    """

    days: tuple[date, ...]
    earned: tuple[Fraction, ...]

    def at(self, day: date) -> Fraction:
        """Exact smallest units earned before a day; flat outside the knots."""
        if day <= self.days[0]:
            return self.earned[0]
        if day >= self.days[-1]:
            return self.earned[-1]
        i = bisect_right(self.days, day) - 1
        whole = (self.days[i + 1] - self.days[i]).days
        part = Fraction((day - self.days[i]).days, whole)
        return self.earned[i] + part * (self.earned[i + 1] - self.earned[i])

    def between(self, start: date, end: date) -> int:
        """Whole smallest units from one day to another: a difference of the rounded total, so parts add up."""
        return half_up(self.at(end)) - half_up(self.at(start))


def _forward(instance: Entitlement, attribute: Any, value: tuple[date, date]) -> None:
    if not value[0] < value[1]:
        raise InvalidValue("Entitlement.earned", f"{value[0]} to {value[1]}", "must run forward")


@frozen(kw_only=True)
class Entitlement:
    """The employee becomes entitled to a quantity of a unit on a day.

    Attributes:
        component: Which of the components of pay.
        name: The promise it comes from, as printed.
        on: Day of delivery; None while it waits for an event, and then it counts nowhere.
        earned: Half-open period ``[from, to)`` over which it is earned.
        quantity: In `unit`; whole smallest units.
        unit: What it is a quantity of.
        recurring: Whether it comes again every year while employed.
        guaranteed: Whether it is promised come what may, as opposed to at target or under a changeable policy.
        counts: In which of the three numbers it counts.
        expectation: Which expected factor applies to its cost and worth.
        personal_share: Share that counts for the employee's own use.
        accrual: How it is earned within the period; None is evenly by days.
    """

    component: Component
    name: str
    on: date | None
    earned: tuple[date, date] = field(validator=_forward)
    quantity: Decimal
    unit: Unit
    recurring: bool = True
    guaranteed: bool = True
    counts: frozenset[Number] = frozenset(NUMBERS)
    expectation: Expectation = "in full"
    personal_share: Decimal = Decimal(1)
    accrual: Accrual | None = None

    def quantity_by(self, day: date) -> Decimal:
        """How much of this row is earned before a day, in whole smallest units, halves up."""
        start, end = self.earned
        if day <= start:
            return Decimal(0)
        if day >= end:
            return self.quantity
        scale = decimals(self.unit)
        if self.accrual is not None:
            units = self.accrual.between(start, day)
        else:
            whole = int(self.quantity.scaleb(scale, context=EXACT))
            units = half_up(Fraction(whole * (day - start).days, (end - start).days))
        return Decimal(units).scaleb(-scale, context=EXACT)

    def during(self, start: date, end: date) -> Entitlement | None:
        """The part earned within ``[start, end)``, or None if nothing is."""
        begin, finish = max(start, self.earned[0]), min(end, self.earned[1])
        if begin >= finish:
            return None
        if (begin, finish) == self.earned:
            return self
        quantity = self.quantity_by(finish) - self.quantity_by(begin)
        return evolve(self, earned=(begin, finish), quantity=quantity)
