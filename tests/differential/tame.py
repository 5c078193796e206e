"""Made-up rule sets with people whom the plan proves, so that what looks at everybody is compared, too."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from engine.columnar.numbers import NoForm
from engine.columnar.plan import Plan, plan_of
from engine.interpreter import Interpreter
from engine.program import Program
from engine.values import Evaluation, Person
from rules.check import check_text
from rules.period import parse_period
from rules.score import Subject, facts, read_subject
from tests.differential.generate import Maker
from tests.differential.people import PERIOD, make_people
from tests.engine.columnar.databases import Ask
from tests.engine.columnar.relation import differences

ROUNDS = 6


@dataclass(frozen=True)
class Compared:
    """The people of a document who were compared, and where their answers differ. ``reason``: there was no plan."""

    people: list[Person]
    differences: list[str]
    reason: str | None = None


def program_and_people(seed: int, count: int) -> tuple[Program, list[Person]] | None:
    """A made-up document with its people; None when it does not pass its checks."""
    maker = Maker(seed)
    document = maker.make()
    program = check_text(json.dumps(document), "json").program
    if program is None:
        return None
    people = []
    for one in make_people(Random(f"people {seed}"), document, maker.edges, count):
        person, issues = read_subject(program, Subject(one.id, one.given, one.history, one.decisions))
        if not issues:
            people.append(person)
    return program, people


def compare_tame(ask: Ask, program: Program, people: Sequence[Person]) -> Compared:
    """The plan beside the reference for people none of whom is odd; who is, is left out and the others tried again."""
    period = facts(parse_period(PERIOD))
    try:
        plan = plan_of(program, period)
    except NoForm as reason:
        return Compared([], [], reason.what)
    kept = list(people)
    if not kept:
        return Compared([], [])
    for _ in range(ROUNDS):
        reference = Interpreter(program).evaluate(kept, period)
        rows = ask(plan, kept)
        odd = {row["subject"] for row in rows if row["odd"]}
        stopped = {one.person for one in reference if one.trouble}
        if not odd:
            assert not stopped, "somebody stopped with a problem, and nobody is odd"
            return Compared(kept, told(plan, reference, rows))
        # where a rule could not decide for a group, all of it goes
        kept = [person for person in kept if person.id not in odd | stopped]
    return Compared([], [])


def told(plan: Plan, reference: Sequence[Evaluation], rows: list[dict[str, object]]) -> list[str]:
    return differences(plan, [(one.person, dict(one.values)) for one in reference], rows)
