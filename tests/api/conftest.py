"""The API as a caller meets it: the real application on a real database, two workspaces, keys with few rights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from apiflask import APIFlask

from api.app import create_app
from service.keys import issue_key
from service.settings import Settings
from service.work import SCOPES, Actor, Office
from service.workspaces import create_workspace
from store.database import Database
from store.migrate import upgrade
from tests.api.client import Caller

SETTINGS = Settings(
    database_url="",
    secret_key="0123456789abcdef0123456789abcdef",
    max_body=4 * 1024 * 1024,
    max_document=1024 * 1024,
    max_import=8 * 1024 * 1024,
    max_subjects=5000,
    rate_limit="1000000 per minute",
    rate_limit_storage="memory://",
    sign_in_limit="1000000 per minute",
    trusted_proxies=0,
    metrics=True,
    database_pool=5,
    log_level="INFO",
    data_dir=Path("var") / "data",
    worker=False,
    worker_lease=30,
    worker_attempts=10,
    worker_memory="1GB",
    worker_threads=2,
)


@dataclass(frozen=True, slots=True)
class Site:
    """A running application with two workspaces; ``here`` and ``there`` may do everything in theirs."""

    app: APIFlask
    office: Office
    here: Caller
    there: Caller
    nobody: Caller

    def with_scopes(self, *scopes: str) -> Caller:
        """A caller of the workspace ``here`` with these scopes only."""
        with self.office.writing(Actor("here", "", frozenset(SCOPES))) as work:
            return Caller(self.app, issue_key(work, "+".join(scopes), scopes).token)


@pytest.fixture(scope="module")
def site(database_url: str) -> Iterator[Site]:
    """On SQLite and on PostgreSQL."""
    yield from open_site(database_url)


@pytest.fixture(scope="module")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """On SQLite only, for what has nothing to do with the kind of database."""
    yield from open_site(f"sqlite:///{tmp_path_factory.mktemp('small') / 'small.sqlite3'}")


def open_site(url: str, **changed: object) -> Iterator[Site]:
    upgrade(url)
    with TemporaryDirectory(prefix="scorewright-data-") as data:
        office = Office(Database(url, pool_size=5), data_dir=Path(data))
        settings = replace(SETTINGS, database_url=url, data_dir=office.data_dir, **changed)  # type: ignore[arg-type]
        app = create_app(settings, office)
        here = create_workspace(office, "here", "Here").admin.token
        there = create_workspace(office, "there", "There").admin.token
        yield Site(app, office, Caller(app, here), Caller(app, there), Caller(app, None))
        office.database.close()
