"""What would close the gap: the base, sign-on, shares or tokens, each alone, that make one offer equal another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Literal

from attrs import evolve, frozen

from ..money import EXACT, Money
from ..pay.entitlements import Number
from ..pay.equity import RestrictedStock, StockOptions
from ..pay.oneoffs import SignOnBonus
from ..pay.package import Package
from ..pay.rules import FixedMoney
from ..pay.salary import WEEKS_A_YEAR, BaseSalary
from ..pay.tokens import MoneyPer, ShareOfBase, TokenAllowance, TokensPer, periods_a_year
from .value import Valuation, value
from .views import View, by_year, years

Term = Literal["base salary", "sign-on", "shares", "tokens"]
TERMS: tuple[Term, ...] = ("base salary", "sign-on", "shares", "tokens")


@frozen(kw_only=True)
class Scope:
    """Over which total two offers are made equal.

    Attributes:
        number: ``face``, ``cost`` or ``worth``.
        tokens: ``all``, ``guaranteed`` or ``none``.
        year_one: Only the first year of service, as opposed to the whole horizon.
    """

    number: Number = "face"
    tokens: Literal["all", "guaranteed", "none"] = "none"
    year_one: bool = False

    def total(self, valuation: Valuation) -> Decimal:
        """The total of a valuation in this scope, unrounded."""
        if not self.year_one:
            return valuation.total(self.number, tokens=self.tokens).amount
        view = View()
        return by_year(valuation, view, self.number, tokens=self.tokens)[years(valuation, view)[0].label]


@frozen(kw_only=True)
class Closing:
    """How much more of one term makes an offer equal another.

    Attributes:
        term: What is raised, alone; all else stays, and what is a share of it follows.
        amount: How much, rounded up: whole units of `unit`.
        unit: ``USD a year``, ``USD``, ``shares``, or ``M tokens a year``.
        reached: The offer's total then, unrounded.
    """

    term: Term
    amount: Decimal
    unit: str
    reached: Decimal


def close_gap(behind: Valuation, target: Decimal, scope: Scope) -> tuple[Closing, ...]:
    """What closes the gap from an offer up to a target total, each term alone; empty if there is no gap.

    Totals are linear in each term, so one revaluation gives the slope and the answer, and a second one proves it;
    cents and whole shares may ask for one unit more.

    Args:
        behind: The offer to raise.
        target: The total to reach, in its currency.
        scope: Which total.
    """
    if scope.total(behind) >= target:
        return ()
    found = (_closing(behind, target, scope, term) for term in TERMS)
    return tuple(closing for closing in found if closing is not None)


def _closing(behind: Valuation, target: Decimal, scope: Scope, term: Term) -> Closing | None:
    change = _change(behind, term)
    if change is None:
        return None
    raised, unit = change

    def reach(amount: Decimal) -> Decimal:
        package = raised(amount)
        lines = value(package, behind.market, behind.assumptions)
        kept = frozenset(line.row.component for line in behind.lines) | _added(term)
        return scope.total(evolve(lines, lines=tuple(x for x in lines.lines if x.row.component in kept)))

    now, probe = scope.total(behind), Decimal(100_000)
    slope = EXACT.divide(reach(probe) - now, probe)
    if slope <= 0:
        return None
    amount = EXACT.divide(target - now, slope).to_integral_value(rounding=ROUND_CEILING)
    while (reached := reach(amount)) < target:
        amount += 1
    return Closing(term=term, amount=amount, unit=unit, reached=reached)


def _added(term: Term) -> frozenset[str]:
    return frozenset({"sign-on": {"sign-on"}, "tokens": {"tokens"}}.get(term, set()))


def _change(behind: Valuation, term: Term) -> tuple[Callable[[Decimal], Package], str] | None:
    """The package with more of a term, and the unit of the amount; None where the package has nothing to raise."""
    package, currency = behind.package, behind.currency
    if term == "base salary":
        salary = package.salary
        if salary is None:
            return None
        unit = f"{salary.amount.currency} a year"
        return lambda amount: evolve(package, salary=more_base(salary, amount)), unit
    if term == "sign-on":
        return lambda amount: _more_sign_on(package, amount, currency, behind.start), currency
    if term == "shares":
        if not package.equity:
            return None
        word = "shares" if isinstance(package.equity[0], RestrictedStock) else "options"
        return lambda amount: evolve(
            package, equity=(_more_units(package.equity[0], amount), *package.equity[1:])
        ), word
    return _token_change(package, currency)


def more_base(salary: BaseSalary, amount: Decimal) -> BaseSalary:
    """A salary that pays `amount` more a year, before raises."""
    full = EXACT.divide(amount, salary.fte)
    if salary.per == "hour":
        full = EXACT.divide(amount, (salary.hours_per_week or Decimal(1)) * WEEKS_A_YEAR)
    return evolve(salary, amount=salary.amount + Money(full, salary.amount.currency))


def _more_sign_on(package: Package, amount: Decimal, currency: str, start: date) -> Package:
    bonus = SignOnBonus(amount=Money(amount, currency), paid_on=start)
    return evolve(package, sign_on=(*package.sign_on, bonus), unknown=package.unknown - {"sign_on"})


def _more_units(grant: RestrictedStock | StockOptions, amount: Decimal) -> RestrictedStock | StockOptions:
    units = grant.granted_units + int(amount)
    if isinstance(grant, RestrictedStock):
        return evolve(grant, units=units, value=None, converted_at=None)
    return evolve(grant, units=units)


def _token_change(package: Package, currency: str) -> tuple[Callable[[Decimal], Package], str] | None:
    if not package.tokens:
        extra = TokenAllowance(amount=MoneyPer(money=Money(1, currency)), rule=FixedMoney())
        unknown = package.unknown - {"tokens"}
        return (
            lambda amount: evolve(package, tokens=(_more_tokens(extra, amount - 1, package),), unknown=unknown),
            f"{currency} a year",
        )
    first = package.tokens[0]
    unit = "M tokens a year" if isinstance(first.amount, TokensPer) else f"{_money_of(first, package).currency} a year"
    return lambda amount: evolve(package, tokens=(_more_tokens(first, amount, package), *package.tokens[1:])), unit


def _money_of(allowance: TokenAllowance, package: Package) -> Money:
    if isinstance(allowance.amount, MoneyPer):
        return allowance.amount.money
    assert package.salary is not None  # a share of base needs one
    assert isinstance(allowance.amount, ShareOfBase)
    return package.salary.annual() * allowance.amount.rate


def _more_tokens(allowance: TokenAllowance, amount: Decimal, package: Package) -> TokenAllowance:
    """An allowance with more a year: a share of base rises by what makes that amount."""
    match allowance.amount:
        case MoneyPer(money=money, per=per):
            more = Money(EXACT.divide(amount, periods_a_year(per)), money.currency).rounded()
            return evolve(allowance, amount=MoneyPer(money=money + more, per=per))
        case TokensPer(mtok=mtok, per=per):
            more_mtok = EXACT.divide(amount, periods_a_year(per)).quantize(Decimal("0.000001"))
            return evolve(allowance, amount=TokensPer(mtok=mtok + more_mtok, per=per))
        case ShareOfBase(rate=rate, follows_raises=follows):
            assert package.salary is not None  # a share of base needs one
            more_rate = EXACT.divide(amount, package.salary.annual().amount)
            return evolve(allowance, amount=ShareOfBase(rate=EXACT.add(rate, more_rate), follows_raises=follows))


def tie(first: Valuation, second: Valuation, number: Number = "face") -> Decimal | None:
    """What a promised unit of money in tokens must be worth for two offers to be equal over the horizon.

    The fraction x with ``cash_1 + x * tokens_1 = cash_2 + x * tokens_2``; None if no x of 0 or more does that.
    """
    cash = second.total(number, tokens="none") - first.total(number, tokens="none")
    tokens = first.total(number, components=["tokens"]) - second.total(number, components=["tokens"])
    if not tokens.amount:
        return None
    found = EXACT.divide(cash.amount, tokens.amount)
    return found if found >= 0 else None
