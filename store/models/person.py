"""People: who they are, every change of them as it was told, and the stretches of days those changes come to.

``person_change`` is the record and never altered. ``person_spell`` is what follows from it: for each person the days
without a gap from the first one on, cut where something changes. A stretch that a later change makes wrong is not
removed but closed by ``until_revision``, so that the list can be read as it stood at any revision.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Text,
    and_,
    bindparam,
    delete,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.base import Base
from store.chunks import chunks
from store.insertion import insert_many, insert_unless_there
from store.types import Instant, KeyText

OPEN = 2_147_483_647
"""``until_revision`` of a stretch that holds now."""

_OF_PERSON = ["workspace_id", "person_id"], ["person.workspace_id", "person.id"]


class PeopleState(Base):
    """How often the people of a workspace have changed, and the digest of the stretches that hold (and their number).

    Its lock makes changes of people follow one another within a workspace.
    """

    __tablename__ = "people_state"

    workspace_id: Mapped[str] = mapped_column(KeyText, ForeignKey("workspace.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(Integer)
    digest: Mapped[str] = mapped_column(KeyText)
    rows: Mapped[int] = mapped_column(Integer)


class Person(Base):
    """``revision`` is the last one that changed this person. A search looks through ``sought``; a list in the order of
    names is sorted by ``name_order``."""

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("removed IN (0, 1)", name="removed"),)

    workspace_id: Mapped[str] = mapped_column(KeyText, ForeignKey("workspace.id"), primary_key=True)
    id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    sought: Mapped[str] = mapped_column(Text)
    name_order: Mapped[str] = mapped_column(KeyText, server_default=text("''"))
    revision: Mapped[int] = mapped_column(Integer)
    removed: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(Instant)


class PersonChange(Base):
    """What was told of a person: from ``from_day`` on (``2026-11-16``) these attributes, this manager, left or not.

    ``attributes`` is JSON: exact texts, numbers and flags, and null for what no longer holds. ``manager_told`` tells
    nobody (``manager`` null) from nothing said. ``removed`` says that the person never should have been there.
    """

    __tablename__ = "person_change"
    __table_args__ = (
        ForeignKeyConstraint(*_OF_PERSON),
        CheckConstraint("manager_told IN (0, 1)", name="manager_told"),
        CheckConstraint("ended IN (0, 1)", name="ended"),
        CheckConstraint("removed IN (0, 1)", name="removed"),
    )

    workspace_id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    person_id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    revision: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    from_day: Mapped[str] = mapped_column(KeyText)
    name: Mapped[str | None] = mapped_column(Text)
    attributes: Mapped[str] = mapped_column(Text)
    manager: Mapped[str | None] = mapped_column(KeyText)
    manager_told: Mapped[int] = mapped_column(Integer)
    ended: Mapped[int | None] = mapped_column(Integer)
    removed: Mapped[int] = mapped_column(Integer)
    told_by: Mapped[str] = mapped_column(KeyText)
    told_at: Mapped[datetime] = mapped_column(Instant)


class PersonSpell(Base):
    """The days ``from_day`` to ``to_day``, both included, through which a person stays the same.

    ``attributes`` is JSON of exact texts; ``kinds`` names those that are no texts (``number``, ``flag``).
    """

    __tablename__ = "person_spell"
    __table_args__ = (
        ForeignKeyConstraint(*_OF_PERSON),
        Index("ix_person_spell_workspace_id_manager_person_id", "workspace_id", "manager", "person_id"),
        CheckConstraint("ended IN (0, 1)", name="ended"),
        CheckConstraint("from_day <= to_day", name="days"),
        CheckConstraint("since_revision < until_revision", name="revisions"),
    )

    workspace_id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    person_id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    from_day: Mapped[str] = mapped_column(KeyText, primary_key=True)
    since_revision: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    until_revision: Mapped[int] = mapped_column(Integer)
    to_day: Mapped[str] = mapped_column(KeyText)
    attributes: Mapped[str] = mapped_column(Text)
    kinds: Mapped[str] = mapped_column(Text)
    manager: Mapped[str | None] = mapped_column(KeyText)
    ended: Mapped[int] = mapped_column(Integer)


class SpellRow(NamedTuple):
    """A stretch of days as the database has it."""

    person_id: str
    from_day: str
    to_day: str
    manager: str | None
    attributes: str
    kinds: str
    ended: int


class PersonRow(NamedTuple):
    """A person as the database has them."""

    id: str
    name: str
    revision: int
    removed: int


class ChangeRow(NamedTuple):
    """A change as the database has it."""

    person_id: str
    revision: int
    position: int
    from_day: str
    name: str | None
    attributes: str
    manager: str | None
    manager_told: int
    ended: int | None
    removed: int
    told_by: str
    told_at: datetime


_PERSON = Person.__table__.c
_PERSON_COLUMNS = tuple(_PERSON[name] for name in PersonRow._fields)
_CHANGE = PersonChange.__table__.c
_CHANGE_COLUMNS = tuple(_CHANGE[name] for name in ChangeRow._fields)
_SPELL = PersonSpell.__table__.c
_SPELL_COLUMNS = tuple(_SPELL[name] for name in SpellRow._fields)
AT_ONCE = 10_000


def people_state(session: Session, workspace_id: str) -> PeopleState | None:
    return session.get(PeopleState, workspace_id, populate_existing=True)


def people_state_for_update(session: Session, workspace_id: str, digest: str) -> PeopleState:
    """The row, made with the ``digest`` of nothing when it is not there, and locked until the transaction ends."""
    fresh = {"workspace_id": workspace_id, "revision": 0, "digest": digest, "rows": 0}
    insert_unless_there(session, PeopleState, fresh)
    query = select(PeopleState).where(PeopleState.workspace_id == workspace_id)
    return session.scalars(query.with_for_update().execution_options(populate_existing=True)).one()


def persons(session: Session, workspace_id: str, ids: Iterable[str]) -> dict[str, PersonRow]:
    """Those of the people named that are there, removed ones too."""
    found: dict[str, PersonRow] = {}
    for some in chunks(ids):
        query = select(*_PERSON_COLUMNS).where(_PERSON.workspace_id == workspace_id, _PERSON.id.in_(some))
        found |= {row[0]: PersonRow(*row) for row in session.execute(query)}
    return found


def known_people(session: Session, workspace_id: str, ids: Iterable[str]) -> set[str]:
    """Which of these ids are people of the workspace, whenever."""
    found: set[str] = set()
    for some in chunks(ids):
        query = select(Person.id).where(Person.workspace_id == workspace_id, Person.id.in_(some), Person.removed == 0)
        found.update(session.scalars(query))
    return found


def names_of_people(session: Session, workspace_id: str) -> Iterator[tuple[str, str]]:
    """Everybody's id and name."""
    query = select(Person.id, Person.name).where(Person.workspace_id == workspace_id)
    for some in session.execute(query.execution_options(yield_per=AT_ONCE)).partitions():
        yield from (tuple(row) for row in some)


