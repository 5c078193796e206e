"""A real PostgreSQL for one test run: started by whoever needs it first, gone when the run is.

The run (the process a person started, not its parallel workers) holds a lock on a file in a
temporary directory. A keeper process owns the server and waits for that lock: it is granted the
moment the run ends, even by `kill -9`, so no server is ever left behind.
"""

import contextlib
import fcntl
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

PLACE = "SCOREWRIGHT_TEST_POSTGRES_PLACE"
START_SECONDS = 60
KEEPER = Path(__file__).with_name("postgres_keeper.py")


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server, reached through the socket in its directory."""

    place: Path

    def url(self, database: str) -> str:
        """The SQLAlchemy address of one of its databases."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.place}"

    @contextlib.contextmanager
    def database(self) -> Iterator[str]:
        """A new empty database for the length of a `with`; gives its address."""
        name = f"test_{secrets.token_hex(6)}"
        self._order("CREATE DATABASE {}", name)
        try:
            yield self.url(name)
        finally:
            # A test may leave connections open on purpose: killing a client is one of the things tested.
            self._order("DROP DATABASE {} WITH (FORCE)", name)

    def _order(self, statement: str, name: str) -> None:
        with psycopg.connect(f"host={self.place} user=postgres dbname=postgres", autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(sql.Identifier(name)))


def reserve_place() -> object:
    """Called once by the run: names the directory to the workers and holds the lock until the run ends.

    Keep the answer alive: the lock goes with it. Costs nothing when no test asks for a server.
    """
    place = Path(tempfile.mkdtemp(prefix="scorewright-pg-"))
    # Not secret and not writable by others: the server may run as another user and must pass through.
    place.chmod(0o711)
    held = (place / "run.lock").open("w")
    fcntl.flock(held, fcntl.LOCK_EX)
    os.environ[PLACE] = str(place)
    return held


def release_place() -> None:
    """Called once when the run ends; removes the directory unless a server is there, whose keeper does it."""
    place = Path(os.environ.pop(PLACE))
    if not (place / "ready").exists():
        shutil.rmtree(place, ignore_errors=True)


def running_postgres() -> Postgres:
    """The run's server, started now if no other worker has done so."""
    place = Path(os.environ[PLACE])
    with (place / "start.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not (place / "ready").exists():
            _start(place)
    return Postgres(place / "socket")


def _start(place: Path) -> None:
    log = place / "keeper.log"
    with log.open("w") as output:
        keeper = subprocess.Popen(
            [sys.executable, str(KEEPER), str(place)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # Ctrl-C is for the tests: the server ends after them, not under them.
            start_new_session=True,
        )
    patience = time.monotonic() + START_SECONDS
    while not (place / "ready").exists():
        if keeper.poll() is not None or time.monotonic() > patience:
            raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")
        time.sleep(0.05)
