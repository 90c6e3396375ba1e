"""Entitlement: on a day, a quantity of a unit. Everything promised becomes these rows (DESIGN section 1)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, Protocol

from attrs import evolve, field, frozen

from ..dates import MONTH, add_months, service_ticks
from ..errors import InvalidValue
from ..money import EXACT
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

EQUITY_COMPONENTS = COMPONENTS[7:9]

Number = Literal["face", "cost", "worth"]
NUMBERS: tuple[Number, ...] = ("face", "cost", "worth")
"""The three numbers of DESIGN section 2; never added to one another."""

Expectation = Literal["in full", "bonus", "commission", "tokens"]


class Clock(Protocol):
    """What an accrual runs on: a count that only grows."""

    @property
    def per(self) -> int:
        """Ticks of one unit of the clock: a month, a day, a cent of salary."""

    def ticks(self, day: date) -> int:
        """Ticks before a day, exact."""


@frozen
class MonthClock:
    """Months of service, as salary accrues.

    Attributes:
        start_on: First day.
    """

    start_on: date
    per = MONTH

    def ticks(self, day: date) -> int:
        """Ticks of `MONTH` before a day."""
        return service_ticks(self.start_on, day) if day > self.start_on else 0


@frozen
class ServiceClock:
    """Months of service as steps from the start, each as long as any other: what is released month by month.

    Attributes:
        start_on: First day.
    """

    start_on: date
    per = MONTH

    def ticks(self, day: date) -> int:
        """Ticks of `MONTH` before a day; by days within a month of service."""
        if day <= self.start_on:
            return 0
        whole = (day.year - self.start_on.year) * 12 + day.month - self.start_on.month
        if day.day == self.start_on.day:
            return whole * MONTH
        begin = add_months(self.start_on, whole)
        if begin == day:
            return whole * MONTH
        if begin > day:
            whole, begin = whole - 1, add_months(self.start_on, whole - 1)
        length = (add_months(self.start_on, whole + 1) - begin).days
        return whole * MONTH + (day - begin).days * (MONTH // length)


@frozen
class DayClock:
    """Calendar days of a period, after whose end nothing more is earned.

    Attributes:
        start_on: First day.
        until_on: First day after; None while open.
    """

    start_on: date
    until_on: date | None = None
    per = 1

    def ticks(self, day: date) -> int:
        """Days before a day."""
        end = day if self.until_on is None else min(day, self.until_on)
        return max((end - self.start_on).days, 0)


@frozen
class Accrual:
    """The one function by which a promise is earned: all its rows, splits and views are differences of it.

    Attributes:
        clock: What it runs on.
        rate: Smallest units (cents, tokens) earned a unit of the clock, exact.
        places: Decimals of the smallest unit: 2 for cents, 6 for tokens in millions.
    """

    clock: Clock
    rate: Fraction
    places: int = 2
    _twice: int = field(init=False, eq=False, repr=False)
    _per: int = field(init=False, eq=False, repr=False)
    _smallest: Decimal = field(init=False, eq=False, repr=False)
    _known: dict[date, int] = field(init=False, eq=False, repr=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_twice", 2 * self.rate.numerator)
        object.__setattr__(self, "_per", self.clock.per * self.rate.denominator)
        object.__setattr__(self, "_smallest", Decimal(1).scaleb(-self.places))

    def by(self, day: date) -> int:
        """Whole smallest units earned before a day, halves up."""
        known = self._known.get(day)
        if known is None:
            per = self._per
            known = self._known[day] = (self.clock.ticks(day) * self._twice + per) // (2 * per)
        return known

    def between(self, start: date, end: date) -> Decimal:
        """The quantity earned from one day to another, whole smallest units, so that parts add up."""
        return EXACT.multiply(self._smallest, self.by(end) - self.by(start))


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
        accrual: How it is earned; None is evenly by days of the period.
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
        return (self.accrual or self._evenly()).between(start, day)

    def during(self, start: date, end: date) -> Entitlement | None:
        """The part earned within ``[start, end)``, or None if nothing is."""
        begin, finish = max(start, self.earned[0]), min(end, self.earned[1])
        if begin >= finish:
            return None
        if (begin, finish) == self.earned:
            return self
        quantity = self.quantity_by(finish) - self.quantity_by(begin)
        return evolve(self, earned=(begin, finish), quantity=quantity, accrual=self.accrual or self._evenly())

    def _evenly(self) -> Accrual:
        """The accrual of a row that has none: evenly by days, so that a part of a part is still a part of the whole."""
        places = decimals(self.unit)
        units = Fraction(self.quantity) * 10**places
        return Accrual(DayClock(*self.earned), units / (self.earned[1] - self.earned[0]).days, places)
