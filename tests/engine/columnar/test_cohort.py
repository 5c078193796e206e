"""Cohort steps in SQL give what the exact functions give, in DuckDB and in PostgreSQL."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from engine.columnar.plan import plan_of
from engine.interpreter import Interpreter
from tests.engine.columnar.cohort_cases import FUNCTIONS, PERIOD, people_of, program_of
from tests.engine.columnar.databases import Ask, in_duckdb, in_postgres
from tests.engine.columnar.relation import differences


@pytest.mark.parametrize("function", FUNCTIONS)
def test_in_duckdb(function: str) -> None:
    with in_duckdb() as ask:
        agree(ask, function, range(14))


def test_in_postgres(postgres_url: str) -> None:
    with in_postgres(postgres_url) as ask:
        for function in FUNCTIONS:
            agree(ask, function, range(100, 104))


def agree(ask: Ask, function: str, seeds: range, least: float = 0.5) -> None:
    """The plan's values are the interpreter's; where a rule cannot decide, somebody is odd, and hardly ever else."""
    outcomes: Counter[str] = Counter()
    for seed in seeds:
        random = Random(f"{function} {seed}")
        program, people = program_of(random, function), people_of(random)
        plan = plan_of(program, PERIOD, parts=True)
        rows = ask(plan, people)
        reference = Interpreter(program).evaluate(people, PERIOD)
        stopped = any(one.trouble for one in reference)
        if any(row["odd"] for row in rows):
            outcomes["stopped" if stopped else "odd"] += 1
            continue
        assert not stopped, f"{seed}: nobody is odd, but {[one.trouble for one in reference if one.trouble]}"
        found = differences(plan, [(one.person, dict(one.values)) for one in reference], rows)
        assert not found, f"{function} {seed}: {found[:3]}\n{plan.sql()}"
        outcomes["same"] += 1
    assert outcomes["odd"] == 0
    assert outcomes["same"] >= len(seeds) * least
