"""Requests at a steady pace, as people and other programs send them, and how long each took."""

import time
from dataclasses import dataclass
from http.client import HTTPConnection
from multiprocessing import get_context
from multiprocessing.synchronize import Event

from bench.http.load import Address


@dataclass(frozen=True, slots=True)
class Waits:
    """Milliseconds from when a request was due until its answer was there."""

    requests: int
    median: float
    slowest_percent: float
    slowest: float


class Pace:
    """Sends a request so many times a second from a process of its own, until told to stop."""

    def __init__(self, address: Address, path: str, body: bytes, headers: dict[str, str], per_second: float):
        context = get_context("spawn")
        self._over = context.Event()
        self._answers = context.SimpleQueue()
        self._process = context.Process(
            target=_send, args=(self._over, self._answers, address, path, body, headers, per_second), daemon=True
        )

    def __enter__(self) -> "Pace":
        self._process.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.is_alive():
            self._process.terminate()

    def stop(self) -> Waits:
        self._over.set()
        took: list[float] = self._answers.get()
        self._process.join()
        took.sort()
        at = lambda share: took[min(len(took) - 1, int(len(took) * share))] * 1e3  # noqa: E731
        return Waits(len(took), at(0.5), at(0.99), took[-1] * 1e3)


def _send(
    over: Event,
    answers: object,
    address: Address,
    path: str,
    body: bytes,
    headers: dict[str, str],
    per_second: float,
) -> None:
    took: list[float] = []
    connection = HTTPConnection(*address, timeout=60)
    due = time.perf_counter()
    while not over.is_set():
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"answered {answer.status}")
        took.append(time.perf_counter() - due)
        due += 1 / per_second
        pause = due - time.perf_counter()
        if pause > 0:
            time.sleep(pause)
    answers.put(took)  # type: ignore[attr-defined]
