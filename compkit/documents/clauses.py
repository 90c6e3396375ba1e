"""Clauses of a letter: what one is, and those of the position, the base salary and benefits, in sentences.

Word and Markdown take the same ones; those of other cash, equity and tokens have a module each.

Every figure is a field of the offer or comes from the domain (an annual salary, the units of a vesting day); what
the offer does not say, a clause does not say either. American English, since the templates are for the US.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from ..pay.benefits import Benefit, EmployerMatch
from ..pay.offer import Offer
from ..pay.salary import BaseSalary, Raise, SalaryAccrual
from .voice import Voice

Clause = dict[str, str]
"""A ``name`` that is printed in bold and the ``text`` after it."""

_PAYDAYS = {"monthly": "monthly", "semimonthly": "semimonthly", "biweekly": "every two weeks", "weekly": "weekly"}


def clause(name: str, sentences: Iterable[str]) -> Clause:
    """A named clause of whole sentences; empty ones are left out."""
    return {"name": name, "text": " ".join(sentence for sentence in sentences if sentence)}


# position and salary


def position(offer: Offer, voice: Voice) -> str:
    """Role, level, manager, place, hours and first day."""
    role = offer.role
    level = f" (level {role.level})" if role.level else ""
    department = f" in {role.department}" if role.department else ""
    manager = f", reporting to {role.manager}" if role.manager else ""
    return (
        f"You will join as {role.title}{level}{department}{manager}. Your place of work is {role.location}. "
        f"The position is {role.employment}. Your first day is {voice.day(offer.package.start_on)}."
    )


def salary(base: BaseSalary, voice: Voice) -> list[str]:
    """Amount a year, pay frequency and planned raises, one sentence each."""
    paid = f"paid {_PAYDAYS[base.paid]}"
    return [
        f"Your base salary is {_salary_amount(base, voice)}, {paid}.",
        *(_raise(base, step, voice) for step in base.raises),
    ]


def _salary_amount(base: BaseSalary, voice: Voice) -> str:
    annual = voice.money(base.annual())
    if base.per == "hour":
        hours = voice.number(base.hours_per_week or Decimal(0))
        return f"{voice.money(base.amount)} an hour for {hours} hours a week, which is {annual} over a year of 52 weeks"
    if base.fte != 1:
        return f"{annual} a year, which is {voice.percent(base.fte)} of the full-time {voice.money(base.amount)}"
    return f"{annual} a year"


def _raise(base: BaseSalary, step: Raise, voice: Voice) -> str:
    by = f" by {voice.percent(step.rate)}" if step.rate is not None else ""
    return f"On {voice.day(step.on)} it changes{by} to {voice.money(base.annual(step.on))} a year."


# benefits


def benefit(promised: Benefit | EmployerMatch, accrual: SalaryAccrual, voice: Voice) -> Clause:
    """What the employer gives a year."""
    if isinstance(promised, Benefit):
        return clause(promised.name, (f"The Company pays {voice.money(promised.cost)} a year.",))
    most = accrual.salary.annual() * promised.rate * promised.cap_rate
    return clause(
        promised.name,
        (
            f"The Company adds {voice.percent(promised.rate)} of what you contribute, on contributions of up to "
            f"{voice.percent(promised.cap_rate)} of base salary: at most {voice.money(most)} a year on your "
            "starting salary.",
        ),
    )
