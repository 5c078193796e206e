"""Queries that every request asks, for one row by its key, at little more than the database's own cost.

They are declared like any other query; what is saved is the session, the transaction, the pool and the result objects
around it. Each is one statement that commits by itself, so it sees everything that was committed before it began.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Dialect, Engine, Select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import PoolProxiedConnection

Read = Callable[[Any], Any]


class Lookup:
    """A query for at most one row, with named parameters that are plain texts and whole numbers."""

    def __init__(self, statement: Select[Any]):
        self.statement = statement
        self._prepared: dict[str, Prepared] = {}

    def prepared(self, dialect: Dialect) -> Prepared:
        """The query in the words of this kind of database."""
        found = self._prepared.get(dialect.name)
        if found is None:
            found = self._prepared[dialect.name] = Prepared(self.statement, dialect)
        return found


class Prepared:
    """``text`` as the driver takes it, its values in the driver's order, and the columns to be read back."""

    def __init__(self, statement: Select[Any], dialect: Dialect):
        compiled = statement.compile(dialect=dialect)
        self.text = str(compiled)
        self._order = compiled.positiontup if compiled.positional else None
        self._fixed = {name: value for name, value in compiled.params.items() if value is not None}
        self._reads: list[tuple[int, Read]] = []
        for position, column in enumerate(statement.selected_columns):
            read = column.type.dialect_impl(dialect).result_processor(dialect, None)
            if read is not None:
                self._reads.append((position, read))

    def values(self, named: Mapping[str, str | int]) -> Any:
        whole = {**self._fixed, **named}
        return whole if self._order is None else tuple([whole[name] for name in self._order])

    def row(self, found: tuple[Any, ...]) -> tuple[Any, ...]:
        if not self._reads:
            return found
        row = list(found)
        for position, read in self._reads:
            row[position] = read(row[position])
        return tuple(row)


class Lookups:
    """A connection for each thread that asks, kept for as long as the thread lives.

    ``engine`` must neither pool nor begin transactions. A connection that died meanwhile is replaced once.
    """

    def __init__(self, engine: Engine):
        self.engine = engine
        self._held = threading.local()

    def row(self, lookup: Lookup, named: Mapping[str, str | int]) -> tuple[Any, ...] | None:
        prepared = lookup.prepared(self.engine.dialect)
        values = prepared.values(named)
        try:
            found = self._fetched(prepared.text, values)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
            found = self._fetched(prepared.text, values)
        return None if found is None else prepared.row(found)

    def close(self) -> None:
        """Let go of all connections: each is closed as soon as nobody uses it."""
        self._held = threading.local()

    def _fetched(self, text: str, values: Any) -> tuple[Any, ...] | None:
        connection: PoolProxiedConnection | None = getattr(self._held, "connection", None)
        if connection is None:
            connection = self._held.connection = self._connected(text)
        cursor = connection.cursor()
        try:
            cursor.execute(text, values)
            found: tuple[Any, ...] | None = cursor.fetchone()
            return found
        except self.engine.dialect.loaded_dbapi.Error as error:
            dialect = self.engine.dialect
            lost = dialect.is_disconnect(error, connection, cursor)
            if lost:
                del self._held.connection
                connection.invalidate(error)
            raise self._told(text, error, lost=lost) from error
        finally:
            cursor.close()

    def _connected(self, text: str) -> PoolProxiedConnection:
        try:
            return self.engine.raw_connection()
        except self.engine.dialect.loaded_dbapi.Error as error:
            # A raw connection's own failure comes as the driver raises it.
            raise self._told(text, error, lost=False) from error

    def _told(self, text: str, error: Any, *, lost: bool) -> BaseException:
        dialect = self.engine.dialect
        return DBAPIError.instance(
            text,
            None,
            error,
            dialect.loaded_dbapi.Error,
            hide_parameters=True,
            connection_invalidated=lost,
            dialect=dialect,
        )
