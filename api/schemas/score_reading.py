"""Scoring requests checked against what is documented, every problem at once.

Written out by hand: scoring is asked for thousands of times a second, one person at a time, and a general validator
would take longer than the scoring. ``tests/api/test_scores.py`` holds the two against each other.
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
from api.schemas.path import LARGEST_NUMBER
from api.schemas.scores import LONGEST_PERIOD, LONGEST_SUBJECT, MOST_HISTORY, MOST_TRIED
from engine.issues import Code, Issue, Path, Refused, Words, did_you_mean
from rules.document.document import Media
from rules.score import Subject
from service.scoring import LEVELS, ScoreRequest
from service.text import UNSTORABLE
from service.trying import Published

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
