"""Digital employees: agents that no person starts, with a workload and a cost center, and no pay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from attrs import field, frozen

from ..checks import maybe, named, positive
from ..dates import add_months
from ..market.market import Market
from ..market.scenarios import Scenario, with_stated
from ..money import EXACT, add_up, exactly, maybe_exact
from ..valuation.workload import Workload
from .budget import Periods
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
        per_person: Workloads for each person of the department; None is one workload.
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
        model: On which model.
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
    found: list[AgentLine] = []
    for several in agents:
        count = _count(several, roster)
        for scenario in with_stated(scenarios, market):
            found += _lines(several, count, scenario, scenario.apply(market), periods, currency)
    return tuple(found)


def _count(several: DigitalEmployees, roster: Roster | None) -> Decimal:
    """How many workloads there are."""
    if several.per_person is None:
        return Decimal(1)
    people = 0 if roster is None else int((roster.people["department"] == several.department).sum())
    return several.per_person * people


def _lines(
    several: DigitalEmployees, count: Decimal, scenario: Scenario, market: Market, periods: Periods, currency: str
) -> Iterator[AgentLine]:
    basket = several.workload.basket(several.model)
    for label, begin, end in zip(periods.labels, periods.cuts.days, periods.cuts.days[1:], strict=False):
        parts = list(_parts(several, max(begin, several.start_on), end))
        prices = {
            on: market.convert(market.token_price(basket, on, stage="contract"), currency).amount for on, _ in parts
        }
        mtok = [(on, EXACT.multiply(count, share)) for on, share in parts]
        if mtok:
            yield AgentLine(
                scenario=scenario.name,
                name=several.workload.name,
                department=several.department,
                cost_center=several.cost_center,
                account=several.account,
                model=several.model,
                period=label,
                mtok=add_up(amount for _, amount in mtok),
                cost=add_up(EXACT.multiply(amount, prices[on]) for on, amount in mtok),
            )


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
