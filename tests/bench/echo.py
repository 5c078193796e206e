"""A server to try the counting client on: it echoes, refuses unknown paths, and knows the ports of its callers."""

import time
from collections.abc import Callable, Iterable
from typing import Any

SEEN: set[str] = set()
CALLS: list[str] = []
ENOUGH = 200


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer one request.

    `/echo` sends the body back, `/slow-echo` does so after 20 ms. `/ports` answers 200 until it was asked often enough,
    then says how many client ports asked.
    """
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    path = environ["PATH_INFO"]
    status = "200 OK"
    if path == "/ports":
        SEEN.add(environ["REMOTE_PORT"])
        CALLS.append(path)
        if len(CALLS) > ENOUGH:
            status, body = "418 I'm a teapot", f"{len(SEEN)} ports".encode()
    elif path == "/slow-echo":
        time.sleep(0.02)
    elif path != "/echo":
        status, body = "404 Not Found", b"no such path"
    start_response(status, [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
