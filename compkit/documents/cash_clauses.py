"""Clauses of cash beside the base salary: bonus, commission, sign-on, retention and relocation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ..dates import MonthDay
from ..pay.bonus import Commission, TargetBonus, annual_target, on_target_earnings, pay_mix
from ..pay.oneoffs import Relocation, RetentionBonus, SignOnBonus
from ..pay.package import Package
from ..pay.salary import SalaryAccrual
from . import format as say
from .clauses import US, Clause, clause, day, percent


def cash(package: Package) -> list[Clause]:
    """Target bonus, commission, sign-on, retention and relocation, a clause each."""
    accrual = package.accrual
    bonuses = [target_bonus(bonus, accrual) for bonus in package.bonus] if accrual else []
    paid_once = [*sign_on(package.sign_on), *relocation(package.relocation)]
    retained = [retention(bonus, package.start_on) for bonus in package.retention]
    return [*bonuses, *commission(package.commission, accrual), *paid_once, *retained]


def target_bonus(bonus: TargetBonus, accrual: SalaryAccrual) -> Clause:
    """Rate and amount at target, performance year, first year, payment day, and what is guaranteed."""
    at_target = f"{say.money(annual_target(bonus, accrual))} a year at target"
    if bonus.rate is not None:
        at_target = f"{percent(bonus.rate)} of base salary, which is {at_target} on your starting salary"
    return clause(
        bonus.name,
        (f"Your target is {at_target}.", _performance_year(bonus), _bonus_payday(bonus), _guarantee(bonus)),
    )


def _performance_year(bonus: TargetBonus) -> str:
    if bonus.performance_year == "service":
        return "The performance year is your year of service, from your first day and each anniversary."
    words = "is the calendar year"
    if isinstance(bonus.performance_year, MonthDay):
        words = f"begins on {say.month_day(bonus.performance_year, locale=US)}"
    basis = "by the base salary earned in it" if bonus.rate is not None else "by the months served in it"
    first = {
        "prorated": f"the target of a first year that is not whole is prorated {basis}",
        "full": "a first year that is not whole counts with the full target",
        "none": "a first year that is not whole pays no bonus",
    }[bonus.first_year]
    return f"The performance year {words}; {first}."


def _bonus_payday(bonus: TargetBonus) -> str:
    if bonus.paid_on is None:
        return "It is paid on the last day of the performance year."
    return f"It is paid on the first {say.month_day(bonus.paid_on, locale=US)} after the performance year."


def _guarantee(bonus: TargetBonus) -> str:
    later = "is discretionary: the Company decides whether and how much is paid, and the target is not a promise to pay"
    if bonus.guaranteed == "always":
        return "It is guaranteed at target."
    if bonus.guaranteed == "first year":
        return f"For the first performance year it is guaranteed at target; after that it {later}."
    return f"The bonus {later}."


def commission(promised: Commission | None, accrual: SalaryAccrual | None) -> list[Clause]:
    """Commission at target, quota and payment, with on-target earnings."""
    if promised is None or accrual is None:
        return []
    quota = f" for reaching a quota of {say.money(promised.quota)} a year" if promised.quota else ""
    base = accrual.salary.annual()
    ote = say.money(on_target_earnings(base, promised))
    share = percent(say.rounded(pay_mix(base, promised), 3))
    sentences = (
        f"Your commission at target is {say.money(promised.target)} a year{quota}, paid {promised.paid}.",
        f"With base salary that is {ote} a year on target, {share} of it base salary.",
        "What is paid depends on results under the Company's commission plan.",
    )
    return [clause(promised.name, sentences)]


def sign_on(instalments: Sequence[SignOnBonus]) -> list[Clause]:
    """One clause for all instalments, each with its own day and repayment terms."""
    if not instalments:
        return []
    if len(instalments) == 1:
        return [clause("Sign-on bonus", _paid_once("The Company pays you", instalments[0]))]
    first = f"The Company pays you a sign-on bonus in {say.in_words(len(instalments))} installments."
    numbered = enumerate(instalments, 1)
    rest = (" ".join(_paid_once(f"The {say.rank_in_words(number)} is", part)) for number, part in numbered)
    return [clause("Sign-on bonus", (first, *rest))]


def relocation(payments: Sequence[Relocation]) -> list[Clause]:
    """A clause a payment."""
    return [clause("Relocation", _paid_once("The Company pays you", payment)) for payment in payments]


def _paid_once(opening: str, payment: SignOnBonus | Relocation) -> tuple[str, str]:
    return f"{opening} {say.money(payment.amount)} on {day(payment.paid_on)}.", _repayment(payment)


def _repayment(payment: SignOnBonus | Relocation | RetentionBonus, since: str = "your first day") -> str:
    if not payment.clawback_months:
        return "It is not repaid if you leave."
    months = say.count(payment.clawback_months, "month")
    owed = {
        "prorated by month": f"you repay it less {_part(payment.clawback_months)} for each full month served",
        "prorated by day": f"you repay the share of those {months} that is not served, counted in days",
        "in full": "you repay it in full",
    }[payment.repayment]
    return f"If you leave the Company within {months} of {since}, {owed}."


def _part(months: int) -> str:
    return "all of it" if months == 1 else f"1/{months}"


def retention(bonus: RetentionBonus, start_on: date) -> Clause:
    """Amount, day and the service that earns it."""
    since = day(bonus.service_from or start_on)
    sentence = f"The Company pays you {say.money(bonus.amount)} on {day(bonus.paid_on)} if you are then still employed"
    owed = [_repayment(bonus, "that payment")] if bonus.clawback_months else []
    return clause(bonus.name, (f"{sentence}, for your service from {since}.", *owed))
