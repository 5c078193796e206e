"""Small changes at a steady pace, as others make them, and how long each waited for its turn."""

import json
import threading
import time
from collections import Counter
from dataclasses import dataclass
from http.client import HTTPConnection

from bench.http.load import Address


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds until each answer was there; ``failed`` counts what was not done, by status."""

    count: int
    median: float
    longest: float
    failed: Counter[int]


class Writes:
    """Enters a figure twice a second while the block lasts."""

    def __init__(self, address: Address, path: str, headers: dict[str, str], every: float = 0.5):
        self._to, self._every = (address, path, headers), every
        self._over = threading.Event()
        self._took: list[float] = []
        self._failed: Counter[int] = Counter()
        self._thread = threading.Thread(target=self._send, daemon=True)

    def __enter__(self) -> "Writes":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    @property
    def waits(self) -> Waits:
        took = sorted(self._took)
        return Waits(len(took), took[len(took) // 2], took[-1], self._failed)

    def _send(self) -> None:
        address, path, headers = self._to
        number = 0
        while not self._over.is_set():
            number += 1
            body = json.dumps({"people": [{"person": "writer", "values": {"count": number}}]}).encode()
            connection = HTTPConnection(*address, timeout=120)
            began = time.perf_counter()
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            answer.read()
            connection.close()
            self._took.append(time.perf_counter() - began)
            if answer.status != 200:
                self._failed[answer.status] += 1
            self._over.wait(self._every)
