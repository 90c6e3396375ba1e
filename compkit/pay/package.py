"""Package: all that is promised to one person, and its expansion into dated entitlements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from attrs import field, frozen

from ..errors import InvalidValue
from ..money import Money, known_currency, total
from .allowance import TokenAllowance, check_basis
from .amounts import SHARES_OF_PAY, PayBase, ShareOfTargetCash
from .benefits import Benefit, EmployerMatch, benefit_rows
from .bonus import Commission, TargetBonus, annual_target, bonus_rows, commission_rows
from .entitlements import Component, Entitlement
from .equity import Grant, grant_rows
from .oneoffs import Relocation, RetentionBonus, SignOnBonus, one_off_row, retention_rows
from .salary import BaseSalary, SalaryAccrual, salary_rows
from .tokens import token_rows

PARTS: dict[str, tuple[Component, ...]] = {
    "salary": ("base salary",),
    "bonus": ("target bonus", "guaranteed bonus"),
    "commission": ("commission",),
    "sign_on": ("sign-on",),
    "retention": ("retention",),
    "relocation": ("relocation",),
    "equity": ("RSU", "options"),
    "tokens": ("tokens",),
    "benefits": ("benefits",),
}
"""Parts of a package by field name, with the components that each becomes."""

_ORDER = {component: i for i, component in enumerate(component for part in PARTS.values() for component in part)}


def _known_parts(instance: Package, attribute: Any, value: frozenset[str]) -> None:
    for name in sorted(value):
        if name not in PARTS:
            raise InvalidValue("Package.unknown", name, f"must be one of {', '.join(PARTS)}")
        if getattr(instance, name):
            raise InvalidValue(f"Package.{name}", "unknown", "is both given and unknown")


def _needs_salary(instance: Package, attribute: Any, value: Any) -> None:
    if instance.salary is not None:
        for allowance in instance.tokens:
            if isinstance(allowance.amount, SHARES_OF_PAY):
                check_basis(allowance, instance.salary.amount.currency)
        return
    dependent = [
        *(f"bonus {bonus.name}" for bonus in instance.bonus),
        *(["commission"] if instance.commission else []),
        *(f"token allowance {t.name}" for t in instance.tokens if isinstance(t.amount, SHARES_OF_PAY)),
        *(f"benefit {benefit.name}" for benefit in instance.benefits),
    ]
    if dependent:
        raise InvalidValue("Package.salary", None, f"is needed by {', '.join(dependent)}")


def _not_before_start(instance: Package, attribute: Any, value: Any) -> None:
    for allowance in instance.tokens:
        if allowance.starts_on is not None and allowance.starts_on < instance.start_on:
            rule = f"{allowance.name} must not start before the package, on {instance.start_on}"
            fix = "leave its first day out to start with the package, or move the package's start"
            raise InvalidValue("Package.tokens", allowance.starts_on, rule, fix)


def _anything(instance: Package, attribute: Any, value: Any) -> None:
    if not any(getattr(instance, name) for name in PARTS):
        raise InvalidValue("Package", "nothing", "promises nothing", "give at least a salary")


def _names(values: Iterable[str]) -> frozenset[str]:
    return frozenset(values)


@frozen(kw_only=True)
class Package:
    """A pay package: the four components and what stands beside them. It knows no price and no person.

    Attributes:
        start_on: First day of work.
        currency: ISO 4217 code in which the package is valued.
        salary: Base salary; None for a package without one.
        bonus: Target bonuses.
        commission: Sales commission, if any.
        sign_on: Sign-on instalments.
        retention: Retention bonuses.
        relocation: Relocation payments.
        equity: Grants of restricted stock and options, refreshers included.
        tokens: Token allowances.
        benefits: Benefits and employer matches.
        unknown: Parts that nobody told us, by field name: neither zero nor counted.
    """

    start_on: date
    currency: str = field(validator=known_currency)
    salary: BaseSalary | None = None
    bonus: tuple[TargetBonus, ...] = ()
    commission: Commission | None = None
    sign_on: tuple[SignOnBonus, ...] = ()
    retention: tuple[RetentionBonus, ...] = ()
    relocation: tuple[Relocation, ...] = ()
    equity: tuple[Grant, ...] = ()
    tokens: tuple[TokenAllowance, ...] = ()
    benefits: tuple[Benefit | EmployerMatch, ...] = ()
    unknown: frozenset[str] = field(
        default=frozenset(), converter=_names, validator=[_known_parts, _needs_salary, _not_before_start, _anything]
    )

    @property
    def unknown_components(self) -> frozenset[Component]:
        """Components that nobody told us."""
        return frozenset(component for name in self.unknown for component in PARTS[name])

    @property
    def accrual(self) -> SalaryAccrual | None:
        """How its base salary accrues; None without a salary."""
        return None if self.salary is None else SalaryAccrual(self.salary, self.start_on)

    @property
    def pay_base(self) -> PayBase:
        """Of what a token allowance may be a share; target cash only where an allowance is a share of it."""
        accrual = self.accrual
        wanted = any(isinstance(allowance.amount, ShareOfTargetCash) for allowance in self.tokens)
        return PayBase(accrual=accrual, target_cash=_target_cash(self, accrual) if accrual and wanted else None)


def _target_cash(package: Package, accrual: SalaryAccrual) -> Money:
    """Base salary, target bonuses and commission a year at the start; of one currency, or it is no sum."""
    parts = [annual_target(bonus, accrual) for bonus in package.bonus]
    parts += [package.commission.target] if package.commission else []
    return total(parts, accrual.salary.amount.currency) + accrual.salary.annual()


def entitlements(package: Package, *, until: date, events: Mapping[str, date] | None = None) -> tuple[Entitlement, ...]:
    """Everything the package promises that is earned before a day, as dated rows in order of delivery.

    Rows are cut by `earned`, never by the day of delivery: the last vesting and the last bonus are in, and a row
    that is only partly earned by then counts with that part (in whole cents, shares and tokens). Rows that wait for
    an event have no day; they come last and count nowhere.

    Args:
        package: What is promised.
        until: First day that no longer counts; must be after the package's start.
        events: Days of events for which vesting waits, by name.

    Raises:
        InvalidValue: If `until` is not after the start.
    """
    return _entitlements(package, until, tuple(sorted((events or {}).items())))


@lru_cache(maxsize=64)
def _entitlements(package: Package, until: date, events: tuple[tuple[str, date], ...]) -> tuple[Entitlement, ...]:
    if until <= package.start_on:
        raise InvalidValue("until", until, f"must be after the package starts on {package.start_on}")
    kept = []
    for row in _rows(package, until, dict(events)):
        part = row if row.earned[1] <= until else row.during(date.min, until)
        if part is not None and part.quantity:
            kept.append(part)
    return tuple(sorted(kept, key=lambda row: (row.on or date.max, _ORDER[row.component])))


def _rows(package: Package, until: date, events: Mapping[str, date]) -> Iterator[Entitlement]:
    start, pay = package.start_on, package.pay_base
    salary = pay.accrual
    if salary is not None:
        yield from salary_rows(salary.salary, start, until)
        for bonus in package.bonus:
            yield from bonus_rows(bonus, salary, until)
        if package.commission is not None:
            yield from commission_rows(package.commission, salary, until)
        for benefit in package.benefits:
            yield from benefit_rows(benefit, salary, until)
    for number, sign_on in enumerate(package.sign_on, 1):
        name = "Sign-on" if len(package.sign_on) == 1 else f"Sign-on, instalment {number}"
        yield one_off_row(sign_on, component="sign-on", name=name, start_on=start)
    for relocation in package.relocation:
        yield one_off_row(relocation, component="relocation", name="Relocation", start_on=start)
    for retention in package.retention:
        yield from retention_rows(retention, start)
    for grant in package.equity:
        yield from grant_rows(grant, events)
    for allowance in package.tokens:
        yield from token_rows(allowance, pay, start, until)
