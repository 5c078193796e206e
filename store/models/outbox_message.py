"""Messages that leave the process later, at least once, under an id that stays the same."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.base import Base
from store.types import Instant, KeyText


class OutboxMessage(Base):
    """``payload`` is JSON text. Until ``claimed_until`` one process is busy sending it. ``delivered_at`` is None until
    it went out."""

    __tablename__ = "outbox_message"
    __table_args__ = (Index("ix_outbox_message_delivered_at_id", "delivered_at", "id"),)

    id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(KeyText, ForeignKey("workspace.id"))
    topic: Mapped[str] = mapped_column(KeyText)
    payload: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Instant)
    claimed_until: Mapped[datetime | None] = mapped_column(Instant)
    delivered_at: Mapped[datetime | None] = mapped_column(Instant)


def next_undelivered(session: Session, now: datetime) -> OutboxMessage | None:
    """The oldest message nobody is sending, locked."""
    query = (
        select(OutboxMessage)
        .where(OutboxMessage.delivered_at.is_(None))
        .where(or_(OutboxMessage.claimed_until.is_(None), OutboxMessage.claimed_until <= now))
        .order_by(OutboxMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return session.scalar(query)


def mark_delivered(session: Session, message_id: str, now: datetime) -> None:
    session.execute(update(OutboxMessage).where(OutboxMessage.id == message_id).values(delivered_at=now))