def changes_of(session: Session, workspace_id: str, ids: Iterable[str]) -> dict[str, list[ChangeRow]]:
    """Everything told of these people, in the order in which it was told."""
    found: dict[str, list[ChangeRow]] = {}
    for some in chunks(ids):
        query = (
            select(*_CHANGE_COLUMNS)
            .where(_CHANGE.workspace_id == workspace_id, _CHANGE.person_id.in_(some))
            .order_by(_CHANGE.person_id, _CHANGE.revision, _CHANGE.position)
        )
        for row in session.execute(query):
            found.setdefault(row[0], []).append(ChangeRow(*row))
    return found


def spells_of(session: Session, workspace_id: str, ids: Iterable[str]) -> dict[str, list[SpellRow]]:
    """The stretches that hold now, of these people, by day."""
    found: dict[str, list[SpellRow]] = {}
    for some in chunks(ids):
        query = (
            select(*_SPELL_COLUMNS)
            .where(_SPELL.workspace_id == workspace_id, _SPELL.person_id.in_(some), _SPELL.until_revision == OPEN)
            .order_by(_SPELL.person_id, _SPELL.from_day)
        )
        for row in session.execute(query):
            found.setdefault(row.person_id, []).append(SpellRow(*row))
    return found


def spells_between(
    session: Session, workspace_id: str, first_day: str, last_day: str, revision: int, after: str | None = None
) -> Iterator[Sequence[tuple[Any, ...]]]:
    """Batches of :class:`SpellRow` columns: who is there on some of these days, at a revision, by person and day.

    With ``after`` only people whose ids come after that one.
    """
    query = (
        select(*_SPELL_COLUMNS)
        .where(
            _SPELL.workspace_id == workspace_id,
            _SPELL.from_day <= last_day,
            _SPELL.to_day >= first_day,
            _SPELL.ended == 0,
            _SPELL.since_revision <= revision,
            _SPELL.until_revision > revision,
        )
        .order_by(_SPELL.person_id, _SPELL.from_day)
    )
    if after is not None:
        query = query.where(_SPELL.person_id > after)
    result = session.execute(query.execution_options(yield_per=AT_ONCE))
    yield from result.partitions()


