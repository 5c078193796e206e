"""What becomes of the people told of, worked out some thousand at a time before anything is decided on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from engine.issues import Issue, Severity, declare
from rules.period import Period
from service.closed_periods import periods_within
from service.days import day_before
from service.digests import Digest
from service.managers import Circle, Reports
from service.people_checks import Checked, PersonNews, read_news
from service.people_rows import Revised, present_stretches, told_of
from service.spells import NOTHING
from service.timeline import Stretch, Told, differing, news, stretch_on, stretches
from service.work import Work
from service.written import Written
from store.chunks import chunks
from store.models.person import PersonRow, changes_of, persons

TOLD_TWICE = declare(
    "person-told-twice",
    zh="“{id}”自 {day} 起的情况写了不止一次",
    en="What holds for '{id}' from {day} on is said more than once",
    mend_zh="每个人每个日期只写一行",
    mend_en="Write one row for each person and day",
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


class Scattered(Exception):
    """One person is told of in places too far from each other to be seen together."""


@dataclass(slots=True)
class Case:
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
class Attempt:
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

    def touch(self, case: Case) -> None:
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


@dataclass(frozen=True, slots=True)
class Page:
    """Where what is new goes. ``again`` is called before everything is worked out anew; what was written into the
    database is there for what follows and undone by the transaction."""

    take: Callable[[Revised], object]
    again: Callable[[], object] | None = None
    is_there: bool = True


def attempted(
    work: Work,
    told: Iterable[PersonNews],
    revision: int,
    excluded: Mapping[str, Circle],
    closed: tuple[Period, ...],
    page: Page | None,
) -> Attempt:
    """Work out what becomes of everybody but those excluded, and put it on the page, if there is one."""
    attempt = Attempt(closed=closed)
    for some in chunks(enumerate(told), AT_ONCE):
        checked = [item for place, one in some if (item := _checked(place, one, excluded, attempt)) is not None]
        if page is not None and not page.is_there and any(item.id in attempt.people for item in checked):
            raise Scattered
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


def _checked(place: int, item: PersonNews, excluded: Mapping[str, Circle], attempt: Attempt) -> Checked | None:
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


def _cases(work: Work, checked: Iterable[Checked], revision: int, attempt: Attempt) -> list[Case]:
    """What becomes of each person; the news of one is taken by day."""
    by_person: dict[str, list[Checked]] = {}
    for item in checked:
        by_person.setdefault(item.id, []).append(item)
    rows = persons(work.session, work.workspace_id, by_person)
    before = present_stretches(work, rows)
    cases = []
    for id, items in by_person.items():
        case = Case(id, rows.get(id), before.get(id, ()), sorted(items, key=lambda item: item.told.from_day))
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


def _has_news(case: Case) -> bool:
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


def _take(case: Case, item: Checked, attempt: Attempt) -> None:
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


def _revise(work: Work, changed: Iterable[Case], revision: int, attempt: Attempt, page: Page | None) -> None:
    revised = Revised(revision)
    for case in changed:
        attempt.person = case.id
        if attempt.closed:
            attempt.touch(case)
        if any(told.manager_told for told, _ in case.fresh):
            attempt.managers[case.id] = reports_of(case.after)
        if page is not None:
            name = case.name or (case.id if case.row is None else case.row.name)
            revised.person(work, case.id, name, case.row, removed=False)
            revised.told(work, case.id, case.first, case.fresh)
            revised.stretches(work, case.id, case.before, case.after)
    if page is not None:
        page.take(revised)
    attempt.before = attempt.before.plus(revised.before)
    attempt.after = attempt.after.plus(revised.after)


def reports_of(found: Iterable[Stretch]) -> Reports:
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
