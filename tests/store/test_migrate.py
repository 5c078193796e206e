"""The steps lead from nothing to the models and back, with data, on both databases."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from service.names import order_keys
from store.base import Base
from store.database import connect
from store.migrate import current_revision, differences, downgrade, newest_revision, upgrade
from tests.store.rows import ROWS, insert_all, insert_row


def count(url: str, table: str) -> int:
    engine = connect(url)
    with engine.connect() as connection:
        found = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
    engine.dispose()
    return found


def test_the_rows_used_here_are_of_all_tables() -> None:
    assert set(ROWS) == set(Base.metadata.tables)


def test_upgraded_schema_is_what_the_models_say(fresh_database_url: str) -> None:
    upgrade(fresh_database_url)
    engine = connect(fresh_database_url)
    assert differences(engine) == []
    assert current_revision(engine) == newest_revision()
    engine.dispose()


def test_a_schema_that_differs_is_noticed(fresh_database_url: str) -> None:
    upgrade(fresh_database_url)
    engine = connect(fresh_database_url)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE outbox_message DROP COLUMN claimed_until"))
    assert len(differences(engine)) == 1
    engine.dispose()


def test_upgrading_twice_changes_nothing(fresh_database_url: str) -> None:
    upgrade(fresh_database_url)
    engine = connect(fresh_database_url)
    with engine.begin() as connection:
        insert_all(connection)
    engine.dispose()
    upgrade(fresh_database_url)
    assert {table: count(fresh_database_url, table) for table in ROWS} == dict.fromkeys(ROWS, 1)


def test_one_step_down_and_up_keeps_the_other_data(fresh_database_url: str) -> None:
    """Going back before recorded results loses those and nothing else, though published rows are frozen."""
    upgrade(fresh_database_url)
    engine = connect(fresh_database_url)
    with engine.begin() as connection:
        insert_all(connection)
    downgrade(fresh_database_url, "0002")
    assert "recorded_result" not in inspect(engine).get_table_names()
    with engine.connect() as connection:
        assert connection.execute(text("SELECT document FROM version")).scalar_one() == ROWS["version"]["document"]
    upgrade(fresh_database_url)
    with engine.begin() as connection:
        insert_row(connection, "recorded_result")
    assert differences(engine) == []
    engine.dispose()


def test_steps_with_data_from_an_older_release(fresh_database_url: str) -> None:
    """Data written at the first step survives the later ones, and is frozen by them."""
    upgrade(fresh_database_url, "0001")
    engine = connect(fresh_database_url)
    with engine.begin() as connection:
        insert_all(connection, [table for table in ROWS if inspect(connection).has_table(table)])
    upgrade(fresh_database_url)
    with engine.connect() as connection, pytest.raises(Exception, match="rows of version are frozen"):
        connection.execute(text("UPDATE version SET note = 'x'"))
    downgrade(fresh_database_url, "0001")
    with engine.begin() as connection:
        assert connection.execute(text("UPDATE version SET note = 'x'")).rowcount == 1
    engine.dispose()


def test_people_of_an_older_release_are_put_in_order(fresh_database_url: str) -> None:
    upgrade(fresh_database_url, "0011")
    engine = connect(fresh_database_url)
    with engine.begin() as connection:
        insert_all(connection, [table for table in ROWS if inspect(connection).has_table(table)])
        name = connection.execute(text("SELECT name FROM person")).scalar_one()
    upgrade(fresh_database_url)
    with engine.connect() as connection:
        assert [connection.execute(text("SELECT name_order FROM person")).scalar_one()] == order_keys([name])
    engine.dispose()


def test_all_the_way_down_leaves_nothing(fresh_database_url: str) -> None:
    upgrade(fresh_database_url)
    engine = connect(fresh_database_url)
    with engine.begin() as connection:
        insert_all(connection)
    downgrade(fresh_database_url, "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    upgrade(fresh_database_url)
    assert differences(engine) == []
    engine.dispose()


def test_a_step_that_fails_changes_nothing(fresh_database_url: str) -> None:
    """A table in the way of the last step: all of the steps are undone, and it works once the table is gone."""
    engine = connect(fresh_database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE recorded_result (id INTEGER)"))
    with pytest.raises(Exception, match="recorded_result"):
        upgrade(fresh_database_url)
    assert inspect(engine).get_table_names() == ["recorded_result"]
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE recorded_result"))
    upgrade(fresh_database_url)
    assert differences(engine) == []
    engine.dispose()


def test_several_processes_may_upgrade_at_once(fresh_database_url: str) -> None:
    failures: list[BaseException] = []

    def run() -> None:
        try:
            upgrade(fresh_database_url)
        except Exception as failure:  # noqa: BLE001  # the main thread looks at it
            failures.append(failure)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    engine = connect(fresh_database_url)
    assert differences(engine) == []
    engine.dispose()


def test_a_path_with_odd_characters(tmp_path: Path) -> None:
    """The directory of an installation or of the data may be called anything."""
    url = f"sqlite:///{tmp_path / '100% 绩效' / 'x.sqlite'}"
    upgrade(url)
    assert count(url, "workspace") == 0
