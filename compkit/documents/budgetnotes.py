"""What is expected of people in a budget, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from ..valuation.basis import percent
from ..workforce.attrition import AttritionRate
from ..workforce.budget import Budget
from .format import rounded


def expectation_notes(budget: Budget) -> Iterator[str]:
    """Attrition and raises that are in the figures, in sentences."""
    if budget.attrition:
        kinds = [f"{', '.join(rate.labels.values()) or 'everybody'} {_leaving(rate)}" for rate in budget.attrition]
        if all(rate.labels for rate in budget.attrition):
            kinds.append(f"everybody else {percent(budget.leave_rate)} a year")
        yield f"Attrition: {'; '.join(kinds)}. It thins expected cost from today on, and nothing that is promised."
    if budget.raises_on is not None:
        yield f"Raises of the merit cycle count from {budget.raises_on}, and not before."


def _leaving(rate: AttritionRate) -> str:
    if rate.per == "year":
        return f"{percent(rate.rate)} a year"
    return f"{percent(rate.rate)} a month ({percent(rounded(rate.a_year, 3))} a year)"
