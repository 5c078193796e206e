"""Rows come in: one only when its key is free, or many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Column, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from store.base import Base


def insert_unless_there(session: Session, model: type[Base], values: Mapping[str, Any]) -> bool:
    """True when the row was inserted; False when any unique key of the table already has such a row.

    It is one statement, so that two writers cannot both think that it was they.
    """
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    insertion = dialect.insert(model.__table__).values(**values).on_conflict_do_nothing()
    inserted = session.execute(insertion.returning(*model.__table__.primary_key))
    return inserted.first() is not None


def insert_many(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same columns, as part of the transaction.

    They go past everything that SQLAlchemy does for a few rows: to PostgreSQL by COPY, to SQLite in the driver's loop.
    """
    if not rows:
        return
    columns = list(rows[0])
    processors = [_processor(session, table.c[name]) for name in columns]
    ready = _cells(rows, columns, {at: one for at, one in enumerate(processors) if one is not None})
    insert_cells(session, table, columns, ready)


def insert_cells(session: Session, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """The same with rows of cells as the driver takes them, in the order of ``columns``."""
    dialect = session.get_bind().dialect
    connection: Any = session.connection().connection.driver_connection
    names = ", ".join(columns)
    database: Any = dialect.dbapi
    try:
        if dialect.name == "sqlite":
            order = f"INSERT INTO {table.name} ({names}) VALUES ({', '.join('?' * len(columns))})"
            connection.executemany(order, rows).close()
            return
        order = f"COPY {table.name} ({names}) FROM STDIN"
        with connection.cursor() as cursor, cursor.copy(order) as copy:
            for cells in rows:
                copy.write_row(cells)
    except database.Error as error:
        # as SQLAlchemy would tell it of any other statement
        raise DBAPIError.instance(order, None, error, database.Error, dialect=dialect) from error


def bound(session: Session, column: Column[Any], value: Any) -> Any:
    """A value as the driver takes it for this column."""
    process = _processor(session, column)
    return value if process is None else process(value)


def _processor(session: Session, column: Column[Any]) -> Callable[[Any], Any] | None:
    dialect = session.get_bind().dialect
    return column.type.dialect_impl(dialect).bind_processor(dialect)


def _cells(
    rows: Iterable[Mapping[str, Any]], columns: Sequence[str], processors: Mapping[int, Callable[[Any], Any]]
) -> Iterator[Sequence[Any]]:
    """The cells of each row, as the driver takes them. Neighbours mostly bear the same time, which is written once."""
    cells_of = itemgetter(*columns)
    if not processors:
        yield from map(cells_of, rows)
        return
    known: dict[int, tuple[Any, Any]] = {}
    for row in rows:
        cells = list(cells_of(row))
        for at, process in processors.items():
            raw, value = known.get(at, (None, None))
            if cells[at] is not raw:
                raw = cells[at]
                value = process(raw)
                known[at] = (raw, value)
            cells[at] = value
        yield cells
