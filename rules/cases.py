"""Running the tests that a document carries, and the same form kept in files beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from engine.interpreter import Interpreter
from engine.issues import Issue, Path, Refused, Words, declare, path_text
from engine.program import Program
from rules.period import Period, parse_period
from rules.rows import measured_values
from rules.score import Scored, Subject, facts, period_for, score

TEST_FAILED = declare(
    "test-failed",
    zh="测试“{name}”不通过：{where} 应为 {expected}，得到 {got}。",
    en="The test '{name}' fails: {where} should be {expected}, but is {got}.",
    mend_zh="检查方案或测试中的预期，两者必须一致。",
    mend_en="Check the rules or the expectation; the two must agree.",
)
TEST_REFUSED = declare(
    "test-refused",
    zh="测试“{name}”给出的数据不能用：{why}",
    en="The test '{name}' gives values that cannot be used: {why}",
    mend_zh="改正测试里 given 或 history 的值。",
    mend_en="Correct the values under given or history.",
)
TEST_WITHOUT_EXPECTATION = declare(
    "test-without-expectation",
    zh="测试“{name}”没有写明预期，因此证明不了什么。",
    en="The test '{name}' expects nothing, so it proves nothing.",
    mend_zh="补上 expect:。",
    mend_en="Add expect:.",
)
DEFAULT_PERIODS = {"month": "2026-11", "week": "2026-W47", "quarter": "2026-Q4", "year": "2026", "day": "2026-11-21"}


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a test expects of one person at one place of the result, and what is there; ``path`` leads to the expected
    value in the document."""

    subject: str
    where: str
    path: Path
    expected: Any
    got: Any

    @property
    def met(self) -> bool:
        return _same(self.expected, self.got)


