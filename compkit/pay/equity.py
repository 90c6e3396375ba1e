"""Restricted stock and stock options: grants of whole units that vest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any, Literal

from attrs import field, frozen

from ..checks import maybe, named, one_of, positive
from ..errors import InvalidValue
from ..money import EXACT, Money, exact, is_money, maybe_exact
from .entitlements import Entitlement
from .units import Options, Shares, Unit
from .vesting import Vesting

_ROUNDING = {"down": ROUND_FLOOR, "nearest": ROUND_HALF_UP, "up": ROUND_CEILING}


def whole_units(instance: Any, attribute: Any, value: Any) -> None:
    """A whole number of units above zero."""
    if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
        raise InvalidValue(f"{type(instance).__name__}.units", value, "must be a whole number of units above 0")


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
        granted_on: Day of grant; None if not yet granted.
        vesting_start_on: Day from which vesting counts.
        vesting: The schedule.
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
    vesting: Vesting
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

    @property
    def unit(self) -> Unit:
        """Its unit."""
        return Shares(self.symbol)


def _expires_later(instance: StockOptions, attribute: Any, value: date) -> None:
    last = max(day for day, _ in instance.tranches())
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
        granted_on: Day of grant; None if not yet granted.
        vesting_start_on: Day from which vesting counts.
        vesting: The schedule.
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
    vesting: Vesting
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

    def tranches(self) -> tuple[tuple[date, int], ...]:
        """Whole options by vesting day."""
        return self.vesting.tranches(self.units, self.vesting_start_on)


Grant = RestrictedStock | StockOptions


def grant_rows(grant: Grant) -> Iterator[Entitlement]:
    """One row a tranche, earned from the previous vesting (or the vesting start) to its own."""
    unit, previous = grant.unit, grant.vesting_start_on
    for day, units in grant.vesting.tranches(grant.granted_units, grant.vesting_start_on):
        start = previous if previous < day else date.fromordinal(day.toordinal() - 1)
        yield Entitlement(
            component="RSU" if isinstance(grant, RestrictedStock) else "options",
            name=grant.name,
            on=day,
            earned=(start, day),
            quantity=exact(units),
            unit=unit,
            recurring=grant.refresher,
        )
        previous = day
