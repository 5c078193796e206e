"""Trying out a document that nobody has stored, beside the version in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from engine.explain import label_of
from engine.interpreter import Interpreter
from engine.issues import Refused
from engine.program import Program
from engine.result import Json
from rules.document.document import Media
from rules.period import Period
from rules.score import Scored, Subject, known_to, period_for, score
from service.checking import checked
from service.errors import NotFound
from service.programs import program_in_force
from service.scoring import ScoreAnswer, answer_of, refuse_twice
from service.work import Actor, Office


@dataclass(frozen=True, slots=True)
class Published:
    """A version to compare with; without ``version`` the one in force for the period."""

    rule_set: str
    version: int | None = None


def try_document(
    office: Office,
    actor: Actor,
    text: str | bytes,
    media: Media,
    people: Sequence[Subject],
    period: str,
    level: str = "full",
    beside: Published | None = None,
) -> ScoreAnswer:
    """Score by a document that is not stored, with the reference evaluator, and say what differs from ``beside``.

    Raises Refused with all of the document's errors, NotFound when the version asked for is not there. Needs ``read``.
    """
    refuse_twice(people)
    report = checked(text, media)
    if report.program is None:
        raise Refused(list(report.issues))
    program = report.program
    chosen = period_for(program, period, ("period",))
    answers = score(program, Interpreter(program), chosen, people)
    return ScoreAnswer(
        program.rule_set,
        None,
        program.hash,
        str(chosen),
        tuple(answer_of(program, answer, level) for answer in answers),
        issues=tuple(report.issues),
        compared_with=None if beside is None else _compared(office, actor, beside, program, chosen, people, answers),
    )


def _compared(
    office: Office,
    actor: Actor,
    beside: Published,
    program: Program,
    period: Period,
    people: Sequence[Subject],
    answers: Sequence[Scored],
) -> Json | None:
    """The differences of the same people; None while no version is in force for the period.

    What the version does not know of a person is left out: a draft may ask for more than it did.
    """
    with office.reading(actor) as work:
        try:
            number, ready = program_in_force(work, beside.rule_set, period, beside.version)
        except NotFound:
            if beside.version is not None:
                raise
            return None
    known = [known_to(ready.program, person) for person in people]
    before = score(ready.program, ready, period, [replace(person, path=()) for person in known])
    pairs = zip(before, answers, strict=True)
    return {
        "version": number,
        "differences": [_difference(ready.program, old, program, new) for old, new in pairs],
    }


def _difference(old_program: Program, old: Scored, program: Program, new: Scored) -> Json:
    before, after = answer_of(old_program, old, "summary"), answer_of(program, new, "summary")
    return {
        "subject": new.subject,
        "status": {"before": before["status"], "after": after["status"]},
        "score": _change(before["score"], after["score"]),
        "tier": {"before": before["tier"], "after": after["tier"]},
        "net": _change(_net(before), _net(after)),
        "lines": _lines(old_program, _contributions(before), program, _contributions(after)),
        "rewards": _lines(old_program, _rewards(before), program, _rewards(after)),
    }


Amounts = Mapping[tuple[str, str], Any]
"""By kind and id: a number, or money as text."""


def _contributions(answer: Json) -> Amounts:
    told: Any = answer["explanation"] or {"contributions": ()}
    return {(line["kind"], line["id"]): line["amount"] for line in told["contributions"]}


def _rewards(answer: Json) -> Amounts:
    rewards: Any = answer["rewards"]
    return {("reward", line["id"]): line["amount"] for line in rewards if line["amount"] is not None}


def _net(answer: Json) -> Any:
    payout: Any = answer["payout"]
    return None if payout is None else payout["net"]


def _lines(old_program: Program, before: Amounts, program: Program, after: Amounts) -> list[Json]:
    """Every line that either side has, those of the document first."""
    return [
        {
            "id": id,
            "kind": kind,
            "label": label_of(program if (kind, id) in after else old_program, id).to_json(),
            **_change(before.get((kind, id)), after.get((kind, id))),
        }
        for kind, id in dict.fromkeys([*after, *before])
    ]


def _change(before: Any, after: Any) -> Json:
    """Two numbers, or two amounts of money, and what the second is more than the first; None where one is lacking."""
    change = None
    if before is not None and after is not None:
        change = Decimal(after) - Decimal(before)
        change = f"{change:f}" if isinstance(after, str) else change.normalize() + 0
    return {"before": before, "after": after, "change": change}
