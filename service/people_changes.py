"""Telling what is new about people: one person or a whole list, in one transaction.

What changes nothing is not recorded. Every call that changes something is one revision of the people of the workspace.
The hash of a revision is over what holds then, however it came about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from engine.issues import Issue, Refused, Severity, Words, declare
from rules.period import Period
from service.audit import note_change
from service.closed_periods import closed_periods, people_notes, periods_within
from service.days import FIRST_DAY, day_before
from service.digests import Digest
from service.errors import Conflict, NotFound
from service.managers import Circle, Reports, circle_of
from service.outbox import post
from service.people_checks import Checked, PersonNews, read_news
from service.people_rows import Revised, present_stretches, told_of, write_put_by
from service.rounds import Overtaken
from service.spells import NOTHING, stored_digest
from service.timeline import Stretch, Told, differing, news, stretch_on, stretches
from service.work import Work
from service.written import Written
from store.chunks import chunks
from store.models.figure import has_figures
from store.models.person import (
    PeopleState,
    PersonRow,
    changes_of,
    is_manager,
    known_people,
    people_state,
    people_state_for_update,
    persons,
)
from store.models.recorded_result import has_results
from store.models.run_result import took_part
from store.staging import Staged

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

AT_ONCE = 5000
MOST_NOTES = 200
MOST_REFUSED = 20_000
"""Of whom it is told why they are refused; the others are counted."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of telling. ``refused`` are the issues of each piece of news (by its place) that was left out, of the
    first :data:`MOST_REFUSED`; ``refused_count`` is how many there are, ``codes`` counts all their issues.
    ``revision`` and ``hash`` are those of the people afterwards."""

    new: int
    changed: int
    unchanged: int
    refused: Mapping[int, list[Issue]]
    refused_count: int
    codes: Mapping[str, int]
    notes: tuple[Issue, ...]
    revision: int
    hash: str


@dataclass(frozen=True, slots=True)
class Planned:
    """What telling would write, worked out beforehand: ``staged`` has it, on top of the ``revision`` that it is
    about."""

    revision: int
    closed: tuple[Period, ...]
    outcome: Outcome
    attempt: _Attempt
    staged: Staged

    @property
    def people(self) -> Collection[str]:
        """Who is new or other than before."""
        return self.attempt.people


class _Scattered(Exception):
    """One person is told of in places too far from each other to be seen together."""


@dataclass(slots=True)
class _Case:
    """One person while it is worked out what becomes of them. ``told`` and ``first`` (the next position within the
    revision) are only known once there is something new to tell."""

    id: str
    row: PersonRow | None
    before: tuple[Stretch, ...]
    news: list[Checked] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    first: int = 0
    name: str | None = None
    fresh: list[tuple[Told, str | None]] = field(default_factory=list)
    after: tuple[Stretch, ...] = ()

    @property
    def former_name(self) -> str | None:
        return None if self.row is None or self.row.removed else self.row.name


@dataclass(slots=True)
class _Attempt:
    """What has come of the news so far."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: dict[int, list[Issue]] = field(default_factory=dict)
    refused_count: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    notes: list[Issue] = field(default_factory=list)
    before: Digest = NOTHING
    after: Digest = NOTHING
    seen: set[int] = field(default_factory=set)
    managers: dict[str, Reports] = field(default_factory=dict)
    """Of everybody whose manager was told of."""
    people: set[str] = field(default_factory=set)
    """Who would be new or other, when nothing is written."""
    closed: tuple[Period, ...] = ()
    within: dict[tuple[tuple[str, str], ...], tuple[Period, ...]] = field(default_factory=dict)
    """Which closed periods share a day with these stretches; most people change on the same days."""
    touched: Counter[Period] = field(default_factory=Counter)
    """How many people are other than before within a closed period."""
    person: str = ""

    def note(self, issue: Issue) -> None:
        if len(self.notes) < MOST_NOTES:
            self.notes.append(issue)

    def touch(self, case: _Case) -> None:
        """Count the person for every closed period within which they change."""
        days = differing(case.before, case.after)
        if days not in self.within:
            self.within[days] = periods_within(self.closed, days)
        self.touched.update(self.within[days])

    def refuse(self, place: int, issues: list[Issue]) -> None:
        self.refused_count += 1
        self.codes.update(issue.code for issue in issues)
        if len(self.refused) < MOST_REFUSED:
            self.refused[place] = issues


