"""Many price paths: ratios to plain references in the same process, the median of paired runs.

Run: ``python -m tests.benchmarks.bench_paths``. Percentiles by department against the amounts of every person on every
path, department by department, in chunks that fit (people x paths, by broadcasting); of every person against
`np.percentile` in blocks; capped allowances against the lesser amount of every person on every path. References are
timed on a part of the people or paths, and scaled: they are loops over them. Memory is what numpy says it takes.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import numpy as np

from compkit.pay.units import Cash, Shares, TokenMoney
from compkit.workforce.columns.capped import billionths, capped
from compkit.workforce.columns.paths import Groups, group_paths, person_percentiles
from compkit.workforce.columns.persons import BLOCK, PeopleQuantities
from compkit.workforce.columns.pieces import Cuts
from compkit.workforce.columns.totals import Promise

from .bench_workforce import ratio, seconds

PATHS = 10_000
PERCENTS = (5, 25, 50, 75, 95)
DEPARTMENTS = 60
SIZES = (1_000, 42_000, 1_000_000)
UNITS = (Cash("USD"), Cash("EUR"), Shares("ACME"), *(TokenMoney(currency) for currency in ("USD", "EUR", "GBP")))


def quantities(count: int) -> PeopleQuantities:
    """People with cents of six kinds and whole shares; rows of zeros fill up the last block."""
    random = np.random.default_rng(2026)
    matrix = np.zeros((-(-count // BLOCK) * BLOCK, len(UNITS)))
    matrix[:count] = random.integers(0, 40_000_000, (count, len(UNITS))) / 100.0
    matrix[:, 2] = np.rint(matrix[:, 2] / 100)
    terms = {"guaranteed": True, "expectation": "none", "personal_share": Decimal(0)}
    promises = tuple(Promise(component="tokens", name=str(n), unit=unit, **terms) for n, unit in enumerate(UNITS))
    return PeopleQuantities(promises, matrix, Cuts((date(2026, 1, 1), date(2030, 1, 1))))


def paths() -> np.ndarray:
    """Prices of each unit."""
    return np.random.default_rng(7).lognormal(0, 0.4, (len(UNITS), PATHS))


def departments(count: int) -> Groups:
    """Departments of people sorted by them, as a roster is kept."""
    codes = np.sort(np.random.default_rng(5).integers(0, DEPARTMENTS, count))
    return Groups(codes, tuple((f"Department {n}",) for n in range(DEPARTMENTS)))


def added(work: Callable[[], object]) -> float:
    """The most megabytes that some work holds beyond what was there."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def by_department(count: int) -> str:
    """Percentiles of departments."""
    of, groups, prices = quantities(count), departments(count), paths()
    step = max(count // 5_000, 1)
    some, codes = of.matrix[:count:step], groups.codes[::step]
    totals = np.zeros((DEPARTMENTS, PATHS))

    def ours() -> float:
        return seconds(lambda: group_paths(of, groups, prices, percents=PERCENTS))

    def broadcast() -> None:
        for department in range(DEPARTMENTS):
            people = some[slice(*np.searchsorted(codes, (department, department + 1)))]
            amounts = np.zeros((len(people), PATHS))
            for promise in range(len(prices)):
                amounts += people[:, promise, None] * prices[promise]
            totals[department] = amounts.sum(axis=0)

    def plain() -> float:
        return seconds(broadcast) * count / len(some) + seconds(lambda: np.percentile(totals, PERCENTS, axis=1))

    ours()
    times = ratio(plain, ours, runs=5)
    memory = added(lambda: group_paths(of, groups, prices, percents=PERCENTS))
    return f"by department {times:6.0f} times broadcasting, {memory:3.0f} MB more"


def growth() -> float:
    """How many times as long departments of a million people take as those of 42,000."""
    prices = paths()
    runs = []
    for count in (1_000_000, 42_000):
        of, groups = quantities(count), departments(count)
        runs.append(lambda of=of, groups=groups: seconds(lambda: group_paths(of, groups, prices, percents=PERCENTS)))
        runs[-1]()
    return ratio(*runs, runs=15)


def by_person(count: int) -> str:
    """Percentiles of people; both on a part of them, which is enough blocks to tell."""
    of, prices = quantities(min(count, 5_000)), paths()
    out = np.empty((len(of.matrix), len(PERCENTS)))

    def ours() -> float:
        return seconds(lambda: person_percentiles(of, prices, PERCENTS, out=out))

    def plain() -> float:
        def work() -> None:
            for begin in range(0, len(of.matrix), BLOCK):
                amounts = of.matrix[begin : begin + BLOCK] @ prices
                np.percentile(amounts, PERCENTS, axis=1)

        return seconds(work)

    ours()
    times = ratio(plain, ours)
    memory = added(lambda: person_percentiles(of, prices, PERCENTS, out=out))
    return f"by person {times:4.1f} times np.percentile, {memory:3.0f} MB more"


def with_caps(count: int) -> str:
    """Capped allowances."""
    random = np.random.default_rng(3)
    tokens, caps = random.integers(0, 10**11, count), random.integers(0, 10**8, count)
    prices = paths()[0] * 5
    whole, sample = billionths(prices), min(count, 5_000)
    mtok, dollars = tokens[:sample] / 1e6, caps[:sample] / 100

    def plain() -> float:
        def work() -> None:
            for begin in range(0, sample, BLOCK):
                amounts = mtok[begin : begin + BLOCK, None] * prices
                np.minimum(amounts, dollars[begin : begin + BLOCK, None], out=amounts).sum(axis=0)

        return seconds(work) * count / sample

    times = ratio(plain, lambda: seconds(lambda: capped(tokens, caps, per=10**13).totals(whole)), runs=5)
    return f"caps {times:6.0f} times brute force"


if __name__ == "__main__":
    for size in SIZES:
        print(f"{size:9,} people: {by_department(size)}; {by_person(size)}; {with_caps(size)}")
    print(f"a million people by department take {growth():.1f} times as long as 42,000")
