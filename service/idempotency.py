"""``Idempotency-Key``: the same request asked twice is done once and answered twice alike.

The order for a caller: :func:`begin`; when it gives a :class:`Claim`, do the work and :func:`finish` in the same
transaction; when the work was refused, :func:`release`. When the outcome of the commit is unknown, :func:`read_back`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from engine.issues import Words
from service.errors import Conflict
from service.text import checked_text
from service.work import Actor, Office, Work
from store.insertion import insert_unless_there
from store.models import IdempotencyRecord
from store.models.idempotency_record import delete_expired_records, record_for_update

# Longer than any request may take (the server's own limit is half of it), so a lease that ended means a dead caller.
LEASE = timedelta(seconds=120)
KEEP = timedelta(hours=24)
MAX_KEY_LENGTH = 200
MAX_OPERATION_LENGTH = 400


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to carry the request out, until the lease ends and somebody else takes a higher ``attempt``."""

    key: str
    operation: str
    attempt: int


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    status: int
    headers: Mapping[str, str]
    body: str


def begin(office: Office, actor: Actor, key: str, operation: str, request_hash: str) -> Claim | StoredAnswer:
    """Claim the request or get the first answer. ``operation`` is method and path (``POST /v1/scores``).

    Conflicts: ``idempotency-mismatch`` (same key, another request), ``idempotency-running`` (not finished yet).
    """
    checked_text(key, "Idempotency-Key", low=1, high=MAX_KEY_LENGTH)
    checked_text(operation, "operation", low=1, high=MAX_OPERATION_LENGTH)
    now = office.clock()
    with office.database.writing() as session:
        delete_expired_records(session, now)
        fresh = {
            "workspace_id": actor.workspace_id,
            "key": key,
            "operation": operation,
            "request_hash": request_hash,
            "status": "running",
            "attempt": 1,
            "lease_until": now + LEASE,
            "expires_at": now + KEEP,
        }
        if insert_unless_there(session, IdempotencyRecord, fresh):
            return Claim(key, operation, 1)
        record = record_for_update(session, actor.workspace_id, key, operation)
        if record is None:
            raise _running()
        if record.expires_at > now and record.request_hash != request_hash:
            words = Words("同一 Idempotency-Key 已用于另一请求", "This Idempotency-Key was used for another request")
            raise Conflict("idempotency-mismatch", words)
        if record.expires_at > now and record.status == "done":
            return _answer(record)
        if record.status == "running" and record.lease_until > now:
            raise _running()
        # The caller before died, or its answer has expired: the next attempt begins, and only it can finish.
        record.request_hash, record.status = request_hash, "running"
        record.attempt += 1
        record.lease_until = now + LEASE
        record.expires_at = now + KEEP
        return Claim(key, operation, record.attempt)


def finish(work: Work, claim: Claim, answer: StoredAnswer) -> None:
    """Store the answer in the transaction of the change itself.

    Conflict ``idempotency-lost`` when another caller took the claim over meanwhile: the whole transaction must be
    undone (let the exception leave the ``writing`` block), for the other one does the work.
    """
    record = record_for_update(work.session, work.workspace_id, claim.key, claim.operation)
    if record is None or record.attempt != claim.attempt or record.status != "running":
        words = Words("该请求已由另一次重试接手", "Another attempt has taken this request over")
        raise Conflict("idempotency-lost", words)
    record.status = "done"
    record.response_status = answer.status
    record.headers = json.dumps(dict(answer.headers))
    record.body = answer.body


def release(office: Office, actor: Actor, claim: Claim) -> None:
    """Give the claim back after a refusal, which changed nothing: the same key may then be tried again."""
    with office.database.writing() as session:
        record = record_for_update(session, actor.workspace_id, claim.key, claim.operation)
        if record is not None and record.attempt == claim.attempt and record.status == "running":
            session.delete(record)


def read_back(office: Office, actor: Actor, claim: Claim) -> StoredAnswer | None:
    """After a connection lost at commit: the stored answer when the work was done, None when it was not.

    Taking the row's lock waits for a transaction that is still being finished, so either answer is final.
    """
    with office.database.writing() as session:
        record = record_for_update(session, actor.workspace_id, claim.key, claim.operation)
        return _answer(record) if record is not None and record.status == "done" else None


def _answer(record: IdempotencyRecord) -> StoredAnswer:
    assert record.response_status is not None and record.headers is not None and record.body is not None
    return StoredAnswer(record.response_status, json.loads(record.headers), record.body)


def _running() -> Conflict:
    return Conflict("idempotency-running", Words("相同请求仍在处理中", "The same request is still being worked on"))
