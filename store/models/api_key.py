"""API keys. The token itself is never stored, only its SHA-256."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ForeignKey, Index, Text, bindparam, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.base import Base
from store.database import Database
from store.lookup import Lookup
from store.models.workspace import Workspace
from store.types import Instant, KeyText


class ApiKey(Base):
    """``hint`` is the beginning of the token, to recognise it by. ``scopes`` are joined by spaces."""

    __tablename__ = "api_key"
    __table_args__ = (Index("ix_api_key_workspace_id_id", "workspace_id", "id"),)

    id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(KeyText, ForeignKey("workspace.id"))
    name: Mapped[str] = mapped_column(Text)
    token_hash: Mapped[str] = mapped_column(KeyText, unique=True)
    hint: Mapped[str] = mapped_column(Text)
    scopes: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by: Mapped[str | None] = mapped_column(KeyText)
    expires_at: Mapped[datetime | None] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    last_used_at: Mapped[datetime | None] = mapped_column(Instant)


class KeyFacts(NamedTuple):
    """What decides whether a key is good, and for what. ``publications`` is that of its workspace at this moment."""

    id: str
    workspace_id: str
    token_hash: str
    scopes: str
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None
    publications: int


_COLUMNS, _WORKSPACE = ApiKey.__table__.c, Workspace.__table__.c
_BY_TOKEN_HASH = Lookup(
    select(*(_COLUMNS[name] for name in KeyFacts._fields[:-1]), _WORKSPACE.publications)
    .join(Workspace, _WORKSPACE.id == _COLUMNS.workspace_id)
    .where(_COLUMNS.token_hash == bindparam("wanted"))
)


def key_by_token_hash(database: Database, token_hash: str) -> KeyFacts | None:
    row = database.look_up(_BY_TOKEN_HASH, wanted=token_hash)
    return None if row is None else KeyFacts(*row)


def name_of_key(session: Session, key_id: str) -> str | None:
    key = session.get(ApiKey, key_id)
    return None if key is None else key.name


def key_for_update(session: Session, workspace_id: str, key_id: str) -> ApiKey | None:
    query = select(ApiKey).where(ApiKey.workspace_id == workspace_id, ApiKey.id == key_id).with_for_update()
    return session.scalar(query)


def keys_after(session: Session, workspace_id: str, after: str | None, limit: int) -> list[ApiKey]:
    """Oldest first, by id."""
    query = select(ApiKey).where(ApiKey.workspace_id == workspace_id).order_by(ApiKey.id).limit(limit)
    if after is not None:
        query = query.where(ApiKey.id > after)
    return list(session.scalars(query))


def usable_keys_for_update(session: Session, workspace_id: str, now: datetime) -> list[ApiKey]:
    """The keys neither revoked nor expired, locked in the order of their ids."""
    query = (
        select(ApiKey)
        .where(ApiKey.workspace_id == workspace_id, ApiKey.revoked_at.is_(None))
        .where(or_(ApiKey.expires_at.is_(None), ApiKey.expires_at > now))
        .order_by(ApiKey.id)
        .with_for_update()
    )
    return list(session.scalars(query))


def touch_key(session: Session, key_id: str, now: datetime, every: timedelta) -> None:
    """Note that the key was used, unless that was noted less than ``every`` ago."""
    session.execute(
        update(ApiKey)
        .where(ApiKey.id == key_id, or_(ApiKey.last_used_at.is_(None), ApiKey.last_used_at <= now - every))
        .values(last_used_at=now)
    )
