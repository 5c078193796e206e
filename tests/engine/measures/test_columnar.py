"""The columnar form of measures beside the reference, on made-up worlds, and what may not change an answer."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from random import Random

import duckdb
import pytest

from engine.measures import relations
from engine.measures.columnar import Measured, measured
from engine.measures.reference import Setting
from engine.measures.reference import measured as measured_by_rows
from rules.check import check_text
from rules.period import parse_period
from rules.score import facts
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


EDGES = {
    "huge": [Decimal(9 * 10**14), Decimal(9 * 10**14), Decimal(-5)],
    "fine and large": [Decimal("123456789.12345678"), Decimal("0.00000001")],
    "one cell": [Decimal("7.5"), None, None],
    "no cell": [None, None],
    "ties": [Decimal("0.0000005"), Decimal("0.0000005"), Decimal("1.0000005")],
    "alike": [Decimal(3)] * 9,
    "around zero": [Decimal(-1), Decimal(1), Decimal("-0.5"), Decimal("0.5")],
    "squares beyond floats": [Decimal(94906267), Decimal(94906266), Decimal(1)],
}
EDGE_VALUES = (
    "sum(balance)",
    "mean(balance)",
    "median(balance)",
    "percentile(balance, 90)",
    "stddev(balance)",
    "cv(balance)",
    "minimum(balance)",
    "last(balance)",
    "share(balance >= 0.5)",
    "sum(balance) / count(balance)",
    "round(mean(balance), 2)",
    "mean(balance) * mean(balance)",
)


def test_large_fine_and_tied_numbers() -> None:
    """Each edge is one person; every function gives what exact fractions give, or says that it is out of range."""
    document = {
        "scorewright": 1,
        "id": "edges",
        "datasets": {"calls": {"subject": "who", "time": "at", "id": "call", "columns": {"balance": "number"}}},
        "measures": {
            f"m{number}": {"dataset": "calls", "value": value, "missing": "exclude"}
            for number, value in enumerate(EDGE_VALUES)
        },
        "metrics": {"m": {"value": "coalesce(m0, 0)", "weight": "100%", "points": "as_is"}},
    }
    program = check_text(json.dumps(document), "json").program
    assert program is not None
    period = facts(parse_period("2026-11"))
    with duckdb.connect() as con:
        con.execute("CREATE TABLE calls (subject VARCHAR, time TIMESTAMP, id VARCHAR, balance DECIMAL(23, 8))")
        con.execute("CREATE TABLE people (subject VARCHAR, from_day DATE, to_day DATE, manager VARCHAR)")
        for subject, cells in EDGES.items():
            con.execute("INSERT INTO people VALUES (?, NULL, NULL, NULL)", [subject])
            for number, cell in enumerate(cells):
                row = [subject, f"2026-11-02 10:00:{number:02}", f"{subject} {number}", cell]
                con.execute("INSERT INTO calls VALUES (?, ?, ?, ?)", row)
        spells = relations.read_spells(con, "people", period.start, period.end)
        setting = Setting.of(period, "Asia/Shanghai", spells)
        events = {"calls": relations.read_events(con, "calls", ["balance"])}
        reference = measured_by_rows(program.measures, events, setting, {})
        found = measured(
            con, program.measures, {"calls": "calls"}, people="people", period=period, zone="Asia/Shanghai"
        )
        assert answers(con, found.relation, program.measures) == reference
    assert reference["huge"]["m0"].reason == "out-of-range"
    assert reference["ties"]["m3"].value == Fraction("0.800001")


def test_results_that_do_not_tell_whose_they_are() -> None:
    """Results of people without the attribute that a measure gathers by belong to nobody."""
    made = world(4, rows=50)
    with duckdb.connect() as con:
        load(con, made)
        con.execute("ALTER TABLE agents DROP COLUMN mentor")
        got = answers(con, run(con, made).relation, made.measures)
        assert got == expected(con, made)
    mentored = [measure.id for measure in made.measures if measure.by == "mentor"]
    assert mentored and {own[id].rows for own in got.values() for id in mentored} == {0}
