"""Tokens of a budget in tables: by provider, what money would buy at each model, and digital employees one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..money import add_up
from ..workforce.agents import AgentLine
from ..workforce.budget import Budget
from ..workforce.budgetlines import DIGITAL
from ..workforce.tokenuse import ANY_PROVIDER, ProviderTokens
from . import figures
from .table import RULE, Block, Group, Row, Table

MOST_AGENTS = 40
"""Kinds of digital employees that the table shows one by one, the dearest; the rest stand together."""


def token_blocks(budget: Budget) -> Iterator[Block]:
    """Tables of tokens; none where there is nothing to say."""
    if budget.tokens:
        yield _providers(budget)
    if budget.buys:
        yield _buys(budget)
    if budget.agents:
        yield _agents(budget)


def provider_name(line: ProviderTokens) -> str:
    """Where tokens come from, in words."""
    name = "any provider" if line.provider == ANY_PROVIDER else line.provider
    return f"{name}, {DIGITAL}" if line.of == DIGITAL else name


def _providers(budget: Budget) -> Table:
    several = len(budget.scenarios) > 1
    rows: list[Row] = []
    for scenario in budget.scenarios:
        own = [line for line in budget.tokens if line.scenario == scenario]
        rows += [RULE] if rows else []
        rows += [Row(scenario, ("", "", "", ""), "total")] if several else []
        rows += [_provider_row(name, lines, several) for name, lines in _by_provider(own)]
    return Table(
        title="TOKENS BY PROVIDER",
        unit=budget.currency,
        groups=(Group("as promised", ("tokens", "amount")), Group("expected", ("tokens", "cost"))),
        rows=tuple(rows),
        foot="How many tokens money for any provider buys depends on where it is spent. Nobody is promised the tokens "
        "of digital employees; their cost is in the totals with tokens.",
    )


def _by_provider(lines: Iterable[ProviderTokens]) -> list[tuple[str, list[ProviderTokens]]]:
    """Lines of each provider, people before digital employees, money for any provider last."""
    found: dict[str, list[ProviderTokens]] = {}
    for line in lines:
        found.setdefault(provider_name(line), []).append(line)
    return sorted(found.items(), key=lambda entry: (not entry[1][0].provider, entry[1][0].of == DIGITAL, entry[0]))


def _provider_row(name: str, lines: list[ProviderTokens], indented: bool) -> Row:
    promised, expected, face, cost = (
        add_up(getattr(line, name) for line in lines) for name in ("promised_mtok", "expected_mtok", "face", "cost")
    )
    tokens = [figures.tokens(mtok) if mtok else "" for mtok in (promised, expected)]
    cells = (tokens[0], figures.whole(face), tokens[1], figures.whole(cost))
    return Row(f"  {name}" if indented else name, cells)


def _buys(budget: Budget) -> Table:
    """What it would buy in the market as stated; under what-ifs, see the data."""
    found = [one for one in budget.buys if one.scenario == budget.scenarios[0]]
    return Table(
        title="WHAT THE MONEY FOR ANY PROVIDER WOULD BUY",
        unit=f"as promised, {budget.scenarios[0]} prices of {budget.as_of}",
        groups=(Group(f"{budget.currency} per", ("M tokens",)), Group("all of it", ("buys (tokens)",))),
        rows=tuple(Row(one.model, (figures.price(one.per_mtok), figures.tokens(one.mtok))) for one in found),
        foot="At the agentic mix of tokens. Tokens of two models do not do the same work.",
    )


def _agents(budget: Budget) -> Table:
    """Kinds of digital employees under the market as stated."""
    kinds: dict[str, list[AgentLine]] = {}
    for line in budget.agents:
        if line.scenario == budget.scenarios[0]:
            place = f", cost center {line.cost_center}" if line.cost_center else ""
            kinds.setdefault(f"{line.name}, {line.department}{place}, on {line.model}", []).append(line)
    ranked = sorted(kinds.items(), key=lambda entry: -add_up(line.cost for line in entry[1]))
    rows = [_agent_row(name, lines) for name, lines in ranked[:MOST_AGENTS]]
    rest = [line for _, lines in ranked[MOST_AGENTS:] for line in lines]
    rows += [_agent_row(f"{len(ranked) - MOST_AGENTS} other kinds", rest)] if rest else []
    whole = [line for lines in kinds.values() for line in lines]
    return Table(
        title="DIGITAL EMPLOYEES",
        unit=f"{budget.currency}, {budget.scenarios[0]}",
        groups=(Group("expected", ("tokens", "cost")),),
        rows=(*rows, RULE, _agent_row("Total", whole, is_total=True)),
        foot="Agents that no person starts: a workload and a cost center, no pay. Contract prices where there are any.",
    )


def _agent_row(name: str, lines: list[AgentLine], *, is_total: bool = False) -> Row:
    mtok, cost = add_up(line.mtok for line in lines), add_up(line.cost for line in lines)
    return Row(name, (figures.tokens(mtok), figures.whole(cost)), "total" if is_total else "plain")
