"""Strategies for salary, bonuses, payments made once, and benefits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy, composite

from ..pay import (
    BaseSalary,
    Benefit,
    Commission,
    EmployerMatch,
    Raise,
    Relocation,
    RetentionBonus,
    SignOnBonus,
    TargetBonus,
)
from .values import FIRST_DAY, dates, days_after, maybe, money, month_days, names, rates, remembered

_T = TypeVar("_T")


@remembered
@composite
def base_salaries(draw: DrawFn, currency: str = "USD", *, plain: bool = False) -> BaseSalary:
    """Annual or hourly, whole or part time, with planned raises; `plain` is annual, full-time, without raises."""
    annual = money(currency, low=10_000, high=1_000_000_000)
    if plain:
        return BaseSalary(amount=draw(annual))
    days = sorted(draw(st.sets(dates(), max_size=3)))
    raises = tuple(draw(st.one_of(_raises_to(day, currency), _raises_by(day))) for day in days)
    if draw(st.booleans()):
        hours = draw(rates("1", "60", places=1))
        return BaseSalary(amount=draw(money(currency, high=50_000)), per="hour", hours_per_week=hours, raises=raises)
    return BaseSalary(amount=draw(annual), fte=draw(rates("0.1", "1", places=2)), raises=raises)


def _raises_by(day: date) -> SearchStrategy[Raise]:
    return rates("-0.2", "0.5").map(lambda rate: Raise(on=day, rate=rate))


def _raises_to(day: date, currency: str) -> SearchStrategy[Raise]:
    return money(currency, low=100, high=1_000_000_000).map(lambda amount: Raise(on=day, amount=amount))


@remembered
@composite
def target_bonuses(draw: DrawFn, currency: str = "USD") -> TargetBonus:
    """A rate of base or an amount, over service, calendar or fiscal years, guaranteed or not."""
    by_rate = draw(st.booleans())
    return TargetBonus(
        name=draw(names()),
        rate=draw(rates()) if by_rate else None,
        amount=None if by_rate else draw(money(currency)),
        performance_year=draw(st.one_of(st.sampled_from(["service", "calendar"]), month_days())),
        first_year=draw(st.sampled_from(["prorated", "full", "none"])),
        guaranteed=draw(st.sampled_from(["none", "first year", "always"])),
        paid_on=draw(maybe(month_days())),
    )


@remembered
def commissions(currency: str = "USD") -> SearchStrategy[Commission]:
    """Commission at target, paid monthly or quarterly."""
    return st.builds(
        Commission,
        name=names(),
        target=money(currency),
        quota=maybe(money(currency)),
        paid=st.sampled_from(["monthly", "quarterly"]),
    )


def _paid_once(kind: Callable[..., _T], currency: str, start_on: date) -> SearchStrategy[_T]:
    return st.builds(
        kind,
        amount=money(currency),
        paid_on=days_after(start_on, low=-60),
        clawback_months=st.integers(0, 60),
        repayment=st.sampled_from(["prorated by month", "prorated by day", "in full"]),
    )


def sign_on_bonuses(currency: str = "USD", start_on: date = FIRST_DAY) -> SearchStrategy[SignOnBonus]:
    """Sign-on instalments, from two months before the first day of work on."""
    return _paid_once(SignOnBonus, currency, start_on)


def relocations(currency: str = "USD", start_on: date = FIRST_DAY) -> SearchStrategy[Relocation]:
    """Relocation payments, from two months before the first day of work on."""
    return _paid_once(Relocation, currency, start_on)


def retention_bonuses(currency: str = "USD", start_on: date = FIRST_DAY) -> SearchStrategy[RetentionBonus]:
    """Cash for staying until a day after `start_on`."""
    return st.builds(
        RetentionBonus,
        name=names(),
        amount=money(currency),
        paid_on=days_after(start_on, low=400),
        service_from=maybe(days_after(start_on, high=399)),
        clawback_months=st.integers(0, 60),
        repayment=st.sampled_from(["prorated by month", "prorated by day", "in full"]),
    )


@remembered
@composite
def benefits(draw: DrawFn, currency: str = "USD") -> Benefit | EmployerMatch:
    """A benefit at cost and value, which often differ, or an employer's match."""
    if draw(st.booleans()):
        return EmployerMatch(name=draw(names()), rate=draw(rates("0", "2")), cap_rate=draw(rates("0", "0.2")))
    amounts = money(currency, low=0, high=5_000_000)
    cost = draw(amounts)
    return Benefit(name=draw(names()), cost=cost, value=draw(st.one_of(st.just(cost), amounts)))
