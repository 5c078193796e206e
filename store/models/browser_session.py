"""Who is signed in with a browser, and links that sign in once. Tokens are never stored, only their SHA-256."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ForeignKey, Index, bindparam, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.base import Base
from store.database import Database
from store.lookup import Lookup
from store.models.api_key import ApiKey
from store.types import Instant, KeyText


class BrowserSession(Base):
    """A browser that may do what its key may do, until ``expires_at`` or for as long as the key is good."""

    __tablename__ = "browser_session"
    __table_args__ = (Index("ix_browser_session_expires_at", "expires_at"),)

    token_hash: Mapped[str] = mapped_column(KeyText, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(KeyText, ForeignKey("workspace.id"))
    key_id: Mapped[str] = mapped_column(KeyText, ForeignKey("api_key.id"))
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)


class SignInLink(Base):
    """A link that opens one session and is gone with it."""

    __tablename__ = "sign_in_link"
    __table_args__ = (Index("ix_sign_in_link_expires_at", "expires_at"),)

    token_hash: Mapped[str] = mapped_column(KeyText, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(KeyText, ForeignKey("workspace.id"))
    key_id: Mapped[str] = mapped_column(KeyText, ForeignKey("api_key.id"))
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)


class SessionFacts(NamedTuple):
    """A session beside the key that it stands on."""

    expires_at: datetime
    key_id: str
    workspace_id: str
    scopes: str
    key_expires_at: datetime | None
    key_revoked_at: datetime | None
    key_last_used_at: datetime | None


class LinkFacts(NamedTuple):
    workspace_id: str
    key_id: str
    expires_at: datetime


_SESSION, _KEY = BrowserSession.__table__.c, ApiKey.__table__.c
_BY_TOKEN_HASH = Lookup(
    select(
        _SESSION.expires_at,
        _KEY.id,
        _KEY.workspace_id,
        _KEY.scopes,
        _KEY.expires_at.label("key_expires_at"),
        _KEY.revoked_at,
        _KEY.last_used_at,
    )
    .join_from(BrowserSession.__table__, ApiKey.__table__, _KEY.id == _SESSION.key_id)
    .where(_SESSION.token_hash == bindparam("wanted"))
)


def session_by_token_hash(database: Database, token_hash: str) -> SessionFacts | None:
    row = database.look_up(_BY_TOKEN_HASH, wanted=token_hash)
    return None if row is None else SessionFacts(*row)


def end_session(session: Session, token_hash: str) -> bool:
    """Whether there was one to end."""
    ended = session.execute(
        delete(BrowserSession).where(BrowserSession.token_hash == token_hash).returning(BrowserSession.key_id)
    )
    return ended.first() is not None


def take_link(session: Session, token_hash: str) -> LinkFacts | None:
    """The link, which is gone from now on: of two who use it at once, one gets it."""
    taken = session.execute(
        delete(SignInLink)
        .where(SignInLink.token_hash == token_hash)
        .returning(SignInLink.workspace_id, SignInLink.key_id, SignInLink.expires_at)
    ).first()
    return None if taken is None else LinkFacts(*taken)


def drop_expired(session: Session, now: datetime) -> None:
    """Sessions and links whose time is over are of no use to anybody."""
    session.execute(delete(BrowserSession).where(BrowserSession.expires_at <= now))
    session.execute(delete(SignInLink).where(SignInLink.expires_at <= now))
