"""An offer's terms in words, a line a promise; what was not told says so."""

from __future__ import annotations

from collections.abc import Iterator

from ...money import Money
from ...pay.allowance import AS_LONG_AS_EMPLOYED, TokenAllowance
from ...pay.amounts import CapacitySlice, CreditsPer, MoneyPer, ShareOfBase, ShareOfTargetCash, TokensPer
from ...pay.benefits import Benefit, EmployerMatch
from ...pay.bonus import Commission, TargetBonus
from ...pay.equity import Grant, RestrictedStock
from ...pay.oneoffs import Relocation, RetentionBonus, SignOnBonus
from ...pay.package import Package
from ...pay.rules import Collar, Indexed, rule_name
from ...pay.salary import BaseSalary
from ...valuation.basis import percent
from ..figures import price, tokens
from ..format import day, month_day

Term = tuple[str, str]
_PART_NAMES = {
    "salary": "Base salary",
    "bonus": "Bonus",
    "commission": "Commission",
    "sign_on": "Sign-on",
    "retention": "Retention bonus",
    "relocation": "Relocation",
    "equity": "Equity",
    "tokens": "AI tokens",
    "benefits": "Benefits",
}


def terms(package: Package) -> Iterator[Term]:
    """Name and words of every promise of a package, in the order of its parts."""
    if package.salary is not None:
        yield "Base salary", _salary(package.salary)
    yield from ((bonus.name, _bonus(bonus)) for bonus in package.bonus)
    if package.commission is not None:
        yield package.commission.name, _commission(package.commission)
    yield from (("Sign-on", _once(payment)) for payment in package.sign_on)
    yield from ((bonus.name, _retention(bonus)) for bonus in package.retention)
    yield from (("Relocation", _once(payment)) for payment in package.relocation)
    yield from ((grant.name, _grant(grant)) for grant in package.equity)
    yield from ((allowance.name, _tokens(allowance)) for allowance in package.tokens)
    yield from ((benefit.name, _benefit(benefit)) for benefit in package.benefits)
    yield from ((words, "not told") for part, words in _PART_NAMES.items() if part in package.unknown)


def _money(money: Money) -> str:
    return f"{money.currency} {price(money.amount).removesuffix('.00')}"


def _salary(salary: BaseSalary) -> str:
    words = [f"{_money(salary.annual())} a year, paid {salary.paid}"]
    if salary.per == "hour":
        words.append(f"{_money(salary.amount)} an hour for {salary.hours_per_week} hours a week, 52 weeks")
    elif salary.fte != 1:
        words.append(f"{percent(salary.fte)} of {_money(salary.amount)} full-time")
    words += [f"{_money(salary.annual(step.on))} a year from {day(step.on)}" for step in salary.raises]
    return "; ".join(words)


def _bonus(bonus: TargetBonus) -> str:
    target = f"{percent(bonus.rate)} of base salary" if bonus.rate is not None else ""
    if bonus.amount is not None:
        target = f"{_money(bonus.amount)} a year"
    year = bonus.performance_year
    words = [f"{target} at target", f"{year} years" if isinstance(year, str) else f"years from {month_day(year)}"]
    words.append(f"paid on {month_day(bonus.paid_on)}" if bonus.paid_on else "paid at the end of its year")
    words.append(f"a first year that is not whole: {bonus.first_year}")
    if bonus.guaranteed != "none":
        words.append(f"guaranteed {bonus.guaranteed}")
    return "; ".join(words)


def _commission(commission: Commission) -> str:
    quota = f" for a quota of {_money(commission.quota)}" if commission.quota else ""
    return f"{_money(commission.target)} a year at target{quota}, paid {commission.paid}"


def _once(payment: SignOnBonus | Relocation) -> str:
    words = f"{_money(payment.amount)} on {day(payment.paid_on)}"
    if not payment.clawback_months:
        return f"{words}, not repaid"
    return f"{words}; owed back within {payment.clawback_months} months, {payment.repayment}"