@dataclass(frozen=True, slots=True)
class TestOutcome:
    """One test of a document: its name, what failed, whom it scores, what it expects of them. ``period`` None: it could
    not be read."""

    __test__ = False

    name: str
    issues: tuple[Issue, ...]
    period: Period | None = None
    people: tuple[Subject, ...] = ()
    expectations: tuple[Expectation, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.issues


def run_tests(program: Program, tests: Sequence[Mapping[str, Any]], at: Path = ("tests",)) -> list[TestOutcome]:
    """Run every test by the reference evaluator."""
    interpreter = Interpreter(program)
    return [_run(program, interpreter, test, (*at, position)) for position, test in enumerate(tests)]


def failed_tests(program: Program, tests: Sequence[Mapping[str, Any]]) -> list[Issue]:
    """The issues of all tests that do not pass."""
    return [issue for outcome in run_tests(program, tests) for issue in outcome.issues]


def read_test(program: Program, test: Mapping[str, Any], at: Path = ()) -> tuple[Period, list[Subject]]:
    """The period of a test and everyone in it, measures worked out of the rows it gives. Raises :class:`Refused`."""
    people = _people(test, at)
    period = _period(program, test, [person for person, _ in people.values()], at)
    measured, issues = measured_values(program, test, at, people, facts(period))
    if issues:
        raise Refused([TEST_REFUSED.at(at, name=str(test["name"]), why=_told(issues))])
    return period, [
        Subject(
            id=id,
            given=person.get("given", {}),
            history=person.get("history", ()),
            decisions=person.get("decisions", {}),
            path=path,
            measured=measured.get(id, {}),
        )
        for id, (person, path) in people.items()
    ]


def _people(test: Mapping[str, Any], at: Path) -> dict[str, tuple[Mapping[str, Any], Path]]:
    if "people" in test:
        return {id: (person, (*at, "people", id)) for id, person in test["people"].items()}
    return {"subject": (test, at)}


def _run(program: Program, interpreter: Interpreter, test: Mapping[str, Any], at: Path) -> TestOutcome:
    name = str(test["name"])
    try:
        period, subjects = read_test(program, test, at)
    except Refused as refused:
        return TestOutcome(name, tuple(refused.issues))
    people = _people(test, at)
    issues: list[Issue] = []
    if not any(person.get("expect") for person, _ in people.values()):
        issues.append(TEST_WITHOUT_EXPECTATION.at(at, name=name))
    expectations: list[Expectation] = []
    for answer, (person, path) in zip(score(program, interpreter, period, subjects), people.values(), strict=True):
        expected = person.get("expect", {})
        if answer.result is None and expected.get("status") != "refused":
            issues.append(TEST_REFUSED.at(path, name=name, why=_told(answer.issues)))
        found = _compared(answer, expected, (*path, "expect"))
        issues += [_failure(name, one, path) for one in found if not one.met]
        expectations += found
    return TestOutcome(name, tuple(issues), period, tuple(subjects), tuple(expectations))


def _period(program: Program, test: Mapping[str, Any], people: Sequence[Mapping[str, Any]], at: Path) -> Period:
    """As the test says; else the period after the last one of its history; else a fixed one."""
    if "period" in test:
        return period_for(program, str(test["period"]), (*at, "period"))
    past = [
        period_for(program, str(record["period"]), (*at, "history"))
        for person in people
        for record in person.get("history", ())
    ]
    if past:
        return max(past).next
    return parse_period(DEFAULT_PERIODS[program.period])


def _compared(answer: Scored, expect: Mapping[str, Any], at: Path) -> list[Expectation]:
    """Of somebody who was refused, only that can be expected."""
    if answer.result is None:
        if expect.get("status") != "refused":
            return []
        return [Expectation(answer.subject, "status", (*at, "status"), "refused", "refused")]
    body = answer.result.to_json()
    return [
        Expectation(answer.subject, where, path, wanted, _lookup(body, where))
        for path, wanted in _flat(expect, at)
        for where in (".".join(map(str, path[len(at) :])),)
    ]


def _failure(name: str, failed: Expectation, path: Path) -> Issue:
    where = failed.where if failed.subject == "subject" else f"{failed.subject}.{failed.where}"
    return TEST_FAILED.at(
        (*path, "expect"), name=name, where=where, expected=_shown(failed.expected), got=_shown(failed.got)
    )


def _told(issues: Sequence[Issue]) -> Words:
    """Several problems in one sentence."""
    told = [(path_text(issue.path), issue.message) for issue in issues]
    return Words(
        "；".join(f"{at}：{words.zh}" for at, words in told), "; ".join(f"{at}: {words.en}" for at, words in told)
    )


def _flat(expect: Mapping[str, Any], at: Path) -> list[tuple[Path, Any]]:
    """Where the expected values stand, and they; nested mappings mean the same as keys with dots."""
    found: list[tuple[Path, Any]] = []
    for key, value in expect.items():
        if isinstance(value, dict) and value:
            found += _flat(value, (*at, key))
        else:
            found.append(((*at, key), value))
    return found


def _lookup(body: Any, key: str) -> Any:
    """Follow a dotted path; in lists an element is found by its id. A reward or adjustment alone is its amount."""
    for part in key.split("."):
        if isinstance(body, list):
            body = next((item for item in body if item.get("id") == part), None)
        elif isinstance(body, dict):
            body = body.get(part)
        else:
            return None
    if isinstance(body, dict) and "id" in body:
        if body.get("amount") is not None:
            return body["amount"]
        return body.get("effect", body.get("applies"))
    if isinstance(body, list):
        return [item.get("id") if isinstance(item, dict) else item for item in body]
    return body


def _same(wanted: Any, got: Any) -> bool:
    if isinstance(wanted, list):
        return isinstance(got, list) and sorted(map(str, wanted)) == sorted(set(map(str, got)))
    if isinstance(wanted, bool) or isinstance(got, bool) or wanted is None or got is None:
        return wanted is got
    left, right = _decimal(wanted), _decimal(got)
    return left == right if left is not None and right is not None else str(wanted) == str(got)


def _decimal(value: Any) -> Decimal | None:
    try:
        if isinstance(value, str) and value.endswith("%"):
            return Decimal(value[:-1]) / 100
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _shown(value: Any) -> str:
    return "null" if value is None else str(value)
