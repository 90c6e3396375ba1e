"""The budget of a workforce: what everybody's pay comes to, by group, period and scenario, with and without tokens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from attrs import evolve, field, frozen

from ..errors import InvalidValue
from ..market.market import Market
from ..market.scenarios import Scenario, with_stated
from ..money import Money, add_up, known_currency
from ..pay.baskets import provider_of
from ..pay.entitlements import Number
from ..valuation.assumptions import Assumptions
from .agents import AgentLine, DigitalEmployees, plan_agents
from .attrition import AttritionRate
from .budgetlines import BUDGET_COMPONENTS, DIGITAL, LUMP_SUM, BudgetComponent, BudgetLine, place_of, tokens_in
from .columns.totals import GroupAmount, GroupQuantity, group_quantities, needs_days, price_quantities
from .expected import expectations
from .merit.lumpsums import lump_sums
from .periods import Periods
from .roster import Roster
from .tokenuse import ANY_PROVIDER, Buys, ProviderTokens, TokenTerms, added_tokens, buys, tokens_of_people

_EXPECTED = "expected"
"""Column that keeps people apart of whom different things are expected."""


@frozen(kw_only=True)
class Budget:
    """A budget.

    Attributes:
        as_of: Today; prices are of this day.
        currency: ISO 4217 code of every amount.
        by: Columns whose labels together are a group.
        periods: How time is cut.
        scenarios: Names of the what-ifs, the stated market first.
        people: How many people are counted.
        lines: Amounts that are not nothing.
        tokens: Tokens by provider; their money is in `lines`, too.
        agents: Digital employees one by one; their cost is in `lines`, too.
        buys: What money for tokens that names no provider would buy at each model, for the whole time.
        attrition: Rates at which people of a kind leave; they thin expected cost alone.
        leave_rate: A year, of who is of no such kind.
        raises_on: Effective day of the merit cycle whose raises count; None is none.
    """

    as_of: date
    currency: str = field(validator=known_currency)
    by: tuple[str, ...]
    periods: Periods
    scenarios: tuple[str, ...]
    people: int
    lines: tuple[BudgetLine, ...] = field(repr=False)
    tokens: tuple[ProviderTokens, ...] = field(default=(), repr=False)
    agents: tuple[AgentLine, ...] = field(default=(), repr=False)
    buys: tuple[Buys, ...] = field(default=(), repr=False)
    attrition: tuple[AttritionRate, ...] = ()
    leave_rate: Decimal = Decimal(0)
    raises_on: date | None = None

    def total(
        self,
        number: Number = "cost",
        *,
        tokens: str = "all",
        scenario: str = "",
        group: tuple[str, ...] | None = None,
        period: str = "",
        components: Iterable[BudgetComponent] | None = None,
    ) -> Money:
        """The sum of one of the numbers.

        Args:
            number: ``face`` or ``cost``.
            tokens: ``all``, ``guaranteed`` or ``none``; those of digital employees are in ``all`` only.
            scenario: Its name; the market as stated if empty.
            group: Only this group; all if None.
            period: Only this period; all if empty.
            components: Only these; all if None.
        """
        if number == "worth":
            raise InvalidValue("number", number, "is the employees' own view", "say face or cost")
        if tokens not in ("all", "guaranteed", "none"):
            raise InvalidValue("tokens", tokens, "must be all, guaranteed or none")
        scenario = scenario or self.scenarios[0]
        wanted = frozenset(BUDGET_COMPONENTS if components is None else components)
        return Money(
            add_up(
                line.face if number == "face" else line.cost
                for line in self.lines
                if line.scenario == scenario
                and group in (None, line.group)
                and period in ("", line.period)
                and line.component in wanted
                and tokens_in(line.component, line.guaranteed, tokens)
            ),
            self.currency,
        )

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Every group that anything is promised to, in order."""
        return tuple(sorted({line.group for line in self.lines}))


@frozen(kw_only=True)
class BudgetTerms:
    """What is planned beside a roster.

    Attributes:
        attrition: Rates at which people of a kind leave; the assumptions' rate holds of everybody else.
        agents: Digital employees.
        models: Models at which it is told what token money that names no provider would buy.
    """

    attrition: tuple[AttritionRate, ...] = ()
    agents: tuple[DigitalEmployees, ...] = ()
    models: tuple[str, ...] = ()


def plan_budget(
    roster: Roster,
    market: Market,
    assumptions: Assumptions,
    *,
    scenarios: Iterable[Scenario] = (),
    periods: Periods | None = None,
    by: Sequence[str] = ("department",),
    currency: str = "USD",
    terms: BudgetTerms = BudgetTerms(),
) -> Budget:
    """What a roster's pay comes to, by component, group, period and scenario.

    People are summed by group once; each scenario then prices the sums. The face is the same under every scenario.

    Args:
        roster: The people, those who start later included; with their raises, see `MeritPlan.raised`.
        market: What units are worth.
        assumptions: What is expected: payout, utilisation, staying odds, employer load.
        scenarios: What-ifs; the market as stated stands before them.
        periods: How time is cut; years from `as_of` over the horizon if None.
        by: Columns whose labels together are a group.
        currency: Of the amounts.
        terms: Attrition by kind of people, and digital employees.

    Raises:
        MissingFact: If a share price, token price or exchange rate is needed and not given.
        InvalidValue: If a column is none of groups, tokens are used by month of service, or two rates of attrition fit
            somebody as well as each other.
    """
    periods = periods or Periods.of(assumptions.as_of, assumptions.horizon_months)
    what_ifs = tuple(scenarios)
    markets = [(scenario.name, scenario.apply(market)) for scenario in with_stated(what_ifs, market)]
    people = _People.of(roster, assumptions, terms, [moved for _, moved in markets], periods, tuple(by))
    agents = plan_agents(terms.agents, market, periods=periods, roster=roster, scenarios=what_ifs, currency=currency)
    looks = [
        TokenTerms(
            scenario=name,
            market=moved,
            given=assumptions,
            currency=currency,
            labels=periods.labels,
        )
        for name, moved in markets
    ]
    tokens = added_tokens([*(line for look in looks for line in people.tokens(look)), *_agent_tokens(agents, by)])
    money = add_up(line.face for line in tokens if (line.provider, line.scenario) == (ANY_PROVIDER, markets[0][0]))
    return Budget(
        as_of=assumptions.as_of,
        currency=currency,
        by=tuple(by),
        periods=periods,
        scenarios=tuple(name for name, _ in markets),
        people=len(roster),
        lines=(*(line for look in looks for line in people.lines(look)), *_agent_lines(agents, by)),
        tokens=tokens,
        agents=agents,
        buys=tuple(found for look in looks for found in buys(terms.models, money, look)) if money else (),
        attrition=terms.attrition,
        leave_rate=assumptions.leave_rate,
        raises_on=roster.raises_on,
    )


