"""Rule sets in a few words, and every evaluator's answer to them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from engine.interpreter import Interpreter
from engine.program import Program
from engine.scorer import Scorer
from engine.scorer.quick import quick_door
from engine.values import Evaluation, Value
from rules.check import check_text
from rules.period import parse_period
from rules.score import Subject, facts, read_subject

PERIOD = facts(parse_period("2026-11"))
Json = Mapping[str, Any]


def program_of(**document: Any) -> Program:
    """The program of a document given by its sections."""
    text = json.dumps({"scorewright": 1, "id": "made", **document})
    report = check_text(text, "json")
    assert report.program is not None, report.issues
    return report.program


def metric(value: Any, points: Any = "as_is", **more: Any) -> Json:
    """The sections of a document with one metric."""
    return {"metrics": {"m": {"value": value, "weight": "100%", "points": points, **more}}}


def everyone(program: Program, given: Sequence[Json]) -> list[Evaluation]:
    """What reference and scorer both say; it is an error when they differ."""
    people = []
    for number, values in enumerate(given):
        person, issues = read_subject(program, Subject(f"p{number}", values))
        assert not issues, issues
        people.append(person)
    reference = Interpreter(program).evaluate(people, PERIOD)
    assert Scorer(program).evaluate(people, PERIOD) == reference
    door = quick_door(program)
    for values, evaluation in zip(given, reference, strict=True):
        scaled = door.scored(values, PERIOD) if door else None
        assert scaled is None or (door and door.values(scaled, PERIOD) == evaluation.values)
    return reference


def value_of(program: Program, given: Json, id: str = "m") -> Value:
    """One value of one person, on which all evaluators agree."""
    (evaluation,) = everyone(program, [given])
    return evaluation.values[id]
