"""An office on each kind of database, and a workspace of its own for every test."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.work import SCOPES, Actor, Office
from service.workspaces import create_workspace
from store.database import Database
from store.migrate import upgrade
from tests.service.desk import SetClock

NUMBERS = itertools.count(1)


@pytest.fixture(scope="module")
def database(database_url: str) -> Iterator[Database]:
    upgrade(database_url)
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def office(database: Database, clock: SetClock, tmp_path: Path) -> Office:
    return Office(database, clock, data_dir=tmp_path / "data")


@pytest.fixture
def actor(office: Office) -> Actor:
    """A key with every scope, in a new workspace."""
    new = create_workspace(office, f"test-{next(NUMBERS)}", "Acme")
    return Actor(new.workspace.id, new.admin.key.id, frozenset(SCOPES))


@pytest.fixture
def stranger(office: Office) -> Actor:
    """As powerful, in another workspace."""
    new = create_workspace(office, f"test-{next(NUMBERS)}", "Other")
    return Actor(new.workspace.id, new.admin.key.id, frozenset(SCOPES))
