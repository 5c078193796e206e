"""Scorewright itself: the same document every other rule set on a server goes through, checked and compiled."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

from bench.row.outcome import Outcome, Peer
from bench.row.people import Person
from engine.interpreter import Interpreter
from engine.values import Evaluation
from engine.values import Person as Subject
from rules.check import check_text
from rules.score import facts, period_for

DOCUMENT = Path(__file__).with_name("presales.yaml")
REPORT = check_text(DOCUMENT.read_bytes())
if REPORT.program is None:
    raise ValueError(f"{DOCUMENT} has errors: {REPORT.issues}")
PROGRAM = REPORT.program
PERIOD = facts(period_for(PROGRAM, "2026-11"))


def step_ids() -> tuple[str, ...]:
    """The steps of the program in which the fields of an Outcome are found, in their order."""
    outline = PROGRAM.outline
    amounts = {reward.id: reward.amount for reward in outline.rewards}
    found = [step for metric in outline.metrics for step in (metric.value, metric.points)]
    found += [outline.base, *(line.effect for line in outline.adjustments), outline.score, outline.tier]
    found += [amounts["tier_bonus"], amounts["commission"]]
    return tuple(step for step in found if step is not None)


STEPS = step_ids()


def as_subjects(people: list[Person]) -> list[Subject]:
    """People as they stand behind the door: checked, exact values."""
    return [
        Subject(
            id=str(number),
            values={name: None if value is None else Fraction(str(value)) for name, value in person.items()},
        )
        for number, person in enumerate(people)
    ]


def evaluating(evaluate: Callable[..., list[Evaluation]]) -> Callable[[list[Subject]], list[Evaluation]]:
    """Score people one call each, as a request for one person does."""

    def score(subjects: list[Subject]) -> list[Evaluation]:
        return [evaluate((subject,), PERIOD)[0] for subject in subjects]

    return score


def read(evaluation: Evaluation) -> Outcome:
    """Find the published values by the program's outline."""
    if evaluation.trouble is not None:
        raise ValueError(f"person {evaluation.person} stopped: {evaluation.trouble}")
    values: list[Any] = [evaluation.values[step] for step in STEPS]
    return Outcome(*(float(value) if isinstance(value, Fraction) else value for value in values))


PEERS = (
    Peer(
        name="Scorewright, interpreter",
        what="the exact reference, in the sandbox",
        package=None,
        prepare=as_subjects,
        score=evaluating(Interpreter(PROGRAM).evaluate),
        read=read,
    ),
)
