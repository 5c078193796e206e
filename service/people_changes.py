"""Telling what is new about people: one person or a whole list, in one transaction.

What changes nothing is not recorded. Every call that changes something is one revision of the people of the workspace.
The hash of a revision is over what holds then, however it came about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from engine.issues import Issue, Refused, Severity, Words, declare
from service.audit import note_change
from service.days import FIRST_DAY, day_before
from service.digests import Digest, digest_of_texts
from service.errors import Conflict, NotFound
from service.managers import Reports, circles
from service.outbox import post
from service.people_checks import Checked, PersonNews, read_news, sought_in
from service.spells import NOTHING, stored_digest
from service.text import json_text
from service.timeline import Stretch, Told, news, stretch_on, stretches
from service.work import Work
from service.written import Written, from_text, to_text
from store.models.figure import has_figures
from store.models.person import (
    OPEN,
    PeopleState,
    Person,
    PersonChange,
    SpellRow,
    changes_of,
    close_spells,
    insert_people,
    is_manager,
    known_people,
    people_state,
    people_state_for_update,
    persons,
    spells_of,
    update_people,
)
from store.models.recorded_result import has_results

TOLD_TWICE = declare(
    "person-told-twice",
    zh="“{id}”自 {day} 起的情况写了不止一次",
    en="What holds for '{id}' from {day} on is said more than once",
    mend_zh="每个人每个日期只写一行",
    mend_en="Write one row for each person and day",
)
MANAGER_UNKNOWN = declare(
    "manager-unknown",
    zh="上级“{id}”不在人员名单里（{count} 人以其为上级）",
    en="The manager '{id}' is not in the list of people ({count} people have that manager)",
    mend_zh="补上此人，或改正上级的编号",
    mend_en="Add that person, or correct the id of the manager",
    severity=Severity.WARNING,
)
PERSON_HAS_LEFT = declare(
    "person-has-left",
    zh="“{id}”在 {day} 已离开，所写的情况要等其回来才有意义",
    en="'{id}' has left by {day}, so what is said only counts once the person is back",
    mend_zh="如已回来，写 ended: false",
    mend_en="If the person is back, say ended: false",
    severity=Severity.WARNING,
)

MOST_NOTES = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of telling. ``refused`` are the issues of each piece of news (by its place) that was left out.

    ``revision`` and ``hash`` are those of the people afterwards.
    """

    new: int
    changed: int
    unchanged: int
    refused: Mapping[int, list[Issue]]
    notes: tuple[Issue, ...]
    revision: int
    hash: str


@dataclass(slots=True)
class _Case:
    """One person while it is worked out what becomes of them."""

    id: str
    row: Person | None
    before: tuple[Stretch, ...]
    told: list[Told]
    places: list[int]
    name: str | None = None
    fresh: list[tuple[Told, str | None]] = field(default_factory=list)
    after: tuple[Stretch, ...] = ()


def tell(
    work: Work, told: Sequence[PersonNews], *, keep_rest: bool = False, source: str = "", dry_run: bool = False
) -> Outcome:
    """Record what is new. Needs scope ``edit``.

    Raises :class:`Refused` with every issue when any is wrong; with ``keep_rest`` those are left out. With ``dry_run``
    nothing is written, and the outcome says what would come of it.
    """
    work.actor.require("edit")
    state = _state(work, for_update=not dry_run)
    refused: dict[int, list[Issue]] = {}
    checked = _checked(told, refused)
    if refused and not keep_rest:
        raise Refused([issue for place in sorted(refused) for issue in refused[place]])
    notes: list[Issue] = []
    cases = _cases(work, checked, notes)
    _refuse_circles(work, cases, told, refused)
    if refused and not keep_rest:
        raise Refused([issue for place in sorted(refused) for issue in refused[place]])
    changed = [case for case in cases.values() if case.fresh]
    notes += _unknown_managers(work, cases, changed)
    new = sum(1 for case in changed if case.row is None or case.row.removed)
    counts = (new, len(changed) - new, len(cases) - len(changed))
    if changed and not dry_run:
        _write(work, state, changed, counts, source)
    return Outcome(*counts, refused, tuple(notes[:MOST_NOTES]), state.revision, stored_digest(state).hash)


