"""A workforce valued: ratios to plain references in the same process, the median of paired runs.

Run: ``python -m tests.benchmarks.bench_workforce``. Ten scenarios by department against the single path in Decimal
(timed on `SAMPLE` people, and scaled: it is a loop over people), summed alone, and as the whole budget with tokens by
provider. Every person under a thousand price scenarios against writing the output once (``np.full``), and against two
loops over scenarios and years in pandas (timed on a few scenarios and at most `MOST` people, and scaled): the one a
user writes who has a row an employee, year and unit, and a lean one whose frames are pivoted and hold one price a
scenario.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from decimal import Decimal

import numpy as np
import pandas as pd
from attrs import evolve

from compkit.dates import MonthDay, add_months
from compkit.market import Market, Scenario
from compkit.market.moves import TokenPriceChange
from compkit.pay import Basket, FixedMoney, FixedQuantity, MoneyPer, ShareOfBase, TokenAllowance, TokensPer
from compkit.pay.units import decimals
from compkit.valuation import Assumptions, value
from compkit.workforce.budget import plan_budget
from compkit.workforce.columns.expand import expand
from compkit.workforce.columns.persons import PeopleQuantities, people_quantities, value_people
from compkit.workforce.columns.pieces import Cuts
from compkit.workforce.columns.totals import (
    GroupQuantity,
    Promise,
    group_quantities,
    price_quantities,
    unit_prices,
)
from compkit.workforce.roster import BonusTerms, Roster

from ..samples import TODAY, assume, market, usd

SIZES = (1_000, 42_000, 1_000_000)
SAMPLE = 200
MOST = 42_240
"""People at a time: blocks of 256."""
FEW = 3
YEARS = 4
CUTS = Cuts(tuple(add_months(TODAY, 12 * n) for n in range(YEARS + 1)))


def roster(count: int) -> Roster:
    """People in sixty departments, hired on any day of thirteen years, with a grant each and three kinds of tokens."""
    random = np.random.default_rng(2026)
    start = pd.to_datetime("2013-01-02") + pd.to_timedelta(random.integers(0, 5000, count), unit="D")
    ids = [f"E{n}" for n in range(count)]
    people = pd.DataFrame(
        {
            "employee_id": ids,
            "department": random.choice([f"Department {n}" for n in range(60)], count),
            **dict.fromkeys(("cost_center", "account", "family", "level", "place", "manager"), ""),
            "currency": "USD",
            "start_on": start,
            "base": random.integers(4_000_000, 40_000_000, count),
            "fte": random.choice([1_000_000, 800_000], count),
            "bonus": random.choice([0, 100_000, 150_000], count),
            "tokens": random.choice(["half of base", "starter", "agents", ""], count),
        }
    )
    grants = pd.DataFrame(
        {
            "employee_id": ids,
            "name": "Grant",
            "kind": "rsu",
            "symbol": "ACME",
            "units": random.integers(400, 5000, count),
            "vesting": "4y/1y-cliff/quarterly",
            "vesting_start_on": start,
            "strike": "",
            "strike_currency": "",
            "expires_on": pd.NaT,
        }
    )
    allowances = {
        "half of base": TokenAllowance(amount=ShareOfBase(rate="0.5"), rule=FixedMoney()),
        "starter": TokenAllowance(amount=MoneyPer(money=usd(500), per="month"), rule=FixedMoney()),
        "agents": TokenAllowance(
            amount=TokensPer(mtok="2000", per="month"), rule=FixedQuantity(), basket=Basket.of("openai/gpt-6-sol")
        ),
    }
    bonus = BonusTerms(paid_on=MonthDay(3, 15))
    return Roster(people=people, grants=grants, allowances=allowances, bonus=bonus)


def seconds(work: Callable[[], object]) -> float:
    """How long some work takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def ratio(reference: Callable[[], float], ours: Callable[[], float], runs: int = 3) -> float:
    """The median of how many times as long the reference takes, in runs side by side."""
    return statistics.median(reference() / ours() for _ in range(runs))


