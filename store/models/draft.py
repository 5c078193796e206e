"""The one mutable draft of a rule set."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Integer, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.base import Base
from store.types import Instant, KeyText


class Draft(Base):
    """``document`` is the text exactly as written. ``revision`` grows with every change of the row.

    ``published_as`` is the number of the version that holds this very text, or None since the text was changed.
    """

    __tablename__ = "draft"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "rule_set_id"], ["rule_set.workspace_id", "rule_set.id"]),
        CheckConstraint("media IN ('yaml', 'json')", name="media"),
        CheckConstraint("revision >= 1", name="revision"),
    )

    workspace_id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    rule_set_id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    document: Mapped[str] = mapped_column(Text)
    media: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(Integer)
    published_as: Mapped[int | None] = mapped_column(Integer)
    updated_by: Mapped[str] = mapped_column(KeyText)
    updated_at: Mapped[datetime] = mapped_column(Instant)


def draft_of(session: Session, workspace_id: str, rule_set_id: str) -> Draft | None:
    return session.get(Draft, (workspace_id, rule_set_id), populate_existing=True)


def drafts_among(session: Session, workspace_id: str, rule_set_ids: list[str]) -> set[str]:
    """Which of these rule sets have a draft."""
    query = select(Draft.rule_set_id).where(Draft.workspace_id == workspace_id, Draft.rule_set_id.in_(rule_set_ids))
    return set(session.scalars(query))
