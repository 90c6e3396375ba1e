"""The token allowance: how many tokens, or how much money for tokens, comes with a job, and under which terms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from attrs import field, frozen

from ..checks import between, maybe, named, not_negative, one_of, positive, whole_cents
from ..dates import add_months, day_before
from ..errors import CurrencyMismatch, InvalidValue
from ..money import EXACT, Money, exact, is_money, minor_units
from .baskets import Basket
from .entitlements import Accrual, DayClock, Entitlement, ServiceClock
from .rules import FixedMoney, FixedQuantity, PriceRule, rule_name
from .salary import SalaryAccrual, accrued_row
from .units import TokenClaim, TokenMoney, decimals

Period = Literal["year", "month", "week", "day"]
PERIODS = ("year", "month", "week", "day")
Release = Literal["yearly", "quarterly", "monthly", "weekly", "daily"]
RELEASES = ("yearly", "quarterly", "monthly", "weekly", "daily")
_RELEASE_MONTHS = {"yearly": 12, "quarterly": 3, "monthly": 1}

AS_LONG_AS_EMPLOYED = date.max
"""`TokenAllowance.guaranteed_until` of an allowance that cannot be cut while employed."""


@frozen(kw_only=True)
class MoneyPer:
    """An allowance of money.

    Attributes:
        money: Gross amount a period.
        per: ``year``, ``month``, ``week`` or ``day`` (calendar days).
    """

    money: Money = field(validator=[is_money, positive, whole_cents])
    per: Period = field(default="year", validator=one_of(*PERIODS))


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


Amount = MoneyPer | ShareOfBase | TokensPer


@frozen(kw_only=True)
class PriceBasis:
    """The price at which money and tokens of an allowance were set equal.

    Attributes:
        per_mtok: Price of a million tokens of the basket.
        on: Day of that price.
        source: Where it comes from.
    """

    per_mtok: Money = field(validator=[is_money, positive])
    on: date
    source: str = field(default="as stated", validator=named)


def _whole_terms(instance: TokenAllowance, attribute: Any, value: object) -> None:
    """What the rule needs: a basket for a quantity, a basis where money becomes tokens."""
    promised = "tokens" if isinstance(instance.amount, TokensPer) else "money"
    rule = rule_name(instance.rule)
    name = f"TokenAllowance {instance.name}"
    pure = (promised == "money") == isinstance(instance.rule, FixedMoney) and not _needs_basis(instance.rule)
    if instance.basket is None and not (promised == "money" and isinstance(instance.rule, FixedMoney)):
        raise InvalidValue(name, f"{promised}, {rule}", "needs a basket", "say which models, in what shares")
    if instance.basis is None and not pure:
        fix = "say per_mtok, on and source of the basis"
        raise InvalidValue(name, f"{promised}, {rule}", "needs a price basis", fix)
    if isinstance(instance.amount, MoneyPer):
        check_basis(instance, instance.amount.money.currency)
    if instance.use == "personal" and not instance.personal_share > 0:
        raise InvalidValue(name, instance.personal_share, "personal use needs a personal share above 0")
    if instance.use != "personal" and instance.personal_share:
        raise InvalidValue(name, instance.personal_share, f"{instance.use} use has no personal share")
    if instance.starts_on and instance.ends_on and instance.ends_on < instance.starts_on:
        raise InvalidValue(name, instance.ends_on, f"must not end before it starts on {instance.starts_on}")


def check_basis(allowance: TokenAllowance, currency: str) -> None:
    """Money becomes tokens only at a price in its own currency.

    Raises:
        CurrencyMismatch: If the money of the allowance is in another currency than its price basis.
    """
    if isinstance(allowance.rule, FixedMoney) or allowance.basis is None:
        return
    if allowance.basis.per_mtok.currency != currency:
        raise CurrencyMismatch(currency, allowance.basis.per_mtok.currency)


def _needs_basis(rule: PriceRule) -> bool:
    return not isinstance(rule, (FixedMoney, FixedQuantity))


def _all_named(instance: object, attribute: Any, value: tuple[str, ...]) -> None:
    for provider in value:
        named(instance, attribute, provider)


@frozen(kw_only=True)
class TokenAllowance:
    """AI tokens as a component of pay.

    Attributes:
        name: As printed.
        amount: Money a period, a share of base, or tokens a period.
        rule: What happens when prices move.
        basket: Which models in what shares and mix; None for money that any approved provider may get.
        providers: Providers at which it can be spent; empty is any approved provider.
        basis: The price basis; None means the list price on `as_of`, and only where no money becomes tokens.
        release: How often a part is released.
        in_advance: Released at the start of its period, as opposed to its end.
        rollover_months: Months for which what is unused stays; 0 is none, None is without limit.
        use: ``business``, ``incidental`` (personal use of no value is tolerated) or ``personal`` in part.
        personal_share: Share for personal use, 0.1 for 10 %; above 0 only where `use` is ``personal``.
        transfer: ``none``, ``pool``, ``donate`` or ``resell``.
        overage: Use above the allowance ``stops``, ``needs approval`` or is ``charged to the team``.
        wind_down_days: Days after leaving for which it can still be used; 0 ends it on the last day.
        guaranteed_until: Last day on which it cannot be cut; `AS_LONG_AS_EMPLOYED` if never; None leaves it to notice.
        notice_days: Days of notice before the policy may change; None if it may change without notice.
        starts_on: First day; None is the package's start.
        ends_on: Last day of the allowance itself; None is as long as employed.
    """

    name: str = field(default="AI token allowance", validator=named)
    amount: Amount
    rule: PriceRule
    basket: Basket | None = None
    providers: tuple[str, ...] = field(default=(), validator=_all_named)
    basis: PriceBasis | None = None
    release: Release = field(default="monthly", validator=one_of(*RELEASES))
    in_advance: bool = True
    rollover_months: int | None = field(default=0, validator=maybe(between(0, 120)))
    use: Literal["business", "incidental", "personal"] = field(
        default="business", validator=one_of("business", "incidental", "personal")
    )
    personal_share: Decimal = field(default=Decimal(0), converter=exact, validator=between(0, 1))
    transfer: Literal["none", "pool", "donate", "resell"] = field(
        default="none", validator=one_of("none", "pool", "donate", "resell")
    )
    overage: Literal["stops", "needs approval", "charged to the team"] = field(
        default="stops", validator=one_of("stops", "needs approval", "charged to the team")
    )
    wind_down_days: int = field(default=0, validator=not_negative)
    guaranteed_until: date | None = None
    notice_days: int | None = field(default=None, validator=maybe(between(0, 3650)))
    starts_on: date | None = None
    ends_on: date | None = field(default=None, validator=_whole_terms)

    def guaranteed_before(self, start_on: date) -> date:
        """First day on which it is no longer guaranteed: after `guaranteed_until`, or the end of the notice that
        could be given on the first day, whichever is later.
        """
        if self.guaranteed_until == AS_LONG_AS_EMPLOYED:
            return date.max
        notice = start_on + timedelta(days=self.notice_days or 0)
        return max(notice, self.guaranteed_until + timedelta(days=1)) if self.guaranteed_until else notice


def annual_money(allowance: TokenAllowance, salary: SalaryAccrual | None) -> Money | None:
    """Money a year at the start: the amount as promised, or tokens at their basis; None where neither is said."""
    match allowance.amount:
        case MoneyPer(money=money, per=per):
            return (money * periods_a_year(per)).rounded()
        case ShareOfBase(rate=rate):
            return _base(allowance, salary).salary.annual() * rate
        case TokensPer(mtok=mtok, per=per):
            return (
                None
                if allowance.basis is None
                else allowance.basis.per_mtok * EXACT.multiply(mtok, periods_a_year(per))
            )


def annual_mtok(allowance: TokenAllowance, salary: SalaryAccrual | None) -> Fraction | None:
    """Millions of tokens a year at the start: as promised, or money at its basis; None where money stays money."""
    if isinstance(allowance.amount, TokensPer):
        return Fraction(allowance.amount.mtok) * Fraction(periods_a_year(allowance.amount.per))
    money = annual_money(allowance, salary)
    if allowance.basis is None or money is None:
        return None
    return Fraction(money.amount) / Fraction(allowance.basis.per_mtok.amount)


def periods_a_year(per: Period) -> Decimal:
    """Periods in a year of 365 days, as they are released: 365 / 7 weeks, 365 days."""
    weeks = EXACT.divide(Decimal(365), Decimal(7))
    return {"year": Decimal(1), "month": Decimal(12), "week": weeks, "day": Decimal(365)}[per]


def _base(allowance: TokenAllowance, salary: SalaryAccrual | None) -> SalaryAccrual:
    if salary is None:
        raise InvalidValue(f"TokenAllowance {allowance.name}", "share of base", "needs a base salary")
    return salary


def token_rows(
    allowance: TokenAllowance, salary: SalaryAccrual | None, start_on: date, until: date
) -> Iterator[Entitlement]:
    """One row a release, cut where the guarantee ends; money or tokens as the rule says."""
    unit = _unit(allowance, salary)
    begin_on = allowance.starts_on or start_on
    accrual = _accrual(allowance, salary, unit, begin_on)
    last = min(until, allowance.ends_on + timedelta(days=1)) if allowance.ends_on else until
    safe = allowance.guaranteed_before(begin_on)
    for start, end in _releases(allowance, begin_on, last):
        days = (start, safe, end) if start < safe < end else (start, end)
        for period in zip(days, days[1:], strict=False):
            yield accrued_row(
                accrual,
                period,
                on=start if allowance.in_advance else day_before(end),
                component="tokens",
                name=allowance.name,
                unit=unit,
                guaranteed=period[1] <= safe,
                expectation="tokens",
                personal_share=allowance.personal_share,
            )


def _releases(allowance: TokenAllowance, start: date, until: date) -> Iterator[tuple[date, date]]:
    """Release periods from the start, the last one cut at the end of the allowance."""
    number, begin = 0, start
    while begin < until:
        number += 1
        if allowance.release in _RELEASE_MONTHS:
            end = add_months(start, number * _RELEASE_MONTHS[allowance.release])
        else:
            end = start + timedelta(days=number * (7 if allowance.release == "weekly" else 1))
        yield begin, min(end, until)
        begin = end


def _unit(allowance: TokenAllowance, salary: SalaryAccrual | None) -> TokenMoney | TokenClaim:
    if isinstance(allowance.rule, FixedMoney):
        money = annual_money(allowance, salary)
        assert money is not None  # a basis is required where tokens become money
        return TokenMoney(money.currency)
    assert allowance.basket is not None  # every other rule needs one
    if allowance.basis is None:
        return TokenClaim(allowance.basket, allowance.rule)
    basis = allowance.basis.per_mtok
    return TokenClaim(allowance.basket, allowance.rule, basis.amount, basis.currency)


def _accrual(
    allowance: TokenAllowance, salary: SalaryAccrual | None, unit: TokenMoney | TokenClaim, start: date
) -> Accrual:
    """How smallest units (cents or tokens) of an allowance are granted from its start."""
    amount, places = allowance.amount, decimals(unit)
    smallest = Fraction(10**places)
    if allowance.basis is not None and isinstance(amount, TokensPer) == isinstance(unit, TokenMoney):
        basis = Fraction(allowance.basis.per_mtok.amount)  # tokens become money, or money tokens
        smallest = smallest * basis if isinstance(unit, TokenMoney) else smallest / basis
    if isinstance(amount, ShareOfBase):
        base = _base(allowance, salary)
        rate = Fraction(amount.rate) * smallest
        if amount.follows_raises:
            steps = SalaryAccrual(base.salary, base.start_on, ServiceClock(base.start_on))
            return Accrual(steps, rate / 10 ** minor_units(base.salary.amount.currency), places)
        return Accrual(ServiceClock(start), rate * Fraction(base.salary.annual().amount) / 12, places)
    rate = smallest * Fraction(amount.money.amount if isinstance(amount, MoneyPer) else amount.mtok)
    if amount.per in ("week", "day"):
        return Accrual(DayClock(start), rate / (7 if amount.per == "week" else 1), places)
    return Accrual(ServiceClock(start), rate / (12 if amount.per == "year" else 1), places)
