"""Who works the parts off: processes of this machine, a Dask cluster or a Spark session. None is ours to schedule."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ..errors import InvalidValue
from .engineparts import Done, Part, as_row, do_part

if TYPE_CHECKING:
    import pandas as pd

    from ..workforce.engines.people import PeoplePlan

_OWN_CLUSTER = {"threads_per_worker": 1, "dashboard_address": "127.0.0.1:0", "set_as_default": False}
"""Of a Dask cluster that is started here: it changes nothing for other work of the caller."""

Work = Callable[[Part], Done]
"""What is done with a part."""


def work_locally(parts: Sequence[Part], work: Work, client: Any, workers: int | None) -> list[Done]:
    """Parts over processes of this machine; with one worker, in this one.

    Args:
        parts: The parts.
        work: What is done with each.
        client: None.
        workers: How many processes; None for as many as there are cores.

    Raises:
        InvalidValue: If there is a client, or a process was killed.
    """
    if client is not None:
        raise InvalidValue("client", type(client).__name__, "is for dask and spark", "leave it out")
    workers = min(workers or os.cpu_count() or 1, len(parts))
    if workers <= 1:
        return [work(part) for part in parts]
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    try:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            return list(pool.map(work, parts))
    except BrokenProcessPool:
        fix = 'call it below `if __name__ == "__main__":`, or say workers=1'
        raise InvalidValue("workers", workers, "a process was killed or could not start", fix) from None


def work_on_dask(parts: Sequence[Part], work: Work, client: Any, workers: int | None) -> list[Done]:
    """Parts as partitions of a Dask frame: a row a part.

    Args:
        parts: The parts.
        work: What is done with each.
        client: A client of a cluster; None starts one on this machine, and ends it.
        workers: How many processes of that one.
    """
    frames, cluster = _needed("dask", "dask.dataframe"), _needed("dask", "distributed")
    rows = frames.from_map(partial(_told, work), list(parts), meta=_told_frame([]), enforce_metadata=False)
    if client is not None:
        return _heard(client.compute(rows, retries=2).result())
    with cluster.Client(**_OWN_CLUSTER, n_workers=workers) as own:
        return _heard(own.compute(rows, retries=2).result())


def work_on_spark(parts: Sequence[Part], work: Work, client: Any, workers: int | None) -> list[Done]:
    """Parts as partitions of a Spark frame, by ``mapInPandas``: a row a part.

    Args:
        parts: The parts.
        work: What is done with each.
        client: A session; None takes the one that is active, or starts one on this machine, and ends it.
        workers: How many cores that one takes.
    """
    sql = _needed("spark", "pyspark.sql")
    active = client if client is not None else sql.SparkSession.getActiveSession()
    if active is not None:
        return _spark(active, parts, work)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else workers take whichever python comes first
    builder = sql.SparkSession.builder.master(f"local[{workers or '*'}]")
    session = builder.config("spark.ui.enabled", "false").getOrCreate()
    try:
        return _spark(session, parts, work)
    finally:
        session.stop()


def _spark(session: Any, parts: Sequence[Part], work: Work) -> list[Done]:
    numbered = session.createDataFrame([(number,) for number in range(len(parts))], "number int")
    spread = numbered.repartitionByRange(len(parts), "number")
    rows = spread.mapInPandas(partial(_mapped, work, tuple(parts)), "done string")
    return _heard([row["done"] for row in rows.collect()])


def _mapped(work: Work, parts: Sequence[Part], frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    for frame in frames:
        yield _told_frame([work(parts[number]) for number in frame["number"].tolist()])


def _told(work: Work, part: Part) -> pd.DataFrame:
    return _told_frame([work(part)])


def _told_frame(several: Sequence[Done]) -> pd.DataFrame:
    """What came of parts as a frame of one text column, which every engine carries alike."""
    import pandas as pd

    texts = [json.dumps(as_row(done), ensure_ascii=False) for done in several]
    return pd.DataFrame({"done": pd.Series(texts, dtype="str")})


def _heard(told: Any) -> list[Done]:
    texts = told if isinstance(told, list) else told["done"].tolist()
    return [Done(**json.loads(text)) for text in texts]


def _needed(engine: str, module: str) -> Any:
    """A module of an engine, which only its extra brings."""
    try:
        return import_module(module)
    except ModuleNotFoundError:
        raise InvalidValue("engine", engine, "is not there", f"pip install compkit[{engine}], or say local") from None


RUNNERS = {"local": work_locally, "dask": work_on_dask, "spark": work_on_spark}
"""By engine."""


def bound(plan: PeoplePlan, folder: str) -> Work:
    """The work for a plan and a folder, as engines send it to their workers.

    Args:
        plan: How people are valued.
        folder: Where files go.
    """
    return partial(do_part, plan=plan, folder=folder)
