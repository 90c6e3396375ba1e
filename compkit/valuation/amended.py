"""An amendment of token allowances: from which day it may hold, and what each allowance is before and after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from ..dates import day_before
from ..errors import InvalidValue
from ..market.prices import tokens_bought
from ..money import EXACT, Money, add_up
from ..pay.allowance import AS_LONG_AS_EMPLOYED, TokenAllowance
from ..pay.amounts import CapacitySlice, PayBase
from ..pay.package import PARTS, Package, entitlements
from ..pay.rules import FixedMoney, Indexed, rule_price
from ..pay.tokens import annual_money, annual_mtok
from ..pay.units import Unit


def earliest_change(allowance: TokenAllowance, package: Package, notice_on: date) -> date:
    """First day on which an employer may change an allowance by notice; `date.max` if never while employed.

    The guarantee and the notice run side by side: the later of the two holds.

    Args:
        allowance: With the terms that hold so far.
        package: The package it belongs to.
        notice_on: Day on which notice is given.
    """
    safe = allowance.guaranteed_before(allowance.starts_on or package.start_on)
    return max(safe, notice_on + timedelta(days=allowance.notice_days or 0))


def _only_tokens(instance: Amendment, attribute: Any, value: Package) -> None:
    """An amendment that says tokens must not hide another change."""
    old, new = instance.old, value
    names = ("start_on", *(name for name in PARTS if name != "tokens"))
    differ = [name for name in names if getattr(old, name) != getattr(new, name)]
    if differ:
        rule = "differs from the old offer, and an amendment of tokens does not say it"
        fix = "take it from the old offer" + ("; compkit revision says a salary" if "salary" in differ else "")
        raise InvalidValue("new offer", ", ".join(differ), rule, fix)
    one, other = ([allowance.name for allowance in package.tokens] for package in (old, new))
    if one != other or len(set(one)) < len(one):
        rule = f"must be the allowances of the old offer, each name once: {', '.join(one) or 'none'}"
        fix = "keep the names; an allowance that ends says ends_on"
        raise InvalidValue("new offer: tokens", ", ".join(other) or "none", rule, fix)
    if old.tokens == new.tokens and not (instance.all_change and old.tokens):
        raise InvalidValue("new offer: tokens", ", ".join(one) or "none", "do not change", "look at both files")


def _late_enough(instance: Amendment, attribute: Any, value: date) -> None:
    if value <= instance.old.start_on:
        rule = f"must be after the first day of work, {instance.old.start_on}"
        raise InvalidValue("effective", value, rule, "write a new offer letter instead")
    for before, _ in instance.changed:
        earliest = earliest_change(before, instance.old, instance.notice_on)
        if value < earliest and not instance.agreed:
            agree = "say --agreed if the employee agrees in writing"
            if earliest == AS_LONG_AS_EMPLOYED:
                rule = f"{before.name} is guaranteed as long as the employee is employed"
                raise InvalidValue("effective", value, rule, agree)
            rule = f"{before.name} cannot be changed before {earliest}: {_why(before, instance)}"
            raise InvalidValue("effective", value, rule, f"say --effective {earliest} or later, or {agree}")


def _why(allowance: TokenAllowance, amendment: Amendment) -> str:
    days = allowance.notice_days or 0
    guarantee = f"it is guaranteed until {allowance.guaranteed_until}" if allowance.guaranteed_until else ""
    notice = f"{days} days of notice run from {amendment.notice_on}" if days else ""
    return " and ".join(part for part in (guarantee, notice) if part) or "notice begins on the first day of work"


@frozen(kw_only=True)
class Amendment:
    """Token allowances before and after a day.

    Attributes:
        old: The package so far.
        new: The package with the new allowances; nothing else in it differs.
        all_change: Whether terms of all allowances change that stand beside the packages, such as what is logged.
        notice_on: Day on which notice is given.
        agreed: Whether the employee agrees, so that neither guarantee nor notice stands in the way.
        effective_on: First day of the new terms.
    """

    old: Package
    new: Package = field(validator=_only_tokens)
    all_change: bool = False
    notice_on: date
    agreed: bool = False
    effective_on: date = field(validator=_late_enough)

    @property
    def changed(self) -> tuple[tuple[TokenAllowance, TokenAllowance], ...]:
        """Allowances that differ, or whose terms beside the packages do, before and after."""
        pairs = zip(self.old.tokens, self.new.tokens, strict=True)
        return tuple((before, after) for before, after in pairs if self.all_change or before != after)

    @property
    def year(self) -> tuple[date, date]:
        """The calendar year in which it takes effect, from the first day of work, half-open."""
        begin = max(date(self.effective_on.year, 1, 1), self.old.start_on)
        return begin, date(self.effective_on.year + 1, 1, 1)

    def granted(self, name: str) -> Iterator[tuple[date, date, dict[Unit, Decimal]]]:
        """What an allowance grants in that year, by days: up to the day as before, then as amended; by unit."""
        begin, end = self.year
        if begin < self.effective_on:
            yield begin, day_before(self.effective_on), _granted(self.old, name, begin, self.effective_on)
        yield self.effective_on, day_before(end), _granted(self.new, name, self.effective_on, end)


def earliest_amendment(old: Package, new: Package, notice_on: date, *, all_change: bool = False) -> date:
    """First day on which every changed allowance may be changed by notice.

    Args:
        old: The package so far.
        new: The package with the new allowances.
        notice_on: Day on which notice is given.
        all_change: Whether terms of all allowances change that stand beside the packages.

    Raises:
        InvalidValue: If one of them is guaranteed as long as the employee is employed.
    """
    pairs = zip(old.tokens, new.tokens, strict=False)
    changed = [before for before, after in pairs if all_change or before != after]
    days = {before.name: earliest_change(before, old, notice_on) for before in changed}
    never = [name for name, on in days.items() if on == AS_LONG_AS_EMPLOYED]
    if never:
        rule = f"{', '.join(never)} is guaranteed as long as the employee is employed"
        raise InvalidValue("effective", None, rule, "say a day, and --agreed if the employee agrees in writing")
    return max([notice_on, old.start_on + timedelta(days=1), *days.values()])


def _granted(package: Package, name: str, start: date, end: date) -> dict[Unit, Decimal]:
    found: dict[Unit, list[Decimal]] = {}
    for row in entitlements(package, until=end):
        part = row.during(start, end) if row.component == "tokens" and row.name == name else None
        if part is not None:
            found.setdefault(part.unit, []).append(part.quantity)
    return {unit: add_up(quantities) for unit, quantities in found.items()}


def at_price(allowance: TokenAllowance, pay: PayBase, price: Money) -> tuple[Money, Decimal | None] | None:
    """A year of an allowance at a price of its tokens: what it is in money, and in millions of tokens.

    Millions of tokens are None where the price is 0. None of an index or a capacity, which have no such price, and of
    money in another currency.
    """
    if isinstance(allowance.rule, Indexed) or isinstance(allowance.amount, CapacitySlice):
        return None
    money = annual_money(allowance, pay) if isinstance(allowance.rule, FixedMoney) else None
    if money is None:
        money = _settled(allowance, annual_mtok(allowance, pay), price)
    if money is None or money.currency != price.currency:
        return None
    return money, tokens_bought(money, price)


def _settled(allowance: TokenAllowance, mtok: Fraction | None, price: Money) -> Money | None:
    """What a quantity of tokens costs at a price under the rule of its allowance."""
    basis = allowance.basis.per_mtok if allowance.basis else price
    if mtok is None or basis.currency != price.currency:
        return None
    settled = rule_price(allowance.rule, price.amount, basis.amount)
    return Money(
        EXACT.multiply(settled, EXACT.divide(Decimal(mtok.numerator), Decimal(mtok.denominator))), price.currency
    )
