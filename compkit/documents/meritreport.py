"""A merit cycle as a report, a table and data. Internal: it shows bands, ratings and pools."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..money import EXACT, Money, exactly, minor_units
from ..workforce.merit.plan import MeritCost, MeritPlan, PoolResult
from ..workforce.roster import MILLION
from . import figures
from .data import decimal_text
from .format import percent, rounded
from .table import Block, Group, Report, Row, Table, Text

if TYPE_CHECKING:
    import pandas as pd

_POOL_COLUMNS = ("people", "raised", "payroll", "wanted", "pool", "raises", "lump sums", "left")
_COLUMNS = ("people", "raised", "payroll", "wanted", "raises", "of payroll", "lump sums")
_TERMS = (
    "A year, in whole units of the currency; currencies are never added. Payroll is base salary times FTE; wanted is "
    "what the matrix asks for, prorated, within floor and cap; raises are times FTE, for a whole year; lump sums are "
    "paid once. Raises and lump sums together never cost more than the pool."
)


@exactly
def build_merit_report(plan: MeritPlan) -> Report:
    """The report that `compkit merit` prints: what pools hold and cost, and what departments cost. Nobody's name."""
    return Report(tuple(_blocks(plan)))


def _blocks(plan: MeritPlan) -> Iterator[Block]:
    raised = len(plan.changed())
    title = f"INTERNAL: merit cycle, in force from {plan.cycle.effective_on}"
    yield Text(f"{title}\n{len(plan.people):,} people, of whom {raised:,} get a new base salary.", "title")
    yield _pools(plan)
    yield _departments(plan)
    notes = list(_notes(plan))
    if notes:
        yield Text("\n".join(notes), "warning")
    yield Text(_TERMS, "note")


def _pools(plan: MeritPlan) -> Table:
    rows = (Row(_pool_name(found, plan), _pool_cells(found)) for found in plan.pools)
    return Table(
        title="POOLS",
        groups=tuple(Group("", (name,)) for name in _POOL_COLUMNS),
        rows=tuple(rows),
    )


def _pool_cells(found: PoolResult) -> tuple[str, ...]:
    cost = found.cost
    amounts = (cost.payroll, cost.wanted, found.pool, cost.raises, cost.lump_sums, found.left)
    return f"{cost.people:,}", f"{cost.raised:,}", *(_whole(money) for money in amounts)


def _pool_name(found: PoolResult, plan: MeritPlan) -> str:
    rest = "everybody else" if any(pool.group for pool in plan.cycle.pools) else "everybody"
    return f"{found.group or rest}, {found.pool.currency}"


def _departments(plan: MeritPlan) -> Table:
    rows = (
        Row(f"{name or '(not stated)'}, {code}", _cells(cost)) for (name, code), cost in plan.by_department().items()
    )
    return Table(
        title="BY DEPARTMENT",
        groups=tuple(Group("", (name,)) for name in _COLUMNS),
        rows=tuple(rows),
    )


def _cells(cost: MeritCost) -> tuple[str, ...]:
    rate = cost.raises.amount / cost.payroll.amount
    return (
        f"{cost.people:,}",
        f"{cost.raised:,}",
        *(_whole(money) for money in (cost.payroll, cost.wanted, cost.raises)),
        percent(rate, 2),
        _whole(cost.lump_sums),
    )


def _whole(money: Money) -> str:
    return figures.whole(money.amount)


def _notes(plan: MeritPlan) -> Iterator[str]:
    unrated, late = plan.unrated(), int((plan.people["part"] == 0).sum())
    if unrated:
        yield f"{unrated:,} have no rating, and get nothing."
    if late:
        yield f"{late:,} were hired on or after {plan.cycle.closes_on}, and get nothing."
    once = int(((plan.people["lump_sum"] > 0) & (plan.people["new_base"] == plan.people["base"])).sum())
    if once:
        yield f"{once:,} get a lump sum and no new base salary: no revision letter is written for them."


# for machines


@exactly
def merit_data(plan: MeritPlan) -> dict[str, Any]:
    """The same as ``compkit/merit-plan/1``, with everybody's new base salary; amounts are decimal strings."""
    names = ("employee_id", "currency", "base", "new_base", "lump_sum")
    columns = (plan.people[name].tolist() for name in names)
    departments = plan.by_department().items()
    return {
        "format": "compkit/merit-plan/1",
        "effective_on": str(plan.cycle.effective_on),
        "pools": [
            {"group": found.group, "pool": _text(found.pool), "left": _text(found.left), **_cost(found.cost)}
            for found in plan.pools
        ],
        "departments": [{"department": name, **_cost(cost)} for (name, _), cost in departments],
        "people": [
            {"employee_id": person, "currency": code, **_amounts(code, base=base, new_base=new, lump_sum=once)}
            for person, code, base, new, once in zip(*columns, strict=True)
        ],
    }


def _text(money: Money) -> str:
    return decimal_text(money.amount)


def _cost(cost: MeritCost) -> dict[str, Any]:
    amounts = {name: getattr(cost, name) for name in ("payroll", "wanted", "raises", "lump_sums", "total")}
    found = {name: _text(money) for name, money in amounts.items()}
    return {"currency": cost.total.currency, "people": cost.people, "raised": cost.raised, **found}


def _amounts(currency: str, **units: int) -> dict[str, str]:
    return {name: decimal_text(Money.from_minor(value, currency).amount) for name, value in units.items()}


_MONEY = ("base", "minimum", "midpoint", "maximum", "wanted", "new_base", "lump_sum")
MERIT_FORMATS = dict.fromkeys((*_MONEY, "raise", "cost"), "#,##0.00")
"""Number formats of `merit_frame` in Excel: amounts are in each row's own currency."""


@exactly
def merit_frame(plan: MeritPlan) -> pd.DataFrame:
    """A row an employee for a table: amounts as decimals in the currency of the row, rates as fractions."""
    import pandas as pd

    people = plan.people
    places = [minor_units(code) for code in people["currency"]]
    made: dict[str, Any] = {
        name: people[name].tolist() for name in ("employee_id", "department", "pool", "currency", "rating")
    }
    labels = (*plan.cycle.matrix.labels(), "")
    made["position"] = [labels[number] for number in people["position"]]
    made |= {name: _decimals(people[name].tolist(), places) for name in _MONEY}
    gain = (people["new_base"] - people["base"]).tolist()
    made["raise"] = _decimals(gain, places)
    made["raise_rate"] = _ratios(gain, people["base"].tolist())
    for name, pay in (("compa_ratio", "base"), ("new_compa_ratio", "new_base")):
        made[name] = _ratios(people[pay].tolist(), people["midpoint"].tolist())
    made |= {
        f"{name}_rate": _millionths(people[column]) for name, column in (("fte", "fte"), ("matrix", "matrix_rate"))
    }
    made["part_of_period_rate"] = _millionths(people["part"])
    made["cost"] = _decimals(people["cost"].tolist(), [number + 6 for number in places])
    return pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in made.items()})


def _decimals(units: list[int], places: list[int]) -> list[Decimal]:
    return [EXACT.scaleb(Decimal(value), -place) for value, place in zip(units, places, strict=True)]


def _ratios(above: list[int], below: list[int]) -> list[Decimal | None]:
    return [rounded(Decimal(value) / Decimal(per), 6) if per else None for value, per in zip(above, below, strict=True)]


def _millionths(column: pd.Series[int]) -> list[Decimal]:
    return [Decimal(value) / MILLION for value in column.tolist()]
