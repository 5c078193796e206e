"""The audit trail: written with every change, in its transaction; read by admins."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from service.work import Page, Work
from store.models import AuditEntry
from store.models.audit_entry import AuditFilter, audit_before

__all__ = ["AuditFilter", "Audited", "list_entries", "note_change"]


@dataclass(frozen=True, slots=True)
class Audited:
    """``actor`` is the key's id, ``object`` is ``kind/id``; the hashes are of the content before and after."""

    id: str
    actor: str
    at: datetime
    action: str
    object: str
    before_hash: str | None
    after_hash: str | None
    detail: Mapping[str, Any]


EVERYTHING = AuditFilter()


def note_change(
    work: Work,
    action: str,
    object: str,
    *,
    before_hash: str | None = None,
    after_hash: str | None = None,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Add the entry to the running transaction."""
    entry = AuditEntry(
        id=work.ids(),
        workspace_id=work.workspace_id,
        actor=work.actor.key_id,
        at=work.now,
        action=action,
        object=object,
        before_hash=before_hash,
        after_hash=after_hash,
        detail=json.dumps(detail or {}, ensure_ascii=True, allow_nan=False),
    )
    work.session.add(entry)


def list_entries(
    work: Work, wanted: AuditFilter = EVERYTHING, *, after: str | None = None, limit: int = 50
) -> Page[Audited]:
    """Newest first. ``after`` is the key that the page before gave as ``next``. Needs scope ``admin``."""
    work.actor.require("admin")
    rows = audit_before(work.session, work.workspace_id, wanted, after, limit + 1)
    entries = tuple(
        Audited(
            id=row.id,
            actor=row.actor,
            at=row.at,
            action=row.action,
            object=row.object,
            before_hash=row.before_hash,
            after_hash=row.after_hash,
            detail=json.loads(row.detail),
        )
        for row in rows[:limit]
    )
    return Page(entries, (entries[-1].id,) if len(rows) > limit else None)
