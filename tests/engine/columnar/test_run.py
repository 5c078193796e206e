"""Runs give one result however the work is divided, and the reference's answer for whoever is odd."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from engine.columnar.answer import Refusal, evaluation_of
from engine.columnar.functions import CONDITION_FORMS, IN_EXPRESSIONS, NUMBER_FORMS, RESOLVED
from engine.columnar.history import HISTORY_FORMS
from engine.columnar.plan import COHORT_FORMS, NoForm, plan_of
from engine.columnar.run import run
from engine.functions.declaration import Scope
from engine.functions.registry import FUNCTIONS
from engine.interpreter import Interpreter
from engine.program import Program
from rules.check import check_text
from rules.period import parse_period
from rules.score import Subject, facts, read_subject
from tests.engine.scorer.programs import metric, program_of

PERIOD = facts(parse_period("2026-11"))
ROOT = Path(__file__).parents[3]
PEOPLE = 12_000


@pytest.fixture(scope="module")
def presales() -> Program:
    program = check_text((ROOT / "bench" / "row" / "presales.yaml").read_text(encoding="utf-8"), "yaml").program
    assert program is not None
    return program


def people_sql(count: int) -> str:
    return (ROOT / "bench" / "period" / "people.sql").read_text(encoding="utf-8").replace("$people", str(count))


def result_hash(con: duckdb.DuckDBPyConnection, rows: str) -> str:
    # which rows are odd depends on what the data of a piece looks like; no value does
    found = con.execute(f"SELECT * EXCLUDE (odd, exact) FROM {rows} ORDER BY subject").fetchall()
    return hashlib.sha256(repr(found).encode()).hexdigest()


def test_threads_order_and_pieces_change_nothing(presales: Program, tmp_path: Path) -> None:
    hashes = set()
    with duckdb.connect() as con:
        con.execute(f"CREATE TABLE people AS {people_sql(PEOPLE)}")
        # one row in a thousand is odd: finer than usual, out of bounds, not a number
        con.execute("UPDATE people SET paid_amount = 0.12345678 WHERE subject LIKE '%001'")
        con.execute("UPDATE people SET service_score = 7 WHERE subject LIKE '%0002'")
        for threads in (1, 2, 4):
            con.execute(f"SET threads = {threads}")
            ran = run(con, presales, PERIOD, "people", table="answers")
            assert 0 < ran.odd < PEOPLE / 50
            hashes.add(result_hash(con, "answers"))
        con.execute("CREATE TABLE shuffled AS SELECT * FROM people ORDER BY hash(subject)")
        run(con, presales, PERIOD, "shuffled", table="answers")
        hashes.add(result_hash(con, "answers"))
        for size in (5_000, 6_001):
            for position in range(0, PEOPLE, size):
                piece = f"(SELECT * FROM people ORDER BY subject LIMIT {size} OFFSET {position})"
                run(con, presales, PERIOD, piece, parquet=str(tmp_path / f"{size}-{position}.parquet"))
            hashes.add(result_hash(con, f"read_parquet('{tmp_path}/{size}-*.parquet')"))
    assert len(hashes) == 1


@pytest.mark.parametrize(
    ("change", "where", "by_scorer"),
    [
        ("paid_amount = 9e11", "'%0777'", True),
        ("paid_amount = 0.12345678", "'%0777'", True),
        ("orders = NULL, complaints = NULL", "'%0777'", True),
        ("orders = -5", "'%0777'", True),
        ("paid_amount = round(paid_amount) * 1000", "'%7'", False),
        ("orders = NULL, complaints = NULL, chats = NULL", "'%7'", False),
    ],
)
def test_people_unlike_the_first_ones_get_the_same_as_when_all_are_looked_at(
    presales: Program, change: str, where: str, by_scorer: bool
) -> None:
    """A few are left to the scorer; for many the plan is made anew."""
    with duckdb.connect() as con:
        con.execute(f"CREATE TABLE people AS {people_sql(PEOPLE)}")
        con.execute(f"UPDATE people SET {change} WHERE subject LIKE {where} AND subject > 'p000000500'")
        unlike = run(con, presales, PERIOD, "people", table="expected", first=500)
        run(con, presales, PERIOD, "people", table="looked_at", first=PEOPLE)
        assert bool(unlike.odd) is by_scorer
        assert result_hash(con, "expected") == result_hash(con, "looked_at")


def test_one_wrong_number_does_not_end_the_query_of_all() -> None:
    program = program_of(inputs={"n": {"type": "number", "min": 0}}, **metric("sqrt(n)"))
    with duckdb.connect() as con:
        con.execute(
            "CREATE TABLE people AS SELECT 'p' || i AS subject, CASE WHEN i = 3 THEN -5 ELSE i END::DOUBLE AS n "
            "FROM range(100) AS r(i)"
        )
        ran = run(con, program, PERIOD, "people", table="answers")
        assert (ran.people, ran.odd, ran.reason) == (100, 1, None)
        assert con.execute("SELECT m FROM answers WHERE subject = 'p49'").fetchone() == (7.0,)


def test_whoever_the_door_refuses_is_told_why(presales: Program) -> None:
    with duckdb.connect() as con:
        con.execute(f"CREATE TABLE people AS {people_sql(1000)}")
        con.execute("UPDATE people SET service_score = 7 WHERE subject = 'p000000003'")
        con.execute("UPDATE people SET orders = -1, refund_rate = 85 WHERE subject = 'p000000004'")
        ran = run(con, presales, PERIOD, "people", table="answers")
        assert (ran.people, ran.odd, ran.reason) == (1000, 2, None)
        found = con.execute("SELECT * FROM answers WHERE odd ORDER BY subject")
        heads = [column[0] for column in found.description or ()]
        rows = [dict(zip(heads, row, strict=True)) for row in found.fetchall()]
    answers = [evaluation_of(presales, PERIOD, ran.columns, {}, row) for row in rows]
    codes = [[issue["code"] for issue in one.issues] for one in answers if isinstance(one, Refusal)]
    assert codes == [["input-range"], ["input-range", "input-percent"]]


EDGES = (
    # halves go away from zero
    ("one / 2", "1", "0.5"),
    ("one / 2000000", "1", "-1"),
    ("one / 16", "1.00001", "-1.00001"),
    ("round(one / 8, 2)", "0.5", "-0.5"),
    ("round(one, -2)", "150", "-250"),
    # denominators beyond ten million, and thousands of millions
    ("one / 10000019", "999999999", "10000018"),
    ("other / one", "99999989", "3"),
    ("(one * 1000003 + other) / 1000033", "123456789.123456", "1"),
    # close to what floats hold
    ("one * 9007199", "999999999", "1000000001"),
    ("one * other", "94906265", "94906266"),
    ("one * one * one", "208063", "208064"),
    ("floor(one / other)", "1000000000", "999999999"),
    ("ceil(-one / other)", "1000000000", "999999999"),
    ("mod(-one, other)", "7.5", "7.4999"),
    ("sqrt(one)", "2", "144"),
    ("sqrt(one / other)", "1", "0"),
    ("one ** 3 / other ** 2", "-3", "1001"),
)


@pytest.mark.parametrize("widely", [False, True], ids=["floats", "wide"])
def test_edges_of_what_floats_hold(widely: bool) -> None:
    """Whatever is not marked as odd is exact, and what is simple is not odd."""
    certain = 0
    with duckdb.connect() as con:
        for formula, *values in EDGES:
            program = program_of(
                inputs={"one": {"type": "number"}, "other": {"type": "number", "missing": "exclude"}},
                **metric(formula, missing=0),
            )
            given = [{"one": one, "other": two} for one in values for two in ("3", "99999999", "0", None)]
            people = [read_subject(program, Subject(f"p{n}", one))[0] for n, one in enumerate(given)]
            con.execute("CREATE OR REPLACE TABLE people (subject VARCHAR, one DECIMAL(18,6), other DECIMAL(18,6))")
            for n, one in enumerate(given):
                cells = [None if cell is None else Decimal(cell) for cell in (one["one"], one["other"])]
                con.execute("INSERT INTO people VALUES (?, ?, ?)", [f"p{n}", *cells])
            try:
                plan = plan_of(program, PERIOD, widely=widely)
            except NoForm:
                continue
            found = con.execute(plan.sql())
            heads = [column[0] for column in found.description or ()]
            rows = {row[0]: dict(zip(heads, row, strict=True)) for row in found.fetchall()}
            for one, expected in zip(given, Interpreter(program).evaluate(people, PERIOD), strict=True):
                row = rows[expected.person]
                if row["odd"]:
                    continue
                certain += 1
                got = evaluation_of(program, PERIOD, plan.columns, one, row)
                assert not isinstance(got, Refusal)
                assert expected.trouble is None
                assert got.values == {id: expected.values[id] for id in got.values}, (formula, one)
    assert certain > len(EDGES) * 8 * (0.8 if widely else 0.5), certain


def test_a_missing_score_has_no_tier(presales: Program) -> None:
    """What ELSE would give in SQL."""
    names = ", ".join(f"CAST(NULL AS DOUBLE) AS {item.id}" for item in presales.inputs)
    with duckdb.connect() as con:
        con.execute(f"CREATE TABLE people AS SELECT 'nobody' AS subject, {names}")
        run(con, presales, PERIOD, "people", table="answers")
        found = con.execute('SELECT score, tier, "reward.tier_bonus", odd FROM answers').fetchone()
    assert found == (None, None, None, False)


def test_every_function_has_a_form_in_sql() -> None:
    forms = {
        Scope.PERSON: {*NUMBER_FORMS, *CONDITION_FORMS, *IN_EXPRESSIONS, *RESOLVED},
        Scope.COHORT: set(COHORT_FORMS),
        Scope.HISTORY: set(HISTORY_FORMS),
    }
    for function in FUNCTIONS.values():
        if function.scope in forms:
            assert function.name in forms[function.scope], function.name
