"""Rosters read: many people and their grants from CSV, Excel, Parquet or a data frame, by columns.

Headings are matched as in every other table of people: by stated synonyms, or as told; nothing is guessed about a
cell, and every problem is told with its row, column and way out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from attrs import frozen

from ..errors import FileProblems, Problem
from ..pay.allowance import TokenAllowance
from ..workforce.roster import MILLION, PEOPLE, BonusTerms, Roster
from .fields import near, parse_currency
from .rostercolumns import currencies, days, millionths, texts, whole_amounts
from .rosterfields import DOUBTFUL, GRANT_FIELDS, PEOPLE_FIELDS, extra_field
from .rostergrants import grants_frame, no_grants
from .sheets import find_sheets
from .tables.columns import ColumnReading, look_at_columns
from .tables.faults import MOST_TOLD
from .tables.field import plain_words
from .tables.pause import collection_paused
from .tables.rawtable import LARGEST_FILE, RawTable, raw_sheet, read_raw
from .tables.values import DayOrder
from .text import file_name, refused

if TYPE_CHECKING:
    import pandas as pd

    from .rostercolumns import Column

PEOPLE_SHEET, GRANTS_SHEET = "people", "grants"
"""Sheets of an Excel file; without one named so, the first is that of people."""

_ALWAYS = ("department", "cost_center", "account", "family", "level", "place", "manager", "tokens")
_IF_STATED = ("name", "rating", "position", "gender", "category")
_MOST_BONUS = 10
"""As a `TargetBonus` has it at most."""


@frozen(eq=False, kw_only=True)
class RosterReading:
    """A roster that was read, with what each column was taken for.

    Attributes:
        people: As of `Roster`, and the columns ``name``, ``rating``, ``position``, ``gender``, ``category`` and
            ``end_on``, where the table has them, and those that were asked for.
        grants: As of `Roster`.
        allowances: Token allowances by name; None if they are not known, and names stand unchecked.
        bonus: How bonuses are earned and paid.
        tables: How the tables were read: people, and grants if there are any.
        notes: What to know of the whole, in words.
    """

    people: pd.DataFrame
    grants: pd.DataFrame
    allowances: Mapping[str, TokenAllowance] | None
    bonus: BonusTerms
    tables: tuple[ColumnReading, ...]
    notes: tuple[str, ...] = ()

    @property
    def roster(self) -> Roster:
        """The roster.

        Raises:
            InvalidValue: If somebody has an allowance that is not known.
        """
        known = self.allowances or {}
        return Roster(people=self.people, grants=self.grants, allowances=known, bonus=self.bonus)

    def describe(self) -> tuple[str, ...]:
        """What each column was taken for, what was left out, and what to know, a line each."""
        people, *grants = self.tables
        others = (f"grants, {line}" for table in grants for line in table.describe())
        return (*people.describe(), *others, *self.notes)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The first problems of each table, and how many more there are."""
        return tuple(problem for table in self.tables for problem in table.faults.problems)

    def check(self) -> None:
        """Raise what was found.

        Raises:
            FileProblems: If there is anything.
        """
        if self.problems:
            raise FileProblems(self.problems)


def read_roster(
    source: str | Path | pd.DataFrame,
    *,
    grants: str | Path | pd.DataFrame | None = None,
    mapping: Mapping[str, str] | None = None,
    allowances: Mapping[str, TokenAllowance] | None = None,
    bonus: BonusTerms = BonusTerms(),  # noqa: B008 - frozen
    currency: str = "",
    day_order: DayOrder | None = None,
    extra: Sequence[str] = (),
    problems: Literal["raised", "noted"] = "raised",
) -> RosterReading:
    """A roster: a row an employee, and a table of grants, a row each.

    Args:
        source: A .csv, .xlsx or .parquet file, ``-`` for CSV from standard input, or a data frame. An Excel file is
            read from its sheet ``people``, or else the first, and grants from its sheet ``grants``, if there is one.
        grants: Another table of grants.
        mapping: Field by heading, where the synonyms do not know it; an empty text leaves the column out.
        allowances: Token allowances by the name that ``tokens`` gives.
        bonus: How bonuses are earned and paid.
        currency: Of pay whose table names none.
        day_order: How days such as 03/04/2026 are to be read; without it they are refused.
        extra: Headings of further columns of people that are kept, as text.
        problems: Whether what is wrong with rows is raised, or noted in the reading; if noted and no allowances are
            given, their names stand unchecked.

    Raises:
        FileProblems: With the first problems of each table, and how many more there are; if problems are noted, only
            if a table cannot be read at all.
        InvalidValue: If the currency is none.
    """
    if currency:
        parse_currency(currency)
    _check_pandas(source)
    known = {} if allowances is None and problems == "raised" else allowances
    with collection_paused():
        raw, raw_grants = _raw_tables(source, grants)
        fields = (*PEOPLE_FIELDS, *(extra_field(heading) for heading in extra))
        own, others = _told(mapping or {}, raw, raw_grants)
        people = look_at_columns(raw, fields, mapping=own, day_order=day_order, doubtful=DOUBTFUL)
        frame = _people_frame(people, known, currency, extra)
        tables: tuple[ColumnReading, ...] = (people,)
        granted = no_grants()
        if raw_grants is not None:
            read = look_at_columns(raw_grants, GRANT_FIELDS, mapping=others, day_order=day_order)
            ids = frame["employee_id"].to_numpy() if "employee_id" in people.columns else None
            tables, granted = (people, read), grants_frame(read, ids, currency)
    reading = RosterReading(
        people=frame, grants=granted, allowances=known, bonus=bonus, tables=tables, notes=_managers(frame)
    )
    if problems == "raised":
        reading.check()
    return reading


