"""A revision of base salary: what it was and becomes, what follows it, and what it makes of the year it comes in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from attrs import field, frozen

from ..dates import day_before
from ..errors import InvalidValue
from ..money import EXACT, Money
from ..pay.allowance import TokenAllowance
from ..pay.amounts import ShareOfBase
from ..pay.benefits import EmployerMatch
from ..pay.bonus import TargetBonus, annual_target
from ..pay.package import Package
from ..pay.salary import BaseSalary, Raise, SalaryAccrual
from ..pay.tokens import annual_money

_BESIDE = ("commission", "sign_on", "retention", "relocation", "equity", "tokens", "benefits")


def _same_beside(old: Package, new: Package) -> None:
    """A letter that says a salary must not hide another change."""
    differ = [name for name in _BESIDE if getattr(old, name) != getattr(new, name)]
    if [bonus.name for bonus in old.bonus] != [bonus.name for bonus in new.bonus]:
        differ.insert(0, "bonus")
    if differ:
        rule = "differs from the old offer, and a salary revision does not say it"
        fix = "take it from the old offer"
        fix += "; compkit amend says a change of tokens" if "tokens" in differ else ""
        raise InvalidValue("new offer", ", ".join(differ), rule, fix)


def _salaries(old: Package, new: Package) -> tuple[BaseSalary, BaseSalary]:
    if old.salary is None or new.salary is None:
        raise InvalidValue("salary", None, "a revision needs the base salary of both offers", "add it")
    if old.salary.amount.currency != new.salary.amount.currency:
        rule = f"must be in the old salary's currency, {old.salary.amount.currency}"
        raise InvalidValue("new offer: salary", new.salary.amount.currency, rule)
    return old.salary, new.salary


def effective_day(old: Package, new: Package) -> date:
    """The day on which a new offer changes base salary, where it says one: its first raise that the old one lacks.

    Raises:
        InvalidValue: If the new offer does not say the day.
    """
    before, after = _salaries(old, new)
    ahead = [step.on for step in after.raises if step not in before.raises]
    if ahead:
        return ahead[0]
    if new.start_on > old.start_on:
        return new.start_on
    if before == after:
        raise InvalidValue("base salary", before.annual(), "does not change", "look at both offers")
    raise InvalidValue("effective", None, "the new offer does not say from which day it holds", "say the day")


def _changes(instance: Revision, attribute: Any, value: date) -> None:
    old, new = _salaries(instance.old, instance.new)
    _same_beside(instance.old, instance.new)
    if value <= instance.old.start_on:
        rule = f"must be after the first day of work, {instance.old.start_on}"
        raise InvalidValue("effective", value, rule, "write a new offer letter instead")
    raises = [step.on for step in new.raises if step not in old.raises]
    if raises and value not in raises:
        rule = "is not a day on which the new offer changes base salary"
        raise InvalidValue("effective", value, rule, f"say {' or '.join(map(str, raises))}")
    if not instance.stays and old.annual(day_before(value)) == new.annual(value):
        rule = f"does not change: it is {new.annual(value)} a year before and after"
        raise InvalidValue("base salary", value, rule, "look at the day, and at the new offer")


@frozen(kw_only=True)
class Revision:
    """Base salary before and after a day.

    Attributes:
        old: The package so far.
        new: The package with the new salary; nothing else in it differs but target bonuses.
        stays: Whether base salary may stay as it is, as beside a lump sum.
        effective_on: First day of the new salary.
    """

    old: Package
    new: Package
    stays: bool = False
    effective_on: date = field(validator=_changes)

    @property
    def before(self) -> Money:
        """Base salary a year on the last day of the old one, planned raises included."""
        return _salaries(self.old, self.new)[0].annual(day_before(self.effective_on))

    @property
    def after(self) -> Money:
        """Base salary a year on the first day of the new one."""
        return _salaries(self.old, self.new)[1].annual(self.effective_on)

    @property
    def difference(self) -> Money:
        """More a year; below 0 if less."""
        return self.after - self.before

    @property
    def rate(self) -> Decimal:
        """The difference as a fraction of the old salary, unrounded."""
        return EXACT.divide(self.difference.amount, self.before.amount)

    @property
    def year(self) -> tuple[date, date]:
        """The calendar year in which it takes effect, from the first day of work, half-open."""
        begin = max(date(self.effective_on.year, 1, 1), self.old.start_on)
        return begin, date(self.effective_on.year + 1, 1, 1)

    @property
    def earned_before(self) -> Money:
        """Salary earned in that year up to the day."""
        return self._earned(self.salary, self.year[0], self.effective_on)

    @property
    def earned_after(self) -> Money:
        """Salary earned in that year from the day on, raises later in it included."""
        return self._earned(self.salary, self.effective_on, self.year[1])

    @property
    def unchanged(self) -> Money:
        """What the whole year would have come to without the revision."""
        return self._earned(_salaries(self.old, self.new)[0], *self.year)

    @property
    def salary(self) -> BaseSalary:
        """One salary over both offers: the old one with the new one as a raise, part time and hours worked in."""
        old, new = _salaries(self.old, self.new)
        days = {step.on: old for step in old.raises if self.old.start_on < step.on < self.effective_on}
        days |= {step.on: new for step in new.raises if step.on > self.effective_on}
        days[self.effective_on] = new
        raises = tuple(Raise(on=on, amount=days[on].annual(on)) for on in sorted(days))
        return BaseSalary(amount=old.annual(self.old.start_on), raises=raises)

    def _earned(self, salary: BaseSalary, start: date, end: date) -> Money:
        amount = SalaryAccrual(salary, self.old.start_on).share(1).between(start, end)
        return Money(amount, salary.amount.currency)

    def bonuses(self) -> Iterator[tuple[TargetBonus, Money, TargetBonus, Money]]:
        """Each target bonus before and after, with a whole year at target."""
        one, other = self.old.accrual, self.new.accrual
        assert one is not None and other is not None  # checked: both have a salary
        for before, after in zip(self.old.bonus, self.new.bonus, strict=True):
            yield (
                before,
                annual_target(before, one, day_before(self.effective_on)),
                after,
                annual_target(after, other, self.effective_on),
            )

    def matches(self) -> Iterator[tuple[EmployerMatch, Money, Money]]:
        """Each match with its most a year before and after."""
        for match in self.new.benefits:
            if isinstance(match, EmployerMatch):
                share = EXACT.multiply(match.rate, match.cap_rate)
                yield match, self.before * share, self.after * share

    def allowances(self) -> Iterator[tuple[TokenAllowance, Money, Money]]:
        """Each token allowance that is a share of pay, in money a year before and after."""
        for allowance in self.new.tokens:
            before = share_of_pay(allowance, self.old, day_before(self.effective_on))
            after = share_of_pay(allowance, self.new, self.effective_on)
            if before is not None and after is not None:
                yield allowance, before, after


def share_of_pay(allowance: TokenAllowance, package: Package, on: date) -> Money | None:
    """Money a year of an allowance that is a share of pay, on a day; None of any other allowance."""
    match allowance.amount:
        case ShareOfBase(rate=rate, follows_raises=True) if package.salary is not None:
            return package.salary.annual(on) * rate
        case amount if hasattr(amount, "rate"):
            return annual_money(allowance, package.pay_base)
        case _:
            return None
