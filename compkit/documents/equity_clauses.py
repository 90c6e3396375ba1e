"""Clauses of a grant: what is granted, how it vests, and what speeds vesting up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from ..money import Money
from ..pay.equity import Grant, RestrictedStock, StockOptions
from ..pay.vesting import Acceleration, Vesting, VestingTerms
from . import format as say
from .clauses import day, percent

_OPTION_KINDS = {
    "ISO": "intended to be incentive stock options, ISO",
    "NSO": "nonstatutory stock options, NSO",
    "EMI": "intended to be EMI options",
}


def grant(promised: Grant) -> list[str]:
    """What is granted and under which terms, in paragraphs; the vesting table stands apart."""
    what = _stock(promised) if isinstance(promised, RestrictedStock) else _options(promised)
    subject = (
        "The grant is subject to approval by the Company's board of directors and to the terms of its equity plan and "
        "of the grant agreement."
    )
    terms = promised.vesting
    if isinstance(terms, VestingTerms):
        return [f"{what} {subject}", _terms_words(promised, terms)]
    return [f"{what} {subject}", vesting_words(terms, promised.vesting_start_on)]


def _terms_words(promised: Grant, terms: VestingTerms) -> str:
    """What terms say beyond the table of days: the events for which units wait, and what speeds vesting up."""
    days = ", on the days listed below" if promised.tranches() else ""
    start = f"It vests while you stay employed, from {day(promised.vesting_start_on)}{days}."
    waits = [f"{say.count(units, 'unit')} wait for {event}." for event, units in promised.waiting()]
    return " ".join([start, *waits, *(_acceleration(of) for of in terms.accelerations)])


def _acceleration(of: Acceleration) -> str:
    events = of.trigger if of.second is None else f"{of.trigger} and {of.second}"
    taken = {
        "soonest": "from those next to vest",
        "last": "from those last to vest",
        "pro rata": "from each vesting day alike",
    }[of.rule]
    what = (
        "all units not yet vested vest"
        if of.share == 1
        else f"{_share(of.share).removesuffix(' of the grant')} of the units not yet vested vest"
    )
    return f"On {events}, {what} at once." if of.share == 1 else f"On {events}, {what} at once, taken {taken}."


def _stock(promised: RestrictedStock) -> str:
    units = f"You will be granted {say.count(promised.granted_units, 'restricted stock unit')} of {promised.symbol}"
    if promised.value is None or promised.converted_at is None:
        return f"{units}, each for one share."
    price = say.unit_price(Money(promised.converted_at, promised.value.currency), 2)
    on = f" of {day(promised.converted_on)}" if promised.converted_on else ""
    how = {"down": "rounded down", "nearest": "rounded to the nearest whole unit", "up": "rounded up"}
    return (
        f"{units}, each for one share. The number is {say.money(promised.value)} divided by the share price of "
        f"{price}{on}, {how[promised.rounding]}; from then on only the units count, not that value."
    )


def _options(promised: StockOptions) -> str:
    kind = f" ({_OPTION_KINDS[promised.kind]})" if promised.kind in _OPTION_KINDS else ""
    return (
        f"You will be granted {say.count(promised.units, 'option')}{kind}, each to buy one share of {promised.symbol} "
        f"at an exercise price of {say.unit_price(promised.strike, 2)}. They expire on {day(promised.expires_on)}."
    )


def vesting_words(vesting: Vesting, start_on: date) -> str:
    """A schedule in words, while you stay employed: each share with its month, or an even run after a cliff.

    >>> vesting_words(Vesting.parse("4y/1y-cliff/quarterly"), date(2027, 1, 11))
    'It vests while you stay employed, from January 11, 2027: 25% after 12 months, then 6.25% every 3 months until
    all has vested after 48 months.'
    """
    start = f"It vests while you stay employed, from {day(start_on)}: "
    steps = [(step.share, step.after_months) for step in vesting.steps]
    months = [after for _, after in steps if after is not None]
    if len(months) < len(steps):
        return start + say.listed(f"{_share(step.share)} on {day(step.day(start_on))}" for step in vesting.steps) + "."
    gaps = {later - earlier for earlier, later in zip(months, months[1:], strict=False)}
    if len(steps) > 2 and len(gaps) == 1 and len({share for share, _ in steps[1:]}) == 1:
        gap = say.count(gaps.pop(), "month").removeprefix("1 ")
        return (
            f"{start}{_share(steps[0][0])} after {say.count(months[0], 'month')}, then {_share(steps[1][0])} every "
            f"{gap} until all has vested after {say.count(months[-1], 'month')}."
        )
    return start + say.listed(f"{_share(share)} after {say.count(after or 0, 'month')}" for share, after in steps) + "."


def _share(share: Fraction) -> str:
    """An exact percent where it has few digits, else the fraction itself."""
    exact = share * 10**6
    return percent(Decimal(int(exact)).scaleb(-6)) if exact.denominator == 1 else f"{share} of the grant"
