"""An offer on a few lines: one for each kind of promise in statement and summary, one for each promise in a letter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..money import total
from ..pay.benefits import Benefit
from ..pay.bonus import annual_target
from ..pay.equity import Grant, RestrictedStock
from ..pay.offer import Offer
from ..pay.oneoffs import Relocation, RetentionBonus, SignOnBonus
from ..pay.package import Package
from . import format as say
from .clauses import Clause
from .papers import row
from .token_amounts import amount_words
from .voice import Voice


def promise_lines(package: Package, voice: Voice, *, on: date | None = None) -> Iterator[Clause]:
    """At most six lines: base salary, bonus and commission, one-offs, equity, AI tokens, benefits; what there is.

    Args:
        package: What is promised.
        on: Day whose base salary stands beside the one at the start, where they differ.
        voice: How figures and days are written.
    """
    if package.salary is not None:
        now, start = package.salary.annual(on), package.salary.annual()
        first = "" if now == start else f"; {voice.money(start)} at the start"
        yield row("Base salary", f"{voice.money(now)} a year{first}")
    found = (
        ("Bonus", [*_bonuses(package, voice)]),
        ("Paid once", [*_one_offs(package, voice)]),
        ("Equity", [grant_words(grant, voice) for grant in package.equity]),
        ("AI tokens", [_allowance(package, number, voice) for number in range(len(package.tokens))]),
        ("Benefits", [*_benefits(package, voice)]),
    )
    yield from (row(name, "; ".join(texts)) for name, texts in found if texts)


def offer_lines(offer: Offer, voice: Voice) -> Iterator[Clause]:
    """A line each for position, place, first day and base salary, then for every promise: what a letter opens with."""
    package = offer.package
    accrual = package.accrual
    assert accrual is not None  # a letter needs a salary
    yield row("Position", f"{offer.role.title}, {offer.role.employment}")
    yield row("Place of work", offer.role.location)
    yield row("First day", voice.day(package.start_on))
    yield row("Base salary", f"{voice.money(accrual.salary.annual())} a year")
    for bonus in package.bonus:
        yield row(bonus.name, f"{voice.money(annual_target(bonus, accrual))} a year at target")
    if package.commission:
        yield row(package.commission.name, f"{voice.money(package.commission.target)} a year at target")
    if package.sign_on:
        amounts = [part.amount for part in package.sign_on]
        parts = f" in {say.in_words(len(amounts))} installments" if len(amounts) > 1 else ""
        yield row("Sign-on bonus", f"{voice.money(total(amounts, amounts[0].currency))}{parts}")
    for grant in package.equity:
        yield row(grant.name, _granted(grant, voice))
    for allowance in package.tokens:
        yield row(allowance.name, amount_words(allowance, package.pay_base, voice))


def _bonuses(package: Package, voice: Voice) -> Iterator[str]:
    accrual = package.accrual
    if accrual is None:
        return
    for bonus in package.bonus:
        rate = "" if bonus.rate is None else f", {voice.percent(bonus.rate)} of base salary"
        yield f"{bonus.name}: {voice.money(annual_target(bonus, accrual))} a year at target{rate}"
    if package.commission:
        yield f"{package.commission.name}: {voice.money(package.commission.target)} a year at target"


def _one_offs(package: Package, voice: Voice) -> Iterator[str]:
    if package.sign_on:
        yield f"sign-on bonus {_together(package.sign_on, voice)}"
    if package.relocation:
        yield f"relocation {_together(package.relocation, voice)}"
    for bonus in package.retention:
        yield f"{bonus.name} {_together([bonus], voice)}, if you are then still employed"


def _together(parts: tuple[SignOnBonus | Relocation, ...] | list[RetentionBonus], voice: Voice) -> str:
    """One amount with its day, or the sum of several with the days of the first and the last."""
    amounts = [part.amount for part in parts]
    if len(parts) == 1:
        return f"{voice.money(amounts[0])} on {voice.day(parts[0].paid_on)}"
    if len({amount.currency for amount in amounts}) > 1:
        return say.listed(f"{voice.money(part.amount)} on {voice.day(part.paid_on)}" for part in parts)
    first, last = min(part.paid_on for part in parts), max(part.paid_on for part in parts)
    sum_of = voice.money(total(amounts, amounts[0].currency))
    return f"{sum_of} in {say.in_words(len(parts))} installments from {voice.day(first)} to {voice.day(last)}"


def grant_words(grant: Grant, voice: Voice) -> str:
    """Units of a grant and of what."""
    strike = (
        "" if isinstance(grant, RestrictedStock) else f" at an exercise price of {voice.unit_price(grant.strike, 2)}"
    )
    return f"{grant.name}: {_granted(grant, voice)}{strike}"


def _granted(grant: Grant, voice: Voice) -> str:
    noun = "restricted stock unit" if isinstance(grant, RestrictedStock) else "stock option"
    return f"{voice.count(grant.granted_units, noun)} of {grant.symbol}"


def _allowance(package: Package, number: int, voice: Voice) -> str:
    allowance = package.tokens[number]
    return f"{allowance.name}: {amount_words(allowance, package.pay_base, voice)}"


def _benefits(package: Package, voice: Voice) -> Iterator[str]:
    accrual = package.accrual
    if accrual is None:
        return
    for benefit in package.benefits:
        if isinstance(benefit, Benefit):
            yield f"{benefit.name}: {voice.money(benefit.cost)} a year"
        else:
            most = accrual.salary.annual() * benefit.rate * benefit.cap_rate
            yield f"{benefit.name}: at most {voice.money(most)} a year"
