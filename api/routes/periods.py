"""``/v1/periods``: which are closed."""

from __future__ import annotations

from api.operation import Answer, Body, Reply, Routes
from api.performing import Call
from api.problems import PERIOD_OPEN, RUNS_UNFINISHED
from api.schemas.paging import Paging, page_of
from api.schemas.periods import PERIOD_EXAMPLE, PERIOD_SCHEMA, CloseRequest, ReopenRequest, period_body
from service.runs.closing import close_period, get_period, list_closed, reopen_period

OPEN_EXAMPLE = {**PERIOD_EXAMPLE, "closed": False, "closed_at": None, "closed_by": None, "note": None}

routes = Routes("periods", "Periods")


@routes.get(
    "/v1/periods",
    scope="read",
    query=Paging(),
    answer=Answer(
        200,
        "A page of closed periods",
        page_of(PERIOD_SCHEMA),
        {"items": [PERIOD_EXAMPLE], "next": None},
        headers={"Link": '`rel="next"`'},
    ),
)
def list_closed_periods(call: Call) -> Reply:
    """List the closed periods, latest first."""
    after = call.position
    page = list_closed(call.work, after=(str(after[0]), str(after[1])) if after else None, limit=call.query["limit"])
    return call.page(page, period_body)


@routes.get("/v1/periods/<period>", scope="read", answer=Answer(200, "The period", PERIOD_SCHEMA, PERIOD_EXAMPLE))
def show_period(call: Call, period: str) -> Reply:
    """Show whether a period is closed, and which runs count for it."""
    return Reply(period_body(get_period(call.work, period)))


@routes.post(
    "/v1/periods/<period>/close",
    scope="publish",
    body=Body(CloseRequest(), {"note": "paid with the November salary"}, required=False),
    answer=Answer(200, "The closed period", PERIOD_SCHEMA, PERIOD_EXAMPLE),
    kinds=(RUNS_UNFINISHED,),
)
def close_a_period(call: Call, period: str) -> Reply:
    """Close a period.

    From then on its results change by corrections only, which give a reason and post the differences. Closing it again
    changes nothing.
    """
    return Reply(period_body(close_period(call.work, period, call.body.get("note", ""))))


@routes.post(
    "/v1/periods/<period>/reopen",
    scope="admin",
    body=Body(ReopenRequest(), {"reason": "closed by mistake"}),
    answer=Answer(200, "The open period", PERIOD_SCHEMA, OPEN_EXAMPLE),
    kinds=(PERIOD_OPEN,),
)
def reopen_a_period(call: Call, period: str) -> Reply:
    """Open a closed period again.

    The reason is kept in the audit trail.
    """
    return Reply(period_body(reopen_period(call.work, period, call.body["reason"])))