@frozen(kw_only=True)
class _People:
    """What people are promised, apart by what is expected of them.

    Attributes:
        given: What is expected, of each part of the people.
        quantities: What each part is promised.
        lumps: What it is paid once by a merit cycle.
    """

    given: tuple[Assumptions, ...]
    quantities: tuple[tuple[GroupQuantity, ...], ...]
    lumps: tuple[tuple[GroupQuantity, ...], ...]

    @classmethod
    def of(
        cls,
        roster: Roster,
        assumptions: Assumptions,
        terms: BudgetTerms,
        markets: Iterable[Market],
        periods: Periods,
        by: tuple[str, ...],
    ) -> _People:
        """The people of a roster, summed by group."""
        given, number = expectations(roster, assumptions, terms.attrition)
        by_day = any(needs_days(moved, one) for moved in markets for one in given)
        marked = evolve(roster, people=roster.people.assign(**{_EXPECTED: number}))
        quantities = group_quantities(marked, periods.cuts, by=by, by_day=by_day, apart=_EXPECTED)
        lumps = lump_sums(marked, periods.cuts, by=(*by, _EXPECTED))
        return cls(given=given, quantities=_apart(quantities, len(given)), lumps=_apart(lumps, len(given)))

    def lines(self, look: TokenTerms) -> Iterator[BudgetLine]:
        """What they come to under a scenario."""
        sums: dict[tuple[tuple[str, ...], BudgetComponent, bool, int], list[GroupAmount]] = {}
        for component, amount in self._amounts(look):
            key = (amount.group, component, amount.promise.guaranteed, amount.year)
            sums.setdefault(key, []).append(amount)
        for (group, component, guaranteed, year), amounts in sorted(sums.items(), key=_order):
            yield BudgetLine(
                scenario=look.scenario,
                group=group,
                component=component,
                guaranteed=guaranteed,
                period=look.labels[year],
                face=add_up(amount.face for amount in amounts),
                cost=add_up(amount.cost for amount in amounts),
            )

    def _amounts(self, look: TokenTerms) -> Iterator[tuple[BudgetComponent, GroupAmount]]:
        for given, own, lumps in zip(self.given, self.quantities, self.lumps, strict=True):
            for amount in price_quantities(own, look.market, given, currency=look.currency):
                yield amount.promise.component, amount
            for amount in price_quantities(lumps, look.market, given, currency=look.currency):
                yield LUMP_SUM, amount

    def tokens(self, look: TokenTerms) -> Iterator[ProviderTokens]:
        """Their tokens by provider under a scenario."""
        for given, own in zip(self.given, self.quantities, strict=True):
            yield from tokens_of_people(own, evolve(look, given=given))


def _apart(quantities: Iterable[GroupQuantity], parts: int) -> tuple[tuple[GroupQuantity, ...], ...]:
    """Quantities by the number that ends their group, and groups without it."""
    found: list[list[GroupQuantity]] = [[] for _ in range(parts)]
    for of in quantities:
        found[int(of.group[-1])].append(evolve(of, group=of.group[:-1]))
    return tuple(map(tuple, found))


def _order(entry: tuple[tuple[tuple[str, ...], BudgetComponent, bool, int], object]) -> tuple[object, ...]:
    (group, component, guaranteed, year), _ = entry
    return group, year, place_of(component), not guaranteed


# digital employees


def _agent_group(line: AgentLine, by: Sequence[str]) -> tuple[str, ...]:
    """Labels of agents; where people have a level or a place, they are digital employees."""
    own = {"department": line.department, "cost_center": line.cost_center, "account": line.account}
    return tuple(own.get(name, DIGITAL) for name in by)


def _agent_lines(agents: Iterable[AgentLine], by: Sequence[str]) -> Iterator[BudgetLine]:
    sums: dict[tuple[str, tuple[str, ...], str], list[Decimal]] = {}
    for line in agents:
        sums.setdefault((line.scenario, _agent_group(line, by), line.period), []).append(line.cost)
    for (scenario, group, period), costs in sums.items():
        yield BudgetLine(
            scenario=scenario,
            group=group,
            component=DIGITAL,
            guaranteed=False,
            period=period,
            face=Decimal(0),
            cost=add_up(costs),
        )


def _agent_tokens(agents: Iterable[AgentLine], by: Sequence[str]) -> Iterator[ProviderTokens]:
    for line in agents:
        yield ProviderTokens(
            scenario=line.scenario,
            group=_agent_group(line, by),
            provider=provider_of(line.model),
            of=DIGITAL,
            period=line.period,
            expected_mtok=line.mtok,
            cost=line.cost,
        )
