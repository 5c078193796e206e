"""What a run found, line by line: one row per person and line, never changed.

Lines are ``score`` (with status and tier), ``metric:<id>`` (value and points), ``adjustment:<id>`` (its effect as
points), ``reward:<id>`` and ``payout``, ``payout:rewards``, ``payout:penalties`` (amounts). Numbers are exact decimals
as text. There is no foreign key to the run: millions of rows come in at once, and no run is ever deleted.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Index, Integer, Text, exists, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.base import Base
from store.models.run import Run
from store.types import KeyText

NOTHING = "\x1f"
"""Stands for null in the files that rows come in: no text of ours may contain it."""
COLUMNS = ("workspace_id", "run", "subject", "line", "status", "tier", "value", "points", "amount")


class RunResult(Base):
    __tablename__ = "run_result"

    workspace_id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    run: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    subject: Mapped[str] = mapped_column(KeyText, primary_key=True)
    line: Mapped[str] = mapped_column(KeyText, primary_key=True)
    status: Mapped[str | None] = mapped_column(Text)
    tier: Mapped[str | None] = mapped_column(Text)
    value: Mapped[str | None] = mapped_column(Text)
    points: Mapped[str | None] = mapped_column(Text)
    amount: Mapped[str | None] = mapped_column(Text)


class RunDifference(Base):
    """How one person's result differs from that of the run it supersedes; None on a side where there was no result.

    ``score_change`` and ``net_change`` are after minus before, with nothing counting as zero for money.
    """

    __tablename__ = "run_difference"
    __table_args__ = (Index("ix_run_difference_subject", "workspace_id", "subject"),)

    workspace_id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    run: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    subject: Mapped[str] = mapped_column(KeyText, primary_key=True)
    status_before: Mapped[str | None] = mapped_column(Text)
    status_after: Mapped[str | None] = mapped_column(Text)
    score_before: Mapped[str | None] = mapped_column(Text)
    score_after: Mapped[str | None] = mapped_column(Text)
    score_change: Mapped[str | None] = mapped_column(Text)
    tier_before: Mapped[str | None] = mapped_column(Text)
    tier_after: Mapped[str | None] = mapped_column(Text)
    net_before: Mapped[str | None] = mapped_column(Text)
    net_after: Mapped[str | None] = mapped_column(Text)
    net_change: Mapped[str | None] = mapped_column(Text)


DIFFERENCE_COLUMNS = tuple(RunDifference.__table__.columns.keys())


def store_rows(session: Session, table: str, columns: Sequence[str], file: Path) -> None:
    """Insert the rows of a CSV file that has these columns and :data:`NOTHING` for null, as part of the transaction.

    PostgreSQL takes the file as it is (COPY); SQLite row by row in its own loop.
    """
    connection: Any = session.connection().connection.driver_connection
    if session.get_bind().dialect.name == "sqlite":
        with file.open(newline="", encoding="utf-8") as rows:
            _execute_many(connection, table, columns, csv.reader(rows))
        return
    with connection.cursor() as cursor:
        # A piece of the work takes seconds; on a busy machine rather longer than a request may.
        cursor.execute("SET LOCAL statement_timeout = '10min'")
        order = f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT csv, NULL E'\\x1f')"
        with cursor.copy(order) as copy, file.open("rb") as rows:
            while block := rows.read(1 << 20):
                copy.write(block)


def _execute_many(connection: Any, table: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    always = ("workspace_id", "run", "subject", "line")
    marks = ", ".join("?" if name in always else "nullif(?, char(31))" for name in columns)
    connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows).close()


def runs_of_person(session: Session, workspace_id: str, runs: Sequence[int], subject: str) -> set[int]:
    """Those of the runs in which the person took part."""
    query = select(RunResult.run).where(
        RunResult.workspace_id == workspace_id,
        RunResult.run.in_(runs),
        RunResult.subject == subject,
        RunResult.line == "score",
    )
    return set(session.scalars(query))


def took_part(session: Session, workspace_id: str, subject: str) -> bool:
    """Whether the person has a line in any run; each run is looked into by its key."""
    there = exists().where(
        RunResult.workspace_id == workspace_id,
        RunResult.run == Run.number,
        RunResult.subject == subject,
        RunResult.line == "score",
    )
    query = select(Run.number).where(Run.workspace_id == workspace_id, there).limit(1)
    return session.scalar(query) is not None


def differences_after(
    session: Session, workspace_id: str, run: int, after: str | None, limit: int
) -> list[RunDifference]:
    """By person."""
    query = select(RunDifference).where(RunDifference.workspace_id == workspace_id, RunDifference.run == run)
    if after is not None:
        query = query.where(RunDifference.subject > after)
    return list(session.scalars(query.order_by(RunDifference.subject).limit(limit)))
