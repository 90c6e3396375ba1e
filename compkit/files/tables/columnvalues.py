"""The values of a column: each distinct cell parsed once, what is broken noted in the rows that hold it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from attrs import frozen

from ...errors import InvalidValue
from ..fields import Sum
from ..structure import BROKEN
from .distinct import Cells, parse_plain
from .faults import Faults
from .field import Field
from .mapping import ColumnUse
from .rules import MISSING, NO_CURRENCY, mixture
from .values import DayOrder, in_currency, parse_cell, shape_of, shown

if TYPE_CHECKING:
    import numpy as np

    from .distinct import Flags


Held = tuple[list[int], list[Any], list[int]]
"""Positions, cells and numbers of rows of distinct cells."""


@frozen(eq=False, kw_only=True)
class ReadColumn:
    """A column that was read.

    Attributes:
        use: What its heading means.
        field: The field it means.
        cells: Its cells.
        percents: Of each distinct cell, whether it is shown in percent.
        values: Of each distinct cell, its value; None where it says none, `BROKEN` with a problem noted.
    """

    use: ColumnUse
    field: Field
    cells: Cells
    percents: tuple[bool, ...]
    values: Sequence[Any] = ()

    def array(self, values: Sequence[Any], dtype: Any) -> np.ndarray[Any, Any]:
        """A value of each distinct cell, by row."""
        import numpy as np

        made = np.empty(len(values), dtype=dtype)
        made[:] = values
        return made[self.cells.codes]

    def rows(self, chosen: Sequence[bool]) -> Flags:
        """The rows of some distinct cells."""
        return self.array(chosen, bool)

    def shown(self, row: int) -> str:
        """A row's cell as text."""
        return self.shown_distinct(int(self.cells.codes[row]))

    def shown_distinct(self, code: int) -> str:
        """A distinct cell as text."""
        cell = self.cells.distinct[code]
        return "" if cell is None else shown(cell, percent=self.percents[code])


def parse_column(column: ReadColumn, day_order: DayOrder | None, faults: Faults) -> list[Any]:
    """The value of each distinct cell of a column; problems are noted.

    Args:
        column: The column, its values not made yet.
        day_order: How days in figures are read, if somebody said.
        faults: Where problems go.
    """
    held = codes, cells, _ = column.cells.held()
    if column.field.required and (empty := column.cells.empty).any():
        faults.note(column.use.heading.text, empty, *MISSING)
    values: list[Any] = [BROKEN if column.field.required else None] * len(column.cells.distinct)
    plain = None
    if cells and not any(column.percents):
        plain = parse_plain(cells, column.field.kind, column.use.heading.currency)
    for code, value in zip(codes, plain or _one_by_one(column, held, day_order, faults), strict=True):
        values[code] = value
    if plain is None and column.field.kind == "money":
        _check_currencies(column, values, faults)
    return values


def _one_by_one(column: ReadColumn, held: Held, day_order: DayOrder | None, faults: Faults) -> list[Any]:
    codes, cells, _ = held
    made = list(_each(column, codes, cells, day_order))
    broken = {code: value for code, value in zip(codes, made, strict=True) if isinstance(value, InvalidValue)}
    if broken:
        _note_broken(column, held, broken, faults)
    return [BROKEN if isinstance(value, InvalidValue) else value for value in made]


def _each(column: ReadColumn, codes: list[int], cells: list[Any], day_order: DayOrder | None) -> Iterator[Any]:
    """The value of each cell, or what is wrong with it."""
    currency = column.use.heading.currency
    for code, cell in zip(codes, cells, strict=True):
        try:
            value = parse_cell(cell, column.field.kind, percent=column.percents[code], day_order=day_order)
            yield in_currency(value, currency) if isinstance(value, Sum) else value
        except InvalidValue as error:
            yield error


def _note_broken(column: ReadColumn, held: Held, broken: dict[int, InvalidValue], faults: Faults) -> None:
    """Note what is broken, and what else the column holds."""
    shapes: Counter[str] = Counter()
    for code, cell, rows in zip(*held, strict=True):
        shapes[shape_of(cell, percent=column.percents[code])] += rows
    words = mixture(shapes, column.field.kind)
    by_rule: dict[tuple[str, str], list[bool]] = {}
    for code, error in broken.items():
        chosen = by_rule.setdefault((f"{error.rule}{words}", error.fix), [False] * len(column.cells.distinct))
        chosen[code] = True
    for (rule, fix), chosen in by_rule.items():
        faults.note(column.use.heading.text, column.rows(chosen), rule, fix, column.shown)


def _check_currencies(column: ReadColumn, values: list[Any], faults: Faults) -> None:
    """An amount without a currency, where others of its column name theirs, could be in any of them."""
    bare = [isinstance(value, Sum) and not value.currency for value in values]
    if not any(bare) or not any(isinstance(value, Sum) and value.currency for value in values):
        return
    faults.note(column.use.heading.text, column.rows(bare), *NO_CURRENCY, column.shown)
    for code, alone in enumerate(bare):
        if alone:
            values[code] = BROKEN
