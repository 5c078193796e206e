"""Figures: input values that somebody enters for people and a period, and decisions on discretionary rewards.

What was written is kept exactly, with who entered it and when. Entering a value again supersedes the one before, which
stays; what changes nothing is not recorded. Every call that changes something is one revision of the period's figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.issues import Issue, Refused, declare
from engine.program import Program
from rules.document.names import id_problems
from rules.period import Period
from rules.score import Subject, read_subject
from service.audit import note_change
from service.closed_periods import refuse_closed_figures
from service.digests import Digest, digest_of_texts
from service.errors import NotFound
from service.etags import require_current
from service.outbox import post
from service.spells import NOTHING, Revision, stored_digest
from service.text import json_text
from service.work import Work
from service.written import Written, from_text, read_written, to_text
from store.models.figure import (
    FigureRow,
    FiguresState,
    figures_of,
    figures_state,
    figures_state_for_update,
    insert_figures,
)
from store.models.person import known_people

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
class FigureValue:
    """A value that holds. ``value`` is what was written; a decision is a mapping of such values."""

    name: str
    value: Written | Mapping[str, Written]
    entered_by: str
    entered_at: datetime
    source: str


@dataclass(frozen=True, slots=True)
class FiguresOutcome:
    """What came of entering figures. ``refused`` are the issues of each person's news (by its place) left out whole."""

    changed: int
    unchanged: int
    refused: Mapping[int, list[Issue]]
    revision: int
    hash: str


def figures_revision(work: Work, period: Period) -> Revision:
    """The present revision of the figures of a period."""
    state = figures_state(work.session, work.workspace_id, str(period))
    return Revision(0, NOTHING.hash) if state is None else Revision(state.revision, stored_digest(state).hash)


def enter(
    work: Work,
    period: Period,
    told: Sequence[FigureNews],
    program: Program | None = None,
    *,
    keep_rest: bool = False,
    source: str = "",
    dry_run: bool = False,
    known: Iterable[str] = (),
    correction: str | None = None,
) -> FiguresOutcome:
    """Record what is new. Needs scope ``score``.

    Conflict ``period-closed`` when the period is and it is not for a ``correction``, which is the reason for it.
    With ``program`` every value is read at its door first. ``known`` are people who are about to be in the list. Raises
    :class:`Refused` with every issue when any is wrong; with ``keep_rest`` the people concerned are left out. With
    ``dry_run`` nothing is written, and the outcome says what would come of it.
    """
    work.actor.require("score")
    state = _state(work, period, for_update=not dry_run)
    # closing takes the same lock, so that nothing slips in beside it
    if correction is None:
        refuse_closed_figures(work, period)
    there = known_people(work.session, work.workspace_id, {item.person for item in told}) | set(known)
    refused: dict[int, list[Issue]] = {}
    fresh: dict[str, dict[str, str]] = {}
    for place, item in enumerate(told):
        texts = _texts(item, there, program, fresh.get(item.person, {}))
        if isinstance(texts, list):
            refused[place] = texts
        else:
            fresh.setdefault(item.person, {}).update(texts)
    if refused and not keep_rest:
        raise Refused([issue for place in sorted(refused) for issue in refused[place]])
    rows, digest = _rows(work, period, fresh, state, source)
    total = sum(len(texts) for texts in fresh.values())
    if rows and not dry_run:
        _write(work, period, state, rows, digest, source, correction)
    return FiguresOutcome(len(rows), total - len(rows), refused, state.revision, stored_digest(state).hash)


def put_figures(
    work: Work,
    period: Period,
    person: str,
    if_match: str | None,
    values: Mapping[str, object],
    decisions: Mapping[str, object],
    program: Program | None = None,
    *,
    correction: str | None = None,
) -> FiguresOutcome:
    """All there is to enter for a person: what holds and is not given is taken back.

    Needs scope ``score``, and the ETag of a person for whom something was entered before. A ``correction`` is as in
    :func:`enter`.
    """
    work.actor.require("score")
    if not known_people(work.session, work.workspace_id, [person]):
        raise NotFound("person", person)
    etag = figures_etag(work, period, person)
    if etag != NEVER_ENTERED or if_match is not None:
        require_current(etag, if_match)
    now = held(work, period, [person]).get(person, {})
    inputs = {name: None for name in now if not name.startswith(DECISION)}
    decided = {name.removeprefix(DECISION): None for name in now if name.startswith(DECISION)}
    news = FigureNews(person, inputs | dict(values), decided | dict(decisions))
    return enter(work, period, [news], program, correction=correction)


