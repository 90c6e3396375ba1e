"""What a test needs and a machine may lack: without it the test is skipped, and in CI it fails."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import pytest

REQUIRED = "COMPKIT_REQUIRE_TOOLS"
"""Set in CI: nothing may be lacking."""


def lacking(what: str) -> None:
    """Skip the test, or fail it in CI.

    Args:
        what: What is lacking, and how to get it.
    """
    if os.environ.get(REQUIRED):
        pytest.fail(f"{what}, and CI must run this test ({REQUIRED} is set)")
    pytest.skip(what)


def needed(name: str, extra: str = "test") -> Any:
    """A module that is not there without an extra.

    Args:
        name: Of the module.
        extra: That brings it.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError:
        lacking(f"{name} is not installed: pip install 'compkit[{extra}]'")


def needed_program(name: str, why: str) -> str:
    """The path of a program.

    Args:
        name: Its command.
        why: What for.
    """
    found = shutil.which(name)
    if found is None:
        lacking(f"{name} is not installed: {why}")
    return str(found)


@contextmanager
def dask_cluster(folder: object, workers: int = 2) -> Iterator[Any]:
    """A client of a real cluster of worker processes on this machine; its ports are free ones.

    Args:
        folder: Its scratch space.
        workers: How many.
    """
    distributed = needed("distributed", "dask")
    needed("dask.dataframe", "dask")
    asked = {"threads_per_worker": 1, "dashboard_address": "127.0.0.1:0", "local_directory": str(folder)}
    with (
        distributed.LocalCluster(n_workers=workers, **asked) as cluster,
        distributed.Client(cluster, set_as_default=False) as client,
    ):
        yield client


@contextmanager
def spark_session(folder: object) -> Iterator[Any]:
    """A real session on two cores of this machine; nothing is written but into its folder.

    Args:
        folder: Its scratch space.
    """
    sql = needed("pyspark.sql", "spark")
    needed_program("java", "Spark runs on it")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    stated = {
        "spark.ui.enabled": "false",
        "spark.local.dir": str(folder),
        "spark.sql.warehouse.dir": str(folder),
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
    }
    session = sql.SparkSession.builder.master("local[2]").config(map=stated).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield session
    finally:
        session.stop()
