"""Queries that every request asks, for one row by its key, at little more than the database's own cost.

They are declared like any other query; what is saved is the session, the transaction and the result objects around it.
Each is one statement on a connection that commits by itself, so it sees everything committed before it began.
"""

from __future__ import annotations

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
        self._prepared: dict[str, _Prepared] = {}

    def row(self, engine: Engine, named: Mapping[str, str | int]) -> tuple[Any, ...] | None:
        """The row; ``engine`` must commit by itself. A connection that died since it was last used is replaced."""
        prepared = self._prepared.get(engine.dialect.name)
        if prepared is None:
            prepared = self._prepared[engine.dialect.name] = _Prepared(self.statement, engine.dialect)
        try:
            return prepared.row(engine, named)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
        # Its neighbours in the pool died with it; reading once more changes nothing.
        engine.dispose()
        return prepared.row(engine, named)


class _Prepared:
    """The statement in the words of one kind of database."""

    def __init__(self, statement: Select[Any], dialect: Dialect):
        compiled = statement.compile(dialect=dialect)
        self._text = str(compiled)
        self._order = compiled.positiontup if compiled.positional else None
        self._fixed = {name: value for name, value in compiled.params.items() if value is not None}
        self._reads: list[tuple[int, Read]] = []
        for position, column in enumerate(statement.selected_columns):
            read = column.type.dialect_impl(dialect).result_processor(dialect, None)
            if read is not None:
                self._reads.append((position, read))

    def row(self, engine: Engine, named: Mapping[str, str | int]) -> tuple[Any, ...] | None:
        values: Any = {**self._fixed, **named}
        if self._order is not None:
            values = tuple([values[name] for name in self._order])
        connection = engine.raw_connection()
        try:
            found = self._fetched(engine, connection, values)
        finally:
            connection.close()
        if found is None:
            return None
        row = list(found)
        for position, read in self._reads:
            row[position] = read(row[position])
        return tuple(row)

    def _fetched(self, engine: Engine, connection: PoolProxiedConnection, values: Any) -> tuple[Any, ...] | None:
        dialect = engine.dialect
        cursor = connection.cursor()
        try:
            cursor.execute(self._text, values)
            found: tuple[Any, ...] | None = cursor.fetchone()
            return found
        except dialect.loaded_dbapi.Error as error:
            lost = dialect.is_disconnect(error, connection, cursor)
            if lost:
                connection.invalidate(error)
            raise DBAPIError.instance(
                self._text,
                None,
                error,
                dialect.loaded_dbapi.Error,
                hide_parameters=True,
                connection_invalidated=lost,
                dialect=dialect,
            ) from error
        finally:
            cursor.close()
