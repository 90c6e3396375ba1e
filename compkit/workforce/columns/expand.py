"""A roster expanded: whole quantities by person and year, equal to those of the single path, without a loop of people.

People of one start day earn the same fractions of their pay (see `pieces`); a column of pay times a column of
fractions, rounded, is what `entitlements` gives one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from math import ceil
from typing import Any

import numpy as np
import pandas as pd
from attrs import evolve, frozen

from ...dates import day_after, day_before, month_starts
from ...money import Money, minor_units
from ...pay.allowance import TokenAllowance
from ...pay.amounts import SHARES_OF_PAY, PayBase, ShareOfTargetCash
from ...pay.bonus import TargetBonus, bonus_rows
from ...pay.entitlements import Component, Expectation
from ...pay.salary import BaseSalary, SalaryAccrual
from ...pay.tokens import token_rows
from ...pay.units import Cash, Options, Shares, Unit
from ...pay.vesting import Vesting
from ...valuation.value import CONTINUOUS
from ..roster import MILLION, Roster
from .pieces import Cuts, Grid, Piece, Row, accrued, evenly, once
from .rational import Ints, Ratios

ONE = Decimal(1)


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
    personal_share: Decimal = ONE
    people: Ints
    quantity: Ints
    year: Ints
    on: Ints


def expand(roster: Roster, cuts: Cuts, *, by_day: bool = True, only_tokens: bool = False) -> Iterator[Block]:
    """What a roster is promised within some years, in blocks of one unit.

    Whoever leaves, by a column ``end_on`` of people, is counted to the last day of work: what would be paid or vest
    after it is forfeited.

    Args:
        roster: The people.
        cuts: The years; everybody's are the same days.
        by_day: Whether each piece has its own day of delivery. Without, pieces of what accrues are whole years, and
            their days mean nothing: enough where no price depends on the day, and many times faster.
        only_tokens: Whether nothing but token allowances is wanted, and the rest is not worked out.
    """
    for last_on, people in _by_end(roster.people):
        until = cuts if last_on is None else cuts.before(day_after(last_on))
        if until is None:
            continue
        for block in _blocks(people, roster, until, by_day, only_tokens):
            yield block if last_on is None else _without_later(block, last_on)


def _by_end(people: pd.DataFrame) -> Iterator[tuple[date | None, pd.DataFrame]]:
    """People with the same last day of work together; None for those who stay."""
    if "end_on" not in people.columns:
        yield None, people
        return
    yield None, people[people["end_on"].isna()]
    for last_on, own in people.groupby("end_on", sort=True):
        yield pd.Timestamp(str(last_on)).date(), own


def _without_later(block: Block, last_on: date) -> Block:
    """A block without what is paid or vests after somebody's last day; what accrues ends on it."""
    if block.component in CONTINUOUS:
        return block
    return evolve(block, quantity=np.where(block.on > last_on.toordinal(), 0, block.quantity))


def _blocks(people: pd.DataFrame, roster: Roster, cuts: Cuts, by_day: bool, only_tokens: bool) -> Iterator[Block]:
    started = people[people["start_on"] < pd.Timestamp(cuts.until)]
    for currency, own in started.groupby("currency", observed=True, sort=True):
        paid = _People(own, str(currency))
        if not only_tokens:
            yield from _salaries(paid, cuts, by_day)
            yield from _bonuses(paid, roster, cuts)
        yield from _tokens(paid, roster, cuts, by_day)
    if not only_tokens:
        yield from _equity(started, roster.grants, cuts)


