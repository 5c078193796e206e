"""The columnar plan beside the reference: all people of a document in one query."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from random import Random

import duckdb

from engine.columnar.answer import Refusal, evaluation_of
from engine.columnar.run import Ran, run
from engine.program import Program
from engine.values import Evaluation, PeriodFacts, Person
from tests.differential.relation import make_relation, plain
from tests.engine.columnar.databases import load_earlier


@cache
def connection() -> duckdb.DuckDBPyConnection:
    """One database in memory for all comparisons."""
    con = duckdb.connect()
    con.execute("SET threads = 1")
    return con


def columnar(
    program: Program, people: Sequence[Person], period: PeriodFacts, random: Random
) -> tuple[Ran, dict[str, Evaluation]]:
    """What the plan and, for odd rows, the scorer give, by person, and how the run went."""
    con = connection()
    shuffled = random.sample(people, len(people))
    make_relation(con, "people", program, shuffled, random)
    history = {person.id: person.history for person in people}
    earlier = "earlier" if program.has_history and load_earlier(con, program, shuffled) else None
    ran = run(
        con,
        program,
        period,
        "people",
        table="answers",
        earlier=earlier,
        recorded=lambda ids: history,
        parts=True,
        # now and then what to expect is told by a few only
        first=random.choice((len(people), len(people) // 2, 5)),
    )
    found = con.execute("SELECT * FROM answers")
    heads = [column[0] for column in found.description]
    rows = {row[0]: dict(zip(heads, row, strict=True)) for row in found.fetchall()}
    answers = {}
    for person in people:
        inputs = {item.id: plain(item, person) for item in program.inputs}
        answer = evaluation_of(program, period, ran.columns, inputs, rows[person.id])
        assert not isinstance(answer, Refusal), answer
        answers[person.id] = answer
    return ran, answers
