"""Arithmetic alone: everybody's values are computed and only their sums come out, so that nothing is stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import numpy as np
import polars as pl

from bench.period import numpy_by_hand, openfisca_by_hand, polars_by_hand
from bench.period.peers import BY_HAND, PERIOD, PLAN, Arrays, Peer, by_hand_sql, filled, program
from bench.period.values import NUMBERS, OURS
from engine.columnar.held import column_types, expected_in
from engine.columnar.plan import plan_of


def sums_only(con: duckdb.DuckDBPyConnection) -> list[Peer]:
    """From data in memory to the sum of every value and the number of people in the best tier."""
    made = program()
    told = con.execute("SELECT * FROM people").fetchnumpy()
    arrays = {name: filled(column) for name, column in told.items() if name != "subject"}
    frame = pl.DataFrame({"subject": told["subject"], **arrays}).with_columns(pl.col("refund_rate").fill_nan(None))
    kept: dict[str, Arrays] = {}

    def ours() -> Arrays:
        bounds = expected_in(con, "people", made, column_types(con, "people"))
        plan = plan_of(made, PERIOD, bounds=bounds, only=OURS.values())
        found = _asked(con, plan.sql(pretty=False), OURS, "COUNT(*) FILTER (WHERE odd)")
        assert not found["besides"], "nobody is odd in this data, so the sums are those of all"
        return found

    def of_arrays(values: Arrays) -> Arrays:
        sums: dict[str, Any] = {name: np.nansum(values[name], dtype=np.float64) for name in NUMBERS if name in values}
        return {**sums, "tier": np.count_nonzero(values["tier"] == "gold")} if "tier" in values else sums

    def of_frame() -> Arrays:
        plan = polars_by_hand.plan(frame.lazy())
        return plan.select(pl.col(NUMBERS).sum(), (pl.col("tier") == "gold").sum()).collect().row(0, named=True)

    def peer(name: str, what: str, package: str | None, work: Callable[[], Arrays]) -> Peer:
        def do() -> None:
            kept[name] = work()

        return Peer(name, what, package, do, lambda: kept[name])

    return [
        peer(PLAN, "the first rows read beforehand, the plan made, every value checked on the way", "duckdb", ours),
        peer(BY_HAND, "nothing checked", "duckdb", lambda: _asked(con, by_hand_sql(), {name: name for name in OURS})),
        peer("Polars, by hand", "lazy frame", "polars", of_frame),
        peer("NumPy, by hand", "one core", "numpy", lambda: of_arrays(numpy_by_hand.score(arrays))),
        peer(
            "OpenFisca",
            "floats of 32 bits, one core, no tier",
            "openfisca-core",
            lambda: of_arrays(openfisca_by_hand.score(arrays)),
        ),
    ]


def _asked(con: duckdb.DuckDBPyConnection, select: str, columns: dict[str, str], besides: str = "0") -> dict[str, Any]:
    asked = [f'SUM("{columns[name]}") AS {name}' for name in NUMBERS]
    asked += [f"COUNT(*) FILTER (WHERE {columns['tier']} = 'gold') AS tier", f"{besides} AS besides"]
    found = con.execute(f"SELECT {', '.join(asked)} FROM ({select})")
    row = found.fetchone()
    assert row is not None
    return dict(zip((column[0] for column in found.description), row, strict=True))
