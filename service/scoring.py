"""Scoring people who come in a request: with a published version, or with a document nobody has stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from engine.explain import explain
from engine.interpreter import Interpreter
from engine.issues import Issue, Refused, declare
from engine.program import ENGINE_VERSION, Program
from engine.result import Json, build_result
from engine.values import Evaluation, Record, Value
from rules.check import check_text
from rules.document.document import Media
from rules.period import Period, PeriodKind, parse_period, period_of
from rules.score import Scored, Subject, facts, period_for, score
from service import results
from service.programs import Compiled, compiled, known
from service.text import json_text, sha256_of
from service.versions import get_version, number_for, version_hash
from service.work import Work

MAX_PEOPLE = 5000
HISTORY_PERIODS = 60

PERSON_TWICE = declare(
    "person-twice",
    zh="“{subject}”在这次请求里出现了不止一次。",
    en="'{subject}' occurs more than once in this request.",
    mend_zh="每个人只写一次。",
    mend_en="Send each person once.",
)
PERIOD_NEEDED = declare(
    "period-needed",
    zh="没有写明期间，也没有写明版本。",
    en="Neither a period nor a version is given.",
    mend_zh="写上 period，例如 2026-11；或写上 version。",
    mend_en="Give a period, such as 2026-11, or a version.",
)
LEVELS = ("none", "summary", "full")


@dataclass(frozen=True, slots=True)
class ScoreRequest:
    """Whom to score by what. ``version`` None means the one in force for ``period``."""

    rule_set: str
    people: Sequence[Subject]
    version: int | None = None
    period: str | None = None
    explain: str = "none"
    record: bool = False


@dataclass(frozen=True, slots=True)
class ScoreAnswer:
    """The answer for everyone, in the order asked; ``recorded`` how many results were stored."""

    rule_set: str
    version: int | None
    hash: str
    period: str
    results: tuple[Json, ...]
    recorded: int | None = None
    issues: tuple[Issue, ...] = field(default=())

    def to_json(self) -> Json:
        return {
            "rule_set": self.rule_set,
            "version": self.version,
            "hash": self.hash,
            "period": self.period,
            "engine": ENGINE_VERSION,
            "results": list(self.results),
        }


def score_people(work: Work, request: ScoreRequest) -> ScoreAnswer:
    """Score by a published version; with ``record``, store what was scored. Needs scope ``score``.

    Raises NotFound for a rule set or version that is not there, Refused for a request that makes no sense as a whole.
    """
    work.actor.require("score")
    _refuse_twice(request.people)
    period = parse_period(request.period, ("period",)) if request.period else None
    if period is None and request.version is None:
        raise Refused([PERIOD_NEEDED.at(("period",))])
    number = request.version
    if number is None:
        assert period is not None
        number = number_for(work, request.rule_set, period)
    ready = _compiled(work, request.rule_set, number)
    period = _of_kind(ready.program, period, work)
    people = _with_history(work, ready.program, request, period)
    answers = _scored(ready, period, people)
    recorded = _record(work, ready.program, request, number, period, people, answers) if request.record else None
    return ScoreAnswer(
        request.rule_set,
        number,
        ready.program.hash,
        str(period),
        tuple(answer_of(ready.program, answer, request.explain) for answer in answers),
        recorded,
    )


def try_document(
    text: str | bytes, media: Media, people: Sequence[Subject], period: str, level: str = "full"
) -> ScoreAnswer:
    """Score by a document that is not stored, with the reference evaluator. Raises Refused with all of its errors."""
    _refuse_twice(people)
    report = check_text(text, media)
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
        issues=report.issues,
    )


def answer_of(program: Program, answer: Scored, level: str = "none") -> Json:
    """One person's answer as it is given out, with the explanation asked for."""
    if answer.result is None or answer.evaluation is None:
        return refused_body(answer)
    body = answer.result.to_json()
    if level != "none":
        body = {**body, "explanation": explain(program, answer.evaluation, answer.result, full=level == "full")}
    return body


def refused_body(answer: Scored) -> Json:
    """The answer for a person whose values were refused at the door."""
    return {
        "subject": answer.subject,
        "status": "problem",
        "score": None,
        "tier": None,
        "metrics": {},
        "adjustments": [],
        "rewards": [],
        "payout": None,
        "outcomes": [],
        "missing": [],
        "problem": {"code": "bad-input", "issues": [issue.to_json() for issue in answer.issues]},
        "explanation": None,
    }


