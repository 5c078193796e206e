"""``POST /v1/rule-sets/check``: what is wrong with a document, and what it would need and do."""

from __future__ import annotations

from fractions import Fraction

from api.operation import JSON, YAML, Answer, Body, Reply, Routes, Transaction
from api.performing import Call
from api.problems import RULE_SET_REFUSED
from api.refusals import of_document
from api.representations import MEDIA_OF, refuse_larger
from api.schemas.language import CHECKED_EXAMPLE, CHECKED_SCHEMA
from api.schemas.rule_sets import DOCUMENT_EXAMPLE, DOCUMENT_SCHEMA
from engine.formula.nodes import names_in
from engine.issues import Words, path_text
from engine.program import Program, Step
from engine.result import plain
from engine.values import Input, Value
from rules.cases import Expectation, run_tests
from rules.document.canonical import content_hash
from rules.model import RuleSet
from rules.score import Subject
from rules.sections.header import LANGUAGE_VERSION
from rules.shown import shown_kind
from service.checking import checked_with_advice

routes = Routes("checking", "Rule sets")


@routes.post(
    "/v1/rule-sets/check",
    scope="read",
    transaction=Transaction.NONE,
    body=Body(DOCUMENT_SCHEMA, DOCUMENT_EXAMPLE, media=(JSON, YAML), parsed=False),
    answer=Answer(200, "The document has no error", CHECKED_SCHEMA, CHECKED_EXAMPLE),
    kinds=(RULE_SET_REFUSED,),
)
def check_rule_set(call: Call) -> Reply:
    """Check a document.

    Nothing is stored. With errors the answer is a problem whose `issues` are all that is wrong, in the order of the
    document; without, it tells what is needed per person, the steps that are worked out, and how the document's own
    tests went (publishing asks that they pass).
    """
    refuse_larger(call.body, call.door.settings.max_document)
    report = checked_with_advice(call.body, MEDIA_OF[call.media])
    if report.document is None or report.rule_set is None or report.program is None:
        raise of_document(list(report.issues))
    program = report.program
    return Reply(
        {
            "ok": True,
            "rule_set": program.rule_set,
            "hash": content_hash(report.document.data, LANGUAGE_VERSION),
            "period": program.period,
            "currency": program.currency,
            "issues": [issue.to_json() for issue in report.issues],
            "needs": needs_of(report.rule_set, program),
            "steps": [_step(step, program) for step in program.steps],
            "tests": [
                {
                    "name": outcome.name,
                    "passed": outcome.passed,
                    "issues": [issue.to_json() for issue in report.document.locate_all(outcome.issues)],
                    "period": str(outcome.period) if outcome.period else None,
                    "people": [_person(program, person) for person in outcome.people],
                    "expectations": [_expectation(expectation) for expectation in outcome.expectations],
                }
                for outcome in run_tests(program, report.document.data.get("tests", []))  # type: ignore[arg-type]
            ],
        }
    )


def _expectation(expectation: Expectation) -> dict[str, object]:
    return {
        "subject": expectation.subject,
        "where": expectation.where,
        "path": list(expectation.path),
        "expected": _said(expectation.expected),
        "got": _said(expectation.got),
        "met": expectation.met,
    }


def _said(value: object) -> str | None:
    """A value in one line; ids of outcomes as a list of words."""
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def needs_of(rule_set: RuleSet, program: Program) -> list[dict[str, object]]:
    """What callers must or may send, in the order of the document."""
    used = program.needs()
    labels = {declared.input.id: declared.label for declared in (*rule_set.attributes, *rule_set.inputs)}
    labels |= {measure.id: measure.label for measure in rule_set.measures}
    return [_need(item, labels.get(item.id, Words(item.id, item.id)), item.id in used) for item in program.inputs]


def _need(item: Input, label: Words, used: bool) -> dict[str, object]:
    return {
        "id": item.id,
        "origin": item.origin,
        "label": label.to_json(),
        "kind": str(item.type.kind),
        "choices": list(item.type.choices),
        "missing": item.missing,
        "default": _value(item.default, item.decimals),
        "low": _value(item.low, item.decimals),
        "high": _value(item.high, item.decimals),
        "decimals": item.decimals,
        "used": used,
        "from": item.source,
    }


def _person(program: Program, person: Subject) -> dict[str, object]:
    """A person of a test, as ``POST /v1/rule-sets/try`` takes them: measures are the values that its rows give."""
    given = {id: value for id, value in person.given.items() if value is not None}
    measured = {id: plain(value, program.input_by_id[id].decimals) for id, value in person.measured.items()}
    return {
        "subject": person.id,
        "inputs": {**measured, **given},
        "history": [dict(record) for record in person.history],
        "decisions": {id: dict(decision) for id, decision in person.decisions.items()},
    }


def _value(value: Value, decimals: int) -> object:
    return plain(value, max(decimals, 12)) if isinstance(value, Fraction) else value


def _step(step: Step, program: Program) -> dict[str, object]:
    return {
        "id": step.id,
        "kind": str(shown_kind(step, program)),
        "decimals": step.decimals,
        "scope": str(step.scope),
        "label": step.label.to_json() if step.label else None,
        "path": path_text(step.path),
        "reads": sorted(names_in(step.expr)),
    }
