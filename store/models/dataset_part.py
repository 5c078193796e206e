"""The parts of a dataset: one row for each Parquet file that counts. A file without a row is nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, Integer, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.base import Base
from store.models.dataset import DATASET_KEY
from store.types import Instant, KeyText


class DatasetPart(Base):
    """``number`` is the order of arrival: of events with one id, that in the highest part counts.

    ``repeats`` is 1 when ids of earlier parts occur in it. ``content_hash`` is over its rows, whatever their order.
    ``first_id`` and ``last_id`` are the least and the greatest id by their bytes. ``source`` is ``records``,
    ``merge`` or ``import/<id>``. A part with ``replaced_at`` went into another one; its file is kept for a while for
    those who still read it.
    """

    __tablename__ = "dataset_part"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "dataset"], DATASET_KEY),
        Index("ix_dataset_part_workspace_id_dataset_number", "workspace_id", "dataset", "number"),
    )

    workspace_id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    dataset: Mapped[str] = mapped_column(KeyText, primary_key=True)
    id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    number: Mapped[int] = mapped_column(Integer)
    rows: Mapped[int] = mapped_column(BigInteger)
    withdrawn: Mapped[int] = mapped_column(BigInteger)
    bytes: Mapped[int] = mapped_column(BigInteger)
    content_hash: Mapped[str] = mapped_column(KeyText)
    repeats: Mapped[int] = mapped_column(Integer)
    first_time: Mapped[datetime | None] = mapped_column(Instant)
    last_time: Mapped[datetime | None] = mapped_column(Instant)
    first_id: Mapped[str] = mapped_column(KeyText)
    last_id: Mapped[str] = mapped_column(KeyText)
    source: Mapped[str] = mapped_column(KeyText)
    added_at: Mapped[datetime] = mapped_column(Instant)
    replaced_at: Mapped[datetime | None] = mapped_column(Instant)


def parts_of(session: Session, workspace_id: str, dataset: str) -> list[DatasetPart]:
    """Those that count, in order of arrival."""
    return parts_of_each(session, workspace_id, [dataset]).get(dataset, [])


def parts_of_each(session: Session, workspace_id: str, datasets: Sequence[str]) -> dict[str, list[DatasetPart]]:
    query = (
        select(DatasetPart)
        .where(DatasetPart.workspace_id == workspace_id, DatasetPart.dataset.in_(datasets))
        .where(DatasetPart.replaced_at.is_(None))
        .order_by(DatasetPart.dataset, DatasetPart.number)
    )
    found: dict[str, list[DatasetPart]] = {}
    for part in session.scalars(query):
        found.setdefault(part.dataset, []).append(part)
    return found


def all_parts(session: Session, workspace_id: str, dataset: str) -> list[DatasetPart]:
    """Also those that went into another one."""
    query = select(DatasetPart).where(DatasetPart.workspace_id == workspace_id, DatasetPart.dataset == dataset)
    return list(session.scalars(query.order_by(DatasetPart.number)))


def part_ids(session: Session) -> set[tuple[str, str, str]]:
    """Workspace, dataset and id of every part there is a row for."""
    query = select(DatasetPart.workspace_id, DatasetPart.dataset, DatasetPart.id)
    return {(workspace, dataset, part) for workspace, dataset, part in session.execute(query)}


class Span(NamedTuple):
    """What the parts of a dataset that count hold together."""

    parts: int
    bytes: int
    first_time: datetime | None
    last_time: datetime | None


def spans_of(session: Session, workspace_id: str, datasets: Sequence[str]) -> dict[str, Span]:
    query = (
        select(
            DatasetPart.dataset,
            func.count(),
            func.sum(DatasetPart.bytes),
            func.min(DatasetPart.first_time),
            func.max(DatasetPart.last_time),
        )
        .where(DatasetPart.workspace_id == workspace_id, DatasetPart.dataset.in_(datasets))
        .where(DatasetPart.replaced_at.is_(None))
        .group_by(DatasetPart.dataset)
    )
    return {row[0]: Span(row[1], int(row[2]), row[3], row[4]) for row in session.execute(query)}
