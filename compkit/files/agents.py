"""Digital employees as a table: agents of one kind and their work, a row each kind."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InvalidValue
from ..valuation.workload import Workload
from ..workforce.agents import DigitalEmployees
from .fields import near
from .structure import BROKEN
from .tables import Field, read_table

if TYPE_CHECKING:
    import pandas as pd

    from .tables import TableReading, TableRow

AGENT_FIELDS = (
    Field(name="name", synonyms=("workload", "work", "agent"), required=True, help="what they do, as printed"),
    Field(name="department", synonyms=("dept", "team"), required=True, help="whose they are"),
    Field(name="cost_center", kind="id", synonyms=("cost centre", "costcenter", "costcentre")),
    Field(name="account", kind="id", synonyms=("gl account", "ledger account")),
    Field(name="model", kind="model", required=True, help="the model they run on, as provider/model"),
    Field(name="start_on", kind="day", synonyms=("start date", "from", "first day"), required=True, help="first day"),
    Field(name="per_person", kind="number", synonyms=("workloads per person", "per head")),
    Field(name="agents", kind="number", synonyms=("count", "number of agents")),
    Field(name="runs_a_day", kind="number", synonyms=("runs per day",), required=True, help="of each agent"),
    Field(name="working_days", kind="number", synonyms=("days a year", "days"), required=True, help="days a year"),
    Field(name="turns_a_run", kind="number", synonyms=("turns per run", "calls a run"), required=True, help="calls"),
    Field(name="context_tokens", kind="number", synonyms=("tokens read a turn",), required=True, help="read a turn"),
    Field(name="cache_read", kind="share", synonyms=("cached", "cache read share"), required=True, help="share of it"),
    Field(name="cache_write", kind="share", synonyms=("cache write share",)),
    Field(
        name="output_tokens", kind="number", synonyms=("tokens written a turn",), required=True, help="written a turn"
    ),
    Field(name="spawned_mean", kind="number", synonyms=("sub agents", "spawned")),
    Field(name="growth", kind="rate", synonyms=("growth a year", "growth rate")),
)
"""A row agents of one kind; words as in a workload file."""

_WORK = {
    **{name: name for name in ("name", "agents", "runs_a_day", "working_days", "turns_a_run", "context_tokens")},
    **{name: name for name in ("output_tokens", "spawned_mean")},
    "cache_read": "cache_read_rate",
    "cache_write": "cache_write_rate",
    "growth": "growth_rate",
}
"""What a workload calls a column."""


def read_agents(
    source: str | Path | pd.DataFrame, *, departments: Collection[str] | None = None
) -> tuple[DigitalEmployees, ...]:
    """Digital employees from .csv, .xlsx or .parquet, or a data frame.

    Args:
        source: The table.
        departments: Those of the roster, for agents that come with each person; None is not checked.

    Raises:
        FileProblems: With every problem, each with its row and column.
    """
    reading = read_table(source, AGENT_FIELDS, sheet="agents")
    check_columns(reading, AGENT_FIELDS)
    if not reading.rows:
        reading.place.refuse("has no row below its headings", "add a row for agents of one kind", value="")
    made = [_agents(row, departments) for row in reading.rows]
    reading.check()
    return tuple(agents for agents in made if agents is not BROKEN)


def _agents(row: TableRow, departments: Collection[str] | None) -> Any:
    said = {name: value for name, value in row.values.items() if value not in (None, "")}
    if BROKEN in said.values():
        return BROKEN
    if "agents" not in said and "per_person" not in said:
        fix = "say how many there are, or in a column per_person how many workloads each person of the department has"
        return row.place("agents").refuse("is not said", fix, value="")
    work = {"agents": Decimal(1), **{of: said[name] for name, of in _WORK.items() if name in said}}
    workload = made_of(row, Workload, {of: name for name, of in _WORK.items()}, **work)
    if workload is BROKEN or not _is_known(row, said, departments):
        return BROKEN
    own = {name: value for name, value in said.items() if name not in _WORK}
    return made_of(row, DigitalEmployees, {}, workload=workload, **own)


def _is_known(row: TableRow, said: dict[str, Any], departments: Collection[str] | None) -> bool:
    """Whether agents that come with each person are of a department that has people."""
    if departments is None or "per_person" not in said or said["department"] in departments:
        return True
    department = said["department"]
    row.place("department").refuse("is no department of the roster", one_of(department, departments), value=department)
    return False


def check_columns(reading: TableReading, fields: Sequence[Field]) -> None:
    """Note every column that means nothing: without it, a row would say something else."""
    names = [field.name for field in fields]
    for use in reading.mapping:
        if use.field is None and use.heading.text:
            guess = near(use.heading.words, names)
            fix = f"did you mean {guess}?" if guess else f"say one of {', '.join(names)}, or leave it out"
            reading.heading_place(use).refuse("is no column of this table", fix, value=use.heading.text)


def made_of(row: TableRow, kind: Any, columns: Mapping[str, str], **values: Any) -> Any:
    """A value of the domain from a row, or `BROKEN` with the first rule that it breaks noted at its column.

    Args:
        row: The row.
        kind: The class.
        columns: Columns by what the class calls them, where they differ.
        values: Its fields.
    """
    try:
        return kind(**values)
    except InvalidValue as error:
        name = error.name.rpartition(".")[2]
        return row.place(columns.get(name, name)).refuse(error.rule, error.fix, value=error.value.strip("'\""))


def one_of(said: str, known: Collection[str]) -> str:
    """The way out where a label is none of the roster's: the one that was meant, or those there are."""
    labels = sorted({str(label) for label in known if label})
    guess = near(said, [label.casefold() for label in labels])
    meant = [label for label in labels if label.casefold() == guess]
    if meant:
        return f"did you mean {meant[0]}?"
    return f"say one of {', '.join(labels[:9])}" if labels else "the roster has none"
