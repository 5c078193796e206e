"""One question to a running server by the way that anybody would take."""

import json
from http.client import HTTPConnection
from typing import Any

from bench.http.load import Address

PATIENCE = 900
"""Seconds until an answer must have begun."""


def call(address: Address, method: str, path: str, body: Any, headers: dict[str, str]) -> dict[str, Any]:
    """The answer as an object. Raises RuntimeError for an answer that says no."""
    connection = HTTPConnection(*address, timeout=PATIENCE)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    told = answer.read()
    if answer.status >= 400:
        raise RuntimeError(f"{method} {path} answered {answer.status}: {told[:2000]!r}")
    return dict(json.loads(told))
