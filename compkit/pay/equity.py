"""Restricted stock and stock options: grants of whole units that vest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any, Literal

from attrs import field, frozen

from ..checks import maybe, named, one_of, positive
from ..errors import InvalidValue
from ..money import EXACT, Money, exact, is_money, maybe_exact
from .entitlements import Entitlement
from .units import Options, Shares, Unit
from .vesting import Events, Tranche, Vesting, VestingTerms, vest, waiting
from .vesting.allocation import AllocationType

_ROUNDING = {"down": ROUND_FLOOR, "nearest": ROUND_HALF_UP, "up": ROUND_CEILING}


def whole_units(instance: Any, attribute: Any, value: Any) -> None:
    """A whole number of units above zero."""
    if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
        raise InvalidValue(f"{type(instance).__name__}.units", value, "must be a whole number of units above 0")


def _whole_grant(instance: Grant, attribute: Any, value: Vesting | VestingTerms) -> None:
    """A grant vests whole: terms of less or more are refused, not repaired."""
    if isinstance(value, Vesting):
        return
    name = f"{type(instance).__name__}.vesting"
    if value.allocation_type is AllocationType.FRACTIONAL:
        raise InvalidValue(name, value.name, "vests fractions of a unit", "allocate whole units by another type")
    share = value.share_of(instance.granted_units)
    if share != 1:
        said = f"{float(100 * share):.12g} %"
        raise InvalidValue(name, value.name, f"vests {said} of the grant, not 100 %", "say terms of the whole grant")


def _units_or_value(instance: RestrictedStock, attribute: Any, value: Money | None) -> None:
    if (instance.units is None) == (value is None):
        raise InvalidValue("RestrictedStock", f"units {instance.units}, value {value}", "needs units or a value")
    if (value is None) != (instance.converted_at is None):
        raise InvalidValue("RestrictedStock", value, "a value needs the share price that converts it, and only a value")
    if instance.granted_units < 1:
        raise InvalidValue("RestrictedStock", value, "converts to no whole share", "check value and converted_at")


@frozen(kw_only=True)
class RestrictedStock:
    """Restricted stock units: whole shares that vest.

    A grant stated as a value is converted once, at its stated price; from then on only shares count.

    Attributes:
        name: As printed.
        symbol: The share.
        units: Whole shares; None if `value` is given.
        converted_at: Price a share that converts the value, in the value's currency.
        converted_on: Day of that price.
        rounding: How a value becomes whole shares: ``down``, ``nearest`` or ``up``.
        value: Value at grant; None if `units` are given.
        granted_on: Day of grant; what is due before it vests on it. None if not yet granted.
        vesting_start_on: Day from which vesting counts.
        vesting: The schedule, or terms; they vest the whole grant.
        refresher: A further grant in a later year, as opposed to the new-hire grant.
        claimed_value: What the employer said it is worth; shown beside our value, never instead of it.
    """

    name: str = field(default="RSU grant", validator=named)
    symbol: str = field(validator=named)
    units: int | None = field(default=None, validator=maybe(whole_units))
    converted_at: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(positive))
    converted_on: date | None = None
    rounding: Literal["down", "nearest", "up"] = field(default="down", validator=one_of(*_ROUNDING))
    value: Money | None = field(default=None, validator=[maybe(is_money), maybe(positive), _units_or_value])
    granted_on: date | None = None
    vesting_start_on: date
    vesting: Vesting | VestingTerms = field(validator=_whole_grant)
    refresher: bool = False
    claimed_value: Money | None = field(default=None, validator=[maybe(is_money), maybe(positive)])

    @property
    def granted_units(self) -> int:
        """Whole shares of the grant: as stated, or the value at the price that converts it."""
        if self.units is not None:
            return self.units
        assert self.value is not None and self.converted_at is not None
        shares = EXACT.divide(self.value.amount, self.converted_at)
        return int(shares.to_integral_value(rounding=_ROUNDING[self.rounding]))

    def tranches(self, events: Events | None = None) -> tuple[Tranche, ...]:
        """Whole shares by vesting day; what waits for an event is not among them."""
        return _tranches(self, events)

    def waiting(self, events: Events | None = None) -> tuple[tuple[str, int], ...]:
        """Events for which whole shares still wait."""
        return _waiting(self, events)

    @property
    def unit(self) -> Unit:
        """Its unit."""
        return Shares(self.symbol)


def _expires_later(instance: StockOptions, attribute: Any, value: date) -> None:
    last = max((tranche.on for tranche in instance.tranches()), default=value)
    if value < last:
        raise InvalidValue("StockOptions.expires_on", value, f"must not be before the last vesting on {last}")


@frozen(kw_only=True)
class StockOptions:
    """Options to buy whole shares at a strike.

    Attributes:
        name: As printed.
        symbol: The share.
        units: Whole options, one share each.
        strike: Exercise price a share.
        kind: ``ISO``, ``NSO``, ``EMI`` or ``other``; decides tax, which is outside this library.
        granted_on: Day of grant; what is due before it vests on it. None if not yet granted.
        vesting_start_on: Day from which vesting counts.
        vesting: The schedule, or terms; they vest the whole grant.
        refresher: A further grant in a later year.
        claimed_value: What the employer said it is worth; shown beside our value, never instead of it.
        expires_on: Last day of exercise.
    """

    name: str = field(default="Option grant", validator=named)
    symbol: str = field(validator=named)
    units: int = field(validator=whole_units)
    strike: Money = field(validator=[is_money, positive])
    kind: Literal["ISO", "NSO", "EMI", "other"] = field(default="other", validator=one_of("ISO", "NSO", "EMI", "other"))
    granted_on: date | None = None
    vesting_start_on: date
    vesting: Vesting | VestingTerms = field(validator=_whole_grant)
    refresher: bool = False
    claimed_value: Money | None = field(default=None, validator=[maybe(is_money), maybe(positive)])
    expires_on: date = field(validator=_expires_later)

    @property
    def granted_units(self) -> int:
        """Whole options of the grant."""
        return self.units

    @property
    def unit(self) -> Unit:
        """Its unit: strike and expiry belong to it."""
        return Options(self.symbol, self.strike.amount, self.strike.currency, self.expires_on)

    def tranches(self, events: Events | None = None) -> tuple[Tranche, ...]:
        """Whole options by vesting day; what waits for an event is not among them."""
        return _tranches(self, events)

    def waiting(self, events: Events | None = None) -> tuple[tuple[str, int], ...]:
        """Events for which whole options still wait."""
        return _waiting(self, events)


Grant = RestrictedStock | StockOptions


def _tranches(grant: Grant, events: Events | None) -> tuple[Tranche, ...]:
    start, granted = grant.vesting_start_on, grant.granted_on
    return vest(grant.granted_units, grant.vesting, start_on=start, granted_on=granted, events=events)


def _waiting(grant: Grant, events: Events | None) -> tuple[tuple[str, int], ...]:
    if isinstance(grant.vesting, Vesting):
        return ()  # a schedule of days alone waits for nothing
    found = waiting(grant.granted_units, grant.vesting, start_on=grant.vesting_start_on, events=events)
    return tuple((event, int(units)) for event, units in found)


def grant_rows(grant: Grant, events: Mapping[str, date] | None = None) -> Iterator[Entitlement]:
    """One row a tranche, earned from the previous vesting (or the vesting start) to its own.

    What waits for an event follows, a row an event, without a day; it counts nowhere.
    """
    previous, unit = grant.vesting_start_on, grant.unit
    for day, units in grant.tranches(events):
        start = previous if previous < day else date.fromordinal(day.toordinal() - 1)
        yield _row(grant, unit, grant.name, day, (start, day), int(units))
        previous = day
    begin = grant.vesting_start_on
    for event, number in grant.waiting(events):
        earned = (begin, date.fromordinal(begin.toordinal() + 1))
        yield _row(grant, unit, f"{grant.name}, waits for {event}", None, earned, number)


def _row(grant: Grant, unit: Unit, name: str, on: date | None, earned: tuple[date, date], units: int) -> Entitlement:
    return Entitlement(
        component="RSU" if isinstance(grant, RestrictedStock) else "options",
        name=name,
        on=on,
        earned=earned,
        quantity=exact(units),
        unit=unit,
        recurring=grant.refresher,
    )