# tables


def _check_pandas(source: Any) -> None:
    try:
        import pandas  # noqa: F401
    except ModuleNotFoundError:
        file = file_name(source) if isinstance(source, (str, Path)) else "<data frame>"
        raise refused(file, "a roster needs pandas", "pip install compkit[tables]") from None


def _raw_tables(source: Any, grants: Any) -> tuple[RawTable, RawTable | None]:
    """The table of people, and that of grants; of an Excel file, both may be its sheets."""
    if not (isinstance(source, (str, Path)) and Path(source).suffix.casefold() in (".xlsx", ".xlsm")):
        return read_raw(source), None if grants is None else read_raw(grants, sheet=GRANTS_SHEET)
    file = file_name(source)
    sheets = find_sheets(source, named=(PEOPLE_SHEET, GRANTS_SHEET), limit=LARGEST_FILE)
    if grants is not None:
        return raw_sheet(sheets[0], file), read_raw(grants, sheet=GRANTS_SHEET)
    return raw_sheet(sheets[0], file), raw_sheet(sheets[1], file) if len(sheets) > 1 else None


def _told(
    mapping: Mapping[str, str], people: RawTable, grants: RawTable | None
) -> tuple[dict[str, str], dict[str, str]]:
    """What is said of the headings of each table; of what is in neither, people's refuses it."""
    of_people, of_grants = (
        {plain_words(text) for text in table.grid.headings} if table else set() for table in (people, grants)
    )
    told = {heading: name for heading, name in mapping.items() if plain_words(heading) in of_grants}
    names = {field.name for field in GRANT_FIELDS}
    others = {heading: name for heading, name in told.items() if name in names or not name}
    return {
        heading: name for heading, name in mapping.items() if heading not in others or plain_words(heading) in of_people
    }, others


# people


def _people_frame(
    reading: ColumnReading, allowances: Mapping[str, TokenAllowance] | None, currency: str, extra: Sequence[str]
) -> pd.DataFrame:
    import pandas as pd

    if not reading.size:
        reading.faults.table.grid.top.refuse("has no row below its headings", "add a row an employee", value="")
    kept = [name for name in (*_IF_STATED, *extra) if name in reading.columns]
    held = currencies(reading, money="base", said="currency", default=currency)
    ids = texts(reading, "employee_id")
    made = {"employee_id": ids}
    made |= {name: texts(reading, name) for name in (*_ALWAYS, *kept)}
    made |= {"currency": held.by_row(), "start_on": days(reading, "start_on")}
    made |= {"end_on": days(reading, "end_on")} if "end_on" in reading.columns else {}
    made["base"] = whole_amounts(reading, "base", held)
    made["fte"] = millionths(reading, "fte", default=MILLION, most=1, above=True)
    made["bonus"] = millionths(reading, "bonus", default=0, most=_MOST_BONUS)
    _check_twice(reading, ids)
    _check_leavers(reading, made)
    if allowances is not None:
        _check_tokens(reading, allowances)
    return pd.DataFrame({name: pd.Series(made[name], dtype=made[name].dtype) for name in _order(made)})


def _order(made: Mapping[str, Column]) -> list[str]:
    """Who, where, when, how much, and the rest."""
    first = [name for name in ("employee_id", "name", *PEOPLE[1:], "end_on") if name in made]
    return [*first, *(name for name in made if name not in first)]


def _check_twice(reading: ColumnReading, ids: Column) -> None:
    """One row an employee."""
    import numpy as np
    import pandas as pd

    twice = pd.Series(ids, dtype=object).duplicated().to_numpy() & (ids != "")
    fix = "keep one row an employee; grants stand in a table of their own"
    found = np.flatnonzero(twice)
    for row in found[:MOST_TOLD].tolist():
        first = reading.faults.table.row(int(np.flatnonzero(ids == ids[row])[0])).number
        reading.refuse("employee_id", np.arange(len(ids)) == row, f"has two rows, first row {first}", fix)
    twice[found[:MOST_TOLD]] = False
    reading.refuse("employee_id", twice, "has two rows", fix)


def _check_leavers(reading: ColumnReading, made: Mapping[str, Column]) -> None:
    if "end_on" in made:
        early = made["end_on"] < made["start_on"]
        reading.refuse("end_on", early, "is before the first day of work", "look at the two days")


def _check_tokens(reading: ColumnReading, allowances: Mapping[str, TokenAllowance]) -> None:
    column = reading.columns.get("tokens")
    for value in column.values if column else ():
        if isinstance(value, str) and value not in allowances:
            assert column is not None
            guess = near(value, [name.casefold() for name in allowances])
            meant = [name for name in allowances if name.casefold() == guess]
            said = f"did you mean {meant[0]}?" if meant else f"say one of {', '.join(allowances)}, or nothing"
            fix = said if allowances else "name the policy file that states it (--policy), or leave the cell empty"
            rows = column.rows([other is value for other in column.values])
            reading.refuse("tokens", rows, "is no token allowance that is known", fix)


def _managers(people: pd.DataFrame) -> tuple[str, ...]:
    """A note on managers who are nobody of the roster: they may stand in another one."""
    told = people["manager"] != ""
    strange = int((told & ~people["manager"].isin(people["employee_id"])).sum())
    if not strange:
        return ()
    return (f"manager: {strange:,} people have one who is nobody of this roster",)
