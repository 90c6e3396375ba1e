"""The budget of a workforce: what everybody's pay comes to, by group, period and scenario, with and without tokens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from attrs import field, frozen

from ..dates import add_months, month_starts
from ..errors import InvalidValue
from ..market.market import Market
from ..market.scenarios import Scenario, with_stated
from ..money import Money, add_up, known_currency
from ..pay.entitlements import COMPONENTS, Component, Number
from ..valuation.assumptions import Assumptions
from ..valuation.value import tokens_counted
from ..valuation.views import View
from .columns.pieces import Cuts
from .columns.totals import GroupAmount, group_quantities, needs_days, price_quantities
from .roster import Roster


@frozen(kw_only=True)
class Periods:
    """How the time of a budget is cut: the same days for everybody.

    Attributes:
        labels: Name of each period, as printed.
        cuts: Their days.
    """

    labels: tuple[str, ...]
    cuts: Cuts = field()

    @cuts.validator
    def _one_each(self, attribute: object, value: Cuts) -> None:
        if len(self.labels) != value.years:
            raise InvalidValue("Periods.labels", len(self.labels), f"must be {value.years}, one a period")

    @classmethod
    def of(cls, start: date, months: int, cut: View | Literal["month"] | None = None) -> Periods:
        """Periods from a day on.

        Args:
            start: First day that counts.
            months: How many months count.
            cut: Years of a view, calendar months, or, if None, years from the first day.

        >>> Periods.of(date(2026, 11, 20), 3, "month").labels
        ('2026-11', '2026-12', '2027-01', '2027-02')
        """
        until = add_months(start, months)
        if cut == "month":
            days = [start, *month_starts(start, until), until]
            return cls(labels=tuple(f"{day:%Y-%m}" for day in days[:-1]), cuts=Cuts(tuple(days)))
        spans = list((cut or View()).spans(start, until))
        days = [max(begin, start) for _, begin, _ in spans]
        return cls(labels=tuple(label for label, _, _ in spans), cuts=Cuts((*days, until)))


@frozen(kw_only=True)
class BudgetLine:
    """What one kind of pay of a group comes to in a period under a scenario.

    Attributes:
        scenario: Name of the what-if.
        group: Labels of the group, one a column of the budget.
        component: Of pay.
        guaranteed: Whether it is promised come what may; of tokens, as opposed to if the policy stays.
        period: Label of the period.
        face: As promised, unrounded.
        cost: Expected cost, unrounded.
    """

    scenario: str
    group: tuple[str, ...]
    component: Component
    guaranteed: bool
    period: str
    face: Decimal
    cost: Decimal


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
    """

    as_of: date
    currency: str = field(validator=known_currency)
    by: tuple[str, ...]
    periods: Periods
    scenarios: tuple[str, ...]
    people: int
    lines: tuple[BudgetLine, ...] = field(repr=False)

    def total(
        self,
        number: Number = "cost",
        *,
        tokens: str = "all",
        scenario: str = "",
        group: tuple[str, ...] | None = None,
        period: str = "",
        components: Iterable[Component] | None = None,
    ) -> Money:
        """The sum of one of the numbers.

        Args:
            number: ``face`` or ``cost``.
            tokens: ``all``, ``guaranteed`` or ``none``.
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
        wanted = frozenset(COMPONENTS if components is None else components)
        return Money(
            add_up(
                line.face if number == "face" else line.cost
                for line in self.lines
                if line.scenario == scenario
                and group in (None, line.group)
                and period in ("", line.period)
                and line.component in wanted
                and tokens_counted(line.component, line.guaranteed, tokens)
            ),
            self.currency,
        )

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Every group that anything is promised to, in order."""
        return tuple(sorted({line.group for line in self.lines}))


def plan_budget(
    roster: Roster,
    market: Market,
    assumptions: Assumptions,
    *,
    scenarios: Iterable[Scenario] = (),
    periods: Periods | None = None,
    by: Sequence[str] = ("department",),
    currency: str = "USD",
) -> Budget:
    """What a roster's pay comes to, by component, group, period and scenario.

    People are summed by group once; each scenario then prices the sums. The face is the same under every scenario.

    Args:
        roster: The people, those who start later included.
        market: What units are worth.
        assumptions: What is expected: payout, utilisation, staying odds, employer load.
        scenarios: What-ifs; the market as stated stands before them.
        periods: How time is cut; years from `as_of` over the horizon if None.
        by: Columns whose labels together are a group.
        currency: Of the amounts.

    Raises:
        MissingFact: If a share price, token price or exchange rate is needed and not given.
        InvalidValue: If a column is none of groups, or tokens are used by month of service.
    """
    periods = periods or Periods.of(assumptions.as_of, assumptions.horizon_months)
    markets = [(scenario.name, scenario.apply(market)) for scenario in with_stated(scenarios, market)]
    by_day = any(needs_days(moved, assumptions) for _, moved in markets)
    quantities = group_quantities(roster, periods.cuts, by=by, by_day=by_day)
    lines = [
        line
        for name, moved in markets
        for line in _lines(name, price_quantities(quantities, moved, assumptions, currency=currency), periods)
    ]
    return Budget(
        as_of=assumptions.as_of,
        currency=currency,
        by=tuple(by),
        periods=periods,
        scenarios=tuple(name for name, _ in markets),
        people=len(roster),
        lines=tuple(lines),
    )


def _lines(scenario: str, amounts: Iterable[GroupAmount], periods: Periods) -> Iterator[BudgetLine]:
    """Amounts by component, whatever promises and units they come from."""
    sums: dict[tuple[tuple[str, ...], Component, bool, int], list[GroupAmount]] = {}
    for amount in amounts:
        key = (amount.group, amount.promise.component, amount.promise.guaranteed, amount.year)
        sums.setdefault(key, []).append(amount)
    for (group, component, guaranteed, year), several in sorted(sums.items(), key=_order):
        yield BudgetLine(
            scenario=scenario,
            group=group,
            component=component,
            guaranteed=guaranteed,
            period=periods.labels[year],
            face=add_up(amount.face for amount in several),
            cost=add_up(amount.cost for amount in several),
        )


def _order(entry: tuple[tuple[tuple[str, ...], Component, bool, int], object]) -> tuple[object, ...]:
    (group, component, guaranteed, year), _ = entry
    return group, year, COMPONENTS.index(component), not guaranteed