def managers_on(session: Session, workspace_id: str, day: str, revision: int) -> Iterator[tuple[str, str]]:
    """Everybody who has a manager on that day, with the manager."""
    query = select(_SPELL.person_id, _SPELL.manager).where(
        *on_day(workspace_id, day, revision), _SPELL.ended == 0, _SPELL.manager.is_not(None)
    )
    for some in session.execute(query.execution_options(yield_per=AT_ONCE)).partitions():
        yield from (tuple(row) for row in some)


def insert_people(
    session: Session,
    people: Sequence[Mapping[str, Any]],
    changes: Sequence[Mapping[str, Any]],
    spells: Sequence[Mapping[str, Any]],
) -> None:
    """Rows of all three tables, in bulk."""
    for model, rows in ((Person, people), (PersonChange, changes), (PersonSpell, spells)):
        insert_many(session, model.__table__, rows)


def update_people(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """``rows`` have the key (``at_workspace``, ``at_id``) and the columns that changes may alter."""
    if rows:
        table = Person.__table__
        changed = ("name", "sought", "name_order", "revision", "removed")
        query = (
            update(table)
            .where(table.c.workspace_id == bindparam("at_workspace"), table.c.id == bindparam("at_id"))
            .values({name: bindparam(f"new_{name}") for name in changed})
        )
        session.connection().execute(query, [dict(row) for row in rows])


def close_spells(session: Session, workspace_id: str, keys: Sequence[tuple[str, str]], revision: int) -> None:
    """From this revision on the stretches (person, first day) no longer hold; those it brought were never there."""
    if not keys:
        return
    one = and_(
        _SPELL.workspace_id == workspace_id,
        _SPELL.person_id == bindparam("at_person"),
        _SPELL.from_day == bindparam("at_day"),
        _SPELL.until_revision == OPEN,
    )
    named = [{"at_person": person, "at_day": day} for person, day in keys]
    table, connection = PersonSpell.__table__, session.connection()
    connection.execute(delete(table).where(one, _SPELL.since_revision == revision), named)
    connection.execute(update(table).where(one).values(until_revision=revision), named)


def is_manager(session: Session, workspace_id: str, person_id: str) -> bool:
    """Whether somebody has or had this manager, as the list stands now."""
    query = select(_SPELL.person_id).where(
        _SPELL.workspace_id == workspace_id, _SPELL.manager == person_id, _SPELL.until_revision == OPEN
    )
    return session.execute(query.limit(1)).first() is not None


def on_day(workspace_id: str, day: str, revision: int) -> tuple[ColumnElement[bool], ...]:
    """The condition for the stretches in which a day lies, at a revision."""
    return (
        _SPELL.workspace_id == workspace_id,
        _SPELL.from_day <= day,
        _SPELL.to_day >= day,
        _SPELL.since_revision <= revision,
        _SPELL.until_revision > revision,
    )
