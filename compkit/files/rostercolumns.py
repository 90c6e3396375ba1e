"""Columns of a roster as arrays of whole numbers, days and texts; what does not fit is noted in its rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from attrs import frozen

from ..money import EXACT, minor_units
from ..workforce.roster import MILLION
from .fields import Sum
from .structure import BROKEN
from .tables.columns import ColumnReading

if TYPE_CHECKING:
    import numpy as np

    from .tables.distinct import Flags, Ints

    Column = np.ndarray[Any, Any]

PLACES = 4
"""Decimals of the finest currency of ISO 4217."""
MOST_PAY = 9 * 10**12
"""Smallest units of a year's pay: times a million they stay within 64 bits."""


def texts(reading: ColumnReading, name: str) -> Column:
    """A column of texts; empty where it says none."""
    import numpy as np

    column = reading.columns.get(name)
    if column is None:
        return np.full(reading.size, "", dtype=object)
    if set(map(type, column.values)) == {str}:
        return column.array(column.values, object)
    return column.array([value if isinstance(value, str) else "" for value in column.values], object)


def days(reading: ColumnReading, name: str) -> Column:
    """A column of days; NaT where it says none."""
    import numpy as np

    column = reading.columns.get(name)
    if column is None:
        return np.full(reading.size, np.datetime64("NaT", "s"))
    values = [None if value is BROKEN else value for value in column.values]
    return np.array(values, dtype="datetime64[D]").astype("datetime64[s]")[column.cells.codes]


def counts(reading: ColumnReading, name: str) -> Ints:
    """A column of whole numbers above 0."""
    import numpy as np

    column = reading.columns.get(name)
    if column is None:
        return np.zeros(reading.size, dtype=np.int64)
    wrong = [isinstance(value, int) and not 0 < value < 2**63 for value in column.values]
    reading.refuse(name, column.rows(wrong), "must be a whole number above 0")
    values = [
        value if isinstance(value, int) and not bad else 0 for value, bad in zip(column.values, wrong, strict=True)
    ]
    return column.array(values, np.int64)


def millionths(reading: ColumnReading, name: str, *, default: int, most: int, above: bool = False) -> Ints:
    """A column of rates as whole millionths.

    Args:
        reading: The table.
        name: The column.
        default: Millionths where it says none.
        most: The most, in ones.
        above: Whether it must be above 0.
    """
    import numpy as np

    column = reading.columns.get(name)
    if column is None:
        return np.full(reading.size, default, dtype=np.int64)
    scaled = [EXACT.scaleb(value, 6) if isinstance(value, Decimal) else value for value in column.values]
    finer = [isinstance(value, Decimal) and value != value.to_integral_value() for value in scaled]
    low = 1 if above else 0
    outside = [isinstance(value, Decimal) and not low <= value <= most * MILLION for value in scaled]
    reading.refuse(name, column.rows(finer), "has more than 6 decimals", "round it")
    rule = f"must be {'above' if above else 'from'} 0 {'and at most' if above else 'to'} {100 * most} %"
    reading.refuse(name, column.rows(outside), rule, "say a rate with its sign, such as 15 %")
    kept = [
        default if value is None else 0 if bad or value is BROKEN else int(value)
        for value, bad in _pairs(scaled, outside)
    ]
    return column.array(kept, np.int64)


def _pairs(values: Sequence[Any], bad: Sequence[bool]) -> Any:
    return zip(values, bad, strict=True)


@frozen(eq=False)
class Currencies:
    """The currency of each row.

    Attributes:
        names: Distinct codes; empty where a row has none.
        numbers: Which of them each row has.
    """

    names: tuple[str, ...]
    numbers: Ints

    def by_row(self) -> Column:
        """Their codes."""
        return _taken(self.names, self.numbers)


def _taken(values: Sequence[Any], numbers: Ints, dtype: Any = object) -> Column:
    import numpy as np

    made = np.empty(len(values), dtype=dtype)
    made[:] = values
    return made[numbers]


