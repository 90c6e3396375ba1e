"""Clauses of a grant: what is granted, how it vests, and what speeds vesting up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from ..money import Money
from ..pay.equity import Grant, RestrictedStock, StockOptions
from ..pay.vesting import Acceleration, Vesting, VestingTerms, apart
from . import format as say
from .voice import Voice

_OPTION_KINDS = {
    "ISO": "intended to be incentive stock options, ISO",
    "NSO": "nonstatutory stock options, NSO",
    "EMI": "intended to be EMI options",
}


def grant(promised: Grant, voice: Voice) -> list[str]:
    """What is granted and how it vests, in paragraphs; the vesting table stands apart."""
    what = _stock(promised, voice) if isinstance(promised, RestrictedStock) else _options(promised, voice)
    return [what, " ".join([_vests(promised, voice), *faster(promised, voice)])]


def _vests(promised: Grant, voice: Voice) -> str:
    """The schedule in words, or, of terms that have none, the events for which units wait."""
    plain = promised.vesting
    if isinstance(plain, VestingTerms):
        plain = apart(plain, start_on=promised.vesting_start_on)
    if isinstance(plain, Vesting):
        return vesting_words(plain, promised.vesting_start_on, voice)
    days = ", on the days listed below" if promised.tranches() else ""
    start = f"The grant vests while you stay employed, from {voice.day(promised.vesting_start_on)}{days}."
    waits = [f"{voice.count(units, 'unit')} wait for {event}." for event, units in promised.waiting()]
    return " ".join([start, *waits])


def faster(promised: Grant, voice: Voice) -> Iterator[str]:
    """What speeds vesting up, a sentence each."""
    for of in promised.vesting.accelerations:
        yield _acceleration(of, voice)


def _acceleration(of: Acceleration, voice: Voice) -> str:
    both = f"On {of.trigger}" if of.second is None else f"If both {of.trigger} and {of.second} happen, on the later day"
    if of.share == 1:
        return f"{both}, all units not yet vested vest at once."
    taken = {
        "soonest": "from those next to vest",
        "last": "from those last to vest",
        "pro rata": "from each vesting day alike",
    }[of.rule]
    share = _share(of.share, voice).removesuffix(" of the grant")
    return f"{both}, {share} of the units not yet vested vest at once, taken {taken}."


def _stock(promised: RestrictedStock, voice: Voice) -> str:
    units = f"You will be granted {voice.count(promised.granted_units, 'restricted stock unit')} of {promised.symbol}"
    if promised.value is None or promised.converted_at is None:
        return f"{units}, each for one share."
    price = voice.unit_price(Money(promised.converted_at, promised.value.currency), 2)
    on = f" of {voice.day(promised.converted_on)}" if promised.converted_on else ""
    how = {"down": "rounded down", "nearest": "rounded to the nearest whole unit", "up": "rounded up"}
    return (
        f"{units}, each for one share. The number is {voice.money(promised.value)} divided by the share price of "
        f"{price}{on}, {how[promised.rounding]}; from then on only the units count, not that value."
    )


def _options(promised: StockOptions, voice: Voice) -> str:
    kind = f" ({_OPTION_KINDS[promised.kind]})" if promised.kind in _OPTION_KINDS else ""
    return (
        f"You will be granted {voice.count(promised.units, 'option')}{kind}, each to buy one share of "
        f"{promised.symbol} at an exercise price of {voice.unit_price(promised.strike, 2)}. They expire on "
        f"{voice.day(promised.expires_on)}."
    )


def vesting_words(vesting: Vesting, start_on: date, voice: Voice) -> str:
    """A schedule in words, while you stay employed: each share with its month, or an even run after a cliff.

    >>> vesting_words(Vesting.parse("4y/1y-cliff/quarterly"), date(2027, 1, 11), Voice())
    'The grant vests while you stay employed, from January 11, 2027: 25% after 12 months, then 6.25% every 3 months
    until all has vested after 48 months.'
    """
    start = f"The grant vests while you stay employed, from {voice.day(start_on)}: "
    steps = [(step.share, step.after_months) for step in vesting.steps]
    months = [after for _, after in steps if after is not None]
    if len(months) < len(steps):
        return (
            start
            + say.listed(f"{_share(step.share, voice)} on {voice.day(step.day(start_on))}" for step in vesting.steps)
            + "."
        )
    gaps = {later - earlier for earlier, later in zip(months, months[1:], strict=False)}
    if len(steps) > 2 and len(gaps) == 1 and len({share for share, _ in steps[1:]}) == 1:
        gap = voice.count(gaps.pop(), "month").removeprefix("1 ")
        return (
            f"{start}{_share(steps[0][0], voice)} after {voice.count(months[0], 'month')}, then "
            f"{_share(steps[1][0], voice)} every {gap} until all has vested after {voice.count(months[-1], 'month')}."
        )
    return (
        start
        + say.listed(f"{_share(share, voice)} after {voice.count(after or 0, 'month')}" for share, after in steps)
        + "."
    )


def _share(share: Fraction, voice: Voice) -> str:
    """An exact percent where it has few digits, else the fraction itself."""
    rate = say.few_digits(share)
    return f"{share} of the grant" if rate is None else voice.percent(rate)
