"""How many requests one caller may make in a while."""

from __future__ import annotations

import time

from flask import Flask, g, request
from flask_limiter import Limiter, RateLimitExceeded
from limits import parse

from api.console import CONSOLE_FILE
from api.problems import TOO_MANY_REQUESTS, Problem
from service.settings import Settings


def limit_requests(app: Flask, settings: Settings) -> Limiter:
    """Count each request against its caller, over the whole API. Call after the hook that finds out who is calling."""
    limiter = Limiter(
        key_func=caller,
        application_limits=[settings.rate_limit],
        storage_uri=settings.rate_limit_storage,
        headers_enabled=False,
    )
    limiter.init_app(app)
    limiter.request_filter(_is_not_counted)
    _limit_signing_in(app, limiter, settings.sign_in_limit)
    return limiter


def _limit_signing_in(app: Flask, limiter: Limiter, limit: str) -> None:
    """Attempts to sign in have a smaller account of their own, whether they succeed or not."""
    attempts = parse(limit)

    @app.before_request
    def count_attempt() -> None:
        if (request.path, request.method) != ("/v1/session", "POST"):
            return
        account = ("sign-in", request.remote_addr or "")
        if not limiter.limiter.hit(attempts, *account):
            reset_at = limiter.limiter.get_window_stats(attempts, *account).reset_time
            raise _waiting(reset_at, limit)


def caller() -> str:
    """The key when it is a valid one, else the address: guessing keys does not open a fresh account each time."""
    key_id = g.get("key_id")
    return f"key:{key_id}" if key_id else f"address:{request.remote_addr}"


def too_many(error: RateLimitExceeded, limiter: Limiter) -> Problem:
    breached = limiter.current_limit
    return _waiting(breached.reset_at if breached else 0, error.description)


def _waiting(reset_at: float, limit: str) -> Problem:
    # The window is told to end a second late, so cutting the fraction off still waits long enough.
    seconds = max(1, int(reset_at - time.time()))
    return Problem(TOO_MANY_REQUESTS, headers={"Retry-After": str(seconds)}, limit=limit)


def _is_not_counted() -> bool:
    """Probes must be answered however busy the API is, or a busy process would be taken for a dead one; the console's
    files cost nothing and are asked for by people who are not signed in yet."""
    return request.path in ("/healthz", "/readyz", "/metrics") or request.endpoint == CONSOLE_FILE
