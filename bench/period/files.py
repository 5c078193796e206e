"""From a Parquet file to a Parquet file, in a process of its own that tells its time and its peak memory.

``python -m bench.period.files plan|sql|polars people.parquet values.parquet``
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

MEMORY = "3GB"
"""What DuckDB may use; the rest of the process comes on top."""


@dataclass(frozen=True, slots=True)
class Cost:
    seconds: float
    mebibytes: float


def measured(kind: str, source: Path, target: Path) -> Cost:
    """Run one kind in a new process."""
    told = subprocess.run(
        [sys.executable, "-m", "bench.period.files", kind, str(source), str(target)],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    return Cost(float(told[0]), float(told[1]))


def _plan(source: str, target: str) -> None:
    import duckdb

    from bench.period.peers import PERIOD, program
    from bench.period.values import OURS
    from engine.columnar.run import run

    with duckdb.connect(config={"memory_limit": MEMORY}) as con:
        run(con, program(), PERIOD, f"read_parquet('{source}')", parquet=target, only=OURS.values())


def _sql(source: str, target: str) -> None:
    import duckdb

    from bench.period.peers import by_hand_sql

    with duckdb.connect(config={"memory_limit": MEMORY}) as con:
        con.execute(f"CREATE VIEW people AS SELECT * FROM read_parquet('{source}')")
        con.execute(f"COPY ({by_hand_sql()}) TO '{target}' (FORMAT parquet)")


def _polars(source: str, target: str) -> None:
    import polars as pl

    from bench.period.polars_by_hand import plan

    plan(pl.scan_parquet(source)).sink_parquet(target, compression="snappy")


def _peak() -> float:
    """The process's own peak of memory in MiB; what getrusage tells may be that of the parent."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(words: list[str]) -> None:
    kind, source, target = words
    work = {"plan": _plan, "sql": _sql, "polars": _polars}[kind]
    begun = time.perf_counter()
    work(source, target)
    took = time.perf_counter() - begun
    print(took, _peak())


if __name__ == "__main__":
    main(sys.argv[1:])
