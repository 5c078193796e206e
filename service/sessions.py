"""Signing in with a browser: a session stands on an access key and ends with it, or when somebody signs out.

A browser keeps no key, only the token of a session that lasts a working day. A link opens one session without anybody
typing a key; it is good once, and not for long.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from service.audit import note_change
from service.errors import NotFound, Unauthenticated
from service.keys import MAX_TOKEN_LENGTH, authenticate, note_use, token_hash
from service.work import Actor, Office, Work
from store.models import ApiKey, BrowserSession, SignInLink
from store.models.browser_session import drop_expired, end_session, session_by_token_hash, take_link

SESSION_LASTS = timedelta(hours=12)
LINK_LASTS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class NewSession:
    """``token`` is for the browser alone and is stored nowhere."""

    actor: Actor
    token: str
    expires_at: datetime

    def __repr__(self) -> str:
        return f"NewSession(key_id={self.actor.key_id!r})"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody signed in: what the key may do, until when."""

    actor: Actor
    expires_at: datetime


def sign_in(office: Office, key: str) -> NewSession:
    """A session for whoever knows the key. Raises :class:`Unauthenticated`."""
    actor = authenticate(office, key)
    with office.writing(actor) as work:
        return _opened(work, "key")


def sign_in_by_link(office: Office, link: str) -> NewSession:
    """A session for the first who brings the link. Raises :class:`Unauthenticated`."""
    if len(link) > MAX_TOKEN_LENGTH:
        raise Unauthenticated
    nobody = Actor("", "", frozenset())
    with office.writing(nobody) as work:
        found = take_link(work.session, token_hash(link))
        row = None if found is None else work.session.get(ApiKey, found.key_id)
        if found is None or row is None or found.expires_at <= work.now or not _good(row, work.now):
            raise Unauthenticated
        actor = Actor(row.workspace_id, row.id, frozenset(row.scopes.split()))
        return _opened(Work(work.session, actor, work.now, work.ids), "link")


def make_link(work: Work, key_id: str) -> str:
    """The token of a link that signs in with this key of the workspace, once, within :data:`LINK_LASTS`."""
    row = work.session.get(ApiKey, key_id)
    if row is None or row.workspace_id != work.workspace_id or not _good(row, work.now):
        raise NotFound("key", key_id)
    token = secrets.token_urlsafe(32)
    link = SignInLink(
        token_hash=token_hash(token),
        workspace_id=work.workspace_id,
        key_id=key_id,
        created_at=work.now,
        expires_at=work.now + LINK_LASTS,
    )
    work.session.add(link)
    work.session.flush()
    return token


def visitor(office: Office, token: str) -> Visitor:
    """Who this session's token stands for. Raises :class:`Unauthenticated` also when the key is no longer good."""
    if len(token) > MAX_TOKEN_LENGTH:
        raise Unauthenticated
    now = office.clock()
    row = session_by_token_hash(office.database, token_hash(token))
    if row is None or row.expires_at <= now or row.key_revoked_at is not None:
        raise Unauthenticated
    if row.key_expires_at is not None and row.key_expires_at <= now:
        raise Unauthenticated
    note_use(office, row.key_id, row.key_last_used_at, now)
    return Visitor(Actor(row.workspace_id, row.key_id, frozenset(row.scopes.split())), row.expires_at)


def sign_out(work: Work, token: str) -> None:
    """End the session; ending it again changes nothing."""
    if end_session(work.session, token_hash(token)):
        note_change(work, "session.closed", f"key/{work.actor.key_id}")


def _opened(work: Work, by: str) -> NewSession:
    drop_expired(work.session, work.now)
    token = secrets.token_urlsafe(32)
    expires_at = work.now + SESSION_LASTS
    row = BrowserSession(
        token_hash=token_hash(token),
        workspace_id=work.workspace_id,
        key_id=work.actor.key_id,
        created_at=work.now,
        expires_at=expires_at,
    )
    work.session.add(row)
    work.session.flush()
    note_change(work, "session.opened", f"key/{work.actor.key_id}", detail={"by": by})
    return NewSession(work.actor, token, expires_at)


def _good(key: ApiKey, now: datetime) -> bool:
    return key.revoked_at is None and (key.expires_at is None or key.expires_at > now)
