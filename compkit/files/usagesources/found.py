"""What the reading of exports finds: rows by column, problems with their places, and what is worth a warning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from ...errors import FileProblems, InvalidValue, Problem
from ...workforce.usage.export import OUTCOME_COLUMNS, USAGE_COLUMNS

if TYPE_CHECKING:
    import pandas as pd

MOST_PROBLEMS = 20
"""Most problems of a file that are told one by one: a wrong column is wrong in every row."""

RAW_COLUMNS = (*USAGE_COLUMNS, "key", "reason")
"""Columns of rows before they are told apart: ``key`` names what a row is about, so that one that stands twice is
found (empty where rows have no identity); ``reason`` says why it is left out (empty where it is not)."""

_FIXED = {"person_kind": "none", "service": "standard"}
_BLANK: Mapping[str, Any] = {
    name: _FIXED.get(name, {"category": "", "int64": 0, "Int64": None}.get(kind))
    for name, kind in {**USAGE_COLUMNS, "key": "category", "reason": "category"}.items()
}


@frozen
class Settings:
    """What is said of exports that they do not say themselves.

    Attributes:
        currency: ISO 4217 code of all money.
        provider: Provider of models that name none; may be empty.
        mapping: Field by heading of a table of one's own.
    """

    currency: str = "USD"
    provider: str = ""
    mapping: Mapping[str, str] = field(factory=dict)


@frozen
class Found:
    """What one file gives; filled while it is read.

    Attributes:
        file: The file as problems name it.
        settings: What is said of it.
        columns: Rows that were added one by one, by column.
        chunks: Rows that were converted by the column.
        outcomes: Rows of outcomes, by column.
        problems: What is wrong, the first ones in full.
        counts: Rows by column ``rows``, and problems beyond those that are told by ``problems``.
        notes: What is worth a warning, with how often.
        pages: Of sources in pages, what each covers and whether more follow.
    """

    file: str
    settings: Settings
    columns: dict[str, list[Any]] = field(factory=lambda: {name: [] for name in RAW_COLUMNS})
    chunks: list[pd.DataFrame] = field(factory=list)
    outcomes: dict[str, list[Any]] = field(factory=lambda: {name: [] for name in (*OUTCOME_COLUMNS, "key")})
    problems: list[Problem] = field(factory=list)
    counts: Counter[str] = field(factory=Counter)
    notes: Counter[str] = field(factory=Counter)
    pages: list[Page] = field(factory=list)

    def add(self, **values: Any) -> None:
        """A row of use; what is left out is empty, 0 or missing."""
        fixed = {"source_file": self.file, "currency": self.settings.currency}
        for name, column in self.columns.items():
            column.append(values[name] if name in values else fixed.get(name, _BLANK[name]))

    def add_outcome(self, **values: Any) -> None:
        """A row of outcomes."""
        values = {"source_file": self.file, **values}
        for name, column in self.outcomes.items():
            column.append(values[name])

    def refuse(self, path: str, rule: str, fix: str = "", *, value: object = "", line: int = 0) -> None:
        """Note a problem; past the first ones, only that there are more."""
        if len(self.problems) < MOST_PROBLEMS:
            text = str(value)[:200]
            self.problems.append(Problem(file=self.file, path=path, value=text, rule=rule, fix=fix, line=line))
        else:
            self.counts["problems"] += 1

    def refuse_value(self, path: str, error: InvalidValue) -> None:
        """Note a value that breaks a rule; the last word of its name is the key that holds it."""
        key = error.name.rpartition(": ")[2]
        self.refuse(f"{path}.{key}" if key else path, error.rule, error.fix, value=error.value.strip("'\""))

    def next_row(self) -> int:
        """The number of the next row, from 1."""
        self.counts["rows"] += 1
        return self.counts["rows"]

    def check(self) -> None:
        """Raise what is wrong.

        Raises:
            FileProblems: If there is anything.
        """
        more = self.counts["problems"]
        rest = [Problem(file=self.file, path="", value="", rule=f"and {more:,} more problems")] if more else []
        if self.problems:
            raise FileProblems([*self.problems, *rest])


@frozen
class Page:
    """A page of an export.

    Attributes:
        source: Name of the source.
        begins: First second or day that it covers; None where it holds nothing.
        ends: Last one.
        has_more: Whether it says that more follow.
        file: Where it stands.
        spans: What it covers, as pairs of first second and first one after.
        groups: What its rows are grouped by.
    """

    source: str
    begins: Any
    ends: Any
    has_more: bool
    file: str
    spans: frozenset[tuple[Any, Any]] = frozenset()
    groups: frozenset[str] = frozenset()


def raw_frame(found: Found) -> pd.DataFrame:
    """The rows of a file that were added one by one."""
    import numpy as np
    import pandas as pd

    frame = pd.DataFrame({name: pd.Series(values, dtype="object") for name, values in found.columns.items()})
    days = np.array(found.columns["on"], dtype="datetime64[D]")
    return typed_raw(frame.assign(on=days.astype("datetime64[s]")))


def typed_raw(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows with the types of usage; columns that are missing hold what is blank."""
    missing = {name: _BLANK[name] for name in RAW_COLUMNS if name not in frame.columns}
    types = {**USAGE_COLUMNS, "key": "str", "reason": "category"}
    return frame.assign(**missing)[list(RAW_COLUMNS)].astype(types)
