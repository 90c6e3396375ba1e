"""Grants of many people: units that vest, as blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from math import ceil
from typing import Any

import numpy as np
import pandas as pd
from attrs import frozen

from ...dates import add_months, day_before
from ...pay.units import Options, Shares, Unit
from ...pay.vesting import Vesting
from ..roster import Roster
from .block import Block
from .grid import Grid
from .pieces import Cuts, Piece, Row, evenly
from .rational import Ints


def held(roster: Roster) -> pd.DataFrame:
    """The grants of a roster, with the position of the person who holds each."""
    people = pd.Index(roster.people["employee_id"])
    return roster.grants.assign(position=people.get_indexer(pd.Index(roster.grants["employee_id"])))


def granted(people: pd.DataFrame, grants: pd.DataFrame, cuts: Cuts) -> Iterator[Block]:
    """Blocks of what vests within some years, one for each share or option.

    Args:
        people: Whose grants count.
        grants: Of these and others, as `held` gives them.
        cuts: The years.
    """
    ahead = pd.Series(people["start_on"] < pd.Timestamp(cuts.start), index=people.index)
    own = grants[grants["position"].isin(people.index)]
    own = own.assign(ahead=ahead.loc[own["position"]].to_numpy())
    units = ["kind", "symbol", "strike", "strike_currency", "expires_on"]
    for key, several in own.groupby(units, dropna=False, sort=True, observed=True):
        yield from _granted(several, _share_unit(*tuple(key)), cuts)


def _share_unit(kind: Any, symbol: Any, strike: Any, currency: Any, expires_on: Any) -> Unit:
    if kind == "rsu":
        return Shares(symbol)
    return Options(symbol, Decimal(strike), currency, expires_on.date())


def _numbered(frame: pd.DataFrame, columns: list[str]) -> Ints:
    """The number of each row's combination of values, in the order of the values."""
    return np.asarray(frame.groupby(columns, observed=True, sort=True).ngroup(), dtype=np.int64)


def _granted(own: pd.DataFrame, unit: Unit, cuts: Cuts) -> Iterator[Block]:
    schedules = {name: Schedule.of(name) for name in own["vesting"].unique()}
    own = own[_is_open(own, schedules, cuts)]
    if own.empty:
        return
    fewest = own["vesting"].map({name: schedule.fewest for name, schedule in schedules.items()})
    own = own.assign(few=own["units"].where(own["units"] < fewest, 0))
    columns = ["vesting", "vesting_start_on", "ahead", "few"]
    shape = _numbered(own, columns)
    distinct = own.drop_duplicates(columns).sort_values(columns)[columns]
    grid = Grid.of(
        [
            list(_vesting(schedules[name].days(start.date(), few), start.date(), cuts, ahead=bool(ahead)))
            for name, start, ahead, few in distinct.itertuples(index=False, name=None)
        ]
    )
    yield Block(
        component="RSU" if isinstance(unit, Shares) else "options",
        name=str(own["name"].iloc[0]),
        unit=unit,
        people=own["position"].to_numpy(dtype=np.int64),
        quantity=grid.quantities(own["units"].to_numpy(dtype=np.int64), shape, whole_units=True),
        year=grid.year[shape],
        on=grid.on[shape],
    )


def _is_open(own: pd.DataFrame, schedules: Mapping[str, Schedule], cuts: Cuts) -> Any:
    """Whether anything may still vest: what somebody already employed has in full counts no more."""
    months = own["vesting"].map({name: schedule.months + 1 for name, schedule in schedules.items()})
    last = own["vesting_start_on"].to_numpy(dtype="datetime64[M]") + months.to_numpy(dtype="timedelta64[M]")
    return (last >= np.datetime64(cuts.start, "M")) | ~own["ahead"].to_numpy(dtype=bool)


@frozen
class Schedule:
    """A vesting schedule as it is worked out for many start days.

    Attributes:
        vesting: The schedule.
        steps: Months after the vesting start, and what share of a grant has vested by then.
        fewest: From how many units on every vesting day has at least one.
    """

    vesting: Vesting
    steps: tuple[tuple[int, Fraction], ...]
    fewest: int

    @classmethod
    def of(cls, name: str) -> Schedule:
        """A schedule by its name."""
        vesting = Vesting.parse(name)
        steps = [step for step in vesting.steps if step.share]
        months = [step.after_months or 0 for step in steps]
        vested = accumulate(step.share for step in steps)
        return cls(vesting, tuple(zip(months, vested, strict=True)), ceil(1 / min(step.share for step in steps)))

    @property
    def months(self) -> int:
        """Months to the last vesting."""
        return self.steps[-1][0]

    def days(self, start_on: date, few: int) -> Iterator[tuple[date, Fraction]]:
        """Vesting days, and what share has vested by each; `few` units vest only on days that have one."""
        if not few:
            yield from ((add_months(start_on, months), by) for months, by in self.steps)
            return
        vested = 0
        for on, units in self.vesting.tranches(few, start_on):
            vested += units
            yield on, Fraction(vested, few)


def _vesting(days: Iterable[tuple[date, Fraction]], start_on: date, cuts: Cuts, *, ahead: bool) -> Iterator[Piece]:
    """Pieces of a grant of one unit, by its vesting days."""
    before, begin = Fraction(0), start_on
    for day, by in days:
        first = begin if begin < day else day_before(day)
        yield from evenly(before, by, Row((first, day), day), cuts, ahead=ahead)
        before, begin = by, day
