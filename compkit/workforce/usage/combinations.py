"""Months, models, service classes and price rows that rows of use have in common, each looked up once and numbered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from attrs import Factory, define, field, frozen

from ...market.prices import KINDS, PriceBook
from .cost import TokenRate, token_rate

EPOCH = date(1970, 1, 1)
KIND_UNPRICED = "has no price of a kind that it used"
_UNKNOWN = -1


@frozen
class Combination:
    """What rows of one group have in common beside their person.

    Attributes:
        month: First day of the month.
        model: As the rows name it.
        service: Class of service.
        interval: Number of the model's price row in force, by its first day; -1 if none is.
        unpriced: Why the rows have no price, in words; empty if they have one.
        rate: Prices.
    """

    month: date
    model: str
    service: str
    interval: int
    unpriced: str
    rate: TokenRate = field(eq=False)


def _no_cells() -> Any:
    import numpy as np

    return np.zeros((0, 0, 0, 2), dtype=np.int32)


def _no_kinds() -> Any:
    import numpy as np

    return np.zeros((0, 0, 0, len(KINDS)), dtype=bool)


@define
class Combinations:
    """Combinations that were met, each with its number: prices are cut at the days on which each model's change.

    A table by model, service class and day holds the numbers; a place of it is filled once.

    Attributes:
        book: Token prices.
        currency: ISO 4217 code that every price must have.
        met: In the order of their numbers.
    """

    book: PriceBook
    currency: str
    met: list[Combination] = field(factory=list)
    _numbers: dict[Combination, int] = field(factory=dict)
    _rates: dict[tuple[str, str, int], TokenRate] = field(factory=dict)
    _cells: dict[tuple[str, str, date, int], tuple[tuple[int, int], list[bool]]] = field(factory=dict)
    _first: int = 0
    _table: Any = Factory(_no_cells)
    _lacks: Any = Factory(_no_kinds)

    def of(
        self, models: tuple[Any, list[str]], services: tuple[Any, list[str]], days: Any, tokens: Sequence[Any]
    ) -> Any:
        """Numbers of the combinations of rows.

        Args:
            models: By row, its number, and the names of all so far.
            services: The same.
            days: By row, counted from 1970.
            tokens: By kind and row.
        """
        self._cover(len(models[1]), len(services[1]), int(days.min()), int(days.max()))
        _, classes, length, _ = self._table.shape
        cells = (models[0] * classes + services[0]) * length + (days - self._first)
        table = self._table.reshape(-1, 2)
        numbers = table[:, 0].take(cells)
        if numbers.min() == _UNKNOWN:
            self._fill(cells[numbers == _UNKNOWN], models[1], services[1])
            numbers = table[:, 0].take(cells)
        return self._parted(cells, numbers, tokens) if self._lacks.any() else numbers

    def _parted(self, cells: Any, numbers: Any, tokens: Sequence[Any]) -> Any:
        """Rows that use a kind without a price are a combination of their own."""
        import numpy as np

        lacks, blocked = self._lacks.reshape(-1, len(KINDS)), np.zeros(len(cells), dtype=bool)
        for kind, column in enumerate(tokens):
            own = lacks[:, kind]
            if own.any():
                blocked |= own[cells] & (column > 0)
        if blocked.any():
            numbers[blocked] = self._table.reshape(-1, 2)[:, 1][cells[blocked]]
        return numbers

    def _fill(self, cells: Any, models: list[str], services: list[str]) -> None:
        import numpy as np

        unknown = np.flatnonzero(np.bincount(cells))
        places = (axis.tolist() for axis in np.unravel_index(unknown, self._table.shape[:3]))
        for place in zip(*places, strict=True):
            day = EPOCH + timedelta(self._first + place[2])
            self._table[place], self._lacks[place] = self._cell(models[place[0]], services[place[1]], day)

    def _cell(self, model: str, service: str, day: date) -> tuple[tuple[int, int], list[bool]]:
        """The usual number, that of rows which use a kind without a price, and which kinds have none."""
        month, interval = day.replace(day=1), self._interval(model, day)
        key = (model, service, month, interval)
        if key not in self._cells:
            rate = self._rate(model, service, day, interval)
            lacks = [not rate.reason and price is None for price in rate.per_token]
            usual = self._number(Combination(month, model, service, interval, rate.reason, rate))
            other = self._number(Combination(month, model, service, interval, KIND_UNPRICED, rate)) if any(lacks) else 0
            self._cells[key] = (usual, other), lacks
        return self._cells[key]

    def _number(self, combination: Combination) -> int:
        number = self._numbers.setdefault(combination, len(self.met))
        if number == len(self.met):
            self.met.append(combination)
        return number

    def _interval(self, model: str, day: date) -> int:
        rows = enumerate(self.book.by_model.get(model, ()))
        return next((number for number, row in rows if row.covers(day)), -1)

    def _rate(self, model: str, service: str, day: date, interval: int) -> TokenRate:
        key = (model, service, interval)
        if key not in self._rates:
            self._rates[key] = token_rate(self.book, model, day, service, self.currency)
        return self._rates[key]

    def _cover(self, models: int, services: int, first: int, last: int) -> None:
        """Make the table as large as it must be; days before its first one move the rest back."""
        import numpy as np

        held = self._table.shape
        begin = min(first, self._first) if held[2] else first
        end = max(last + 1, self._first + held[2]) if held[2] else last + 1
        shape = (max(models, held[0]), max(services, held[1]), end - begin)
        if shape == held[:3]:
            return
        table, lacks = np.full((*shape, 2), _UNKNOWN, dtype=np.int32), np.zeros((*shape, len(KINDS)), dtype=bool)
        shift = self._first - begin if held[2] else 0
        inner = (slice(held[0]), slice(held[1]), slice(shift, shift + held[2]))
        table[inner], lacks[inner] = self._table, self._lacks
        self._table, self._lacks, self._first = table, lacks, begin
