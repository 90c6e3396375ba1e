"""The token budget month by month and by cost centre: plan, actual and forecast.

Forecast, by one stated rule: the pace of a cost centre is what its closed months cost for a head, times the heads of
each month that is left; the range is the same at its cheapest and at its dearest closed month. Nothing seasonal, no
growth and no price move is assumed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from attrs import field, frozen

from ...checks import named
from ...errors import InvalidValue
from ...pay.entitlements import Number
from ..budget import Budget
from .heads import UNASSIGNED
from .months import YearMonths
from .spending import Spending

Cell = tuple[str, str]
"""A month, ``2027-01``, and a cost centre."""


@frozen(kw_only=True)
class PlanRow:
    """What a cost centre is planned to spend on tokens in a month.

    Attributes:
        month: ``2027-01``.
        cost_center: Who pays.
        amount: Money, unrounded, in the currency of the plan.
        people: Planned heads; None is those of the roster.
        model: The model that it is for; empty if it names none.
        mtok: Planned millions of tokens; None if it states money alone.
        discount_rate: Discount in the amount, off list: 0.1 for 10 %.
    """

    month: str = field(validator=named)
    cost_center: str = field(validator=named)
    amount: Fraction
    people: Fraction | None = None
    model: str = ""
    mtok: Fraction | None = None
    discount_rate: Fraction = Fraction(0)


def planned_rows(budget: Budget, *, number: Number = "face", scenario: str = "") -> tuple[PlanRow, ...]:
    """The tokens of a budget that is cut by months and cost centres; of people without one, under `UNASSIGNED`.

    Args:
        budget: The budget.
        number: ``face`` is what is promised, ``cost`` what is expected to be spent.
        scenario: Its name; the market as stated if empty.

    Raises:
        InvalidValue: If it is cut by more than one column, or by other periods than months.
    """
    if len(budget.by) != 1:
        raise InvalidValue("Budget.by", ", ".join(budget.by), "must be one column", "plan it by cost_center")
    scenario = scenario or budget.scenarios[0]
    sums: dict[Cell, Fraction] = {}
    for line in budget.lines:
        if line.component == "tokens" and line.scenario == scenario:
            key = (line.period, line.group[0] or UNASSIGNED)
            sums[key] = sums.get(key, Fraction(0)) + Fraction(line.face if number == "face" else line.cost)
    return tuple(PlanRow(month=month, cost_center=name, amount=amount) for (month, name), amount in sums.items())


@frozen(kw_only=True)
class MonthSpend:
    """A month of a cost centre; amounts are unrounded and in one currency.

    Attributes:
        month: ``2027-01``.
        cost_center: Who pays.
        state: ``closed`` is over, ``open`` is running, ``ahead`` has not begun.
        heads: Heads employed, by days.
        plan: Planned.
        actual: Spent so far.
        forecast: The whole month: what was spent if it is closed, else by the pace, and no less than was spent.
        low: The same at the cheapest closed month.
        high: The same at the dearest.
    """

    month: str
    cost_center: str
    state: str
    heads: Fraction
    plan: Fraction
    actual: Fraction
    forecast: Fraction
    low: Fraction
    high: Fraction


AMOUNTS = ("plan", "actual", "forecast", "low", "high")
"""Amounts of a month."""


@frozen(kw_only=True)
class SpendYear:
    """Plan, actual and forecast of a year.

    Attributes:
        months: The year, and the day.
        currency: ISO 4217 code of every amount.
        lines: A line a month and cost centre that has any.
        by: The column whose labels are the cost centres.
    """

    months: YearMonths
    currency: str
    lines: tuple[MonthSpend, ...] = field(repr=False)
    by: str = "cost_center"

    @property
    def cost_centers(self) -> tuple[str, ...]:
        """All of them, in order."""
        return tuple(sorted({line.cost_center for line in self.lines}))

    def total(self, number: str, *, month: str = "", cost_center: str = "", state: str = "") -> Fraction:
        """The sum of one of `AMOUNTS`, of a month, a cost centre and a state, or of all."""
        chosen = (
            line
            for line in self.lines
            if month in ("", line.month) and cost_center in ("", line.cost_center) and state in ("", line.state)
        )
        return sum((getattr(line, number) for line in chosen), Fraction(0))


def actual_cells(spent: Spending, rate: Fraction = Fraction(1)) -> dict[Cell, Fraction]:
    """Spend by month and cost centre, the first two labels of each line's group.

    Args:
        spent: Use, with month and cost centre as the first of its groups.
        rate: Units of the plan's currency for one of the use's.
    """
    sums: dict[Cell, Fraction] = {}
    for line in spent.lines:
        key = (line.group[0], line.group[1])
        sums[key] = sums.get(key, Fraction(0)) + (spent.amount(line) or Fraction(0)) * rate
    return sums


def spend_year(
    months: YearMonths,
    *,
    plan: Iterable[PlanRow],
    actual: Mapping[Cell, Fraction],
    heads: Mapping[Cell, Fraction],
    currency: str,
    by: str = "cost_center",
) -> SpendYear:
    """Plan, actual and forecast, month by month.

    Cost centres without heads, such as use that nobody is known for, are forecast by their pace a month. With no
    closed month the pace is that of the running month's days, and there is no range.

    Args:
        months: The year, and the day.
        plan: Planned rows; a month outside the year is left out.
        actual: Spend by month and cost centre, in the plan's currency.
        heads: Heads by month and cost centre.
        currency: Of every amount.
        by: The column whose labels are the cost centres.
    """
    planned: dict[Cell, Fraction] = {}
    for row in plan:
        key = (row.month, row.cost_center)
        planned[key] = planned.get(key, Fraction(0)) + row.amount
    names = sorted({name for _, name in (*planned, *actual, *heads)})
    lines = [line for name in names for line in _lines(name, months, planned, actual, heads)]
    return SpendYear(months=months, currency=currency, lines=tuple(lines), by=by)


def _lines(
    name: str,
    months: YearMonths,
    plan: Mapping[Cell, Fraction],
    actual: Mapping[Cell, Fraction],
    heads: Mapping[Cell, Fraction],
) -> list[MonthSpend]:
    own = {month: heads.get((month, name), Fraction(0)) for month in months.names}
    spent = {month: actual.get((month, name), Fraction(0)) for month in months.names}
    paces = _paces(months, own, spent)
    found = []
    for number, month in enumerate(months.names):
        state = "closed" if month in months.closed else "open" if _is_open(number, months) else "ahead"
        weight = own[month] if any(own.values()) else Fraction(1)
        ahead = [max(spent[month], pace * weight) for pace in paces]
        forecast, low, high = [spent[month]] * 3 if state == "closed" else ahead
        cell = (month, name)
        found.append(
            MonthSpend(
                month=month,
                cost_center=name,
                state=state,
                heads=own[month],
                plan=plan.get(cell, Fraction(0)),
                actual=spent[month],
                forecast=forecast,
                low=low,
                high=high,
            )
        )
    return found


def _is_open(number: int, months: YearMonths) -> bool:
    return number == len(months.closed) and months.open_part > 0


def _paces(
    months: YearMonths, heads: Mapping[str, Fraction], spent: Mapping[str, Fraction]
) -> tuple[Fraction, Fraction, Fraction]:
    """Spend a month for a head: of all closed months, of the cheapest, of the dearest."""
    per_head = any(heads.values())
    closed = [month for month in months.closed if heads[month] or not per_head]
    if not closed:
        return (_running_pace(months, heads, spent, per_head),) * 3
    weights = [heads[month] if per_head else Fraction(1) for month in closed]
    each = [spent[month] / weight for month, weight in zip(closed, weights, strict=True)]
    pace = sum((spent[month] for month in closed), Fraction(0)) / sum(weights, Fraction(0))
    return pace, min(each), max(each)


def _running_pace(
    months: YearMonths, heads: Mapping[str, Fraction], spent: Mapping[str, Fraction], per_head: bool
) -> Fraction:
    """Spend for a head at the pace of the days of the month that runs."""
    if not months.open_part:
        return Fraction(0)
    month = months.names[len(months.closed)]
    weight = heads[month] if per_head else Fraction(1)
    return spent[month] / months.open_part / weight if weight else Fraction(0)
