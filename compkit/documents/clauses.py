"""Clauses of a letter: what each component promises, in sentences. Word and Markdown take the same ones.

Every figure is a field of the offer or comes from the domain (an annual salary, the units of a vesting day); what
the offer does not say, a clause does not say either. American English, since the templates are for the US.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ..dates import MonthDay
from ..money import Money
from ..pay.benefits import Benefit, EmployerMatch
from ..pay.bonus import Commission, TargetBonus, annual_target, on_target_earnings, pay_mix
from ..pay.equity import Grant, RestrictedStock, StockOptions
from ..pay.offer import Offer
from ..pay.oneoffs import Relocation, RetentionBonus, SignOnBonus
from ..pay.package import Package
from ..pay.salary import BaseSalary, Raise, SalaryAccrual
from ..pay.vesting import Acceleration, Vesting, VestingTerms
from . import format as say

US = "en_US"
Clause = dict[str, str]
"""A ``name`` that is printed in bold and the ``text`` after it."""

_OPTION_KINDS = {
    "ISO": "intended to be incentive stock options, ISO",
    "NSO": "nonstatutory stock options, NSO",
    "EMI": "intended to be EMI options",
}
_PAYDAYS = {"monthly": "monthly", "semimonthly": "semimonthly", "biweekly": "every two weeks", "weekly": "weekly"}


def day(on: date) -> str:
    """A date as the letter prints it."""
    return say.day(on, locale=US)


def percent(rate: Decimal, decimals: int | None = None) -> str:
    """A rate as the letter prints it."""
    return say.percent(rate, decimals, locale=US)


def clause(name: str, sentences: Iterable[str]) -> Clause:
    """A named clause of whole sentences; empty ones are left out."""
    return {"name": name, "text": " ".join(sentence for sentence in sentences if sentence)}


def is_us(offer: Offer) -> bool:
    """Whether the letter follows US rules; an offer that names no jurisdiction does."""
    return offer.jurisdiction.upper().partition("-")[0] in ("", "US", "USA")


# position and salary


def position(offer: Offer) -> str:
    """Role, level, manager, place, hours and first day."""
    role = offer.role
    level = f" (level {role.level})" if role.level else ""
    department = f" in {role.department}" if role.department else ""
    manager = f", reporting to {role.manager}" if role.manager else ""
    return (
        f"You will join as {role.title}{level}{department}{manager}. Your place of work is {role.location}. "
        f"The position is {role.employment}. Your first day is {day(offer.package.start_on)}."
    )


def overtime(offer: Offer) -> str:
    """Whether overtime is paid; empty where the law does not ask."""
    return {
        "exempt": "The position is classified as exempt: it is not eligible for overtime pay.",
        "non-exempt": "The position is classified as non-exempt: overtime is paid as the law requires.",
        "": "",
    }[offer.role.overtime]


def salary(base: BaseSalary) -> list[str]:
    """Amount a year, pay frequency and planned raises, one sentence each."""
    paid = f"paid {_PAYDAYS[base.paid]}"
    return [f"Your base salary is {_salary_amount(base)}, {paid}.", *(_raise(base, step) for step in base.raises)]


def _salary_amount(base: BaseSalary) -> str:
    annual = say.money(base.annual())
    if base.per == "hour":
        hours = say.number(base.hours_per_week or Decimal(0))
        return f"{say.money(base.amount)} an hour for {hours} hours a week, which is {annual} over a year of 52 weeks"
    if base.fte != 1:
        return f"{annual} a year, which is {percent(base.fte)} of the full-time {say.money(base.amount)}"
    return f"{annual} a year"


def _raise(base: BaseSalary, step: Raise) -> str:
    by = f" by {percent(step.rate)}" if step.rate is not None else ""
    return f"On {day(step.on)} it changes{by} to {say.money(base.annual(step.on))} a year."


# bonus and other cash


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


# equity


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


# benefits


def benefit(promised: Benefit | EmployerMatch, accrual: SalaryAccrual) -> Clause:
    """What the employer gives a year."""
    if isinstance(promised, Benefit):
        return clause(promised.name, (f"The Company pays {say.money(promised.cost)} a year.",))
    most = accrual.salary.annual() * promised.rate * promised.cap_rate
    return clause(
        promised.name,
        (
            f"The Company adds {percent(promised.rate)} of what you contribute, on contributions of up to "
            f"{percent(promised.cap_rate)} of base salary: at most {say.money(most)} a year on your starting salary.",
        ),
    )