class _People:
    """People of one currency: where they stand, their pay, and the shapes of their start days."""

    def __init__(self, frame: pd.DataFrame, currency: str) -> None:
        self.currency = currency
        self.frame = frame
        self.positions: Ints = frame.index.to_numpy(dtype=np.int64)
        self.pay: Ints = frame["base"].to_numpy(dtype=np.int64) * frame["fte"].to_numpy(dtype=np.int64)
        """Pay a year, in smallest units times a million."""
        self.bonus = Ratios.millionths(frame["bonus"].to_numpy(dtype=np.int64))
        """Target bonus, of pay."""

    def shapes(self) -> tuple[list[date], Ints]:
        """Distinct start days, and which of them each person has."""
        days, found = np.unique(self.frame["start_on"].to_numpy(dtype="datetime64[D]"), return_inverse=True)
        return days.tolist(), np.asarray(found, dtype=np.int64)

    def unit_salary(self, start_on: date) -> SalaryAccrual:
        """The accrual of a salary of one smallest unit a year."""
        amount = Money(ONE.scaleb(-minor_units(self.currency)), self.currency)
        return SalaryAccrual(BaseSalary(amount=amount), start_on)

    def unit_base(self, start_on: date) -> PayBase:
        """Of what a token allowance may be a share, for a salary of one smallest unit a year and no bonus."""
        salary = self.unit_salary(start_on)
        return PayBase(accrual=salary, target_cash=salary.salary.annual())

    @property
    def target_cash(self) -> Ratios:
        """Base salary and target bonus, of base salary."""
        return Ratios.millionths(self.frame["bonus"].to_numpy(dtype=np.int64) + MILLION)

    def block(self, grid: Grid, shape: Ints, amounts: Ints, rates: Ratios | None = None, **fields: Any) -> Block:
        """The quantities of some pieces for these people."""
        return Block(
            people=self.positions,
            quantity=grid.quantities(amounts, shape, rates=rates),
            year=grid.year[shape],
            on=grid.on[shape],
            **fields,
        )


def _numbered(frame: pd.DataFrame, columns: list[str]) -> Ints:
    """The number of each row's combination of values, in the order of the values."""
    return np.asarray(frame.groupby(columns, observed=True, sort=True).ngroup(), dtype=np.int64)


def _salaries(people: _People, cuts: Cuts, by_day: bool) -> Iterator[Block]:
    shapes, shape = people.shapes()
    grid = Grid.of([[*_salary(people.unit_salary(start), cuts, by_day)] for start in shapes], per=MILLION)
    yield people.block(grid, shape, people.pay, component="base salary", name="Base salary", unit=Cash(people.currency))


def _salary(salary: SalaryAccrual, cuts: Cuts, by_day: bool) -> Iterator[Piece]:
    start = max(salary.start_on, cuts.start)
    days = [start, *(month_starts(start, cuts.until) if by_day else ()), cuts.until]
    accrual = salary.share(1)
    for begin, end in zip(days, days[1:], strict=False):
        yield from accrued(accrual, Row((begin, end), day_before(end)), cuts)


def _bonuses(people: _People, roster: Roster, cuts: Cuts) -> Iterator[Block]:
    if not people.frame["bonus"].any():
        return
    shapes, shape = people.shapes()
    whole = roster.bonus.bonus(ONE)
    grid = Grid.of([[*_bonus(whole, people.unit_salary(start), cuts)] for start in shapes], per=MILLION)
    yield people.block(
        grid,
        shape,
        people.pay,
        people.bonus,
        component="target bonus",
        name="Target bonus",
        unit=Cash(people.currency),
        guaranteed=False,
        expectation="bonus",
    )


def _bonus(bonus: TargetBonus, salary: SalaryAccrual, cuts: Cuts) -> Iterator[Piece]:
    ahead = salary.start_on < cuts.start
    for row in bonus_rows(bonus, salary, cuts.until):
        assert row.accrual is not None and row.on is not None  # a bonus accrues and has a day of payment
        yield from once(row.accrual, Row(row.earned, row.on), cuts, ahead=ahead)


def _tokens(people: _People, roster: Roster, cuts: Cuts, by_day: bool) -> Iterator[Block]:
    for name, allowance in roster.allowances.items():
        chosen = people.frame["tokens"] == name
        if chosen.any():
            own = _People(people.frame[chosen], people.currency)
            yield from _allowance(own, allowance, cuts, by_day)


