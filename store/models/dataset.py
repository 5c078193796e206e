"""A dataset: a declared table of events, and where its content stands."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Integer, Text, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.base import Base
from store.insertion import insert_unless_there
from store.types import Instant, KeyText

DATASET_KEY = ["dataset.workspace_id", "dataset.name"]


class Dataset(Base):
    """``declaration`` and ``mapping`` (how the columns of files are read) are JSON text, each with a revision.

    ``parts`` is the number given to the last part, ``arrivals`` that of the last record that was sent. ``events`` and
    ``digest`` are of the events that count in the parts: how many, and a sum over all of them in hex that no order
    changes. The row's lock is what keeps both right.
    """

    __tablename__ = "dataset"

    workspace_id: Mapped[str] = mapped_column(KeyText, ForeignKey("workspace.id"), primary_key=True)
    name: Mapped[str] = mapped_column(KeyText, primary_key=True)
    declaration: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(Integer)
    mapping: Mapped[str | None] = mapped_column(Text)
    mapping_revision: Mapped[int] = mapped_column(Integer)
    parts: Mapped[int] = mapped_column(Integer)
    arrivals: Mapped[int] = mapped_column(BigInteger)
    events: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str] = mapped_column(KeyText)
    created_at: Mapped[datetime] = mapped_column(Instant)
    updated_at: Mapped[datetime] = mapped_column(Instant)
    updated_by: Mapped[str] = mapped_column(KeyText)


def insert_dataset(session: Session, values: dict[str, object]) -> bool:
    """True when there was none of that name."""
    return insert_unless_there(session, Dataset, values)


def dataset_of(session: Session, workspace_id: str, name: str) -> Dataset | None:
    return session.get(Dataset, (workspace_id, name))


def dataset_for_update(session: Session, workspace_id: str, name: str) -> Dataset | None:
    """The row, locked until the transaction ends, as it is now."""
    query = select(Dataset).where(Dataset.workspace_id == workspace_id, Dataset.name == name)
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))


def datasets_after(session: Session, workspace_id: str, after: str | None, limit: int) -> list[Dataset]:
    query = select(Dataset).where(Dataset.workspace_id == workspace_id).order_by(Dataset.name).limit(limit)
    return list(session.scalars(query if after is None else query.where(Dataset.name > after)))


def all_datasets(session: Session) -> list[tuple[str, str]]:
    """Workspace and name of every dataset there is."""
    return [(workspace, name) for workspace, name in session.execute(select(Dataset.workspace_id, Dataset.name))]


def delete_dataset_rows(session: Session, workspace_id: str, name: str) -> None:
    """The dataset with everything that belongs to it."""
    for table in ("dataset_import", "dataset_record", "dataset_part"):
        rows = Base.metadata.tables[table]
        session.execute(delete(rows).where(rows.c.workspace_id == workspace_id, rows.c.dataset == name))
    session.execute(delete(Dataset).where(Dataset.workspace_id == workspace_id, Dataset.name == name))
