"""Promised times worth: one line an entitlement, with three amounts and the words that say how they came about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal, localcontext
from functools import lru_cache

from attrs import evolve, field, frozen

from ..dates import add_months, day_before, years_between
from ..errors import InvalidValue
from ..market.market import Market
from ..money import EXACT, POWER, Money, add_up
from ..pay.entitlements import NUMBERS, Component, Entitlement, Number
from ..pay.package import Package, entitlements
from ..pay.units import CapacityShare, Cash, Options, Shares, TokenClaim, TokenMoney, Unit
from .assumptions import Assumptions
from .utilisation import UtilisationPath, used_rate

_ONE, _ZERO = Decimal(1), Decimal(0)
_TOKENS = frozenset({TokenMoney, TokenClaim, CapacityShare})
CONTINUOUS = frozenset({"base salary", "benefits", "tokens", "commission"})
"""Components that are earned day by day; the others count on the day of their delivery."""


@frozen
class Line:
    """One entitlement, valued: each amount is its quantity times a price, in the valuation's currency.

    Attributes:
        row: The entitlement.
        face_price: Price of a unit as promised.
        cost_price: What a unit is expected to cost, expected factors included.
        worth_price: What a unit is worth to the employee, expected factors included.
    """

    row: Entitlement
    face_price: Decimal
    cost_price: Decimal
    worth_price: Decimal

    @property
    def face(self) -> Decimal:
        """As promised, unrounded."""
        return EXACT.multiply(self.row.quantity, self.face_price)

    @property
    def cost(self) -> Decimal:
        """Expected cost, unrounded."""
        return EXACT.multiply(self.row.quantity, self.cost_price)

    @property
    def worth(self) -> Decimal:
        """Value to the employee, unrounded."""
        return EXACT.multiply(self.row.quantity, self.worth_price)

    def amount(self, number: Number) -> Decimal:
        """One of the three amounts."""
        return EXACT.multiply(self.row.quantity, self.price(number))

    def price(self, number: Number) -> Decimal:
        """The price of a unit under one of the three numbers."""
        if number == "face":
            return self.face_price
        return self.cost_price if number == "cost" else self.worth_price


@frozen(kw_only=True)
class Valuation:
    """A package under a market and assumptions.

    Attributes:
        package: What was valued.
        market: The market it was valued in.
        assumptions: How.
        start: First day that counts.
        until: First day that no longer counts.
        lines: One an entitlement, in order of delivery.
    """

    package: Package
    market: Market
    assumptions: Assumptions
    start: date
    until: date
    lines: tuple[Line, ...] = field(repr=False)

    @property
    def currency(self) -> str:
        """ISO 4217 code of every amount."""
        return self.package.currency

    @property
    def years(self) -> Decimal:
        """Length of the horizon in years."""
        return EXACT.divide(Decimal(self.assumptions.horizon_months), Decimal(12))

    @property
    def waiting(self) -> tuple[Entitlement, ...]:
        """Rows that wait for an event whose day nobody assumed: printed, and counted nowhere."""
        rows = entitlements(self.package, until=self.until, events=dict(self.assumptions.events))
        return tuple(row for row in rows if row.on is None)

    def total(
        self, number: Number = "face", *, tokens: str = "all", components: Iterable[Component] | None = None
    ) -> Money:
        """The sum of one of the three numbers.

        Args:
            number: ``face``, ``cost`` or ``worth``.
            tokens: ``all``, ``guaranteed`` or ``none``.
            components: Only these; all if None.
        """
        if tokens not in ("all", "guaranteed", "none"):
            raise InvalidValue("tokens", tokens, "must be all, guaranteed or none")
        wanted = None if components is None else frozenset(components)
        amount = add_up(line.amount(number) for line in self.lines if counted(line.row, tokens, wanted))
        return Money(amount, self.currency)


def counted(row: Entitlement, tokens: str, components: frozenset[Component] | None = None) -> bool:
    """Whether a row belongs to a total: by component, and with all, only the guaranteed, or no tokens."""
    if components is not None and row.component not in components:
        return False
    return tokens_counted(row.component, row.guaranteed, tokens)


def tokens_counted(component: Component, guaranteed: bool, tokens: str) -> bool:
    """Whether a component belongs to a total with all, only the guaranteed, or no tokens."""
    return component != "tokens" or tokens == "all" or (tokens == "guaranteed" and guaranteed)


def value(package: Package, market: Market, assumptions: Assumptions) -> Valuation:
    """Value a package: quantity times price for every entitlement, three ways.

    The horizon counts from the package's start; for someone already employed from `as_of`, and then what has been
    earned but not yet delivered (a bonus, a vesting) counts whole, since leaving forfeits it.

    Raises:
        MissingFact: If a share price, token price or exchange rate is needed and not given.
    """
    if market.as_of != assumptions.as_of:
        rule = f"must be the market's day, {market.as_of}"
        raise InvalidValue("Assumptions.as_of", assumptions.as_of, rule)
    start = max(package.start_on, assumptions.as_of)
    until = add_months(start, assumptions.horizon_months)
    rows = entitlements(package, until=until, events=dict(assumptions.events))
    if start > package.start_on:
        rows = tuple(rows_ahead(rows, start))
    with localcontext(EXACT):
        pricer = Pricer(package.currency, package.start_on, market, assumptions)
        lines = tuple(pricer.line(row) for row in rows if row.on is not None)
    return Valuation(package=package, market=market, assumptions=assumptions, start=start, until=until, lines=lines)


def rows_ahead(rows: Iterable[Entitlement], start: date) -> Iterator[Entitlement]:
    """What is still ahead of someone already employed: accruals from the day on, other rows if not yet delivered."""
    for row in rows:
        if row.component in CONTINUOUS:
            part = row.during(start, date.max)
            if part is not None and part.quantity:
                yield part
        elif row.on is None or row.on >= start:
            begin = min(max(row.earned[0], start), day_before(row.earned[1]))
            yield evolve(row, earned=(begin, row.earned[1]), accrual=None) if begin > row.earned[0] else row


def odds(given: Assumptions, on: date) -> tuple[Decimal, Decimal]:
    """Odds of still being there on a day, and what one unit of money then is worth now."""
    return _odds(given.leave_rate, given.discount_rate, years_between(given.as_of, on))


@lru_cache(maxsize=4096)
def _odds(leave_rate: Decimal, discount_rate: Decimal, years: Decimal) -> tuple[Decimal, Decimal]:
    staying = POWER.power(1 - leave_rate, years) if years else _ONE
    return staying, POWER.power(1 + discount_rate, -years)


def left_by_waiting(unit: Unit, on: date, present: Decimal, market: Market, given: Assumptions) -> Decimal:
    """What waiting leaves of a unit's worth to the employee, as a factor.

    It is `present`, what a unit of money on the day is worth now; but a model's value is of today already, and a
    share that cannot be sold is worth less.
    """
    if not isinstance(unit, (Shares, Options)):
        return present
    if market.options.is_model and isinstance(unit, Options):
        present = _ONE
    illiquid = given.illiquid(unit.symbol)
    return present if illiquid is None else EXACT.multiply(present, EXACT.subtract(_ONE, illiquid.discount(on)))


def dated_units(market: Market, given: Assumptions) -> frozenset[type]:
    """Kinds of units whose price depends on the day of delivery; every day is alike for the others.

    Args:
        market: What units are worth.
        given: What is expected.
    """
    if given.leave_rate or given.discount_rate or given.illiquidity:
        return frozenset({Cash, Shares, Options, *_TOKENS})
    found: set[type] = set()
    if isinstance(given.token_utilisation, UtilisationPath):
        found |= _TOKENS
    if market.indices:
        found.add(TokenMoney)
    if any(move.dates_shares for move in market.moves) or any(share.growth_rate for share in market.shares):
        found |= {Shares, Options}
    if market.options.is_model:
        found.add(Options)
    dated = any(move.dates_tokens for move in market.moves)
    if dated or market.announced or market.contracts or market.book.ends:
        found |= {TokenClaim, CapacityShare}
    return frozenset(found)


class Pricer:
    """Prices of units and expected factors, each worked out once.

    Args:
        currency: ISO 4217 code of every price.
        start_on: First day of work, from which a utilisation by month of service counts.
        market: What units are worth.
        assumptions: What is expected.
    """

    def __init__(self, currency: str, start_on: date, market: Market, assumptions: Assumptions) -> None:
        self._currency = currency
        self._start_on = start_on
        self._market = market
        self._given = assumptions
        self._dated = dated_units(market, assumptions)
        self._known: dict[tuple[object, ...], tuple[Decimal, Decimal, Decimal]] = {}
        self._units: list[object] = []
        self._odds: dict[date, tuple[Decimal, Decimal]] = {}
        self._payout = {
            "in full": _ONE,
            "bonus": assumptions.bonus_payout,
            "commission": assumptions.commission_payout,
            "tokens": _ONE,
        }

    def line(self, row: Entitlement) -> Line:
        """A row with its three prices; rows alike in all that sets a price share them."""
        unit = row.unit
        on = row.on if type(unit) in self._dated else None
        key = (id(unit), on, row.expectation, row.component, row.personal_share, row.counts)
        known = self._known.get(key)
        if known is None:
            self._units.append(unit)  # keeps the id from being used again
            known = self._known[key] = self._three_prices(row)
        return Line(row, *known)

    def _three_prices(self, row: Entitlement) -> tuple[Decimal, Decimal, Decimal]:
        assert row.on is not None
        face, cost, worth = self._unit_prices(row.unit, row.on)
        staying, present = self._factors(row.on)
        payout = self._payout[row.expectation] * staying
        if row.expectation == "tokens":
            cost *= used_rate(self._given.token_utilisation, self._start_on, row.on)
            worth *= _ONE - self._given.resale_haircut
        if isinstance(row.unit, Cash) and row.component != "benefits":
            cost *= 1 + self._given.employer_load
        cost *= payout
        worth *= payout * left_by_waiting(row.unit, row.on, present, self._market, self._given) * row.personal_share
        if len(row.counts) < len(NUMBERS):
            face, cost, worth = (
                price if number in row.counts else _ZERO
                for number, price in zip(NUMBERS, (face, cost, worth), strict=True)
            )
        return face, cost, worth

    def _factors(self, on: date) -> tuple[Decimal, Decimal]:
        """Odds of still being there on a day, and what one unit of money then is worth now."""
        given = self._given
        if not given.leave_rate and not given.discount_rate:
            return _ONE, _ONE
        if on not in self._odds:
            self._odds[on] = odds(given, on)
        return self._odds[on]

    def _unit_prices(self, unit: Unit, on: date) -> tuple[Decimal, Decimal, Decimal]:
        if isinstance(unit, Cash) and unit.currency == self._currency:
            return _ONE, _ONE, _ONE
        market = self._market
        face = market.convert(market.unit_price(unit, on, stated=True), self._currency)
        cost = market.convert(market.unit_price(unit, on, stage="contract"), self._currency)
        worth = market.convert(market.unit_price(unit, on), self._currency)
        return face.amount, cost.amount, worth.amount
