"""The case files once more: no order of people, no second evaluator and no explanation may change an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from engine.explain import explain
from engine.interpreter import Interpreter
from engine.program import Program
from engine.result import build_result
from engine.scorer.scorer import Scorer
from engine.values import Evaluation
from rules.cases import read_test
from rules.check import check_text
from rules.period import Period
from rules.score import Evaluator, Subject, score

CASES = sorted((Path(__file__).parents[2] / "cases").rglob("*.yaml"))
pytestmark = pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")


def loaded(path: Path) -> tuple[Program, list[tuple[Period, list[Subject]]]]:
    """The program of a case file and, for every test, the people it scores together."""
    report = check_text(path.read_bytes())
    assert report.program is not None and report.rule_set is not None
    tests = [read_test(report.program, test) for test in report.rule_set.tests]
    return report.program, tests


def bodies(program: Program, evaluator: Evaluator, period: Period, subjects: Sequence[Subject]) -> dict[str, object]:
    answers = score(program, evaluator, period, subjects)
    return {answer.subject: answer.result.to_json() if answer.result else answer.issues for answer in answers}


def test_the_order_of_people_changes_nothing(path: Path) -> None:
    """Backwards, everyone gets the same answer."""
    program, tests = loaded(path)
    for period, subjects in tests:
        evaluator = Interpreter(program)
        assert bodies(program, evaluator, period, subjects) == bodies(program, evaluator, period, subjects[::-1])


def test_the_compiled_scorer_agrees(path: Path) -> None:
    """Every published value, not only those that a test expects."""
    program, tests = loaded(path)
    for period, subjects in tests:
        reference = [answer.evaluation for answer in score(program, Interpreter(program), period, subjects)]
        compiled = [answer.evaluation for answer in score(program, Scorer(program), period, subjects)]
        for left, right in zip(reference, compiled, strict=True):
            if isinstance(left, Evaluation):
                assert isinstance(right, Evaluation)
                assert (dict(right.values), right.trouble) == (dict(left.values), left.trouble)
            else:
                assert right is None


def test_every_answer_can_be_explained(path: Path) -> None:
    """The tree has a sentence for everything, in both languages, with every place in it filled."""
    program, tests = loaded(path)
    for period, subjects in tests:
        for answer in score(program, Interpreter(program), period, subjects):
            if answer.evaluation is None:
                continue
            told = explain(program, answer.evaluation, build_result(program, answer.evaluation))
            said = list(sentences(told["tree"]))
            assert len(said) >= len(program.outline.metrics) + len(program.outline.rewards)
            assert all(text and not re.search(r"\{\w+\}", text) for text in said)


def sentences(tree: object) -> Iterator[str]:
    """Every sentence of an explanation, in Chinese and in English."""
    for node in tree if isinstance(tree, list) else []:
        yield from node["sentence"].values()
        yield from sentences(node["children"])
