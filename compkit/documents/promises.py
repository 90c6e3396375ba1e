"""A package on a few lines, one for each kind of promise: what statement and summary open with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..money import total
from ..pay.benefits import Benefit
from ..pay.bonus import annual_target
from ..pay.equity import Grant, RestrictedStock
from ..pay.oneoffs import Relocation, RetentionBonus, SignOnBonus
from ..pay.package import Package
from . import format as say
from .clauses import Clause, day, percent
from .papers import row
from .token_clauses import amount_words


def promise_lines(package: Package, *, on: date | None = None) -> Iterator[Clause]:
    """At most six lines: base salary, bonus and commission, one-offs, equity, AI tokens, benefits; what there is.

    Args:
        package: What is promised.
        on: Day whose base salary stands beside the one at the start, where they differ.
    """
    if package.salary is not None:
        now, start = package.salary.annual(on), package.salary.annual()
        first = "" if now == start else f"; {say.money(start)} at the start"
        yield row("Base salary", f"{say.money(now)} a year{first}")
    found = (
        ("Bonus", [*_bonuses(package)]),
        ("Paid once", [*_one_offs(package)]),
        ("Equity", [grant_words(grant) for grant in package.equity]),
        ("AI tokens", [_allowance(package, number) for number in range(len(package.tokens))]),
        ("Benefits", [*_benefits(package)]),
    )
    yield from (row(name, "; ".join(texts)) for name, texts in found if texts)


def _bonuses(package: Package) -> Iterator[str]:
    accrual = package.accrual
    if accrual is None:
        return
    for bonus in package.bonus:
        rate = "" if bonus.rate is None else f", {percent(bonus.rate)} of base salary"
        yield f"{bonus.name}: {say.money(annual_target(bonus, accrual))} a year at target{rate}"
    if package.commission:
        yield f"{package.commission.name}: {say.money(package.commission.target)} a year at target"


def _one_offs(package: Package) -> Iterator[str]:
    if package.sign_on:
        yield f"sign-on bonus {_together(package.sign_on)}"
    if package.relocation:
        yield f"relocation {_together(package.relocation)}"
    for bonus in package.retention:
        yield f"{bonus.name} {_together([bonus])}, if you are then still employed"


def _together(parts: tuple[SignOnBonus | Relocation, ...] | list[RetentionBonus]) -> str:
    """One amount with its day, or the sum of several with the days of the first and the last."""
    amounts = [part.amount for part in parts]
    if len(parts) == 1:
        return f"{say.money(amounts[0])} on {day(parts[0].paid_on)}"
    if len({amount.currency for amount in amounts}) > 1:
        return say.listed(f"{say.money(part.amount)} on {day(part.paid_on)}" for part in parts)
    first, last = min(part.paid_on for part in parts), max(part.paid_on for part in parts)
    sum_of = say.money(total(amounts, amounts[0].currency))
    return f"{sum_of} in {say.in_words(len(parts))} installments from {day(first)} to {day(last)}"


def grant_words(grant: Grant) -> str:
    """Units of a grant and of what."""
    noun = "restricted stock unit" if isinstance(grant, RestrictedStock) else "stock option"
    strike = "" if isinstance(grant, RestrictedStock) else f" at an exercise price of {say.unit_price(grant.strike, 2)}"
    return f"{grant.name}: {say.count(grant.granted_units, noun)} of {grant.symbol}{strike}"


def _allowance(package: Package, number: int) -> str:
    allowance = package.tokens[number]
    return f"{allowance.name}: {amount_words(allowance, package.pay_base)}"


def _benefits(package: Package) -> Iterator[str]:
    accrual = package.accrual
    if accrual is None:
        return
    for benefit in package.benefits:
        if isinstance(benefit, Benefit):
            yield f"{benefit.name}: {say.money(benefit.cost)} a year"
        else:
            most = accrual.salary.annual() * benefit.rate * benefit.cap_rate
            yield f"{benefit.name}: at most {say.money(most)} a year"