def remove(work: Work, person_id: str) -> None:
    """Take back a person who was entered by mistake. Needs scope ``edit``.

    Conflict ``person-in-use`` when somebody has or had them as a manager, or when they have figures or results: people
    who leave are not removed, their list entry ends.
    """
    work.actor.require("edit")
    state = _state(work, for_update=True)
    row = persons(work.session, work.workspace_id, [person_id]).get(person_id)
    if row is None or row.removed:
        raise NotFound("person", person_id)
    for used, zh, en in (
        (is_manager(work.session, work.workspace_id, person_id), "有人以其为上级", "somebody has them as manager"),
        (has_figures(work.session, work.workspace_id, person_id), "已有录入的数据", "figures were entered for them"),
        (has_results(work.session, work.workspace_id, person_id), "已有考核结果", "they have results"),
    ):
        if used:
            words = Words(
                f"不能删除“{person_id}”：{zh}；离开的人请写 ended: true",
                f"'{person_id}' cannot be removed, for {en}; say ended: true of people who have left",
            )
            raise Conflict("person-in-use", words)
    case = _Case(person_id, row, present_stretches(work, [person_id])[person_id], [], [])
    first = case.before[0].from_day if case.before else FIRST_DAY
    case.fresh = [(Told(first, removed=True), None)]
    _write(work, state, [case], (0, 1, 0), "")


def _state(work: Work, *, for_update: bool) -> PeopleState:
    if for_update:
        return people_state_for_update(work.session, work.workspace_id, NOTHING.hex)
    found = people_state(work.session, work.workspace_id)
    return found or PeopleState(workspace_id=work.workspace_id, revision=0, digest=NOTHING.hex, rows=0)


def _checked(told: Sequence[PersonNews], refused: dict[int, list[Issue]]) -> list[tuple[int, Checked]]:
    found = []
    seen: set[tuple[str, str]] = set()
    for place, item in enumerate(told):
        checked = read_news(item)
        if isinstance(checked, list):
            refused[place] = checked
            continue
        key = (checked.id, checked.told.from_day)
        if key in seen:
            at = (*checked.path, "id")
            refused[place] = [TOLD_TWICE.at(at, id=checked.id[:60], day=checked.told.from_day)]
            continue
        seen.add(key)
        found.append((place, checked))
    return found


def _cases(work: Work, checked: Iterable[tuple[int, Checked]], notes: list[Issue]) -> dict[str, _Case]:
    """What becomes of each person, the news of one taken by day."""
    checked = sorted(checked, key=lambda item: item[1].told.from_day)
    ids = list(dict.fromkeys(item.id for _, item in sorted(checked, key=lambda item: item[0])))
    rows = persons(work.session, work.workspace_id, ids)
    told = _told(work, rows)
    cases = {}
    for id in ids:
        before = stretches(told.get(id, ()))
        cases[id] = _Case(id, rows.get(id), before, told.get(id, []), [], after=before)
    for place, item in checked:
        case = cases[item.id]
        case.places.append(place)
        _take(case, item, notes)
    return cases


def _take(case: _Case, item: Checked, notes: list[Issue]) -> None:
    change = item.told
    present = stretch_on(case.after, change.from_day)
    if item.whole and present is not None:
        gone: dict[str, Written | None] = dict.fromkeys(present.attributes)
        change = replace(change, attributes=gone | dict(change.attributes))
    fresh = news(case.after, change)
    former = case.name or (case.row.name if case.row is not None and not case.row.removed else None)
    name = item.name if item.name is not None and item.name != former else None
    if former is None and name is None:
        name = item.id
    if fresh is None and name is None:
        return
    if present is not None and present.ended and change.ended is None and fresh is not None:
        notes.append(PERSON_HAS_LEFT.at(item.path, id=case.id[:60], day=change.from_day))
    fresh = fresh or Told(change.from_day)
    case.fresh.append((fresh, name))
    case.name = name or case.name
    case.after = stretches([*case.told, *(one for one, _ in case.fresh)])