def figures_etag(work: Work, period: Period, person: str) -> str:
    """No other state of a person's figures in this period has the revision that changed them last."""
    rows = figures_of(work.session, work.workspace_id, str(period), [person])
    return f'"{max((row.revision for row in rows), default=0)}"'


NEVER_ENTERED = '"0"'


def held(work: Work, period: Period, people: Iterable[str]) -> dict[str, dict[str, FigureValue]]:
    """The values that hold for these people, by person and name."""
    found: dict[str, dict[str, FigureValue]] = {}
    for row in figures_of(work.session, work.workspace_id, str(period), people):
        values = found.setdefault(row.person_id, {})
        value = value_of(row)
        if value is None:
            values.pop(row.name, None)
        else:
            values[row.name] = value
    return found


def told_of_person(work: Work, period: Period, person: str) -> list[tuple[FigureRow, FigureValue | None]]:
    """Everything ever entered for a person and period, oldest first; None where a value was taken back."""
    rows = figures_of(work.session, work.workspace_id, str(period), [person])
    return [(row, value_of(row)) for row in sorted(rows, key=lambda row: (row.revision, row.name))]


def value_of(row: FigureRow) -> FigureValue | None:
    """What a row holds; None when it takes the value back."""
    parts = {name: value for name, value in from_text(row.value).items() if value is not None}
    if not parts:
        return None
    value = parts if row.name.startswith(DECISION) else parts["value"]
    return FigureValue(row.name, value, row.entered_by, row.entered_at, row.source)


def _texts(
    item: FigureNews, there: set[str], program: Program | None, before: Mapping[str, str]
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


def _rows(
    work: Work, period: Period, fresh: Mapping[str, Mapping[str, str]], state: FiguresState, source: str
) -> tuple[list[dict[str, Any]], Digest]:
    """The rows that differ from what holds, and the digest of what holds after them."""
    now: dict[tuple[str, str], str] = {}
    for row in figures_of(work.session, work.workspace_id, str(period), sorted(fresh)):
        now[row.person_id, row.name] = row.value
    rows: list[dict[str, Any]] = []
    gone: list[str] = []
    came: list[str] = []
    for person, texts in fresh.items():
        for name, text in texts.items():
            former = now.get((person, name), _NOTHING)
            if former == text:
                continue
            gone += [json_text([person, name, former])] if former != _NOTHING else []
            came += [json_text([person, name, text])] if text != _NOTHING else []
            rows.append(
                {
                    "workspace_id": work.workspace_id,
                    "period": str(period),
                    "person_id": person,
                    "name": name,
                    "revision": state.revision + 1,
                    "value": text,
                    "source": source,
                    "entered_by": work.actor.key_id,
                    "entered_at": work.now,
                }
            )
    return rows, stored_digest(state).minus(digest_of_texts(gone)).plus(digest_of_texts(came))


_NOTHING = to_text({"value": None})


def _state(work: Work, period: Period, *, for_update: bool) -> FiguresState:
    if for_update:
        return figures_state_for_update(work.session, work.workspace_id, str(period), NOTHING.hex)
    found = figures_state(work.session, work.workspace_id, str(period))
    nothing = {"revision": 0, "digest": NOTHING.hex, "rows": 0}
    return found or FiguresState(workspace_id=work.workspace_id, period=str(period), **nothing)


def _write(
    work: Work,
    period: Period,
    state: FiguresState,
    rows: Sequence[Mapping[str, Any]],
    digest: Digest,
    source: str,
    correction: str | None,
) -> None:
    before = stored_digest(state)
    state.revision, state.digest, state.rows = state.revision + 1, digest.hex, digest.rows
    work.session.flush()
    insert_figures(work.session, rows)
    people = {row["person_id"] for row in rows}
    facts: dict[str, object] = {"period": str(period), "revision": state.revision, "count": len(rows)}
    facts["people"] = len(people)
    if len(people) == 1:
        facts["person"] = rows[0]["person_id"]
    if correction is not None:
        facts["correction"] = correction
    note_change(
        work,
        "figures.changed",
        f"figures/{period}",
        before_hash=before.hash,
        after_hash=digest.hash,
        detail={**facts, "source": source} if source else facts,
    )
    post(work, "figures.changed", facts)
