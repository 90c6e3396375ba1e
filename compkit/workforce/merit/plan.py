"""A merit cycle planned for a roster: everybody's raise, scaled to the pools, and the roster after it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
from attrs import evolve, field, frozen

from ...errors import InvalidValue
from ...money import EXACT, Money, minor_units
from ...pay.structure import PayStructure
from ..columns.rational import Ints
from ..roster import LUMP_SUM, MILLION, RAISE_ON, RAISED_BASE, Roster
from .cycle import MeritCycle, in_millionths
from .inbands import JOB, InBands, distinct
from .scaling import exact_sum
from .share import PoolShare

PLAN_COLUMNS = (
    "employee_id",
    "department",
    "currency",
    "pool",
    "rating",
    "position",
    "base",
    "fte",
    "minimum",
    "midpoint",
    "maximum",
    "matrix_rate",
    "part",
    "wanted",
    "new_base",
    "lump_sum",
    "cost",
)
"""Columns of `MeritPlan.people`."""


@frozen(kw_only=True)
class MeritCost:
    """What a merit cycle costs for some people of one currency.

    Attributes:
        people: How many they are.
        raised: How many of them get a raise or a lump sum.
        payroll: Base salary times FTE, a year.
        wanted: What the matrix asks for, within floors and caps, times FTE, a year.
        raises: Raises of base times FTE: what they cost in a whole year.
        lump_sums: Paid once.
    """

    people: int
    raised: int
    payroll: Money
    wanted: Money
    raises: Money
    lump_sums: Money

    @property
    def total(self) -> Money:
        """Raises and lump sums."""
        return self.raises + self.lump_sums


@frozen(kw_only=True)
class PoolResult:
    """What became of one pool, in one currency.

    Attributes:
        group: Its group; empty for everybody who has no pool of a group.
        pool: What it holds, a year.
        cost: What is given of it; never more.
    """

    group: str
    pool: Money
    cost: MeritCost

    @property
    def left(self) -> Money:
        """What is not given."""
        return self.pool - self.cost.total


@frozen(eq=False, kw_only=True)
class MeritPlan:
    """Everybody's raise.

    Attributes:
        before: The roster before the cycle.
        cycle: The rules.
        people: A row an employee, in the order of the roster, with the columns of `PLAN_COLUMNS`: ``position`` counts
            from 0, -1 without a rating; ``base``, the band (0 without a rating), ``wanted`` and ``new_base`` are
            smallest units a year at full time; ``lump_sum`` is smallest units, as paid; ``fte``, ``matrix_rate`` and
            ``part`` (of the period, rounded) are millionths; ``cost``, the raise times FTE and the lump sum, is
            millionths of smallest units.
        pools: What became of each pool.
    """

    before: Roster
    cycle: MeritCycle
    people: pd.DataFrame
    pools: tuple[PoolResult, ...] = field(repr=False)

    def roster(self) -> Roster:
        """The roster from the effective day on: a roster has one base salary, and this is the new one."""
        people = self.before.people.assign(base=self.people["new_base"].to_numpy())
        return evolve(self.before, people=people)

    def raised(self, roster: Roster | None = None) -> Roster:
        """The roster with raises that begin on the effective day, and lump sums that are paid on it.

        What is earned before the day is of the old base salary; a package of it has the raise.

        Args:
            roster: One that has more people than the cycle, such as hires to come; None is that of the cycle.
        """
        after = self.before if roster is None else roster
        gets = self.people[(self.people["new_base"] > self.people["base"]) | (self.people["lump_sum"] > 0)]
        own = after.people["employee_id"].map(pd.Series(gets.index, index=gets["employee_id"]))
        rows, is_one = own.fillna(0).astype(np.int64).to_numpy(), own.notna().to_numpy()
        days = pd.Series(pd.Timestamp(self.cycle.effective_on), index=after.people.index).where(is_one)
        dated: dict[str, Any] = {
            RAISE_ON: days.astype("datetime64[ns]"),
            RAISED_BASE: np.where(is_one, self.people["new_base"].to_numpy()[rows], after.people["base"].to_numpy()),
            LUMP_SUM: np.where(is_one, self.people["lump_sum"].to_numpy()[rows], 0),
        }
        return evolve(after, people=after.people.assign(**dated))

    def changed(self) -> pd.DataFrame:
        """Those whose base salary rises."""
        return self.people[self.people["new_base"] > self.people["base"]]

    def by_department(self) -> dict[tuple[str, str], MeritCost]:
        """What the cycle costs by department and currency."""
        groups = self.people.groupby(["department", "currency"], sort=True)
        return {(str(name), str(code)): _cost(own) for (name, code), own in groups}

    def unrated(self) -> int:
        """How many people have no rating, and so get nothing."""
        return int((self.people["rating"] == "").sum())


def plan_merit(roster: Roster, bands: PayStructure, cycle: MeritCycle) -> MeritPlan:
    """Everybody's raise under a merit cycle.

    A person wants ``base x matrix rate x part of the period employed``, halves up to the smallest unit, at least the
    floor and at most the cap. If the wants of a pool cost more than it holds, or the cycle scales to the pool, all of
    them are multiplied with one factor, within floors and caps; what rounding leaves is handed out by largest
    remainder. A pool is never exceeded: somebody costs it the raise times FTE, a year, and a lump sum once.

    Args:
        roster: The people, with a column ``rating``; an empty rating is no raise.
        bands: What each job may pay.
        cycle: The rules.

    Raises:
        InvalidValue: If there is no column of ratings, a rating, band or pool is missing, nobody is of a pool's group,
            or floors alone cost more than a pool.
    """
    people = _looked_up(roster, bands, cycle)
    raised, beyond, pools = np.zeros(len(people), np.int64), np.zeros(len(people), np.int64), []
    for (group, code), own in people.groupby(["pool", "currency"], sort=True):
        pool = _pool(cycle, own, str(code))
        share = PoolShare(cycle=cycle, people=own, step=cycle.step(str(code)), pool=pool)
        rows = own.index.to_numpy()
        raised[rows], beyond[rows] = share.given()
        pools.append((str(group), pool, rows))
    people["new_base"] = people["base"] + raised
    people["lump_sum"] = beyond * people["fte"] // MILLION
    people["cost"] = raised * people["fte"] + people["lump_sum"] * MILLION
    results = (_result(group, pool, people.iloc[rows]) for group, pool, rows in pools)
    return MeritPlan(before=roster, cycle=cycle, people=people[list(PLAN_COLUMNS)], pools=tuple(results))


# look-ups, one for each distinct case


def _looked_up(roster: Roster, bands: PayStructure, cycle: MeritCycle) -> pd.DataFrame:
    """Each person with pool, band, position, matrix rate and part of the period."""
    if "rating" not in roster.people.columns:
        fix = "add one; whoever has no rating gets no raise"
        raise InvalidValue("Roster.people", "no column rating", "a merit cycle needs ratings", fix)
    columns = dict.fromkeys(["employee_id", *JOB, cycle.by, "start_on", "base", "fte"])
    people = roster.people[list(columns)].copy()
    people["rating"] = roster.people["rating"].fillna("").astype(str).str.strip()
    people["pool"] = _pool_groups(people, cycle)
    _place(people, bands, cycle)
    _want(people, cycle)
    return people


def _pool_groups(people: pd.DataFrame, cycle: MeritCycle) -> Any:
    """The group of each person's pool; empty for whoever has no pool of a group."""
    known = set(people[cycle.by])
    for pool in cycle.pools:
        if pool.group and pool.group not in known:
            fix = f"say one of {', '.join(sorted(map(str, known))[:9])}"
            raise InvalidValue("MeritPool.group", pool.group, f"is no {cycle.by} of the roster", fix)
    columns = [cycle.by, "currency"]
    number = people.groupby(columns, sort=False, observed=True).ngroup().to_numpy()
    groups = [cycle.pool(str(group), str(code)).group for group, code in distinct(people, columns)]
    return np.array(groups, dtype=object)[number]


