"""A token allowance expanded: what it comes to a year, and its releases as dated entitlements."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from ..dates import add_months, day_before
from ..money import EXACT, Money, minor_units
from .allowance import TokenAllowance
from .amounts import (
    CapacitySlice,
    CreditsPer,
    MoneyPer,
    PayBase,
    ShareOfBase,
    ShareOfTargetCash,
    TokensPer,
    money_currency,
    pace,
    periods_a_year,
)
from .baskets import Basket
from .entitlements import Accrual, DayClock, Entitlement, ServiceClock
from .rules import FixedMoney, Indexed
from .salary import SalaryAccrual
from .units import CapacityShare, TokenClaim, TokenMoney, TokenUnit, decimals

_RELEASE_MONTHS = {"yearly": 12, "quarterly": 3, "monthly": 1}


def annual_money(allowance: TokenAllowance, pay: PayBase) -> Money | None:
    """Money a year at the start: the amount as promised, or tokens at their basis; None where neither is said."""
    amount = allowance.amount
    match amount:
        case MoneyPer(per=per) | CreditsPer(per=per):
            return (amount.whole * periods_a_year(per)).rounded()
        case ShareOfBase(rate=rate):
            return pay.salary(f"TokenAllowance {allowance.name}").salary.annual() * rate
        case ShareOfTargetCash(rate=rate):
            pay.salary(f"TokenAllowance {allowance.name}")
            assert pay.target_cash is not None  # a salary gives it
            return pay.target_cash * rate
        case TokensPer(mtok=mtok, per=per) if allowance.basis is not None:
            return allowance.basis.per_mtok * EXACT.multiply(mtok, periods_a_year(per))
        case _:
            return None


def annual_mtok(allowance: TokenAllowance, pay: PayBase) -> Fraction | None:
    """Millions of tokens a year at the start: as promised, or money at its basis.

    None where money stays money, and of a capacity, whose output the market knows.
    """
    if isinstance(allowance.amount, TokensPer):
        return Fraction(allowance.amount.mtok) * Fraction(periods_a_year(allowance.amount.per))
    money = annual_money(allowance, pay)
    if allowance.basis is None or money is None:
        return None
    return Fraction(money.amount) / Fraction(allowance.basis.per_mtok.amount)


def annual_promise(allowance: TokenAllowance, pay: PayBase, on: date) -> tuple[Fraction, TokenUnit]:
    """What is promised a year at the pace of the start, unrounded, and the unit of a release on a day."""
    unit = _unit(allowance, pay, allowance.basket_on(on))
    amount = allowance.amount
    if isinstance(amount, CapacitySlice):
        return Fraction(amount.share) * 12, unit
    if isinstance(unit, TokenMoney):
        money = annual_money(allowance, pay)
        assert money is not None  # a basis is required where tokens become money
        return Fraction(money.amount), unit
    mtok = annual_mtok(allowance, pay)
    assert mtok is not None  # a basis is required where money becomes tokens
    return mtok, unit


def token_rows(
    allowance: TokenAllowance, pay: PayBase, start_on: date, until: date, *, together: bool = False
) -> Iterator[Entitlement]:
    """One row a release, cut where the guarantee ends; money, tokens or share-months as the rule says.

    Args:
        allowance: The allowance.
        pay: Of what it may be a share.
        start_on: First day of work.
        until: First day that no longer counts.
        together: All releases of one unit as one row, for sums in which no day of delivery matters.
    """
    begin_on = allowance.starts_on or start_on
    units = _Units(allowance, pay)
    accrual = _accrual(allowance, pay, units.on(begin_on), begin_on)
    last = min(until, allowance.ends_on + timedelta(days=1)) if allowance.ends_on else until
    safe = allowance.guaranteed_before(begin_on)
    releases = _together(units, begin_on, last) if together else _releases(allowance, begin_on, last)
    for start, end in releases:
        days = (start, safe, end) if start < safe < end else (start, end)
        on = start if allowance.in_advance else day_before(end)
        for period in pairwise(days):
            yield Entitlement(
                component="tokens",
                name=allowance.name,
                on=on,
                earned=period,
                quantity=accrual.between(*period),
                unit=units.on(on),
                guaranteed=period[1] <= safe,
                expectation="tokens",
                personal_share=allowance.personal_share,
                accrual=accrual,
            )


def _releases(allowance: TokenAllowance, start: date, until: date) -> Iterator[tuple[date, date]]:
    """Release periods from the start, the last one cut at the end of the allowance."""
    number, begin = 0, start
    months, days = _RELEASE_MONTHS.get(allowance.release), 7 if allowance.release == "weekly" else 1
    while begin < until:
        number += 1
        end = add_months(start, number * months) if months else start + timedelta(days=number * days)
        yield begin, min(end, until)
        begin = end


def _together(units: _Units, start: date, until: date) -> Iterator[tuple[date, date]]:
    """The whole time, as far as one unit holds."""
    days = [start, *(day for day in units.changes if start < day < until), until]
    return (period for period in pairwise(days) if period[0] < period[1])


class _Units:
    """The unit of each release: one as long as no successor takes over, known by how many are in force."""

    def __init__(self, allowance: TokenAllowance, pay: PayBase) -> None:
        self._allowance = allowance
        self._pay = pay
        self.changes = [change.from_on for change in allowance.successors]
        self._known: dict[int, TokenUnit] = {}

    def on(self, day: date) -> TokenUnit:
        in_force = bisect_right(self.changes, day)
        if in_force not in self._known:
            self._known[in_force] = _unit(self._allowance, self._pay, self._allowance.basket_on(day))
        return self._known[in_force]


def _unit(allowance: TokenAllowance, pay: PayBase, basket: Basket | None) -> TokenUnit:
    amount, basis = allowance.amount, allowance.basis
    if isinstance(allowance.rule, (FixedMoney, Indexed)):
        currency = money_currency(amount, pay) or (basis.per_mtok.currency if basis else "")
        return TokenMoney(currency, allowance.rule if isinstance(allowance.rule, Indexed) else None)
    assert basket is not None  # every other rule needs one
    if isinstance(amount, CapacitySlice):
        return CapacityShare(amount.capacity, basket)
    if basis is None:
        return TokenClaim(basket, allowance.rule)
    return TokenClaim(basket, allowance.rule, basis.per_mtok.amount, basis.per_mtok.currency)


def _accrual(allowance: TokenAllowance, pay: PayBase, unit: TokenUnit, start: date) -> Accrual:
    """How smallest units (cents, tokens, billionths of a share-month) of an allowance are granted from its start."""
    amount, places = allowance.amount, decimals(unit)
    smallest = Fraction(10**places)
    if allowance.basis is not None and isinstance(amount, TokensPer) == isinstance(unit, TokenMoney):
        basis = Fraction(allowance.basis.per_mtok.amount)  # tokens become money, or money tokens
        smallest = smallest * basis if isinstance(unit, TokenMoney) else smallest / basis
    if isinstance(amount, ShareOfBase) and amount.follows_raises:
        base = pay.salary(f"TokenAllowance {allowance.name}")
        steps = SalaryAccrual(base.salary, base.start_on, ServiceClock(base.start_on))
        rate = Fraction(amount.rate) * smallest
        return Accrual(steps, rate / 10 ** minor_units(base.salary.amount.currency), places)
    quantity, per = pace(amount, pay)
    rate = quantity * smallest
    if per in ("week", "day"):
        return Accrual(DayClock(start), rate / (7 if per == "week" else 1), places)
    return Accrual(ServiceClock(start), rate / (12 if per == "year" else 1), places)
