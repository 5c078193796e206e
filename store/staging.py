"""Rows that wait in a file of their own until they go into their tables, all in one transaction.

On SQLite nobody else can write while they go in, so they are ready to be moved as they are, in the order of their keys,
from one file to the other: a million people take seconds.
"""

from __future__ import annotations

import sqlite3
import tempfile
import weakref
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from secrets import token_hex
from typing import Any

from sqlalchemy import Table, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from store.insertion import bound, insert_cells

AT_ONCE = 50_000
_CACHE = "PRAGMA cache_size = -16384"


class Staged:
    """Rows by the name of a table, each with the same columns. The file is gone when nobody refers to this any more.

    ``folder`` is where the file lies; without it, where temporary files do.
    """

    def __init__(self, folder: Path | None = None):
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        self._file = tempfile.NamedTemporaryFile(prefix="staged-", dir=folder)  # noqa: SIM115  # it outlives this call
        # Nobody else writes to it, so it needs no locks, which a shared disk may not have. Whoever goes on with it may
        # do so in another thread. What is lost with the machine is not needed.
        address = f"{Path(self._file.name).resolve().as_uri()}?nolock=1"
        self._rows = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        for pragma in ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", _CACHE):
            self._rows.execute(pragma).close()
        self._columns: dict[str, tuple[str, ...]] = {}
        self.close = weakref.finalize(self, _close, self._rows, self._file)

    def put(self, name: str, key: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
        """Keep rows of texts, whole numbers and None; ``key`` are the columns that tell them apart."""
        if not rows:
            return
        if name not in self._columns:
            self._columns[name] = tuple(rows[0])
            listed = ", ".join(self._columns[name])
            made = f"CREATE TABLE {name} ({listed}, PRIMARY KEY ({', '.join(key)})) WITHOUT ROWID"
            self._rows.execute(made).close()
        columns = self._columns[name]
        places = ", ".join("?" * len(columns))
        self._rows.execute("BEGIN").close()
        self._rows.executemany(f"INSERT INTO {name} VALUES ({places})", map(itemgetter(*columns), rows)).close()
        self._rows.execute("COMMIT").close()

    def clear(self) -> None:
        for name in self._columns:
            self._rows.execute(f"DROP TABLE {name}").close()
        self._columns.clear()

    def columns(self, name: str) -> tuple[str, ...]:
        """Of the rows of a table; none when there are no rows."""
        return self._columns.get(name, ())

    def rows(self, name: str, size: int = AT_ONCE) -> Iterator[list[tuple[Any, ...]]]:
        """The cells of the rows of a table by their key, ``size`` rows at a time."""
        if name not in self._columns:
            return
        found = self._rows.execute(f"SELECT {', '.join(self._columns[name])} FROM {name}")
        while some := found.fetchmany(size):
            yield some

    def attached_to(self, session: Session) -> str | None:
        """The name by which SQLite knows the file until the transaction of the session ends; None on PostgreSQL."""
        if session.get_bind().dialect.name != "sqlite":
            return None
        schema = f"staged_{token_hex(8)}"
        connection: Any = session.connection().connection.driver_connection
        connection.execute(f"ATTACH ? AS {schema}", (self._file.name,)).close()

        def detach(_session: Session) -> None:
            nonlocal is_attached
            # what ended may only have been a savepoint within the transaction
            if is_attached and not connection.in_transaction:
                connection.execute(f"DETACH {schema}").close()
                is_attached = False

        is_attached = True
        event.listen(session, "after_commit", detach)
        event.listen(session, "after_rollback", detach)
        return schema


def insert_staged(session: Session, staged: Staged, table: Table, more: Mapping[str, Any], schema: str | None) -> None:
    """Insert the rows that wait for a table, as part of the transaction. ``more`` are columns that are alike in all of
    them. ``schema`` is what they are attached as, on SQLite."""
    columns = staged.columns(table.name)
    if not columns:
        return
    same = [bound(session, table.c[name], value) for name, value in more.items()]
    names = [*columns, *more]
    if schema is None:
        for some in staged.rows(table.name):
            insert_cells(session, table, names, (cells + tuple(same) for cells in some))
        return
    cells = ", ".join([*columns, *("?" * len(same))])
    order = f"INSERT INTO main.{table.name} ({', '.join(names)}) SELECT {cells} FROM {schema}.{table.name}"
    execute_plainly(session, order, same)


def execute_plainly(session: Session, order: str, values: Sequence[Any]) -> None:
    """A statement on SQLite as it is, told of as SQLAlchemy would when it fails."""
    connection: Any = session.connection().connection.driver_connection
    try:
        connection.execute(order, values).close()
    except sqlite3.Error as error:
        raise DBAPIError.instance(order, None, error, sqlite3.Error, dialect=session.get_bind().dialect) from error


def _close(rows: sqlite3.Connection, file: Any) -> None:
    rows.close()
    file.close()
