"""Imports: files that become parts of a dataset, each with what is to be done and what came of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, Integer, Text, exists, or_, select
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from store.base import Base
from store.models.dataset import DATASET_KEY
from store.types import Instant, KeyText

STATES = ("queued", "running", "done", "refused", "failed", "cancelled")
UNFINISHED = ("queued", "running")


class DatasetImport(Base):
    """``options`` and ``report`` are JSON text. ``seen`` counts rows read so far.

    ``attempt`` is the number of the worker that has it, from 0; who was too slow and lost the lease cannot finish it.
    """

    __tablename__ = "dataset_import"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "dataset"], DATASET_KEY),
        CheckConstraint(f"state IN {STATES}", name="state"),
        Index("ix_dataset_import_state", "state", "created_at"),
        Index("ix_dataset_import_workspace_id_dataset_id", "workspace_id", "dataset", "id"),
    )

    workspace_id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    dataset: Mapped[str] = mapped_column(KeyText)
    state: Mapped[str] = mapped_column(KeyText)
    dry_run: Mapped[int] = mapped_column(Integer)
    options: Mapped[str] = mapped_column(Text)
    file_name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(KeyText)
    bytes: Mapped[int] = mapped_column(BigInteger)
    file_hash: Mapped[str] = mapped_column(KeyText)
    attempt: Mapped[int] = mapped_column(Integer)
    lease_until: Mapped[datetime | None] = mapped_column(Instant)
    seen: Mapped[int] = mapped_column(BigInteger)
    report: Mapped[str | None] = mapped_column(Text)
    created_by: Mapped[str] = mapped_column(KeyText)
    created_at: Mapped[datetime] = mapped_column(Instant)
    started_at: Mapped[datetime | None] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)


def import_of(session: Session, workspace_id: str, dataset: str, import_id: str) -> DatasetImport | None:
    row = session.get(DatasetImport, (workspace_id, import_id))
    return row if row is not None and row.dataset == dataset else None


def import_for_update(session: Session, workspace_id: str, import_id: str) -> DatasetImport | None:
    """The row, locked until the transaction ends, as it is now."""
    query = select(DatasetImport).where(DatasetImport.workspace_id == workspace_id, DatasetImport.id == import_id)
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))


def imports_before(
    session: Session, workspace_id: str, dataset: str, before: str | None, limit: int
) -> list[DatasetImport]:
    """Newest first."""
    query = select(DatasetImport).where(DatasetImport.workspace_id == workspace_id, DatasetImport.dataset == dataset)
    if before is not None:
        query = query.where(DatasetImport.id < before)
    return list(session.scalars(query.order_by(DatasetImport.id.desc()).limit(limit)))


def is_free(entry: DatasetImport, now: datetime) -> bool:
    """Whether nobody works on it: it waits, or whoever had it gave no sign of life."""
    late = entry.lease_until is not None and entry.lease_until < now
    return entry.state == "queued" or (entry.state == "running" and late)


def unfinished_imports(session: Session) -> set[tuple[str, str]]:
    """Workspace and id of those whose file is still needed."""
    query = select(DatasetImport.workspace_id, DatasetImport.id).where(DatasetImport.state.in_(UNFINISHED))
    return {(workspace, import_id) for workspace, import_id in session.execute(query)}


def is_awaited(session: Session, workspace_id: str, dataset: str) -> bool:
    """Whether an import of the dataset has not ended that is more than a check."""
    query = select(DatasetImport.id).where(
        DatasetImport.workspace_id == workspace_id,
        DatasetImport.dataset == dataset,
        DatasetImport.dry_run == 0,
        DatasetImport.state.in_(UNFINISHED),
    )
    return session.execute(query.limit(1)).first() is not None


def next_import(session: Session, now: datetime) -> DatasetImport | None:
    """The oldest that nobody works on, locked; those that another worker is just taking are passed over, and so are
    those for whose dataset an older one has not ended: of several files the last one sent is to hold."""
    older = aliased(DatasetImport)
    waits = exists().where(
        DatasetImport.dry_run == 0,
        older.workspace_id == DatasetImport.workspace_id,
        older.dataset == DatasetImport.dataset,
        older.dry_run == 0,
        older.state.in_(UNFINISHED),
        (older.created_at < DatasetImport.created_at)
        | ((older.created_at == DatasetImport.created_at) & (older.id < DatasetImport.id)),
    )
    query = (
        select(DatasetImport)
        .where(
            or_(
                DatasetImport.state == "queued",
                (DatasetImport.state == "running") & (DatasetImport.lease_until < now),
            ),
            ~waits,
        )
        .order_by(DatasetImport.created_at, DatasetImport.id)
        .limit(1)
    )
    return session.scalar(query.with_for_update(skip_locked=True).execution_options(populate_existing=True))