def _allowance(people: _People, allowance: TokenAllowance, cuts: Cuts, by_day: bool) -> Iterator[Block]:
    """Blocks of an allowance: one for each unit, guaranteed and not."""
    shapes, shape = people.shapes()
    found: dict[tuple[Unit, bool], dict[int, list[Piece]]] = {}
    for number, start in enumerate(shapes):
        for row in token_rows(allowance, people.unit_base(start), start, cuts.until, together=not by_day):
            assert row.accrual is not None and row.on is not None  # a release accrues and has a day
            pieces = found.setdefault((row.unit, row.guaranteed), {}).setdefault(number, [])
            pieces += accrued(row.accrual, Row(row.earned, row.on), cuts)
    is_share = isinstance(allowance.amount, SHARES_OF_PAY)
    amounts = people.pay if is_share else np.ones(len(people.pay), dtype=np.int64)
    for (unit, guaranteed), several in found.items():
        grid = Grid.of([several.get(number, []) for number in range(len(shapes))], per=MILLION if is_share else 1)
        yield people.block(
            grid,
            shape,
            amounts,
            people.target_cash if isinstance(allowance.amount, ShareOfTargetCash) else None,
            component="tokens",
            name=allowance.name,
            unit=unit,
            guaranteed=guaranteed,
            expectation="tokens",
            personal_share=allowance.personal_share,
        )


def _equity(people: pd.DataFrame, grants: pd.DataFrame, cuts: Cuts) -> Iterator[Block]:
    own = grants[grants["employee_id"].isin(people["employee_id"])]
    if own.empty:
        return
    position = pd.Series(people.index, index=people["employee_id"])
    starts = pd.Series(people["start_on"].to_numpy(), index=people["employee_id"])
    own = own.assign(
        position=own["employee_id"].map(position).to_numpy(),
        ahead=(own["employee_id"].map(starts) < pd.Timestamp(cuts.start)).to_numpy(),
    )
    units = ["kind", "symbol", "strike", "strike_currency", "expires_on"]
    for key, several in own.groupby(units, dropna=False, sort=True, observed=True):
        yield _granted(several, _share_unit(*tuple(key)), cuts)


def _share_unit(kind: Any, symbol: Any, strike: Any, currency: Any, expires_on: Any) -> Unit:
    if kind == "rsu":
        return Shares(symbol)
    return Options(symbol, Decimal(strike), currency, expires_on.date())


def _granted(own: pd.DataFrame, unit: Unit, cuts: Cuts) -> Block:
    schedules = {name: Vesting.parse(name) for name in own["vesting"].unique()}
    fewest = own["vesting"].map({name: _fewest(vesting) for name, vesting in schedules.items()})
    own = own.assign(few=own["units"].where(own["units"] < fewest, 0))
    columns = ["vesting", "vesting_start_on", "ahead", "few"]
    shape = _numbered(own, columns)
    distinct = own.drop_duplicates(columns).sort_values(columns)[columns]
    grid = Grid.of(
        [
            list(_vesting(schedules[name], start.date(), cuts, ahead=bool(ahead), few=int(few)))
            for name, start, ahead, few in distinct.itertuples(index=False, name=None)
        ]
    )
    return Block(
        component="RSU" if isinstance(unit, Shares) else "options",
        name=str(own["name"].iloc[0]),
        unit=unit,
        people=own["position"].to_numpy(dtype=np.int64),
        quantity=grid.quantities(own["units"].to_numpy(dtype=np.int64), shape, whole_units=True),
        year=grid.year[shape],
        on=grid.on[shape],
    )


def _fewest(vesting: Vesting) -> int:
    """From how many units on every vesting day has at least one."""
    return ceil(1 / min(step.share for step in vesting.steps if step.share))


def _vesting(vesting: Vesting, start_on: date, cuts: Cuts, *, ahead: bool, few: int) -> Iterator[Piece]:
    """Pieces of a grant of one unit; of so few units that days stay empty, those of just this many."""
    before, begin = Fraction(0), start_on
    for day, by in _vested(vesting, start_on, few):
        first = begin if begin < day else day_before(day)
        yield from evenly(before, by, Row((first, day), day), cuts, ahead=ahead)
        before, begin = by, day


def _vested(vesting: Vesting, start_on: date, few: int) -> Iterator[tuple[date, Fraction]]:
    """Vesting days, and what share of the grant has vested by each."""
    share = Fraction(0)
    if few:
        for on, units in vesting.tranches(few, start_on):
            share += Fraction(units, few)
            yield on, share
        return
    for on, steps in groupby(
        sorted(vesting.steps, key=lambda step: step.day(start_on)), lambda step: step.day(start_on)
    ):
        share += sum((step.share for step in steps), Fraction(0))
        yield on, share
