"""Amounts of every person by component and year: one pure function that any engine runs on any part of the people.

Sums are whole numbers from quantity to cent, so that a person's amounts are the same bits on every machine, however
the rows are cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, get_args

import numpy as np
import pandas as pd
from attrs import field, frozen

from ...errors import InvalidValue
from ...market.market import Market
from ...money import known_currency, minor_units
from ...pay.allowance import TokenAllowance
from ...pay.entitlements import NUMBERS, Component
from ...pay.units import decimals
from ...valuation.assumptions import Assumptions
from ..columns.block import Block
from ..columns.expand import expand
from ..columns.pieces import Cuts
from ..columns.rational import Ints
from ..columns.totals import GroupQuantity, Promise, needs_days, unit_prices
from ..roster import BonusTerms, Roster
from .rows import faults, unpack

COMPONENTS: tuple[Component, ...] = get_args(Component)
"""In the order in which a person's rows stand."""

SCHEMA: Mapping[str, str] = {
    "employee_id": "str",
    "component": "str",
    "year": "int64",
    "currency": "str",
    "face": "int64",
    "cost": "int64",
    "worth": "int64",
}
"""Columns of the amounts and their kinds: ``year`` is counted from 0, amounts are whole minor units."""

SPARK_SCHEMA = "employee_id string, component string, year long, currency string, face long, cost long, worth long"
"""The same in the words of Spark."""

EMPTY: pd.DataFrame = pd.DataFrame({name: pd.Series([], dtype=kind) for name, kind in SCHEMA.items()})
"""The amounts of nobody, which engines ask for."""

_ROOM = 2**62
"""Sums below this are made in 64 bits; others in Python's integers, to the same result."""


@frozen(kw_only=True)
class PeoplePlan:
    """How people are valued: all that is not a row. It can be pickled, and goes to every worker.

    Attributes:
        allowances: Token allowances by the name that ``tokens`` gives.
        bonus: How bonuses are earned and paid.
        market: What units are worth.
        assumptions: What is expected.
        cuts: The years.
        currency: ISO 4217 code of every amount.
    """

    allowances: Mapping[str, TokenAllowance] = field(factory=dict, converter=dict)
    bonus: BonusTerms = BonusTerms()
    market: Market
    assumptions: Assumptions
    cuts: Cuts
    currency: str = field(validator=known_currency)


@frozen(eq=False)
class _Prices:
    """Some quantities of people and what they are times.

    Attributes:
        component: Of pay.
        rows: Where each amount is added: person times years, plus the year.
        quantity: Smallest units.
        which: Which price each quantity has.
        prices: Face, cost and worth of one smallest unit, in minor units of the plan's currency.
    """

    component: Component
    rows: Ints
    quantity: Ints
    which: Ints
    prices: tuple[tuple[Decimal, ...], ...]


def people_amounts(frame: pd.DataFrame, plan: PeoplePlan) -> pd.DataFrame:
    """Face, cost and worth of every person by component and year, halves of a minor unit up.

    For ``map_partitions`` of Dask, with ``meta=EMPTY``; `frames` is the same for ``mapInPandas`` of Spark.

    Args:
        frame: Rows of people with their grants, as `rows.pack` gives them. Each row stands alone.
        plan: How they are valued.

    Returns:
        A row a person, component and year in which there is anything, with the columns of `SCHEMA`.

    Raises:
        InvalidValue: If a row is wrong, with its position and column.
        MissingFact: If a price is needed and not given.
    """
    for fault in faults(frame, plan.allowances):
        raise InvalidValue(f"people[{fault.row}].{fault.column}", fault.value, fault.rule, fault.fix)
    if frame.empty:
        return EMPTY.copy()
    people, grants = unpack(frame)
    roster = Roster(people=people, grants=grants, allowances=plan.allowances, bonus=plan.bonus)
    by_day = needs_days(plan.market, plan.assumptions)
    parts = [_priced(block, plan, by_day) for block in expand(roster, plan.cuts, by_day=by_day)]
    return _table(people["employee_id"].to_numpy(), _summed(parts, len(people), plan), plan)


