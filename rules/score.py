"""Scoring people with a program: what callers send is read, evaluated by any evaluator, and read back as results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Protocol

from engine.door import Raw, read_value, read_values
from engine.formula.types import NUMBER, Type
from engine.issues import Issue, Path, Refused, declare, did_you_mean
from engine.program import Program
from engine.result import Result, build_result
from engine.values import Evaluation, Input, PeriodFacts, Person, Record, Value
from rules.period import PERIOD_WORDS, Period, parse_period

PERIOD_KIND = declare(
    "period-kind",
    zh="期间“{text}”与这个方案的考核周期（{kind}）不符。",
    en="The period '{text}' is not of the kind this rule set scores ({kind}).",
    mend_zh="写成 {example} 这样。",
    mend_en="Write it like {example}.",
)
HISTORY_NAME = declare(
    "history-name",
    zh="方案里没有名为“{name}”的值，历史记录不能带它。",
    en="The rule set has no value named '{name}', so a history record cannot carry it.",
    mend_zh="写输入、指标、score 或 tier 的名称。",
    mend_en="Use the name of an input, a metric, score or tier.",
)
HISTORY_TWICE = declare(
    "history-twice",
    zh="历史记录里期间“{period}”出现了不止一次。",
    en="The period '{period}' appears more than once in the history.",
    mend_zh="每个期间只保留一条。",
    mend_en="Keep one record for each period.",
)
DECISION_UNKNOWN = declare(
    "decision-unknown",
    zh="方案里没有名为“{name}”的酌情奖惩项目。",
    en="The rule set has no discretionary reward named '{name}'.",
    mend_zh="检查名称的拼写。",
    mend_en="Check the spelling of the name.",
)
DECISION_INCOMPLETE = declare(
    "decision-incomplete",
    zh="“{name}”的决定缺少 {what}。",
    en="The decision on '{name}' lacks its {what}.",
    mend_zh="写上 amount（金额）、reason（理由）和 author（决定人）。",
    mend_en="Give amount, reason and author.",
)
_EXAMPLES = {"month": "2026-11", "week": "2026-W47", "quarter": "2026-Q4", "year": "2026", "day": "2026-11-21"}


class Evaluator(Protocol):
    """Anything that runs a program: the interpreter, the scorer."""

    def evaluate(self, people: Sequence[Person], period: PeriodFacts) -> list[Evaluation]: ...


@dataclass(frozen=True, slots=True)
class Subject:
    """One person as a caller sends it: raw values by name, earlier periods, decisions on discretionary rewards."""

    id: str
    given: Mapping[str, Raw]
    history: Sequence[Mapping[str, Raw]] = ()
    decisions: Mapping[str, Mapping[str, Raw]] = field(default_factory=dict)
    path: Path = ()
    recorded: tuple[Record, ...] = ()
    """Earlier periods as they were recorded, for a person who brings no history."""
    measured: Mapping[str, Value] = field(default_factory=dict)
    """Values of measures that were worked out from rows; what the caller gives goes before them."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A person's result; without one, ``issues`` say what was wrong with what was sent."""

    subject: str
    result: Result | None
    evaluation: Evaluation | None
    issues: tuple[Issue, ...] = ()


def score(program: Program, evaluator: Evaluator, period: Period, subjects: Sequence[Subject]) -> list[Scored]:
    """Everyone's result in the order given. Whoever was sent wrongly gets issues; the others are scored."""
    people: list[Person] = []
    refused: dict[int, tuple[Issue, ...]] = {}
    for position, subject in enumerate(subjects):
        person, issues = read_subject(program, subject)
        if issues:
            refused[position] = tuple(issues)
        else:
            people.append(person)
    evaluations = iter(evaluator.evaluate(people, facts(period)))
    answers = []
    for position, subject in enumerate(subjects):
        if position in refused:
            answers.append(Scored(subject.id, None, None, refused[position]))
        else:
            evaluation = next(evaluations)
            answers.append(Scored(subject.id, build_result(program, evaluation), evaluation))
    return answers


@lru_cache(maxsize=1000)
def facts(period: Period) -> PeriodFacts:
    """What formulas may know of the period."""
    return PeriodFacts(
        period=str(period),
        index=period.index,
        quarter=period.quarter,
        year=period.year,
        start=period.start.toordinal(),
        end=period.end.toordinal(),
    )


