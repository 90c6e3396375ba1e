"""Usage rows in Parquet priced to person and month, against a bare scan of the same columns, and DuckDB if it is there.

    python -m tests.benchmarks.bench_usage [ROWS]

5,000,000 rows of 42,000 people and a year, or as many as said (50,000,000 need 2 GB of disk). The scan reads the same
columns into batches and drops them. DuckDB sums tokens by person, day of price, model and service, and multiplies by a
table of prices: the same work without its checks, in one thread for the promise per core. Prints medians of paired,
interleaved ratios, and processor time, which does not depend on what else runs.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd
import pyarrow as arrow
import pyarrow.dataset as dataset
import pyarrow.parquet as parquet

from compkit.files.usageparquet import COLUMNS, price_usage
from compkit.market import PriceBook, RateCard, TokenPrice
from compkit.market.prices import KINDS

ROWS, FILE, PEOPLE, DAYS, PAIRS = 5_000_000, 5_000_000, 42_000, 365, 3
SLOWEST, DUCKDB = 4.0, 2.0
MODELS = [f"acme/model-{number}" for number in range(8)]
FIRST, CHANGE = date(2027, 1, 1), date(2027, 6, 15)


def book() -> PriceBook:
    """Invented prices of all models, half as dear from the middle of June."""
    rows = []
    for number, model in enumerate(MODELS, 1):
        card = RateCard(**{kind: Decimal(number * (place + 1)) / 2 for place, kind in enumerate(KINDS)})
        half = card.times(Decimal("0.5"))
        rows.append(TokenPrice(model=model, card=card, batch=half, from_on=FIRST, until_on=CHANGE, source="bench"))
        other = half.times(Decimal("0.5"))
        rows.append(TokenPrice(model=model, card=half, batch=other, from_on=CHANGE, source="bench"))
    return PriceBook(rows)


def usage(rows: int, seed: int) -> arrow.Table:
    """Invented use: in the order of days, as logs are, each person with two models of her own."""
    random = np.random.default_rng(seed)
    people = random.integers(0, PEOPLE, rows)
    models = (people + random.integers(0, 2, rows)) % len(MODELS)
    days = np.sort(random.integers(0, DAYS, rows)).astype("timedelta64[D]")

    def text(places: np.ndarray, names: list[str]) -> arrow.Array:
        return arrow.DictionaryArray.from_arrays(places.astype(np.int32), names)

    columns: dict[str, object] = {
        "on": arrow.array((np.datetime64(FIRST) + days).astype("datetime64[s]")),
        "person": text(people, [f"person{number:06}@example.com" for number in range(PEOPLE)]),
        "model": text(models, MODELS),
        "service": text((random.random(rows) < 0.1).astype(int), ["standard", "batch"]),
    }
    columns |= {kind: random.integers(0, 50_000, rows) for kind in KINDS}
    return arrow.table(columns)


def scan(folder: Path) -> int:
    """Read the columns of every file into batches."""
    form = dataset.ParquetFileFormat(read_options={"dictionary_columns": ["person", "model", "service"]})
    held = dataset.dataset(str(folder), format=form)
    return sum(len(batch) for batch in held.to_batches(columns=list(COLUMNS), batch_size=2**17))


def by_duckdb(folder: Path, threads: int) -> Callable[[], object]:
    """The same sums and prices in SQL."""
    import duckdb

    rows = []
    for price in book().rows:
        for service, card in (("standard", price.card), ("batch", price.batch)):
            per_token = {kind: int(getattr(card, kind) * 1000) for kind in KINDS}
            rows.append({"model": price.model, "service": service, "change": price.from_on == CHANGE, **per_token})
    prices = pd.DataFrame(rows)
    summed = ", ".join(f"sum({kind})::hugeint AS {kind}" for kind in KINDS)
    cost = " + ".join(f"used.{kind} * prices.{kind}" for kind in KINDS)
    totals = ", ".join(f"sum(used.{kind})" for kind in KINDS)
    query = f"""
        WITH used AS (
            SELECT person, date_trunc('month', "on") AS month, model, service, "on" >= DATE '{CHANGE}' AS change,
                {summed}
            FROM read_parquet('{folder}/*.parquet') GROUP BY ALL
        )
        SELECT person, month, {totals}, sum({cost}) FROM used JOIN prices USING (model, service, change)
        GROUP BY person, month ORDER BY person, month
    """
    connection = duckdb.connect()
    connection.execute(f"SET threads = {threads}; SET enable_progress_bar = false")
    connection.register("prices", prices)
    return lambda: connection.sql(query).to_arrow_table()


def seconds(action: Callable[[], object]) -> tuple[float, float]:
    """How long an action takes, on the clock and of all processors."""
    clock, processor = time.perf_counter(), time.process_time()
    action()
    return time.perf_counter() - clock, time.process_time() - processor


def told(name: str, ours: list[tuple[float, float]], theirs: list[tuple[float, float]], rows: int) -> list[float]:
    """Medians of ours over theirs, by the clock and by processor time."""
    ratios = [median(a[i] / b[i] for a, b in zip(ours, theirs, strict=True)) for i in (0, 1)]
    clock, processor = (median(one[i] for one in theirs) for i in (0, 1))
    print(f"{name}: {clock:.2f} s, {processor / rows * 1e9:.0f} ns of processor a row; ", end="")
    print(f"ours takes {ratios[0]:.2f} times the clock, {ratios[1]:.2f} times the processor")
    return ratios


def main(rows: int) -> bool:
    """Everything; whether both promises are kept, as far as they could be measured."""
    with tempfile.TemporaryDirectory() as name:
        folder, prices = Path(name), book()
        for number in range(0, rows, FILE):
            table = usage(min(FILE, rows - number), number)
            parquet.write_table(table, folder / f"{number:012}.parquet", row_group_size=1_000_000)
        actions: dict[str, Callable[[], object]] = {
            "ours": lambda: price_usage(folder, prices),
            "bare scan": lambda: scan(folder),
        }
        if find_spec("duckdb"):
            actions |= {f"DuckDB, {n} threads": by_duckdb(folder, n) for n in (1, 2)}
        else:
            print("DuckDB is not installed: not compared")
        runs = [{name: seconds(action) for name, action in actions.items()} for _ in range(PAIRS)]
    ours = [run["ours"] for run in runs]
    clock, processor = (median(one[i] for one in ours) for i in (0, 1))
    print(f"{rows:,} rows, ours: {clock:.2f} s, {processor / rows * 1e9:.0f} ns of processor a row")
    ratios = {name: told(name, ours, [run[name] for run in runs], rows) for name in actions if name != "ours"}
    duckdb = [1 / both[1] for name, both in ratios.items() if name.startswith("DuckDB, 1")]
    print(f"promised: at most {SLOWEST} times the scan's clock, {DUCKDB} times as fast as DuckDB per core: {duckdb}")
    return ratios["bare scan"][0] <= SLOWEST and all(one >= DUCKDB for one in duckdb)


if __name__ == "__main__":
    sys.exit(not main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))
