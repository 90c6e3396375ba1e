"""Leaving on a day: what has been paid and vested by then, what is forfeited, what is owed back, which tokens end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from attrs import evolve, field, frozen

from ..dates import add_months, completed_months, day_after, day_before
from ..errors import InvalidValue
from ..money import EXACT, Money, exactly, total
from ..pay.allowance import TokenAllowance
from ..pay.clawback import owed_back
from ..pay.entitlements import COMPONENTS, EQUITY_COMPONENTS, Component, Entitlement
from ..pay.equity import grant_rows
from ..pay.ledger import ledger, tools_apart
from ..pay.ledgerbook import Ledger
from ..pay.oneoffs import Relocation, RetentionBonus, SignOnBonus
from ..pay.package import Package, entitlements
from ..pay.rules import Indexed
from ..pay.tokens import token_rows
from ..pay.units import Cash, Unit
from ..pay.usage import Usage
from .value import Valuation

_EARNED_SO_FAR: tuple[Component, ...] = ("guaranteed bonus", "target bonus", "retention")
_ACCRUING: tuple[Component, ...] = ("base salary", "commission", "benefits")
_HALF_YEAR = 6
_EVERYTHING = Decimal(10) ** 30


@frozen(kw_only=True)
class LeavingItem:
    """One promise on the day of leaving.

    Attributes:
        component: Which of the components of pay.
        name: The promise, as printed.
        unit: What the quantity is of.
        quantity: In `unit`.
        amount: At the stated prices, in the valuation's currency, unrounded.
        on: Where forfeited, the first day on which it would have been delivered; where owed back, the day of
            payment; else the last delivery. None for what waits for an event.
    """

    component: Component
    name: str
    unit: Unit
    quantity: Decimal
    amount: Money
    on: date | None


@frozen(kw_only=True)
class TokenEnd:
    """How a token allowance ends.

    Attributes:
        name: The allowance, as printed.
        unit: What the quantities are of.
        used_until: Last day of use: the last day of work, and the wind-down after it.
        released: Quantity released since the beginning.
        open: Quantity released and not expired on the last day of work. What is unused of it ends; how much that is
            depends on use, so this is the most.
        released_amount: `released` at the price basis.
        open_amount: `open` at the price basis.
    """

    name: str
    unit: Unit
    used_until: date
    released: Decimal
    open: Decimal
    released_amount: Money
    open_amount: Money


@frozen(kw_only=True)
class Leaving:
    """A package on somebody's last day of work, as promised: bonus at target, shares and tokens at the stated prices.

    Attributes:
        on: Last day of work; what is delivered or vests on that day is in.
        start_on: First day of work.
        currency: Of every amount.
        paid: Cash delivered, and salary, commission and benefits accrued.
        vested: Shares and options by grant.
        forfeited: Unvested grants and unpaid one-offs whole, bonus and retention with the part earned by then.
        owed_back: Of one-off payments.
        tokens: How each allowance ends; never part of a total of the others.
    """

    on: date
    start_on: date
    currency: str
    paid: tuple[LeavingItem, ...]
    vested: tuple[LeavingItem, ...]
    forfeited: tuple[LeavingItem, ...]
    owed_back: tuple[LeavingItem, ...]
    tokens: tuple[TokenEnd, ...] = field(default=())

    @property
    def months(self) -> int:
        """Whole months of service."""
        return completed_months(self.start_on, day_after(self.on))

    @property
    def kept(self) -> Money:
        """Paid and vested, less what is owed back; without tokens."""
        return self.total("paid") + self.total("vested") - self.total("owed_back")

    def total(self, part: str) -> Money:
        """The sum of ``paid``, ``vested``, ``forfeited`` or ``owed_back``."""
        if part not in ("paid", "vested", "forfeited", "owed_back"):
            raise InvalidValue("part", part, "must be paid, vested, forfeited or owed_back")
        return total((item.amount for item in getattr(self, part)), self.currency)


@exactly
def leave(valuation: Valuation, on: date) -> Leaving:
    """What leaving means for a package if `on` is the last day of work, at the prices of the day of valuation.

    Raises:
        InvalidValue: If the last day is before the first.
        MissingFact: If a share price, token price or exchange rate is needed and not given.
    """
    package = valuation.package
    if on < package.start_on:
        raise InvalidValue("leave_on", on, f"must not be before the first day of work on {package.start_on}")
    out = day_after(on)
    rows = _rows(valuation, out)
    delivered = tuple(_delivered(rows, out))
    return Leaving(
        on=on,
        start_on=package.start_on,
        currency=valuation.currency,
        paid=_items(valuation, (row for row in delivered if row.component not in EQUITY_COMPONENTS)),
        vested=_items(valuation, (row for row in delivered if row.component in EQUITY_COMPONENTS)),
        forfeited=_items(valuation, _lost(rows, out), first=True),
        owed_back=tuple(_owed(valuation, on)),
        tokens=tuple(_token_ends(valuation, on)),
    )


def leave_by_half_year(valuation: Valuation) -> tuple[Leaving, ...]:
    """Leaving on each half-yearly anniversary of the horizon's start, what vests on that very day included.

    A horizon shorter than that gives its last day.
    """
    days: list[date] = []
    while (day := add_months(valuation.start, _HALF_YEAR * (len(days) + 1))) <= valuation.until:
        days.append(day)
    return tuple(leave(valuation, day) for day in days or [day_before(valuation.until)])


@exactly
def forfeited(valuation: Valuation) -> dict[Component, Money]:
    """What not working on from `as_of` forfeits, as promised, by component; empty for a job that has not begun.

    Unvested grants count whole, with every vesting still ahead, that of `as_of` too; bonuses with what has been
    earned of them by then. So `as_of` is the first day without the job, where `leave` takes the last day with it.
    """
    package, day = valuation.package, valuation.assumptions.as_of
    if package.start_on >= day:
        return {}
    found: dict[Component, Decimal] = {}
    for row in _lost(_rows(valuation, day), day):
        if row.on is not None and row.component in (*EQUITY_COMPONENTS, *_EARNED_SO_FAR):
            amount = EXACT.multiply(row.quantity, _price(valuation, row))
            found[row.component] = found.get(row.component, Decimal(0)) + amount
    return {component: Money(amount, valuation.currency) for component, amount in found.items() if amount}


def _rows(valuation: Valuation, out: date) -> tuple[Entitlement, ...]:
    """Every row that a leaving on the day before `out` can touch: a year ahead, all vestings and one-offs."""
    package, events = valuation.package, dict(valuation.assumptions.events)
    days = [row.on or row.earned[1] for grant in package.equity for row in grant_rows(grant, events)]
    days += [day_after(payment.paid_on) for _, _, payment in _payments(package)]
    return entitlements(package, until=max([add_months(out, 12), *days]), events=events)


def _delivered(rows: Iterable[Entitlement], out: date) -> Iterator[Entitlement]:
    """What has been delivered before `out`, and of what accrues day by day the part that has been earned."""
    for row in rows:
        if row.component == "tokens" or "face" not in row.counts:
            continue
        kept = row.during(date.min, out) if row.component in _ACCRUING else row
        if kept is None or kept.on is None:
            continue
        if kept.component in _ACCRUING:
            yield evolve(kept, on=min(kept.on, day_before(out)))
        elif kept.on < out:
            yield kept


def _lost(rows: Iterable[Entitlement], out: date) -> Iterator[Entitlement]:
    """What would have been delivered from `out` on: bonus and retention as far as earned, the others whole."""
    for row in rows:
        if row.component in ("tokens", *_ACCRUING) or (row.on is not None and row.on < out):
            continue
        lost = row.during(date.min, out) if row.component in _EARNED_SO_FAR else row
        if lost is not None and lost.quantity:
            yield lost


def _price(valuation: Valuation, row: Entitlement) -> Decimal:
    """The stated price of a row's unit; a model's value depends on the day of vesting."""
    price = valuation.market.unit_price(row.unit, row.on or valuation.assumptions.as_of, stated=True)
    return valuation.market.convert(price, valuation.currency).amount


def _items(valuation: Valuation, rows: Iterable[Entitlement], *, first: bool = False) -> tuple[LeavingItem, ...]:
    """Rows of the same promise added up, by component."""
    found: dict[tuple[Component, str, Unit, bool], LeavingItem] = {}
    for row in rows:
        key = (row.component, row.name, row.unit, row.on is None)
        item = found.get(key)
        quantity = row.quantity if item is None else item.quantity + row.quantity
        amount = Money(EXACT.multiply(quantity, _price(valuation, row)), valuation.currency)
        on = row.on if item is None or not first else item.on
        found[key] = LeavingItem(
            component=row.component, name=row.name, unit=row.unit, quantity=quantity, amount=amount, on=on
        )
    return tuple(sorted(found.values(), key=lambda item: COMPONENTS.index(item.component)))


def _payments(package: Package) -> Iterator[tuple[Component, str, SignOnBonus | Relocation | RetentionBonus]]:
    for number, sign_on in enumerate(package.sign_on, 1):
        yield "sign-on", "Sign-on" if len(package.sign_on) == 1 else f"Sign-on, instalment {number}", sign_on
    for relocation in package.relocation:
        yield "relocation", "Relocation", relocation
    for retention in package.retention:
        yield "retention", retention.name, retention


def _owed(valuation: Valuation, on: date) -> Iterator[LeavingItem]:
    for component, name, payment in _payments(valuation.package):
        owed = owed_back(payment, start_on=valuation.package.start_on, leave_on=on)
        if owed.amount:
            unit = Cash(owed.currency)
            amount = valuation.market.convert(owed, valuation.currency)
            yield LeavingItem(
                component=component, name=name, unit=unit, quantity=owed.amount, amount=amount, on=payment.paid_on
            )


def _token_ends(valuation: Valuation, on: date) -> Iterator[TokenEnd]:
    """Each allowance of which anything has been released by then; the period of leaving counts by days worked."""
    package = valuation.package
    for allowance in package.tokens:
        begin = allowance.starts_on or package.start_on
        books = (
            [_used_up(allowance, package, on, tool) for tool in tools_apart(allowance) or ("",)] if begin <= on else []
        )
        released = sum((book.total("granted") for book in books), Decimal(0))
        if not released:
            continue
        usable = sum((book.periods[-1].used for book in books), Decimal(0))
        row = next(token_rows(allowance, package.pay_base, package.start_on, day_after(begin)))
        price = _price(valuation, row)
        yield TokenEnd(
            name=allowance.name,
            unit=row.unit,
            used_until=on + timedelta(days=min(allowance.wind_down_days, (date.max - on).days)),
            released=released,
            open=usable,
            released_amount=Money(EXACT.multiply(released, price), valuation.currency),
            open_amount=Money(EXACT.multiply(usable, price), valuation.currency),
        )


def _used_up(allowance: TokenAllowance, package: Package, on: date, tool: str) -> Ledger:
    """The ledger of someone who uses nothing before the last day, and then everything: what was open on it."""
    index = (lambda day: Decimal(1)) if isinstance(allowance.rule, Indexed) else None  # quantities, not yet priced
    use = Usage(on=on, quantity=_EVERYTHING, tool=tool)
    alone = evolve(package, tokens=(allowance,))
    return ledger(allowance, (use,), package=alone, until=day_after(on), left_on=on, tool=tool, index=index)
