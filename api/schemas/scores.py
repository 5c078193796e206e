"""Scoring requests and answers: the schemas as documented, and the reader that checks a request against them.

The reader is written out by hand: scoring is asked for thousands of times a second, one person at a time, and a general
validator would take longer than the scoring. ``tests/api/test_scores.py`` holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from api.codes import (
    FIELD_REQUIRED,
    FIELD_TYPE,
    FIELD_UNKNOWN,
    FIELD_VALUE,
    PEOPLE_OR_ONE,
    PEOPLE_TOO_MANY,
    VALUE_TWICE,
)
from api.json import write_json
from api.schemas.compared import COMPARED_SCHEMA
from api.schemas.language import TEXT, TEXT_OR_NULL, WORDS, WORDS_OR_NULL, record
from api.schemas.path import LARGEST_NUMBER
from engine.issues import Code, Issue, Path, Refused, Words, did_you_mean
from engine.sentences import REASONS
from rules.document.document import Media
from rules.score import Subject
from service.scoring import LEVELS, ScoreRequest
from service.text import UNSTORABLE
from service.trying import Published

LONGEST_SUBJECT = 200
LONGEST_PERIOD = 20
MOST_HISTORY = 400
MOST_TRIED = 200

PERSON_KEYS = ("subject", "inputs", "attributes", "history", "decisions")
SCORE_KEYS = ("rule_set", "version", "period", "people", "explain", "record", *PERSON_KEYS)
TRY_KEYS = ("document", "period", "people", "explain", "compare_with", *PERSON_KEYS)

A_TEXT = Words("文本", "text")
AN_OBJECT = Words("对象", "an object")
AN_AMOUNT = Words("金额", "an amount")
A_LIST = Words("列表", "a list")
A_NUMBER = Words("正整数", "a whole number from 1")
A_FLAG = Words("true 或 false", "true or false")
A_DOCUMENT = Words("规则文档（对象，或 YAML 文本）", "a rule set: an object, or YAML text")


@dataclass(frozen=True, slots=True)
class TryRequest:
    """People to score by a document that is not stored."""

    text: str
    media: Media
    people: list[Subject]
    period: str
    explain: str
    beside: Published | None


def read_score_request(value: object, most: int) -> ScoreRequest:
    """Raises :class:`Refused` with everything wrong about the request's shape. Values are checked by the rule set."""
    issues: list[Issue] = []
    if not isinstance(value, dict):
        raise Refused([FIELD_TYPE.at((), expected=AN_OBJECT)])
    _only(value, SCORE_KEYS, (), issues)
    rule_set = _text(value, "rule_set", LONGEST_SUBJECT, issues, required=True)
    period = _text(value, "period", LONGEST_PERIOD, issues)
    version = _version(value, (), issues)
    record_it = value.get("record", False)
    if not isinstance(record_it, bool):
        issues.append(FIELD_TYPE.at(("record",), expected=A_FLAG))
    level = _level(value, "none", issues)
    people = _people(value, most, issues)
    if issues:
        raise Refused(issues)
    return ScoreRequest(rule_set or "", people, version, period, level, record_it)


def read_try_request(value: object) -> TryRequest:
    """The same for an unsaved document."""
    issues: list[Issue] = []
    if not isinstance(value, dict):
        raise Refused([FIELD_TYPE.at((), expected=AN_OBJECT)])
    _only(value, TRY_KEYS, (), issues)
    document = value.get("document")
    if "document" not in value:
        issues.append(FIELD_REQUIRED.at(("document",), field="document"))
    elif not isinstance(document, dict | str):
        issues.append(FIELD_TYPE.at(("document",), expected=A_DOCUMENT))
    period = _text(value, "period", LONGEST_PERIOD, issues, required=True)
    level = _level(value, "full", issues)
    beside = _beside(value, issues)
    people = _people(value, MOST_TRIED, issues)
    if issues:
        raise Refused(issues)
    if isinstance(document, str):
        return TryRequest(document, "yaml", people, period or "", level, beside)
    return TryRequest(write_json(document), "json", people, period or "", level, beside)