def currencies(
    reading: ColumnReading, *, money: str, said: str, default: str, where: Flags | None = None
) -> Currencies:
    """The currency of each row: as its own column says, or the amount or its heading; else the default.

    Args:
        reading: The table.
        money: The column of amounts.
        said: The column of currencies.
        default: Where neither says one.
        where: Rows that need one; all if None.
    """
    import numpy as np

    amounts, codes = reading.columns.get(money), reading.columns.get(said)
    if amounts is None:
        return Currencies(("",), np.zeros(reading.size, dtype=np.int64))
    own_names = (
        "",
        *dict.fromkeys(value.currency for value in amounts.values if isinstance(value, Sum) and value.currency),
    )
    numbered = {name: number for number, name in enumerate(own_names)}
    own = amounts.array(
        [numbered[value.currency] if isinstance(value, Sum) else 0 for value in amounts.values], np.int64
    )
    told_values = codes.values if codes else (None,)
    told = codes.cells.codes if codes else np.zeros(reading.size, dtype=np.int64)
    stated = amounts.rows([isinstance(value, Sum) for value in amounts.values]) & (True if where is None else where)
    pairs, numbers = np.unique(told * len(own_names) + own, return_inverse=True)
    names = []
    for number, pair in enumerate(pairs.tolist()):
        told_name, own_name = told_values[pair // len(own_names)], own_names[pair % len(own_names)]
        names.append("" if told_name is BROKEN else told_name or own_name or default)
        rows = (numbers == number) & stated
        if own_name and isinstance(told_name, str) and told_name != own_name:
            reading.refuse(money, rows, f"is in {own_name}, and its {said} says {told_name}", "keep one of the two")
        if told_name is not BROKEN and not names[-1]:
            fix = f'add a column {said}, head the column "{money} (EUR)", or say currency="EUR"'
            reading.refuse(money, rows, "names no currency", fix)
    return Currencies(tuple(names), numbers)


def whole_amounts(reading: ColumnReading, name: str, currency: Currencies) -> Ints:
    """A column of amounts in smallest units of each row's currency."""
    import numpy as np

    column = reading.columns.get(name)
    if column is None:
        return np.zeros(reading.size, dtype=np.int64)
    most = MOST_PAY * 10**PLACES
    scaled = [EXACT.scaleb(value.amount, PLACES) if isinstance(value, Sum) else _ONE for value in column.values]
    far = [not 0 < value <= most for value in scaled]
    whole = column.array([0 if bad else int(value) for value, bad in _pairs(scaled, far)], np.int64)
    finer = column.rows([value != value.to_integral_value() for value in scaled])
    steps = _taken(
        [10 ** (PLACES - (minor_units(code) if code else PLACES)) for code in currency.names],
        currency.numbers,
        np.int64,
    )
    made, rest = np.divmod(whole, steps)
    _refuse_grouped(reading, name, currency)
    reading.refuse(name, column.rows(far), "must be above 0, and no more than anybody is paid", "look at its digits")
    cents = (finer | (rest != 0)) & ~column.rows([value is BROKEN or value is None for value in column.values])
    reading.refuse(name, cents, "has more decimals than its currency", "round it to whole cents")
    return np.asarray(made, dtype=np.int64)


_GROUPED = re.compile(r"[1-9]\d{0,2}\.\d\d0(\s|[A-Z€$£]|$)", re.ASCII)


def _refuse_grouped(reading: ColumnReading, name: str, currency: Currencies) -> None:
    """``65.000`` as text is 65 thousand to half of Europe: pay a thousand times too small is not a guess to make.

    Three digits that do not end in 0 are more decimals than a currency has, and refused as that.
    """
    import numpy as np

    column = reading.columns[name]
    grouped = [isinstance(cell, str) and bool(_GROUPED.match(cell.strip())) for cell in column.cells.distinct]
    if any(grouped):
        coarse = np.array([not code or minor_units(code) < 3 for code in currency.names])
        rule = "could be thousands: three digits follow the point"
        reading.refuse(name, column.rows(grouped) & coarse[currency.numbers], rule, "say 65000, or 65.00")


_ONE = Decimal(10**PLACES)
"""Stands for an amount that is missing or broken, as is noted already."""
