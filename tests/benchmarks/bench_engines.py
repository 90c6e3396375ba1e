"""Every person from Parquet to Parquet on Dask, against the plain loop over the same chunks.

    python -m tests.benchmarks.bench_engines [PEOPLE]

50,000 people, or as many as said, in four row groups. The plain loop reads a row group, calls `people_amounts` and
writes Parquet, in this process; nothing is checked, no digest made. Ours is `run_people` over a Dask cluster of one
worker process, and of two, of one thread each. Starting a cluster (about two seconds) is not counted, and everything
runs once before it is timed. Prints medians of paired, interleaved ratios, and how many people a second that is: by
the clock, which holds for a machine on which nothing else runs, and by processor time, that of the caller and of the
busiest worker together, which is what the clock would show if each had a core of its own.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

import pyarrow.parquet as parquet

from compkit.files.engines import run_people
from compkit.workforce.columns.pieces import Cuts
from compkit.workforce.engines.people import PeoplePlan, people_amounts
from compkit.workforce.engines.rows import pack

from ..samples import assume, market
from ..tools import dask_cluster
from ..workforce.test_totals import YEARS
from .bench_workforce import roster

PEOPLE, PARTS, PAIRS = 50_000, 4, 3
ONE_WORKER, TWO_WORKERS = 1.25, 1.6


def made(folder: Path, people: int) -> tuple[Path, PeoplePlan]:
    """A file of people, and how they are valued."""
    held, path, years = roster(people), folder / "people.parquet", Cuts(YEARS.days)
    pack(held).to_parquet(path, index=False, row_group_size=-(-people // PARTS))
    given = assume(bonus_payout="0.9", token_utilisation="0.6")
    stated: dict[str, Any] = {"allowances": held.allowances, "bonus": held.bonus, "cuts": years, "currency": "USD"}
    return path, PeoplePlan(market=market(), assumptions=given, **stated)


def plain(path: Path, folder: Path, plan: PeoplePlan) -> None:
    """What a user would write."""
    folder.mkdir()
    file = parquet.ParquetFile(path)
    for group in range(file.num_row_groups):
        amounts = people_amounts(file.read_row_group(group).to_pandas(), plan)
        amounts.to_parquet(folder / f"{group}.parquet", index=False)


def timed(way: Callable[[Path], object], folder: Path, client: Any) -> tuple[float, float]:
    """How long a way takes that writes to a new folder: on the clock, and of the processors one after the other."""
    before = client.run(time.process_time) if client else {}
    clock, processor = time.perf_counter(), time.process_time()
    way(folder)
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    after = client.run(time.process_time) if client else {}
    return clock, processor + max((after[worker] - before[worker] for worker in after), default=0)


def measured(folder: Path, people: int) -> list[dict[str, tuple[float, float]]]:
    """Seconds of each way, run after run; the first is not counted."""
    path, plan = made(folder, people)
    with ExitStack() as held:
        clients = {n: held.enter_context(dask_cluster(folder / f"scratch{n}", n)) for n in (1, 2)}
        ways: dict[str, tuple[Any, Any]] = {"plain loop": (lambda out: plain(path, out, plan), None)}
        for number, client in clients.items():
            asked = {"engine": "dask", "client": client}
            ways[f"{number} of Dask"] = (lambda out, asked=asked: run_people(path, out, plan, **asked), client)
        numbers = range(PAIRS + 1)
        return [{name: timed(way, folder / f"{name} {n}", at) for name, (way, at) in ways.items()} for n in numbers][1:]


def main(people: int) -> bool:
    """Everything; whether both promises are kept by the clock."""
    with tempfile.TemporaryDirectory() as name:
        runs = measured(Path(name), people)
    for way in runs[0]:
        clock, processor = (median(run[way][i] for run in runs) for i in (0, 1))
        print(f"{way:>10}: {clock:5.2f} s by the clock, {processor:5.2f} s of processors in a row; ", end="")
        print(f"{people / clock:,.0f} people a second")
    ratios = [_ratios(runs, i) for i in (0, 1)]
    for measure, (one, two) in zip(("clock", "processor"), ratios, strict=True):
        print(
            f"by the {measure} one worker takes {one:.2f} times the plain loop (promised: {ONE_WORKER} at most), ",
            end="",
        )
        print(f"two are {two:.2f} times as fast (promised: {TWO_WORKERS} at least)")
    print(f"{os.cpu_count()} cores, {os.getloadavg()[0]:.1f} busy by the average of the last minute")
    return ratios[0][0] <= ONE_WORKER and ratios[0][1] >= TWO_WORKERS


def _ratios(runs: list[dict[str, tuple[float, float]]], i: int) -> tuple[float, float]:
    one = median(run["1 of Dask"][i] / run["plain loop"][i] for run in runs)
    return one, median(run["plain loop"][i] / run["2 of Dask"][i] for run in runs)


if __name__ == "__main__":
    sys.exit(not main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE))
