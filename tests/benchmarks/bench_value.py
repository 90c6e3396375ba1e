"""How long `value` takes, against a hand-written Decimal loop over the same rows.

    python -m tests.benchmarks.bench_value

Prints the median of paired, interleaved ratios in one process; the promise is within 10 times. Both sides give the
same totals by component and year in three numbers, which is checked first. `value` starts from fresh objects each
time, so nothing that a package remembers of an earlier expansion helps; the loop starts from the finished rows.
"""

import sys
from collections.abc import Callable
from decimal import Decimal
from statistics import median
from time import perf_counter

from compkit.market import Market
from compkit.pay import Package
from compkit.pay.units import Cash, Shares, TokenClaim
from compkit.valuation.assumptions import Assumptions
from compkit.valuation.value import value
from compkit.valuation.views import View, cells

from ..samples import acme, assume, globex, market

PAIRS = 400
LIMIT = 10
Row = tuple[str, int, Decimal, str, bool, Decimal]
Totals = dict[tuple[str, int], list[Decimal]]


def plain_rows(package: Package, facts: Market, given: Assumptions) -> list[Row]:
    """The rows as a script would hold them: component, year, quantity, unit, whether at target, personal share."""
    found = []
    for line in value(package, facts, given).lines:
        row = line.row
        last = row.earned[1].toordinal() - 1 - package.start_on.toordinal()
        name = {Cash: "cash", Shares: "share", TokenClaim: "tokens"}.get(type(row.unit), "cash")
        kind = "tokens" if row.component == "tokens" else row.expectation
        found.append((row.component, last * 4 // 1461, row.quantity, name, kind, row.personal_share))
    return found


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


def seconds(work: Callable[[], object]) -> float:
    """Time of one call."""
    start = perf_counter()
    work()
    return perf_counter() - start


def ratio(make: Callable[[], Package], share: Decimal, token: Decimal) -> tuple[float, float, int]:
    """Median ratio of `value` to the loop, the median time of `value` in seconds, and the number of rows."""
    facts, given = market(), assume(bonus_payout="0.9", token_utilisation="0.4")
    rows = plain_rows(make(), facts, given)
    loop = by_hand(rows, share, token, Decimal("0.9"), Decimal("0.4"))
    check_same(make(), facts, given, loop)
    times = []
    for _ in range(PAIRS):
        package = make()
        ours = seconds(lambda package=package: value(package, facts, given))  # type: ignore[misc]
        plain = seconds(lambda: by_hand(rows, share, token, Decimal("0.9"), Decimal("0.4")))
        times.append((ours / plain, ours))
    return median(one for one, _ in times), median(one for _, one in times), len(rows)


def check_same(package: Package, facts: Market, given: Assumptions, loop: Totals) -> None:
    """Both sides count the same, by component."""
    found = value(package, facts, given)
    assert cells(found, View())
    for component in {name for name, _ in loop}:
        for i, number in enumerate(("face", "cost", "worth")):
            plain = sum(cell[i] for (name, _), cell in loop.items() if name == component)
            assert found.total(number, components=[component]).amount == plain, (component, number)


def main() -> int:
    """Print the ratios; 1 if one is above the limit."""
    worst = 0.0
    for name, make, share in (("Acme", acme, Decimal(125)), ("Globex", globex, Decimal(80))):
        times, spent, rows = ratio(make, share, Decimal("0.5468"))
        worst = max(worst, times)
        print(f"value of {name}, 48 months, {rows} rows: {times:.1f} times the plain loop ({spent * 1e3:.2f} ms)")
    print(f"limit: {LIMIT} times")
    return int(worst > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
