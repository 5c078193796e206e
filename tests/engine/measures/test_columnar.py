"""The columnar form of measures beside the reference, on made-up worlds, and what may not change an answer."""

from __future__ import annotations

from random import Random

import duckdb
import pytest

from engine.measures.columnar import Measured, measured
from tests.engine.measures.worlds import World, answers, expected, load, world

SEEDS = range(4)


def run(con: duckdb.DuckDBPyConnection, made: World) -> Measured:
    return measured(
        con,
        made.measures,
        {"calls": "calls"},
        people="people",
        members="members",
        period=made.period,
        zone=made.zone,
        scores={"agents": "agents"},
    )


def compare(seed: int) -> None:
    made = world(seed)
    with duckdb.connect() as con:
        load(con, made)
        reference = expected(con, made)
        got = answers(con, run(con, made).relation, made.measures)
    assert got.keys() == reference.keys()
    for subject, own in reference.items():
        for measure in made.measures:
            assert got[subject][measure.id] == own[measure.id], (seed, subject, measure)


@pytest.mark.parametrize("seed", SEEDS)
def test_columns_and_rows_agree(seed: int) -> None:
    """Every person's value of every measure, how many rows it was made of and why it is missing."""
    compare(seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 300))
def test_columns_and_rows_agree_in_many_worlds(seed: int) -> None:
    compare(seed)


def test_threads_and_the_order_of_rows_change_nothing() -> None:
    """One, two and four threads, rows forwards, shuffled and in many small pieces: one answer."""
    made = world(3, rows=1200)
    found = []
    for threads, seed in ((1, None), (2, 1), (4, 2)):
        rows = list(made.rows)
        if seed is not None:
            Random(seed).shuffle(rows)
        shuffled = World(**{**{name: getattr(made, name) for name in World.__slots__}, "rows": rows})
        with duckdb.connect() as con:
            con.execute(f"SET threads = {threads}")
            load(con, shuffled)
            found.append(answers(con, run(con, shuffled).relation, made.measures))
    assert found[0] == found[1] == found[2]


def test_nothing_is_left_behind_but_the_answer() -> None:
    made = world(1)
    with duckdb.connect() as con:
        load(con, made)
        run(con, made)
        con.execute("SELECT table_name FROM duckdb_tables() ORDER BY table_name")
        assert [row[0] for row in con.fetchall()] == ["agents", "calls", "measures", "members", "people"]


def test_an_empty_dataset_and_nobody() -> None:
    """No rows: counts are zero and the rest is missing. No people: no rows in the answer."""
    made = world(2, rows=0)
    with duckdb.connect() as con:
        load(con, made)
        assert answers(con, run(con, made).relation, made.measures) == expected(con, made)
        con.execute("DELETE FROM members")
        assert answers(con, run(con, made).relation, made.measures) == {}
