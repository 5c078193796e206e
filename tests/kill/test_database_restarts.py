"""PostgreSQL is killed and started again under load: the service says 503 meanwhile, and goes on by itself."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from service.keys import create_key
from service.work import Actor, Office
from tests.kill.centre import furnish, opened
from tests.support.postgres_keeper import SETTINGS, identity, reachable_programs, server_user, wait_until_ready

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = 60
PATIENCE = 90.0


@dataclass
class Database:
    """A PostgreSQL server of this test's own."""

    place: Path
    programs: Path
    user: str | None
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://postgres@/postgres?host={self.place / 'socket'}"

    def start(self) -> None:
        words = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        command = [str(self.programs / "postgres"), "-D", str(self.place / "data"), "-k", str(self.place / "socket")]
        self.process = subprocess.Popen(
            [*command, *words], cwd=self.place, stderr=subprocess.DEVNULL, **identity(self.user)
        )
        wait_until_ready(self.programs, self.place / "socket", self.process)
        until = time.monotonic() + PATIENCE
        while True:
            try:
                psycopg.connect(f"host={self.place / 'socket'} user=postgres dbname=postgres").close()
                return
            except psycopg.OperationalError:
                assert time.monotonic() < until
                time.sleep(0.1)

    def kill(self) -> None:
        """The server and every process of it, at once."""
        assert self.process is not None
        children = _children(self.process.pid)
        self.process.kill()
        self.process.wait()
        for child in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)


def _children(process: int) -> list[int]:
    """Each of PostgreSQL's processes is the leader of a group of its own."""
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            if int(place.read_text().rsplit(")", 1)[1].split()[1]) == process:
                found.append(int(place.parent.name))
    return found


@pytest.fixture
def database() -> Iterator[Database]:
    # Not below pytest's own folder, which other users may not enter.
    place, user = Path(tempfile.mkdtemp(prefix="scorewright-restart-")), server_user()
    place.chmod(0o711)
    programs = reachable_programs(place, user)
    for folder in (place / "data", place / "socket"):
        folder.mkdir(mode=0o755)
        if user:
            os.chown(folder, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
    initdb = ["-D", str(place / "data"), "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
    subprocess.run(
        [str(programs / "initdb"), *initdb], check=True, cwd=place, stdout=subprocess.DEVNULL, **identity(user)
    )
    database = Database(place, programs, user)
    database.start()
    yield database
    database.kill()
    shutil.rmtree(place, ignore_errors=True)


@dataclass
class Caller:
    """Asks over and over, and keeps what was answered: status, and whether it was as it must be."""

    port: int
    token: str
    answers: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def call(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", **headers}
        connection.request(method, path, None if body is None else json.dumps(body), sent)
        response = connection.getresponse()
        text = response.read().decode()
        if response.status == 503 and (
            response.getheader("Content-Type") != "application/problem+json" or not response.getheader("Retry-After")
        ):
            self.wrong.append(text)
        connection.close()
        return response.status, text

    def load(self) -> None:
        one = {"rule_set": "care", "period": "2026-11", "subject": "x", "inputs": {"calls": 70, "minutes": 300}}
        while not self.over.is_set():
            for method, path, body in (("GET", "/v1/runs", None), ("POST", "/v1/scores", one)):
                status, text = self.call(method, path, body)
                self.answers[status] += 1
                if status not in (200, 503):
                    self.wrong.append(text)


def test_the_service_waits_for_its_database(database: Database, tmp_path: Path) -> None:
    office = opened(database.url, tmp_path / "data")
    actor = furnish(office, "centre", PEOPLE)
    token = _token(office, actor)
    office.database.close()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SCOREWRIGHT_")},
        "SCOREWRIGHT_DATABASE_URL": database.url,
        "SCOREWRIGHT_SECRET_KEY": "0123456789abcdef0123456789abcdef",
        "SCOREWRIGHT_DATA_DIR": str(tmp_path / "data"),
        "SCOREWRIGHT_WORKER_LEASE": "2",
        "SCOREWRIGHT_BIND": f"127.0.0.1:{port}",
        "SCOREWRIGHT_WORKERS": "1",
        "SCOREWRIGHT_LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "wsgi:app"]
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    caller = Caller(port, token)
    threads = [threading.Thread(target=caller.load) for _ in range(3)]
    try:
        _wait_for(lambda: _ready(port))
        for thread in threads:
            thread.start()
        _wait_for(lambda: caller.answers[200] > 5)
        status, text = caller.call(
            "POST", "/v1/runs", {"rule_set": "care", "period": "2026-11"}, **{"Idempotency-Key": "k"}
        )
        assert status == 202, text
        database.kill()
        _wait_for(lambda: caller.answers[503] > 2, lambda: (caller.answers, caller.wrong[:1]))
        database.start()
        before = caller.answers[200]
        _wait_for(lambda: caller.answers[200] > before + 10, lambda: (caller.answers, caller.wrong[:1]))
        _wait_for(lambda: json.loads(caller.call("GET", "/v1/runs/1")[1]).get("state") == "done")
    finally:
        caller.over.set()
        for thread in threads:
            if thread.is_alive():
                thread.join()
        server.kill()
        server.wait()
    assert not caller.wrong, caller.wrong[:3]
    assert set(caller.answers) == {200, 503}


def _token(office: Office, actor: Actor) -> str:
    with office.writing(actor) as work:
        return create_key(work, "load", ["read", "score"]).token


def _ready(port: int) -> bool:
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False


def _wait_for(condition: Callable[[], bool], told: Callable[[], object] = str) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, told()
        time.sleep(0.05)