def _beside(value: Mapping[str, Any], issues: list[Issue]) -> Published | None:
    """The published version to compare with."""
    asked = value.get("compare_with")
    if asked is None:
        return None
    path: Path = ("compare_with",)
    if not isinstance(asked, dict):
        issues.append(FIELD_TYPE.at(path, expected=AN_OBJECT))
        return None
    _only(asked, ("rule_set", "version"), path, issues)
    rule_set = asked.get("rule_set")
    if "rule_set" not in asked:
        issues.append(FIELD_REQUIRED.at((*path, "rule_set"), field="rule_set"))
    elif not isinstance(rule_set, str):
        issues.append(FIELD_TYPE.at((*path, "rule_set"), expected=A_TEXT))
    elif not 0 < len(rule_set) <= LONGEST_SUBJECT or UNSTORABLE.search(rule_set):
        issues.append(_length((*path, "rule_set"), LONGEST_SUBJECT))
    return Published(str(rule_set), _version(asked, path, issues))


def _version(value: Mapping[str, Any], path: Path, issues: list[Issue]) -> int | None:
    version = value.get("version")
    if version is None or (type(version) is int and 1 <= version <= LARGEST_NUMBER):
        return version
    issues.append(FIELD_TYPE.at((*path, "version"), expected=A_NUMBER))
    return None


def _people(value: Mapping[str, Any], most: int, issues: list[Issue]) -> list[Subject]:
    """Everybody; a request may name one person directly instead of a list of one."""
    if "people" not in value:
        return [_person(value, (), issues)]
    for key in PERSON_KEYS:
        if key in value:
            issues.append(PEOPLE_OR_ONE.at((key,), field=key))
    people = value["people"]
    if not isinstance(people, list):
        issues.append(FIELD_TYPE.at(("people",), expected=A_LIST))
        return []
    if not 1 <= len(people) <= most:
        issues.append(PEOPLE_TOO_MANY.at(("people",), count=len(people), limit=most))
        return []
    read = []
    for position, person in enumerate(people):
        path: Path = ("people", position)
        if not isinstance(person, dict):
            issues.append(FIELD_TYPE.at(path, expected=AN_OBJECT))
            continue
        if not person.keys() <= _PERSON_KEYS:
            _only(person, PERSON_KEYS, path, issues)
        read.append(_person(person, path, issues))
    return read


def _person(person: Mapping[str, Any], path: Path, issues: list[Issue]) -> Subject:
    subject = person.get("subject")
    if subject is None and "subject" not in person:
        issues.append(FIELD_REQUIRED.at((*path, "subject"), field="subject"))
    elif not isinstance(subject, str):
        issues.append(FIELD_TYPE.at((*path, "subject"), expected=A_TEXT))
    elif not 0 < len(subject) <= LONGEST_SUBJECT or UNSTORABLE.search(subject) or not subject.strip():
        issues.append(_length((*path, "subject"), LONGEST_SUBJECT))
    given = _object(person, "inputs", path, issues)
    attributes = _object(person, "attributes", path, issues)
    if attributes:
        for name in attributes.keys() & given.keys():
            issues.append(VALUE_TWICE.at((*path, "attributes", name), name=name[:80]))
        given = {**given, **attributes}
    history: Iterable[Mapping[str, Any]] = ()
    if "history" in person:
        history = _records(person["history"], (*path, "history"), issues)
    decisions: Mapping[str, Mapping[str, Any]] = {}
    if "decisions" in person:
        decisions = _object(person, "decisions", path, issues)
        for name, decision in decisions.items():
            _decision(decision, (*path, "decisions", name), issues)
    return Subject(subject if isinstance(subject, str) else "", given, tuple(history), decisions, path)


def _decision(decision: object, path: Path, issues: list[Issue]) -> None:
    if not isinstance(decision, dict):
        issues.append(FIELD_TYPE.at(path, expected=AN_OBJECT))
        return
    _only(decision, ("amount", "reason", "author"), path, issues)
    amount = decision.get("amount")
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal | str | None):
        issues.append(FIELD_TYPE.at((*path, "amount"), expected=AN_AMOUNT))
    for key in ("reason", "author"):
        if not isinstance(decision.get(key), str | None):
            issues.append(FIELD_TYPE.at((*path, key), expected=A_TEXT))


