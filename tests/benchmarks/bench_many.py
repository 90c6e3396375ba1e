"""A thousand offers read, valued and compared in one process: time an offer, and memory that does not grow.

Run: ``python -m tests.benchmarks.bench_many``. Memory is what Python itself holds at its peak (tracemalloc), once for
100 and once for 1,000 offers; bounded means that the second is about the first.
"""

from __future__ import annotations

import tempfile
import time
import tracemalloc
from datetime import date
from pathlib import Path

from compkit import compare, iter_offers, list_prices, read_assumptions, value
from compkit.files.templates import template

DAY = date(2026, 11, 20)


def offers(folder: Path, count: int) -> None:
    """Offer files that differ in salary and number."""
    text = template("offers/acme.yaml").read_text("utf-8")
    for number in range(count):
        own = text.replace("amount: 250000", f"amount: {250_000 + number}").replace("0417", f"{number:04}")
        (folder / f"{number:04}.yaml").write_text(own, "utf-8")


def run(count: int) -> tuple[float, int]:
    """Seconds an offer, and peak bytes, to read, value and compare each offer with the first."""
    facts = read_assumptions(template("assumptions.yaml"))
    market, given = facts.market(list_prices(as_of=DAY), as_of=DAY), facts.assumptions(as_of=DAY)
    with tempfile.TemporaryDirectory() as folder:
        offers(Path(folder), count)
        tracemalloc.start()
        begin, first, seen = time.perf_counter(), None, 0
        for found in iter_offers(folder):
            valuation = value(found.offer.package, market, given)
            first = first or valuation
            seen += compare({"first": first, "this": valuation}).amount("this") > 0
        seconds, (_, peak) = time.perf_counter() - begin, tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert seen == count
    return seconds / count, peak


if __name__ == "__main__":
    run(10)
    for size in (100, 1000):
        each, most = run(size)
        print(f"{size:5} offers: {1000 * each:.1f} ms an offer (traced), peak {most / 2**20:.1f} MiB")
