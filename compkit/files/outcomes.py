"""Tables of outcomes read: what came of people's work, one's own columns of whole numbers by employee."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import FileProblems, InvalidValue
from .rostercolumns import days, texts
from .rosterfields import PEOPLE_FIELDS
from .tables import Field
from .tables.columns import ColumnReading, look_at_columns
from .tables.pause import collection_paused
from .tables.rawtable import read_raw
from .text import refused

if TYPE_CHECKING:
    import pandas as pd

_WHO = PEOPLE_FIELDS[0]
_DAY = Field(name="on", kind="day", synonyms=("date", "day"))
_MOST = 10**12


def read_outcomes(source: str | Path | pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Outcomes by employee: ``employee_id``, ``on`` where the table has days, and the columns that are named.

    An empty cell is 0.

    Args:
        source: A .csv, .xlsx or .parquet file, or a data frame.
        columns: Headings of the outcomes.

    Raises:
        FileProblems: With the first problems, and how many more there are.
        InvalidValue: If no column is named.
    """
    import pandas as pd

    if not columns:
        raise InvalidValue("outcomes", "nothing", "names no column of outcomes", "say --outcome tickets")
    wanted = [Field(name=name, kind="count") for name in columns]
    with collection_paused():
        reading = look_at_columns(read_raw(source), (_WHO, _DAY, *wanted))
        for name in columns:
            if name not in reading.columns:
                raise refused(reading.file, f"has no column {name}", "say a heading of the table")
        made: dict[str, Any] = {"employee_id": texts(reading, "employee_id")}
        if "on" in reading.columns:
            made["on"] = days(reading, "on")
            reading.refuse("on", pd.isna(made["on"]), "is missing", "say the day, or leave the column out")
        made |= {name: _counts(reading, name) for name in columns}
    if reading.faults.problems:
        raise FileProblems(reading.faults.problems)
    return pd.DataFrame({name: pd.Series(values) for name, values in made.items()})


def _counts(reading: ColumnReading, name: str) -> Any:
    """Whole numbers from 0 on; 0 where the table says none."""
    import numpy as np

    column = reading.columns[name]
    large = [isinstance(value, int) and not 0 <= value < _MOST for value in column.values]
    reading.refuse(name, column.rows(large), "must be from 0 up to a million millions")
    values = [
        value if isinstance(value, int) and not bad else 0 for value, bad in zip(column.values, large, strict=True)
    ]
    return column.array(values, np.int64)
