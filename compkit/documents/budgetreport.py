"""The budget of a workforce as a report: by group, by period, by scenario. INTERNAL: it shows expected cost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from ..money import exactly
from ..workforce.budget import Budget
from ..workforce.budgetlines import DIGITAL, LUMP_SUM, BudgetComponent
from . import figures
from .budgetdata import budget_data as budget_data
from .budgetnotes import expectation_notes
from .budgettokens import token_blocks
from .format import apportioned
from .table import RULE, Block, Group, Report, Row, Table, Text

MOST_GROUPS = 40
"""Groups that a table shows one by one; the rest stand together, and all of them in the workbook and the data."""

_PARTS: tuple[tuple[str, tuple[BudgetComponent, ...]], ...] = (
    ("base", ("base salary",)),
    ("bonus", ("guaranteed bonus", "target bonus", "commission")),
    ("one-offs", ("sign-on", "retention", "relocation", LUMP_SUM)),
    ("equity", ("RSU", "options")),
    ("benefits", ("benefits",)),
)


_TOKENS: tuple[BudgetComponent, ...] = ("tokens", DIGITAL)


@exactly
def build_budget_report(budget: Budget, *, more: Iterable[Block] = ()) -> Report:
    """The budget as a report: what it counts, then expected cost by group, by period and by scenario.

    Args:
        budget: The budget.
        more: Blocks after it.
    """
    return Report((*_blocks(budget), *more))


def _blocks(budget: Budget) -> Iterator[Block]:
    people = f"{budget.people:,} people" if budget.people != 1 else "1 person"
    days = budget.periods.cuts
    yield Text(
        f"BUDGET of {people}, INTERNAL\nAs of {budget.as_of}, before tax, in {budget.currency}; earned from "
        f"{days.start} to before {days.until}. The market is {budget.scenarios[0]} unless said.",
        "title",
    )
    if budget.by:
        yield _table(budget, f"EXPECTED COST BY {' AND '.join(budget.by).replace('_', ' ').upper()}", _by_group(budget))
    yield _table(budget, "EXPECTED COST BY PERIOD", _by_period(budget))
    yield _scenarios(budget)
    yield from token_blocks(budget)
    expected = " ".join(expectation_notes(budget))
    if expected:
        yield Text(expected, "note")
    yield Text(
        "As promised: at target, at the stated prices. Expected cost: with expected payout, use of tokens, staying "
        "odds and employer load, as assumed. A bonus or vesting that is under way and not delivered yet counts whole, "
        "since leaving forfeits it: the first period holds more of them than a year. Tokens are no part of base "
        "salary; guaranteed ones and those that hold if the policy stays stand apart. The two numbers are never added "
        "to one another.",
        "note",
    )


Amounts = Callable[[str, tuple[BudgetComponent, ...] | None], Decimal]
"""Expected cost of some components; with ``all``, only ``guaranteed`` or no (``none``) tokens."""


def _by_group(budget: Budget) -> list[tuple[str, Amounts]]:
    ranked = sorted(budget.groups, key=lambda group: -budget.total("cost", group=group).amount)
    shown, rest = sorted(ranked[:MOST_GROUPS]), ranked[MOST_GROUPS:]

    def of(groups: list[tuple[str, ...]]) -> Amounts:
        return lambda tokens, parts: sum(
            (budget.total("cost", tokens=tokens, group=group, components=parts).amount for group in groups), Decimal(0)
        )

    found = [(", ".join(group), of([group])) for group in shown]
    return [*found, (f"{len(rest)} others", of(rest))] if rest else found


def _by_period(budget: Budget) -> list[tuple[str, Amounts]]:
    def of(period: str) -> Amounts:
        return lambda tokens, parts: budget.total("cost", tokens=tokens, period=period, components=parts).amount

    return [(period, of(period)) for period in budget.periods.labels]


def _table(budget: Budget, title: str, rows: list[tuple[str, Amounts]]) -> Table:
    parts = [(name, of) for name, of in _PARTS if budget.total("cost", components=of).amount]
    cash = [[amounts("none", of) for _, amounts in rows] for _, of in parts]
    sure = [amounts("guaranteed", ("tokens",)) for _, amounts in rows]
    rest = [amounts("all", ("tokens",)) - own for (_, amounts), own in zip(rows, sure, strict=True)]
    agents = [[amounts("all", (DIGITAL,)) for _, amounts in rows]] if budget.agents else []
    shown = _adding_up([*cash, sure, rest, *agents])
    count = len(cash)
    without = [sum(own, Decimal(0)) for own in zip(*shown[:count], strict=True)] or [Decimal(0)] * len(rows)
    whole = [sum(own, Decimal(0)) for own in zip(*shown, strict=True)]
    columns = [*shown[:count], without, *shown[count:], whole]
    return Table(
        title=title,
        unit=f"{budget.currency}, {budget.scenarios[0]}",
        groups=(
            Group("without tokens", (*(name for name, _ in parts), "total")),
            Group("tokens", ("guaranteed", "if policy stays", *(["digital employees"] if budget.agents else []))),
            Group("with tokens", ("total",)),
        ),
        rows=(
            *(Row(label, tuple(figures.whole(column[i]) for column in columns)) for i, (label, _) in enumerate(rows)),
            RULE,
            Row("Total", tuple(figures.whole(sum(column, Decimal(0))) for column in columns), "total"),
        ),
    )


def _adding_up(columns: list[list[Decimal]]) -> list[tuple[Decimal, ...]]:
    """Whole units that add up down every column and along every row, to the rounded sum of all."""
    targets = apportioned([sum(column, Decimal(0)) for column in columns])
    return [apportioned(column, to=target) for column, target in zip(columns, targets, strict=True)]


def _scenarios(budget: Budget) -> Table:
    def amounts(scenario: str) -> tuple[str, ...]:
        tokens = budget.total("cost", scenario=scenario, components=_TOKENS).amount
        stated = budget.total("cost", components=_TOKENS).amount
        whole = budget.total("cost", scenario=scenario).amount
        return figures.whole(tokens), figures.signed(tokens - stated), figures.whole(whole)

    promised = budget.total("face", components=_TOKENS).amount, budget.total("face").amount
    return Table(
        title="BY SCENARIO",
        unit=budget.currency,
        groups=(Group("tokens", ("amount", "against stated")), Group("with tokens", ("total",))),
        rows=(
            Row("As promised, any scenario", (figures.whole(promised[0]), "", figures.whole(promised[1]))),
            *(Row(f"Expected cost, {name}", amounts(name)) for name in budget.scenarios),
        ),
    )
