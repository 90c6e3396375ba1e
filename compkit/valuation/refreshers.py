"""Refresher grants by policy: an assumption about years to come, kept apart from what is promised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from attrs import field, frozen

from ..checks import between, positive, whole_cents
from ..dates import add_months, service_years
from ..errors import CurrencyMismatch
from ..money import EXACT, POWER, Money, exact, is_money, total
from ..pay.entitlements import EQUITY_COMPONENTS, Entitlement
from ..pay.units import Cash
from ..pay.vesting import Vesting
from .value import Valuation
from .views import View, cells


@frozen(kw_only=True)
class RefresherPolicy:
    """A grant every year, as the employer is expected to make it: nobody has promised it.

    Attributes:
        amount: Value of each grant on its day, in the currency of the package; the share is held at that price.
        vesting: The schedule of each, from its day.
        first_year: Year of service on whose first day the first one is made: 2 is the first anniversary.
        growth_rate: By how much each is larger than the one before; 0.
    """

    amount: Money = field(validator=[is_money, positive, whole_cents])
    vesting: Vesting
    first_year: int = field(validator=between(1, 50))
    growth_rate: Decimal = field(default=Decimal(0), converter=exact, validator=between(0, 1))


@frozen(kw_only=True)
class StackYear:
    """What is earned of equity in one year, at the stated prices. The two parts are never added to one another.

    Attributes:
        label: As printed: ``year 1``.
        start: First day.
        until: First day after.
        promised: Of the grants that the package lists.
        assumed: Of each grant that the policy would have made by then: its day and what is earned of it in this year.
    """

    label: str
    start: date
    until: date
    promised: Money
    assumed: tuple[tuple[date, Money], ...]

    @property
    def assumed_total(self) -> Money:
        """Of all assumed grants together."""
        return total((amount for _, amount in self.assumed), self.promised.currency)


def refresher_stack(valuation: Valuation, policy: RefresherPolicy) -> tuple[StackYear, ...]:
    """The stack of overlapping grants, by year of service within the horizon.

    For someone already employed, years count from the day of valuation and only grants still to come are assumed:
    the ones already made belong in the package.

    Raises:
        CurrencyMismatch: If the policy is in another currency than the package.
    """
    if policy.amount.currency != valuation.currency:
        raise CurrencyMismatch(policy.amount.currency, valuation.currency)
    grants = [(day, tuple(_rows(policy, number, day))) for number, day in _grant_days(valuation, policy)]
    promised = _promised(valuation)
    found = []
    for number, (begin, end) in enumerate(service_years(valuation.start, valuation.until), 1):
        parts = ((day, _earned(rows, begin, end, valuation.currency)) for day, rows in grants)
        found.append(
            StackYear(
                label=f"year {number}",
                start=begin,
                until=end,
                promised=promised.get(f"year {number}", Money(0, valuation.currency)),
                assumed=tuple((day, amount) for day, amount in parts if amount.amount),
            )
        )
    return tuple(found)


def _grant_days(valuation: Valuation, policy: RefresherPolicy) -> Iterator[tuple[int, date]]:
    """Number, from 0, and day of each assumed grant within the horizon."""
    first, number = 12 * (policy.first_year - 1), 0
    while (day := add_months(valuation.package.start_on, first + 12 * number)) < valuation.until:
        if day >= valuation.start:
            yield number, day
        number += 1


def _rows(policy: RefresherPolicy, number: int, granted_on: date) -> Iterator[Entitlement]:
    """An assumed grant as rows of cents: each tranche is earned from the one before, as those of a promised grant."""
    grown = EXACT.multiply(policy.amount.amount, POWER.power(1 + policy.growth_rate, number))
    cents = Money(grown, policy.amount.currency).rounded().minor
    previous = granted_on
    for day, part in policy.vesting.tranches(cents, granted_on):
        start = previous if previous < day else date.fromordinal(day.toordinal() - 1)
        yield Entitlement(
            component="RSU",
            name=f"Refresher of {granted_on}",
            on=day,
            earned=(start, day),
            quantity=Money.from_minor(part, policy.amount.currency).amount,
            unit=Cash(policy.amount.currency),
            guaranteed=False,
        )
        previous = day


def _earned(rows: Iterable[Entitlement], begin: date, end: date, currency: str) -> Money:
    parts = (row.during(begin, end) for row in rows)
    return total((Money(part.quantity, currency) for part in parts if part is not None), currency)


def _promised(valuation: Valuation) -> dict[str, Money]:
    """Equity of the package by year, as promised."""
    found: dict[str, Money] = {}
    for (label, component, _), amounts in cells(valuation, View()).items():
        if component in EQUITY_COMPONENTS:
            found[label] = found.get(label, Money(0, valuation.currency)) + Money(amounts["face"], valuation.currency)
    return found
