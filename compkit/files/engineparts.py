"""Parts of people in Parquet: each is read, worked out and written by itself, by whichever worker, however often.

A part depends on nothing but its rows and the plan, and is written beside its place and then renamed: a worker that is
killed half way leaves nothing, and another one makes the same file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import asdict, frozen

from ..errors import CompkitError, FileProblems, Problem
from .bulk import write_table
from .text import file_name, refused

if TYPE_CHECKING:
    import pandas as pd

    from ..workforce.engines.people import PeoplePlan

MOST_TOLD = 20
"""Problems of a part that are told."""


@frozen(kw_only=True)
class Part:
    """Some rows of a file.

    Attributes:
        name: Of the file that its amounts go to.
        file: Where the rows stand.
        group: Row group of the file, from 0.
        skip: Rows of the group before the part.
        first: Row of the file with which it begins, from 1.
        rows: How many.
    """

    name: str
    file: str
    group: int
    skip: int
    first: int
    rows: int


@frozen(kw_only=True)
class Done:
    """What came of a part.

    Attributes:
        name: Of the file.
        people: Rows that were read.
        rows: Rows of amounts that were written.
        sha256: Of the file's bytes.
        problems: What is wrong with its rows; then nothing was written.
    """

    name: str
    people: int
    rows: int = 0
    sha256: str = ""
    problems: tuple[dict[str, Any], ...] = ()


def find_parts(source: str | Path, most: int) -> tuple[Part, ...]:
    """The parts of a Parquet file, or of all in a folder by name; a part never spans two row groups.

    Args:
        source: The file or folder.
        most: Most rows of a part.

    Raises:
        FileProblems: If there is none, or one cannot be read.
    """
    files = _files(source)
    _check_twice(files)
    number = count()
    parts = (part for file in files for part in _parts(file, most, number))
    return tuple(parts)


def _files(source: str | Path) -> list[Path]:
    found = [Path(source)]
    if found[0].is_dir():
        found = [path for path in sorted(Path(source).glob("*.parquet")) if path.name[0] not in "._"]
    if not found:
        raise refused(file_name(source), "holds no .parquet file", "name the folder that the people are in")
    return found


def _parts(path: Path, most: int, number: Iterator[int]) -> Iterator[Part]:
    groups, first = _opened(path).metadata, 1
    for group in range(groups.num_row_groups):
        size = groups.row_group(group).num_rows
        for skip in range(0, size, most):
            rows = min(most, size - skip)
            name = f"part-{next(number):06}.parquet"
            yield Part(name=name, file=str(path), group=group, skip=skip, first=first + skip, rows=rows)
        first += size


def _opened(path: str | Path) -> Any:
    try:
        from pyarrow.parquet import ParquetFile  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ModuleNotFoundError:
        raise refused(file_name(path), "Parquet needs pyarrow", "pip install pyarrow") from None
    try:
        return ParquetFile(path)
    except (OSError, ValueError) as error:  # pyarrow's own errors are among these
        raise refused(file_name(path), f"cannot be read: {error}", "look whether it is a Parquet file") from None


def _check_twice(files: Sequence[Path]) -> None:
    """One row an employee in all files together: a part sees only its own."""
    import pandas as pd

    columns = [_ids(path) for path in files]
    ids = pd.concat(columns, keys=range(len(files)))
    twice = ids[ids.duplicated() & ids.notna()]
    fix = "keep one row an employee"
    told = [
        Problem(file=str(files[file]), path=f"row {row + 1}, employee_id", value=str(who), rule="has two rows", fix=fix)
        for (file, row), who in islice(twice.items(), MOST_TOLD)
    ]
    if told:
        raise FileProblems(told)


def _ids(path: Path) -> pd.Series[Any]:
    file = _opened(path)
    if "employee_id" not in file.schema_arrow.names:
        raise refused(str(path), "has no column employee_id", "write the rows with pack of a roster")
    column: pd.Series[Any] = file.read(columns=["employee_id"]).to_pandas()["employee_id"]
    return column


def do_part(part: Part, plan: PeoplePlan, folder: str) -> Done:
    """Read a part, work out its amounts and write them; what is wrong comes back as problems, for any engine to carry.

    Args:
        part: Which rows.
        plan: How they are valued.
        folder: Where the file goes.
    """
    from ..workforce.engines.people import people_amounts

    frame = None
    try:
        frame = _read(part)
        amounts = people_amounts(frame, plan)
        path = Path(folder, part.name)
        write_table(amounts, path)
        digest = sha256(path.read_bytes()).hexdigest()
    except (CompkitError, OSError, ValueError) as error:
        problems = _problems(part, frame, plan, error)
        return Done(name=part.name, people=part.rows, problems=tuple(_as_values(one) for one in problems))
    return Done(name=part.name, people=part.rows, rows=len(amounts), sha256=digest)


def _read(part: Part) -> pd.DataFrame:
    table = _opened(part.file).read_row_group(part.group, use_threads=False)
    frame: pd.DataFrame = table.slice(part.skip, part.rows).to_pandas(use_threads=False)
    return frame


def _problems(part: Part, frame: pd.DataFrame | None, plan: PeoplePlan, error: Exception) -> list[Problem]:
    """Each wrong row with its place in the file; or what keeps the whole part from being done."""
    from ..workforce.engines.rows import faults

    whole = Problem(
        file=part.file, path=f"rows {part.first} to {part.first + part.rows - 1}", value="", rule=str(error)
    )
    try:
        found = list(islice(faults(frame, plan.allowances), MOST_TOLD)) if frame is not None else []
    except CompkitError:  # a column is missing, as the error says
        return [whole]
    return [
        Problem(
            file=part.file,
            path=f"row {part.first + fault.row}, {fault.column}",
            value=fault.value,
            rule=fault.rule,
            fix=fault.fix,
        )
        for fault in found
    ] or [whole]


def _as_values(problem: Problem) -> dict[str, Any]:
    """A problem as plain values, which any engine carries."""
    return {name: getattr(problem, name) for name in Problem.__dataclass_fields__}


def as_row(done: Done) -> dict[str, Any]:
    """What came of a part as plain values."""
    return asdict(done)