def tell(
    work: Work, told: Iterable[PersonNews], *, keep_rest: bool = False, source: str = "", dry_run: bool = False
) -> Outcome:
    """Record what is new. Needs scope ``edit``. ``told`` may be gone through more than once.

    Raises :class:`Refused` with every issue when any is wrong; with ``keep_rest`` those are left out. With ``dry_run``
    nothing is written, and the outcome says what would come of it.
    """
    work.actor.require("edit")
    state = _state(work, for_update=not dry_run)
    closed = closed_periods(work)
    page = None if dry_run else _Page(lambda revised: revised.write(work))
    attempt = _worked_out(work, told, state.revision + 1, closed, page, keep_rest=keep_rest)
    notes = _notes(work, attempt)
    if (attempt.new or attempt.changed) and not dry_run:
        _conclude(work, state, attempt, source)
    return _outcome(attempt, state, notes)


def plan(work: Work, told: Iterable[PersonNews], staged: Staged, *, keep_rest: bool = False) -> Planned | None:
    """The same, but what is new is put by in ``staged`` for :func:`carry_out` to write. Only reads.

    Others may write meanwhile, who would wait long for a list that is still being read. None when a list has to be
    told in one go: when somebody comes up again where what was said of them first would have to be there already.
    """
    work.actor.require("edit")
    state, closed = _state(work, for_update=False), closed_periods(work)
    try:
        page = _Page(lambda revised: revised.put_by(staged), staged.clear, is_there=False)
        attempt = _worked_out(work, told, state.revision + 1, closed, page, keep_rest=keep_rest)
    except _Scattered:
        return None
    return Planned(state.revision, closed, _outcome(attempt, state, _notes(work, attempt)), attempt, staged)


def carry_out(work: Work, planned: Planned, *, source: str = "") -> Outcome:
    """Write what was planned, in one transaction. Raises :class:`service.rounds.Overtaken`, with nothing written, when
    people or closed periods are other than they were by then."""
    work.actor.require("edit")
    state = _state(work, for_update=True)
    if state.revision != planned.revision or closed_periods(work) != planned.closed:
        raise Overtaken
    attempt = planned.attempt
    if attempt.new or attempt.changed:
        write_put_by(work, planned.staged, state.revision + 1)
        _conclude(work, state, attempt, source)
    return replace(planned.outcome, revision=state.revision, hash=stored_digest(state).hash)


def hold_people(work: Work) -> None:
    """Let nobody else change the list of people until the transaction ends."""
    _state(work, for_update=True)


@dataclass(frozen=True, slots=True)
class _Page:
    """Where what is new goes. ``again`` is called before everything is worked out anew; what was written into the
    database is there for what follows and undone by the transaction."""

    take: Callable[[Revised], object]
    again: Callable[[], object] | None = None
    is_there: bool = True


def _worked_out(
    work: Work,
    told: Iterable[PersonNews],
    revision: int,
    closed: tuple[Period, ...],
    page: _Page | None,
    *,
    keep_rest: bool,
) -> _Attempt:
    """What becomes of everybody but those who would form circles. Raises :class:`Refused` as :func:`tell` does."""
    excluded: dict[str, Circle] = {}
    while True:
        if page is not None and page.again is not None:
            page.again()
        with _undoable(work, page is None or not page.is_there) as undo:
            attempt = _attempt(work, told, revision, excluded, closed, page)
            circles = _circles(work, attempt)
            if not circles and (keep_rest or not attempt.refused_count):
                return attempt
            undo()
        if not circles:
            raise Refused([issue for place in sorted(attempt.refused) for issue in attempt.refused[place]])
        excluded |= circles


def _notes(work: Work, attempt: _Attempt) -> tuple[Issue, ...]:
    return (*people_notes(attempt.touched), *attempt.notes, *_unknown_managers(work, attempt))[:MOST_NOTES]


