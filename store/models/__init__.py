"""The tables, one file per aggregate, with the queries that read each."""

from store.models.api_key import ApiKey
from store.models.audit_entry import AuditEntry
from store.models.draft import Draft
from store.models.idempotency_record import IdempotencyRecord
from store.models.outbox_message import OutboxMessage
from store.models.recorded_result import RecordedResult
from store.models.rule_set import RuleSet
from store.models.version import Retirement, Version, VersionInForce
from store.models.workspace import Workspace

__all__ = [
    "ApiKey",
    "AuditEntry",
    "Draft",
    "IdempotencyRecord",
    "OutboxMessage",
    "RecordedResult",
    "Retirement",
    "RuleSet",
    "Version",
    "VersionInForce",
    "Workspace",
]
