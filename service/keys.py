"""API keys: made, shown once, listed, revoked, and recognised."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import OperationalError

from engine.issues import Refused, Words, declare, did_you_mean
from rules.document.names import name_problems
from service.audit import note_change
from service.errors import Conflict, NotFound, Unauthenticated
from service.text import checked_text
from service.work import SCOPES, Actor, Office, Page, Work
from store.models import ApiKey
from store.models.api_key import key_by_token_hash, key_for_update, keys_after, touch_key, usable_keys_for_update

TOKEN_START = "sw_"
HINT_LENGTH = 8
LONGEST_NAME = 200
USED_NOTED_EVERY = timedelta(minutes=1)
MAX_TOKEN_LENGTH = 200

UNKNOWN_SCOPE = declare(
    "unknown-scope",
    zh="没有“{scope}”这个权限",
    en="There is no scope '{scope}'",
    mend_zh="可用的权限：read score edit publish admin",
    mend_en="The scopes are read, score, edit, publish and admin",
)
NO_SCOPES = declare(
    "no-scopes",
    zh="密钥没有任何权限",
    en="The key has no scope at all",
    mend_zh="至少给一个权限：read score edit publish admin",
    mend_en="Give at least one of read, score, edit, publish, admin",
)
EXPIRY_PASSED = declare(
    "expiry-passed",
    zh="到期时间已经过去",
    en="The expiry lies in the past",
    mend_zh="给一个将来的时间，或不写（不过期）",
    mend_en="Give a time in the future, or none for a key that does not expire",
)


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it may be shown: ``hint`` is the beginning of its token."""

    id: str
    name: str
    hint: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewKey:
    """``token`` is given out this once and is stored nowhere."""

    key: Key
    token: str

    def __repr__(self) -> str:
        return f"NewKey(key={self.key!r})"


def create_key(work: Work, name: str, scopes: Iterable[str], expires_at: datetime | None = None) -> NewKey:
    """A new key of the actor's workspace. Needs scope ``admin``."""
    work.actor.require("admin")
    new = issue_key(work, name, scopes, expires_at)
    note_change(work, "key.created", f"key/{new.key.id}", detail={"name": name, "scopes": list(new.key.scopes)})
    return new


def issue_key(work: Work, name: str, scopes: Iterable[str], expires_at: datetime | None = None) -> NewKey:
    """Make the key without asking who wants it: for the first key of a workspace."""
    chosen = set(scopes)
    issues = [
        UNKNOWN_SCOPE.at(("scopes",), hint=did_you_mean(scope, SCOPES), scope=scope)
        for scope in sorted(chosen - set(SCOPES))
    ]
    if not chosen:
        issues.append(NO_SCOPES.at(("scopes",)))
    if expires_at is not None and expires_at <= work.now:
        issues.append(EXPIRY_PASSED.at(("expires_at",)))
    try:
        # keys are told apart by their names, so nothing invisible may hide in one
        issues += name_problems(checked_text(name, "name", low=1, high=LONGEST_NAME), ("name",), LONGEST_NAME)
    except Refused as refused:
        issues += refused.issues
    if issues:
        raise Refused(issues)
    token = TOKEN_START + secrets.token_urlsafe(32)
    row = ApiKey(
        id=work.ids(),
        workspace_id=work.workspace_id,
        name=name,
        token_hash=token_hash(token),
        hint=token[:HINT_LENGTH],
        scopes=" ".join(scope for scope in SCOPES if scope in chosen),
        created_at=work.now,
        created_by=work.actor.key_id or None,
        expires_at=expires_at,
    )
    work.session.add(row)
    work.session.flush()
    return NewKey(_shown(row), token)


def revoke_key(work: Work, key_id: str) -> Key:
    """The key no longer works from now on; revoking it again changes nothing. Needs scope ``admin``.

    Conflict ``last-admin-key`` for the only usable key that could still manage keys.
    """
    work.actor.require("admin")
    # All usable keys are locked, in one order: two admins who revoke each other's key cannot both succeed.
    usable = usable_keys_for_update(work.session, work.workspace_id, work.now)
    row = key_for_update(work.session, work.workspace_id, key_id)
    if row is None:
        raise NotFound("key", key_id)
    if row.revoked_at is not None:
        return _shown(row)
    if "admin" in row.scopes.split() and not any("admin" in k.scopes.split() for k in usable if k.id != row.id):
        words = Words("这是最后一个管理密钥，不能撤销", "This is the last admin key; make another before revoking it")
        raise Conflict("last-admin-key", words)
    row.revoked_at = work.now
    note_change(work, "key.revoked", f"key/{key_id}", detail={"name": row.name})
    return _shown(row)


def key_of(work: Work) -> Key:
    """The actor's own key."""
    row = work.session.get(ApiKey, work.actor.key_id)
    if row is None:
        raise NotFound("key", work.actor.key_id)
    return _shown(row)


def list_keys(work: Work, *, after: str | None = None, limit: int = 50) -> Page[Key]:
    """Oldest first, revoked ones too. Needs scope ``admin``."""
    work.actor.require("admin")
    rows = keys_after(work.session, work.workspace_id, after, limit + 1)
    keys = tuple(_shown(row) for row in rows[:limit])
    return Page(keys, (keys[-1].id,) if len(rows) > limit else None)


def authenticate(office: Office, token: str) -> Actor:
    """Who this token is; raises :class:`Unauthenticated`. Notes the time of use, at most once a minute."""
    if not token.startswith(TOKEN_START) or len(token) > MAX_TOKEN_LENGTH:
        raise Unauthenticated
    wanted = token_hash(token)
    now = office.clock()
    row = key_by_token_hash(office.database, wanted)
    # The index finds rows by a hash the caller cannot steer; the last comparison takes the same time wherever it fails.
    known = row.token_hash if row is not None else hashlib.sha256(b"").hexdigest()
    if not hmac.compare_digest(known, wanted) or row is None:
        raise Unauthenticated
    if row.revoked_at is not None or (row.expires_at is not None and row.expires_at <= now):
        raise Unauthenticated
    note_use(office, row.id, row.last_used_at, now)
    return Actor(row.workspace_id, row.id, frozenset(row.scopes.split()), row.publications)


def token_hash(token: str) -> str:
    """SHA-256 is enough here: a token has 256 random bits, so nothing can be gained by guessing slowly or fast."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def note_use(office: Office, key_id: str, last: datetime | None, now: datetime) -> None:
    """Note that the key was used, at most once a minute."""
    if last is not None and last > now - USED_NOTED_EVERY:
        return
    try:
        with office.database.writing() as session:
            touch_key(session, key_id, now, USED_NOTED_EVERY)
    except OperationalError:
        # A database too busy for this note still answers reads; a request must not fail for want of a time stamp.
        return


def _shown(row: ApiKey) -> Key:
    return Key(
        id=row.id,
        name=row.name,
        hint=row.hint,
        scopes=tuple(row.scopes.split()),
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        last_used_at=row.last_used_at,
    )