def moved(count: int) -> list[Scenario]:
    """Token prices up and down at once, by a thousandth more in each scenario."""
    rates = (Decimal(n - count // 2) / 1000 for n in range(count))
    return [Scenario(name=f"{rate:+}", moves=(TokenPriceChange(rate=rate),)) for rate in rates]


def against_single(people: Roster) -> tuple[float, float]:
    """Ten scenarios by department: how many times as fast as the valuation of each person are sums, and the budget."""
    given, world, scenarios = assume(horizon_months=12 * YEARS), market(), moved(10)
    markets = [world, *(scenario.apply(world) for scenario in scenarios)]
    some = people.people["employee_id"].sample(min(SAMPLE, len(people)), random_state=1)
    packages = [people.package(employee) for employee in some]

    def single() -> float:
        def work() -> None:
            for package in packages:
                for moved in markets:
                    value(package, moved, given).total("cost")

        return seconds(work) * len(people) / len(packages)

    def sums() -> None:
        quantities = group_quantities(people, CUTS, by_day=False)
        for moved in markets:
            price_quantities(quantities, moved, given, currency="USD")

    def budget() -> None:
        plan_budget(people, world, given, scenarios=scenarios)

    sums()
    return ratio(single, lambda: seconds(sums)), ratio(single, lambda: seconds(budget))


def tidy(people: Roster, promises: Sequence[Promise]) -> pd.DataFrame:
    """A row an employee, year and unit, as a user has them: ids and units are texts."""
    ids, parts = people.people["employee_id"], []
    for block in expand(people, CUTS, by_day=False):
        pieces = block.quantity.shape[1]
        columns = {
            "employee_id": ids.iloc[np.repeat(block.people, pieces)].to_numpy(),
            "year": block.year.ravel(),
            "unit": f"unit {promises.index(Promise.of(block))}",
            "quantity": block.quantity.ravel() / 10.0 ** decimals(block.unit),
        }
        parts.append(pd.DataFrame(columns))
    frame = pd.concat(parts)
    return frame[frame["quantity"] != 0].groupby(["employee_id", "year", "unit"], as_index=False)["quantity"].sum()


def loop(frame: pd.DataFrame, scenarios: Sequence[dict[str, float]]) -> pd.DataFrame:
    """A column a scenario: rows of each year times their prices, summed by employee."""
    columns = {}
    for number, prices in enumerate(scenarios):
        years = []
        for year in range(YEARS):
            rows = frame[frame["year"] == year]
            amounts = rows["quantity"] * rows["unit"].map(prices)
            years.append(amounts.groupby(rows["employee_id"]).sum())
        columns[number] = pd.concat(years, axis=1).sum(axis=1)
    return pd.DataFrame(columns)


def lean_loop(frame: pd.DataFrame, scenarios: int) -> pd.DataFrame:
    """The same with a row an employee and a column a unit, alike in each year, under one price a scenario."""
    columns = {}
    for number in range(scenarios):
        years = {year: (frame * (1 + number / 1000)).sum(axis=1) for year in range(YEARS)}
        columns[number] = pd.DataFrame(years).sum(axis=1)
    return pd.DataFrame(columns)


def against_full(people: Roster) -> tuple[float, float, float]:
    """Every person under a thousand scenarios: the time of `np.full` in ours, and ours in the plain and lean loops.

    More than `MOST` people go through the same memory, part by part; so does what they are compared with.
    """
    given, world = assume(horizon_months=12 * YEARS), market()
    markets = [scenario.apply(world) for scenario in moved(1000)]
    whole = people_quantities(people, CUTS)
    parts = [evolve(whole, matrix=whole.matrix[n : n + MOST]) for n in range(0, len(whole.matrix), MOST)]
    out = np.empty((len(parts[0].matrix), len(markets)))

    def ours() -> None:
        for part in parts:
            value_people(part, markets, given, currency="USD", out=out[: len(part.matrix)])

    def full() -> None:
        for part in parts:
            np.full((len(part.matrix), len(markets)), 1.0)

    some = Roster(
        people=people.people.iloc[:MOST],
        grants=people.grants[people.grants["employee_id"].isin(people.people["employee_id"].iloc[:MOST])],
        allowances=people.allowances,
        bonus=people.bonus,
    )
    scale = len(markets) / FEW * len(people) / len(some)
    frame, prices = tidy(some, whole.promises), [unit_costs(whole, moved, given) for moved in markets[:FEW]]
    pivoted = pd.DataFrame(parts[0].matrix[: len(some)] / YEARS)
    ours()
    value_people(parts[0], markets, given, currency="USD", out=out)
    found = loop(frame, prices).reindex(some.people["employee_id"])
    assert np.abs(found.to_numpy() - out[: len(some), :FEW]).max() < 0.005  # they are worth the same
    return (
        1 / ratio(lambda: seconds(full), lambda: seconds(ours)),
        ratio(lambda: seconds(lambda: loop(frame, prices)) * scale, lambda: seconds(ours)),
        ratio(lambda: seconds(lambda: lean_loop(pivoted, FEW)) * scale, lambda: seconds(ours)),
    )


def unit_costs(quantities: PeopleQuantities, world: Market, given: Assumptions) -> dict[str, float]:
    """Cost of one unit of each promise."""
    rows = [GroupQuantity(group=(), promise=of, year=0, on=TODAY, quantity=Decimal(1)) for of in quantities.promises]
    prices = unit_prices(rows, world, given, currency="USD")
    return {f"unit {number}": float(cost) for number, (_, cost, _) in enumerate(prices)}


if __name__ == "__main__":
    for size in SIZES:
        people = roster(size)
        sums, budget = against_single(people)
        print(f"{size:9,} people: 10 scenarios by department {sums:4.0f} times the single path (budget {budget:.0f})")
        full, plain, lean = against_full(people)
        loops = f"{plain:4.0f} times the pandas loop (lean {lean:.0f})"
        print(f"{'':16} 1,000 scenarios a person {full:4.1f} times np.full, {loops}")
    print(f"references: {SAMPLE} people one by one, loops over at most {MOST:,} people and {FEW} scenarios, scaled")
