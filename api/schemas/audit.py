"""The audit trail, as answers have it."""

from __future__ import annotations

from api.schemas.fields import Length, ListOf, Mapped, Moment, Part, Text
from api.schemas.paging import Paging
from api.schemas.reading import Strict
from api.schemas.times import A_TIME

ENTRY_EXAMPLE = {
    "id": "019aa8f3c0de5a0f1b2c3d4e5f607182",
    "at": "2026-11-20T16:05:09Z",
    "actor": "019aa8f3c0de00000000000000000001",
    "action": "version.published",
    "object": "rule-set/taobao-presales",
    "before_hash": "sha256:5f70…",
    "after_hash": "sha256:a41c…",
    "detail": {"version": 3, "effective_from": "2026-12"},
}
ENTRIES_EXAMPLE = {"items": [ENTRY_EXAMPLE], "next": None}


class AuditQuery(Paging):
    """Only entries for which everything given holds."""

    action = Text(validate=Length(1, 200), metadata={"description": "Such as `version.published`; `version.` for all."})
    object = Text(validate=Length(1, 300), metadata={"description": "`rule-set/taobao-presales`; `rule-set/` for all."})
    actor = Text(validate=Length(1, 200), metadata={"description": "The id of the key that made the change."})
    since = Text(
        validate=A_TIME,
        metadata={
            "description": "From this time on; without an offset on the workspace's clock.",
            "example": "2026-11-01",
        },
    )
    until = Text(validate=A_TIME, metadata={"description": "Before this time.", "example": "2026-12-01"})


class AuditEntry(Strict):
    """Who changed what and when."""

    id = Text(required=True)
    at = Moment(required=True)
    actor = Text(required=True, metadata={"description": "A key's id; empty for the server's own command line."})
    action = Text(required=True)
    object = Text(required=True)
    before_hash = Text(required=True, allow_none=True)
    after_hash = Text(required=True, allow_none=True)
    detail = Mapped(required=True)


class AuditEntries(Strict):
    """A page of the trail, newest first."""

    items = ListOf(Part(AuditEntry), required=True)
    next = Text(required=True, allow_none=True)
