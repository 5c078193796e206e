"""Records that were sent lately, one row each, until enough have come for a part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, Integer, Text, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.base import Base
from store.chunks import chunks
from store.models.dataset import DATASET_KEY
from store.types import Instant, KeyText


class DatasetRecord(Base):
    """The last arrival of an event id; ``arrival`` counts them. ``cells`` is JSON text: column → value as text.

    A withdrawn record has no need of a subject or time.
    """

    __tablename__ = "dataset_record"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "dataset"], DATASET_KEY),
        Index("ix_dataset_record_workspace_id_dataset_arrival", "workspace_id", "dataset", "arrival"),
    )

    workspace_id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    dataset: Mapped[str] = mapped_column(KeyText, primary_key=True)
    id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    arrival: Mapped[int] = mapped_column(BigInteger)
    subject: Mapped[str | None] = mapped_column(KeyText)
    time: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn: Mapped[int] = mapped_column(Integer)
    cells: Mapped[str] = mapped_column(Text)


def put_records(session: Session, records: Sequence[Mapping[str, Any]]) -> None:
    """Insert records, in place of those with the same id."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    insertion = dialect.insert(DatasetRecord)
    changed = {name: insertion.excluded[name] for name in ("arrival", "subject", "time", "withdrawn", "cells")}
    key = ["workspace_id", "dataset", "id"]
    session.execute(insertion.on_conflict_do_update(index_elements=key, set_=changed), list(records))


def records_of(session: Session, workspace_id: str, dataset: str) -> list[DatasetRecord]:
    """In order of arrival."""
    query = select(DatasetRecord).where(DatasetRecord.workspace_id == workspace_id, DatasetRecord.dataset == dataset)
    # as they are now: what was put there past these objects counts, whoever has looked at them before
    query = query.order_by(DatasetRecord.arrival).execution_options(populate_existing=True)
    return list(session.scalars(query))


def records_with(session: Session, workspace_id: str, dataset: str, ids: Iterable[str]) -> list[DatasetRecord]:
    """Those of the records that have one of these ids."""
    found: list[DatasetRecord] = []
    for some in chunks(ids):
        query = select(DatasetRecord).where(
            DatasetRecord.workspace_id == workspace_id, DatasetRecord.dataset == dataset, DatasetRecord.id.in_(some)
        )
        found += session.scalars(query)
    return found


class Waiting(NamedTuple):
    """The records of a dataset that wait for a part."""

    records: int
    first_time: datetime | None
    last_time: datetime | None


def waiting_in_each(session: Session, workspace_id: str, datasets: Sequence[str]) -> dict[str, Waiting]:
    query = (
        select(DatasetRecord.dataset, func.count(), func.min(DatasetRecord.time), func.max(DatasetRecord.time))
        .where(DatasetRecord.workspace_id == workspace_id, DatasetRecord.dataset.in_(datasets))
        .group_by(DatasetRecord.dataset)
    )
    return {row[0]: Waiting(row[1], row[2], row[3]) for row in session.execute(query)}


def delete_records(session: Session, workspace_id: str, dataset: str, until: int) -> None:
    """Those that arrived up to and including the arrival ``until``; later ones stay."""
    session.execute(
        delete(DatasetRecord).where(
            DatasetRecord.workspace_id == workspace_id,
            DatasetRecord.dataset == dataset,
            DatasetRecord.arrival <= until,
        )
    )
