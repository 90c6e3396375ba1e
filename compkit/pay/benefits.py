"""Benefits: what the employer pays beside the four components, and what that is worth to the employee."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from attrs import field, frozen

from ..checks import between, named, not_negative, whole_cents
from ..dates import add_months
from ..errors import CurrencyMismatch
from ..money import EXACT, Money, exact, is_money
from .bonus import amount_accrual
from .entitlements import NUMBERS, Accrual, Entitlement, Number
from .salary import SalaryAccrual, accrued_row
from .units import Cash


@frozen(kw_only=True)
class Benefit:
    """A benefit at a stated cost and a stated value.

    Attributes:
        name: As printed.
        cost: What the employer pays a year; it is the amount as promised, which FTE does not reduce.
        value: What it is worth to the employee a year.
    """

    name: str = field(validator=named)
    cost: Money = field(validator=[is_money, not_negative, whole_cents])
    value: Money = field(validator=[is_money, not_negative, whole_cents])

    @value.validator
    def _same_currency(self, attribute: object, value: Money) -> None:
        if value.currency != self.cost.currency:
            raise CurrencyMismatch(self.cost.currency, value.currency)


@frozen(kw_only=True)
class EmployerMatch:
    """An employer's match of the employee's own saving, counted at its most: if the employee contributes up to the cap.

    Attributes:
        name: As printed.
        rate: What the employer adds to each unit contributed: 0.5 for 50 %.
        cap_rate: Contributions that are matched, as a fraction of base salary: 0.06 for 6 %.
    """

    name: str = field(validator=named)
    rate: Decimal = field(converter=exact, validator=between(0, 5))
    cap_rate: Decimal = field(converter=exact, validator=between(0, 1))


def benefit_rows(benefit: Benefit | EmployerMatch, salary: SalaryAccrual, until: date) -> Iterator[Entitlement]:
    """Rows a month of service; a benefit whose value differs from its cost has a row for each."""
    for accrual, currency, counts in _accruals(benefit, salary):
        unit = Cash(currency)
        for period in _months(salary.start_on, until):
            yield accrued_row(accrual, period, component="benefits", name=benefit.name, unit=unit, counts=counts)


def _accruals(
    benefit: Benefit | EmployerMatch, salary: SalaryAccrual
) -> Iterator[tuple[Accrual, str, frozenset[Number]]]:
    """What is earned, in which currency, and in which numbers it counts."""
    if isinstance(benefit, EmployerMatch):
        yield (
            salary.share(EXACT.multiply(benefit.rate, benefit.cap_rate)),
            salary.salary.amount.currency,
            frozenset(NUMBERS),
        )
        return
    currency = benefit.cost.currency
    if benefit.cost == benefit.value:
        yield amount_accrual(benefit.cost, salary), currency, frozenset(NUMBERS)
        return
    yield amount_accrual(benefit.cost, salary), currency, frozenset[Number]({"face", "cost"})
    yield amount_accrual(benefit.value, salary), currency, frozenset[Number]({"worth"})


def _months(start: date, until: date) -> Iterator[tuple[date, date]]:
    number, begin = 0, start
    while begin < until:
        number += 1
        end = add_months(start, number)
        yield begin, min(end, until)
        begin = end
