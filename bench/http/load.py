"""A small HTTP client that only counts: raw sockets, kept alive, so that the server is what is measured."""

import selectors
import socket
import time
from dataclasses import dataclass, field
from multiprocessing import get_context

Address = tuple[str, int]

HEAD_END = b"\r\n\r\n"
LENGTH = b"content-length:"


class Refusal(Exception):
    """The server answered something other than 200; the message shows what."""


@dataclass(frozen=True, slots=True)
class Load:
    """What one round of requests came to. `busy` is the share of the time the client itself was computing."""

    requests: int
    seconds: float
    median_ms: float
    slowest_percent_ms: float
    busy: float

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds


@dataclass(slots=True)
class _Connection:
    """A connection with at most one request under way."""

    socket: socket.socket
    received: bytearray = field(default_factory=bytearray)
    sent_at: float = 0.0


def post(path: str, body: bytes, headers: dict[str, str], host: str = "localhost") -> bytes:
    """The bytes of one POST request of JSON."""
    lines = [f"POST {path} HTTP/1.1", f"Host: {host}", "Content-Type: application/json", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode("ascii") + HEAD_END + body


def drive_apart(address: Address, request: bytes, connections: int, seconds: float) -> Load:
    """Drive the server from a process of its own, so that nothing else here takes the client's time."""
    with get_context("spawn").Pool(1) as process:
        return process.apply(drive, (address, request, connections, seconds))


def drive(address: Address, request: bytes, connections: int, seconds: float) -> Load:
    """Send the same request over and over on `connections` sockets; raises Refusal at the first answer but 200."""
    took: list[float] = []
    with selectors.DefaultSelector() as selector:
        try:
            for _ in range(connections):
                _open(selector, address, request)
            computing, began = time.process_time(), time.perf_counter()
            end = began + seconds
            while (now := time.perf_counter()) < end:
                for key, _ in selector.select(end - now):
                    _receive(selector, key.data, address, request, took)
            elapsed, computed = time.perf_counter() - began, time.process_time() - computing
        finally:
            for key in list(selector.get_map().values()):
                key.data.socket.close()
    if not took:
        raise TimeoutError(f"no answer from {address} in {seconds} s")
    took.sort()
    return Load(
        requests=len(took),
        seconds=elapsed,
        median_ms=took[len(took) // 2] * 1e3,
        slowest_percent_ms=took[len(took) * 99 // 100] * 1e3,
        busy=computed / elapsed,
    )


def _open(selector: selectors.BaseSelector, address: Address, request: bytes) -> None:
    connected = socket.create_connection(address, timeout=10)
    connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection = _Connection(connected)
    selector.register(connected, selectors.EVENT_READ, connection)
    _send(connection, request)


def _send(connection: _Connection, request: bytes) -> None:
    connection.sent_at = time.perf_counter()
    connection.socket.sendall(request)


def _receive(
    selector: selectors.BaseSelector, connection: _Connection, address: Address, request: bytes, took: list[float]
) -> None:
    chunk = connection.socket.recv(65536)
    if not chunk:
        if connection.received:
            raise Refusal(f"the server hung up in the middle of {bytes(connection.received[:200])!r}")
        # A server may end an idle connection between two requests; that costs a new connection, no answer.
        selector.unregister(connection.socket)
        connection.socket.close()
        _open(selector, address, request)
        return
    connection.received += chunk
    size = answer_size(connection.received)
    if size is None or len(connection.received) < size:
        return
    if not connection.received.startswith(b"HTTP/1.1 200"):
        raise Refusal(bytes(connection.received[:2000]).decode("utf-8", "replace"))
    took.append(time.perf_counter() - connection.sent_at)
    del connection.received[:size]
    _send(connection, request)


def answer_size(received: bytes | bytearray) -> int | None:
    """How many bytes the answer has in all, or None while its head is not there yet; needs a Content-Length."""
    end = received.find(HEAD_END)
    if end < 0:
        return None
    head = bytes(received[:end]).lower()
    start = head.find(LENGTH)
    if start < 0:
        raise Refusal(f"an answer without Content-Length: {head[:300]!r}")
    return end + len(HEAD_END) + int(head[start + len(LENGTH) :].split(b"\r\n", 1)[0])