def _scored(ready: Compiled, period: Period, people: Sequence[Subject]) -> list[Scored]:
    """Through the quick door where it opens, else through the full one."""
    if ready.quick is None:
        return score(ready.program, ready, period, people)
    known_facts = facts(period)
    answers: list[Scored | None] = []
    for person in people:
        scaled = None if person.history or person.decisions else ready.quick.scored(person.given, known_facts)
        if scaled is None:
            answers.append(None)
            continue
        evaluation = Evaluation(person.id, ready.quick.values(scaled, known_facts))
        answers.append(Scored(person.id, build_result(ready.program, evaluation), evaluation))
    rest = iter(
        score(
            ready.program,
            ready,
            period,
            [person for person, answer in zip(people, answers, strict=True) if answer is None],
        )
    )
    return [next(rest) if answer is None else answer for answer in answers]


def _refuse_twice(people: Sequence[Subject]) -> None:
    seen: set[str] = set()
    issues = []
    for person in people:
        if person.id in seen:
            issues.append(PERSON_TWICE.at((*person.path, "subject"), subject=person.id[:60]))
        seen.add(person.id)
    if issues:
        raise Refused(issues)


def _compiled(work: Work, rule_set: str, number: int) -> Compiled:
    content_hash, language = version_hash(work, rule_set, number)
    found = known(content_hash, language)
    if found is None:
        version = get_version(work, rule_set, number)
        found = compiled(content_hash, language, version.document, version.media)
    return found


def _of_kind(program: Program, period: Period | None, work: Work) -> Period:
    """The period asked for, of the kind the program scores; without one, the period of today."""
    if period is None:
        return period_of(PeriodKind(program.period), work.now.date())
    return period_for(program, str(period), ("period",))


def _with_history(work: Work, program: Program, request: ScoreRequest, period: Period) -> Sequence[Subject]:
    """People who bring no history of their own get what was recorded for them."""
    if not program.has_history:
        return request.people
    without = [person.id for person in request.people if not person.history]
    recorded = results.history(work, request.rule_set, without, period, HISTORY_PERIODS)
    return [
        replace(person, recorded=_known_values(program, recorded.get(person.id, ()))) if not person.history else person
        for person in request.people
    ]


def _known_values(program: Program, records: tuple[Record, ...]) -> tuple[Record, ...]:
    """Records of earlier versions may carry values that this program does not know; they are left out."""
    return tuple(
        replace(record, values={id: value for id, value in record.values.items() if _knows(program, id)})
        for record in records
    )


def _knows(program: Program, id: str) -> bool:
    return id in program.input_by_id or id in program.step_by_id


def _record(
    work: Work,
    program: Program,
    request: ScoreRequest,
    number: int,
    period: Period,
    people: Sequence[Subject],
    answers: Sequence[Scored],
) -> int:
    """Store everyone who was evaluated; who was refused at the door has nothing to store."""
    rows = []
    for person, answer in zip(people, answers, strict=True):
        if answer.result is None or answer.evaluation is None:
            continue
        points = answer.result.score
        rows.append(
            results.ToRecord(
                subject=person.id,
                inputs_hash=_inputs_hash(person),
                status=answer.result.status,
                values=_published(program, answer.evaluation),
                answer=answer.result.to_json(),
                score=None if points is None else Fraction(points),
                tier=answer.result.tier,
            )
        )
    return len(results.record(work, request.rule_set, number, period, ENGINE_VERSION, rows))


def _published(program: Program, evaluation: Evaluation) -> dict[str, Value]:
    """The values that later periods may read: without the unrounded parts of formulas."""
    parts = {step.id for step in program.steps if step.is_part}
    return {id: value for id, value in evaluation.values.items() if id not in parts}


def _inputs_hash(person: Subject) -> str:
    """A fingerprint of everything that was sent for a person, however its numbers were spelled."""
    given = {name: str(value) for name, value in sorted(person.given.items()) if value is not None}
    decided = {
        id: {key: str(value) for key, value in sorted(decision.items())}
        for id, decision in sorted(person.decisions.items())
    }
    earlier = [{name: str(value) for name, value in sorted(record.items())} for record in person.history]
    return sha256_of(json_text([given, decided, earlier]))
