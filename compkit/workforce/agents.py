"""Digital employees: agents that no person starts, with a workload and a cost center, and no pay."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from attrs import field, frozen

from ..checks import maybe, named, positive
from ..dates import add_months
from ..market.market import Market
from ..market.scenarios import Scenario, with_stated
from ..money import EXACT, add_up, exactly, maybe_exact
from ..pay.baskets import Basket
from ..valuation.workload import Workload
from .periods import Periods
from .roster import Roster


@frozen(kw_only=True)
class DigitalEmployees:
    """Agents of one kind: so many as their workload says, or so many for each person of a department.

    Attributes:
        workload: What they do; its agents count unless `per_person` is given.
        model: On which model, as ``provider/model``.
        department: Whose they are.
        cost_center: Who pays.
        account: On which account.
        start_on: First day.
        per_person: Workloads for each person of the department who is employed when a month of theirs begins; None is
            one workload.
    """

    workload: Workload
    model: str = field(validator=named)
    department: str = field(validator=named)
    cost_center: str = ""
    account: str = ""
    start_on: date
    per_person: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(positive))


@frozen(kw_only=True)
class AgentLine:
    """What agents need and cost in a period under a scenario.

    Attributes:
        scenario: Name of the what-if.
        name: Of their workload.
        department: Whose they are.
        cost_center: Who pays.
        account: On which account.
        model: On which model, the scenario's where it uses another.
        period: Label of the period.
        mtok: Millions of tokens, unrounded.
        cost: Expected cost, unrounded: at contract prices where there are any.
    """

    scenario: str
    name: str
    department: str
    cost_center: str
    account: str
    model: str
    period: str
    mtok: Decimal
    cost: Decimal


@exactly
def plan_agents(
    agents: Iterable[DigitalEmployees],
    market: Market,
    *,
    periods: Periods,
    roster: Roster | None = None,
    scenarios: Iterable[Scenario] = (),
    currency: str = "USD",
) -> tuple[AgentLine, ...]:
    """Tokens and money of digital employees, by period and scenario.

    A year of a workload is spread evenly over its days, each part priced on its first day; parts end with months of
    service, so that a price that moves is followed.

    Args:
        agents: The agents.
        market: What tokens are worth.
        periods: How time is cut.
        roster: The people, for agents that come with each person.
        scenarios: What-ifs; the market as stated stands before them.
        currency: Of the amounts.

    Raises:
        MissingFact: If a price or an exchange rate is needed and not given.
    """
    moved = [(scenario.name, scenario.apply(market)) for scenario in with_stated(scenarios, market)]
    found: list[AgentLine] = []
    for several in agents:
        demand = _demand(several, roster, periods)
        for name, priced in moved:
            found += _lines(several, demand, name, priced, currency)
    return tuple(found)


Demand = list[tuple[str, list[tuple[date, Decimal]]]]
"""Millions of tokens by period, in parts with their first days."""


def _demand(several: DigitalEmployees, roster: Roster | None, periods: Periods) -> Demand:
    """What agents need; periods in which they need nothing are left out."""
    heads = _heads(several, roster)
    spans = zip(periods.labels, periods.cuts.days, periods.cuts.days[1:], strict=False)
    found = (
        (
            label,
            [(on, EXACT.multiply(heads(on), mtok)) for on, mtok in _parts(several, max(begin, several.start_on), end)],
        )
        for label, begin, end in spans
    )
    return [(label, parts) for label, parts in found if any(mtok for _, mtok in parts)]


def _heads(several: DigitalEmployees, roster: Roster | None) -> Callable[[date], Decimal]:
    """How many workloads there are on a day: one, or so many for each person who is employed on it."""
    each = several.per_person
    if each is None:
        return lambda on: Decimal(1)
    begins, ends = ([], []) if roster is None else _employed(roster.people, several.department)

    def heads(on: date) -> Decimal:
        return EXACT.multiply(each, Decimal(bisect_right(begins, on) - bisect_left(ends, on)))

    return heads


def _employed(people: Any, department: str) -> tuple[list[date], list[date]]:
    """First and last days of work of a department's people, in order."""
    own = people[people["department"] == department]
    last = own["end_on"].dropna() if "end_on" in own.columns else own["start_on"].iloc[:0]
    return sorted(own["start_on"].dt.date), sorted(last.dt.date)


def _lines(
    several: DigitalEmployees, demand: Demand, scenario: str, market: Market, currency: str
) -> Iterator[AgentLine]:
    basket = several.workload.basket(several.model)
    for label, parts in demand:
        prices = {
            on: market.convert(market.token_price(basket, on, stage="contract"), currency).amount for on, _ in parts
        }
        yield AgentLine(
            scenario=scenario,
            name=several.workload.name,
            department=several.department,
            cost_center=several.cost_center,
            account=several.account,
            model=moved_basket(basket, market).parts[0].model,
            period=label,
            mtok=add_up(mtok for _, mtok in parts),
            cost=add_up(EXACT.multiply(mtok, prices[on]) for on, mtok in parts),
        )


def moved_basket(basket: Basket, market: Market) -> Basket:
    """The basket that is priced in a market: a scenario may use another model."""
    for move in market.moves:
        basket = move.basket(basket)
    return basket


def _parts(several: DigitalEmployees, begin: date, end: date) -> Iterator[tuple[date, Decimal]]:
    """Parts of a period that lie in one month of service: first day, and the tokens of one workload in it."""
    day, month = begin, 0
    while day < end:
        while add_months(several.start_on, month + 1) <= day:
            month += 1
        stop = min(add_months(several.start_on, month + 1), end)
        year = month // 12
        days = (add_months(several.start_on, 12 * (year + 1)) - add_months(several.start_on, 12 * year)).days
        a_year = several.workload.mtok(year + 1)
        yield day, EXACT.divide(EXACT.multiply(a_year, Decimal((stop - day).days)), Decimal(days))
        day = stop
