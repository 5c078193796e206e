"""Laying the evaluators side by side: reference, compiled scorer, quick door, columnar plan, and the second opinion."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from engine.interpreter import Interpreter
from engine.program import Program
from engine.scorer import Scorer
from engine.scorer.quick import number_door, quick_door
from engine.values import Evaluation, Person, Value
from rules.check import check_text
from rules.period import parse_period
from rules.score import Subject, facts, read_subject
from tests.differential.columnar import columnar
from tests.differential.generate import Maker
from tests.differential.oracle import Period, Someone, read_number
from tests.differential.oracle_rules import Judge
from tests.differential.people import PERIOD, Given, make_people

Json = dict[str, Any]


@dataclass(frozen=True)
class Difference:
    """Where two answers differ, with everything needed to see it again."""

    seed: int
    document: Json
    person: Given
    what: str
    step: str
    expected: object
    got: object

    def __str__(self) -> str:
        case = {
            "seed": self.seed,
            "rule_set": self.document,
            "period": PERIOD,
            "given": self.person.given,
            "history": self.person.history,
            "decisions": self.person.decisions,
        }
        shown = json.dumps(case, ensure_ascii=False, indent=1, default=str)
        return f"{self.what}: {self.person.id} {self.step}: expected {self.expected}, got {self.got}\n{shown}"


@dataclass
class Round:
    """One document and its people: how many pairs were compared, and the differences."""

    pairs: int
    differences: list[Difference]
    planned: int = 0
    """How many of the pairs the columnar plan itself computed."""


def run_round(seed: int, count: int, *, plan: bool = True) -> Round:
    """Compare everything on one made-up document; none when the document does not pass its checks.

    Without ``plan`` the columnar plan, which takes longest to prepare, is left out.
    """
    maker = Maker(seed)
    document = maker.make()
    program = check_text(json.dumps(document), "json").program
    if program is None:
        return Round(0, [])
    made = make_people(Random(f"people {seed}"), document, maker.edges, count)
    given, people = [], []
    for one in made:
        person, issues = read_subject(program, Subject(one.id, one.given, one.history, one.decisions))
        if not issues:
            given.append(one)
            people.append(person)
    found = list(differences(seed, document, program, given, people))
    planned = 0
    if plan and people:
        planned, more = planned_differences(seed, document, program, given, people)
        found += more
    return Round(len(people), found, planned)


def planned_differences(
    seed: int, document: Json, program: Program, given: Sequence[Given], people: Sequence[Person]
) -> tuple[int, list[Difference]]:
    """How many people the plan itself computed, and where it differs from the reference."""
    period = facts(parse_period(PERIOD))
    reference = Interpreter(program).evaluate(people, period)
    ran, answers = columnar(program, people, period, Random(f"relation {seed}"))
    found: list[Difference] = []
    for one, expected in zip(given, reference, strict=True):
        found += _same(seed, document, one, "columnar plan", expected, answers[one.id])
    return ran.people - ran.odd, found


def differences(
    seed: int, document: Json, program: Program, given: Sequence[Given], people: Sequence[Person]
) -> Iterator[Difference]:
    period = facts(parse_period(PERIOD))
    reference = Interpreter(program).evaluate(people, period)
    for one, expected, got in zip(given, reference, Scorer(program).evaluate(people, period), strict=True):
        yield from _same(seed, document, one, "compiled scorer", expected, got)
    door = quick_door(program)
    some = [step.id for step in program.steps][seed % 3 :: 3]
    numbers_of = number_door(program, some)
    if door is not None and numbers_of is not None:
        for one, expected in zip(given, reference, strict=True):
            if one.decisions:
                continue
            scaled = door.scored(one.given, period)
            numbers = numbers_of(one.given, period)
            wanted = None if scaled is None else tuple(_plain(expected.values[step]) for step in some)
            if numbers != wanted:
                yield Difference(seed, document, one, "number door", ", ".join(some), wanted, numbers)
            if scaled is not None:
                quick = Evaluation(one.id, door.values(scaled, period))
                yield from _same(seed, document, one, "quick door", expected, quick)
    judged = judge(document, given)
    for one, expected, second in zip(given, reference, judged, strict=True):
        yield from _judged(seed, document, program, one, expected, second)


def _same(
    seed: int, document: Json, one: Given, what: str, expected: Evaluation, got: Evaluation
) -> Iterator[Difference]:
    if expected.trouble != got.trouble:
        yield Difference(seed, document, one, what, "trouble", expected.trouble, got.trouble)
    for step in {**expected.values, **got.values}:
        left, right = expected.values.get(step, "absent"), got.values.get(step, "absent")
        if left != right or type(left) is not type(right):
            yield Difference(seed, document, one, what, step, left, right)


def _plain(value: Value) -> float | str | bool | None:
    return float(value) if isinstance(value, Fraction) else value


def _judged(
    seed: int, document: Json, program: Program, one: Given, expected: Evaluation, second: Someone
) -> Iterator[Difference]:
    trouble = expected.trouble.code if expected.trouble else None
    if trouble != second.trouble:
        yield Difference(seed, document, one, "second opinion", "trouble", second.trouble, expected.trouble)
    elif trouble is None:
        for step, value in second.values.items():
            if step in program.step_by_id and value != expected.values[step]:
                yield Difference(seed, document, one, "second opinion", step, value, expected.values[step])


def judge(document: Json, given: Sequence[Given]) -> list[Someone]:
    """The second opinion on everyone."""
    declared = {**document["attributes"], **document["inputs"]}
    people = []
    for one in given:
        values: dict[str, Value] = {}
        for id, item in declared.items():
            kind = item["type"] if isinstance(item, dict) else item
            raw = one.given.get(id)
            if raw is None and isinstance(item, dict) and item.get("missing") not in (None, "fail", "exclude"):
                raw = item["missing"]
            values[id] = None if raw is None else read(kind, raw)
        for reward, raw in document.get("rewards", {}).items():
            if "discretionary" in raw:
                values[f"decision.{reward}"] = read_number(one.decisions.get(reward, {}).get("amount", 0))
        history = [(_month(record["period"]), _recorded(declared, record)) for record in one.history]
        people.append(Someone(one.id, values, history))
    start = date.fromisoformat(f"{PERIOD}-01")
    Judge(document, people, Period(start.toordinal(), date(2026, 11, 30).toordinal(), _month(PERIOD))).judge()
    return people


def _month(period: str) -> int:
    year, month = period.split("-")
    return int(year) * 12 + int(month) - 1


def _recorded(declared: Json, record: Json) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for id, raw in record.items():
        if id.startswith("rewards."):
            values["reward." + id.removeprefix("rewards.")] = read_number(raw)
        elif id in declared:
            item = declared[id]
            values[id] = read(item["type"] if isinstance(item, dict) else item, raw)
    return values


def read(kind: str, raw: object) -> Value:
    """A value as a caller writes it."""
    if kind in ("flag", "choice", "text"):
        return raw  # type: ignore[return-value]
    if kind == "date":
        return Fraction(date.fromisoformat(str(raw)).toordinal())
    assert isinstance(raw, (int, float, str, Decimal))
    return read_number(raw)
