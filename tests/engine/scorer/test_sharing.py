"""One evaluator serves many threads, and a large rule set stays quick to compile."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from random import Random

from engine.interpreter import Interpreter
from engine.scorer import Scorer
from rules.check import check_text
from rules.score import Subject, read_subject
from tests.differential.generate import Maker
from tests.differential.people import make_people
from tests.engine.scorer.programs import PERIOD, everyone, program_of


def test_eight_threads_share_one_evaluator() -> None:
    """Nothing is kept between people, so answers do not depend on who else is asking."""
    maker = Maker(11)
    program = check_text(json.dumps(maker.make()), "json").program
    assert program is not None
    made = make_people(Random(1), maker.document, maker.edges, 12)
    people = [read_subject(program, Subject(one.id, one.given, one.history, one.decisions))[0] for one in made]
    interpreter, scorer = Interpreter(program), Scorer(program)
    expected = interpreter.evaluate(people, PERIOD)
    with ThreadPoolExecutor(8) as threads:
        answers = [
            threads.submit(evaluator.evaluate, people, PERIOD) for _ in range(24) for evaluator in (interpreter, scorer)
        ]
        assert all(answer.result() == expected for answer in answers)


def test_two_hundred_metrics_compile_and_run() -> None:
    """The largest documents: every metric a ladder, the score over all of them, well within a request's patience."""
    rows = [{"at_least": edge, "points": edge} for edge in range(22, 10, -1)]
    metrics = {
        f"m{n}": {
            "value": "a + b" if n % 2 else "a / b",
            "weight": "0.5%",
            "missing": "exclude",
            "points": {"bands": rows},
        }
        for n in range(200)
    }
    started = time.perf_counter()
    program = program_of(inputs={"a": "number", "b": {"type": "number", "missing": "exclude"}}, metrics=metrics)
    Scorer(program)
    assert time.perf_counter() - started < 30
    full, half, nobody = everyone(program, [{"a": 16, "b": 1}, {"a": 16, "b": 0}, {"a": 16}])
    assert (full.values["score"], half.values["score"]) == (Fraction("16.5"), 16)
    assert nobody.values["score"] is None


def test_a_sum_over_two_hundred_metrics_in_one_score_formula() -> None:
    """Formulas name at most two hundred parts, which is enough for half as many metrics."""
    metrics = {f"m{n}": {"value": "a", "points": {"formula": f"value / {n + 1}"}} for n in range(66)}
    formula = " + ".join(f"points(m{n})" for n in range(66))
    program = program_of(inputs={"a": "number"}, metrics=metrics, score={"formula": formula, "round": 4})
    (found,) = everyone(program, [{"a": 1}])
    assert found.values["score"] == sum(found.values[f"m{n}.points"] for n in range(66))  # type: ignore[misc]
