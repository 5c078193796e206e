"""Scoring people who come in a request, with a published version."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from engine.explain import explain
from engine.issues import Issue, Refused, declare
from engine.program import ENGINE_VERSION, Program
from engine.result import Json
from engine.values import Evaluation, Record, Value
from rules.period import Period, PeriodKind, parse_period, period_of
from rules.score import Scored, Subject, facts, refuse_other_kind, score
from service import results
from service.programs import Compiled, compiled, known
from service.runs.earlier import earlier_of
from service.text import json_text, sha256_of
from service.versions import get_version, version_to_score_by
from service.work import Actor, Office, Work

MAX_PEOPLE = 5000

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


Written = str
"""A result as the JSON text that is given out."""


@dataclass(frozen=True, slots=True)
class ScoreAnswer:
    """The answer for everyone, in the order asked; ``recorded`` how many results were stored.

    ``issues`` and ``compared_with`` belong to a document that was tried, see :mod:`service.trying`.
    """

    rule_set: str
    version: int | None
    hash: str
    period: str
    results: tuple[Json | Written, ...]
    recorded: int | None = None
    issues: tuple[Issue, ...] | None = None
    compared_with: Json | None = None

    def text(self, write: Callable[[object], str]) -> str:
        """The whole answer as JSON; ``write`` writes a value as JSON."""
        results = ",".join([one if isinstance(one, str) else write(one) for one in self.results])
        head = {
            "rule_set": self.rule_set,
            "version": self.version,
            "hash": self.hash,
            "period": self.period,
            "engine": ENGINE_VERSION,
        }
        tail = ""
        if self.recorded is not None:
            tail = f',"recorded":{self.recorded}'
        if self.issues is not None:
            tail += f',"issues":{write([issue.to_json() for issue in self.issues])}'
            tail += f',"compared_with":{write(self.compared_with)}'
        return f'{_encode(head)[:-1]},"results":[{results}]{tail}}}'


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def score_people(office: Office, actor: Actor, request: ScoreRequest) -> ScoreAnswer:
    """Score by a published version; nothing is stored. Needs scope ``score``.

    Raises NotFound for a rule set or version that is not there, Refused for a request that makes no sense as a whole.
    """
    chosen = _chosen(office, actor, request)
    people = request.people
    if chosen.ready.program.has_history:
        with office.reading(actor) as work:
            people = _with_history(office, work, chosen, request)
    return chosen.answer(_results(chosen, people, request.explain))


def score_and_record(office: Office, work: Work, request: ScoreRequest) -> ScoreAnswer:
    """The same, and store what was scored as part of ``work``."""
    chosen = _chosen(office, work.actor, request)
    people = _with_history(office, work, chosen, request)
    answers = score(chosen.ready.program, chosen.ready, chosen.period, people)
    recorded = _record(work, request, chosen, people, answers)
    return chosen.answer([answer_of(chosen.ready.program, answer, request.explain) for answer in answers], recorded)


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


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What a request is scored by."""

    rule_set: str
    number: int
    ready: Compiled
    period: Period

    def answer(self, results: Sequence[Json | Written], recorded: int | None = None) -> ScoreAnswer:
        program = self.ready.program
        return ScoreAnswer(self.rule_set, self.number, program.hash, str(self.period), tuple(results), recorded)


def _chosen(office: Office, actor: Actor, request: ScoreRequest) -> _Chosen:
    if len(request.people) > 1:
        refuse_twice(request.people)
    period = parse_period(request.period, ("period",)) if request.period else None
    if period is None and request.version is None:
        raise Refused([PERIOD_NEEDED.at(("period",))])
    number, content_hash, language = version_to_score_by(office, actor, request.rule_set, request.version, period)
    ready = known(content_hash, language)
    if ready is None:
        with office.reading(actor) as work:
            version = get_version(work, request.rule_set, number)
        ready = compiled(content_hash, language, version.document, version.media)
    if period is None:
        period = period_of(PeriodKind(ready.program.period), office.clock().date())
    else:
        refuse_other_kind(ready.program, period, ("period",))
    return _Chosen(request.rule_set, number, ready, period)


def _results(chosen: _Chosen, people: Sequence[Subject], level: str) -> list[Json | Written]:
    """Everyone's result: through the quick door and written straight out where that says it all, else in full."""
    ready = chosen.ready
    written: list[Written | None] = [None] * len(people)
    if ready.quick is not None and ready.write is not None and level == "none":
        period = facts(chosen.period)
        for place, person in enumerate(people):
            if not person.history and not person.decisions:
                scaled = ready.quick.scored(person.given, period)
                if scaled is not None:
                    written[place] = ready.write(person.id, scaled)
    others = [person for person, text in zip(people, written, strict=True) if text is None]
    if not others:
        return [*written]  # type: ignore[list-item]
    rest = iter(score(ready.program, ready, chosen.period, others))
    return [answer_of(ready.program, next(rest), level) if text is None else text for text in written]


def refuse_twice(people: Sequence[Subject]) -> None:
    seen: set[str] = set()
    issues = []
    for person in people:
        if person.id in seen:
            issues.append(PERSON_TWICE.at((*person.path, "subject"), subject=person.id[:60]))
        seen.add(person.id)
    if issues:
        raise Refused(issues)


def _with_history(office: Office, work: Work, chosen: _Chosen, request: ScoreRequest) -> Sequence[Subject]:
    """People who bring no history of their own get what runs found and what was recorded for them."""
    program = chosen.ready.program
    if not program.has_history:
        return request.people
    without = sorted(person.id for person in request.people if not person.history)
    recorded = earlier_of(office, work, program, request.rule_set, chosen.period, without)
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
    work: Work, request: ScoreRequest, chosen: _Chosen, people: Sequence[Subject], answers: Sequence[Scored]
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
                values=_published(chosen.ready.program, answer.evaluation),
                answer=answer.result.to_json(),
                score=None if points is None else Fraction(points),
                tier=answer.result.tier,
            )
        )
    return len(results.record(work, request.rule_set, chosen.number, chosen.period, ENGINE_VERSION, rows))


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
