"""A place that several people have is said to be shared, by every rule for ties."""

from __future__ import annotations

import pytest

from engine.explain import explain
from engine.interpreter import Interpreter
from engine.result import Json
from rules.check import check_text
from rules.period import parse_period
from rules.score import Subject, score
from tests.rules.methods.test_cases_again import sentences

DOCUMENT = """
scorewright: 1
id: places
inputs: {{revenue: {{type: money}}}}
metrics:
  sales: {{value: revenue, weight: 100%, points: {{rank: {{places: [100, 80], otherwise: 40, ties: {ties}}}}}}}
"""
REVENUE = {"a": 95, "b": 90, "c": 90, "d": 85}


@pytest.mark.parametrize(("ties", "last"), [("same", 4), ("share", 4), ("dense", 3)])
def test_shared(ties: str, last: int) -> None:
    program = check_text(DOCUMENT.format(ties=ties).encode()).program
    assert program is not None
    people = [Subject(id, {"revenue": revenue}) for id, revenue in REVENUE.items()]
    told: dict[str, Json] = {}
    for answer in score(program, Interpreter(program), parse_period("2026-11"), people):
        assert answer.evaluation is not None and answer.result is not None
        told[answer.subject] = explain(program, answer.evaluation, answer.result)
    said = {id: " ".join(sentences(tree["tree"])) for id, tree in told.items()}
    assert "第 1 名，" in said["a"] and "并列" not in said["a"] and "shared" not in said["a"]
    for id in ("b", "c"):
        assert "并列第 2 名，" in said[id]
        assert "shared place 2, " in said[id]
    assert f"第 {last} 名，" in said["d"] and "并列" not in said["d"]
