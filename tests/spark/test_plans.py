"""The SQL of plans gives on Spark what the interpreter gives."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from engine.columnar.plan import plan_of
from engine.interpreter import Interpreter
from rules.packs import load_library
from rules.period import parse_period
from rules.score import Subject, facts, read_subject
from tests.differential.tame import compare_tame, program_and_people
from tests.engine.columnar import cohort_cases, history_cases
from tests.engine.columnar.databases import in_duckdb, in_spark
from tests.engine.columnar.relation import differences
from tests.engine.columnar.test_cohort import agree

QUICK = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
}


@pytest.fixture(autouse=True)
def small_queries(session: Any) -> Iterator[None]:
    """Compiling a query takes longer than asking it, for so few people; the tests of whole runs have the usual ways."""
    usual = {name: session.conf.get(name) for name in QUICK}
    for name, value in QUICK.items():
        session.conf.set(name, value)
    yield
    for name, value in usual.items():
        session.conf.set(name, value)


def test_cohort_functions(session: Any) -> None:
    """The hardest: roots and fractions as wide whole numbers, remainders by id, places counted from two sides."""
    for function in ("zscore", "share_pool", "forced_tier"):
        agree(in_spark(session), function, range(200, 201), least=0)


@pytest.mark.slow
def test_every_cohort_function(session: Any) -> None:
    for function in cohort_cases.FUNCTIONS:
        agree(in_spark(session), function, range(300, 303), least=0)


def test_history(session: Any) -> None:
    random = Random("history on spark")
    program, people = history_cases.program_of(random), history_cases.people_of(random)
    plan = plan_of(program, history_cases.PERIOD, parts=True)
    rows = in_spark(session)(plan, people)
    reference = Interpreter(program).evaluate(people, history_cases.PERIOD)
    assert not differences(plan, [(one.person, dict(one.values)) for one in reference], rows)


def test_made_up_rule_sets(session: Any) -> None:
    assert made_up(session, range(2001, 2003)) > 5


@pytest.mark.slow
def test_many_made_up_rule_sets(session: Any) -> None:
    assert made_up(session, range(2003, 2023)) > 200


def made_up(session: Any, seeds: range) -> int:
    """How many people were compared; who is odd was left out by DuckDB beforehand."""
    compared = 0
    with in_duckdb() as quick:
        for seed in seeds:
            made = program_and_people(seed, 30)
            if made is not None:
                tame = compare_tame(quick, *made).people
                found = compare_tame(in_spark(session), made[0], tame)
                assert not found.differences, f"{seed}: {found.differences[:3]}"
                assert len(found.people) == len(tame)
                compared += len(found.people)
    return compared


def test_templates(session: Any) -> None:
    """People of some templates, as their tests have them, by one query each."""
    period = facts(parse_period("2026-11"))
    for pack in list(load_library())[::7]:
        program = pack.report.program
        assert program is not None
        if program.period != "month" or program.has_history:
            continue
        people = []
        for n, test in enumerate([*pack.document.data["tests"], *pack.cases]):
            for id, one in test.get("people", {"": test}).items():
                person, issues = read_subject(program, Subject(f"{n} {id}", one.get("given", {})))
                people += [] if issues else [person]
        plan = plan_of(program, period)
        rows = in_spark(session)(plan, people)
        if program.has_cohort and any(row["odd"] for row in rows):
            continue
        kept = {row["subject"] for row in rows if not row["odd"]}
        reference = Interpreter(program).evaluate(people, period)
        expected = [(one.person, dict(one.values)) for one in reference if one.person in kept]
        found = differences(plan, expected, [row for row in rows if not row["odd"]])
        assert kept and not found, f"{pack.id}: {found[:3]}"
