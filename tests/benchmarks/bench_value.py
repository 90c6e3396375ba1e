"""How long `value` takes, against a hand-written Decimal loop over the same rows.

    python -m tests.benchmarks.bench_value

Prints medians of paired, interleaved ratios in one process; the promise is within 10 times. Every pair has a package
of its own first day and salary, so that nothing remembered of an earlier one helps; the loop starts from the finished
rows. Both sides give the same totals by component in three numbers, which is checked on every pair.
"""

import sys
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from statistics import median
from time import perf_counter
from typing import TypeVar

from compkit.pay import COMPONENTS, NUMBERS, BaseSalary, Package, Shares, TokenClaim
from compkit.valuation.value import Valuation, value
from compkit.valuation.views import View, cells

from ..samples import START, acme, assume, globex, market, usd

PAIRS = 400
LIMIT = 10
T = TypeVar("T")
Row = tuple[str, int, Decimal, str, str, Decimal]
Totals = dict[tuple[str, int], list[Decimal]]


def plain_rows(found: Valuation) -> list[Row]:
    """The rows as a script would hold them: component, year, quantity, unit, whether at target, personal share."""
    rows = []
    for line in found.lines:
        row = line.row
        last = row.earned[1].toordinal() - 1 - found.start.toordinal()
        unit = {Shares: "share", TokenClaim: "tokens"}.get(type(row.unit), "cash")
        rows.append((row.component, last * 4 // 1461, row.quantity, unit, row.expectation, row.personal_share))
    return rows


def by_hand(rows: list[Row], share: Decimal, token: Decimal, payout: Decimal, used: Decimal) -> Totals:
    """Face, cost and worth by component and year, as one would write it without a library."""
    totals: Totals = {}
    for component, year, quantity, unit, kind, personal in rows:
        price = share if unit == "share" else token if unit == "tokens" else Decimal(1)
        face = quantity * price
        cost = worth = face
        if kind == "bonus":
            cost = worth = face * payout
        elif kind == "tokens":
            cost, worth = face * used, face * personal
        cell = totals.setdefault((component, year), [Decimal(0), Decimal(0), Decimal(0)])
        cell[0] += face
        cell[1] += cost
        cell[2] += worth
    return totals


def check_same(found: Valuation, loop: Totals) -> None:
    """Both sides count the same, by component, in each of the three numbers."""
    for component in COMPONENTS:
        for i, number in enumerate(NUMBERS):
            plain = sum(cell[i] for (name, _), cell in loop.items() if name == component)
            assert found.total(number, components=[component]).amount == plain, (component, number)


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds of one call, and its result."""
    start = perf_counter()
    result = work()
    return perf_counter() - start, result


def pair(package: Package, share: Decimal) -> tuple[float, float, float, int]:
    """Seconds of `value`, of its split by year and component, and of the loop; and the number of rows."""
    facts, given = market(), assume(bonus_payout="0.9", token_utilisation="0.4")
    ours, found = timed(lambda: value(package, facts, given))
    split, _ = timed(lambda: cells(found, View()))
    rows = plain_rows(found)
    plain, loop = timed(lambda: by_hand(rows, share, Decimal("0.5468"), Decimal("0.9"), Decimal("0.4")))
    check_same(found, loop)
    return ours, split, plain, len(rows)


def own(make: Callable[..., Package], number: int) -> Package:
    """A package of its own first day and salary."""
    return make(START + timedelta(days=number), salary=BaseSalary(amount=usd(250_000 + number)))


def main() -> int:
    """Print the ratios; 1 if `value` is above the limit."""
    worst = 0.0
    for name, make, share in (("Acme", acme, Decimal(125)), ("Globex", globex, Decimal(80))):
        pairs = [pair(own(make, number), share) for number in range(PAIRS)]
        ratio = median(ours / plain for ours, _, plain, _ in pairs)
        both = median((ours + split) / plain for ours, split, plain, _ in pairs)
        spent, rows = median(ours for ours, *_ in pairs), median(number for *_, number in pairs)
        worst = max(worst, ratio)
        print(f"{name}, 48 months, {rows:g} rows: value takes {ratio:.1f} times the loop ({spent * 1e3:.2f} ms)")
        print(f"  with its split by year and component: {both:.1f} times")
    print(f"limit: {LIMIT} times")
    return int(worst > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
