"""A process that dies, and a connection that is lost at commit: what was stored is found out, never guessed."""

import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError

from rules.document.load import load
from service import idempotency, rule_sets
from service.audit import list_entries
from service.errors import NotFound
from service.idempotency import Claim, StoredAnswer
from service.work import SCOPES, Actor, Office
from service.workspaces import create_workspace
from store.database import Database
from store.migrate import upgrade
from tests.service.desk import SetClock, text_of

ANSWER = StoredAnswer(201, {}, "{}")

DYING = """
import os, signal, sys
from rules.document.load import load
from service import idempotency, rule_sets
from service.work import Actor, Office
from store.database import Database

url, workspace, key_id, moment = sys.argv[1:]
actor = Actor(workspace, key_id, frozenset({"edit"}))
office = Office(Database(url))
with office.writing(actor) as work:
    rule_sets.put_draft(work, "care", load("scorewright: 1\\nid: care\\n"))
    idempotency.finish(work, idempotency.Claim("k", "PUT /care", 1), idempotency.StoredAnswer(201, {}, "{}"))
    work.session.flush()
    if moment == "before":
        os.kill(os.getpid(), signal.SIGKILL)
os.kill(os.getpid(), signal.SIGKILL)
"""


def stored(office: Office, actor: Actor) -> tuple[bool, int]:
    """Whether the draft is there, and how many entries the audit trail has of it."""
    with office.reading(actor) as work:
        entries = sum(entry.action == "draft.written" for entry in list_entries(work).items)
        try:
            rule_sets.get_draft(work, "care")
        except NotFound:
            return False, entries
        return True, entries


@pytest.mark.parametrize(("moment", "expected"), [("before", (False, 0)), ("after", (True, 1))])
def test_a_process_killed_around_the_commit(
    office: Office, actor: Actor, clock: SetClock, database_url: str, moment: str, expected: tuple[bool, int]
) -> None:
    """All or nothing: the change, its audit entry and its answer."""
    claimed = idempotency.begin(office, actor, "k", "PUT /care", "h")
    assert isinstance(claimed, Claim)
    arguments = [database_url, actor.workspace_id, actor.key_id, moment]
    died = subprocess.run(
        [sys.executable, "-c", DYING, *arguments], cwd=Path(__file__).parents[2], capture_output=True, check=False
    )
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()
    assert stored(office, actor) == expected
    assert (idempotency.read_back(office, actor, claimed) == ANSWER) is expected[0]
    clock.advance(seconds=121)
    again = idempotency.begin(office, actor, "k", "PUT /care", "h")
    assert (again == ANSWER) is expected[0]


class CommitCutter:
    """Stands between the program and PostgreSQL; once ``armed`` it cuts the connection at the next COMMIT, before the
    server hears of it or right after the server has answered."""

    def __init__(self, server: Path, place: Path):
        self.server = server
        self.armed: str | None = None
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(place / ".s.PGSQL.5432"))
        self.listener.listen()
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(str(self.server))
            threading.Thread(target=self.carry, args=(client, server), daemon=True).start()
            threading.Thread(target=self.carry_back, args=(server, client), daemon=True).start()

    def carry(self, client: socket.socket, server: socket.socket) -> None:
        while data := self.received(client):
            if b"COMMIT" in data and self.armed == "before":
                self.cut(client, server)
                return
            server.sendall(data)
        self.cut(client, server)

    def carry_back(self, server: socket.socket, client: socket.socket) -> None:
        while data := self.received(server):
            if b"COMMIT\x00" in data and self.armed == "after":
                break
            client.sendall(data)
        self.cut(client, server)

    @staticmethod
    def received(connection: socket.socket) -> bytes:
        try:
            return connection.recv(65536)
        except OSError:
            return b""

    @staticmethod
    def cut(*connections: socket.socket) -> None:
        for connection in connections:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue


@pytest.fixture
def cutter(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[CommitCutter, str]]:
    address = make_url(postgres_url)
    place = tmp_path_factory.mktemp("cut")
    cutter = CommitCutter(Path(str(address.query["host"])) / ".s.PGSQL.5432", place)
    yield cutter, address.set(query={"host": str(place)}).render_as_string(hide_password=False)
    cutter.listener.close()


@pytest.mark.parametrize(("moment", "done"), [("before", False), ("after", True)])
def test_a_connection_lost_at_commit(
    postgres_url: str, cutter: tuple[CommitCutter, str], moment: str, done: bool
) -> None:
    """The program sees the same failure either way; only reading back tells which it was."""
    upgrade(postgres_url)
    line, url = cutter
    office = Office(Database(url))
    new = create_workspace(office, f"cut-{moment}", "Acme")
    actor = Actor(new.workspace.id, new.admin.key.id, frozenset(SCOPES))
    claimed = idempotency.begin(office, actor, "k", "PUT /care", "h")
    assert isinstance(claimed, Claim)
    with pytest.raises(OperationalError), office.writing(actor) as work:
        rule_sets.put_draft(work, "care", load(text_of("care")))
        idempotency.finish(work, claimed, ANSWER)
        work.session.flush()
        line.armed = moment
    line.armed = None
    assert idempotency.read_back(office, actor, claimed) == (ANSWER if done else None)
    assert stored(office, actor) == (done, int(done))
    office.database.close()