def period_for(program: Program, text: str, path: Path = ()) -> Period:
    """The period named by ``text``, of the kind that the program scores. Raises :class:`Refused`."""
    period = parse_period(text, path)
    refuse_other_kind(program, period, path)
    return period


def refuse_other_kind(program: Program, period: Period, path: Path = ()) -> None:
    """Raises :class:`Refused` for a period that is not of the kind that the program scores."""
    if period.kind != program.period:
        kind, example = PERIOD_WORDS[program.period], _EXAMPLES[program.period]
        raise Refused([PERIOD_KIND.at(path, text=str(period), kind=kind, example=example)])


def read_subject(program: Program, subject: Subject) -> tuple[Person, list[Issue]]:
    """One person checked at the door, with every issue."""
    inputs = {id: item for id, item in program.input_by_id.items() if item.origin != "decision"}
    values, issues = read_values(inputs, subject.given, (*subject.path, "inputs"))
    for id, raw in subject.decisions.items():
        item = program.input_by_id.get(f"decision.{id}")
        at = (*subject.path, "decisions", id)
        if item is None:
            known = [name.removeprefix("decision.") for name in program.input_by_id if name.startswith("decision.")]
            issues.append(DECISION_UNKNOWN.at(at, name=id, hint=did_you_mean(id, known)))
            continue
        for key in ("amount", "reason", "author"):
            if raw.get(key) in (None, ""):
                issues.append(DECISION_INCOMPLETE.at(at, name=id, what=key))
        value = read_value(item, raw.get("amount"), (*at, "amount"))
        if isinstance(value, Issue):
            issues.append(value)
        else:
            values[item.id] = value
    history, history_issues = _read_history(program, subject)
    return Person(subject.id, {**subject.measured, **values}, history or subject.recorded), [*issues, *history_issues]


def known_to(program: Program, subject: Subject) -> Subject:
    """The person without values, earlier values and decisions that the program knows nothing of."""
    inputs = program.input_by_id
    return replace(
        subject,
        given={id: value for id, value in subject.given.items() if id in inputs},
        history=[
            {name: value for name, value in record.items() if name == "period" or _type_of(program, _recorded_id(name))}
            for record in subject.history
        ],
        decisions={id: one for id, one in subject.decisions.items() if f"decision.{id}" in inputs},
    )


def _read_history(program: Program, subject: Subject) -> tuple[tuple[Record, ...], list[Issue]]:
    records: dict[int, Record] = {}
    issues: list[Issue] = []
    for position, raw in enumerate(subject.history):
        at = (*subject.path, "history", position)
        try:
            period = period_for(program, str(raw.get("period", "")), (*at, "period"))
        except Refused as refused:
            issues += refused.issues
            continue
        values, found = _recorded(program, raw, at)
        issues += found
        if period.index in records:
            issues.append(HISTORY_TWICE.at(at, period=str(period)))
        records[period.index] = Record(str(period), period.index, period.quarter, period.year, values)
    return tuple(records[index] for index in sorted(records)), issues


def _recorded(program: Program, raw: Mapping[str, Any], path: Path) -> tuple[dict[str, Value], list[Issue]]:
    """The named values of one earlier period. They were published then, so no bounds are checked again."""
    values: dict[str, Value] = {}
    issues: list[Issue] = []
    for name, value in raw.items():
        if name == "period" or value is None:
            continue
        id = _recorded_id(name)
        type = _type_of(program, id)
        if type is None:
            known = [item.id for item in program.inputs] + [step.id for step in program.steps]
            issues.append(HISTORY_NAME.at((*path, name), name=name, hint=did_you_mean(name, known)))
            continue
        read = read_value(Input(id, type, decimals=15), value, (*path, name))
        if isinstance(read, Issue):
            issues.append(read)
        else:
            values[id] = read
    return values, issues


def _recorded_id(name: str) -> str:
    """``points(conversion)`` and ``rewards.bonus`` as steps are called."""
    if name.startswith("points(") and name.endswith(")"):
        return f"{name[7:-1]}.points"
    if name.startswith("rewards."):
        return "reward." + name.removeprefix("rewards.")
    return name


def _type_of(program: Program, id: str) -> Type | None:
    if id in program.input_by_id:
        return program.input_by_id[id].type
    if id in program.step_by_id:
        type = program.step_by_id[id].type
        return NUMBER if type.is_number else type
    return None
