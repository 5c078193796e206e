"""How many requests one caller may make in a while."""

from __future__ import annotations

import time

from flask import Flask, g, request
from flask_limiter import Limiter, RateLimitExceeded

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
    limiter.request_filter(_is_operators)
    return limiter


def caller() -> str:
    """The key when it is a valid one, else the address: guessing keys does not open a fresh account each time."""
    key_id = g.get("key_id")
    return f"key:{key_id}" if key_id else f"address:{request.remote_addr}"


def too_many(error: RateLimitExceeded, limiter: Limiter) -> Problem:
    breached = limiter.current_limit
    # The window is told to end a second late, so cutting the fraction off still waits long enough.
    seconds = max(1, int(breached.reset_at - time.time())) if breached else 1
    return Problem(TOO_MANY_REQUESTS, headers={"Retry-After": str(seconds)}, limit=error.description)


def _is_operators() -> bool:
    """Probes must be answered however busy the API is, or a busy process would be taken for a dead one."""
    return request.path in ("/healthz", "/readyz", "/metrics")
