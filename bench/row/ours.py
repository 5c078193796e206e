"""Scorewright itself: the same document every other rule set on a server goes through, checked and compiled."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from bench.row.outcome import Outcome, Peer
from bench.row.people import Person
from engine.interpreter import Interpreter
from engine.scorer import Scorer
from engine.scorer.quick import QuickDoor, number_door
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


DOOR = QuickDoor(PROGRAM)
DECIMALS = tuple(PROGRAM.step_by_id[step].decimals for step in STEPS)
NUMBERS = number_door(PROGRAM, STEPS)
if NUMBERS is None:
    raise ValueError(f"{DOCUMENT} has no quick door")
FOUND = tuple(
    (DOOR.position[step], None if decimals is None else 10**decimals)
    for step, decimals in zip(STEPS, DECIMALS, strict=True)
)


def _through(people: list[Person]) -> list[Any]:
    scored = DOOR.scored
    return [scored(person, PERIOD) for person in people]


def _through_to_numbers(people: list[Person]) -> list[Any]:
    return [NUMBERS(person, PERIOD) for person in people]


def _through_to_values(people: list[Person]) -> list[Evaluation]:
    scored, values = DOOR.scored, DOOR.values
    return [Evaluation("", values(scored(person, PERIOD), PERIOD)) for person in people]


def _read_scaled(scaled: Sequence[Any]) -> Outcome:
    """Every number of the quick door is a whole number of the value's last decimal."""
    values: list[Any] = [
        scaled[position] if scale is None or scaled[position] is None else scaled[position] / scale
        for position, scale in FOUND
    ]
    return Outcome(*values)


PEERS = (
    Peer(
        name="Scorewright, quick door",
        what="raw values in, checked at the door; the published values out as plain numbers",
        package=None,
        prepare=lambda people: people,
        score=_through_to_numbers,
        read=lambda numbers: Outcome(*numbers),
    ),
    Peer(
        name="Scorewright, quick door, unread",
        what="the quick door's answer left as whole numbers of each value's last decimal",
        package=None,
        prepare=lambda people: people,
        score=_through,
        read=_read_scaled,
    ),
    Peer(
        name="Scorewright, quick door, fractions",
        what="the quick door's answer as the exact fractions that evaluators hand out",
        package=None,
        prepare=lambda people: people,
        score=_through_to_values,
        read=read,
    ),
    Peer(
        name="Scorewright, compiled scorer",
        what="checked exact values in, exact fractions out",
        package=None,
        prepare=as_subjects,
        score=evaluating(Scorer(PROGRAM).evaluate),
        read=read,
    ),
    Peer(
        name="Scorewright, interpreter",
        what="the exact reference, in the sandbox",
        package=None,
        prepare=as_subjects,
        score=evaluating(Interpreter(PROGRAM).evaluate),
        read=read,
    ),
)