def _records(value: object, path: Path, issues: list[Issue]) -> list[Mapping[str, Any]]:
    if not isinstance(value, list):
        issues.append(FIELD_TYPE.at(path, expected=A_LIST))
        return []
    if len(value) > MOST_HISTORY:
        issues.append(_length(path, MOST_HISTORY))
        return []
    for position, entry in enumerate(value):
        if not isinstance(entry, dict):
            issues.append(FIELD_TYPE.at((*path, position), expected=AN_OBJECT))
        elif "period" not in entry:
            issues.append(FIELD_REQUIRED.at((*path, position, "period"), field="period"))
        elif not isinstance(entry["period"], str):
            issues.append(FIELD_TYPE.at((*path, position, "period"), expected=A_TEXT))
    return value


def _object(person: Mapping[str, Any], key: str, path: Path, issues: list[Issue]) -> dict[str, Any]:
    value = person.get(key)
    if isinstance(value, dict):
        return value
    if value is not None or key in person:
        issues.append(FIELD_TYPE.at((*path, key), expected=AN_OBJECT))
    return {}


def _text(
    value: Mapping[str, Any], key: str, longest: int, issues: list[Issue], *, required: bool = False
) -> str | None:
    text = value.get(key)
    if isinstance(text, str):
        if not 0 < len(text) <= longest or UNSTORABLE.search(text):
            issues.append(_length((key,), longest))
        return text
    if key in value and text is not None:
        issues.append(FIELD_TYPE.at((key,), expected=A_TEXT))
    elif required:
        issues.append(FIELD_REQUIRED.at((key,), field=key))
    return None


def _level(value: Mapping[str, Any], usual: str, issues: list[Issue]) -> str:
    level = value.get("explain", usual)
    if level not in LEVELS:
        words = Words("是以下之一：" + ", ".join(LEVELS), "be one of " + ", ".join(LEVELS))
        issues.append(FIELD_VALUE.at(("explain",), hint=did_you_mean(str(level), LEVELS), expected=words))
        return usual
    return str(level)


def _only(value: Mapping[str, Any], known: tuple[str, ...], path: Path, issues: list[Issue]) -> None:
    for key in value.keys() - set(known):
        issues.append(FIELD_UNKNOWN.at((*path, key), hint=did_you_mean(key, known), field=key[:80]))


def _length(path: Path, longest: int) -> Issue:
    words = Words(f"有 1 到 {longest} 个字符或元素，且不含控制字符", f"have 1 to {longest} plain characters or items")
    code: Code = FIELD_VALUE
    return code.at(path, expected=words)


_PERSON_KEYS = frozenset(PERSON_KEYS)

# The same, as documented

