"""The peers that take one person at a time, on a sample: our row scorer and ZEN in its fastest form."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import duckdb

from bench.row import ours as row
from bench.row.zen_static import PEERS as ZEN

ROUNDS = 3


def seconds_a_person(con: duckdb.DuckDBPyConnection, sample: int) -> dict[str, float]:
    """Each peer's best, by name."""
    found = con.execute(f"SELECT * EXCLUDE subject FROM people LIMIT {sample}")
    names = [column[0] for column in found.description or ()]
    people: list[Any] = [dict(zip(names, values, strict=True)) for values in found.fetchall()]
    best = {}
    for peer in (*ZEN, *(peer for peer in row.PEERS if peer.name == "Scorewright, quick door")):
        prepared = peer.prepare(people)
        best[f"{peer.name}"] = _best(lambda: peer.score(prepared)) / len(people)  # noqa: B023 — used at once
    return best


def _best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)
