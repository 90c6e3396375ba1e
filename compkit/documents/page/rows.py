"""Rows of an offer on the page: quantity, day and kind of each entitlement, and the years in which it is earned."""

from __future__ import annotations

from typing import Any

from ...money import exactly
from ...pay.entitlements import Entitlement
from ...valuation.basis import promise_basis
from ...valuation.compare import Comparison
from ...valuation.tokenline import basket_of
from ...valuation.value import Line
from ...valuation.views import View, split, years
from .baskets import Baskets
from .days import Days
from .numbers import figure
from .reader import NUMBERS as NUMBERS_OF, Reader
from .tokens import candid
from .units import Units


class Rows:
    """The rows of one offer, and their kinds: all that rows have in common.

    Args:
        comparison: Of which offer, and in which currency.
        name: Which of its offers.
        days: Days of the page.
        units: Where units are collected.
        baskets: Where baskets are collected.
        reader: Whose page it is: what counts in none of that reader's numbers is left out.
    """

    def __init__(
        self, comparison: Comparison, name: str, *, days: Days, units: Units, baskets: Baskets, reader: Reader
    ) -> None:
        self._comparison = comparison
        self._valuation = comparison.valuations[name]
        self._days, self._units, self._baskets = days, units, baskets
        self._numbers = NUMBERS_OF[reader]
        self._own = {allowance.name: allowance for allowance in self._valuation.package.tokens}
        self._reader = reader
        self._reference = comparison.reference(name)
        self._kinds: dict[tuple[object, ...], dict[str, Any]] = {}
        self._numbered: dict[tuple[object, ...], int] = {}
        self.lines = [line for line in self._valuation.lines if line.row.quantity and self._counts(line.row)]
        self.rows = [self._row(line) for line in self.lines]

    @property
    def kinds(self) -> list[dict[str, Any]]:
        """Kinds of rows, in the order in which they occur."""
        return list(self._kinds.values())

    def _counts(self, row: Entitlement) -> list[str]:
        return [number for number in self._numbers if number in row.counts]

    def _row(self, line: Line) -> list[object]:
        row = line.row
        assert row.on is not None  # what waits for an event has no line
        return [self._kind(row), self._days.index(row.on), figure(row.quantity)]

    def _kind(self, row: Entitlement) -> int:
        assert row.on is not None
        kind = {
            "unit": self._units.index(row.unit, row.on),
            "component": self._comparison.components.index(row.component),
            "name": row.name,
            "expectation": row.expectation,
            "personal": figure(row.personal_share),
            "counts": self._counts(row),
            "guaranteed": row.guaranteed,
            "recurring": row.recurring,
            "place": self._place(row),
        }
        key = tuple(str(value) for value in kind.values())
        if key not in self._kinds:
            self._numbered[key] = len(self._kinds)
            self._kinds[key] = kind | {"words": promise_basis(self._valuation, row)}
        return self._numbered[key]

    def _place(self, row: Entitlement) -> int | None:
        """The basket of which the tokens of a release are, or are bought; None where nobody knows."""
        if row.component != "tokens":
            return None
        named = basket_of(row, self._own.get(row.name)) or self._reference
        basket = candid(named, self._comparison.baseline.market, self._reader)
        return None if basket is None else self._baskets.index(basket, self._comparison.currency)

    @exactly
    def years(self, view: View, labels: list[str]) -> list[Any]:
        """For each row the year that holds it, or the years with their quantities where it is split."""
        spans = years(self._valuation, view)
        numbers = {year.label: labels.index(year.label) for year in spans}
        found: list[Any] = []
        for line in self.lines:
            parts = [(numbers[year.label], quantity) for year, quantity in split(line, spans, view)]
            whole = len(parts) == 1
            found.append(parts[0][0] if whole else [[year, figure(quantity)] for year, quantity in parts])
        return found
