"""``/v1/workspace``: what holds for everything in it."""

from __future__ import annotations

from api.etags import if_match
from api.operation import Answer, Body, Reply, Routes
from api.performing import Call
from api.schemas.workspace import CHANGE_EXAMPLE, WORKSPACE_EXAMPLE, Workspace, WorkspaceChange
from service.workspaces import change_workspace, workspace_etag, workspace_of

STATE = {"ETag": "Send it as `If-Match` with the next change."}

routes = Routes("workspace", "Workspace")


@routes.get(
    "/v1/workspace",
    scope="read",
    answer=Answer(200, "The workspace", Workspace(), WORKSPACE_EXAMPLE, headers=STATE),
    also=(Answer(304, "You have it already (`If-None-Match`)", headers={"ETag": "The same ETag."}),),
)
def show_workspace(call: Call) -> Reply:
    """Show the workspace."""
    facts = workspace_of(call.work)
    return Reply(facts, etag=workspace_etag(facts))


@routes.patch(
    "/v1/workspace",
    scope="admin",
    body=Body(WorkspaceChange(), CHANGE_EXAMPLE),
    answer=Answer(
        200, "The workspace as it is now", Workspace(), WORKSPACE_EXAMPLE, headers={"ETag": "The new state."}
    ),
    precondition=True,
)
def change_the_workspace(call: Call) -> Reply:
    """Change its name, time zone or currency.

    Another time zone moves the days of all events: periods that were scored before keep their results, runs of them
    afterwards may differ.
    """
    facts = change_workspace(call.work, call.body, if_match())
    return Reply(facts, etag=workspace_etag(facts))
