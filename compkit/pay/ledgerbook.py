"""What a ledger shows: periods that conserve what was granted, and what became of use beyond it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from attrs import field, frozen

from ..checks import not_negative
from ..errors import InvalidValue
from ..money import EXACT, add_up
from .allowance import TokenAllowance
from .ledgergrants import Working
from .package import Package
from .units import TokenUnit
from .usage import OverageApproval, Usage

Outcome = Literal["refused", "approved", "awaiting approval", "charged to the team"]
OUTCOMES: tuple[Outcome, ...] = ("refused", "approved", "awaiting approval", "charged to the team")
"""What becomes of use beyond the allowance, under its terms."""


@frozen(kw_only=True)
class Overage:
    """Use beyond the allowance.

    Attributes:
        on: The day.
        quantity: In the allowance's unit.
        outcome: What became of it.
    """

    on: date
    quantity: Decimal
    outcome: Outcome


def _conserves(instance: LedgerPeriod, attribute: Any, value: Decimal) -> None:
    come = EXACT.add(instance.granted, instance.carried_in)
    gone = add_up((instance.used, instance.expired, instance.carried_out))
    if come != gone:
        raise InvalidValue(f"LedgerPeriod {instance.start}", gone, f"must add up to what came in, {come}")


@frozen(kw_only=True)
class LedgerPeriod:
    """A period of release: ``granted + carried_in == used + expired + carried_out``; overage stands apart.

    Attributes:
        start: First day.
        end: First day after it; the period of leaving includes the wind-down.
        granted: Released within it.
        carried_in: Left of the period before.
        used: Within the allowance, the oldest release first.
        expired: Lapsed within it or at its end.
        carried_out: Left at its end.
        overages: Use beyond the allowance, by day.
    """

    start: date
    end: date
    granted: Decimal = field(validator=not_negative)
    carried_in: Decimal = field(validator=not_negative)
    used: Decimal = field(validator=not_negative)
    expired: Decimal = field(validator=not_negative)
    carried_out: Decimal = field(validator=[not_negative, _conserves])
    overages: tuple[Overage, ...] = ()

    @property
    def overage(self) -> Decimal:
        """Use beyond the allowance."""
        return add_up(entry.quantity for entry in self.overages)

    def overage_that_is(self, outcome: Outcome) -> Decimal:
        """Use beyond the allowance with one outcome."""
        return add_up(entry.quantity for entry in self.overages if entry.outcome == outcome)

    @property
    def left_over(self) -> Decimal:
        """What was there less all use: above 0 under the allowance, below 0 over it."""
        return EXACT.subtract(add_up((self.granted, self.carried_in)), add_up((self.used, self.overage)))


@frozen(kw_only=True)
class Ledger:
    """An allowance from its first day, or the first use, to a day.

    Attributes:
        allowance: The allowance with its terms.
        package: The package it belongs to.
        unit: What every quantity is of.
        until: First day that no longer counts.
        periods: In order; the last one may still run.
        usage: The use that it books, by day.
        working: Last day of work and working time.
        tool: The tool whose part it is; empty for the whole allowance.
        approved: Approvals of overage; True for all of it.
    """

    allowance: TokenAllowance
    package: Package
    unit: TokenUnit
    until: date
    periods: tuple[LedgerPeriod, ...]
    usage: tuple[Usage, ...]
    working: Working = Working()
    tool: str = ""
    approved: bool | tuple[OverageApproval, ...] = ()

    def total(self, part: str) -> Decimal:
        """The sum of ``granted``, ``used``, ``expired`` or ``overage`` over all periods."""
        if part not in ("granted", "used", "expired", "overage"):
            raise InvalidValue("part", part, "must be granted, used, expired or overage")
        return add_up(getattr(period, part) for period in self.periods)

    def overage_that_is(self, outcome: Outcome) -> Decimal:
        """Use beyond the allowance with one outcome, over all periods."""
        return add_up(period.overage_that_is(outcome) for period in self.periods)

    @property
    def balance(self) -> Decimal:
        """What is left on the last day that counts."""
        return self.periods[-1].carried_out if self.periods else Decimal(0)

    @property
    def utilisation(self) -> Decimal | None:
        """Used within the allowance over granted; None where nothing was granted."""
        granted = self.total("granted")
        return EXACT.divide(self.total("used"), granted) if granted else None

    @property
    def daily_pace(self) -> Decimal:
        """All use a calendar day, overage too, from the first day to the last that counts."""
        days = (self.until - self.periods[0].start).days if self.periods else 0
        return EXACT.divide(add_up((self.total("used"), self.total("overage"))), Decimal(days)) if days else Decimal(0)
