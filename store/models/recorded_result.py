"""Recorded results: what a person got in a period, by which version, from which inputs.

Rows are never updated. Recording again adds a row with the next ``sequence``; the highest one counts.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Integer, Text, and_, func, select, true, tuple_
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.base import Base
from store.models.version import VERSION_KEY
from store.types import Instant, KeyText


class RecordedResult(Base):
    """``period`` is the period as written, ``period_key`` its first day.

    ``named_values`` is JSON text with numbers as exact decimal literals. ``score`` is a decimal as text; ``answer`` the
    whole result as it was given out (JSON text).
    """

    __tablename__ = "recorded_result"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "rule_set_id", "version"], VERSION_KEY),
        CheckConstraint("sequence >= 1", name="sequence"),
        Index(
            "ix_recorded_result_subject", "workspace_id", "subject", "period_key", "period", "rule_set_id", "sequence"
        ),
    )

    workspace_id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    rule_set_id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    subject: Mapped[str] = mapped_column(KeyText, primary_key=True)
    period_key: Mapped[str] = mapped_column(KeyText, primary_key=True)
    period: Mapped[str] = mapped_column(KeyText, primary_key=True)
    sequence: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(Integer)
    inputs_hash: Mapped[str] = mapped_column(KeyText)
    engine_version: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    score: Mapped[str | None] = mapped_column(Text)
    tier: Mapped[str | None] = mapped_column(Text)
    named_values: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)
    recorded_by: Mapped[str] = mapped_column(KeyText)
    recorded_at: Mapped[datetime] = mapped_column(Instant)


def current_results(
    session: Session, workspace_id: str, rule_set_id: str, subjects: list[str], period: str
) -> dict[str, RecordedResult]:
    """The row that counts, per subject, in one period."""
    same = and_(
        RecordedResult.workspace_id == workspace_id,
        RecordedResult.rule_set_id == rule_set_id,
        RecordedResult.subject.in_(subjects),
        RecordedResult.period == period,
    )
    query = select(RecordedResult).where(same).order_by(RecordedResult.sequence)
    return {row.subject: row for row in session.scalars(query)}


def results_between(
    session: Session,
    workspace_id: str,
    rule_set_id: str,
    subjects: list[str],
    first_day: str,
    before_day: str,
    until: datetime | None = None,
) -> list[RecordedResult]:
    """The rows that count, of the periods starting in ``[first_day, before_day)``, ordered by subject and period.

    With ``until`` those that counted then.
    """
    latest = (
        select(
            RecordedResult.subject,
            RecordedResult.period,
            func.max(RecordedResult.sequence).label("sequence"),
        )
        .where(
            RecordedResult.workspace_id == workspace_id,
            RecordedResult.rule_set_id == rule_set_id,
            RecordedResult.subject.in_(subjects),
            RecordedResult.period_key >= first_day,
            RecordedResult.period_key < before_day,
            true() if until is None else RecordedResult.recorded_at <= until,
        )
        .group_by(RecordedResult.subject, RecordedResult.period)
        .subquery()
    )
    query = (
        select(RecordedResult)
        .join(
            latest,
            and_(
                RecordedResult.subject == latest.c.subject,
                RecordedResult.period == latest.c.period,
                RecordedResult.sequence == latest.c.sequence,
            ),
        )
        .where(RecordedResult.workspace_id == workspace_id, RecordedResult.rule_set_id == rule_set_id)
        .order_by(RecordedResult.subject, RecordedResult.period_key, RecordedResult.period)
    )
    return list(session.scalars(query))


def has_results(session: Session, workspace_id: str, subject: str) -> bool:
    query = select(RecordedResult.sequence).where(
        RecordedResult.workspace_id == workspace_id, RecordedResult.subject == subject
    )
    return session.execute(query.limit(1)).first() is not None


def results_of_subject(
    session: Session, workspace_id: str, subject: str, after: tuple[str, str, str, int] | None, limit: int
) -> list[RecordedResult]:
    """All rows of one person, latest period first, after the row that ``after`` names by its key."""
    order = (
        RecordedResult.period_key,
        RecordedResult.period,
        RecordedResult.rule_set_id,
        RecordedResult.sequence,
    )
    query = select(RecordedResult).where(RecordedResult.workspace_id == workspace_id, RecordedResult.subject == subject)
    if after is not None:
        query = query.where(tuple_(*order) < tuple_(*after))
    return list(session.scalars(query.order_by(*(column.desc() for column in order)).limit(limit)))


def count_before(session: Session, workspace_id: str, rule_set_id: str, first_day: str, before_day: str) -> int:
    """How many rows there are of the periods starting in ``[first_day, before_day)``; none ever goes away."""
    query = select(func.count()).where(
        RecordedResult.workspace_id == workspace_id,
        RecordedResult.rule_set_id == rule_set_id,
        RecordedResult.period_key >= first_day,
        RecordedResult.period_key < before_day,
    )
    return session.scalar(query) or 0


def recorded_of_periods(
    session: Session, workspace_id: str, rule_set_id: str, first_day: str, before_day: str, until: datetime
) -> list[RecordedResult]:
    """Everybody's rows that counted at ``until``, of the periods starting in ``[first_day, before_day)``."""
    query = (
        select(RecordedResult)
        .where(
            RecordedResult.workspace_id == workspace_id,
            RecordedResult.rule_set_id == rule_set_id,
            RecordedResult.period_key >= first_day,
            RecordedResult.period_key < before_day,
            RecordedResult.recorded_at <= until,
        )
        .order_by(RecordedResult.subject, RecordedResult.period, RecordedResult.sequence)
    )
    return list({(row.subject, row.period): row for row in session.scalars(query)}.values())
