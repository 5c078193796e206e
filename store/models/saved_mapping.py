"""Mappings that were saved under a name: which column of a file stands for what."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, select, tuple_
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.base import Base
from store.types import Instant, KeyText


class SavedMapping(Base):
    """``use`` is what the files are: ``people``, ``figures`` or ``dataset``; ``about`` the rule set or dataset, else
    empty. ``mapping`` is JSON text."""

    __tablename__ = "saved_mapping"
    __table_args__ = (
        Index("ix_saved_mapping_workspace_id_use_about_name", "workspace_id", "use", "about", "name", unique=True),
    )

    workspace_id: Mapped[str] = mapped_column(KeyText, ForeignKey("workspace.id"), primary_key=True)
    id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    use: Mapped[str] = mapped_column(KeyText)
    about: Mapped[str] = mapped_column(KeyText)
    name: Mapped[str] = mapped_column(KeyText)
    mapping: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Instant)
    updated_at: Mapped[datetime] = mapped_column(Instant)
    updated_by: Mapped[str] = mapped_column(KeyText)


def saved_mapping_of(session: Session, workspace_id: str, id: str) -> SavedMapping | None:
    return session.get(SavedMapping, (workspace_id, id))


def saved_mapping_named(session: Session, workspace_id: str, use: str, about: str, name: str) -> SavedMapping | None:
    query = select(SavedMapping).where(
        SavedMapping.workspace_id == workspace_id,
        SavedMapping.use == use,
        SavedMapping.about == about,
        SavedMapping.name == name,
    )
    return session.scalar(query.with_for_update())


def saved_mappings(
    session: Session,
    workspace_id: str,
    use: str | None,
    about: str | None,
    after: tuple[str, str, str] | None,
    limit: int,
) -> list[SavedMapping]:
    """By use, what they are about, and name."""
    order = (SavedMapping.use, SavedMapping.about, SavedMapping.name)
    query = select(SavedMapping).where(SavedMapping.workspace_id == workspace_id).order_by(*order).limit(limit)
    if use is not None:
        query = query.where(SavedMapping.use == use)
    if about is not None:
        query = query.where(SavedMapping.about == about)
    if after is not None:
        query = query.where(tuple_(*order) > tuple_(*after))
    return list(session.scalars(query))
