"""People as they are listed and shown, and the changes of one person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from engine.issues import Issue
from service.errors import NotFound, StaleETag
from service.etags import require_current
from service.people_changes import Outcome, tell
from service.people_checks import UNSAID, PersonNews, Unsaid, folded
from service.people_removal import remove
from service.people_rows import present_stretches, stretch_of, told_of
from service.spells import people_revision
from service.timeline import Stretch, Told, stretch_on
from service.work import Page, Work
from service.workspaces import workspace_of
from store.models.people_listing import ListedPerson, PeopleFilter, list_people, people_by
from store.models.person import PersonRow, changes_of, persons

__all__ = ["PeopleFilter", "PersonDetail", "PersonFacts", "Telling"]


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A person on one day. ``stretch`` is the days around it on which nothing changes; None before the first."""

    id: str
    name: str
    etag: str
    stretch: Stretch | None


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """People with the same ``value``: of an attribute, or the id of their manager, who then has a ``name``."""

    value: str | None
    name: str | None
    people: int


@dataclass(frozen=True, slots=True)
class Telling:
    """A change as it was recorded; ``name`` is a new name, else None."""

    told: Told
    name: str | None
    revision: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PersonDetail:
    """A person with all that holds and all that was told (oldest first). ``managers`` stand above on the day asked
    for, the nearest first."""

    facts: PersonFacts
    day: str
    stretches: tuple[Stretch, ...]
    changes: tuple[Telling, ...]
    managers: tuple[str, ...]
    notes: tuple[Issue, ...] = ()
    created: bool = False


def today(work: Work) -> str:
    """The day it is where the workspace is."""
    return work.now.astimezone(ZoneInfo(workspace_of(work).time_zone)).date().isoformat()


def list_of_people(
    work: Work, wanted: PeopleFilter, *, after: tuple[str, str] | None = None, limit: int = 50
) -> Page[PersonFacts]:
    """Who is there on a day. ``wanted.sought`` is looked for in ids and names, ``after`` is key and id of the last
    person shown. Needs scope ``read``."""
    work.actor.require("read")
    if wanted.sought is not None:
        wanted = wanted._replace(sought=folded(wanted.sought))
    rows = list_people(work.session, work.workspace_id, wanted, after, limit + 1, people_revision(work).number)
    items = tuple(_listed(row) for row in rows[:limit])
    return Page(items, (rows[limit - 1].key, items[-1].id) if len(rows) > limit else None)


def list_teams(work: Work, by: str, day: str, *, after: str | None = None, limit: int = 50) -> Page[TeamFacts]:
    """The teams that ``manager`` or ``attributes.team`` makes of those who are there on a day, by value; people of whom
    it is not told come last, as one. Needs scope ``read``."""
    work.actor.require("read")
    revision = people_revision(work).number
    rows = people_by(work.session, work.workspace_id, by, day, revision, after, limit + 1)
    shown = rows[:limit]
    named = persons(work.session, work.workspace_id, [value for value, _ in shown if value]) if by == "manager" else {}
    items = tuple(
        TeamFacts(value, named[value].name if value in named and not named[value].removed else None, people)
        for value, people in shown
    )
    # None is the last one there is
    last = shown[-1][0] if len(rows) > limit else None
    return Page(items, None if last is None else (last,))


def person_detail(work: Work, person_id: str, day: str | None = None) -> PersonDetail:
    """Needs scope ``read`` or, for whoever has just told something, ``edit``. NotFound of kind ``person``."""
    if "edit" not in work.actor.scopes:
        work.actor.require("read")
    row = _person(work, person_id)
    if row is None:
        raise NotFound("person", person_id)
    day = day or today(work)
    found = present_stretches(work, [person_id]).get(person_id, ())
    changes = changes_of(work.session, work.workspace_id, [person_id]).get(person_id, [])
    told = tuple(Telling(told_of(one), one.name, one.revision, one.told_by, one.told_at) for one in changes)
    stretch = stretch_on(found, day)
    facts = PersonFacts(row.id, row.name, etag_of(row), stretch)
    return PersonDetail(facts, day, found, told, _line(work, stretch, day))


def put_person(
    work: Work,
    person_id: str,
    if_match: str | None,
    *,
    from_day: object,
    name: str | None,
    attributes: Mapping[str, object],
    manager: str | None,
    ended: bool | None,
) -> PersonDetail:
    """Everything that holds of a person from a day on. Needs scope ``edit``, and the ETag of a person who is there."""
    work.actor.require("edit")
    row = _person(work, person_id)
    if row is None and if_match is not None:
        raise StaleETag(None)
    if row is not None:
        require_current(etag_of(row), if_match)
    news = PersonNews(person_id, from_day, name, attributes, manager, ended, whole=True)
    return _told(work, news, created=row is None)


def change_person(
    work: Work,
    person_id: str,
    *,
    from_day: object,
    name: str | None = None,
    attributes: Mapping[str, object],
    manager: str | Unsaid | None = UNSAID,
    ended: bool | None = None,
) -> PersonDetail:
    """What changes of a person from a day on; the rest stays. Needs scope ``edit``."""
    work.actor.require("edit")
    if _person(work, person_id) is None:
        raise NotFound("person", person_id)
    return _told(work, PersonNews(person_id, from_day, name, attributes, manager, ended))


def remove_person(work: Work, person_id: str, if_match: str | None) -> None:
    """Take back somebody who was entered by mistake, see :func:`service.people_changes.remove`."""
    work.actor.require("edit")
    row = _person(work, person_id)
    if row is None:
        raise NotFound("person", person_id)
    require_current(etag_of(row), if_match)
    remove(work, person_id)


def is_person(work: Work, person_id: str) -> bool:
    """Whether somebody with this id is in the list of people, on whatever day."""
    return _person(work, person_id) is not None


def etag_of(row: PersonRow) -> str:
    """No other person and no other state of this one has the revision that changed it last."""
    return f'"{row.revision}"'


def _person(work: Work, person_id: str) -> PersonRow | None:
    row = persons(work.session, work.workspace_id, [person_id]).get(person_id)
    return None if row is None or row.removed else row


def _told(work: Work, news: PersonNews, *, created: bool = False) -> PersonDetail:
    outcome: Outcome = tell(work, [news])
    detail = person_detail(work, news.id, str(news.from_day))
    return PersonDetail(
        detail.facts, detail.day, detail.stretches, detail.changes, detail.managers, outcome.notes, created
    )


def _listed(row: ListedPerson) -> PersonFacts:
    return PersonFacts(row.id, row.name, f'"{row.revision}"', stretch_of(row.spell))


def _line(work: Work, stretch: Stretch | None, day: str) -> tuple[str, ...]:
    line: list[str] = []
    manager = None if stretch is None or stretch.ended else stretch.manager
    while manager is not None and manager not in line:
        line.append(manager)
        above = stretch_on(present_stretches(work, [manager]).get(manager, ()), day)
        manager = None if above is None or above.ended else above.manager
    return tuple(line)
