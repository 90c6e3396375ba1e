"""Totals of a roster: people are summed by group first, and what is left is multiplied with prices, in Decimal.

So a total is exact, and costs as many multiplications as there are groups, units and days, however many people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
from attrs import frozen

from ...errors import InvalidValue
from ...market.market import Market
from ...money import EXACT, exactly
from ...pay.allowance import TokenAllowance
from ...pay.entitlements import Component, Entitlement, Expectation, Number
from ...pay.units import Unit, decimals
from ...valuation.assumptions import Assumptions
from ...valuation.utilisation import UtilisationPath
from ...valuation.value import Pricer, dated_units
from ..roster import GROUPS, Roster
from .block import Block
from .expand import expand
from .pieces import Cuts
from .rational import Ints

_DAYS = date.max.toordinal() + 1
"""More than any number of a day."""


@frozen(kw_only=True, cache_hash=True)
class Promise:
    """What sets the price of a quantity, beside its day.

    Attributes:
        component: Of pay.
        name: Of the promise.
        unit: What it is a quantity of.
        guaranteed: Whether it is promised come what may.
        expectation: Which expected factor applies.
        personal_share: Share for the employee's own use.
        spent_by: The allowance that names where its money is spent; None where it may be anywhere, or is no money.
    """

    component: Component
    name: str
    unit: Unit
    guaranteed: bool
    expectation: Expectation
    personal_share: Decimal
    spent_by: TokenAllowance | None = None

    @classmethod
    def of(cls, block: Block) -> Promise:
        """The promise of a block."""
        return cls(
            component=block.component,
            name=block.name,
            unit=block.unit,
            guaranteed=block.guaranteed,
            expectation=block.expectation,
            personal_share=block.personal_share,
            spent_by=block.spent_by,
        )


@frozen(kw_only=True)
class GroupQuantity:
    """What a group of people is promised of a unit in a year, delivered on a day.

    Attributes:
        group: Labels of the group, one a column.
        promise: Of what.
        year: Number of the year, from 0.
        on: Day of delivery; the first day that counts where prices are alike on every day.
        quantity: In the promise's unit.
    """

    group: tuple[str, ...]
    promise: Promise
    year: int
    on: date
    quantity: Decimal


@frozen(kw_only=True)
class GroupAmount:
    """What a group of people comes to in a year, in money.

    Attributes:
        group: Labels of the group.
        promise: Of what.
        year: Number of the year, from 0.
        face: As promised.
        cost: Expected cost.
        worth: To the employees.
    """

    group: tuple[str, ...]
    promise: Promise
    year: int
    face: Decimal
    cost: Decimal
    worth: Decimal

    def amount(self, number: Number) -> Decimal:
        """One of the three numbers."""
        found: Decimal = getattr(self, number)
        return found


def group_quantities(
    roster: Roster,
    cuts: Cuts,
    *,
    by: Sequence[str] = ("department",),
    by_day: bool = True,
    only_tokens: bool = False,
    apart: str = "",
) -> tuple[GroupQuantity, ...]:
    """Whole quantities of each group, by promise, year and day of delivery.

    Args:
        roster: The people.
        cuts: The years.
        by: Columns of `GROUPS` whose labels together are a group; none is everybody.
        by_day: Whether days of delivery are told apart; not needed where no price depends on the day.
        only_tokens: Whether nothing but token allowances is wanted.
        apart: A further column of people that keeps groups apart, whatever it is; its label ends each group's.
    """
    for name in by:
        if name not in GROUPS:
            raise InvalidValue("by", name, "is no column of groups", f"say some of {', '.join(GROUPS)}")
    labels, group = numbered_groups(roster, [*by, apart] if apart else by)
    blocks = expand(roster, cuts, by_day=by_day, only_tokens=only_tokens)
    found = (_summed(block, labels, group, cuts, by_day) for block in blocks)
    return tuple(quantity for quantities in found for quantity in quantities)


def numbered_groups(roster: Roster, by: Sequence[str]) -> tuple[list[tuple[str, ...]], Any]:
    """Labels of the groups of a roster, in order, and the number of each person's, by position.

    Args:
        roster: The people.
        by: Columns whose labels together are a group; none is everybody.
    """
    people = roster.people.reset_index(drop=True)
    if not by:
        return [()], np.zeros(len(people), dtype=np.int64)
    columns = list(by)
    number = np.asarray(people.groupby(columns, sort=True, observed=True, dropna=False).ngroup(), dtype=np.int64)
    distinct = people.drop_duplicates(columns).assign(number=number[~people.duplicated(columns).to_numpy()])
    rows = distinct.sort_values("number")[columns].itertuples(index=False, name=None)
    return [tuple(str(label) for label in row) for row in rows], number


def _summed(
    block: Block, labels: list[tuple[str, ...]], group: Any, cuts: Cuts, by_day: bool
) -> Iterator[GroupQuantity]:
    promise, places = Promise.of(block), decimals(block.unit)
    for key, quantity in _sums(block, group[block.people] * cuts.years, by_day):
        row, day = divmod(key, _DAYS)
        number, year = divmod(row, cuts.years)
        yield GroupQuantity(
            group=labels[number],
            promise=promise,
            year=year,
            on=date.fromordinal(day) if by_day else cuts.start,
            quantity=Decimal(quantity).scaleb(-places),
        )


def _sums(block: Block, row: Ints, by_day: bool) -> Iterator[tuple[int, int]]:
    """Sums that are of anything, by row and year and by day, in this order; a column of people at a time."""
    keys, quantities = [], []
    for piece in range(block.quantity.shape[1]):
        some = np.flatnonzero(block.quantity[:, piece])
        key = (row[some] + block.year[some, piece]) * _DAYS
        codes, distinct = pd.factorize(key + block.on[some, piece] if by_day else key)
        keys.append(distinct)
        quantities.append(_added(codes, block.quantity[some, piece], len(distinct)))
    if keys:
        found, codes = np.unique(np.concatenate(keys), return_inverse=True)
        sums = _added(codes, np.concatenate(quantities), len(found))
        yield from zip(found.tolist(), sums.tolist(), strict=True)


def _added(codes: Any, quantities: Ints, count: int) -> Ints:
    sums = np.zeros(count, dtype=np.int64)
    np.add.at(sums, codes, quantities)
    return sums


@exactly
def price_quantities(
    quantities: Iterable[GroupQuantity], market: Market, assumptions: Assumptions, *, currency: str
) -> tuple[GroupAmount, ...]:
    """Quantities of groups in money: face, cost and worth by group, promise and year, unrounded.

    Args:
        quantities: Of groups.
        market: What units are worth.
        assumptions: What is expected.
        currency: Of the amounts.

    Raises:
        MissingFact: If a price is needed and not given.
        InvalidValue: If tokens are used by month of service, which differs by person.
    """
    several = tuple(quantities)
    sums: dict[tuple[tuple[str, ...], Promise, int], list[Decimal]] = {}
    for of, prices in zip(several, unit_prices(several, market, assumptions, currency=currency), strict=True):
        total = sums.setdefault((of.group, of.promise, of.year), [Decimal(0)] * 3)
        for n, price in enumerate(prices):
            total[n] = EXACT.add(total[n], EXACT.multiply(of.quantity, price))
    return tuple(
        GroupAmount(group=group, promise=promise, year=year, face=face, cost=cost, worth=worth)
        for (group, promise, year), (face, cost, worth) in sums.items()
    )


@exactly
def unit_prices(
    quantities: Iterable[GroupQuantity], market: Market, assumptions: Assumptions, *, currency: str
) -> tuple[tuple[Decimal, Decimal, Decimal], ...]:
    """Face, cost and worth of one unit of each quantity on its day.

    Raises:
        MissingFact: If a price is needed and not given.
        InvalidValue: If tokens are used by month of service, which differs by person.
    """
    if isinstance(assumptions.token_utilisation, UtilisationPath):
        fix = "say one rate or a distribution of rates"
        raise InvalidValue("token_utilisation", "a path", "by month of service differs by person", fix)
    pricer = Pricer(currency, assumptions.as_of, market, assumptions)
    known: dict[tuple[Promise, date], tuple[Decimal, Decimal, Decimal]] = {}
    several = tuple(quantities)
    for of in several:
        if (of.promise, of.on) not in known:
            line = pricer.line(_row(of))
            known[of.promise, of.on] = line.face_price, line.cost_price, line.worth_price
    return tuple(known[of.promise, of.on] for of in several)


def needs_days(market: Market, assumptions: Assumptions) -> bool:
    """Whether any price depends on the day of delivery, so that quantities have to be told apart by it."""
    return bool(dated_units(market, assumptions))


def _row(of: GroupQuantity) -> Entitlement:
    """The quantity as a row that a pricer knows; its period means nothing to a price."""
    promise = of.promise
    return Entitlement(
        component=promise.component,
        name=promise.name,
        on=of.on,
        earned=(of.on, date.fromordinal(of.on.toordinal() + 1)),
        quantity=of.quantity,
        unit=promise.unit,
        guaranteed=promise.guaranteed,
        expectation=promise.expectation,
        personal_share=promise.personal_share,
    )
