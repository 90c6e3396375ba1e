"""The lines of a budget: what one kind of pay of a group comes to in a period under a scenario."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from attrs import frozen

from ..pay.entitlements import COMPONENTS, Component
from ..valuation.value import tokens_counted

BudgetComponent = Component | Literal["merit lump sum", "digital employees"]
"""Components of a budget: those of pay, lump sums of a merit cycle, and tokens of agents that no person starts."""

DIGITAL: Literal["digital employees"] = "digital employees"
LUMP_SUM: Literal["merit lump sum"] = "merit lump sum"
BUDGET_COMPONENTS: tuple[BudgetComponent, ...] = (*COMPONENTS[:7], LUMP_SUM, *COMPONENTS[7:], DIGITAL)
"""Components in the order in which they are printed."""


def place_of(component: BudgetComponent) -> int:
    """Where a component is printed among all."""
    return BUDGET_COMPONENTS.index(component)


def tokens_in(component: BudgetComponent, guaranteed: bool, tokens: str) -> bool:
    """Whether a component belongs to a total with all, only the guaranteed, or no tokens.

    Those of digital employees are tokens that nobody is promised: they belong to totals with all tokens.
    """
    if component == DIGITAL:
        return tokens == "all"
    return component == LUMP_SUM or tokens_counted(component, guaranteed, tokens)


@frozen(kw_only=True)
class BudgetLine:
    """What one kind of pay of a group comes to in a period under a scenario.

    Attributes:
        scenario: Name of the what-if.
        group: Labels of the group, one a column of the budget.
        component: Of pay, or ``digital employees``, whose tokens nobody is promised.
        guaranteed: Whether it is promised come what may; of tokens, as opposed to if the policy stays.
        period: Label of the period.
        face: As promised, unrounded; 0 of digital employees.
        cost: Expected cost, unrounded.
    """

    scenario: str
    group: tuple[str, ...]
    component: BudgetComponent
    guaranteed: bool
    period: str
    face: Decimal
    cost: Decimal
