"""``/v1/audit``: every change, with who, when, and the hashes before and after."""

from __future__ import annotations

from api.operation import Answer, Reply, Routes
from api.performing import Call
from api.schemas.audit import ENTRIES_EXAMPLE, AuditEntries, AuditQuery
from service.audit import AuditFilter, list_entries

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
    wanted = AuditFilter(
        action=call.query.get("action"), object=call.query.get("object"), actor=call.query.get("actor")
    )
    after = call.position
    return call.page(list_entries(call.work, wanted, after=str(after[0]) if after else None, limit=call.query["limit"]))