def _place(people: pd.DataFrame, bands: PayStructure, cycle: MeritCycle) -> None:
    """Add band, position and matrix rate of everybody with a rating."""
    rows = np.flatnonzero(people["rating"].to_numpy() != "")
    rated = people.iloc[rows]
    found = InBands.of(rated, bands, cycle.matrix)
    codes, ratings = pd.factorize(rated["rating"])
    table = [[in_millionths(rate) for rate in cycle.matrix.row(str(rating)).rates] for rating in ratings]
    rates = np.array(table, dtype=np.int64).reshape(-1, len(cycle.matrix.edges) + 1)
    for name in ("minimum", "midpoint", "maximum", "position"):
        people[name] = _spread(getattr(found, name), rows, len(people), -1 if name == "position" else 0)
    people["matrix_rate"] = _spread(rates[codes, found.position], rows, len(people), 0)


def _spread(values: Ints, rows: Any, size: int, otherwise: int) -> Ints:
    made = np.full(size, otherwise, dtype=np.int64)
    made[rows] = values
    return made


def _want(people: pd.DataFrame, cycle: MeritCycle) -> None:
    """Add the part of the period, what is wanted before the pool is asked, and its least and most."""
    days, numbers = np.unique(people["start_on"].to_numpy(), return_inverse=True)
    parts = [cycle.part(_day(day)) for day in days]
    above = np.array([part.numerator for part in parts], dtype=object)[numbers]
    below = np.array([part.denominator for part in parts], dtype=object)[numbers] * MILLION
    base, rate = (people[name].to_numpy(dtype=object) for name in ("base", "matrix_rate"))
    gets_some = ((rate > 0) & (above > 0)).astype(bool)
    cap = in_millionths(Decimal(1) if cycle.cap_rate is None else cycle.cap_rate)
    people["part"] = _halves_up(above * MILLION * MILLION, below)
    people["high"] = np.where(gets_some, base * cap // MILLION, 0).astype(np.int64)
    floor = _halves_up(base * in_millionths(cycle.floor_rate) * above, below)
    people["low"] = np.where(gets_some, np.minimum(floor, people["high"]), 0)
    wanted = _halves_up(base * rate * above, below)
    people["wanted"] = np.clip(wanted, people["low"], people["high"])


def _halves_up(above: Any, below: Any) -> Ints:
    """Quotients of whole numbers of any size, halves up."""
    found: Ints = ((2 * above + below) // (2 * below)).astype(np.int64)
    return found


def _day(value: Any) -> date:
    found: date = pd.Timestamp(value).date()
    return found


# money


def _pool(cycle: MeritCycle, people: pd.DataFrame, currency: str) -> int:
    """What a pool holds, in smallest units, rounded down."""
    pool = cycle.pool(str(people[cycle.by].iloc[0]), currency)
    if pool.amount is not None:
        return pool.amount.minor
    assert pool.rate is not None  # one of the two
    payroll = exact_sum(people["base"].to_numpy() * people["fte"].to_numpy())
    return payroll * in_millionths(pool.rate) // MILLION**2


def _result(group: str, pool: int, people: pd.DataFrame) -> PoolResult:
    return PoolResult(group=group, pool=Money.from_minor(pool, str(people["currency"].iloc[0])), cost=_cost(people))


def _cost(people: pd.DataFrame) -> MeritCost:
    currency = str(people["currency"].iloc[0])
    base, new_base, fte, wanted = (people[name].to_numpy() for name in ("base", "new_base", "fte", "wanted"))
    return MeritCost(
        people=len(people),
        raised=int((people["cost"] > 0).sum()),
        payroll=_money(exact_sum(base * fte), currency),
        wanted=_money(exact_sum(wanted * fte), currency),
        raises=_money(exact_sum((new_base - base) * fte), currency),
        lump_sums=Money.from_minor(exact_sum(people["lump_sum"].to_numpy()), currency),
    )


def _money(parts: int, currency: str) -> Money:
    """Millionths of smallest units as money, unrounded."""
    return Money(EXACT.scaleb(Decimal(parts), -6 - minor_units(currency)), currency)
