"""The budget of a workforce as data."""

from __future__ import annotations

from typing import Any

from ..workforce.agents import AgentLine
from ..workforce.budget import Budget
from ..workforce.budgetlines import BUDGET_COMPONENTS
from ..workforce.tokenuse import ProviderTokens
from .data import decimal_text


def budget_data(budget: Budget) -> dict[str, Any]:
    """The budget as ``compkit/budget/1``; amounts are decimal text, unrounded."""
    return {
        "format": "compkit/budget/1",
        "as_of": budget.as_of.isoformat(),
        "currency": budget.currency,
        "by": list(budget.by),
        "people": budget.people,
        "scenarios": list(budget.scenarios),
        "periods": [
            {"period": label, "from": start.isoformat(), "until": until.isoformat()}
            for label, start, until in zip(
                budget.periods.labels, budget.periods.cuts.days, budget.periods.cuts.days[1:], strict=False
            )
        ],
        "components": list(BUDGET_COMPONENTS),
        "attrition": [
            {**rate.labels, "rate": f"{rate.rate:f}", "per": rate.per, "a_year": f"{rate.a_year:f}"}
            for rate in budget.attrition
        ],
        "leave_rate": f"{budget.leave_rate:f}",
        "raises_on": budget.raises_on and budget.raises_on.isoformat(),
        "lines": [
            {
                "scenario": line.scenario,
                **dict(zip(budget.by, line.group, strict=True)),
                "component": line.component,
                "guaranteed": line.guaranteed,
                "period": line.period,
                "as_promised": decimal_text(line.face),
                "expected_cost": decimal_text(line.cost),
            }
            for line in budget.lines
        ],
        "tokens_by_provider": [_tokens(budget, line) for line in budget.tokens],
        "digital_employees": [_agents(line) for line in budget.agents],
        "token_money_buys": [
            {
                "scenario": found.scenario,
                "model": found.model,
                "per_mtok": decimal_text(found.per_mtok),
                "mtok": None if found.mtok is None else decimal_text(found.mtok),
            }
            for found in budget.buys
        ],
    }


def _tokens(budget: Budget, line: ProviderTokens) -> dict[str, Any]:
    return {
        "scenario": line.scenario,
        **dict(zip(budget.by, line.group, strict=True)),
        "provider": line.provider or None,
        "of": line.of,
        "period": line.period,
        "promised_mtok": decimal_text(line.promised_mtok) if line.is_known else None,
        "expected_mtok": decimal_text(line.expected_mtok) if line.is_known else None,
        "as_promised": decimal_text(line.face),
        "expected_cost": decimal_text(line.cost),
    }


def _agents(line: AgentLine) -> dict[str, Any]:
    return {
        "scenario": line.scenario,
        "name": line.name,
        "department": line.department,
        "cost_center": line.cost_center,
        "account": line.account,
        "model": line.model,
        "period": line.period,
        "mtok": decimal_text(line.mtok),
        "expected_cost": decimal_text(line.cost),
    }
