"""Parts of a budget: the columns of the workbook, each some components of pay."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from ...pay.entitlements import COMPONENTS, EQUITY_COMPONENTS
from ...workforce.budget import Budget
from ...workforce.budgetlines import DIGITAL, LUMP_SUM, BudgetComponent
from ..palette import COMPONENT_COLOURS

_LIGHT_ORANGE, _DARK_ORANGE = "F6D58B", "B5651D"


@frozen(kw_only=True)
class Part:
    """A column of the workbook.

    Attributes:
        key: Number by which sums find its lines.
        name: As printed.
        components: Of pay.
        tokens: Which tokens it holds, those of digital employees as ``agents``; empty for other pay.
        colour: In charts.
        is_always: Whether it has a column even where there is nothing of it.
    """

    key: int
    name: str
    components: tuple[BudgetComponent, ...]
    tokens: Literal["", "guaranteed", "policy", "agents"] = ""
    colour: str
    is_always: bool = True

    def holds(self, component: BudgetComponent, guaranteed: bool) -> bool:
        """Whether it has lines of a component: one part has for every line."""
        apart = self.tokens in ("guaranteed", "policy")
        return component in self.components and (not apart or guaranteed == (self.tokens == "guaranteed"))


_BONUS = COMPONENTS[1:3]
_OTHER_CASH: tuple[BudgetComponent, ...] = (*COMPONENTS[3:7], LUMP_SUM)
_TOKENS = COMPONENTS[10:]
PARTS = (
    Part(key=1, name="Base salary", components=COMPONENTS[:1], colour=COMPONENT_COLOURS["base salary"]),
    Part(key=2, name="Bonus", components=_BONUS, colour=COMPONENT_COLOURS["target bonus"]),
    Part(key=3, name="Other cash", components=_OTHER_CASH, colour=COMPONENT_COLOURS["sign-on"], is_always=False),
    Part(key=4, name="Equity", components=EQUITY_COMPONENTS, colour=COMPONENT_COLOURS["RSU"]),
    Part(key=5, name="Benefits", components=("benefits",), colour=COMPONENT_COLOURS["benefits"], is_always=False),
    Part(
        key=6,
        name="Tokens, guaranteed",
        components=_TOKENS,
        tokens="guaranteed",
        colour=COMPONENT_COLOURS["tokens"],
    ),
    Part(key=7, name="Tokens, if the policy stays", components=_TOKENS, tokens="policy", colour=_LIGHT_ORANGE),
    Part(
        key=8,
        name="Digital employees, tokens",
        components=(DIGITAL,),
        tokens="agents",
        colour=_DARK_ORANGE,
        is_always=False,
    ),
)
"""Every component of a budget is in one of them; tokens of people are in two."""


def part_of(component: BudgetComponent, guaranteed: bool) -> Part:
    """The part that lines of a component belong to."""
    return next(part for part in PARTS if part.holds(component, guaranteed))


def parts_of(budget: Budget) -> tuple[Part, ...]:
    """The parts that have a column for this budget."""
    found = {part_of(*kind) for kind in {(line.component, line.guaranteed) for line in budget.lines}}
    return tuple(part for part in PARTS if part.is_always or part in found)
