"""The cost of a request as plain data for machines; amounts are decimal strings."""

from __future__ import annotations

from typing import Any

from ..market.requests import RequestCost
from .data import decimal_text


def request_cost_data(cost: RequestCost) -> dict[str, Any]:
    """The cost of a request as ``compkit/request-cost/1``: the sum, each kind of tokens, and the prices' source."""
    return {
        "format": "compkit/request-cost/1",
        "model": cost.row.model,
        "service": cost.service,
        "above_tokens": cost.above_tokens,
        "currency": cost.row.currency,
        "money": decimal_text(cost.money.amount),
        "parts": [
            {
                "kind": part.kind,
                "tokens": part.tokens,
                "per_mtok": decimal_text(part.per_mtok),
                "money": decimal_text(part.money.amount),
            }
            for part in cost.parts
        ],
        "from_on": str(cost.row.from_on),
        "stage": cost.row.stage,
        "announced": cost.row.announced,
        "source": cost.row.stated_by,
        "warnings": list(cost.warnings),
    }
