"""What was answered to a request that carried an ``Idempotency-Key``."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, Text, delete, select, tuple_
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.base import Base
from store.types import Instant, KeyText


class IdempotencyRecord(Base):
    """``attempt`` tells who holds a running record: whoever took it over after its lease ended has a higher one."""

    __tablename__ = "idempotency_record"
    __table_args__ = (
        CheckConstraint("status IN ('running', 'done')", name="status"),
        CheckConstraint(
            "status = 'running' OR (response_status IS NOT NULL AND headers IS NOT NULL AND body IS NOT NULL)",
            name="answer",
        ),
        Index("ix_idempotency_record_expires_at", "expires_at"),
    )

    workspace_id: Mapped[str] = mapped_column(KeyText, ForeignKey("workspace.id"), primary_key=True)
    key: Mapped[str] = mapped_column(KeyText, primary_key=True)
    operation: Mapped[str] = mapped_column(KeyText, primary_key=True)
    request_hash: Mapped[str] = mapped_column(KeyText)
    status: Mapped[str] = mapped_column(KeyText)
    attempt: Mapped[int] = mapped_column(Integer)
    lease_until: Mapped[datetime] = mapped_column(Instant)
    response_status: Mapped[int | None] = mapped_column(Integer)
    headers: Mapped[str | None] = mapped_column(Text)
    body: Mapped[str | None] = mapped_column(Text)
    expires_at: Mapped[datetime] = mapped_column(Instant)


def record_for_update(session: Session, workspace_id: str, key: str, operation: str) -> IdempotencyRecord | None:
    query = select(IdempotencyRecord).where(
        IdempotencyRecord.workspace_id == workspace_id,
        IdempotencyRecord.key == key,
        IdempotencyRecord.operation == operation,
    )
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))


def delete_expired_records(session: Session, now: datetime, limit: int = 100) -> None:
    """Some of the expired rows, passing over those another transaction works on."""
    key = tuple_(IdempotencyRecord.workspace_id, IdempotencyRecord.key, IdempotencyRecord.operation)
    expired = (
        select(IdempotencyRecord.workspace_id, IdempotencyRecord.key, IdempotencyRecord.operation)
        .where(IdempotencyRecord.expires_at <= now)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    session.execute(delete(IdempotencyRecord).where(key.in_(expired)).execution_options(synchronize_session=False))