def frames(parts: Iterator[pd.DataFrame], plan: PeoplePlan) -> Iterator[pd.DataFrame]:
    """`people_amounts` of one frame after the other, as ``mapInPandas`` calls it, with ``schema=SPARK_SCHEMA``.

    Args:
        parts: The frames.
        plan: How they are valued.
    """
    for part in parts:
        yield people_amounts(part, plan)


def _priced(block: Block, plan: PeoplePlan, by_day: bool) -> _Prices:
    kept = block.quantity != 0
    rows = (block.people[:, None] * plan.cuts.years + block.year)[kept]
    days = block.on[kept] if by_day else np.full(rows.shape, plan.cuts.start.toordinal())
    distinct, which = np.unique(days, return_inverse=True)
    asked = [_one(block, date.fromordinal(day)) for day in distinct.tolist()]
    found = unit_prices(asked, plan.market, plan.assumptions, currency=plan.currency)
    shift = minor_units(plan.currency) - decimals(block.unit)
    prices = tuple(tuple(_shifted(price, shift) for price in three) for three in found)
    return _Prices(block.component, rows, block.quantity[kept], np.asarray(which, dtype=np.int64), prices)


def _one(block: Block, on: date) -> GroupQuantity:
    return GroupQuantity(group=(), promise=Promise.of(block), year=0, on=on, quantity=Decimal(1))


def _shifted(price: Decimal, places: int) -> Decimal:
    """A price times a power of ten, with every digit of it."""
    sign, digits, _ = price.as_tuple()
    return Decimal((sign, digits, _exponent(price) + places))


def _exponent(price: Decimal) -> int:
    exponent = price.as_tuple().exponent
    assert isinstance(exponent, int)  # a price is finite
    return exponent


def _whole(price: Decimal, places: int) -> int:
    """A price in units of the last place that any price has."""
    above, below = price.as_integer_ratio()
    return int(above * 10**places // below)


def _summed(parts: list[_Prices], people: int, plan: PeoplePlan) -> Any:
    """Amounts as whole minor units: numbers, components, and person times years."""
    prices = [price for part in parts for three in part.prices for price in three]
    places = max([0, *(-_exponent(price) for price in prices)])
    kind = np.int64 if _most(parts, places) < _ROOM else object
    sums = np.zeros((len(NUMBERS), len(COMPONENTS), people * plan.cuts.years), dtype=kind)
    for part in parts:
        for number in range(len(NUMBERS)):
            whole = np.array([_whole(three[number], places) for three in part.prices], dtype=kind)
            amounts = part.quantity.astype(kind) * whole[part.which]
            np.add.at(sums[number, COMPONENTS.index(part.component)], part.rows, amounts)
    return _rounded(sums, 10**places)


def _most(parts: list[_Prices], places: int) -> int:
    """What no sum can exceed, twice over: the half that rounding adds included."""
    largest = (
        int(np.abs(part.quantity).max(initial=0)) * max(abs(_whole(price, places)) for price in three) * part.rows.size
        for part in parts
        for three in part.prices
    )
    return int(2 * sum(largest) + 2 * 10**places)


def _rounded(sums: Any, per: int) -> Any:
    """Whole numbers of the nearest, halves away from zero, as documents print them."""
    nearest = (2 * np.abs(sums) + per) // (2 * per)
    try:
        return (np.sign(sums) * nearest).astype(np.int64)
    except OverflowError:
        raise InvalidValue("people", "amounts", "do not fit 64 bits", "look at units and prices") from None


def _table(ids: Any, sums: Any, plan: PeoplePlan) -> pd.DataFrame:
    """The amounts as rows: by person as they come, component and year, without those of nothing."""
    years = plan.cuts.years
    cells = sums.reshape(len(NUMBERS), len(COMPONENTS), len(ids), years).transpose(0, 2, 1, 3)
    person, component, year = np.nonzero((cells != 0).any(axis=0))
    made: dict[str, Any] = {
        "employee_id": ids[person],
        "component": np.array(COMPONENTS, dtype=object)[component],
        "year": year.astype(np.int64),
        "currency": np.full(len(person), plan.currency, dtype=object),
    }
    made |= {name: cells[number][person, component, year] for number, name in enumerate(NUMBERS)}
    return pd.DataFrame({name: pd.Series(made[name], dtype=kind) for name, kind in SCHEMA.items()})
