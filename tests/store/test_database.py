"""The connections are set up as the product relies on."""

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, StatementError

from store.database import Database, connect
from store.models import Workspace


def workspace(name: str, created_at: datetime) -> Workspace:
    return Workspace(id=name, name=name, time_zone="UTC", currency="CNY", created_at=created_at)


def test_sqlite_settings(sqlite_url: str) -> None:
    engine = connect(sqlite_url)
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    engine.dispose()
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}


def test_postgresql_settings(postgres_url: str) -> None:
    engine = connect(postgres_url)
    with engine.connect() as connection:
        found = {
            name: connection.execute(text(f"SHOW {name}")).scalar_one()
            for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "TimeZone")
        }
    engine.dispose()
    assert found == {
        "statement_timeout": "30s",
        "lock_timeout": "10s",
        "idle_in_transaction_session_timeout": "1min",
        "TimeZone": "UTC",
    }


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://x/y", "duckdb:///x"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"SQLite database must be a file|unsupported database"):
        connect(url)


def test_an_exception_undoes_everything(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.writing() as session:
        session.add(workspace("undone", datetime.now(UTC)))
        session.flush()
        raise ZeroDivisionError
    with database.reading() as session:
        assert session.get(Workspace, "undone") is None


def test_a_moment_comes_back_as_it_was_in_utc(database: Database) -> None:
    moment = datetime(2026, 11, 21, 8, 30, 0, 120_001, tzinfo=timezone(timedelta(hours=8)))
    with database.writing() as session:
        session.add(workspace("moment", moment))
    with database.reading() as session:
        stored = session.scalars(select(Workspace.created_at).where(Workspace.id == "moment")).one()
    assert (stored, stored.tzinfo) == (moment, UTC)


def test_a_moment_without_a_time_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="time zone"), database.writing() as session:
        session.add(workspace("naive", datetime(2026, 11, 21)))  # noqa: DTZ001


def test_a_reader_sees_one_state_while_a_writer_commits(database: Database) -> None:
    with database.reading() as reader:
        before = len(reader.scalars(select(Workspace.id)).all())
        with database.writing() as writer:
            writer.add(workspace("later", datetime.now(UTC)))
        assert len(reader.scalars(select(Workspace.id)).all()) == before
    with database.reading() as reader:
        assert len(reader.scalars(select(Workspace.id)).all()) == before + 1


def test_writers_wait_for_each_other(database: Database) -> None:
    """Read, then write, from many threads: no lost update and no 'database is locked'."""
    with database.writing() as session:
        session.add(workspace("counter", datetime.now(UTC)))
        session.flush()
        session.execute(text("UPDATE workspace SET name = '0' WHERE id = 'counter'"))
    failures: list[BaseException] = []

    def add_one() -> None:
        try:
            for _ in range(10):
                with database.writing() as session:
                    row = session.scalars(select(Workspace).where(Workspace.id == "counter").with_for_update()).one()
                    row.name = str(int(row.name) + 1)
        except Exception as failure:  # noqa: BLE001  # the main thread looks at it
            failures.append(failure)

    threads = [threading.Thread(target=add_one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with database.reading() as session:
        assert session.scalars(select(Workspace.name).where(Workspace.id == "counter")).one() == "60"


def test_a_reading_transaction_cannot_write_on_postgresql(postgres_url: str) -> None:
    database = Database(postgres_url)
    with database.reading() as session, pytest.raises(DBAPIError, match="read-only"):
        session.execute(text("CREATE TABLE x (y int)"))
    database.close()
