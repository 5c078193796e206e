"""``scorewright run --engine spark``: the results of DuckDB, also when a machine goes dark in the middle of a job."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from tests.cli.conftest import DOCUMENT
from tests.cli.test_run import COMPARED, write
from tests.support.spark import Cluster

Run = Callable[..., Result]
PEOPLE = """
    SELECT 'p' || i AS subject, ['day', 'night', NULL][1 + i % 3] AS team,
        CASE WHEN i % 11 <> 0 THEN (i * 7919) % 400 END AS inquiries, (i * 104729) % 150 AS orders,
        CASE WHEN i % 7 <> 0 THEN ((i * 31) % 1000 / 10000)::DECIMAL(6, 4) END AS refund_rate
    FROM range({}) AS people(i)
"""
ODD = PEOPLE.replace(
    "(i * 104729) % 150", "CASE WHEN i % 13 = 0 THEN 1999999999 WHEN i % 17 = 0 THEN -1 ELSE i % 150 END"
)


@pytest.fixture
def run(cluster: Cluster, session: Any, tmp_path: Path) -> Run:
    """The command with either engine; Spark's words are added where it is asked for."""

    def run(engine: str, *words: object) -> Result:
        more = ["--engine", "spark", "--master", cluster.master] if engine == "spark" else []
        return CliRunner().invoke(main, ["--lang", "en", "run", *map(str, words), *more], catch_exceptions=False)

    return run


def hash_of(run: Run, engine: str, folder: Path, source: str, query: str) -> dict[str, Any]:
    document = folder / "rules.yaml"
    document.write_text(source, encoding="utf-8")
    people = write(folder / "people.parquet", query)
    words = ("--people", people, "--period", "2026-11", "--output", folder / engine, "--format", "json")
    found = run(engine, document, *words)
    assert found.exit_code in (0, 1), found.output
    told: dict[str, Any] = json.loads(found.stdout)
    return told


def test_people_whom_the_plan_cannot_prove_are_scored_on_the_machines(run: Run, tmp_path: Path) -> None:
    """Huge numbers and refused ones go to the engine's Python there; every row is DuckDB's."""
    spark = hash_of(run, "spark", tmp_path, DOCUMENT, ODD.format(2000))
    duck = hash_of(run, "duckdb", tmp_path, DOCUMENT, ODD.format(2000))
    assert spark["by_scorer"] > 100 and spark["statuses"]["problem"] > 0
    assert spark["result_hash"] == duck["result_hash"] and spark["statuses"] == duck["statuses"]


def test_a_worker_killed_in_the_middle(run: Run, cluster: Cluster, session: Any, tmp_path: Path) -> None:
    """Its pieces are computed again elsewhere; nobody is lost and nobody comes twice."""
    duck = hash_of(run, "duckdb", tmp_path, COMPARED, PEOPLE.format(60_000))
    killed: list[int] = []

    def kill() -> None:
        tracker = session.sparkContext.statusTracker()
        while not killed:
            stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
            if any(stage is not None and stage.numActiveTasks for stage in stages):
                # results of the first tasks stand on its disk when it goes
                time.sleep(0.5)
                killed.append(len(cluster.workers))
                cluster.kill_worker()
            time.sleep(0.02)

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    try:
        spark = hash_of(run, "spark", tmp_path, COMPARED, PEOPLE.format(60_000))
    finally:
        killed.append(0)
        killer.join()
    assert killed[0] == 2, "the job ended before anything was killed"
    assert len(cluster.workers) == 1
    assert spark["result_hash"] == duck["result_hash"] and spark["people"] == 60_000
    cluster.start_worker()


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("SELECT 'a' AS subject, '10' AS inquiries, 3 AS orders", "column-type"),
        ("SELECT 'a' AS subject, 10 AS inquiries, 3 AS orders FROM range(3)", "person-in-files-twice"),
    ],
)
def test_files_that_cannot_be_used(run: Run, tmp_path: Path, query: str, code: str) -> None:
    document = tmp_path / "rules.yaml"
    document.write_text(DOCUMENT, encoding="utf-8")
    people = write(tmp_path / "people.parquet", query)
    found = run("spark", document, "--people", people, "--output", tmp_path / "out")
    assert found.exit_code == 2 and f"[{code}]" in found.stderr
    absent = run("spark", document, "--people", tmp_path / "absent.parquet", "--output", tmp_path / "out")
    assert absent.exit_code == 2 and "absent.parquet" in absent.stderr
    assert not (tmp_path / "out").exists()
