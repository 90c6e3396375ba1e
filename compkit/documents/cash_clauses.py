"""Clauses of cash beside the base salary: bonus, commission, sign-on, retention and relocation."""

from __future__ import annotations

from datetime import date

from ..dates import MonthDay
from ..pay.bonus import Commission, TargetBonus, annual_target, on_target_earnings, pay_mix
from ..pay.oneoffs import Relocation, RetentionBonus, SignOnBonus
from ..pay.package import Package
from ..pay.salary import SalaryAccrual
from . import format as say
from .clauses import Clause, clause
from .voice import Voice


def cash(package: Package, voice: Voice, *, repaid_apart: bool = False) -> list[Clause]:
    """Target bonus, commission, sign-on, retention and relocation, a clause each.

    Args:
        package: What is promised.
        voice: How figures and days are written.
        repaid_apart: Whether a document beside the letter says what of a sign-on bonus is owed back.
    """
    accrual = package.accrual
    bonuses = [target_bonus(bonus, accrual, voice) for bonus in package.bonus] if accrual else []
    paid_once = [*sign_on(package, voice, repaid_apart=repaid_apart), *relocation(package, voice)]
    retained = [retention(bonus, package.start_on, voice) for bonus in package.retention]
    return [*bonuses, *commission(package.commission, accrual, voice), *paid_once, *retained]


def target_bonus(bonus: TargetBonus, accrual: SalaryAccrual, voice: Voice) -> Clause:
    """Rate and amount at target, performance year, first year, payment day, and what is guaranteed."""
    at_target = f"{voice.money(annual_target(bonus, accrual))} a year at target"
    if bonus.rate is not None:
        at_target = f"{voice.percent(bonus.rate)} of base salary, which is {at_target} on your starting salary"
    return clause(
        bonus.name,
        (
            f"Your target is {at_target}.",
            _performance_year(bonus, voice),
            _bonus_payday(bonus, voice),
            _guarantee(bonus),
        ),
    )


def _performance_year(bonus: TargetBonus, voice: Voice) -> str:
    if bonus.performance_year == "service":
        return "The performance year is your year of service, from your first day and each anniversary."
    words = "is the calendar year"
    if isinstance(bonus.performance_year, MonthDay):
        words = f"begins on {voice.month_day(bonus.performance_year)}"
    basis = "by the base salary earned in it" if bonus.rate is not None else "by the months served in it"
    first = {
        "prorated": f"the target of a first year that is not whole is prorated {basis}",
        "full": "a first year that is not whole counts with the full target",
        "none": "a first year that is not whole pays no bonus",
    }[bonus.first_year]
    return f"The performance year {words}; {first}."


def _bonus_payday(bonus: TargetBonus, voice: Voice) -> str:
    if bonus.paid_on is None:
        return "It is paid on the last day of the performance year."
    return f"It is paid on the first {voice.month_day(bonus.paid_on)} after the performance year."


def _guarantee(bonus: TargetBonus) -> str:
    later = "is discretionary: the Company decides whether and how much is paid, and the target is not a promise to pay"
    if bonus.guaranteed == "always":
        return "It is guaranteed at target."
    if bonus.guaranteed == "first year":
        return f"For the first performance year it is guaranteed at target; after that it {later}."
    return f"The bonus {later}."


def commission(promised: Commission | None, accrual: SalaryAccrual | None, voice: Voice) -> list[Clause]:
    """Commission at target, quota and payment, with on-target earnings."""
    if promised is None or accrual is None:
        return []
    quota = f" for reaching a quota of {voice.money(promised.quota)} a year" if promised.quota else ""
    base = accrual.salary.annual()
    ote = voice.money(on_target_earnings(base, promised))
    share = voice.percent(say.rounded(pay_mix(base, promised), 3))
    sentences = (
        f"Your commission at target is {voice.money(promised.target)} a year{quota}, paid {promised.paid}.",
        f"With base salary that is {ote} a year on target, {share} of it base salary.",
        "What is paid depends on results under the Company's commission plan.",
    )
    return [clause(promised.name, sentences)]


def sign_on(package: Package, voice: Voice, *, repaid_apart: bool = False) -> list[Clause]:
    """One clause for all instalments, each with its own day and repayment terms."""
    instalments = package.sign_on

    def said(opening: str, part: SignOnBonus) -> str:
        paid, repaid = _paid_once(opening, part, package.start_on, voice)
        return paid if repaid_apart else f"{paid} {repaid}"

    if not instalments:
        return []
    if len(instalments) == 1:
        return [clause("Sign-on bonus", (said("The Company pays you", instalments[0]),))]
    first = f"The Company pays you a sign-on bonus in {say.in_words(len(instalments))} installments."
    rest = (said(f"The {say.rank_in_words(number)} is", part) for number, part in enumerate(instalments, 1))
    return [clause("Sign-on bonus", (first, *rest))]


def relocation(package: Package, voice: Voice) -> list[Clause]:
    """A clause a payment."""
    opening, start_on = "The Company pays you", package.start_on
    return [clause("Relocation", _paid_once(opening, payment, start_on, voice)) for payment in package.relocation]


def _paid_once(opening: str, payment: SignOnBonus | Relocation, start_on: date, voice: Voice) -> tuple[str, str]:
    """What is paid, if it is paid after the first day only to who is employed then; and what is owed back of it."""
    employed = ", if you are then employed" if payment.paid_on > start_on else ""
    paid = f"{opening} {voice.money(payment.amount)} on {voice.day(payment.paid_on)}{employed}."
    return paid, _repayment(payment, voice)


def _repayment(payment: SignOnBonus | Relocation | RetentionBonus, voice: Voice, since: str = "your first day") -> str:
    if not payment.clawback_months:
        return "Once it is paid, nothing of it is owed back."
    months = voice.count(payment.clawback_months, "month")
    owed = {
        "prorated by month": f"you repay it less {_part(payment.clawback_months)} for each full month served",
        "prorated by day": f"you repay the share of those {months} that is not served, counted in days",
        "in full": "you repay it in full",
    }[payment.repayment]
    return f"If you leave the Company within {months} of {since}, {owed}."


def _part(months: int) -> str:
    return "all of it" if months == 1 else f"1/{months}"


def retention(bonus: RetentionBonus, start_on: date, voice: Voice) -> Clause:
    """Amount, day and the service that earns it."""
    since = voice.day(bonus.service_from or start_on)
    sentence = (
        f"The Company pays you {voice.money(bonus.amount)} on {voice.day(bonus.paid_on)} if you are then still employed"
    )
    owed = [_repayment(bonus, voice, "that payment")] if bonus.clawback_months else []
    return clause(bonus.name, (f"{sentence}, for your service from {since}.", *owed))
