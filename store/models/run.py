"""Runs: whole periods scored by one version from one state of the data, and which of them counts.

What a run is scored from and by is written down when it is made and never changes; its state, and what comes out, are
filled in by the workers. A rerun is another row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    and_,
    func,
    select,
    tuple_,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.base import Base
from store.models.version import VERSION_KEY
from store.models.workspace import Workspace
from store.types import Instant, KeyText

RUN_KEY = ["run.workspace_id", "run.number"]
STATES = ("queued", "running", "done", "failed", "cancelled")
UNFINISHED = ("queued", "running")


class Run(Base):
    """``number`` counts the runs of a workspace. ``period`` is as written, ``period_key`` its first day.

    ``snapshot`` (JSON) lists all that the run reads, ``snapshot_hash`` is the hash of that. ``reason`` makes it a
    correction. ``stage`` is what is being done or was done last. ``people``, ``warnings`` and ``inputs_file`` are there
    once the inputs are, ``counts`` (people by status) and ``values_file`` once everybody is scored. ``problem`` (JSON)
    says why it failed. ``supersedes`` is the run whose place it took.
    """

    __tablename__ = "run"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "rule_set_id", "version"], VERSION_KEY),
        UniqueConstraint(
            "workspace_id", "rule_set_id", "version", "period", "snapshot_hash", "engine_version", name="uq_run_natural"
        ),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("state IN ('queued', 'running', 'done', 'failed', 'cancelled')", name="state"),
        CheckConstraint("stage IN ('prepare', 'score', 'store', 'finish')", name="stage"),
        Index("ix_run_workspace_id_period_key", "workspace_id", "period_key"),
    )

    workspace_id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    rule_set_id: Mapped[str] = mapped_column(KeyText)
    version: Mapped[int] = mapped_column(Integer)
    period: Mapped[str] = mapped_column(KeyText)
    period_key: Mapped[str] = mapped_column(KeyText)
    content_hash: Mapped[str] = mapped_column(KeyText)
    engine_version: Mapped[str] = mapped_column(Text)
    snapshot_hash: Mapped[str] = mapped_column(KeyText)
    snapshot: Mapped[str] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(KeyText)
    stage: Mapped[str] = mapped_column(KeyText)
    people: Mapped[int | None] = mapped_column(Integer)
    warnings: Mapped[str | None] = mapped_column(Text)
    counts: Mapped[str | None] = mapped_column(Text)
    problem: Mapped[str | None] = mapped_column(Text)
    inputs_file: Mapped[str | None] = mapped_column(Text)
    values_file: Mapped[str | None] = mapped_column(Text)
    results_hash: Mapped[str | None] = mapped_column(KeyText)
    supersedes: Mapped[int | None] = mapped_column(Integer)
    created_by: Mapped[str] = mapped_column(KeyText)
    created_at: Mapped[datetime] = mapped_column(Instant)
    started_at: Mapped[datetime | None] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)


class CurrentRun(Base):
    """The run that counts for a rule set and a period: of those that are done, the one asked for last."""

    __tablename__ = "current_run"
    __table_args__ = (ForeignKeyConstraint(["workspace_id", "run"], RUN_KEY),)

    workspace_id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    rule_set_id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    period: Mapped[str] = mapped_column(KeyText, primary_key=True)
    period_key: Mapped[str] = mapped_column(KeyText)
    run: Mapped[int] = mapped_column(Integer)


@dataclass(frozen=True, slots=True)
class RunFilter:
    """Only runs for which everything given here holds."""

    rule_set: str | None = None
    period: str | None = None
    state: str | None = None


def next_run_number(session: Session, workspace_id: str) -> int:
    """One more than the last run's; whoever asks next waits until this transaction has ended."""
    lock = select(Workspace.id).where(Workspace.id == workspace_id).with_for_update(key_share=True)
    session.execute(lock).one()
    last = session.scalar(select(func.max(Run.number)).where(Run.workspace_id == workspace_id))
    return (last or 0) + 1


def run_by_number(session: Session, workspace_id: str, number: int, *, for_update: bool = False) -> Run | None:
    query = select(Run).where(Run.workspace_id == workspace_id, Run.number == number)
    if for_update:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.scalar(query)


