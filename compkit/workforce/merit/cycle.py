"""What a merit cycle says: the matrix of raises, the pools that pay for them, and the rules around both.

A merit matrix sets a raise by performance rating and by position in the pay band, so that people low in their band
rise faster than those near its maximum (The WorldatWork Handbook of Compensation, Benefits and Total Rewards, on merit
pay matrices).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import Any, Literal

from attrs import field, frozen

from ...checks import between, maybe, named, not_negative, one_of, positive, tidy, whole_cents
from ...dates import add_months, completed_months
from ...errors import InvalidValue
from ...money import Money, exact, is_money, maybe_exact, minor_units
from ...pay.bands import PayBand
from ..roster import GROUPS, MILLION

QUARTERS = (Decimal("0.25"), Decimal("0.5"), Decimal("0.75"))
"""Edges of the quarters of a band, by range penetration."""

Measure = Literal["penetration", "compa-ratio"]


def _decimals(values: Sequence[Decimal | int | str]) -> tuple[Decimal, ...]:
    return tuple(exact(value) for value in values)


def in_millionths(rate: Decimal) -> int:
    """A rate as whole millionths.

    Raises:
        InvalidValue: If it has more than six decimals.
    """
    whole = Fraction(rate) * MILLION
    if whole.denominator != 1:
        raise InvalidValue("rate", rate, "has more than 6 decimals", "round it")
    return whole.numerator


def _finest(instance: Any, attribute: Any, value: Decimal | None) -> None:
    if value is not None:
        in_millionths(value)


def _rising(instance: Any, attribute: Any, value: tuple[Decimal, ...]) -> None:
    said = ", ".join(map(str, value))
    if not value or any(one >= other for one, other in pairwise(value)):
        raise InvalidValue("MeritMatrix.edges", said or "nothing", "must rise from the first to the last")


@frozen(kw_only=True)
class MeritRow:
    """The raises of one rating.

    Attributes:
        rating: As the roster says it.
        rates: Fraction of base by position, lowest first: one more than the matrix has edges.
    """

    rating: str = field(validator=named)
    rates: tuple[Decimal, ...] = field(converter=_decimals)

    def __attrs_post_init__(self) -> None:
        for rate in self.rates:
            in_millionths(rate)
            if not 0 <= rate <= 1:
                raise InvalidValue("MeritRow.rates", rate, "must be from 0 to 1", "say 0.03 for 3 %")


def _whole_table(instance: MeritMatrix, attribute: Any, value: tuple[MeritRow, ...]) -> None:
    if not value:
        raise InvalidValue("MeritMatrix.rows", "nothing", "holds no rating", "add one")
    columns, seen = len(instance.edges) + 1, set()
    for row in value:
        if row.rating.casefold() in seen:
            raise InvalidValue("MeritMatrix.rows", row.rating, "is a rating with two rows", "keep one of them")
        if len(row.rates) != columns:
            rule = f"has {len(row.rates)} rates for {columns} positions"
            raise InvalidValue("MeritMatrix.rows", row.rating, rule, "say one a position, lowest position first")
        seen.add(row.rating.casefold())


@frozen(kw_only=True)
class MeritMatrix:
    """Raises by rating and position in the band.

    Attributes:
        measure: ``penetration`` (0 at the minimum of the band, 1 at its maximum) or ``compa-ratio`` (1 at midpoint).
        edges: Where one position ends and the next begins, rising; the edge itself belongs to the next. What is below
            the first, even below the band, is the first position.
        rows: Each rating once.
    """

    measure: Measure = field(default="penetration", validator=one_of("penetration", "compa-ratio"))
    edges: tuple[Decimal, ...] = field(default=QUARTERS, converter=_decimals, validator=_rising)
    rows: tuple[MeritRow, ...] = field(validator=_whole_table)

    def row(self, rating: str) -> MeritRow:
        """The raises of a rating, in any spelling of capitals.

        Raises:
            InvalidValue: If the matrix has no such rating.
        """
        for row in self.rows:
            if row.rating.casefold() == rating.casefold():
                return row
        known = ", ".join(row.rating for row in self.rows)
        raise InvalidValue("rating", rating, "is no rating of the merit matrix", f"say one of {known}, or nothing")

    def thresholds(self, band: PayBand) -> tuple[int, ...]:
        """Lowest base of each position but the first, in smallest units: exact, so that no rounding moves anybody."""
        units = 10 ** minor_units(band.minimum.currency)
        low, middle, high = (Fraction(money.amount) for money in (band.minimum, band.midpoint, band.maximum))
        bases = (
            low + Fraction(edge) * (high - low) if self.measure == "penetration" else middle * Fraction(edge)
            for edge in self.edges
        )
        return tuple(ceil(base * units) for base in bases)

    def labels(self) -> tuple[str, ...]:
        """Each position in words, lowest first."""
        edges = [f"{(edge * 100).normalize():f}" for edge in self.edges]
        inner = (f"{low} to {high} %" for low, high in pairwise(edges))
        return (f"below {edges[0]} %", *inner, f"from {edges[-1]} %")


def _rate_or_amount(instance: MeritPool, attribute: Any, value: Money | None) -> None:
    if (instance.rate is None) == (value is None):
        said = f"rate {instance.rate}, amount {value}"
        raise InvalidValue("MeritPool", said, "needs a rate of payroll or an amount, not both")
    if value is not None and instance.currency not in ("", value.currency):
        rule = f"must be that of the amount, {value.currency}"
        raise InvalidValue("MeritPool.currency", instance.currency, rule, "keep one of the two")


@frozen(kw_only=True)
class MeritPool:
    """What raises of a group of people may cost in a whole year.

    Attributes:
        group: Label of the group in the cycle's column; empty for whoever has no pool of a group.
        currency: Only people paid in it; empty for every currency, each for itself. An amount names its own.
        rate: Fraction of payroll: base salary times FTE of everybody the pool covers. None if an amount is given.
        amount: Money a year; None if a rate is given.
    """

    group: str = field(default="", validator=tidy)
    currency: str = ""
    rate: Decimal | None = field(
        default=None, converter=maybe_exact, validator=[maybe(not_negative), maybe(between(0, 1)), _finest]
    )
    amount: Money | None = field(
        default=None, validator=[maybe(is_money), maybe(not_negative), whole_cents, _rate_or_amount]
    )

    @property
    def paid_in(self) -> str:
        """The currency that it is for; empty for every one."""
        return self.amount.currency if self.amount else self.currency


def _pools_once(instance: Any, attribute: Any, value: tuple[MeritPool, ...]) -> None:
    if not value:
        raise InvalidValue("MeritCycle.pools", "nothing", "holds no pool", "say what raises may cost")
    seen = set()
    for pool in value:
        name = (pool.group.casefold(), pool.paid_in)
        if name in seen:
            raise InvalidValue(
                "MeritCycle.pools", pool.group or "everybody", "has two pools in one currency", "keep one of them"
            )
        seen.add(name)


def _above_floor(instance: MeritCycle, attribute: Any, value: Decimal | None) -> None:
    if value is not None and value < instance.floor_rate:
        raise InvalidValue("MeritCycle.cap_rate", value, f"must not be below the floor, {instance.floor_rate}")


@frozen(kw_only=True)
class MeritCycle:
    """Raises of base salary that come in on one day.

    Attributes:
        effective_on: First day of the new base salary.
        matrix: Raises by rating and position.
        pools: What they may cost a year: the raise times FTE, and lump sums. Never more is given.
        by: Column of the roster whose labels are the groups of pools.
        scale: ``down`` cuts raises by one factor where a pool does not pay for the matrix, and leaves what it does
            not need; ``to pool`` also lifts them, up to caps, until the pool is spent.
        period_start: First day that counts for proration; None is a year before the effective day.
        prorate: Of somebody hired after the period began: ``days`` gives matrix rate x days employed in the period /
            its days, ``months`` completed months employed / completed months of the period, ``none`` all of it.
        hired_before: Whoever is hired on or after this day gets nothing; None is the effective day.
        floor_rate: Least raise of those whom the matrix gives any, as a fraction of base, prorated as the rate is.
        cap_rate: Most raise, as a fraction of base, never prorated; None for no cap.
        round_to: New base salary is a multiple of this many units of money, such as 100; None is the smallest unit.
            It is never rounded past the cap or the maximum of the band.
        above_maximum: What becomes of the part of a raise that would lead past the maximum of the band: ``lump sum``
            pays it once, ``lost`` gives it to the others of the pool, ``ignored`` pays it as base all the same.
    """

    effective_on: date
    matrix: MeritMatrix
    pools: tuple[MeritPool, ...] = field(validator=_pools_once)
    by: str = field(default="department", validator=one_of(*GROUPS))
    scale: Literal["down", "to pool"] = field(default="down", validator=one_of("down", "to pool"))
    period_start: date | None = None
    prorate: Literal["days", "months", "none"] = field(default="days", validator=one_of("days", "months", "none"))
    hired_before: date | None = None
    floor_rate: Decimal = field(default=Decimal(0), converter=exact, validator=[between(0, 1), _finest])
    cap_rate: Decimal | None = field(
        default=None, converter=maybe_exact, validator=[maybe(between(0, 1)), _finest, _above_floor]
    )
    round_to: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(positive))
    above_maximum: Literal["lump sum", "lost", "ignored"] = field(
        default="lost", validator=one_of("lump sum", "lost", "ignored")
    )

    def __attrs_post_init__(self) -> None:
        if self.begins_on >= self.effective_on:
            rule = f"must be before the effective day, {self.effective_on}"
            raise InvalidValue("MeritCycle.period_start", self.begins_on, rule)

    @property
    def begins_on(self) -> date:
        """First day of the period."""
        return self.period_start or add_months(self.effective_on, -12)

    @property
    def closes_on(self) -> date:
        """Whoever is hired on this day or later gets nothing."""
        return min(self.hired_before or self.effective_on, self.effective_on)

    def part(self, start_on: date) -> Fraction:
        """The part of the matrix rate of somebody hired on a day: 0 to 1, by the rule of `prorate`."""
        if start_on >= self.closes_on:
            return Fraction(0)
        if self.prorate == "none" or start_on <= self.begins_on:
            return Fraction(1)
        if self.prorate == "days":
            return Fraction((self.effective_on - start_on).days, (self.effective_on - self.begins_on).days)
        whole = completed_months(self.begins_on, self.effective_on)
        return Fraction(completed_months(start_on, self.effective_on), whole) if whole else Fraction(0)

    def pool(self, group: str, currency: str) -> MeritPool:
        """The pool of people: of their group and currency, of their group, of their currency, or of everybody.

        Raises:
            InvalidValue: If there is none.
        """
        found = [p for p in self.pools if p.group in (group, "") and p.paid_in in (currency, "")]
        if not found:
            rule = f"has no pool for people paid in {currency}"
            raise InvalidValue(self.by, group, rule, "add a pool without a group, for everybody else")
        return max(found, key=lambda pool: (bool(pool.group), bool(pool.paid_in)))

    def step(self, currency: str) -> int:
        """Smallest units of which a new base salary is a multiple.

        Raises:
            InvalidValue: If `round_to` is not whole in this currency.
        """
        if self.round_to is None:
            return 1
        money = Money(self.round_to, currency)
        if not money.is_whole:
            raise InvalidValue("MeritCycle.round_to", money, "is finer than the currency", "say 1, or 100")
        return money.minor