def _retention(bonus: RetentionBonus) -> str:
    words = f"{_money(bonus.amount)} on {day(bonus.paid_on)}, if then still employed"
    if bonus.clawback_months:
        words += f"; owed back within {bonus.clawback_months} months of payment, {bonus.repayment}"
    return words


def _grant(grant: Grant) -> str:
    units = f"{grant.granted_units:,}"
    if isinstance(grant, RestrictedStock):
        words = [f"{units} restricted stock units of {grant.symbol}"]
        if grant.value is not None and grant.converted_at is not None:
            words.append(f"{_money(grant.value)} at {_money(Money(grant.converted_at, grant.value.currency))} a share")
    else:
        words = [f"{units} options on {grant.symbol} at {_money(grant.strike)}, to {day(grant.expires_on)}"]
    words.append(f"vesting {grant.vesting.name} from {day(grant.vesting_start_on)}")
    if grant.claimed_value is not None:
        words.append(f"said to be worth {_money(grant.claimed_value)}: that claim is not counted")
    return "; ".join(words)


def _tokens(allowance: TokenAllowance) -> str:
    words = [f"{_token_amount(allowance)}, {_rule(allowance)}", f"released {allowance.release}"]
    words.append(allowance.basket.label if allowance.basket else ", ".join(allowance.providers) or "any provider")
    if allowance.basis is not None:
        words.append(f"price basis {_money(allowance.basis.per_mtok)} per M tokens on {day(allowance.basis.on)}")
    words.append(
        f"{percent(allowance.personal_share)} personal" if allowance.personal_share else f"{allowance.use} use"
    )
    words.append(_guaranteed(allowance))
    rollover = allowance.rollover_months
    stays = f"unused tokens stay {rollover} months" if rollover else "unused tokens lapse"
    words.append("unused tokens stay" if rollover is None else stays)
    return "; ".join(words)


def _token_amount(allowance: TokenAllowance) -> str:
    match allowance.amount:
        case MoneyPer(money=money, per=per, tools=tools):
            return f"{_money(money)} a {per}{' for each of ' + ', '.join(tools) if tools else ''}"
        case ShareOfTargetCash(rate=rate):
            return f"{percent(rate)} of target total cash at the start"
        case CreditsPer(credits=credits, price=price, per=per):
            return f"{credits.normalize():f} credits a {per}, each good for {_money(price)}"
        case CapacitySlice(share=share, capacity=capacity):
            return f"{percent(share)} of the monthly output of {capacity}"
        case ShareOfBase(rate=rate, follows_raises=follows):
            return f"{percent(rate)} of {'base salary' if follows else 'starting base salary'}"
        case TokensPer(mtok=mtok, per=per):
            return f"{tokens(mtok)} tokens a {per}"


def _rule(allowance: TokenAllowance) -> str:
    match allowance.rule:
        case Collar(down_rate=down, up_rate=up) as rule:
            return f"{rule_name(rule)} -{percent(down)} to +{percent(up)}"
        case Indexed(index=index) as rule:
            return f"{rule_name(rule)} by {index}"
        case rule:
            return rule_name(rule)


def _guaranteed(allowance: TokenAllowance) -> str:
    if allowance.guaranteed_until == AS_LONG_AS_EMPLOYED:
        return "guaranteed as long as employed"
    notice = f"{allowance.notice_days} days of notice" if allowance.notice_days else "no notice"
    if allowance.guaranteed_until is None:
        return f"not guaranteed: may change with {notice}"
    return f"guaranteed until {day(allowance.guaranteed_until)}, then {notice}"


def _benefit(benefit: Benefit | EmployerMatch) -> str:
    if isinstance(benefit, EmployerMatch):
        return f"{percent(benefit.rate)} of what is saved, up to {percent(benefit.cap_rate)} of base salary"
    return f"{_money(benefit.cost)} a year; worth {_money(benefit.value)} to the employee"
