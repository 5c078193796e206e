"""Periods that are closed: their results change by corrections only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.base import Base
from store.types import Instant, KeyText


class ClosedPeriod(Base):
    __tablename__ = "closed_period"

    workspace_id: Mapped[str] = mapped_column(KeyText, ForeignKey("workspace.id"), primary_key=True)
    period: Mapped[str] = mapped_column(KeyText, primary_key=True)
    period_key: Mapped[str] = mapped_column(KeyText)
    note: Mapped[str] = mapped_column(Text)
    closed_by: Mapped[str] = mapped_column(KeyText)
    closed_at: Mapped[datetime] = mapped_column(Instant)


def closed_period(session: Session, workspace_id: str, period: str) -> ClosedPeriod | None:
    return session.get(ClosedPeriod, (workspace_id, period))


def names_of_closed_periods(session: Session, workspace_id: str) -> list[str]:
    return list(session.scalars(select(ClosedPeriod.period).where(ClosedPeriod.workspace_id == workspace_id)))


def closed_periods_before(
    session: Session, workspace_id: str, before: tuple[str, str] | None, limit: int
) -> list[ClosedPeriod]:
    """Latest first."""
    query = select(ClosedPeriod).where(ClosedPeriod.workspace_id == workspace_id)
    if before is not None:
        day, period = before
        query = query.where(
            (ClosedPeriod.period_key < day) | ((ClosedPeriod.period_key == day) & (ClosedPeriod.period < period))
        )
    return list(
        session.scalars(query.order_by(ClosedPeriod.period_key.desc(), ClosedPeriod.period.desc()).limit(limit))
    )
