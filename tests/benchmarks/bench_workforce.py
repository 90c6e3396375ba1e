"""A workforce valued: ratios to plain references in the same process, the median of paired runs.

Run: ``python -m tests.benchmarks.bench_workforce``. Ten scenarios by department against the single path in Decimal
(timed on a sample of people, and scaled: it is a loop over people); every person under a thousand price scenarios
against writing the output once (``np.full``); and the same against the loop over scenarios and years that a user
would write in pandas (timed on a few scenarios, and scaled).
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pandas as pd

from compkit.dates import MonthDay, add_months
from compkit.market import Scenario
from compkit.market.moves import TokenPriceChange
from compkit.pay import Basket, FixedMoney, FixedQuantity, MoneyPer, ShareOfBase, TokenAllowance, TokensPer
from compkit.valuation import value
from compkit.workforce.budget import plan_budget
from compkit.workforce.columns.persons import people_quantities, value_people
from compkit.workforce.columns.pieces import Cuts
from compkit.workforce.roster import BonusTerms, Roster

from ..samples import TODAY, assume, market, usd

SAMPLE = 200
YEARS = 4


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


def against_single(people: Roster) -> float:
    """Ten scenarios by department: how many times as fast as the valuation of each person."""
    given, world, scenarios = assume(horizon_months=12 * YEARS), market(), moved(10)
    some = people.people["employee_id"].sample(min(SAMPLE, len(people)), random_state=1)
    packages = [people.package(employee) for employee in some]

    def single() -> float:
        def work() -> None:
            for package in packages:
                for scenario in scenarios:
                    value(package, scenario.apply(world), given).total("cost")

        return seconds(work) * len(people) / len(packages)

    return ratio(single, lambda: seconds(lambda: plan_budget(people, world, given, scenarios=scenarios)), runs=1)


def against_full(people: Roster) -> tuple[float, float]:
    """Every person under a thousand scenarios: times the time of `np.full`, and of the loop in pandas over ours."""
    given, world = assume(horizon_months=12 * YEARS), market()
    markets = [scenario.apply(world) for scenario in moved(1000)]
    cuts = Cuts(tuple(add_months(TODAY, 12 * n) for n in range(YEARS + 1)))
    quantities = people_quantities(people, cuts)
    shape = (quantities.matrix.shape[0], len(markets))
    out = np.empty(shape)
    value_people(quantities, markets[:2], given, currency="USD", out=np.empty((shape[0], 2)))

    def ours() -> float:
        return seconds(lambda: value_people(quantities, markets, given, currency="USD", out=out))

    frame = pd.DataFrame(quantities.matrix / YEARS)

    def pandas() -> float:
        def work() -> None:
            for n in range(5):
                columns = {year: (frame * (1 + n / 1000)).sum(axis=1) for year in range(YEARS)}
                pd.DataFrame(columns).sum(axis=1)

        return seconds(work) * len(markets) / 5

    return 1 / ratio(lambda: seconds(lambda: np.full(shape, 1.0)), ours), ratio(pandas, ours)


if __name__ == "__main__":
    for size in (1_000, 42_000):
        people = roster(size)
        print(f"{size:9,} people: 10 scenarios by department {against_single(people):6.0f} times the single path")
        full, loop = against_full(people)
        print(f"{'':16} 1,000 scenarios a person {full:4.1f} times np.full, {loop:4.0f} times the pandas loop")
