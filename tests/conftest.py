"""Settings of all tests: the same examples on every run.

``HYPOTHESIS_PROFILE=thorough`` tries many more, ``quick`` stops at the first failure without looking for a smaller one.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings

from .tools import dask_cluster, spark_session

settings.register_profile(
    "default",
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("thorough", settings.get_profile("default"), max_examples=1000)
settings.register_profile("quick", settings.get_profile("default"), phases=[Phase.explicit, Phase.generate])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="class")
def dask_client(tmp_path_factory: pytest.TempPathFactory):
    """A client of a real cluster of two worker processes; without the extra dask a test is skipped, in CI it fails."""
    with dask_cluster(tmp_path_factory.mktemp("dask")) as client:
        yield client


@pytest.fixture(scope="class")
def spark(tmp_path_factory: pytest.TempPathFactory):
    """A real Spark session on two cores; without the extra spark or Java a test is skipped, in CI it fails."""
    with spark_session(tmp_path_factory.mktemp("spark")) as session:
        yield session
