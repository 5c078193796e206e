"""Call records of a month → eight measures of every agent: ours beside hand-written DuckDB and Polars.

``python -m bench.period.events --rows 5000000`` runs it alone. Everybody reads the same Parquet file, laid out as parts
of a dataset are; every answer is compared.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl

from engine.measures.columnar import measured
from rules.check import check_text
from rules.period import parse_period
from rules.score import facts

HERE = Path(__file__).parent
AGENTS_OF_ROWS = 5000
"""Calls of one agent in a month."""

PERIOD = "2026-11"
ZONE = "Asia/Shanghai"
MEASURES = (
    "calls_taken",
    "mean_talk",
    "talk_p90",
    "talk_deviation",
    "service_level",
    "complex_share",
    "mean_mark",
    "half_hours_in_target",
)
Answer = dict[str, tuple[float | None, ...]]


@dataclass(frozen=True, slots=True)
class Timed:
    """Who did it, the best time in seconds, and how far any value lies from ours at most."""

    name: str
    seconds: float
    farthest: float


def run(rows: int, *, threads: int | None = None, repeats: int = 3, folder: Path | None = None) -> list[Timed]:
    """Measure all three on so many rows. Raises AssertionError when the answers differ."""
    threads = threads or os.cpu_count() or 1
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        file = Path(scratch) / "calls.parquet"
        make_calls(file, rows, threads)
        ours: Callable[[], Answer] = lambda: by_measures(file, threads)  # noqa: E731
        reference = ours()
        contenders: Mapping[str, Callable[[], Answer]] = {
            "Scorewright, measures": ours,
            "DuckDB by hand": lambda: by_duckdb(file, threads),
            "Polars by hand": lambda: by_polars(file),
        }
        return [_timed(name, work, reference, repeats) for name, work in contenders.items()]


def _timed(name: str, work: Callable[[], Answer], reference: Answer, repeats: int) -> Timed:
    best, farthest = float("inf"), 0.0
    for _ in range(repeats):
        start = time.perf_counter()
        answer = work()
        best = min(best, time.perf_counter() - start)
    assert answer.keys() == reference.keys(), f"{name}: other agents"
    for agent, values in reference.items():
        for id, mine, theirs in zip(MEASURES, values, answer[agent], strict=True):
            assert (mine is None) == (theirs is None), f"{name}: {id} of {agent}: {theirs} and not {mine}"
            if mine is not None and theirs is not None:
                farthest = max(farthest, abs(mine - theirs))
                assert abs(mine - theirs) <= 6e-7, f"{name}: {id} of {agent}: {theirs} and not {mine}"
    return Timed(name, best, farthest)


def make_calls(file: Path, rows: int, threads: int) -> None:
    """So many calls of a month, by agent and time; the same ones every time."""
    agents = max(1, rows // AGENTS_OF_ROWS)
    with _connect(threads) as con:
        con.execute(f"""
            COPY (
                SELECT
                    'call-' || i AS id,
                    'agent-' || lpad(CAST(hash(i * 7 + 1) % {agents} AS VARCHAR), 6, '0') AS subject,
                    TIMESTAMP '2026-10-31 16:00:00' + to_seconds(CAST(hash(i * 3) % 2592000 AS BIGINT)) AS time,
                    FALSE AS withdrawn,
                    CASE WHEN hash(i * 5) % 50 > 0 THEN CAST(hash(i * 11) % 60 AS {NUMBER}) END AS wait,
                    CAST(30 + hash(i * 13) % 900 AS {NUMBER}) AS talk,
                    CASE WHEN hash(i * 17) % 10 < 3 THEN 'complex' ELSE 'simple' END AS kind,
                    hash(i * 19) % 5 > 0 AS solved,
                    CASE WHEN hash(i * 23) % 3 = 0 THEN CAST(1 + hash(i * 29) % 5 AS {NUMBER}) END AS mark
                FROM range({rows}) AS calls(i)
                ORDER BY subject, time, id
            ) TO '{file}' (FORMAT parquet)
        """)


NUMBER = "DECIMAL(23, 8)"
"""What parts of datasets keep numbers in."""


def by_measures(file: Path, threads: int) -> Answer:
    report = check_text((HERE / "events.yaml").read_bytes())
    assert report.program is not None
    with _connect(threads) as con:
        con.execute(f"CREATE VIEW calls AS SELECT * FROM read_parquet('{file}')")
        con.execute(
            "CREATE TABLE people AS SELECT DISTINCT subject, NULL::DATE AS from_day, NULL::DATE AS to_day, "
            "NULL::VARCHAR AS manager FROM calls"
        )
        found = measured(
            con,
            report.program.measures,
            {"calls": "calls"},
            people="people",
            period=facts(parse_period(PERIOD)),
            zone=ZONE,
        )
        columns = ", ".join(f'"{id}"' for id in MEASURES)
        return _answer(con, f'SELECT subject, {columns} FROM "{found.relation}"')


def by_duckdb(file: Path, threads: int) -> Answer:
    with _connect(threads) as con:
        con.execute(f"CREATE VIEW calls AS SELECT * FROM read_parquet('{file}')")
        columns = ", ".join(MEASURES)
        return _answer(con, f"SELECT subject, {columns} FROM ({(HERE / 'events.sql').read_text('utf-8')})")


def by_polars(file: Path) -> Answer:
    numbers = [pl.col(name).cast(pl.Float64) for name in ("wait", "talk", "mark")]
    calls = pl.scan_parquet(file).with_columns(numbers)
    in_target = pl.col("wait") <= 20
    plain = calls.group_by("subject").agg(
        pl.len().alias("calls_taken"),
        pl.col("talk").mean().alias("mean_talk"),
        pl.col("talk").quantile(0.9, "linear").alias("talk_p90"),
        pl.col("talk").std(ddof=0).alias("talk_deviation"),
        in_target.mean().alias("service_level"),
        (pl.col("kind") == "complex").mean().alias("complex_share"),
        pl.col("mark").filter(pl.col("solved")).mean().alias("mean_mark"),
    )
    intervals = (
        calls.group_by("subject", pl.col("time").dt.truncate("30m"))
        .agg(in_target.mean().alias("level"))
        .group_by("subject")
        .agg((pl.col("level") >= 0.8).mean().alias("half_hours_in_target"))
    )
    found = plain.join(intervals, on="subject").select("subject", *MEASURES).collect(engine="streaming")
    return {row[0]: row[1:] for row in found.iter_rows()}


def _answer(con: duckdb.DuckDBPyConnection, query: str) -> Answer:
    rows = con.execute(query).fetchall()
    return {row[0]: tuple(float(cell) if isinstance(cell, Decimal) else cell for cell in row[1:]) for row in rows}


def _connect(threads: int) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute(f"SET threads = {threads}")
    con.execute("SET enable_progress_bar = false")
    return con


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--threads", type=int)
    arguments = parser.parse_args()
    found = run(arguments.rows, threads=arguments.threads)
    best = min(timed.seconds for timed in found[1:])
    for timed in found:
        print(f"{timed.name:22} {timed.seconds:7.2f} s  {timed.seconds / best:5.2f} ×  farthest {timed.farthest:.1e}")


if __name__ == "__main__":
    main()
