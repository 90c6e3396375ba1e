"""Every person from Parquet to Parquet, on this machine, on Dask or on Spark: the same bytes from each.

The result is made in a folder beside its place, its manifest last, and then renamed: a folder that is there is whole.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from attrs import frozen

from ..errors import FileProblems, InvalidValue, OutputRefused, Problem
from .engineparts import Done, find_parts
from .enginerunners import RUNNERS, bound
from .text import read_text, refused, write_bytes

if TYPE_CHECKING:
    import pandas as pd

    from ..workforce.engines.people import PeoplePlan

Engine = Literal["local", "dask", "spark"]
"""Who does the work."""

MANIFEST = "_manifest.json"
"""Written last: which files there are, and the digest of each. Readers of folders pass over ``_`` names."""

PART_ROWS = 25_000
"""People in a part: some seconds of work."""
_LONGEST_MANIFEST = 100_000_000


@frozen(kw_only=True)
class PeopleRun:
    """What was written.

    Attributes:
        folder: Where.
        people: How many people.
        rows: Rows of amounts.
        parts: How many files.
    """

    folder: Path
    people: int
    rows: int
    parts: int


def run_people(
    source: str | Path,
    out: str | Path,
    plan: PeoplePlan,
    *,
    engine: Engine = "local",
    client: Any = None,
    workers: int | None = None,
    part_rows: int = PART_ROWS,
) -> PeopleRun:
    """Amounts of every person, from a Parquet file or folder to a new folder of Parquet files.

    Workers read and write the same paths as the caller: on a cluster, both have to be on storage that all of them see.

    Args:
        source: A .parquet file, or a folder of them, with rows as `compkit.workforce.engines.rows.pack` gives them.
        out: The folder that is made; it may not be there yet.
        plan: How people are valued.
        engine: ``local`` takes processes of this machine, ``dask`` and ``spark`` a cluster.
        client: Your own Dask client or Spark session; None starts one on this machine.
        workers: How many processes on this machine; None for as many as there are cores.
        part_rows: Most people in a part.

    Raises:
        FileProblems: With each wrong row, its file and place.
        OutputRefused: If the folder is there already, or cannot be written.
        InvalidValue: If the engine is not there.
    """
    if engine not in RUNNERS:
        raise InvalidValue("engine", engine, "is none that is known", f"say one of {', '.join(RUNNERS)}")
    if part_rows < 1 or (workers is not None and workers < 1):
        raise InvalidValue("workers", workers, "and part_rows must be at least 1")
    target = Path(os.path.abspath(out))
    if target.exists():
        raise OutputRefused(out, "it exists already", "name a new folder, or remove this one")
    parts = find_parts(source, part_rows)
    beside = _beside(target, out)
    try:
        done = RUNNERS[engine](parts, bound(plan, str(beside)), client, workers) if parts else []
        _check(done)
        _finish(done, plan, beside, target)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return PeopleRun(folder=target, people=_sum(done, "people"), rows=_sum(done, "rows"), parts=len(done))


def _beside(target: Path, out: str | Path) -> Path:
    folder = target.with_name(f".{target.name}.{secrets.token_hex(8)}.part")
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise OutputRefused(out, str(error.strerror).lower(), "choose a folder that you may write to") from None
    return folder


def _check(done: Sequence[Done]) -> None:
    """Raise what is wrong with the rows of all parts."""
    problems = [Problem(**problem) for part in done for problem in part.problems]
    if problems:
        raise FileProblems(problems)


def _sum(done: Sequence[Done], name: str) -> int:
    return sum(getattr(part, name) for part in done)


def _finish(done: Sequence[Done], plan: PeoplePlan, beside: Path, target: Path) -> None:
    """The manifest, and then the folder's name."""
    parts = sorted(done, key=lambda part: part.name)
    manifest = {
        "currency": plan.currency,
        "years": [str(day) for day in plan.cuts.days],
        "people": _sum(done, "people"),
        "rows": _sum(done, "rows"),
        "parts": [{"name": one.name, "people": one.people, "rows": one.rows, "sha256": one.sha256} for one in parts],
    }
    write_bytes(beside / MANIFEST, (json.dumps(manifest, indent=1) + "\n").encode())
    try:
        os.rename(beside, target)
    except OSError as error:
        raise OutputRefused(target, str(error.strerror).lower(), "name a new folder") from None


def read_people(folder: str | Path) -> pd.DataFrame:
    """The amounts that `run_people` wrote, whole or not at all.

    Args:
        folder: The folder.

    Raises:
        FileProblems: If the manifest, or a file that it names, is missing or not as it was written.
    """
    import pandas as pd

    from ..workforce.engines.people import EMPTY

    parts = _manifest(folder)["parts"]
    frames = [pd.read_parquet(BytesIO(_bytes(Path(folder, part["name"]), part["sha256"]))) for part in parts]
    return pd.concat([EMPTY, *frames], ignore_index=True)


def _manifest(folder: str | Path) -> Any:
    path = Path(folder, MANIFEST)
    if not path.exists():
        raise refused(str(folder), f"has no {MANIFEST}: it is not complete", "run it again to a new folder")
    try:
        return json.loads(read_text(path, limit=_LONGEST_MANIFEST))
    except ValueError:
        raise refused(str(path), "is no manifest", "run it again to a new folder") from None


def _bytes(path: Path, digest: str) -> bytes:
    data = path.read_bytes() if path.exists() else b""
    if sha256(data).hexdigest() != digest:
        rule = "is not as it was written" if data else "is missing"
        raise refused(str(path), rule, "run it again to a new folder")
    return data
