"""What is told of figures, read at the door before anything is compared with what holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from engine.issues import Issue, declare
from engine.program import Program
from rules.document.names import id_problems
from rules.score import Subject, read_subject
from service.written import Written, read_written, to_text

FIGURE_PERSON_UNKNOWN = declare(
    "figure-person-unknown",
    zh="人员名单里没有“{id}”",
    en="There is no '{id}' in the list of people",
    mend_zh="检查编号，或先把此人加入名单",
    mend_en="Check the id, or add the person to the list first",
)
FIGURE_TWICE = declare(
    "figure-twice",
    zh="“{id}”的“{name}”写了不止一次",
    en="'{name}' of '{id}' is given more than once",
    mend_zh="每个人的每一项只写一次",
    mend_en="Give each value of each person once",
)
FIGURE_OF_ATTRIBUTE = declare(
    "figure-of-attribute",
    zh="“{name}”是人员属性，不按期间录入",
    en="'{name}' is an attribute of people and not entered for a period",
    mend_zh="在人员名单里修改它",
    mend_en="Change it in the list of people",
)
FIGURE_DECISION = declare(
    "figure-decision",
    zh="“{name}”的决定不能这样写",
    en="The decision on '{name}' cannot be written like this",
    mend_zh="写上 amount（金额）、reason（理由）和 author（决定人），不写别的",
    mend_en="Give amount, reason and author, and nothing else",
)
DECISION = "decision."
DECISION_PARTS = ("amount", "reason", "author")


@dataclass(frozen=True, slots=True)
class FigureNews:
    """Values of one person as a caller sends them: raw, by input id; None takes a value back.

    ``decisions`` are by reward: a mapping with amount, reason and author, or None.
    """

    person: str
    values: Mapping[str, object] = field(default_factory=dict)
    decisions: Mapping[str, object] = field(default_factory=dict)
    path: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedFigures:
    """``texts`` are values as they are stored, by person and name. ``refused`` are the issues of each piece of news (by
    its place) that is left out whole."""

    texts: Mapping[str, Mapping[str, str]]
    refused: Mapping[int, list[Issue]]

    @property
    def issues(self) -> list[Issue]:
        return [issue for place in sorted(self.refused) for issue in self.refused[place]]

    @property
    def values(self) -> int:
        return sum(len(texts) for texts in self.texts.values())


def check_figures(told: Iterable[FigureNews], there: Collection[str], program: Program | None) -> CheckedFigures:
    """Read what is told. ``there`` are those told of who are in the list of people; with ``program`` every value is
    read as scoring would read it."""
    refused: dict[int, list[Issue]] = {}
    fresh: dict[str, dict[str, str]] = {}
    for place, item in enumerate(told):
        texts = _texts(item, there, program, fresh.get(item.person, {}))
        if isinstance(texts, list):
            refused[place] = texts
        else:
            fresh.setdefault(item.person, {}).update(texts)
    return CheckedFigures(fresh, refused)


def _texts(
    item: FigureNews, there: Collection[str], program: Program | None, before: Mapping[str, str]
) -> dict[str, str] | list[Issue]:
    """The values as they are stored, by name, or everything that is wrong with them."""
    issues: list[Issue] = []
    if item.person not in there:
        issues.append(FIGURE_PERSON_UNKNOWN.at((*item.path, "person"), id=item.person[:60]))
    texts: dict[str, str] = {}
    decided: dict[str, Mapping[str, Written]] = {}
    for name, raw in item.values.items():
        at = (*item.path, "values", name)
        value = None if raw is None else read_written(raw, name, at)
        if isinstance(value, Issue):
            issues.append(value)
        elif program is None and id_problems(name):
            issues += [issue.under(at) for issue in id_problems(name)]
        else:
            texts[name] = to_text({"value": value})
    for name, raw in item.decisions.items():
        at = (*item.path, "decisions", name)
        decision = None if raw is None else _decision(raw, name, at)
        if isinstance(decision, Issue):
            issues.append(decision)
        else:
            texts[DECISION + name] = to_text(dict(decision or {"value": None}))
            decided |= {} if decision is None else {name: decision}
    for name in before.keys() & texts.keys():
        issues.append(FIGURE_TWICE.at((*item.path, "values", name), id=item.person[:60], name=name[:60]))
    if program is not None:
        issues += _at_the_door(program, item, decided)
    return issues or texts


def _decision(raw: object, name: str, path: tuple[str | int, ...]) -> Mapping[str, Written] | Issue:
    if not isinstance(raw, Mapping) or set(raw) != set(DECISION_PARTS) or id_problems(name):
        return FIGURE_DECISION.at(path, name=name[:60])
    parts: dict[str, Written] = {}
    for part in DECISION_PARTS:
        value = read_written(raw[part], part, (*path, part))
        if isinstance(value, Issue):
            return value
        if not value.text.strip():
            return FIGURE_DECISION.at(path, name=name[:60])
        parts[part] = value
    return parts


def _at_the_door(program: Program, item: FigureNews, decided: Mapping[str, Mapping[str, Written]]) -> list[Issue]:
    """What the door of the rule set says to the values, at their places here."""
    issues = []
    given: dict[str, object] = {}
    for name, raw in item.values.items():
        known = program.input_by_id.get(name)
        if known is not None and known.origin == "attribute":
            issues.append(FIGURE_OF_ATTRIBUTE.at((*item.path, "values", name), name=name))
        elif known is None and raw is None:
            pass  # taking back what another rule set asked for
        else:
            given[name] = raw
    decisions = {name: {part: value.raw for part, value in parts.items()} for name, parts in decided.items()}
    _, found = read_subject(program, Subject(item.person, given, (), decisions))
    for issue in found:
        place = ("values", *issue.path[1:]) if issue.path[:1] == ("inputs",) else issue.path
        issues.append(Issue(issue.code, issue.severity, issue.message, (*item.path, *place), issue.hint))
    return issues
