"""Published rows cannot be changed by any statement, whoever sends it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from store.database import Database
from tests.store.rows import insert_all, insert_row

COLUMN = {
    "version": "note",
    "retirement": "note",
    "audit_entry": "detail",
    "recorded_result": "score",
    "run_result": "value",
    "run_difference": "net_after",
    "person_change": "attributes",
    "figure": "value",
}
FROZEN = list(COLUMN)


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    """A transaction with a row in every table, undone afterwards."""
    with database.engine.connect() as connection:
        insert_all(connection)
        yield connection


@pytest.mark.parametrize("table", FROZEN)
def test_update_is_refused(connection: Connection, table: str) -> None:
    with pytest.raises(DBAPIError, match=f"rows of {table} are frozen"):
        connection.execute(text(f"UPDATE {table} SET {COLUMN[table]} = 'x'"))


@pytest.mark.parametrize("table", FROZEN)
def test_delete_is_refused(connection: Connection, table: str) -> None:
    with pytest.raises(DBAPIError, match=f"rows of {table} are frozen"):
        connection.execute(text(f"DELETE FROM {table}"))


@pytest.mark.parametrize("table", FROZEN)
def test_no_way_around(connection: Connection, table: str) -> None:
    """TRUNCATE on PostgreSQL and INSERT OR REPLACE on SQLite, which remove rows without a DELETE."""
    if connection.dialect.name == "postgresql":
        with pytest.raises(DBAPIError, match="are frozen"):
            connection.execute(text(f"TRUNCATE {table} CASCADE"))
    else:
        connection.exec_driver_sql("PRAGMA recursive_triggers = OFF")
        with pytest.raises(DBAPIError, match=f"rows of {table} are frozen"):
            connection.execute(text(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"))


@pytest.mark.parametrize("table", FROZEN)
def test_new_rows_may_come(connection: Connection, table: str) -> None:
    changed: dict[str, dict[str, object]] = {
        "version": {"number": 2},
        "retirement": {"number": 2},
        "audit_entry": {"id": "a2"},
        "recorded_result": {"sequence": 2},
        "run_result": {"line": "payout"},
        "run_difference": {"subject": "u18"},
        "person_change": {"position": 1},
        "figure": {"revision": 2},
    }
    if table == "retirement":
        insert_row(connection, "version", number=2)
    insert_row(connection, table, **changed[table])
    assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 2


def test_one_version_in_force_per_start_is_the_databases_promise(connection: Connection) -> None:
    insert_row(connection, "version", number=2)
    with pytest.raises(DBAPIError, match=r"(?i)unique"):
        insert_row(connection, "version_in_force", number=2)


def test_a_version_in_force_must_exist(connection: Connection) -> None:
    with pytest.raises(DBAPIError, match=r"(?i)foreign key"):
        insert_row(connection, "version_in_force", number=7, effective_key="2027-01-01")


def test_a_published_rule_set_cannot_be_removed(connection: Connection) -> None:
    with pytest.raises(DBAPIError, match=r"(?i)foreign key"):
        connection.execute(text("DELETE FROM rule_set"))
