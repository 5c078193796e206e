"""Migrated databases of both kinds."""

from collections.abc import Iterator

import pytest

from store.database import Database
from store.migrate import upgrade


@pytest.fixture(scope="module")
def database(database_url: str) -> Iterator[Database]:
    upgrade(database_url)
    database = Database(database_url)
    yield database
    database.close()
