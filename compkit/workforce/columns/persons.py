"""Every person under many scenarios: years are folded first, then one matrix product gives all amounts.

Amounts are 64-bit floats, right to the cent: quantities and prices are exact before the product, and a person's amount
has fewer than 15 digits. Totals that must be exact are those of `totals`.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np
from attrs import frozen

from ...errors import InvalidValue
from ...market.market import Market
from ...pay.entitlements import NUMBERS, Number
from ...pay.units import decimals
from ...valuation.assumptions import Assumptions
from ..roster import Roster
from .expand import expand
from .pieces import Cuts
from .totals import GroupQuantity, Promise, needs_days, unit_prices

BLOCK = 256
"""Rows of a product: always as many, so that each row has the same bits however people are cut into parts."""


@frozen(eq=False)
class PeopleQuantities:
    """What each person is promised of each thing within some years.

    Attributes:
        promises: The things.
        matrix: A row a person, a column a promise, in the promise's unit.
        cuts: The years.
    """

    promises: tuple[Promise, ...]
    matrix: Any
    cuts: Cuts


def people_quantities(roster: Roster, cuts: Cuts) -> PeopleQuantities:
    """Quantities of each person, the years folded into one sum.

    Args:
        roster: The people.
        cuts: The years.
    """
    columns: dict[Promise, Any] = {}
    for block in expand(roster, cuts, by_day=False):
        column = columns.setdefault(Promise.of(block), np.zeros(len(roster), dtype=np.int64))
        np.add.at(column, block.people, block.quantity.sum(axis=1))
    matrix = np.zeros((-(-len(roster) // BLOCK) * BLOCK, len(columns)))
    for number, (promise, column) in enumerate(columns.items()):
        matrix[: len(roster), number] = column / 10.0 ** decimals(promise.unit)
    return PeopleQuantities(tuple(columns), matrix, cuts)


def value_people(
    quantities: PeopleQuantities,
    markets: Sequence[Market],
    assumptions: Assumptions,
    *,
    currency: str,
    number: Number = "cost",
    out: Any = None,
) -> Any:
    """One of the three numbers for every person under every market: a row a person, a column a market.

    Args:
        quantities: Of the people; rows of zeros fill up the last block.
        markets: The markets, such as one under each scenario.
        assumptions: What is expected.
        currency: Of the amounts.
        number: ``face``, ``cost`` or ``worth``.
        out: Where the amounts go; None is a new array. A used one is many times faster than fresh memory.

    Raises:
        InvalidValue: If a price depends on the day of delivery: then the years may not be folded.
        MissingFact: If a price is needed and not given.
    """
    if any(needs_days(market, assumptions) for market in markets):
        fix = "leave out odds, discounts, growth and drifts, or sum by group with compkit.workforce.columns.totals"
        raise InvalidValue("markets", "prices that depend on the day", "cannot be folded into one sum", fix)
    prices = np.empty((len(quantities.promises), len(markets)))
    for n, market in enumerate(markets):
        rows = [_one(promise, quantities.cuts) for promise in quantities.promises]
        found = unit_prices(rows, market, assumptions, currency=currency)
        prices[:, n] = [float(three[NUMBERS.index(number)]) for three in found]
    shape = (quantities.matrix.shape[0], len(markets))
    amounts = np.empty(shape) if out is None else out
    for begin in range(0, shape[0], BLOCK):
        np.matmul(quantities.matrix[begin : begin + BLOCK], prices, out=amounts[begin : begin + BLOCK])
    return amounts


def _one(promise: Promise, cuts: Cuts) -> GroupQuantity:
    return GroupQuantity(group=(), promise=promise, year=0, on=cuts.start, quantity=Decimal(1))