def _refuse_circles(
    work: Work, cases: dict[str, _Case], told: Sequence[PersonNews], refused: dict[int, list[Issue]]
) -> None:
    """Leave out everybody who would come to stand above themselves, until nobody does."""
    asked = [case.id for case in cases.values() if any(change.manager_told for change, _ in case.fresh)]
    if not asked:
        return
    managers = _managers_above(work, cases)

    while found := circles(asked, managers, lambda id: (*told[cases[id].places[0]].path, "manager")):
        for id, issue in found.items():
            case = cases.pop(id)
            refused |= {place: [issue] for place in case.places}
            managers[id] = _reports(case.before)
        asked = [id for id in asked if id in cases]


def _managers_above(work: Work, cases: Mapping[str, _Case]) -> dict[str, Reports]:
    """The managers of everybody who is changed, of those managers, and so on upwards."""
    managers: dict[str, Reports] = {id: _reports(case.after) for id, case in cases.items()}
    wanted = {manager for reports in managers.values() for _, _, manager in reports} - managers.keys()
    wanted |= {one.manager for case in cases.values() for one in case.before if one.manager} - managers.keys()
    while wanted:
        found = spells_of(work.session, work.workspace_id, sorted(wanted))
        for id in wanted:
            managers[id] = _reports(stretch_of(row) for row in found.get(id, ()))
        wanted = {manager for id in wanted for _, _, manager in managers[id]} - managers.keys()
    return managers


def _reports(found: Iterable[Stretch]) -> Reports:
    """The managers of one person, each with the days that lie together."""
    reports: list[tuple[str, str, str]] = []
    for one in found:
        if one.manager is None or one.ended:
            continue
        if reports and reports[-1][2] == one.manager and reports[-1][1] == day_before(one.from_day):
            reports[-1] = (reports[-1][0], one.to_day, one.manager)
        else:
            reports.append((one.from_day, one.to_day, one.manager))
    return reports


def _unknown_managers(work: Work, cases: Mapping[str, _Case], changed: Iterable[_Case]) -> list[Issue]:
    counts: dict[str, int] = {}
    for case in changed:
        for manager in {change.manager for change, _ in case.fresh if change.manager is not None}:
            if manager not in cases:
                counts[manager] = counts.get(manager, 0) + 1
    known = known_people(work.session, work.workspace_id, sorted(counts))
    return [MANAGER_UNKNOWN.at((), id=id[:60], count=counts[id]) for id in sorted(counts) if id not in known]


def present_stretches(work: Work, ids: Sequence[str]) -> dict[str, tuple[Stretch, ...]]:
    """What holds of each of these people, as the list stands now; nothing for somebody who is not in it."""
    rows = spells_of(work.session, work.workspace_id, ids)
    return {id: tuple(stretch_of(row) for row in rows.get(id, ())) for id in ids}


def _told(work: Work, rows: Mapping[str, Person]) -> dict[str, list[Told]]:
    return {
        id: [told_of(row) for row in changes]
        for id, changes in changes_of(work.session, work.workspace_id, sorted(rows)).items()
    }


def told_of(row: PersonChange) -> Told:
    """The change that a row records."""
    ended = None if row.ended is None else bool(row.ended)
    return Told(
        row.from_day, from_text(row.attributes), row.manager, bool(row.manager_told), ended, removed=bool(row.removed)
    )