def _outcome(attempt: _Attempt, state: PeopleState, notes: tuple[Issue, ...]) -> Outcome:
    return Outcome(
        new=attempt.new,
        changed=attempt.changed,
        unchanged=attempt.unchanged,
        refused=attempt.refused,
        refused_count=attempt.refused_count,
        codes=attempt.codes,
        notes=notes,
        revision=state.revision,
        hash=stored_digest(state).hash,
    )


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
        (
            has_results(work.session, work.workspace_id, person_id)
            or took_part(work.session, work.workspace_id, person_id),
            "已有考核结果",
            "they have results",
        ),
    ):
        if used:
            words = Words(
                f"不能删除“{person_id}”：{zh}；离开的人请写 ended: true",
                f"'{person_id}' cannot be removed, for {en}; say ended: true of people who have left",
            )
            raise Conflict("person-in-use", words)
    before = present_stretches(work, [person_id]).get(person_id, ())
    first = before[0].from_day if before else FIRST_DAY
    revised = Revised(state.revision + 1)
    revised.person(work, person_id, row.name, row, removed=True)
    revised.told(work, person_id, 0, [(Told(first, removed=True), None)])
    revised.stretches(work, person_id, before, ())
    revised.write(work)
    _conclude(work, state, _Attempt(changed=1, before=revised.before, after=revised.after, person=person_id), "")


def _state(work: Work, *, for_update: bool) -> PeopleState:
    if for_update:
        return people_state_for_update(work.session, work.workspace_id, NOTHING.hex)
    found = people_state(work.session, work.workspace_id)
    return found or PeopleState(workspace_id=work.workspace_id, revision=0, digest=NOTHING.hex, rows=0)


@contextmanager
def _undoable(work: Work, dry_run: bool) -> Iterator[object]:
    """A piece of the transaction that can be taken back: what is given does so."""
    if dry_run:
        yield lambda: None
        return
    with work.session.begin_nested() as piece:
        yield piece.rollback


def _attempt(
    work: Work,
    told: Iterable[PersonNews],
    revision: int,
    excluded: Mapping[str, Circle],
    closed: tuple[Period, ...],
    page: _Page | None,
) -> _Attempt:
    """Work out what becomes of everybody but those excluded, and put it on the page, if there is one."""
    attempt = _Attempt(closed=closed)
    for some in chunks(enumerate(told), AT_ONCE):
        checked = [item for place, one in some if (item := _checked(place, one, excluded, attempt)) is not None]
        if page is not None and not page.is_there and any(item.id in attempt.people for item in checked):
            raise _Scattered
        cases = _cases(work, checked, revision, attempt)
        changed = [case for case in cases if case.fresh]
        new = sum(1 for case in changed if case.former_name is None)
        attempt.new += new
        if page is None or not page.is_there:
            attempt.people.update(case.id for case in changed)
        attempt.changed += len(changed) - new
        attempt.unchanged += len(cases) - len(changed)
        if changed:
            _revise(work, changed, revision, attempt, page)
    return attempt


def _checked(place: int, item: PersonNews, excluded: Mapping[str, Circle], attempt: _Attempt) -> Checked | None:
    checked = read_news(item)
    if isinstance(checked, list):
        attempt.refuse(place, checked)
        return None
    circle = excluded.get(checked.id)
    if circle is not None:
        attempt.refuse(place, [circle.issue(checked.id, (*checked.path, "manager"))])
        return None
    key = hash((checked.id, checked.told.from_day))
    if key in attempt.seen:
        at = (*checked.path, "id")
        attempt.refuse(place, [TOLD_TWICE.at(at, id=checked.id[:60], day=checked.told.from_day)])
        return None
    attempt.seen.add(key)
    return checked


def _cases(work: Work, checked: Iterable[Checked], revision: int, attempt: _Attempt) -> list[_Case]:
    """What becomes of each person; the news of one is taken by day."""
    by_person: dict[str, list[Checked]] = {}
    for item in checked:
        by_person.setdefault(item.id, []).append(item)
    rows = persons(work.session, work.workspace_id, by_person)
    before = present_stretches(work, rows)
    cases = []
    for id, items in by_person.items():
        case = _Case(id, rows.get(id), before.get(id, ()), sorted(items, key=lambda item: item.told.from_day))
        case.after = case.before
        cases.append(case)
    lively = [case for case in cases if _has_news(case)]
    changes = changes_of(work.session, work.workspace_id, [case.id for case in lively if case.row is not None])
    for case in lively:
        told = changes.get(case.id, ())
        case.told = [told_of(row) for row in told]
        case.first = sum(1 for row in told if row.revision == revision)
        for item in case.news:
            _take(case, item, attempt)
    return cases


def _has_news(case: _Case) -> bool:
    """Whether anything told differs from what holds; if nothing does, nothing needs to be looked up."""
    if case.former_name is None or any(item.name not in (None, case.former_name) for item in case.news):
        return True
    return any(news(case.before, _completed(item, case.before)) is not None for item in case.news)


