"""What is measured: ways to score a month of everybody, each in the form its data likes best."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl

from bench.period import numpy_by_hand, openfisca_by_hand, polars_by_hand
from bench.period.values import OURS
from engine.columnar.run import run
from engine.program import Program
from rules.check import check_text
from rules.period import parse_period
from rules.score import facts

HERE = Path(__file__).parent
BY_HAND = "DuckDB, SQL by hand"
PLAN = "Scorewright, columnar plan"
PERIOD = facts(parse_period("2026-11"))

Arrays = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Peer:
    """``work`` does what is timed; ``values`` reads its outcome as arrays by name, NaN for missing, untimed."""

    name: str
    what: str
    package: str | None
    work: Callable[[], object]
    values: Callable[[], Arrays]


def program() -> Program:
    """The rule set of the comparison, the same that one person is scored by."""
    made = check_text((HERE.parent / "row" / "presales.yaml").read_text(encoding="utf-8"), "yaml").program
    assert made is not None
    return made


def make_people(con: duckdb.DuckDBPyConnection, people: int) -> None:
    con.execute(f"CREATE OR REPLACE TABLE people AS {people_sql(people)}")


def people_sql(people: int) -> str:
    return (HERE / "people.sql").read_text(encoding="utf-8").replace("$people", str(people))


def by_hand_sql() -> str:
    return (HERE / "by_hand.sql").read_text(encoding="utf-8")


def in_memory(con: duckdb.DuckDBPyConnection) -> list[Peer]:
    """From data in memory to values in memory: tables, frames or arrays."""
    made = program()
    told = con.execute("SELECT * FROM people").fetchnumpy()
    arrays = {name: filled(column) for name, column in told.items() if name != "subject"}
    frame = pl.DataFrame({"subject": told["subject"], **arrays}).with_columns(pl.col("refund_rate").fill_nan(None))
    kept: dict[str, Any] = {}

    def keep(name: str, work: Callable[[], object]) -> Callable[[], object]:
        def do() -> object:
            kept[name] = work()
            return kept[name]

        return do

    def ours() -> object:
        return run(con, made, PERIOD, "people", table="ours", only=OURS.values())

    names = ", ".join(f'"{step}" AS {name}' for name, step in OURS.items())
    return [
        Peer(
            PLAN,
            "table to table, the first rows read beforehand, every value checked on the way",
            "duckdb",
            ours,
            lambda: read(con, f"SELECT {names} FROM ours"),
        ),
        Peer(
            BY_HAND,
            "table to table, nothing checked",
            "duckdb",
            lambda: con.execute(f"CREATE OR REPLACE TABLE by_hand AS {by_hand_sql()}"),
            lambda: read(con, f"SELECT {', '.join(OURS)} FROM by_hand"),
        ),
        Peer(
            "Polars, by hand",
            "frame to frame",
            "polars",
            keep("polars", lambda: polars_by_hand.plan(frame.lazy()).collect()),
            lambda: {name: filled(kept["polars"][name].to_numpy()) for name in OURS},
        ),
        Peer(
            "NumPy, by hand",
            "arrays to arrays, one core",
            "numpy",
            keep("numpy", lambda: numpy_by_hand.score(arrays)),
            lambda: kept["numpy"],
        ),
        Peer(
            "OpenFisca",
            "arrays to arrays, floats of 32 bits, one core",
            "openfisca-core",
            keep("openfisca", lambda: openfisca_by_hand.score(arrays)),
            lambda: kept["openfisca"],
        ),
    ]


def read(con: duckdb.DuckDBPyConnection, select: str) -> Arrays:
    return {name: filled(column) for name, column in con.execute(select).fetchnumpy().items()}


def filled(column: Any) -> Any:
    """A column as floats with NaN for missing; texts as they are."""
    if column.dtype.kind in "OUT":
        return np.asarray(column)
    return np.ma.filled(np.ma.asarray(column).astype(np.float64), np.nan)


def best_of(peers: list[Peer], rounds: int) -> dict[str, float]:
    """Seconds of each peer's best round; they take turns."""
    best: dict[str, float] = {}
    for _ in range(rounds):
        for peer in peers:
            gc.collect()
            begun = time.perf_counter()
            peer.work()
            took = time.perf_counter() - begun
            best[peer.name] = min(took, best.get(peer.name, took))
    return best


PAID_BY = ("score", "tier", "tier_bonus", "commission")


def paid_wrongly(expected: Arrays, got: Arrays) -> int:
    """How many people have another score, tier, bonus or commission, to the cent."""
    wrong: Any = False
    for name in PAID_BY:
        want = expected[name]
        if name in got:
            texts = want.dtype.kind in "OUT"
            wrong |= (want.astype(str) != got[name].astype(str)) if texts else np.abs(want - got[name]) > 0.004
    return int(np.sum(wrong))


def different(expected: Arrays, got: Arrays) -> dict[str, int]:
    """How many people differ, by value; a float of the last place is no difference."""
    found = {}
    for name, want in expected.items():
        if name not in got:
            continue
        have = got[name]
        if want.dtype.kind in "OUT":
            wrong = want.astype(str) != have.astype(str)
        else:
            wrong = ~(np.isclose(want, have, rtol=1e-12, atol=1e-12, equal_nan=True))
        if wrong.any():
            found[name] = int(wrong.sum())
    return found
