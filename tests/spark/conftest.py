"""One real standalone cluster and one session on it for all tests that need Spark."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from service.in_place.in_spark import SETTINGS
from tests.support.spark import Cluster, running_cluster, why_not

SMALL = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "512m",
    "spark.executor.memory": "512m",
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
}
"""For few people on a small machine."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    reason = why_not()
    for item in items:
        if reason is not None and Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.skip(reason=f"no Spark here: {reason}"))


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with running_cluster(tmp_path_factory.mktemp("spark")) as found:
        before = {name: os.environ.get(name) for name in found.driver}
        os.environ.update(found.driver)
        yield found
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


@pytest.fixture(scope="session")
def session(cluster: Cluster) -> Iterator[Any]:
    """The session that ``scorewright run`` finds and uses, too."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(cluster.master).appName("tests")
    for name, value in {**SETTINGS, **SMALL}.items():
        builder = builder.config(name, value)
    found = builder.getOrCreate()
    yield found
    found.stop()