def _completed(item: Checked, found: tuple[Stretch, ...]) -> Told:
    """What is told; with ``whole`` also that everything else no longer holds."""
    present = stretch_on(found, item.told.from_day)
    if not item.whole or present is None:
        return item.told
    gone: dict[str, Written | None] = dict.fromkeys(present.attributes)
    return replace(item.told, attributes=gone | dict(item.told.attributes))


def _take(case: _Case, item: Checked, attempt: _Attempt) -> None:
    change = _completed(item, case.after)
    fresh = news(case.after, change)
    former = case.name or case.former_name
    name = item.name if item.name is not None and item.name != former else None
    if former is None and name is None:
        name = item.id
    if fresh is None and name is None:
        return
    present = stretch_on(case.after, change.from_day)
    if present is not None and present.ended and change.ended is None and fresh is not None:
        attempt.note(PERSON_HAS_LEFT.at(item.path, id=case.id[:60], day=change.from_day))
    fresh = fresh or Told(change.from_day)
    case.fresh.append((fresh, name))
    case.name = name or case.name
    case.after = stretches([*case.told, *(one for one, _ in case.fresh)])


def _revise(work: Work, changed: Iterable[_Case], revision: int, attempt: _Attempt, page: _Page | None) -> None:
    revised = Revised(revision)
    for case in changed:
        attempt.person = case.id
        if attempt.closed:
            attempt.touch(case)
        if any(told.manager_told for told, _ in case.fresh):
            attempt.managers[case.id] = _reports(case.after)
        if page is not None:
            name = case.name or (case.id if case.row is None else case.row.name)
            revised.person(work, case.id, name, case.row, removed=False)
            revised.told(work, case.id, case.first, case.fresh)
            revised.stretches(work, case.id, case.before, case.after)
    if page is not None:
        page.take(revised)
    attempt.before = attempt.before.plus(revised.before)
    attempt.after = attempt.after.plus(revised.after)


def _circles(work: Work, attempt: _Attempt) -> dict[str, Circle]:
    """Those told of who would come to stand above themselves, or below a line without end.

    A circle that is new goes through a manager who was told of now, so those are where to begin.
    """
    named = {manager for reports in attempt.managers.values() for _, _, manager in reports}
    managers = dict(attempt.managers)
    wanted = named - managers.keys()
    while wanted:
        found = present_stretches(work, sorted(wanted))
        managers |= {id: _reports(found.get(id, ())) for id in wanted}
        wanted = {manager for id in wanted for _, _, manager in managers[id]} - managers.keys()
    blamed: dict[str, Circle] = {}
    for manager in sorted(named):
        circle = circle_of(manager, lambda id: managers.get(id, ()))
        if circle is None:
            continue
        for id in circle.line:
            if id in attempt.managers:
                blamed.setdefault(id, circle)
        if circle.is_long:
            for id, reports in attempt.managers.items():
                if any(one == manager for _, _, one in reports):
                    blamed.setdefault(id, circle)
    return blamed


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


def _unknown_managers(work: Work, attempt: _Attempt) -> list[Issue]:
    counts: dict[str, int] = {}
    for reports in attempt.managers.values():
        for manager in {manager for _, _, manager in reports}:
            counts[manager] = counts.get(manager, 0) + 1
    unknown = counts.keys() - attempt.managers.keys() - attempt.people
    unknown -= known_people(work.session, work.workspace_id, sorted(unknown))
    return [MANAGER_UNKNOWN.at((), id=id[:60], count=counts[id]) for id in sorted(unknown)]


def _conclude(work: Work, state: PeopleState, attempt: _Attempt, source: str) -> None:
    """The new revision, with its audit entry and message."""
    before = stored_digest(state)
    digest = before.minus(attempt.before).plus(attempt.after)
    state.revision, state.digest, state.rows = state.revision + 1, digest.hex, digest.rows
    facts: dict[str, object] = {"revision": state.revision, "new": attempt.new, "changed": attempt.changed}
    one = attempt.new + attempt.changed == 1
    if one:
        facts["person"] = attempt.person
    note_change(
        work,
        "people.changed",
        f"person/{attempt.person}" if one else "people",
        before_hash=before.hash,
        after_hash=digest.hash,
        detail={**facts, "source": source} if source else facts,
    )
    post(work, "people.changed", facts)
