"""The cells of a column, each distinct one once: what a column costs grows with what differs in it, not with its rows.

Cells of one kind in their plain form are read all together; any other column goes through `parse_cell`, one distinct
cell at a time, which is also what refuses. Both give the same values.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import repeat
from typing import TYPE_CHECKING, Any

from attrs import frozen

from ...errors import InvalidValue
from ..fields import LONGEST_NUMBER, Sum
from ..sheets import cell_text
from .field import Kind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

_ALONE = (str, date, datetime, type(None))
"""Kinds whose values equal no value of another kind; true, 1 and 1.0 are equal and mean different things."""
_POWER = re.compile(r"(?<![^ ])\d+([.,]\d+)?[eE]\+?\d+(?![^ ])", re.ASCII)
_PLAIN_NUMBERS = re.compile(r"(?:[+-]?(?:0|[1-9]\d*)(?:\.\d+)?\n)+", re.ASCII)
_PLAIN_DAYS = re.compile(r"(?:\d{4}-\d{2}-\d{2}\n)+", re.ASCII)


@frozen(eq=False)
class Cells:
    """A column: its distinct cells, and which of them stands in each row.

    Attributes:
        distinct: Texts, numbers, days, true or false; None is an empty cell.
        codes: Position among them, a row each.
    """

    distinct: tuple[Any, ...]
    codes: Ints

    @classmethod
    def of(cls, cells: Sequence[Any], plain: Callable[[Any], Any]) -> Cells:
        """The distinct cells of a column, each made plain once.

        Raises:
            InvalidValue: If a cell holds several values.
        """
        import numpy as np

        keys: Sequence[Any] = cells
        mixed = len(set(map(type, cells)).difference(_ALONE)) > 1
        if mixed:
            keys = tuple(zip(map(type, cells), cells, strict=True))
        try:
            order = list(dict.fromkeys(keys))
        except TypeError:
            raise InvalidValue("cell", "a list", "cannot stand in a table", "write text, numbers or days") from None
        distinct = [key[1] for key in order] if mixed else order
        if len(order) == len(keys):
            codes = np.arange(len(keys), dtype=np.int64)
        else:
            numbered = dict(zip(order, range(len(order)), strict=True))
            codes = np.fromiter(map(numbered.__getitem__, keys), dtype=np.int64, count=len(keys))
        return cls(tuple(_made_plain(distinct, plain)), codes)

    @property
    def empty(self) -> Flags:
        """Whether each row's cell is empty."""
        import numpy as np

        blanks = self._blanks()
        return np.isin(self.codes, blanks) if blanks else np.zeros(len(self.codes), dtype=np.bool_)

    def where(self, rows: Flags) -> Cells:
        """The same column with some of its rows."""
        return Cells(self.distinct, self.codes[rows])

    def doubled(self, rows: Flags) -> Cells:
        """The distinct cells twice, with some rows at the second ones: for what is shown otherwise there."""
        return Cells(self.distinct * 2, self.codes + len(self.distinct) * rows)

    def held(self) -> tuple[list[int], list[Any], list[int]]:
        """Positions, cells and numbers of rows of the distinct cells that are not empty and stand in a row."""
        import numpy as np

        counts = np.bincount(self.codes, minlength=len(self.distinct))
        counts[self._blanks()] = 0
        if counts.all():
            return list(range(len(counts))), list(self.distinct), counts.tolist()
        codes = np.flatnonzero(counts)
        return codes.tolist(), list(map(self.distinct.__getitem__, codes.tolist())), counts[codes].tolist()

    def _blanks(self) -> list[int]:
        if None not in self.distinct:
            return []
        return [code for code, cell in enumerate(self.distinct) if cell is None]


def _made_plain(cells: list[Any], plain: Callable[[Any], Any]) -> Sequence[Any]:
    """Each cell made plain; numbers, and texts without an apostrophe before them, are so but for blank ones."""
    kinds = set(map(type, cells))
    if kinds == {float}:
        return cells
    if kinds == {str} and not any(map(str.startswith, cells, repeat("'"))):
        bare = list(map(str.strip, cells))
        return cells if all(bare) else [cell if text else None for cell, text in zip(cells, bare, strict=True)]
    return list(map(plain, cells))


def parse_plain(cells: Sequence[Any], kind: Kind, currency: str = "") -> list[Any] | None:
    """The values of cells that are all of one kind in its plain form, as `parse_cell` gives them; else None.

    Args:
        cells: Distinct cells, none of them empty.
        kind: Kind of their column.
        currency: That its heading names.
    """
    if kind in ("text", "id") and set(map(type, cells)) == {str}:
        return list(cells) if _is_clean(cells) and not (kind == "id" and _POWER.search(" ".join(cells))) else None
    if kind == "day" and set(map(type, cells)) == {str}:
        return _days(cells)
    if kind in ("money", "number"):
        numbers = _numbers(cells)
        return numbers if kind == "number" or numbers is None else list(map(Sum, numbers, repeat(currency)))
    return None


def _is_clean(texts: Sequence[str]) -> bool:
    """Whether `clean` leaves them all as they are; printable text holds no control character and no override."""
    whole = " ".join(texts)
    return whole.isprintable() and unicodedata.is_normalized("NFC", whole) and list(map(str.strip, texts)) == [*texts]


def _days(texts: Sequence[str]) -> list[Any] | None:
    if not _PLAIN_DAYS.fullmatch("\n".join((*texts, ""))):
        return None
    try:
        return list(map(date.fromisoformat, texts))
    except ValueError:
        return None


def _numbers(cells: Sequence[Any]) -> list[Any] | None:
    """Plain numbers of a spreadsheet, or texts that are such."""
    kinds = set(map(type, cells))
    if kinds == {float} or kinds == {int}:
        texts = list(map(repr, cells))
        if any(sign in "".join(texts) for sign in "en"):  # powers, infinity, and what is no number
            texts = list(map(cell_text, cells))
    elif kinds == {str}:
        texts = list(cells)
    else:
        return None
    lines = "\n".join((*texts, ""))
    if not _PLAIN_NUMBERS.fullmatch(lines) or max(map(len, texts)) > LONGEST_NUMBER:
        return None
    return list(map(Decimal, texts))