def run_by_nature(
    session: Session, workspace_id: str, rule_set_id: str, version: int, period: str, snapshot_hash: str, engine: str
) -> Run | None:
    """The run of the same version, period, data and engine, if there ever was one."""
    return session.scalar(
        select(Run).where(
            Run.workspace_id == workspace_id,
            Run.rule_set_id == rule_set_id,
            Run.version == version,
            Run.period == period,
            Run.snapshot_hash == snapshot_hash,
            Run.engine_version == engine,
        )
    )


def runs_before(
    session: Session, workspace_id: str, wanted: RunFilter, before: int | None, limit: int
) -> list[tuple[Run, int | None]]:
    """Newest first, each with the number of the run that counts for its rule set and period."""
    query = _with_current().where(Run.workspace_id == workspace_id)
    if wanted.rule_set is not None:
        query = query.where(Run.rule_set_id == wanted.rule_set)
    if wanted.period is not None:
        query = query.where(Run.period == wanted.period)
    if wanted.state is not None:
        query = query.where(Run.state == wanted.state)
    if before is not None:
        query = query.where(Run.number < before)
    rows = session.execute(query.order_by(Run.number.desc()).limit(limit))
    return [(run, current) for run, current in rows]


def run_with_current(session: Session, workspace_id: str, number: int) -> tuple[Run, int | None] | None:
    row = session.execute(_with_current().where(Run.workspace_id == workspace_id, Run.number == number)).first()
    return None if row is None else (row[0], row[1])


def current_of(session: Session, workspace_id: str, rule_set_id: str, period: str) -> CurrentRun | None:
    return session.get(CurrentRun, (workspace_id, rule_set_id, period))


def current_runs(session: Session, workspace_id: str, rule_set_id: str, first_day: str, before_day: str) -> list[Run]:
    """The runs that count, of the periods starting in ``[first_day, before_day)``, oldest first."""
    query = (
        select(Run)
        .join(CurrentRun, and_(CurrentRun.workspace_id == Run.workspace_id, CurrentRun.run == Run.number))
        .where(
            CurrentRun.workspace_id == workspace_id,
            CurrentRun.rule_set_id == rule_set_id,
            CurrentRun.period_key >= first_day,
            CurrentRun.period_key < before_day,
        )
        .order_by(CurrentRun.period_key, CurrentRun.period)
    )
    return list(session.scalars(query))


def current_runs_before(
    session: Session, workspace_id: str, rule_set_id: str | None, before: tuple[str, str, str] | None, limit: int = 500
) -> list[Run]:
    """The runs that count, by first day, period and rule set, latest first."""
    order = (CurrentRun.period_key, CurrentRun.period, CurrentRun.rule_set_id)
    query = (
        select(Run)
        .join(CurrentRun, and_(CurrentRun.workspace_id == Run.workspace_id, CurrentRun.run == Run.number))
        .where(CurrentRun.workspace_id == workspace_id)
    )
    if rule_set_id is not None:
        query = query.where(CurrentRun.rule_set_id == rule_set_id)
    if before is not None:
        query = query.where(tuple_(*order) < tuple_(*before))
    return list(session.scalars(query.order_by(*(column.desc() for column in order)).limit(limit)))


def current_runs_of_period(session: Session, workspace_id: str, period: str) -> list[Run]:
    query = (
        select(Run)
        .join(CurrentRun, and_(CurrentRun.workspace_id == Run.workspace_id, CurrentRun.run == Run.number))
        .where(CurrentRun.workspace_id == workspace_id, CurrentRun.period == period)
        .order_by(CurrentRun.rule_set_id)
    )
    return list(session.scalars(query))


def unfinished_of_period(session: Session, workspace_id: str, period: str) -> Sequence[int]:
    query = select(Run.number).where(Run.workspace_id == workspace_id, Run.period == period, Run.state.in_(UNFINISHED))
    return session.scalars(query.order_by(Run.number)).all()


def _with_current():  # type: ignore[no-untyped-def]
    same = and_(
        CurrentRun.workspace_id == Run.workspace_id,
        CurrentRun.rule_set_id == Run.rule_set_id,
        CurrentRun.period == Run.period,
    )
    return select(Run, CurrentRun.run).outerjoin(CurrentRun, same)
