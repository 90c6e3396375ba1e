"""Columns of a review of token spend in whole units, so that what is printed adds up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..money import Money, half_up, minor_units
from ..workforce.spending.actuals import AMOUNTS, SpendYear
from ..workforce.spending.bridge import PARTS
from ..workforce.spending.cents import share_cents


def shared_columns(amounts: Mapping[str, Sequence[Fraction]], *, places: int) -> dict[str, tuple[int, ...]]:
    """Columns of `AMOUNTS` in whole units that add up to rounded sums; lowest and highest stay on their sides."""
    wholes = {number: half_up(sum(column, Fraction(0)) * 10**places) for number, column in amounts.items()}
    found = {number: share_cents(column, wholes[number], places=places) for number, column in amounts.items()}
    for number in ("low", "high"):
        apart = [one - other for one, other in zip(amounts[number], amounts["forecast"], strict=True)]
        parts = share_cents(apart, wholes[number] - wholes["forecast"], places=places)
        found[number] = tuple(one + part for one, part in zip(found["forecast"], parts, strict=True))
    return found


def sum_cents(rows: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Bridges in whole cents added up, so that rows and columns both add up."""
    sums = dict.fromkeys(("plan", *PARTS, "actual"), 0)
    for row in rows:
        for name in sums:
            sums[name] += row[name]
    return sums


def month_rows(year: SpendYear) -> list[dict[str, Any]]:
    """Every month and cost centre; amounts are whole cents that add up to the year's, down each column."""
    amounts = {number: [getattr(line, number) for line in year.lines] for number in AMOUNTS}
    shared = shared_columns(amounts, places=minor_units(year.currency))
    columns = {number: [Money.from_minor(part, year.currency).amount for part in own] for number, own in shared.items()}
    return [
        {
            "month": line.month,
            year.by: line.cost_center,
            "state": line.state,
            "heads": _decimal(line.heads),
            **{f"{number}_{year.currency}": columns[number][place] for number in AMOUNTS},
        }
        for place, line in enumerate(year.lines)
    ]


def _decimal(value: Fraction) -> Decimal:
    """To six decimals."""
    return Decimal(half_up(value * 10**6)).scaleb(-6)