def _write(work: Work, state: PeopleState, changed: Sequence[_Case], counts: Sequence[int], source: str) -> None:
    revision, before = state.revision + 1, stored_digest(state)
    people: list[dict[str, Any]] = []
    updates: list[dict[str, Any]] = []
    changes: list[dict[str, Any]] = []
    closed: list[Mapping[str, Any]] = []
    spells: list[dict[str, Any]] = []
    for case in changed:
        removed = int(case.fresh[-1][0].removed)
        after = {} if removed else {spell["from_day"]: spell for spell in _spell_rows(work, case, revision)}
        former = {} if case.row is None else {spell["from_day"]: spell for spell in _spell_rows(work, case, 0)}
        for day, spell in former.items():
            if after.get(day, {}) | {"since_revision": 0} != spell:
                closed.append(spell)
        spells += [spell for day, spell in after.items() if spell | {"since_revision": 0} != former.get(day)]
        name = case.name or (case.row.name if case.row is not None else case.id)
        if case.row is None:
            people.append(
                {
                    "workspace_id": work.workspace_id,
                    "id": case.id,
                    "name": name,
                    "sought": sought_in(case.id, name),
                    "revision": revision,
                    "removed": 0,
                    "created_at": work.now,
                }
            )
        else:
            updates.append(
                {
                    "at_workspace": work.workspace_id,
                    "at_id": case.id,
                    "new_name": name,
                    "new_sought": sought_in(case.id, name),
                    "new_revision": revision,
                    "new_removed": removed,
                }
            )
        changes += [_change_row(work, case.id, revision, position, *one) for position, one in enumerate(case.fresh)]
    digest = before.minus(_digest(closed)).plus(_digest(spells))
    state.revision, state.digest, state.rows = revision, digest.hex, digest.rows
    work.session.flush()
    update_people(work.session, updates)
    closed_keys = [(spell["person_id"], spell["from_day"]) for spell in closed]
    close_spells(work.session, work.workspace_id, closed_keys, revision)
    insert_people(work.session, people, changes, spells)
    facts = {"revision": revision, "new": counts[0], "changed": counts[1]}
    if len(changed) == 1:
        facts["person"] = changed[0].id
    note_change(
        work,
        "people.changed",
        f"person/{changed[0].id}" if len(changed) == 1 else "people",
        before_hash=before.hash,
        after_hash=digest.hash,
        detail={**facts, "source": source} if source else facts,
    )
    post(work, "people.changed", facts)


def _spell_rows(work: Work, case: _Case, revision: int) -> list[dict[str, Any]]:
    """The rows of the stretches after the change, or with revision 0 of those before it."""
    return [
        {
            "workspace_id": work.workspace_id,
            "person_id": case.id,
            "from_day": one.from_day,
            "since_revision": revision,
            "until_revision": OPEN,
            "to_day": one.to_day,
            "attributes": to_text({name: Written("text", value.text) for name, value in one.attributes.items()}),
            "kinds": to_text(
                {name: Written("text", value.kind) for name, value in one.attributes.items() if value.kind != "text"}
            ),
            "manager": one.manager,
            "ended": int(one.ended),
        }
        for one in (case.after if revision else case.before)
    ]


def stretch_of(row: SpellRow) -> Stretch:
    """The stretch that a row holds."""
    kinds = {name: value.text for name, value in from_text(row.kinds).items() if value is not None}
    attributes = {
        name: Written(kinds.get(name, "text"), value.text)  # type: ignore[arg-type]  # the three kinds and no other
        for name, value in from_text(row.attributes).items()
        if value is not None
    }
    return Stretch(row.from_day, row.to_day, attributes, row.manager, bool(row.ended))


def _change_row(work: Work, id: str, revision: int, position: int, told: Told, name: str | None) -> dict[str, Any]:
    return {
        "workspace_id": work.workspace_id,
        "person_id": id,
        "revision": revision,
        "position": position,
        "from_day": told.from_day,
        "name": name,
        "attributes": to_text(dict(told.attributes)),
        "manager": told.manager,
        "manager_told": int(told.manager_told),
        "ended": None if told.ended is None else int(told.ended),
        "removed": int(told.removed),
        "told_by": work.actor.key_id,
        "told_at": work.now,
    }


def _digest(spells: Iterable[Mapping[str, Any]]) -> Digest:
    parts = ("person_id", "from_day", "to_day", "attributes", "manager", "ended")
    return digest_of_texts(json_text([spell[part] for part in parts]) for spell in spells)
