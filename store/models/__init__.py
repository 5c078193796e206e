"""The tables, one file per aggregate, with the queries that read each."""

from store.models.api_key import ApiKey
from store.models.audit_entry import AuditEntry
from store.models.browser_session import BrowserSession, SignInLink
from store.models.closed_period import ClosedPeriod
from store.models.dataset import Dataset
from store.models.dataset_import import DatasetImport
from store.models.dataset_part import DatasetPart
from store.models.dataset_record import DatasetRecord
from store.models.draft import Draft
from store.models.figure import Figure, FiguresState
from store.models.idempotency_record import IdempotencyRecord
from store.models.outbox_message import OutboxMessage
from store.models.person import PeopleState, Person, PersonChange, PersonSpell
from store.models.recorded_result import RecordedResult
from store.models.rule_set import RuleSet
from store.models.run import CurrentRun, Run
from store.models.run_result import RunDifference, RunResult
from store.models.run_task import RunTask
from store.models.saved_mapping import SavedMapping
from store.models.version import Retirement, Version, VersionInForce
from store.models.workspace import Workspace

__all__ = [
    "ApiKey",
    "AuditEntry",
    "BrowserSession",
    "ClosedPeriod",
    "CurrentRun",
    "Dataset",
    "DatasetImport",
    "DatasetPart",
    "DatasetRecord",
    "Draft",
    "Figure",
    "FiguresState",
    "IdempotencyRecord",
    "OutboxMessage",
    "PeopleState",
    "Person",
    "PersonChange",
    "PersonSpell",
    "RecordedResult",
    "Retirement",
    "RuleSet",
    "Run",
    "RunDifference",
    "RunResult",
    "RunTask",
    "SavedMapping",
    "SignInLink",
    "Version",
    "VersionInForce",
    "Workspace",
]
