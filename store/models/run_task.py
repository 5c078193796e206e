"""The pieces a run is done in. A worker holds a piece for as long as it renews its lease; by the database's clock.

Whoever takes a piece over has a higher ``attempt``. What a worker writes is written in one transaction with
:func:`task_held`, so a worker that was thought dead cannot write any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Integer,
    Text,
    and_,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.base import Base
from store.models.run import RUN_KEY, UNFINISHED, Run
from store.types import Instant, KeyText


class RunTask(Base):
    """``attempt`` only grows; ``tries`` counts those since the run was started, resumed or retried.

    ``first`` and ``last`` are the first and the last person of a piece of the stage ``store``, ``people`` how many.

    ``progress`` counts people within a stage that is one piece. ``hash`` is of the rows that were stored.
    """

    __tablename__ = "run_task"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "run"], RUN_KEY),
        CheckConstraint("stage IN ('prepare', 'score', 'store', 'finish')", name="stage"),
        CheckConstraint("state IN ('ready', 'running', 'done')", name="state"),
        Index("ix_run_task_state", "state", "workspace_id", "run", "number"),
    )

    workspace_id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    run: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    stage: Mapped[str] = mapped_column(KeyText)
    first: Mapped[str | None] = mapped_column(KeyText)
    last: Mapped[str | None] = mapped_column(KeyText)
    people: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(KeyText)
    attempt: Mapped[int] = mapped_column(Integer)
    tries: Mapped[int] = mapped_column(Integer)
    worker: Mapped[str | None] = mapped_column(Text)
    lease_until: Mapped[datetime | None] = mapped_column(Instant)
    progress: Mapped[int] = mapped_column(Integer)
    rows: Mapped[int | None] = mapped_column(Integer)
    hash: Mapped[str | None] = mapped_column(KeyText)
    began_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


def is_task_waiting(session: Session, now: datetime) -> bool:
    """Whether there is a piece to take; asked before :func:`next_task`, which locks."""
    return session.scalar(_claimable(now).with_only_columns(RunTask.number)) is not None


def next_task(session: Session, now: datetime) -> RunTask | None:
    """The first piece that nobody holds, locked; those that another worker is just taking are passed over."""
    query = _claimable(now).with_for_update(skip_locked=True, of=RunTask)
    return session.scalar(query.execution_options(populate_existing=True))


def renew_lease(
    session: Session, workspace_id: str, run: int, number: int, attempt: int, until: datetime, progress: int
) -> bool:
    """False when the piece is no longer this attempt's, or its run is no longer being worked on."""
    going_on = select(Run.state).where(Run.workspace_id == workspace_id, Run.number == run).scalar_subquery()
    renewed = session.execute(
        update(RunTask)
        .where(*_attempt(workspace_id, run, number, attempt), going_on == "running")
        .values(lease_until=until, progress=progress)
    )
    return renewed.rowcount == 1  # type: ignore[attr-defined, no-any-return]


def task_held(session: Session, workspace_id: str, run: int, number: int, attempt: int) -> RunTask | None:
    """The piece, locked to the end of the transaction, if it is still this attempt's."""
    query = select(RunTask).where(*_attempt(workspace_id, run, number, attempt))
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))


def task_by_number(session: Session, workspace_id: str, run: int, number: int) -> RunTask | None:
    return session.get(RunTask, (workspace_id, run, number))


def tasks_of(session: Session, workspace_id: str, run: int) -> Sequence[RunTask]:
    query = select(RunTask).where(RunTask.workspace_id == workspace_id, RunTask.run == run)
    return session.scalars(query.order_by(RunTask.number)).all()


def tasks_locked(session: Session, workspace_id: str, run: int) -> None:
    """Wait until nobody works on a piece of the run, and keep it that way to the end of the transaction."""
    query = select(RunTask.number).where(RunTask.workspace_id == workspace_id, RunTask.run == run)
    session.execute(query.order_by(RunTask.number).with_for_update()).all()


def last_task_number(session: Session, workspace_id: str, run: int) -> int:
    query = select(func.max(RunTask.number)).where(RunTask.workspace_id == workspace_id, RunTask.run == run)
    return session.scalar(query) or 0


def is_any_left(session: Session, workspace_id: str, run: int) -> bool:
    """Whether some piece of the run is not done."""
    query = select(RunTask.number).where(
        RunTask.workspace_id == workspace_id, RunTask.run == run, RunTask.state != "done"
    )
    return session.scalar(query.limit(1)) is not None


def free_tasks(session: Session, workspace_id: str, run: int) -> None:
    """Make what is not done ready to be taken, with all its attempts before it again; old attempts stay void."""
    session.execute(
        update(RunTask)
        .where(RunTask.workspace_id == workspace_id, RunTask.run == run, RunTask.state != "done")
        .values(state="ready", lease_until=None, worker=None, progress=0, attempt=RunTask.attempt + 1, tries=0)
    )


def _attempt(workspace_id: str, run: int, number: int, attempt: int):  # type: ignore[no-untyped-def]
    return (
        RunTask.workspace_id == workspace_id,
        RunTask.run == run,
        RunTask.number == number,
        RunTask.attempt == attempt,
        RunTask.state == "running",
    )


def _claimable(now: datetime):  # type: ignore[no-untyped-def]
    return (
        select(RunTask)
        .join(Run, and_(Run.workspace_id == RunTask.workspace_id, Run.number == RunTask.run))
        .where(
            RunTask.state.in_(("ready", "running")),
            or_(RunTask.state == "ready", RunTask.lease_until <= now),
            Run.state.in_(UNFINISHED),
        )
        .order_by(Run.created_at, RunTask.workspace_id, RunTask.run, RunTask.number)
        .limit(1)
    )
