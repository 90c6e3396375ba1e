"""Strategies for grants and the schedules on which they vest."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy, composite

from ..dates import add_months
from ..pay import STANDARD_SCHEDULES, RestrictedStock, StockOptions, Vesting, VestingStep
from ..pay.vesting import (
    ACCELERATIONS,
    Acceleration,
    AllocationType,
    Cliff,
    Period,
    Segment,
    VestingTerms,
    accelerated,
)
from .values import FIRST_DAY, days_after, money, names, rates


@composite
def vestings(draw: DrawFn, start_on: date = FIRST_DAY) -> Vesting:
    """Standard schedules, others of their grammar, and own ones by months or by days after `start_on`."""
    if draw(st.booleans()):
        return Vesting.parse(draw(st.sampled_from((*STANDARD_SCHEDULES, "3y/yearly", "4y/6m-cliff/monthly"))))
    weights = draw(st.lists(st.integers(1, 100), min_size=1, max_size=8))
    number, shares = len(weights), [Fraction(weight, sum(weights)) for weight in weights]
    if draw(st.booleans()):
        months = sorted(draw(st.sets(st.integers(0, 60), min_size=number, max_size=number)))
        steps = [VestingStep(share=share, after_months=n) for share, n in zip(shares, months, strict=True)]
    else:
        days = sorted(draw(st.sets(days_after(start_on), min_size=number, max_size=number)))
        steps = [VestingStep(share=share, on=day) for share, day in zip(shares, days, strict=True)]
    return Vesting(name="as agreed", steps=tuple(steps))


@composite
def accelerations(draw: DrawFn) -> Acceleration:
    """Single and double triggers, of any share and rule."""
    events = st.one_of(st.sampled_from(["change in control", "termination without cause", "exit"]), names())
    whole = draw(st.integers(1, 12))
    return Acceleration(
        trigger=draw(events),
        second=draw(st.none() | events),
        share=Fraction(draw(st.integers(1, whole)), whole),
        rule=draw(st.sampled_from(ACCELERATIONS)),
    )


@composite
def granted_vestings(draw: DrawFn, start_on: date = FIRST_DAY) -> Vesting | VestingTerms:
    """Schedules of grants: plain ones, and now and then with what speeds them up."""
    vesting = draw(vestings(start_on))
    found = draw(st.one_of(st.just([]), st.just([]), st.lists(accelerations(), min_size=1, max_size=2)))
    return accelerated(vesting, found, start_on=start_on) if found else vesting


@composite
def vesting_terms(draw: DrawFn, events: tuple[str, ...] = ("exit", "launch")) -> VestingTerms:
    """Terms of the whole grant in whole units: segments of any period, cliffs, milestones and second triggers."""
    weights = draw(st.lists(st.integers(1, 100), min_size=1, max_size=4))
    whole = [kind for kind in AllocationType if kind is not AllocationType.FRACTIONAL]
    segments = [draw(_segments(Fraction(weight, sum(weights)), events)) for weight in weights]
    return VestingTerms(name="as agreed", segments=segments, allocation_type=draw(st.sampled_from(whole)))


@composite
def _segments(draw: DrawFn, share: Fraction, events: tuple[str, ...]) -> Segment:
    event = draw(st.sampled_from((None, *events)))
    if event is not None and draw(st.booleans()):
        return Segment(share=share, event=event)
    every = Period(length=draw(st.integers(0, 6)), kind=draw(st.sampled_from(["DAYS", "WEEKS", "MONTHS"])))
    count = draw(st.integers(1, 48))
    cliff = Cliff(after=Period(length=draw(st.integers(0, 24)))) if draw(st.booleans()) else None
    day = draw(st.sampled_from(["VESTING_START_DAY", "FIRST_DAY_OF_MONTH", "LAST_DAY_OF_MONTH", "15"]))
    return Segment(share=share, every=every, count=count, cliff=cliff, day_of_month=day, event=event)


@composite
def restricted_stock(
    draw: DrawFn, currency: str = "USD", start_on: date = FIRST_DAY, symbols: tuple[str, ...] = ("AAA", "BBB")
) -> RestrictedStock:
    """Whole shares, or a value with the price that converts it."""
    amount: dict[str, Any] = {"units": draw(st.integers(1, 1_000_000))}
    if draw(st.booleans()):
        rounding = draw(st.sampled_from(["down", "nearest", "up"]))
        value = draw(money(currency, low=1_000_000))
        amount = {"value": value, "converted_at": draw(rates("0.01", "900", places=2)), "rounding": rounding}
    return RestrictedStock(
        name=draw(names()),
        symbol=draw(st.sampled_from(symbols)),
        vesting_start_on=start_on,
        vesting=draw(granted_vestings(start_on)),
        refresher=draw(st.booleans()),
        **amount,
    )


@composite
def stock_options(
    draw: DrawFn, currency: str = "USD", start_on: date = FIRST_DAY, symbols: tuple[str, ...] = ("AAA", "BBB")
) -> StockOptions:
    """Whole options with a strike, expiring on or after the last vesting."""
    vesting = draw(granted_vestings(start_on))
    last = vesting.last_on(start_on)
    return StockOptions(
        name=draw(names()),
        symbol=draw(st.sampled_from(symbols)),
        units=draw(st.integers(1, 1_000_000)),
        strike=draw(money(currency, high=100_000)),
        kind=draw(st.sampled_from(["ISO", "NSO", "EMI", "other"])),
        vesting_start_on=start_on,
        vesting=vesting,
        refresher=draw(st.booleans()),
        expires_on=add_months(last, draw(st.integers(0, 120))),
    )


def equity_grants(
    currency: str = "USD", start_on: date = FIRST_DAY, symbols: tuple[str, ...] = ("AAA", "BBB")
) -> SearchStrategy[RestrictedStock | StockOptions]:
    """Restricted stock or stock options."""
    return st.one_of(restricted_stock(currency, start_on, symbols), stock_options(currency, start_on, symbols))
