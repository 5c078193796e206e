"""The real server: gunicorn with the production configuration, called over a socket, stopped in mid-request."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from service.work import Office
from service.workspaces import bootstrap
from store.database import Database
from store.migrate import upgrade

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Server:
    process: subprocess.Popen[bytes]
    port: int
    token: str
    log: Path

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)

    def call(
        self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None
    ) -> tuple[http.client.HTTPResponse, str]:
        connection = self.connection()
        connection.request(method, path, body, {"Authorization": f"Bearer {self.token}", **(headers or {})})
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        return response, text


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from running_server(tmp_path_factory.mktemp("served"))


@pytest.fixture
def server_to_stop(tmp_path: Path) -> Iterator[Server]:
    yield from running_server(tmp_path)


def running_server(tmp_path: Path) -> Iterator[Server]:
    url = f"sqlite:///{tmp_path / 'served.sqlite'}"
    upgrade(url)
    office = Office(Database(url))
    token = bootstrap(office, "Served").admin.token
    office.database.close()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path / "log"
    environment = {
        **os.environ,
        "SCOREWRIGHT_DATABASE_URL": url,
        "SCOREWRIGHT_SECRET_KEY": "k" * 40,
        "SCOREWRIGHT_BIND": f"127.0.0.1:{port}",
        "SCOREWRIGHT_WORKERS": "2",
        "SCOREWRIGHT_MAX_BODY": "4096",
        "HOME": "/nonexistent",
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until_ready(process, port, log)
        yield Server(process, port, token, log)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_ready(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    patience = time.monotonic() + 60
    while True:
        assert process.poll() is None and time.monotonic() < patience, log.read_text()
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)


def test_it_counts_over_all_workers_and_logs_every_request(server: Server) -> None:
    for _ in range(20):
        response, text = server.call("GET", "/v1/keys")
        assert response.status == 200, text
    _, metrics = server.call("GET", "/metrics")
    counted = [line for line in metrics.splitlines() if "requests_total" in line and 'route="/v1/keys"' in line]
    assert [float(line.rsplit(" ", 1)[1]) for line in counted] == [20.0]
    logged = [json.loads(line) for line in server.log.read_text().splitlines() if line.startswith("{")]
    assert sum(line.get("route") == "/v1/keys" for line in logged) == 20


def test_forwarded_headers_are_not_believed(server: Server) -> None:
    response, text = server.call(
        "GET",
        "/v1/keys",
        headers={"X-Forwarded-For": "1.2.3.4", "X-Forwarded-Host": "evil", "X-Forwarded-Proto": "https"},
    )
    assert response.status == 200
    assert "evil" not in text


def test_a_body_without_a_length_is_still_limited(server: Server) -> None:
    connection = server.connection()
    connection.request(
        "POST",
        "/v1/keys",
        iter([b"x" * 4000, b"x" * 97]),
        {"Authorization": f"Bearer {server.token}", "Content-Type": "application/json"},
        encode_chunked=True,
    )
    response = connection.getresponse()
    assert response.status == 413
    assert json.loads(response.read())["code"] == "body-too-large"
    connection.close()


def test_a_body_that_breaks_off_is_not_taken_for_a_whole_one(server: Server) -> None:
    text = "scorewright: 1\nid: cut\nmetrics: {}\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as broken:
        head = (
            f"PUT /v1/rule-sets/cut/draft HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.token}\r\n"
            f"Content-Type: application/yaml\r\nContent-Length: {len(text) + 30}\r\n\r\n"
        )
        broken.sendall(head.encode() + text.encode())
        broken.shutdown(socket.SHUT_WR)
        broken.recv(65536)
    response, _ = server.call("GET", "/v1/rule-sets/cut")
    assert response.status == 404


def test_a_request_under_way_is_finished_before_the_server_stops(server_to_stop: Server) -> None:
    body = json.dumps({"name": "late", "scopes": ["read"]})
    with socket.create_connection(("127.0.0.1", server_to_stop.port), timeout=20) as slow:
        head = (
            f"POST /v1/keys HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server_to_stop.token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        slow.sendall(head.encode() + body[:10].encode())
        time.sleep(0.5)
        stopping = threading.Timer(0.1, server_to_stop.process.send_signal, [signal.SIGTERM])
        stopping.start()
        time.sleep(1)
        slow.sendall(body[10:].encode())
        answer = slow.recv(65536)
    assert answer.startswith(b"HTTP/1.1 201"), answer
    assert server_to_stop.process.wait(30) == 0
