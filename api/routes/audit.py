"""``/v1/audit``: every change, with who, when, and the hashes before and after."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from api.operation import Answer, Reply, Routes
from api.performing import Call
from api.schemas.audit import ENTRIES_EXAMPLE, AuditEntries, AuditQuery
from api.schemas.times import moment_in
from service.audit import AuditFilter, list_entries
from service.workspaces import workspace_of

routes = Routes("audit", "Audit")


@routes.get(
    "/v1/audit",
    scope="admin",
    query=AuditQuery(),
    answer=Answer(200, "A page of the trail", AuditEntries(), ENTRIES_EXAMPLE, headers={"Link": '`rel="next"`'}),
)
def list_audit_entries(call: Call) -> Reply:
    """Read the audit trail.

    Newest first. Entries are never altered.
    """
    query = call.query
    zone = ZoneInfo(workspace_of(call.work).time_zone)
    wanted = AuditFilter(
        action=query.get("action"),
        object=query.get("object"),
        actor=query.get("actor"),
        since=moment_in(query.get("since"), zone, "since"),
        until=moment_in(query.get("until"), zone, "until"),
    )
    after = call.position
    return call.page(list_entries(call.work, wanted, after=str(after[0]) if after else None, limit=call.query["limit"]))
