"""What leaving a present job on the day of valuation forfeits: earned or promised, but not yet delivered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ..dates import add_months
from ..money import EXACT, Money, exactly
from ..pay.entitlements import EQUITY_COMPONENTS, Component
from ..pay.package import entitlements
from .value import Valuation

_EARNED_SO_FAR: tuple[Component, ...] = ("guaranteed bonus", "target bonus", "retention")


@exactly
def forfeited(valuation: Valuation) -> dict[Component, Money]:
    """What leaving on `as_of` forfeits, as promised, by component; empty for a job that has not begun.

    Unvested grants count whole, with every vesting still ahead; bonuses with what has been earned of them by then.
    """
    package, day = valuation.package, valuation.assumptions.as_of
    if package.start_on >= day:
        return {}
    vestings = [step.day(grant.vesting_start_on) for grant in package.equity for step in grant.vesting.steps]
    last = max([add_months(day, 12), *vestings])
    found: dict[Component, Decimal] = {}
    for row in entitlements(package, until=last):
        if row.on is None or row.on < day:
            continue
        kept = row if row.component in EQUITY_COMPONENTS else None
        if row.component in _EARNED_SO_FAR:
            kept = row.during(date.min, day)
        if kept is not None:
            price = valuation.market.unit_price(kept.unit, day, stated=True)
            amount = valuation.market.convert(price, valuation.currency).amount
            found[row.component] = found.get(row.component, Decimal(0)) + EXACT.multiply(kept.quantity, amount)
    return {component: Money(amount, valuation.currency) for component, amount in found.items() if amount}
