"""Published versions, their retirement, and which version is in force from when.

A version row is never changed after it was inserted (a trigger in the database sees to that), so what may happen to it
later stands in other tables.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Integer, Text, bindparam, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, defer, mapped_column

from store.base import Base
from store.database import Database
from store.lookup import Lookup
from store.models.workspace import Workspace
from store.types import Instant, KeyText

VERSION_KEY = ["version.workspace_id", "version.rule_set_id", "version.number"]


class Version(Base):
    """``document`` is the text as published, ``canonical`` its canonical form, which ``content_hash`` is taken of.

    ``effective_from`` is the period as written (``2026-11``), ``effective_key`` its first day.
    """

    __tablename__ = "version"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "rule_set_id"], ["rule_set.workspace_id", "rule_set.id"]),
        CheckConstraint("media IN ('yaml', 'json')", name="media"),
        CheckConstraint("number >= 1", name="number"),
    )

    workspace_id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    rule_set_id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    document: Mapped[str] = mapped_column(Text)
    media: Mapped[str] = mapped_column(Text)
    canonical: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(KeyText)
    language_version: Mapped[int] = mapped_column(Integer)
    effective_from: Mapped[str] = mapped_column(KeyText)
    effective_key: Mapped[str] = mapped_column(KeyText)
    note: Mapped[str] = mapped_column(Text)
    published_by: Mapped[str] = mapped_column(KeyText)
    published_at: Mapped[datetime] = mapped_column(Instant)


class Retirement(Base):
    """A version that is no longer used for any period. Once and for all: these rows are frozen too.

    ``replaced_by`` is the version published for the same start in its stead, if that was the reason.
    """

    __tablename__ = "retirement"
    __table_args__ = (ForeignKeyConstraint(["workspace_id", "rule_set_id", "number"], VERSION_KEY),)

    workspace_id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    rule_set_id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    note: Mapped[str] = mapped_column(Text)
    replaced_by: Mapped[int | None] = mapped_column(Integer)
    retired_by: Mapped[str] = mapped_column(KeyText)
    retired_at: Mapped[datetime] = mapped_column(Instant)


class VersionInForce(Base):
    """From this day on this version counts, until a later row. Its key is the promise of one version per period."""

    __tablename__ = "version_in_force"
    __table_args__ = (ForeignKeyConstraint(["workspace_id", "rule_set_id", "number"], VERSION_KEY),)

    workspace_id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    rule_set_id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    effective_key: Mapped[str] = mapped_column(KeyText, primary_key=True)
    number: Mapped[int] = mapped_column(Integer)


def version_by_number(session: Session, workspace_id: str, rule_set_id: str, number: int) -> Version | None:
    return session.get(Version, (workspace_id, rule_set_id, number))


def latest_if_text(session: Session, workspace_id: str, rule_set_id: str, document: str, media: str) -> int | None:
    """The number of the latest version if it was published with exactly this text."""
    found = (Version.workspace_id == workspace_id, Version.rule_set_id == rule_set_id)
    latest = select(func.max(Version.number)).where(*found).scalar_subquery()
    same = (Version.number == latest, Version.document == document, Version.media == media)
    return session.execute(select(Version.number).where(*found, *same)).scalar()


class Pinned(NamedTuple):
    """A version without its texts, which may be long."""

    number: int
    content_hash: str
    language_version: int


# Asked for by every scoring request.
_VERSIONS, _IN_FORCE = Version.__table__.c, VersionInForce.__table__.c
_PINNED = select(*(_VERSIONS[name] for name in Pinned._fields)).where(
    _VERSIONS.workspace_id == bindparam("workspace"), _VERSIONS.rule_set_id == bindparam("rule_set")
)
_BY_NUMBER = Lookup(_PINNED.where(_VERSIONS.number == bindparam("number")))
# Where nothing is in force the answer is no row, as it must be: the comparison with null holds for none.
_NUMBER_IN_FORCE = (
    select(_IN_FORCE.number)
    .where(
        _IN_FORCE.workspace_id == bindparam("workspace"),
        _IN_FORCE.rule_set_id == bindparam("rule_set"),
        _IN_FORCE.effective_key <= bindparam("first_day"),
    )
    .order_by(_IN_FORCE.effective_key.desc())
    .limit(1)
)
_BY_PERIOD = Lookup(_PINNED.where(_VERSIONS.number == _NUMBER_IN_FORCE.scalar_subquery()))


def version_pinned(database: Database, workspace_id: str, rule_set_id: str, number: int) -> Pinned | None:
    row = database.look_up(_BY_NUMBER, workspace=workspace_id, rule_set=rule_set_id, number=number)
    return None if row is None else Pinned(*row)


def version_in_force(database: Database, workspace_id: str, rule_set_id: str, first_day: str) -> Pinned | None:
    """The version that counts on ``first_day`` (``2026-11-01``): the latest start that is not after it."""
    row = database.look_up(_BY_PERIOD, workspace=workspace_id, rule_set=rule_set_id, first_day=first_day)
    return None if row is None else Pinned(*row)


def versions_before(
    session: Session, workspace_id: str, rule_set_id: str, before: int | None, limit: int
) -> list[Version]:
    """Newest first, without the texts, which may be long."""
    query = (
        select(Version)
        .options(defer(Version.document), defer(Version.canonical))
        .where(Version.workspace_id == workspace_id, Version.rule_set_id == rule_set_id)
        .order_by(Version.number.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(Version.number < before)
    return list(session.scalars(query))


def retirements(session: Session, workspace_id: str, rule_set_id: str, numbers: list[int]) -> dict[int, Retirement]:
    query = select(Retirement).where(
        Retirement.workspace_id == workspace_id,
        Retirement.rule_set_id == rule_set_id,
        Retirement.number.in_(numbers),
    )
    return {row.number: row for row in session.scalars(query)}


def number_in_force(session: Session, workspace_id: str, rule_set_id: str, first_day: str) -> int | None:
    """The version that counts on ``first_day`` (``2026-11-01``): the latest start that is not after it."""
    named = {"workspace": workspace_id, "rule_set": rule_set_id, "first_day": first_day}
    return session.execute(_NUMBER_IN_FORCE, named).scalar()


def numbers_in_force(session: Session, workspace_id: str, first_day: str) -> list[tuple[str, int]]:
    """Every rule set that has a version in force on ``first_day``, by id, with that version."""
    latest = (
        select(VersionInForce.rule_set_id, func.max(VersionInForce.effective_key).label("effective_key"))
        .where(VersionInForce.workspace_id == workspace_id, VersionInForce.effective_key <= first_day)
        .group_by(VersionInForce.rule_set_id)
        .subquery()
    )
    query = (
        select(VersionInForce.rule_set_id, VersionInForce.number)
        .join(
            latest,
            (VersionInForce.rule_set_id == latest.c.rule_set_id)
            & (VersionInForce.effective_key == latest.c.effective_key),
        )
        .where(VersionInForce.workspace_id == workspace_id)
        .order_by(VersionInForce.rule_set_id)
    )
    return [(rule_set, number) for rule_set, number in session.execute(query)]


def number_starting_at(session: Session, workspace_id: str, rule_set_id: str, effective_key: str) -> int | None:
    query = select(VersionInForce.number).where(
        VersionInForce.workspace_id == workspace_id,
        VersionInForce.rule_set_id == rule_set_id,
        VersionInForce.effective_key == effective_key,
    )
    return session.scalar(query)


def put_in_force(session: Session, workspace_id: str, rule_set_id: str, effective_key: str, number: int) -> None:
    """Let the version count from that day on; nothing may begin on the same day."""
    session.add(
        VersionInForce(workspace_id=workspace_id, rule_set_id=rule_set_id, effective_key=effective_key, number=number)
    )
    _count_publication(session, workspace_id)


def take_out_of_force(session: Session, workspace_id: str, rule_set_id: str, number: int) -> None:
    session.execute(
        delete(VersionInForce).where(
            VersionInForce.workspace_id == workspace_id,
            VersionInForce.rule_set_id == rule_set_id,
            VersionInForce.number == number,
        )
    )
    _count_publication(session, workspace_id)


def _count_publication(session: Session, workspace_id: str) -> None:
    """Tell everybody who remembers what is in force to ask again. Locks the workspace's row until the commit."""
    session.execute(
        update(Workspace).where(Workspace.id == workspace_id).values(publications=Workspace.publications + 1)
    )
