"""The audit trail: one row per change, never altered (a trigger sees to that)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.base import Base
from store.types import Instant, KeyText


class AuditEntry(Base):
    """``actor`` is a key's id. ``object`` is ``kind/id``. ``detail`` is JSON text."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_workspace_id_id", "workspace_id", "id"),
        Index("ix_audit_entry_workspace_id_object_id", "workspace_id", "object", "id"),
    )

    id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(KeyText, ForeignKey("workspace.id"))
    actor: Mapped[str] = mapped_column(KeyText)
    at: Mapped[datetime] = mapped_column(Instant)
    action: Mapped[str] = mapped_column(KeyText)
    object: Mapped[str] = mapped_column(KeyText)
    before_hash: Mapped[str | None] = mapped_column(KeyText)
    after_hash: Mapped[str | None] = mapped_column(KeyText)
    detail: Mapped[str] = mapped_column(Text)


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Only entries for which everything given here holds."""

    action: str | None = None
    object: str | None = None
    actor: str | None = None


def audit_before(
    session: Session, workspace_id: str, wanted: AuditFilter, before: str | None, limit: int
) -> list[AuditEntry]:
    """Newest first, by id."""
    query = select(AuditEntry).where(AuditEntry.workspace_id == workspace_id)
    if wanted.action is not None:
        query = query.where(AuditEntry.action == wanted.action)
    if wanted.object is not None:
        query = query.where(AuditEntry.object == wanted.object)
    if wanted.actor is not None:
        query = query.where(AuditEntry.actor == wanted.actor)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    return list(session.scalars(query.order_by(AuditEntry.id.desc()).limit(limit)))
