"""Figures: what somebody entered for a person and a period, such as an input no data source has, or a decision.

Rows are never altered. Of several for the same person, period and name the one with the greatest revision holds; the
primary key brings them together in that order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ForeignKey, Index, Integer, Text, and_, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.base import Base
from store.chunks import chunks
from store.insertion import insert_many, insert_unless_there
from store.staging import Staged, insert_staged
from store.types import Instant, KeyText

AT_ONCE = 10_000


class FiguresState(Base):
    """How often the figures of a period have changed, and the digest of the values that hold (and their number).

    Its lock makes changes of one period's figures follow one another within a workspace.
    """

    __tablename__ = "figures_state"

    workspace_id: Mapped[str] = mapped_column(KeyText, ForeignKey("workspace.id"), primary_key=True)
    period: Mapped[str] = mapped_column(KeyText, primary_key=True)
    revision: Mapped[int] = mapped_column(Integer)
    digest: Mapped[str] = mapped_column(KeyText)
    rows: Mapped[int] = mapped_column(Integer)


class Figure(Base):
    """``value`` is JSON of what was written: a text, an exact number, a flag, a decision; ``null`` takes it back."""

    __tablename__ = "figure"
    __table_args__ = (Index("ix_figure_workspace_id_person_id", "workspace_id", "person_id"),)

    workspace_id: Mapped[str] = mapped_column(KeyText, ForeignKey("workspace.id"), primary_key=True)
    period: Mapped[str] = mapped_column(KeyText, primary_key=True)
    person_id: Mapped[str] = mapped_column(KeyText, primary_key=True)
    name: Mapped[str] = mapped_column(KeyText, primary_key=True)
    revision: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    value: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    entered_by: Mapped[str] = mapped_column(KeyText)
    entered_at: Mapped[datetime] = mapped_column(Instant)


class FigureRow(NamedTuple):
    """One value as it was entered."""

    person_id: str
    name: str
    revision: int
    value: str
    source: str
    entered_by: str
    entered_at: datetime


_FIGURE = Figure.__table__.c
_COLUMNS = tuple(_FIGURE[name] for name in FigureRow._fields)


def figures_state(session: Session, workspace_id: str, period: str) -> FiguresState | None:
    return session.get(FiguresState, (workspace_id, period), populate_existing=True)


def figures_state_for_update(session: Session, workspace_id: str, period: str, digest: str) -> FiguresState:
    """The row, made with the ``digest`` of nothing when it is not there, and locked until the transaction ends."""
    fresh = {"workspace_id": workspace_id, "period": period, "revision": 0, "digest": digest, "rows": 0}
    insert_unless_there(session, FiguresState, fresh)
    query = select(FiguresState).where(FiguresState.workspace_id == workspace_id, FiguresState.period == period)
    return session.scalars(query.with_for_update().execution_options(populate_existing=True)).one()


def figures_of(session: Session, workspace_id: str, period: str, people: Iterable[str]) -> Iterator[FigureRow]:
    """Everything entered for these people, taken back or not, by person, name and time."""
    for some in chunks(people):
        query = (
            select(*_COLUMNS)
            .where(_FIGURE.workspace_id == workspace_id, _FIGURE.period == period, _FIGURE.person_id.in_(some))
            .order_by(_FIGURE.person_id, _FIGURE.name, _FIGURE.revision)
        )
        for row in session.execute(query):
            yield FigureRow(*row)


def figures_between(
    session: Session, workspace_id: str, period: str, names: Sequence[str] | None, revision: int
) -> Iterator[Sequence[tuple[Any, ...]]]:
    """Batches of (person, name, value) of everything entered up to a revision, by person, name and time: of several
    rows with the same person and name the last one holds."""
    query = (
        select(_FIGURE.person_id, _FIGURE.name, _FIGURE.value)
        .where(_FIGURE.workspace_id == workspace_id, _FIGURE.period == period, _FIGURE.revision <= revision)
        .order_by(_FIGURE.person_id, _FIGURE.name, _FIGURE.revision)
    )
    if names is not None:
        query = query.where(_FIGURE.name.in_(names))
    result = session.execute(query.execution_options(yield_per=AT_ONCE))
    yield from result.partitions()


def people_with_figures(session: Session, workspace_id: str, period: str, after: str | None, limit: int) -> list[str]:
    """Ids by order, of people for whom something was entered, even if it was taken back later."""
    query = (
        select(_FIGURE.person_id)
        .where(_FIGURE.workspace_id == workspace_id, _FIGURE.period == period)
        .group_by(_FIGURE.person_id)
        .order_by(_FIGURE.person_id)
        .limit(limit)
    )
    if after is not None:
        query = query.where(_FIGURE.person_id > after)
    return list(session.scalars(query))


def counts_by_name(session: Session, workspace_id: str, period: str, revision: int) -> dict[str, int]:
    """For each name the number of people who have a value now."""
    latest = (
        select(_FIGURE.person_id, _FIGURE.name, func.max(_FIGURE.revision).label("revision"))
        .where(_FIGURE.workspace_id == workspace_id, _FIGURE.period == period, _FIGURE.revision <= revision)
        .group_by(_FIGURE.person_id, _FIGURE.name)
        .subquery()
    )
    same = and_(
        _FIGURE.workspace_id == workspace_id,
        _FIGURE.period == period,
        _FIGURE.person_id == latest.c.person_id,
        _FIGURE.name == latest.c.name,
        _FIGURE.revision == latest.c.revision,
    )
    query = (
        select(_FIGURE.name, func.count())
        .select_from(Figure.__table__.join(latest, same))
        .where(_FIGURE.value != "null")
        .group_by(_FIGURE.name)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def has_figures(session: Session, workspace_id: str, person_id: str) -> bool:
    query = select(_FIGURE.name).where(_FIGURE.workspace_id == workspace_id, _FIGURE.person_id == person_id)
    return session.execute(query.limit(1)).first() is not None


def insert_figures(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    insert_many(session, Figure.__table__, rows)


def stage_figures(staged: Staged, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put rows of one period and revision by; when they were entered is said once they are written."""
    waiting = [{name: cell for name, cell in row.items() if name != "entered_at"} for row in rows]
    staged.put(Figure.__table__.name, ["person_id", "name"], waiting)


def insert_staged_figures(session: Session, staged: Staged, entered_at: datetime) -> None:
    insert_staged(session, staged, Figure.__table__, {"entered_at": entered_at}, staged.attached_to(session))
