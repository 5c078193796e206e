"""``Idempotency-Key``: a request that creates something may be sent again without creating it twice."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import request

from api.codes import IDEMPOTENCY_KEY_INVALID, IDEMPOTENCY_KEY_MISSING
from engine.issues import Refused
from service import idempotency
from service.errors import ServiceError
from service.idempotency import Claim, StoredAnswer
from service.text import sha256_of
from service.work import Actor, Office

IDEMPOTENCY_KEY = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
_KEY = re.compile(r"[\x21-\x7e]{1,200}")


def idempotency_key(*, required: bool) -> str | None:
    key = request.headers.get(IDEMPOTENCY_KEY)
    if key is None and required:
        raise Refused([IDEMPOTENCY_KEY_MISSING.at((IDEMPOTENCY_KEY,))])
    if key is not None and _KEY.fullmatch(key) is None:
        raise Refused([IDEMPOTENCY_KEY_INVALID.at((IDEMPOTENCY_KEY,))])
    return key


def once(
    office: Office, actor: Actor, key: str, work: Callable[[Claim], StoredAnswer], body_hash: str | None = None
) -> tuple[StoredAnswer, bool]:
    """The answer, and whether it is an earlier one. ``work`` stores its answer in its own transaction. ``body_hash``
    stands for a body that is not kept in memory.

    A refusal gives the key back, for nothing was changed. When the database went away at the commit nobody knows what
    was changed: the record is read back, and only its absence means that nothing was.
    """
    asked = f"{request.method} {request.path}"
    body = request.get_data().decode("latin-1") if body_hash is None else body_hash
    content = sha256_of(request.mimetype, request.query_string.decode("latin-1"), body)
    claim = idempotency.begin(office, actor, key, asked, content)
    if isinstance(claim, StoredAnswer):
        return claim, True
    try:
        return work(claim), False
    except (Refused, ServiceError):
        idempotency.release(office, actor, claim)
        raise
    except Exception:
        stored = idempotency.read_back(office, actor, claim)
        if stored is not None:
            return stored, False
        idempotency.release(office, actor, claim)
        raise
