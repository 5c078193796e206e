"""The audit trail: one row per change, never altered (a trigger sees to that)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, Text, and_, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

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
    """Only entries for which everything given here holds.

    An action that ends with a dot, and an object that ends with a slash, stand for all that begin so. ``since`` is
    included, ``until`` is not.
    """

    action: str | None = None
    object: str | None = None
    actor: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def audit_before(
    session: Session, workspace_id: str, wanted: AuditFilter, before: str | None, limit: int
) -> list[AuditEntry]:
    """Newest first, by id."""
    query = select(AuditEntry).where(AuditEntry.workspace_id == workspace_id)
    if wanted.action is not None:
        query = query.where(_is_or_begins(AuditEntry.action, wanted.action, "."))
    if wanted.object is not None:
        query = query.where(_is_or_begins(AuditEntry.object, wanted.object, "/"))
    if wanted.actor is not None:
        query = query.where(AuditEntry.actor == wanted.actor)
    if wanted.since is not None:
        query = query.where(AuditEntry.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(AuditEntry.at < wanted.until)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    return list(session.scalars(query.order_by(AuditEntry.id.desc()).limit(limit)))


def _is_or_begins(column: InstrumentedAttribute[str], text: str, end: str) -> ColumnElement[bool]:
    if not text.endswith(end):
        return column == text
    # A range of keys, which compare byte by byte on both databases, rather than a pattern: it can use the index.
    return and_(column >= text, column < text[:-1] + chr(ord(end) + 1))
