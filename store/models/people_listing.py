"""The list of people on a day: filtered, sorted, put together by what they have in common."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, cast, exists, func, select, true
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.orm import Session, aliased

from store.models.person import Person, PersonSpell, SpellRow, on_day

_PERSON = Person.__table__.c
_SPELL = PersonSpell.__table__.c
_SPELL_COLUMNS = tuple(_SPELL[name] for name in SpellRow._fields)


class PeopleFilter(NamedTuple):
    """Only people for whom everything given here holds on ``day``. ``present`` None: also those who have left.

    ``strange`` looks for people whose manager is not in the list. ``sort`` is ``id``, ``name``, ``manager`` or
    ``attributes.team``: names in the order of :attr:`Person.name_order`, the others by the codes of letters. People for
    whom it says the same follow by id.
    """

    day: str
    present: bool | None = True
    manager: str | None = None
    strange: bool = False
    attributes: tuple[tuple[str, str], ...] = ()
    sought: str | None = None
    sort: str = "id"
    descending: bool = False


class ListedPerson(NamedTuple):
    """A person and the stretch in which the day asked for lies; ``key`` is what the list is sorted by."""

    id: str
    name: str
    revision: int
    key: str
    spell: SpellRow


def list_people(
    session: Session, workspace_id: str, wanted: PeopleFilter, after: tuple[str, str] | None, limit: int, revision: int
) -> list[ListedPerson]:
    """People in the order asked for, after the one with the key and id of ``after``."""
    person = Person.__table__.c
    key = _sorted_by(session, wanted.sort)
    query = (
        select(person.id, person.name, person.revision, key, *_SPELL_COLUMNS)
        .join(PersonSpell.__table__, and_(_SPELL.workspace_id == person.workspace_id, _SPELL.person_id == person.id))
        .where(*on_day(workspace_id, wanted.day, revision), person.workspace_id == workspace_id)
        .order_by(*((key.desc(), person.id.desc()) if wanted.descending else (key, person.id)))
        .limit(limit)
    )
    if wanted.present is not None:
        query = query.where(_SPELL.ended == (0 if wanted.present else 1))
    if wanted.manager is not None:
        query = query.where(_SPELL.manager == wanted.manager)
    if wanted.strange:
        there = aliased(Person)
        known = exists().where(there.workspace_id == workspace_id, there.id == _SPELL.manager, there.removed == 0)
        query = query.where(_SPELL.manager.is_not(None), ~known)
    for name, value in wanted.attributes:
        query = query.where(_attribute(session, name) == value)
    if wanted.sought is not None:
        query = query.where(person.sought.contains(wanted.sought, autoescape=True))
    if after is not None:
        text, id = after
        beyond = (key < text, person.id < id) if wanted.descending else (key > text, person.id > id)
        query = query.where(beyond[0] | ((key == text) & beyond[1]))
    rows = session.execute(query)
    return [ListedPerson(row[0], row[1], row[2], row[3], SpellRow(*row[4:])) for row in rows]


def attributes_on(session: Session, workspace_id: str, day: str, revision: int) -> list[tuple[str, int]]:
    """Every attribute that somebody has on that day, and how many do."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    each = func.json_each(_SPELL.attributes) if is_sqlite else func.json_object_keys(cast(_SPELL.attributes, JSON))
    names = each.table_valued("key").render_derived() if not is_sqlite else each.table_valued("key")
    query = (
        select(names.c.key, func.count())
        .select_from(PersonSpell.__table__)
        .join(names, true())
        .where(*on_day(workspace_id, day, revision), _SPELL.ended == 0)
        .group_by(names.c.key)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def people_by(
    session: Session, workspace_id: str, by: str, day: str, revision: int, after: str | None, limit: int
) -> list[tuple[str | None, int]]:
    """The values of ``manager`` or ``attributes.team`` on that day, by the codes of letters, and how many people have
    each; those without any come last, as None. ``after`` is the value before."""
    value = _told(session, by)
    query = (
        select(value, func.count())
        .where(*on_day(workspace_id, day, revision), _SPELL.ended == 0)
        .group_by(value)
        .order_by(value.is_(None), value)
        .limit(limit)
    )
    if after is not None:
        query = query.where(value.is_(None) | (value > after))
    return [(row[0], row[1]) for row in session.execute(query)]


def _sorted_by(session: Session, name: str) -> ColumnElement[Any]:
    if name == "id":
        return _PERSON.id
    if name == "name":
        return _exactly(session, _PERSON.name_order)
    return func.coalesce(_told(session, name), "")


def _told(session: Session, name: str) -> ColumnElement[Any]:
    """``manager``, or ``attributes.`` and the attribute."""
    return _SPELL.manager if name == "manager" else _exactly(session, _attribute(session, name.partition(".")[2]))


def _exactly(session: Session, text: ColumnElement[Any]) -> ColumnElement[Any]:
    """Compared letter by letter, as SQLite does by itself."""
    return text if session.get_bind().dialect.name == "sqlite" else text.collate("C")


def _attribute(session: Session, name: str) -> ColumnElement[Any]:
    """The exact text of an attribute. Its name is one that a rule set may give, so it needs no quoting within JSON."""
    if session.get_bind().dialect.name == "sqlite":
        return func.json_extract(_SPELL.attributes, f'$."{name}"')
    return func.json_extract_path_text(cast(_SPELL.attributes, JSON), name)
