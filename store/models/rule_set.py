"""A rule set: the name under which a draft and its published versions stand."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.base import Base
from store.insertion import insert_unless_there
from store.types import Instant, KeyText


class RuleSet(Base):
    """``latest_version`` is the number given out last, 0 before the first. The names are those of the text stored last,
    so that a list can tell them without reading documents.

    The row's lock is what makes the numbers follow one another without gaps.
    """

    __tablename__ = "rule_set"
    __table_args__ = (Index("ix_rule_set_workspace_id_created_at_id", "workspace_id", "created_at", "id"),)

    workspace_id: Mapped[str] = mapped_column(KeyText, ForeignKey("workspace.id"), primary_key=True)
    id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    latest_version: Mapped[int] = mapped_column(Integer, default=0)
    name_zh: Mapped[str | None] = mapped_column(Text)
    name_en: Mapped[str | None] = mapped_column(Text)


def create_rule_set(session: Session, workspace_id: str, rule_set_id: str, now: datetime) -> bool:
    """True when the rule set was not there before."""
    values = {"workspace_id": workspace_id, "id": rule_set_id, "created_at": now, "latest_version": 0}
    return insert_unless_there(session, RuleSet, values)


def rule_set_by_id(session: Session, workspace_id: str, rule_set_id: str) -> RuleSet | None:
    return session.get(RuleSet, (workspace_id, rule_set_id))


def rule_set_for_update(session: Session, workspace_id: str, rule_set_id: str) -> RuleSet | None:
    """The row, locked until the transaction ends: drafts and versions of one rule set change one after the other."""
    query = select(RuleSet).where(RuleSet.workspace_id == workspace_id, RuleSet.id == rule_set_id)
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))


def rule_sets_by_id(session: Session, workspace_id: str, after: str | None, limit: int) -> list[RuleSet]:
    query = select(RuleSet).where(RuleSet.workspace_id == workspace_id).order_by(RuleSet.id).limit(limit)
    if after is not None:
        query = query.where(RuleSet.id > after)
    return list(session.scalars(query))


def rule_sets_newest_first(
    session: Session, workspace_id: str, after: tuple[datetime, str] | None, limit: int
) -> list[RuleSet]:
    query = (
        select(RuleSet)
        .where(RuleSet.workspace_id == workspace_id)
        .order_by(RuleSet.created_at.desc(), RuleSet.id.desc())
        .limit(limit)
    )
    if after is not None:
        created_at, rule_set_id = after
        query = query.where(
            (RuleSet.created_at < created_at) | ((RuleSet.created_at == created_at) & (RuleSet.id < rule_set_id))
        )
    return list(session.scalars(query))
