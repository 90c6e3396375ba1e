"""A roster of 42,000 people and 18 columns read from Excel, against bare calamine: paired, interleaved ratios.

    python -m tests.benchmarks.bench_roster [ROWS]

Both read the same file in one process: calamine gives lists of cells, `read_roster` gives whole numbers, days and
texts, with every cell checked. The median of the ratios is printed, and must be 2 at most.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
import pandas as pd
from python_calamine import CalamineWorkbook

from compkit.files.bulk import write_table
from compkit.files.roster import read_roster

ROWS, PAIRS, MOST = 42_000, 7, 2.0


def people(rows: int) -> pd.DataFrame:
    """Invented people: ids and names of their own, pay in cents, days of eleven years."""
    random = np.random.default_rng(7)
    first = date(2015, 1, 1)
    columns: dict[str, object] = {
        "employee_id": [f"{number:06}" for number in range(rows)],
        "name": [f"Zoë O'Neil {number}" for number in range(rows)],
        "department": random.choice([f"Department {number}" for number in range(40)], rows),
        "cost_center": random.choice([f"{number:05}" for number in range(200)], rows),
        "account": random.choice(["6000", "6010"], rows),
        "family": random.choice(["Software", "Science", "Sales", "Operations"], rows),
        "level": random.choice(["L3", "L4", "L5", "L6"], rows),
        "place": random.choice(["Berlin", "Boston", "NA"], rows),
        "manager": [f"{number // 8:06}" for number in range(rows)],
        "currency": random.choice(["USD", "EUR"], rows),
        "start_on": [first + timedelta(int(days)) for days in random.integers(0, 4000, rows)],
        "base": np.round(30_000 + random.random(rows) * 300_000, 2),
        "fte": random.choice([1.0, 0.8, 0.5], rows),
        "bonus": np.round(random.random(rows) * 0.3, 2),
        "tokens": random.choice(["", "half of base"], rows),
        "rating": random.choice(["1", "2", "3", "4"], rows),
        "gender": random.choice(["female", "male"], rows),
        "category": random.choice(list("ABCDEF"), rows),
    }
    return pd.DataFrame(columns)


def seconds(action: Callable[[], object]) -> float:
    """How long an action takes."""
    begin = perf_counter()
    action()
    return perf_counter() - begin


def ratio(path: Path) -> float:
    """Median of ours over bare calamine."""
    runs = [
        (
            seconds(lambda: read_roster(path, problems="noted")),
            seconds(lambda: CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()),
        )
        for _ in range(PAIRS)
    ]
    own, bare = median(own for own, _ in runs), median(bare for _, bare in runs)
    found = median(own / bare for own, bare in runs)
    print(f"{path.name}: {own:.2f} s, bare calamine {bare:.2f} s: {found:.2f} times (promised: {MOST})")
    return found


def main(rows: int) -> bool:
    """A file of ours, with bonuses shown in percent, and one that pandas wrote; whether both keep the promise."""
    frame = people(rows)
    with tempfile.TemporaryDirectory() as folder:
        ours, plain = Path(folder, "ours.xlsx"), Path(folder, "pandas.xlsx")
        write_table(frame, ours, formats={"bonus": "0.00%"}, sheet="people")
        frame.to_excel(plain, index=False)
        assert not read_roster(ours, problems="noted").problems
        return max(ratio(ours), ratio(plain)) <= MOST


if __name__ == "__main__":
    sys.exit(not main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))
