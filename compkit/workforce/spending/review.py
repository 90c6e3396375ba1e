"""The review of a token budget on a day: months, bridges, burn, commitments, exposure and balances."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from ...dates import add_months, day_after
from ...market.market import Market
from ...market.scenarios import Scenario
from ..budget import plan_budget
from ..exchange import exchange_fraction
from ..periods import Periods
from ..roster import Roster
from ..usage.basis import Basis, is_billed
from ..usage.cost import recomputed_cost
from ..usage.export import UsageExport
from ..usage.identities import Matched, match_people
from ..usage.lines import use_lines, with_groups
from .actuals import PlanRow, SpendYear, actual_cells, planned_rows, spend_year
from .balances import Balance, balances
from .bridge import Bridge
from .burn import Burn, burn
from .chargeback import Chargeback, chargeback
from .commitments import CommitmentState, commitments
from .exposure import Exposure, exposure
from .heads import heads
from .months import YearMonths
from .sides import Rates, actual_sides, bridges, planned_prices
from .spending import Spending, spending

if TYPE_CHECKING:
    import pandas as pd

    from ...valuation.assumptions import Assumptions

_CHARGED = ("cost_center", "account")
"""Columns of a chargeback, whoever has the budgets."""


@frozen(kw_only=True)
class SpendTerms:
    """How spend is looked at.

    Attributes:
        months: The year, and the day.
        currency: Of the plan and of the review.
        by: Column whose labels are the cost centres.
        basis: What an amount is; None is by provider: as billed where all its use with tokens is, else tokens at
            contract prices.
        plan_rate: Units of `currency` for one of the usage's, as the plan took it; None is the rate of today.
    """

    months: YearMonths
    currency: str = "USD"
    by: str = "cost_center"
    basis: Basis | None = None
    plan_rate: Fraction | None = None


@frozen(kw_only=True, eq=False)
class SpendReview:
    """A token budget on a day.

    Attributes:
        year: Plan, actual and forecast.
        spent: Use of the year up to the day, counted.
        plan_source: Where the plan comes from, in words.
        bridges: From plan to actual over the closed months, by cost centre.
        rates: Exchange rates of plan and actual.
        burns: All together first, then every cost centre.
        commitments: At providers.
        exposure: Promised tokens over the twelve months ahead.
        balances: Of allowances, by department.
        chargeback: In the currency of the usage.
        unmatched: Identities that the roster does not know.
        warnings: What a reader of the usage should know.
    """

    year: SpendYear
    spent: Spending = field(repr=False)
    plan_source: str
    bridges: Mapping[str, Bridge]
    rates: Rates
    burns: tuple[Burn, ...]
    commitments: tuple[CommitmentState, ...]
    exposure: Exposure
    balances: tuple[Balance, ...]
    chargeback: Chargeback
    unmatched: int
    warnings: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[Burn, ...]:
        """Budgets that do not last the year, those used up first, by the day."""
        found = [one for one in self.burns if one.severity != "none"]
        return tuple(sorted(found, key=lambda one: (one.of != "", one.exhausted_on or date.max, one.of)))


def allowance_plan(roster: Roster, market: Market, given: Assumptions, terms: SpendTerms) -> tuple[PlanRow, ...]:
    """A plan for want of a stated one: what the roster's token allowances come to, as promised, month by month.

    At the prices of the year's first day. Its heads are those of the roster, so that a bridge from it has no headcount
    part; whoever left is planned on, for a roster says no plan.

    Raises:
        MissingFact: If a price or exchange rate is needed and not given.
    """
    months = terms.months
    tokens_alone = evolve(roster, grants=roster.grants.iloc[:0], people=roster.people.assign(bonus=0))
    budget = plan_budget(
        tokens_alone,
        evolve(market, as_of=months.start_on),
        evolve(given, as_of=months.start_on),
        periods=Periods.of(months.start_on, months.count, "month"),
        by=(terms.by,),
        currency=terms.currency,
    )
    return planned_rows(budget)


def review(
    roster: Roster,
    export: UsageExport,
    ids: Mapping[str, str],
    market: Market,
    *,
    terms: SpendTerms,
    plan: Iterable[PlanRow],
    plan_source: str,
    match_by: str | Sequence[str] = "email",
    scenarios: Iterable[Scenario] = (),
) -> SpendReview:
    """The review of a token budget on a day.

    Args:
        roster: The people, with their allowances.
        export: Usage; of other years it may hold more, for the years of contracts.
        ids: Employee by key.
        market: Prices, contracts and exchange rates.
        terms: How spend is looked at.
        plan: Planned rows.
        plan_source: Where the plan comes from, in words.
        match_by: Kind of key.
        scenarios: Price moves for the exposure.

    Raises:
        MissingFact: If a price of a promise, or an exchange rate, is needed and not given.
        InvalidValue: If the column of cost centres is none, or a key stands for two employees.
    """
    months, rows = terms.months, tuple(plan)
    matched = match_people(export, ids, match_by)
    spent = _spent(matched, roster, market, terms, export.currency, (terms.by,))
    today = exchange_fraction(market, export.currency, terms.currency)
    rates = Rates(planned=terms.plan_rate or today, actual=today)
    people = heads(roster, months.days, by=terms.by)
    cells = actual_cells(spent, rates.actual)
    year = spend_year(months, plan=rows, actual=cells, heads=people, currency=terms.currency, by=terms.by)
    kinds = not any(row.model for row in rows)
    return SpendReview(
        year=year,
        spent=spent,
        plan_source=plan_source,
        bridges=bridges(
            months.closed,
            plan=rows,
            actual=actual_sides(spent, people, rate=rates.actual, kinds=kinds),
            heads=people,
            prices=planned_prices(spent, market, months.start_on, kinds=kinds),
            rates=rates,
        ),
        rates=rates,
        burns=tuple(_burns(year)),
        commitments=commitments(matched.frame, market, as_of=months.as_of, currency=export.currency),
        exposure=_exposure(roster, market, terms, scenarios),
        balances=balances(
            roster,
            matched.frame,
            _row_costs(matched, export, spent, market),
            market,
            start=months.start_on,
            as_of=months.as_of,
            currency=export.currency,
        ),
        chargeback=chargeback(_spent(matched, roster, market, terms, export.currency, _CHARGED)),
        unmatched=len(matched.unmatched),
        warnings=export.warnings,
    )


def _spent(
    matched: Matched, roster: Roster, market: Market, terms: SpendTerms, currency: str, columns: tuple[str, ...]
) -> Spending:
    """Use of the year up to the day, by month and columns of groups."""
    months = terms.months
    days: Any = matched.frame["on"]
    inside = (days >= str(months.start_on)) & (days < str(day_after(months.as_of)))
    frame = with_groups(evolve(matched, frame=matched.frame[inside]), roster, columns)
    lines = use_lines(frame, market, by=("month", *columns), currency=currency)
    return spending(lines, currency=currency, basis=terms.basis)


def _row_costs(matched: Matched, export: UsageExport, spent: Spending, market: Market) -> pd.Series[Any]:
    """Money of each row for balances: as billed, else at list prices, for a person's allowance is spent at those."""
    billed: pd.Series[Any] = matched.frame["billed"]
    return billed.where(is_billed(matched.frame, spent.bases), recomputed_cost(export, market.book).cost)


def _burns(year: SpendYear) -> Iterable[Burn]:
    for name in ("", *year.cost_centers):
        plan, actual = (year.total(number, cost_center=name) for number in ("plan", "actual"))
        yield burn(year.months, plan=plan, actual=actual, of=name)


def _exposure(roster: Roster, market: Market, terms: SpendTerms, scenarios: Iterable[Scenario]) -> Exposure:
    begin = day_after(terms.months.as_of)
    return exposure(
        roster,
        market,
        scenarios=scenarios,
        from_on=begin,
        until=add_months(begin, 12),
        by=(terms.by,),
        currency=terms.currency,
    )
