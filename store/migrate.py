"""Bring a database to the schema of this release, whoever else is trying to do the same at the moment."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

import store.models  # noqa: F401  # fills the metadata
from store.base import Base
from store.database import connect

STEPS = Path(__file__).resolve().parent.parent / "migrations"

# Any number will do, as long as every release uses the same one and nothing else in the database does.
ADVISORY_LOCK = 7_303_014_285


def upgrade(url: str, revision: str = "head") -> None:
    """Run the steps that are missing, all in one transaction; doing it again changes nothing."""
    _run(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str) -> None:
    """Undo the steps after ``revision`` (``base`` for all of them), with the data that only they can hold."""
    _run(url, lambda config: command.downgrade(config, revision))


def current_revision(engine: Engine) -> str | None:
    """The last step that was run on this database, None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str | None:
    """The last step this release knows."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def differences(engine: Engine) -> list[object]:
    """What would have to change for the database to be what the models say; empty when all is well."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, Base.metadata))


def _run(url: str, steps: Callable[[Config], None]) -> None:
    engine = connect(url, pool_size=1)
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                _run_on_sqlite(connection, steps)
            else:
                _run_on_postgresql(connection, steps)
    finally:
        engine.dispose()


def _run_on_sqlite(connection: Connection, steps: Callable[[Config], None]) -> None:
    # Altering a table here means copying and dropping it, which must not touch the rows that refer to it. The setting
    # only takes effect outside a transaction, hence directly on the driver's connection.
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys = OFF")
    connection = connection.execution_options(sqlite_begin="BEGIN IMMEDIATE")
    with connection.begin():
        steps(_config(connection))
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            raise RuntimeError(f"the steps left {len(broken)} rows that refer to nothing; nothing was changed")


def _run_on_postgresql(connection: Connection, steps: Callable[[Config], None]) -> None:
    with connection.begin():
        # Wait as long as another process needs for its steps, but once it is our turn wait for no table longer than
        # a few seconds: a queued lock on a table stops everybody behind it.
        connection.execute(text("SET LOCAL statement_timeout = '10min'"))
        connection.execute(text("SET LOCAL lock_timeout = '10min'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ADVISORY_LOCK})
        connection.execute(text("SET LOCAL lock_timeout = '5s'"))
        steps(_config(connection))


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(STEPS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
