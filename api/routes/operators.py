"""``/healthz``, ``/readyz``, ``/metrics``: for whoever runs the server. No key is asked for."""

from __future__ import annotations

from api.operation import Answer, Reply, Routes, Transaction
from api.performing import Call
from api.problems import NO_SUCH_ADDRESS, UNAVAILABLE, Problem
from service.readiness import is_ready

STATUS_SCHEMA = {
    "type": "object",
    "properties": {"status": {"type": "string", "enum": ["ok"]}},
    "required": ["status"],
    "additionalProperties": False,
}

routes = Routes("operators", "Operators")


@routes.get(
    "/healthz",
    scope=None,
    transaction=Transaction.NONE,
    answer=Answer(200, "The process answers", STATUS_SCHEMA, {"status": "ok"}),
)
def healthz(call: Call) -> Reply:
    """Tell whether the process is alive.

    Asks nothing of the database: a process is not to be restarted because the database is away.
    """
    return Reply({"status": "ok"})


@routes.get(
    "/readyz",
    scope=None,
    transaction=Transaction.NONE,
    answer=Answer(200, "Requests can be served", STATUS_SCHEMA, {"status": "ok"}),
    kinds=(UNAVAILABLE,),
)
def readyz(call: Call) -> Reply:
    """Tell whether requests can be served.

    That is, whether the database answers and has its tables.
    """
    if not is_ready(call.door.office):
        raise Problem(UNAVAILABLE, headers={"Retry-After": "5"})
    return Reply({"status": "ok"})


@routes.get(
    "/metrics",
    scope=None,
    transaction=Transaction.NONE,
    answer=Answer(
        200,
        "Prometheus text format",
        {"type": "string"},
        "# TYPE scorewright_http_requests_total counter\n",
        media=("text/plain",),
    ),
    kinds=(NO_SUCH_ADDRESS,),
)
def metrics(call: Call) -> Reply:
    """Read the process's metrics.

    Of all worker processes together. Answers 404 where the operator has switched them off.
    """
    if not call.door.settings.metrics:
        raise Problem(NO_SUCH_ADDRESS)
    return Reply(raw=call.door.metrics.exposition().decode(), media="text/plain; version=0.0.4; charset=utf-8")
