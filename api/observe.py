"""What an operator sees: one log line and two metrics for every request, tied together by the request id."""

from __future__ import annotations

import os
import re
import time
from secrets import token_hex

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from service.logs import configure_logging, log

__all__ = ["REQUEST_ID", "Metrics", "configure_logging", "log", "observe"]

REQUEST_ID = "X-Request-Id"
_ACCEPTED_ID = re.compile(r"[A-Za-z0-9._-]{8,80}")
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


# Each series would bring another one with the time it began, which nothing reads.
disable_created_metrics()


class Metrics:
    """Requests and their durations by route (never by address: that would be one series per rule set)."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "scorewright_http_requests", "Requests answered", ("method", "route", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "scorewright_http_request_seconds",
            "Time to answer",
            ("method", "route"),
            buckets=BUCKETS,
            registry=self.registry,
        )
        self._series: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        series = self._series.get((method, route, status))
        if series is None:
            series = (self.requests.labels(method, route, str(status)), self.seconds.labels(method, route))
            self._series[method, route, status] = series
        series[0].inc()
        series[1].observe(seconds)

    def exposition(self) -> bytes:
        """Of all worker processes together where the server has set up a directory for that, else of this one."""
        if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
            return generate_latest(self.registry)
        everyone = CollectorRegistry()
        MultiProcessCollector(everyone)  # type: ignore[no-untyped-call]
        return generate_latest(everyone)


def observe(app: Flask, metrics: Metrics) -> None:
    """Give every request an id and a place in log and metrics. Call first: other hooks rely on the id."""

    @app.before_request
    def begin() -> None:
        sent = request.headers.get(REQUEST_ID, "")
        g.request_id = sent if _ACCEPTED_ID.fullmatch(sent) else token_hex(12)
        g.began = time.perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers[REQUEST_ID] = g.request_id
        seconds = time.perf_counter() - g.began
        route = request.url_rule.rule if request.url_rule else "(none)"
        method = request.method if request.method in _METHODS else "(other)"
        metrics.count(method, route, response.status_code, seconds)
        log.info(
            "request",
            request_id=g.request_id,
            method=method,
            route=route,
            path=request.path,
            status=response.status_code,
            milliseconds=round(seconds * 1000, 2),
            key=g.get("key_id"),
        )
        return response


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
