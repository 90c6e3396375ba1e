"""Blocks: quantities of one unit of pay for some of the people, by pieces of time."""

from __future__ import annotations

from decimal import Decimal

from attrs import frozen

from ...pay.allowance import TokenAllowance
from ...pay.entitlements import Component, Expectation
from ...pay.units import Unit
from .rational import Ints


@frozen(eq=False, kw_only=True)
class Block:
    """Quantities of one unit for some of the people, by pieces of time.

    Attributes:
        component: Of pay.
        name: Of the promise.
        unit: What it is a quantity of.
        guaranteed: Whether it is promised come what may.
        expectation: Which expected factor applies to cost and worth.
        personal_share: Share for the employee's own use.
        spent_by: The allowance that names where its money is spent; None where it may be anywhere, or is no money.
        people: Positions in the roster, a row each; somebody with several grants stands there several times.
        quantity: Smallest units, a column a piece.
        year: Number of the year of each piece, from 0.
        on: Day of delivery of each piece, as a day number; 0 where there is none.
    """

    component: Component
    name: str
    unit: Unit
    guaranteed: bool = True
    expectation: Expectation = "in full"
    spent_by: TokenAllowance | None = None
    personal_share: Decimal = Decimal(1)
    people: Ints
    quantity: Ints
    year: Ints
    on: Ints
