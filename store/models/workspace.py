"""A workspace: the tenant. Every other row belongs to one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Integer, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.base import Base
from store.types import Instant, KeyText


class Workspace(Base):
    __tablename__ = "workspace"

    id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    time_zone: Mapped[str] = mapped_column(Text)
    currency: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Instant)
    publications: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    """How often a version came into force or was taken out of it."""


def any_workspace(session: Session) -> bool:
    return session.scalar(select(Workspace.id).limit(1)) is not None
