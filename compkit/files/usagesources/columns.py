"""Columns of CSV exports converted as a whole: counts, money and days; a cell that is none is told with its row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from ...errors import InvalidValue
from ..text import file_name, refused
from .found import Found
from .values import billionths_of, day_of, number_of

if TYPE_CHECKING:
    import pandas as pd

CHUNK = 100_000
"""Rows that are converted at a time, so that memory is bounded by them and by the tidy frame."""

_WHOLE = r"[0-9]{1,18}(?:\.0+)?"
_AMOUNT = r"[+-]?[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,3})?"
_TIME = r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?"
_DAY = rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?:[T ]{_TIME}(?: ?(?:Z|UTC|\+00(?::?00)?))?)?"
"""Moments in UTC. Patterns name digits by themselves, which lets Arrow match a whole column at once."""


@frozen
class Table:
    """Rows of a table as text, by column; the index holds the row that the file counts, its headings being row 1.

    Attributes:
        frame: Every cell is text; an empty one is empty text.
        found: Where problems go.
    """

    frame: pd.DataFrame = field(repr=False)
    found: Found = field(repr=False)

    def has(self, name: str) -> bool:
        """Whether there is a column of this name."""
        return name in self.frame.columns

    def text(self, *names: str) -> pd.Series[Any]:
        """A column without spaces around its cells; the first of several that is filled, empty where none is."""
        import pandas as pd

        result = pd.Series("", index=self.frame.index, dtype="str")
        for name in names:
            if self.has(name):
                result = result.where(result != "", self.frame[name].str.strip())
        return result

    def counts(self, name: str, *, sign: bool = False) -> pd.Series[Any]:
        """Whole numbers, 0 where nothing stands."""
        import pandas as pd

        text = self.text(name)
        text = text.where(text != "", "0")
        try:
            numbers = pd.to_numeric(text)
            if numbers.dtype == "int64" and (sign or not (numbers < 0).any()):
                return numbers
        except (ValueError, TypeError):
            pass
        good = text.str.fullmatch(("-?" if sign else "") + _WHOLE)
        negative = text.str.fullmatch("-" + _WHOLE)
        self.refuse(name, text[negative & ~good], "must not be negative")
        self.refuse(name, text[~good & ~negative], "is not a whole number")
        return text.where(good, "0").str.replace(r"\.0+$", "", regex=True).astype("int64")

    def billionths(self, name: str) -> pd.Series[Any]:
        """Amounts in billionths, half up; missing where nothing stands.

        Binary fractions only find the nearest whole number: below a thousand they are off by less than a hundredth of
        a billionth, so what is not that near to a half is decided. All the rest is read as decimals.
        """
        import numpy as np
        import pandas as pd

        text = self.text(name)
        near = pd.to_numeric(text, errors="coerce") * 1e9
        decided = (near.abs() < 1e12) & ((near % 1 - 0.5).abs() > 1e-2) & text.str.fullmatch(_AMOUNT)
        value: pd.Series[Any] = np.rint(near.where(decided, 0)).astype("int64").astype("Int64").where(decided)
        rest = text[~decided & (text != "")]
        known = self.each(name, rest, lambda cell: billionths_of(number_of(cell, name), name))
        value.loc[rest.index] = pd.Series(known, index=rest.index, dtype="Int64")
        return value

    def days(self, name: str) -> pd.Series[Any]:
        """Days in UTC of moments; each moment without an offset is UTC."""
        import pandas as pd

        text = self.text(name)
        simple = text.str.fullmatch(_DAY)
        days = self.each(name, text.where(~simple, text.str.slice(0, 10)), lambda cell: day_of(cell or None, name))
        return pd.Series(days, index=text.index, dtype="datetime64[s]")

    def each(self, name: str, cells: pd.Series[Any], convert: Callable[[str], Any]) -> list[Any]:
        """Cells converted, once a text; what is none is told and is missing."""
        import pandas as pd

        codes, texts = pd.factorize(cells)
        values: list[Any] = []
        for code, text in enumerate(texts):
            try:
                values.append(convert(str(text)))
            except InvalidValue as error:
                self.refuse(name, cells[codes == code], error.rule, error.fix)
                values.append(None)
        return [values[code] for code in codes]

    def refuse(self, name: str, cells: pd.Series[Any], rule: str, fix: str = "") -> None:
        """Note cells that are wrong, each with its row."""
        for row, cell in cells.items():
            self.found.refuse(f"row {row}, column {name}", rule, fix, value=cell)


def read_header(path: str | Path) -> list[str]:
    """The headings of a CSV file; none if it is empty.

    Raises:
        FileProblems: If it cannot be read as text.
    """
    frame = next(_chunks(path, nrows=1), None)
    return [] if frame is None else [str(name) for name in frame.columns]


def tables(path: str | Path, found: Found) -> Iterator[Table]:
    """The rows of a CSV file, some at a time, without empty ones."""
    import pandas as pd

    first = 2
    for frame in _chunks(path):
        frame = frame.fillna("")
        frame.index = pd.RangeIndex(first, first + len(frame))
        first += len(frame)
        filled = (frame != "").any(axis=1)
        yield Table(frame[filled], found)


def _chunks(path: str | Path, **options: Any) -> Iterator[pd.DataFrame]:
    """Text of every cell as it stands: ``NA`` is text like any other."""
    import pandas as pd

    file = file_name(path)
    kept: Mapping[str, Any] = {"dtype": "str", "keep_default_na": False, "skip_blank_lines": False}
    try:
        with pd.read_csv(path, **kept, chunksize=CHUNK, encoding="utf-8-sig", index_col=False, **options) as reader:
            yield from reader
    except pd.errors.EmptyDataError:
        raise refused(file, "is empty", "look whether it is the right file") from None
    except pd.errors.ParserError as error:
        raise refused(file, f"is not CSV: {_reason(error)}", "put text with commas in quotes") from None
    except UnicodeDecodeError:
        raise refused(file, "is not UTF-8 text", "save it as UTF-8") from None


def _reason(error: Exception) -> str:
    return str(error).strip().removeprefix("Error tokenizing data. C error: ").splitlines()[0]
