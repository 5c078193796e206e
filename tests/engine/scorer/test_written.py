"""The answer written straight from whole numbers is the one that is built from exact values, to the last digit."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import simplejson

from bench.row.ours import DOOR, PERIOD, PROGRAM
from bench.row.people import generate
from engine.program import Program
from engine.result import build_result
from engine.scorer.quick import QuickDoor, quick_door
from engine.scorer.written import result_writer
from engine.values import Evaluation, PeriodFacts
from rules.check import check_text
from rules.period import parse_period
from rules.score import facts
from tests.differential.generate import Maker
from tests.differential.people import PERIOD as MADE_PERIOD
from tests.differential.people import make_people
from tests.engine.scorer.programs import metric, program_of


def compared(program: Program, door: QuickDoor, people: list[tuple[str, Any]], period: PeriodFacts) -> tuple[int, int]:
    """How many were scored through the quick door, and how many of their answers were written; none may differ."""
    write = result_writer(program, door.position)
    scored = written = 0
    for id, given in people:
        scaled = door.scored(given, period)
        if scaled is None:
            continue
        scored += 1
        text = write(id, scaled) if write else None
        if text is None:
            continue
        written += 1
        built = build_result(program, Evaluation(id, door.values(scaled, period)))
        assert read(text) == read(simplejson.dumps(built.to_json(), use_decimal=True)), given
    return scored, written


def read(text: str) -> Any:
    return json.loads(text, parse_float=simplejson.Decimal)


def test_made_up_rule_sets() -> None:
    written = 0
    for seed in range(150):
        maker = Maker(seed)
        document = maker.make()
        program = check_text(json.dumps(document), "json").program
        door = quick_door(program) if program else None
        if program is None or door is None:
            continue
        made = make_people(Random(seed), document, maker.edges, 20)
        people = [(one.id, one.given) for one in made if not one.decisions]
        written += compared(program, door, people, facts(parse_period(MADE_PERIOD)))[1]
    assert written > 50


def test_most_people_of_an_ordinary_rule_set_are_written() -> None:
    people = [(f'甲"{n}', person) for n, person in enumerate(generate(1000))]
    scored, written = compared(PROGRAM, DOOR, people, PERIOD)
    assert scored == 1000
    assert 850 < written < 1000


def test_whoever_lacks_something_is_left_to_the_full_answer() -> None:
    program = program_of(inputs={"a": "number", "b": "number"}, **metric("a / b", missing="exclude"))
    door = quick_door(program)
    assert door is not None
    write = result_writer(program, door.position)
    assert write is not None
    whole, broken = door.scored({"a": 3, "b": 4}, PERIOD), door.scored({"a": 3, "b": 0}, PERIOD)
    assert whole is not None and broken is not None
    assert read(write("u", whole) or "")["metrics"]["m"]["value"] == simplejson.Decimal("0.75")
    assert write("u", broken) is None
