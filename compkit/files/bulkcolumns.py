"""Columns of a large table: how a unit in a column's name is shown, and how wide the column is."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from attrs import frozen

from ..errors import InvalidValue
from ..money import minor_units
from .fields import parse_currency

if TYPE_CHECKING:
    import pandas as pd

NARROWEST, WIDEST = 9, 48
"""Characters of a column."""

_CODES = {
    "rate": "0.00 %",
    "share": "0.00 %",
    "mtok": "#,##0.00",
    "months": "0",
    "on": "yyyy-mm-dd",
}
_PRICE = "#,##0.00######"
"""A price of a million tokens: it may be a small part of a cent."""


@frozen
class Column:
    """A column of a table that is written.

    Attributes:
        name: Its heading.
        code: Number format, by its unit or as told; empty where neither says one.
        is_told: Whether the caller told it.
        width: In characters.
    """

    name: str
    code: str
    is_told: bool = False
    width: int = NARROWEST


def format_code(name: str) -> str:
    """The number format of the unit that a column's name ends with; empty if it ends with none.

    >>> format_code("face_USD"), format_code("face_JPY"), format_code("paid_on"), format_code("name")
    ('#,##0.00', '#,##0', 'yyyy-mm-dd', '')
    """
    last = name.rpartition("_")[2]
    if "per_mtok" in name:
        return _PRICE
    if last != name and is_currency(last):
        digits = minor_units(last)
        return "#,##0" + ("." + "0" * digits if digits else "")
    return _CODES.get(last, "")


def is_currency(code: str) -> bool:
    """Whether a text is a currency code of ISO 4217."""
    try:
        return bool(parse_currency(code))
    except InvalidValue:
        return False


def columns_of(frame: pd.DataFrame, formats: Mapping[str, str]) -> tuple[Column, ...]:
    """The columns of a frame.

    Raises:
        InvalidValue: If names are no plain texts, appear twice, or if a format is told for one that is not there.
    """
    names = _names(frame)
    for name in formats:
        if name not in names:
            raise InvalidValue("formats", name, "is no column of the frame", f"the columns are {', '.join(names)}")
    return tuple(_column(name, frame.iloc[:, number], formats) for number, name in enumerate(names))


def _names(frame: pd.DataFrame) -> list[str]:
    names = list(frame.columns)
    for number, name in enumerate(names):
        if not isinstance(name, (str, int)) or not str(name).strip():
            raise InvalidValue(f"column {number + 1}", name, "has no plain name", "name it by text that is not empty")
    texts = [str(name) for name in names]
    for name in texts:
        if texts.count(name) > 1:
            raise InvalidValue("column", name, "appears twice", "rename one of the two")
    if not texts:
        raise InvalidValue("frame", "no columns", "cannot be written", "give it a column")
    return texts


def _column(name: str, values: pd.Series[Any], formats: Mapping[str, str]) -> Column:
    code = formats.get(name) or format_code(name)
    longest = max((len(word) for word in name.replace("_", " ").split()), default=0)
    width = max(longest + 3, min(len(name) + 3, 20), _longest(values, code) + 2, NARROWEST)
    return Column(name, code, name in formats, min(width, WIDEST))


def _longest(values: pd.Series[Any], code: str) -> int:
    """Characters of the longest value as it is shown, so that no number is too wide for its cell."""
    kind = values.dtype.kind if hasattr(values.dtype, "kind") else "O"
    if not len(values) or kind == "b":
        return 0
    if kind == "M":
        return 19
    if kind in "iuf":
        return max(_shown(values.min(), code), _shown(values.max(), code))
    return max(_shown(value, code) for value in values.tolist())


def _shown(value: Any, code: str) -> int:
    if isinstance(value, str):
        return min(len(value), WIDEST)
    if isinstance(value, (int, float, Decimal)):
        return len(f"{value:,.2f}") + max(len(code.partition(".")[2]) - 2, 0) if code else 12
    return 10
