"""The counting client against a real gunicorn: what it reports must be what the server saw."""

import json
from collections.abc import Iterator

import pytest

from bench.http.compare import compare, middle
from bench.http.load import Address, Refusal, answer_size, drive, drive_apart, post
from bench.http.server import serving

BODY = json.dumps({"hello": "世界"}).encode()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    log = tmp_path_factory.mktemp("echo") / "server.log"
    with serving("tests.bench.echo:application", {}, log, workers=1) as address:
        yield address


def test_counts_whole_answers_on_kept_connections(server: Address) -> None:
    load = drive(server, post("/echo", BODY, {}), connections=3, seconds=0.5)
    assert load.requests > 20
    assert 0.5 <= load.seconds < 2
    assert 0 < load.median_ms <= load.slowest_percent_ms
    assert load.per_second == pytest.approx(load.requests / load.seconds)


def test_connections_are_really_kept(server: Address) -> None:
    with pytest.raises(Refusal, match="418 ") as refused:
        drive(server, post("/ports", BODY, {}), connections=2, seconds=5)
    assert "2 ports" in str(refused.value)


def test_a_refusal_ends_the_round_and_is_shown(server: Address) -> None:
    with pytest.raises(Refusal, match="404"):
        drive(server, post("/nowhere", BODY, {}), connections=1, seconds=5)


def test_a_process_of_its_own_reports_the_same_way(server: Address) -> None:
    load = drive_apart(server, post("/echo", BODY, {}), connections=2, seconds=0.3)
    assert load.requests > 10
    assert 0 < load.busy <= 1.1


def test_two_requests_take_turns(server: Address) -> None:
    quick, slow = post("/echo", BODY, {}), post("/slow-echo", BODY, {})
    found = compare(server, quick, slow, rounds=3, seconds=0.2, connections=2, drive=drive)
    assert (len(found.first), len(found.second)) == (3, 3)
    assert found.ratio > 3
    assert middle(found.second).median_ms >= 20
    assert 0 < found.client_busy <= 1.1


@pytest.mark.parametrize(
    ("received", "size"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Le", None),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab", 43),
        (b"HTTP/1.1 204 No Content\r\nX: y\r\ncontent-length:0\r\nZ: 1\r\n\r\n", 57),
    ],
)
def test_size_of_an_answer(received: bytes, size: int | None) -> None:
    assert answer_size(received) == size
