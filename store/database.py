"""The connection to SQLite or PostgreSQL, and the two kinds of transaction the product uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from store.lookup import Lookup, Lookups

STATEMENT_TIMEOUT_MS = 30_000
LOCK_TIMEOUT_MS = 10_000
IDLE_IN_TRANSACTION_MS = 60_000
SQLITE_BUSY_MS = 10_000

_LOOKING_UP: Mapping[str, Any] = {"isolation_level": "AUTOCOMMIT", "poolclass": NullPool}


class Database:
    """A pool of connections. ``url`` is an SQLAlchemy address: ``sqlite:///path`` or ``postgresql+psycopg://…``."""

    def __init__(self, url: str, *, pool_size: int = 10):
        self.engine = connect(url, pool_size=pool_size)
        self._lookups = Lookups(connect(url, lookups=True))
        self._writers: Engine
        self._readers: Engine
        if self.engine.dialect.name == "sqlite":
            self._writers = self.engine.execution_options(sqlite_begin="BEGIN IMMEDIATE")
            self._readers = self.engine
        else:
            self._writers = self.engine
            self._readers = self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent view of the data; whatever was changed in the session is thrown away."""
        with Session(self._readers, autoflush=False, expire_on_commit=False) as session:
            yield session

    def look_up(self, lookup: Lookup, **named: str | int) -> tuple[Any, ...] | None:
        """The row of a single quick query, without the cost of a transaction."""
        return self._lookups.row(lookup, named)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction that may write, committed when the block ends without an exception."""
        with Session(self._writers, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        self.engine.dispose()
        self._lookups.close()


def after_commit(session: Session, act: Callable[[], object]) -> None:
    """Once the session's transaction is committed, do something that cannot be taken back; nothing if it never is."""

    def done(_session: Session) -> None:
        act()

    event.listen(session, "after_commit", done, once=True)


def connect(url: str, *, pool_size: int = 10, lookups: bool = False) -> Engine:
    """An engine with the product's settings for its kind of database; others are refused with ValueError.

    With ``lookups`` it neither pools nor begins transactions, for :mod:`store.lookup`.
    """
    address = make_url(url)
    pool: dict[str, Any] = {"pool_size": pool_size, "max_overflow": pool_size, "pool_timeout": 30}
    if address.get_backend_name() == "sqlite":
        if address.database in (None, "", ":memory:"):
            raise ValueError("an SQLite database must be a file: every connection of an in-memory one sees other data")
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(address, **({"poolclass": NullPool} if lookups else pool))
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if address.get_backend_name() == "postgresql":
        settings = (
            f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c lock_timeout={LOCK_TIMEOUT_MS} "
            f"-c idle_in_transaction_session_timeout={IDLE_IN_TRANSACTION_MS} -c timezone=UTC"
        )
        return create_engine(
            address.set(drivername="postgresql+psycopg"),
            connect_args={"options": settings, "connect_timeout": 10},
            **(_LOOKING_UP if lookups else {**pool, "pool_pre_ping": True}),
        )
    raise ValueError(f"unsupported database: {address.get_backend_name()} (use sqlite or postgresql)")


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own implicit BEGIN is deferred and commits around DDL; without it each transaction starts as we say.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {SQLITE_BUSY_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        # Without this, INSERT OR REPLACE removes the old row behind the back of the triggers that freeze it.
        "recursive_triggers = ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    # A deferred transaction that reads first and writes later cannot wait for the lock: it fails at once as "locked".
    connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))