VALUE_SCHEMA: dict[str, Any] = {
    "description": 'As the rule set declares it: a number, `"35%"`, `"15s"`, text, a flag, or null for missing.'
}
VALUES_SCHEMA: dict[str, Any] = {"type": "object", "additionalProperties": VALUE_SCHEMA}
SUBJECT_SCHEMA: dict[str, Any] = {
    "type": "string",
    "minLength": 1,
    "maxLength": LONGEST_SUBJECT,
    "pattern": r"^[^\u0000-\u001f\u007f]*[^\s\u0000-\u001f\u007f][^\u0000-\u001f\u007f]*$",
    "description": "The person's id in your system.",
}
PERSON_PROPERTIES: dict[str, Any] = {
    "subject": SUBJECT_SCHEMA,
    "inputs": {**VALUES_SCHEMA, "description": "The numbers of this period, by input id."},
    "attributes": {**VALUES_SCHEMA, "description": "Facts about the person, by attribute id."},
    "history": {
        "type": "array",
        "maxItems": MOST_HISTORY,
        "description": "Earlier periods. Without it, what was recorded here is used.",
        "items": {
            "type": "object",
            "properties": {"period": TEXT},
            "required": ["period"],
            "additionalProperties": VALUE_SCHEMA,
        },
    },
    "decisions": {
        "type": "object",
        "description": "What somebody decided about discretionary rewards, by reward id.",
        "additionalProperties": {
            "type": "object",
            "properties": {
                "amount": {"type": ["number", "string", "null"]},
                "reason": TEXT_OR_NULL,
                "author": TEXT_OR_NULL,
            },
            "additionalProperties": False,
        },
    },
}
PERSON_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": PERSON_PROPERTIES,
    "required": ["subject"],
    "additionalProperties": False,
}
NO_CONTROLS = r"^[^\u0000-\u001f\u007f]*$"
PERIOD_SCHEMA: dict[str, Any] = {
    "type": "string",
    "minLength": 1,
    "maxLength": LONGEST_PERIOD,
    "pattern": NO_CONTROLS,
    "description": "`2026-11`, `2026-W47`, `2026-Q4`, `2026` or `2026-11-21`, as the rule set counts.",
}
EXPLAIN_SCHEMA: dict[str, Any] = {
    "type": "string",
    "enum": list(LEVELS),
    "description": "`summary`: sentences and what each part contributed; `full`: the tree of every value as well.",
}


def several(most: int) -> dict[str, Any]:
    return {"type": "array", "items": PERSON_SCHEMA, "minItems": 1, "maxItems": most}


def one_or_many(properties: dict[str, Any], required: list[str], most: int) -> dict[str, Any]:
    """A request with ``people``, or with one person's fields in their place."""
    return {
        "type": "object",
        "oneOf": [
            {
                "title": "several people",
                "type": "object",
                "properties": {**properties, "people": several(most)},
                "required": [*required, "people"],
                "additionalProperties": False,
            },
            {
                "title": "one person",
                "type": "object",
                "properties": {**properties, **PERSON_PROPERTIES},
                "required": [*required, "subject"],
                "additionalProperties": False,
            },
        ],
    }


RULE_SET_SCHEMA = {"type": "string", "minLength": 1, "maxLength": LONGEST_SUBJECT, "pattern": NO_CONTROLS}
VERSION_SCHEMA = {
    "type": ["integer", "null"],
    "minimum": 1,
    "maximum": LARGEST_NUMBER,
    "description": "Without it, the version in force for `period`.",
}
SCORE_REQUEST_SCHEMA = one_or_many(
    {
        "rule_set": RULE_SET_SCHEMA,
        "version": VERSION_SCHEMA,
        "period": {**PERIOD_SCHEMA, "type": ["string", "null"]},
        "explain": {**EXPLAIN_SCHEMA, "default": "none"},
        "record": {"type": "boolean", "default": False, "description": "Store the results as this period's."},
    },
    ["rule_set"],
    5000,
)
TRY_REQUEST_SCHEMA = one_or_many(
    {
        "document": {
            "type": ["object", "string"],
            "description": "The rule set: as an object, or as YAML text.",
        },
        "period": PERIOD_SCHEMA,
        "explain": {**EXPLAIN_SCHEMA, "default": "full"},
        "compare_with": {
            "type": ["object", "null"],
            "description": "A published version that the same people are scored by as well.",
            "properties": {"rule_set": RULE_SET_SCHEMA, "version": VERSION_SCHEMA},
            "required": ["rule_set"],
            "additionalProperties": False,
        },
    },
    ["document", "period"],
    MOST_TRIED,
)

