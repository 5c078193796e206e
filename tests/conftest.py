"""Fixtures every test may use: real databases, and an honest closing summary."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from tests.support import summary
from tests.support.postgres import Postgres, release_place, reserve_place, running_postgres
from tests.support.sharing_out import SharingOut

HELD = pytest.StashKey[object]()

# A busy machine is slow, not wrong: examples have no time limit of their own.
hypothesis.settings.register_profile("scorewright", deadline=None, print_blob=True)
hypothesis.settings.load_profile("scorewright")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="also run the tests marked slow")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.stash[HELD] = reserve_place()


def pytest_unconfigure(config: pytest.Config) -> None:
    if HELD in config.stash:
        release_place()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("slow") and not config.getoption("--slow"):
            item.add_marker(pytest.mark.skip(reason="slow: ./dev test --slow runs them too"))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> SharingOut:
    return SharingOut(config, log)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    summary.write(terminalreporter)


@pytest.fixture(scope="session")
def postgres() -> Postgres:
    """The run's real PostgreSQL server, shared by all workers; for tests that need databases of their own."""
    return running_postgres()


@pytest.fixture(scope="module")
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """The address of an empty PostgreSQL database, the same for all tests of a module (on one worker)."""
    with postgres.database() as url:
        yield url


@pytest.fixture(scope="module")
def sqlite_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a SQLite file that does not exist yet, the same for all tests of a module (on one worker)."""
    return sqlite_file(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database of each kind in turn: what uses it runs on SQLite and on PostgreSQL."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture(params=["sqlite", "postgres"])
def fresh_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """As `database_url`, but new for every single test."""
    if request.param == "sqlite":
        yield sqlite_file(tmp_path)
    else:
        with request.getfixturevalue("postgres").database() as url:
            yield url


def sqlite_file(folder: Path) -> str:
    return f"sqlite:///{folder / 'scorewright.sqlite3'}"
