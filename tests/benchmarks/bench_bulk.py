"""A workforce of 42,000 rows by 30 columns as an Excel file: written and read, against plain pandas with openpyxl.

    python -m tests.benchmarks.bench_bulk [ROWS]

Prints medians of paired, interleaved ratios in one process, and the peak memory that writing takes beside the frame
(tracemalloc). The promises: written at least 1.5 times as fast, read at least 8 times as fast, under 100 MB.
"""

import sys
import tempfile
import tracemalloc
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
import pandas as pd

from compkit.files.bulk import write_table
from compkit.files.sheets import read_sheet

ROWS, PAIRS = 42_000, 3
FASTER_TO_WRITE, FASTER_TO_READ, MOST_MB = 1.5, 8.0, 100
LIMIT = 100_000_000


def workforce(rows: int) -> pd.DataFrame:
    """Ids, names, days, amounts, rates and counts, as a roster has them: 30 columns."""
    random = np.random.default_rng(5)
    first = date(2015, 1, 1)
    columns: dict[str, object] = {
        "employee_id": [f"{number:06}" for number in range(rows)],
        "name": [f"Zoë O'Neil {number}" for number in range(rows)],
    }
    columns |= {f"text {n}": random.choice(["Engineering", "Sales", "-", "=SUM(A1)"], rows) for n in range(7)}
    columns |= {f"day{n}_on": [first + timedelta(int(d)) for d in random.integers(0, 4000, rows)] for n in range(3)}
    columns |= {f"face{n}_USD": np.round(random.random(rows) * 300_000, 2) for n in range(12)}
    columns |= {f"part{n}_rate": np.round(random.random(rows), 4) for n in range(3)}
    columns |= {f"tokens{n}_mtok": random.integers(0, 100_000, rows) for n in range(3)}
    return pd.DataFrame(columns)


def seconds(action: Callable[[], object]) -> float:
    """How long an action takes."""
    begin = perf_counter()
    action()
    return perf_counter() - begin


def paired(name: str, ours: Callable[[], object], plain: Callable[[], object], promise: float) -> bool:
    """Run both by turns, print the medians, and say whether the promise is kept."""
    runs = [(seconds(ours), seconds(plain)) for _ in range(PAIRS)]
    ratio = median(theirs / own for own, theirs in runs)
    own, theirs = median(own for own, _ in runs), median(theirs for _, theirs in runs)
    print(f"{name}: {own:.2f} s, pandas {theirs:.2f} s: {ratio:.1f} times as fast (promised: {promise})")
    return ratio >= promise


def peak_mb(frame: pd.DataFrame, path: Path) -> float:
    """Peak memory that `write_table` takes beside the frame."""
    tracemalloc.start()
    write_table(frame, path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1e6


def main(rows: int) -> bool:
    """Everything; whether all promises are kept."""
    frame = workforce(rows)
    with tempfile.TemporaryDirectory() as folder:
        ours, plain = Path(folder, "ours.xlsx"), Path(folder, "plain.xlsx")
        kept = [
            paired(
                "write", lambda: write_table(frame, ours), lambda: frame.to_excel(plain, index=False), FASTER_TO_WRITE
            )
        ]
        for name, path in (("read what we wrote", ours), ("read what pandas wrote", plain)):
            kept.append(
                paired(
                    name,
                    lambda path=path: read_sheet(path, named="", limit=LIMIT),
                    lambda path=path: pd.read_excel(path, engine="openpyxl"),
                    FASTER_TO_READ,
                )
            )
        most = peak_mb(frame, ours)
        size = ours.stat().st_size / 2**20
    print(f"peak memory of writing: {most:.0f} MB (promised: below {MOST_MB}); the file: {size:.1f} MB")
    return all(kept) and most < MOST_MB


if __name__ == "__main__":
    sys.exit(not main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))
