"""Messages that leave the process later, at least once, under an id that stays the same."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.base import Base
from store.types import Instant, KeyText


class OutboxMessage(Base):
    """``payload`` is JSON text. ``delivered_at`` is None until somebody took it over."""

    __tablename__ = "outbox_message"
    __table_args__ = (Index("ix_outbox_message_delivered_at_id", "delivered_at", "id"),)

    id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(KeyText, ForeignKey("workspace.id"))
    topic: Mapped[str] = mapped_column(KeyText)
    payload: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Instant)
    delivered_at: Mapped[datetime | None] = mapped_column(Instant)


def undelivered(session: Session, limit: int) -> list[OutboxMessage]:
    """Oldest first; rows another process is delivering right now are passed over where the database can do that."""
    query = select(OutboxMessage).where(OutboxMessage.delivered_at.is_(None)).order_by(OutboxMessage.id).limit(limit)
    return list(session.scalars(query.with_for_update(skip_locked=True)))
