"""Totals that have names, each with the definition that is printed beside it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from attrs import frozen

from ..money import EXACT, Money, exactly, total
from ..pay.bonus import annual_target
from ..pay.entitlements import Component, Entitlement, Number
from ..pay.equity import Grant, grant_rows
from .value import Valuation
from .views import View, by_year, cells, years

_SERVICE = View()


@frozen(kw_only=True)
class NamedTotal:
    """A total with a name and a definition.

    Attributes:
        name: As printed.
        definition: What is in it, in words.
        amount: Without tokens, unrounded.
        tokens: The tokens beside it, all of them; None where tokens have no place beside it.
    """

    name: str
    definition: str
    amount: Money
    tokens: Money | None


@exactly
def named_totals(valuation: Valuation, number: Number = "face") -> tuple[NamedTotal, ...]:
    """The totals of DESIGN section 5, tokens always on their own beside them.

    Target total cash and total direct compensation are annual rates at the start and the same under every number.
    """
    first = years(valuation, _SERVICE)[0].label
    split = cells(valuation, _SERVICE)
    recurring = _sum(valuation, number, lambda row: row.recurring and row.component not in ("tokens",))
    tokens = valuation.total(number, components=["tokens"])
    year_one = by_year(valuation, _SERVICE, number, tokens="none")[first]
    tokens_one = _in_year(split, first, ("tokens",), number)
    guaranteed = _in_year(split, first, ("base salary", "guaranteed bonus", "sign-on"), number)
    per_year = EXACT.divide(Decimal(1), valuation.years)
    cash = target_total_cash(valuation)
    money = partial(Money, currency=valuation.currency)
    return (
        NamedTotal(
            name="Guaranteed cash, year one",
            definition="base salary, guaranteed bonus and sign-on of the first twelve months",
            amount=money(guaranteed),
            tokens=money(tokens_one),
        ),
        NamedTotal(
            name="Target total cash, a year",
            definition="annual base salary, target bonus and commission at the start; no one-offs",
            amount=cash,
            tokens=None,
        ),
        NamedTotal(
            name="Total direct compensation, a year",
            definition="target total cash plus each grant divided by its vesting years",
            amount=cash + annual_grants(valuation),
            tokens=None,
        ),
        NamedTotal(
            name="Year one",
            definition="all that is earned in the first twelve months, one-offs included",
            amount=money(year_one),
            tokens=money(tokens_one),
        ),
        NamedTotal(
            name="Average a year",
            definition=f"all that is earned over {valuation.assumptions.horizon_months} months, a year",
            amount=valuation.total(number, tokens="none") * per_year,
            tokens=tokens * per_year,
        ),
        NamedTotal(
            name="Recurring only",
            definition="base salary, bonus, commission, benefits and listed refreshers; no one-offs, no new-hire grant",
            amount=recurring,
            tokens=tokens,
        ),
    )


def target_total_cash(valuation: Valuation) -> Money:
    """Annual base salary, target bonus and commission at the start, in the valuation's currency."""
    package, accrual = valuation.package, valuation.package.accrual
    if accrual is None:
        return Money(0, valuation.currency)
    parts = [
        accrual.salary.annual(valuation.start),
        *(annual_target(bonus, accrual, valuation.start) for bonus in package.bonus),
    ]
    parts += [package.commission.target] if package.commission else []
    return total((valuation.market.convert(part, valuation.currency) for part in parts), valuation.currency)


def annual_grants(valuation: Valuation) -> Money:
    """Each grant at the stated prices, divided by its vesting years."""
    return total((_annual_grant(valuation, grant) for grant in valuation.package.equity), valuation.currency)


def grant_face(valuation: Valuation, grant: Grant) -> Money:
    """A grant at the stated prices, tranche by tranche, since a model's value depends on the day of vesting.

    What waits for an event counts nowhere.
    """
    market, rows = valuation.market, grant_rows(grant, dict(valuation.assumptions.events))
    parts = (market.unit_price(row.unit, row.on, stated=True) * row.quantity for row in rows if row.on is not None)
    return total((market.convert(part, valuation.currency) for part in parts), valuation.currency)


def _annual_grant(valuation: Valuation, grant: Grant) -> Money:
    return grant_face(valuation, grant) * EXACT.divide(Decimal(1), grant.vesting.years(grant.vesting_start_on))


def _sum(valuation: Valuation, number: Number, wanted: Callable[[Entitlement], bool]) -> Money:
    amounts = (Money(line.amount(number), valuation.currency) for line in valuation.lines if wanted(line.row))
    return total(amounts, valuation.currency)


def _in_year(split: object, label: str, components: tuple[Component, ...], number: Number) -> Decimal:
    assert isinstance(split, dict)
    found = (
        amounts[number] for (year, component, _), amounts in split.items() if year == label and component in components
    )
    return sum(found, start=Decimal(0))
