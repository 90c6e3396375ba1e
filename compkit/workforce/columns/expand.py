"""A roster expanded: whole quantities by person and year, equal to those of the single path, without a loop of people.

People of one start day earn the same fractions of their pay (see `pieces`); a column of pay times a column of
fractions, rounded, is what `entitlements` gives one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from attrs import evolve

from ...dates import add_months, day_after, day_before, month_starts
from ...money import Money, minor_units
from ...pay.allowance import TokenAllowance
from ...pay.amounts import SHARES_OF_PAY, PayBase, ShareOfBase, ShareOfTargetCash
from ...pay.bonus import TargetBonus, bonus_rows
from ...pay.salary import BaseSalary, Raise, SalaryAccrual
from ...pay.tokens import token_rows
from ...pay.units import Cash, TokenMoney, Unit
from ...valuation.value import CONTINUOUS
from ..roster import MILLION, RAISE_ON, RAISED_BASE, Roster
from .block import Block
from .grants import granted, held
from .grid import Grid
from .pieces import Cuts, Piece, Row, accrued, earned, once
from .rational import Ints, Ratios
from .starts import FIRST_BONUS, Starts

ONE = Decimal(1)


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
    grants = None if only_tokens else held(roster)
    for last_on, people in _by_end(roster.people):
        until = cuts if last_on is None else cuts.before(day_after(last_on))
        if until is None:
            continue
        for block in _blocks(people, roster, grants, until, by_day):
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


def _blocks(
    people: pd.DataFrame, roster: Roster, grants: pd.DataFrame | None, cuts: Cuts, by_day: bool
) -> Iterator[Block]:
    """Blocks of people who are there to the end; only tokens if grants are None."""
    started = people[people["start_on"] < pd.Timestamp(cuts.until)]
    for currency, own in started.groupby("currency", observed=True, sort=True):
        for paid in _by_raise(own, str(currency)):
            if grants is not None:
                yield from _salaries(paid, cuts, by_day)
                yield from _bonuses(paid, roster, cuts)
            yield from _tokens(paid, roster, cuts, by_day)
    if grants is not None:
        yield from granted(started, grants, cuts)


def _by_raise(people: pd.DataFrame, currency: str) -> Iterator[_People]:
    """People of one currency with the same day of a raise together, those without any first."""
    if RAISE_ON not in people.columns:
        yield _People(people, currency)
        return
    stay = people[people[RAISE_ON].isna()]
    if len(stay):
        yield _People(stay, currency)
    for day, own in people.groupby(RAISE_ON, sort=True):
        yield _People(own, currency, pd.Timestamp(str(day)).date())


class _People:
    """People of one currency: where they stand, their pay, and the shapes of their start days.

    Whoever gets a raise has two salaries: of one unit throughout, and of one that doubles on the day.
    """

    def __init__(self, frame: pd.DataFrame, currency: str, raise_on: date | None = None) -> None:
        self.currency = currency
        self.frame = frame
        self.positions: Ints = frame.index.to_numpy(dtype=np.int64)
        self.pay: Ints = frame["base"].to_numpy(dtype=np.int64) * frame["fte"].to_numpy(dtype=np.int64)
        """Pay a year, in smallest units times a million."""
        self.bonus = Ratios.millionths(frame["bonus"].to_numpy(dtype=np.int64))
        """Target bonus, of pay."""
        self.unit_salary = BaseSalary(amount=Money(ONE.scaleb(-minor_units(currency)), currency))
        """A salary of one smallest unit a year."""
        self.raise_on = raise_on
        self.salaries: tuple[BaseSalary, ...] = (self.unit_salary,)
        self.more: Ints = np.zeros(0, dtype=np.int64)
        """By how much more pay is after a raise."""
        if raise_on is not None:
            doubled = Raise(on=raise_on, amount=self.unit_salary.amount * 2)
            self.salaries = (self.unit_salary, evolve(self.unit_salary, raises=(doubled,)))
            raised = frame[RAISED_BASE].to_numpy(dtype=np.int64) * frame["fte"].to_numpy(dtype=np.int64)
            self.more = raised - self.pay

    def starts(self, settled_before: date) -> Starts:
        """The start days of these people; those before some day may stand in for one another if no raise is between."""
        is_between = self.raise_on is not None and self.raise_on < settled_before
        return Starts.of(self.frame["start_on"].to_numpy(), date.min if is_between else settled_before)

    def some(self, chosen: Any, *, raised: bool) -> _People:
        """Some of them, with their raise or as if there were none."""
        return _People(self.frame[chosen], self.currency, self.raise_on if raised else None)

    def grids(self, starts: Starts, shapes: Callable[[BaseSalary], Iterable[Iterable[Piece]]]) -> list[Grid]:
        """The pieces of every start day, of each of the salaries."""
        return [starts.grid(shapes(salary), per=MILLION) for salary in self.salaries]

    @property
    def target_cash(self) -> Ratios:
        """Base salary and target bonus, of base salary."""
        return Ratios.millionths(self.frame["bonus"].to_numpy(dtype=np.int64) + MILLION)

    def block(
        self, grids: Sequence[Grid], starts: Starts, amounts: Ints, rates: Ratios | None = None, **fields: Any
    ) -> Block:
        """The quantities of some pieces for these people."""
        grid, *stepped = grids
        quantity = (
            grid.raised_quantities(stepped[0], amounts, self.more, starts.person, rates=rates)
            if stepped
            else grid.quantities(amounts, starts.person, rates=rates)
        )
        return Block(
            people=self.positions,
            quantity=quantity,
            year=grid.year[starts.person],
            on=grid.on[starts.person],
            **fields,
        )


def _salaries(people: _People, cuts: Cuts, by_day: bool) -> Iterator[Block]:
    starts = people.starts(cuts.start)

    def shapes(salary: BaseSalary) -> Iterator[Iterator[Piece]]:
        return (_salary(SalaryAccrual(salary, start), cuts, by_day) for start in starts.days)

    unit = Cash(people.currency)
    grids = people.grids(starts, shapes)
    yield people.block(grids, starts, people.pay, component="base salary", name="Base salary", unit=unit)


def _salary(salary: SalaryAccrual, cuts: Cuts, by_day: bool) -> Iterator[Piece]:
    start = max(salary.start_on, cuts.start)
    days = [start, *(month_starts(start, cuts.until) if by_day else ()), cuts.until]
    accrual = salary.share(1)
    for begin, end in zip(days, days[1:], strict=False):
        yield from accrued(accrual, Row((begin, end), day_before(end)), cuts)


def _bonuses(people: _People, roster: Roster, cuts: Cuts) -> Iterator[Block]:
    if not people.frame["bonus"].any():
        return
    starts = people.starts(cuts.start - timedelta(days=FIRST_BONUS))
    whole = roster.bonus.bonus(ONE)

    def shapes(salary: BaseSalary) -> Iterator[Iterator[Piece]]:
        return (_bonus(whole, SalaryAccrual(salary, start), cuts) for start in starts.days)

    yield people.block(
        people.grids(starts, shapes),
        starts,
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
            follows = isinstance(allowance.amount, ShareOfBase) and allowance.amount.follows_raises
            own = people.some(chosen, raised=follows)
            yield from _allowance(own, allowance, cuts, by_day)


def _allowance(people: _People, allowance: TokenAllowance, cuts: Cuts, by_day: bool) -> Iterator[Block]:
    """Blocks of an allowance: one for each unit, guaranteed and not."""
    is_share = isinstance(allowance.amount, SHARES_OF_PAY)
    starts = people.starts(_settled(allowance, cuts))
    releases = [_releases(salary, allowance, starts.days, cuts, by_day) for salary in people.salaries]
    per = MILLION if is_share else 1
    for unit, guaranteed in releases[0][0]:
        shapes = [
            ([found[unit, guaranteed].get(start, []) for start in starts.days], a_year) for found, a_year in releases
        ]
        yield people.block(
            [starts.grid(pieces, a_year=a_year, per=per) for pieces, a_year in shapes],
            starts,
            people.pay if is_share else np.ones(len(people.pay), dtype=np.int64),
            people.target_cash if isinstance(allowance.amount, ShareOfTargetCash) else None,
            component="tokens",
            name=allowance.name,
            unit=unit,
            guaranteed=guaranteed,
            expectation="tokens",
            personal_share=allowance.personal_share,
            spent_by=allowance if isinstance(unit, TokenMoney) and allowance.basket is not None else None,
        )


def _settled(allowance: TokenAllowance, cuts: Cuts) -> date:
    """From which start day on the year matters; of what runs by days, or from a day of its own, it always does."""
    is_by_days = allowance.release in ("weekly", "daily") or getattr(allowance.amount, "per", "") in ("week", "day")
    if is_by_days or allowance.starts_on is not None:
        return date.min
    return cuts.start - timedelta(days=allowance.notice_days or 0)


_Promised: TypeAlias = "dict[tuple[Unit, bool], dict[date, list[Piece]]]"
"""Pieces by unit, whether guaranteed, and start day."""


def _releases(
    salary: BaseSalary, allowance: TokenAllowance, days: Sequence[date], cuts: Cuts, by_day: bool
) -> tuple[_Promised, Fraction]:
    """Pieces of an allowance for each start day, and what a year of service earns of it."""
    found: _Promised = {}
    a_year, annual = Fraction(0), salary.annual()
    is_share = isinstance(allowance.amount, SHARES_OF_PAY)
    for start in days:
        base = PayBase(accrual=SalaryAccrual(salary, start), target_cash=annual) if is_share else PayBase()
        for row in token_rows(allowance, base, start, cuts.until, together=not by_day):
            assert row.accrual is not None and row.on is not None  # a release accrues and has a day
            pieces = found.setdefault((row.unit, row.guaranteed), {}).setdefault(start, [])
            pieces += accrued(row.accrual, Row(row.earned, row.on), cuts)
            a_year = a_year or earned(row.accrual, add_months(start, 12))
    return found, a_year
