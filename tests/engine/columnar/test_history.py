"""Steps that look back on earlier periods give in SQL what they give in Python."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

import duckdb

from engine.columnar.answer import evaluation_of
from engine.columnar.plan import plan_of
from engine.columnar.run import run
from engine.interpreter import Interpreter
from tests.engine.columnar.databases import Ask, in_duckdb, in_postgres, load
from tests.engine.columnar.history_cases import PERIOD, people_of, program_of
from tests.engine.columnar.relation import differences


def test_in_duckdb() -> None:
    with in_duckdb() as ask:
        agree(ask, range(10))


def test_in_postgres(postgres_url: str) -> None:
    with in_postgres(postgres_url) as ask:
        agree(ask, range(100, 103))


def agree(ask: Ask, seeds: range) -> None:
    for seed in seeds:
        random = Random(f"history {seed}")
        program, people = program_of(random), people_of(random)
        plan = plan_of(program, PERIOD, parts=True)
        rows = ask(plan, people)
        assert not any(row["odd"] for row in rows)
        reference = Interpreter(program).evaluate(people, PERIOD)
        found = differences(plan, [(one.person, dict(one.values)) for one in reference], rows)
        assert not found, f"{seed}: {found[:3]}\n{plan.sql()}"


def test_a_run_gives_odd_people_their_history() -> None:
    """Whoever the plan cannot prove is scored with the same records, read from the same relation."""
    random = Random("odd history")
    program, people = program_of(random), people_of(random)
    finer = Fraction(1, 10**7)
    people = [
        replace(one, values={**one.values, "score_given": finer}) if n % 3 else one for n, one in enumerate(people)
    ]
    reference = {one.person: one for one in Interpreter(program).evaluate(people, PERIOD)}
    with duckdb.connect() as con:
        load(con, program, people)
        ran = run(con, program, PERIOD, "people", table="scored", earlier="earlier")
        assert ran.reason is None and ran.odd == sum(1 for n in range(len(people)) if n % 3)
        found = con.execute("SELECT * FROM scored")
        names = [column[0] for column in found.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    assert [row["subject"] for row in rows] == sorted(one.id for one in people)
    for row in rows:
        expected = reference[str(row["subject"])]
        got = evaluation_of(program, PERIOD, ran.columns, {}, row)
        assert {id: expected.values[id] for id in ran.columns} == {id: got.values[id] for id in ran.columns}
