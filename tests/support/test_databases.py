"""The databases the other tests stand on are what they claim to be."""

import sqlalchemy
from sqlalchemy import text

from tests.support.postgres import Postgres


def tables_after_creating(url: str, name: str) -> list[str]:
    engine = sqlalchemy.create_engine(url)
    try:
        with engine.begin() as connection:
            connection.execute(text(f"CREATE TABLE {name} (id INTEGER PRIMARY KEY)"))
        return sqlalchemy.inspect(engine).get_table_names()
    finally:
        engine.dispose()


def test_postgres_is_real_and_recent(postgres_url: str) -> None:
    """The server answers with its own version, and keeps text as UTF-8."""
    engine = sqlalchemy.create_engine(postgres_url)
    with engine.connect() as connection:
        version = connection.execute(text("SHOW server_version_num")).scalar_one()
        encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
    engine.dispose()
    assert int(version) >= 160_000
    assert encoding == "UTF8"


def test_a_module_keeps_its_database(database_url: str) -> None:
    """The first test of a module makes a table ..."""
    assert tables_after_creating(database_url, "first") == ["first"]


def test_each_test_can_have_its_own(fresh_database_url: str) -> None:
    """... and a test that asks for a fresh database sees none of it."""
    assert tables_after_creating(fresh_database_url, "second") == ["second"]


def test_a_database_goes_away_with_clients_still_connected(postgres: Postgres) -> None:
    """Leaving the block drops the database even when a client never hung up."""
    with postgres.database() as url:
        engine = sqlalchemy.create_engine(url)
        open_connection = engine.connect()
        open_connection.execute(text("SELECT 1"))
    with postgres.database() as other:
        admin = sqlalchemy.create_engine(other)
        with admin.connect() as connection:
            names = connection.execute(text("SELECT datname FROM pg_database")).scalars().all()
        admin.dispose()
    assert sqlalchemy.make_url(url).database not in names
    open_connection.invalidate()
    engine.dispose()
