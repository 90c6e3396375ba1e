"""What a package promises by year of service, as a candidate may see it: whole units that add up both ways."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from attrs import frozen

from ..pay.entitlements import COMPONENTS, Component
from ..valuation.value import Valuation
from ..valuation.views import View, Year, cells, years
from . import format as say
from .voice import Voice

COLUMNS = 5
"""Years side by side in one table; more years are further tables."""

_SERVICE = View()
_LABELS: dict[Component, str] = {
    "base salary": "Base salary",
    "guaranteed bonus": "Bonus, guaranteed",
    "target bonus": "Bonus at target",
    "commission": "Commission at target",
    "sign-on": "Sign-on bonus",
    "retention": "Retention bonus",
    "relocation": "Relocation",
    "RSU": "Restricted stock units",
    "options": "Stock options",
    "benefits": "Benefits",
}
_GUARANTEED, _POLICY = "AI tokens, guaranteed", "AI tokens, if the policy stays"


@frozen
class Row:
    """One row of the table.

    Attributes:
        label: As printed.
        amounts: Whole units of currency, one a year.
        is_total: Whether it sums rows above.
    """

    label: str
    amounts: tuple[Decimal, ...]
    is_total: bool = False


def promised_by_year(valuation: Valuation) -> tuple[Row, ...]:
    """Amounts as promised, by component and year; totals without tokens, with guaranteed and with all tokens.

    The years of the cash, equity and benefits are apportioned to their total, then each year's components to the
    year; the tokens by themselves. So every printed column and row adds up.
    """
    spans = years(valuation, _SERVICE)
    found = cells(valuation, _SERVICE)

    def amounts(component: Component, wanted: Callable[[bool], bool] = lambda guaranteed: True) -> list[Decimal]:
        cell = (
            [
                a["face"]
                for (year, part, sure), a in found.items()
                if (year, part) == (span.label, component) and wanted(sure)
            ]
            for span in spans
        )
        return [sum(parts, Decimal(0)) for parts in cell]

    rows = _adding_up([(_LABELS[part], amounts(part)) for part in COMPONENTS if part != "tokens"])
    without = _total("Total without tokens" if valuation.package.tokens else "Total", rows, len(spans))
    if not valuation.package.tokens:
        return (*rows, without)
    sure = Row(_GUARANTEED, say.apportioned(amounts("tokens", lambda guaranteed: guaranteed)))
    rest = Row(_POLICY, say.apportioned(amounts("tokens", lambda guaranteed: not guaranteed)))
    tokens = [row for row in (sure, rest) if any(row.amounts)]
    totals = (
        _total("Total with guaranteed tokens", [without, sure], len(spans)),
        _total("Total with all tokens", [without, sure, rest], len(spans)),
    )
    return (*rows, without, *tokens, *totals)


def _adding_up(rows: Sequence[tuple[str, list[Decimal]]]) -> list[Row]:
    """Rows that hold anything, rounded so that rows and columns add up to their rounded totals."""
    kept = [(label, amounts) for label, amounts in rows if any(amounts)]
    columns = list(zip(*(amounts for _, amounts in kept), strict=True))
    targets = say.apportioned([sum(column, Decimal(0)) for column in columns])
    rounded = [say.apportioned(column, to=target) for column, target in zip(columns, targets, strict=True)]
    return [Row(label, amounts) for (label, _), amounts in zip(kept, zip(*rounded, strict=True), strict=True)]


def _total(label: str, rows: Sequence[Row], length: int) -> Row:
    sums = (sum((row.amounts[i] for row in rows), Decimal(0)) for i in range(length))
    return Row(label, tuple(sums), is_total=True)


def year_tables(valuation: Valuation, voice: Voice) -> list[dict[str, Any]]:
    """The table as printed, in pieces of a few years; the sum of all years stands in the last piece."""
    spans, rows = years(valuation, _SERVICE), promised_by_year(valuation)
    pieces = range(0, len(spans), COLUMNS)
    return [_piece(valuation, spans, rows, slice(first, first + COLUMNS), voice) for first in pieces]


def _piece(
    valuation: Valuation, spans: Sequence[Year], rows: Sequence[Row], part: slice, voice: Voice
) -> dict[str, Any]:
    is_last = len(spans) > 1 and part.stop >= len(spans)
    head = [span.label.capitalize() for span in spans[part]]
    return {
        "head": [*head, _length(valuation, voice)] if is_last else head,
        "lines": [
            {
                "label": row.label,
                "is_total": row.is_total,
                "cells": [voice.number(amount, 0) for amount in _shown(row, part, is_last)],
            }
            for row in rows
        ],
    }


def _shown(row: Row, part: slice, is_last: bool) -> Iterator[Decimal]:
    yield from row.amounts[part]
    if is_last:
        yield sum(row.amounts, Decimal(0))


def _length(valuation: Valuation, voice: Voice) -> str:
    months = valuation.assumptions.horizon_months
    return voice.count(months // 12, "year") if months % 12 == 0 else voice.count(months, "month")
