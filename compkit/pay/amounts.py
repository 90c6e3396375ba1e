"""How much an allowance is: money, a share of pay, credits, tokens, or a slice of a capacity; each a pace in time."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from attrs import field, frozen

from ..checks import between, named, one_of, positive, whole_cents
from ..errors import InvalidValue
from ..money import EXACT, Money, exact, is_money
from .salary import SalaryAccrual

Period = Literal["year", "month", "week", "day"]
PERIODS = ("year", "month", "week", "day")


def all_named(instance: object, attribute: Any, value: tuple[str, ...]) -> None:
    """Clean names, each once."""
    for number, name in enumerate(value):
        named(instance, attribute, name)
        if name in value[:number]:
            raise InvalidValue(f"{type(instance).__name__}.{attribute.name}", name, "is named twice", "keep one")


@frozen(kw_only=True)
class MoneyPer:
    """An allowance of money.

    Attributes:
        money: Gross amount a period; of each tool, where tools are named.
        per: ``year``, ``month``, ``week`` or ``day`` (calendar days).
        tools: Tools of which each has the amount for itself; empty is one amount for all.
    """

    money: Money = field(validator=[is_money, positive, whole_cents])
    per: Period = field(default="year", validator=one_of(*PERIODS))
    tools: tuple[str, ...] = field(default=(), validator=all_named)

    @property
    def whole(self) -> Money:
        """The money of all tools together, a period."""
        return self.money * max(len(self.tools), 1)


@frozen(kw_only=True)
class ShareOfBase:
    """An allowance that is a fraction of base salary.

    Attributes:
        rate: 0.5 for half of base.
        follows_raises: Whether it moves with raises; otherwise it is of the starting base.
    """

    rate: Decimal = field(converter=exact, validator=[positive, between(0, 10)])
    follows_raises: bool = False


@frozen(kw_only=True)
class ShareOfTargetCash:
    """An allowance that is a fraction of target total cash at the start: base salary, target bonus and commission.

    Attributes:
        rate: 0.2 for a fifth of it.
    """

    rate: Decimal = field(converter=exact, validator=[positive, between(0, 10)])


@frozen(kw_only=True)
class CreditsPer:
    """An allowance of credits at one provider, each good for a stated amount of money.

    Attributes:
        credits: Credits a period.
        price: What one credit is good for at the provider, as the provider states it.
        per: ``year``, ``month``, ``week`` or ``day`` (calendar days).
    """

    credits: Decimal = field(converter=exact, validator=positive)
    price: Money = field(validator=[is_money, positive])
    per: Period = field(default="month", validator=one_of(*PERIODS))

    @property
    def whole(self) -> Money:
        """The money that the credits of a period are good for, unrounded."""
        return self.price * self.credits


@frozen(kw_only=True)
class TokensPer:
    """An allowance of tokens.

    Attributes:
        mtok: Millions of tokens a period; whole tokens.
        per: ``year``, ``month``, ``week`` or ``day`` (calendar days).
    """

    mtok: Decimal = field(converter=exact, validator=positive)
    per: Period = field(default="year", validator=one_of(*PERIODS))

    @mtok.validator
    def _whole_tokens(self, attribute: object, value: Decimal) -> None:
        if value.normalize(EXACT) != value.quantize(Decimal("0.000001"), context=EXACT):
            raise InvalidValue("TokensPer.mtok", value, "must be whole tokens (six decimals of a million)")


@frozen(kw_only=True)
class CapacitySlice:
    """An allowance that is a share of what a named capacity makes, month by month.

    Attributes:
        share: Of the capacity's monthly output, 0.001 for a thousandth.
        capacity: Its name, as the assumptions state its output.
    """

    share: Decimal = field(converter=exact, validator=[positive, between(0, 1)])
    capacity: str = field(validator=named)


Amount = MoneyPer | ShareOfBase | ShareOfTargetCash | CreditsPer | TokensPer | CapacitySlice

SHARES_OF_PAY = (ShareOfBase, ShareOfTargetCash)


def promises(amount: Amount) -> Literal["money", "tokens", "capacity"]:
    """What an amount is an amount of."""
    if isinstance(amount, TokensPer):
        return "tokens"
    return "capacity" if isinstance(amount, CapacitySlice) else "money"


def periods_a_year(per: Period) -> Decimal:
    """Periods in a year of 365 days, as they are released: 365 / 7 weeks, 365 days."""
    weeks = EXACT.divide(Decimal(365), Decimal(7))
    return {"year": Decimal(1), "month": Decimal(12), "week": weeks, "day": Decimal(365)}[per]


@frozen(kw_only=True)
class PayBase:
    """Of what an allowance may be a share.

    Attributes:
        accrual: How base salary accrues; None without a salary.
        target_cash: Base salary, target bonuses and commission a year at the start; None without a salary.
    """

    accrual: SalaryAccrual | None = None
    target_cash: Money | None = None

    def salary(self, what: str) -> SalaryAccrual:
        """The accrual of base salary.

        Raises:
            InvalidValue: If the package has no base salary.
        """
        if self.accrual is None:
            raise InvalidValue(what, "share of pay", "needs a base salary")
        return self.accrual


def pace(amount: Amount, pay: PayBase) -> tuple[Fraction, Period]:
    """How much comes in a period at the start: money, millions of tokens, or share-months, unrounded."""
    match amount:
        case MoneyPer(per=per) | CreditsPer(per=per):
            return Fraction(amount.whole.amount), per
        case ShareOfBase(rate=rate):
            return Fraction(rate) * Fraction(pay.salary("ShareOfBase").salary.annual().amount), "year"
        case ShareOfTargetCash(rate=rate):
            pay.salary("ShareOfTargetCash")
            assert pay.target_cash is not None  # a salary gives it
            return Fraction(rate) * Fraction(pay.target_cash.amount), "year"
        case TokensPer(mtok=mtok, per=per):
            return Fraction(mtok), per
        case CapacitySlice(share=share):
            return Fraction(share), "month"


def money_currency(amount: Amount, pay: PayBase) -> str | None:
    """Currency of an amount of money; None of tokens and capacity."""
    match amount:
        case MoneyPer(money=money):
            return money.currency
        case CreditsPer(price=price):
            return price.currency
        case ShareOfBase() | ShareOfTargetCash():
            return pay.salary("share of pay").salary.amount.currency
        case _:
            return None