NUMBER = {"type": ["number", "null"]}
MONEY = {"type": ["string", "null"], "description": "A decimal string in the rule set's currency."}
RESULT_SCHEMA = record(
    {
        "subject": TEXT,
        "status": {
            "type": "string",
            "enum": ["scored", "incomplete", "not_eligible", "problem"],
            "description": "Only with `scored` is there a score; `incomplete` and `problem` say why not.",
        },
        "score": NUMBER,
        "tier": TEXT_OR_NULL,
        "metrics": {
            "type": "object",
            "additionalProperties": record(
                {
                    "value": {"type": ["number", "string", "boolean", "null"]},
                    "points": NUMBER,
                    "weight": {**NUMBER, "description": "After the weights of excluded metrics were shared out."},
                    "contribution": NUMBER,
                    "excluded": {"type": "boolean"},
                }
            ),
        },
        "adjustments": {
            "type": "array",
            "items": record({"id": TEXT, "applies": {"type": "boolean"}, "effect": NUMBER, "clause": TEXT_OR_NULL}),
        },
        "rewards": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "id": TEXT,
                    "applies": {"type": "boolean"},
                    "amount": MONEY,
                    "clause": TEXT_OR_NULL,
                    "item": record(
                        {"kind": TEXT_OR_NULL, "title": WORDS}, description="Of a reward that is not money."
                    ),
                    "shares": {"type": "object", "additionalProperties": MONEY},
                },
                "required": ["id", "applies", "amount", "clause"],
                "additionalProperties": False,
            },
        },
        "payout": {
            "type": ["object", "null"],
            "properties": {
                "rewards": MONEY,
                "penalties": MONEY,
                "net": MONEY,
                "currency": TEXT,
                "before_budget": MONEY,
                "carried": MONEY,
            },
            "required": ["rewards", "penalties", "net", "currency"],
        },
        "outcomes": {
            "type": "array",
            "items": record(
                {
                    "id": TEXT,
                    "do": TEXT,
                    "label": WORDS,
                    "message": WORDS_OR_NULL,
                    "owner": TEXT_OR_NULL,
                    "clause": TEXT_OR_NULL,
                }
            ),
        },
        "missing": {
            "type": "array",
            "items": record(
                {"id": TEXT, "reason": {"type": "string", "enum": list(REASONS)}, "affects": TEXT, "then": TEXT}
            ),
        },
        "problem": {
            "type": ["object", "null"],
            "properties": {
                "code": TEXT,
                "step": {**TEXT, "description": "Where the calculation stopped."},
                "message": WORDS,
                "issues": {"type": "array", "items": {"$ref": "#/components/schemas/Issue"}},
            },
            "required": ["code"],
        },
        "explanation": {
            "type": ["object", "null"],
            "properties": {
                "summary": {"type": "array", "items": WORDS},
                "contributions": {
                    "type": "array",
                    "items": record({"id": TEXT, "kind": TEXT, "amount": NUMBER}),
                },
                "missing": {
                    "type": "array",
                    "items": record({"id": TEXT, "reason": TEXT, "affects": TEXT, "then": TEXT, "sentence": WORDS}),
                    "description": "What was missing and what was done about it, in words.",
                },
                "tree": {
                    "type": "array",
                    "description": "Every value with the rule it came from, the values below it inside it.",
                    "items": {"$ref": "#/components/schemas/ExplanationNode"},
                },
            },
            "required": ["summary", "contributions", "missing"],
        },
    }
)
RESULT_SCHEMA["properties"]["groups"] = {
    "type": "object",
    "description": "Only where metrics are grouped.",
    "additionalProperties": record({"points": NUMBER, "weight": NUMBER}),
}
ANSWER_PROPERTIES: dict[str, Any] = {
    "rule_set": TEXT,
    "version": {"type": ["integer", "null"], "description": "Null for a document that is not stored."},
    "hash": TEXT,
    "period": TEXT,
    "engine": TEXT,
    "results": {"type": "array", "items": RESULT_SCHEMA, "description": "In the order of the request."},
}
SCORE_ANSWER_SCHEMA = record({**ANSWER_PROPERTIES})
SCORE_ANSWER_SCHEMA["properties"]["recorded"] = {
    "type": "integer",
    "description": "Only with `record`: how many results stand recorded.",
}
TRY_ANSWER_SCHEMA = record(
    {
        **ANSWER_PROPERTIES,
        "issues": {
            "type": "array",
            "items": {"$ref": "#/components/schemas/Issue"},
            "description": "Warnings about the document. For advice, check it.",
        },
        "compared_with": COMPARED_SCHEMA,
    }
)
