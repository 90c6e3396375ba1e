"""Terms of a package that can be changed one at a time: where each stands, its smallest step, and what it becomes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeVar

from attrs import evolve, field, frozen

from ..checks import one_of
from ..errors import InvalidValue
from ..money import EXACT, Money, minor_units
from ..pay.allowance import TokenAllowance
from ..pay.amounts import (
    Amount,
    CapacitySlice,
    CreditsPer,
    MoneyPer,
    PayBase,
    ShareOfBase,
    ShareOfTargetCash,
    TokensPer,
    money_currency,
    pace,
    periods_a_year,
)
from ..pay.bonus import TargetBonus
from ..pay.equity import Grant, RestrictedStock
from ..pay.oneoffs import SignOnBonus
from ..pay.package import Package
from ..pay.rules import FixedMoney
from ..pay.salary import WEEKS_A_YEAR, BaseSalary

Term = Literal["base salary", "bonus", "sign-on", "shares", "tokens"]
TERMS: tuple[Term, ...] = ("base salary", "bonus", "sign-on", "shares", "tokens")

RATE_STEP = Decimal("0.0001")
"""A rate is solved to 0.01 %."""

_UNBOUNDED = Decimal(10) ** 13
_TOKEN, _SLICE_STEP, _ONE = Decimal("0.000001"), Decimal("0.000000001"), Decimal(1)

_T = TypeVar("_T", TargetBonus, Grant, TokenAllowance)


@frozen(kw_only=True)
class Change:
    """Which term of a package is changed.

    Attributes:
        term: ``base salary``, ``bonus``, ``sign-on``, ``shares`` or ``tokens``.
        name: Name of the bonus, grant or allowance, as printed; empty is the first one. A sign-on has no name: its
            first instalment is changed.
    """

    term: Term = field(validator=one_of(*TERMS))
    name: str = ""


@frozen(kw_only=True)
class Dial:
    """A term that can be changed, alone: all else stays, and what is a share of it follows.

    Attributes:
        term: Which.
        unit: What its value is counted in: ``USD a year``, ``of base``, ``shares``, ``M tokens a month``.
        step: The smallest step that can be promised.
        now: Its value now; 0 where the package has none of it.
        low: The least that it can be; 0 leaves it out.
        high: The most that it can be.
        put: The package with the term at a value, in `unit`; rounded to what can be promised.
        a_year: What in `unit` comes to one more of `unit_a_year`; None where nothing does.
        unit_a_year: ``USD a year``, ``M tokens a year`` or ``shares``; empty where `a_year` is None.
    """

    term: Term
    unit: str
    step: Decimal
    now: Decimal
    low: Decimal = Decimal(0)
    high: Decimal = _UNBOUNDED
    put: Callable[[Decimal], Package]
    a_year: Decimal | None = None
    unit_a_year: str = ""


def dial(package: Package, change: Change, *, first_day: date) -> Dial | None:
    """How a term of a package is changed; None where the package has nothing to change.

    A package without a sign-on or without tokens gets one: cash paid on `first_day`, or fixed money a year.

    Args:
        package: The package.
        change: The term.
        first_day: First day that counts: a new sign-on is paid on it.

    Raises:
        InvalidValue: If the package has no bonus, grant or allowance of that name.
    """
    match change.term:
        case "base salary":
            return None if package.salary is None else _base_dial(package, package.salary)
        case "bonus":
            found = _pick(package.bonus, change)
            return None if found is None else _bonus_dial(package, found)
        case "sign-on":
            return _sign_on_dial(package, first_day)
        case "shares":
            grant = _pick(package.equity, change)
            return None if grant is None else _grant_dial(package, grant)
        case "tokens":
            allowance = _pick(package.tokens, change)
            return _new_tokens(package) if allowance is None else _token_dial(package, allowance)


def _pick(parts: Sequence[_T], change: Change) -> _T | None:
    """The part that is meant: by name, or the first."""
    if not change.name:
        return parts[0] if parts else None
    for part in parts:
        if part.name == change.name:
            return part
    known = ", ".join(part.name for part in parts) or "none"
    raise InvalidValue(f"Change {change.term}", change.name, "is not in the package", f"it has: {known}")


def _cent(currency: str) -> Decimal:
    return _ONE.scaleb(-minor_units(currency))


def _replaced(parts: Sequence[_T], old: _T, new: _T | None) -> tuple[_T, ...]:
    """The same parts in order, one of them another or left out."""
    found = ((new if part is old else part) for part in parts)
    return tuple(part for part in found if part is not None)


# cash


def _base_dial(package: Package, salary: BaseSalary) -> Dial:
    """The amount as promised: full-time a year, or an hour."""
    currency, step = salary.amount.currency, _cent(salary.amount.currency)
    paid = salary.fte if salary.per == "year" else EXACT.multiply(salary.hours_per_week or _ONE, Decimal(WEEKS_A_YEAR))

    def put(amount: Decimal) -> Package:
        return evolve(package, salary=evolve(salary, amount=Money(amount, currency)))

    return Dial(
        term="base salary",
        unit=f"{currency} {'an hour' if salary.per == 'hour' else 'a year'}",
        step=step,
        now=salary.amount.amount,
        low=step,
        put=put,
        a_year=EXACT.divide(_ONE, paid),
        unit_a_year=f"{currency} a year",
    )


def _bonus_dial(package: Package, bonus: TargetBonus) -> Dial:
    def put_rate(rate: Decimal) -> Package:
        return evolve(package, bonus=_replaced(package.bonus, bonus, evolve(bonus, rate=rate, amount=None)))

    if bonus.amount is None:
        rate = bonus.rate or Decimal(0)
        return Dial(term="bonus", unit="of base", step=RATE_STEP, now=rate, high=Decimal(10), put=put_rate)
    currency = bonus.amount.currency

    def put_amount(amount: Decimal) -> Package:
        if not amount:
            return put_rate(Decimal(0))
        changed = evolve(bonus, rate=None, amount=Money(amount, currency).rounded())
        return evolve(package, bonus=_replaced(package.bonus, bonus, changed))

    unit, now = f"{currency} a year", bonus.amount.amount
    step = _cent(currency)
    return Dial(term="bonus", unit=unit, step=step, now=now, put=put_amount, a_year=_ONE, unit_a_year=unit)


def _sign_on_dial(package: Package, first_day: date) -> Dial:
    """The first instalment; a new one where there is none."""
    first = package.sign_on[0] if package.sign_on else None
    currency = first.amount.currency if first else package.currency
    rest, known = package.sign_on[1:], package.unknown - {"sign_on"}

    def put(amount: Decimal) -> Package:
        if not amount:
            return evolve(package, sign_on=rest, unknown=known)
        money = Money(amount, currency).rounded()
        bonus = evolve(first, amount=money) if first else SignOnBonus(amount=money, paid_on=first_day)
        return evolve(package, sign_on=(bonus, *rest), unknown=known)

    now = first.amount.amount if first else Decimal(0)
    step = _cent(currency)
    return Dial(term="sign-on", unit=currency, step=step, now=now, low=_least(put, step), put=put)


def _least(put: Callable[[Decimal], Package], step: Decimal) -> Decimal:
    """0 where a term can be left out; its smallest step where it is all that the package promises."""
    try:
        put(Decimal(0))
    except InvalidValue:
        return step
    return Decimal(0)


# equity


def _grant_dial(package: Package, grant: Grant) -> Dial:
    """Whole units; a grant stated as a value becomes one of units."""

    def put(units: Decimal) -> Package:
        return evolve(package, equity=_replaced(package.equity, grant, _with_units(grant, int(units))))

    word = "shares" if isinstance(grant, RestrictedStock) else "options"
    now = Decimal(grant.granted_units)
    low = _least(put, _ONE)
    return Dial(term="shares", unit=word, step=_ONE, now=now, low=low, put=put, a_year=_ONE, unit_a_year=word)


def _with_units(grant: Grant, units: int) -> Grant | None:
    if not units:
        return None
    if isinstance(grant, RestrictedStock):
        return evolve(grant, units=units, value=None, converted_at=None)
    return evolve(grant, units=units)


# tokens


def _new_tokens(package: Package) -> Dial:
    """Fixed money a year, where the package has no tokens."""
    currency = package.currency
    extra = TokenAllowance(amount=MoneyPer(money=Money(1, currency)), rule=FixedMoney())
    added = _token_dial(evolve(package, tokens=(extra,), unknown=package.unknown - {"tokens"}), extra)
    return evolve(added, now=Decimal(0))


def _token_dial(package: Package, allowance: TokenAllowance) -> Dial:
    unit, step, now, high = _measure(allowance.amount)

    def put(value: Decimal) -> Package:
        changed = evolve(allowance, amount=_sized(allowance.amount, value)) if value else None
        return evolve(package, tokens=_replaced(package.tokens, allowance, changed))

    found = Dial(term="tokens", unit=unit, step=step, now=now, low=_least(put, step), high=high, put=put)
    if isinstance(allowance.amount, CapacitySlice):
        return found
    pay = package.pay_base
    currency = money_currency(allowance.amount, pay)
    a_year = f"{currency} a year" if currency else "M tokens a year"
    return evolve(found, a_year=_a_year(allowance.amount, now, pay), unit_a_year=a_year)


def _measure(amount: Amount) -> tuple[str, Decimal, Decimal, Decimal]:
    """Unit, step, value now and upper bound of an amount."""
    ten = Decimal(10)
    match amount:
        case MoneyPer(money=money, per=per, tools=tools):
            each = " a tool" if tools else ""
            return f"{money.currency}{each} a {per}", _cent(money.currency), money.amount, _UNBOUNDED
        case CreditsPer(credits=count, per=per):
            return f"credits a {per}", _ONE, count, _UNBOUNDED
        case TokensPer(mtok=mtok, per=per):
            return f"M tokens a {per}", _TOKEN, mtok, _UNBOUNDED
        case ShareOfBase(rate=rate):
            return "of base", RATE_STEP, rate, ten
        case ShareOfTargetCash(rate=rate):
            return "of target total cash", RATE_STEP, rate, ten
        case CapacitySlice(share=share, capacity=capacity):
            return f"of {capacity}", _SLICE_STEP, share, _ONE


def _sized(amount: Amount, value: Decimal) -> Amount:
    """The same form of amount at another value."""
    match amount:
        case MoneyPer(money=money):
            return evolve(amount, money=Money(value, money.currency).rounded())
        case CreditsPer():
            return evolve(amount, credits=value)
        case TokensPer():
            return evolve(amount, mtok=value.quantize(_TOKEN, context=EXACT))
        case ShareOfBase() | ShareOfTargetCash():
            return evolve(amount, rate=value)
        case CapacitySlice():
            return evolve(amount, share=value)


def _a_year(amount: Amount, now: Decimal, pay: PayBase) -> Decimal:
    """What in the amount's own unit comes to one more a year, in money or millions of tokens."""
    size, per = pace(amount, pay)
    part = Fraction(now) / (size * Fraction(periods_a_year(per)))
    return EXACT.divide(Decimal(part.numerator), Decimal(part.denominator))
