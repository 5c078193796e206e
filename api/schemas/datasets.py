"""Datasets, their records and imports, as requests and answers have them."""

from __future__ import annotations

from typing import Any

from api.schemas.fields import (
    Anything,
    Flag,
    FlagText,
    Length,
    ListOf,
    Mapped,
    Moment,
    OneOf,
    Part,
    Range,
    Text,
    Whole,
    WholeText,
)
from api.schemas.paging import Paging
from api.schemas.path import LARGEST_NUMBER
from api.schemas.reading import Strict
from api.schemas.refusing import ISSUES, ON_REFUSED, RefusedEntry, on_refused
from api.schemas.times import A_TIME
from rules.sections.datasets import SCHEMA as SECTION
from service.importing.codes import IMPORT_CANCELLED
from service.importing.job import nothing_read
from service.importing.mapping import SCHEMA as MAPPING
from service.records import MOST_RECORDS
from service.sources.registry import SOURCES
from store.models.dataset_import import STATES

A_HASH = "sha256:a41c0ffee254d1c5b2f5a8a5f3d1b0d4a5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0"
A_KEY = "019aa8f3c0de00000000000000000001"


def plain(schema: Any) -> Any:
    """A schema of the rule language without its words for error messages."""
    if isinstance(schema, dict):
        return {key: plain(value) for key, value in schema.items() if not key.startswith("x-")}
    return [plain(item) for item in schema] if isinstance(schema, list) else schema


DECLARATION_SCHEMA: dict[str, Any] = {
    **plain(SECTION["datasets"]["additionalProperties"]),
    "description": "As in the section `datasets` of a rule set: the names of the columns that say whose an event is, "
    "when it was and which one, and the types of the others.",
}
MAPPING_SCHEMA: dict[str, Any] = {
    **plain(MAPPING),
    "description": "By name of the dataset's column, the column of the file or how to make a value.",
}
DECLARATION_EXAMPLE: dict[str, Any] = {
    "subject": "agent_id",
    "time": "started_at",
    "id": "call_id",
    "label": {"zh": "通话", "en": "calls"},
    "columns": {"wait": "duration", "talk": "duration", "kind": {"choice": ["simple", "complex"]}, "resolved": "flag"},
}
DATASET_EXAMPLE: dict[str, Any] = {
    "name": "calls",
    "declaration": DECLARATION_EXAMPLE,
    "events": 1204331,
    "waiting": 12,
    "parts": 3,
    "bytes": 20417733,
    "first_time": "2026-10-31T16:00:04Z",
    "last_time": "2026-11-20T09:12:44Z",
    "content_hash": A_HASH,
    "has_mapping": True,
    "created_at": "2026-11-01T08:00:00Z",
    "updated_at": "2026-11-01T08:00:00Z",
    "updated_by": A_KEY,
}
DATASETS_EXAMPLE = {"items": [DATASET_EXAMPLE], "next": None}
FROM_RULE_SET_EXAMPLE = {"rule_set": "taobao-presales"}
DECLARED_EXAMPLE = {"changed": ["calls"], "datasets": ["calls"]}
MONTHS_EXAMPLE = {"items": [{"period": "2026-11", "events": 60217, "people": 58}]}
MAPPING_EXAMPLE: dict[str, Any] = {
    "columns": {
        "agent_id": "工号",
        "started_at": {"column": "开始时间", "format": "YYYY/M/D H:mm"},
        "wait": {"column": "排队时长", "format": "mm:ss"},
        "kind": {"column": "类型", "values": {"简单": "simple", "复杂": "complex"}},
    },
    "time_zone": "Asia/Shanghai",
}
RECORD_EXAMPLE: dict[str, Any] = {
    "call_id": "c-20261103-0001",
    "agent_id": "u17",
    "started_at": "2026-11-03T08:15:00+08:00",
    "wait": 12,
    "talk": "3min",
    "kind": "simple",
    "resolved": True,
}
RECORDS_REQUEST_EXAMPLE: dict[str, Any] = {
    "records": [RECORD_EXAMPLE, {"call_id": "c-20261102-0417", "withdrawn": True}],
    "on_refused": "refuse_all",
}
TAKEN_EXAMPLE = {"accepted": 2, "repeated": 0, "waiting": 14, "refused": [], "notes": []}
SHOWN_EXAMPLE = {**RECORD_EXAMPLE, "started_at": "2026-11-03T00:15:00Z", "talk": 180}
RECORDS_EXAMPLE = {"items": [SHOWN_EXAMPLE], "next": None}
REPORT_EXAMPLE: dict[str, Any] = {
    "header": ["call_id", "工号", "开始时间", "排队时长"],
    "columns": {"call_id": "call_id", "agent_id": "工号"},
    "rows": 3,
    "events": 2,
    "repeated": 0,
    "refused": 1,
    "added": 2,
    "corrected": 0,
    "withdrawn": 0,
    "unchanged": 0,
    "nothing_to_withdraw": 0,
    "unknown_people": 0,
    "strangers": [],
    "first_time": "2026-11-03T00:15:00Z",
    "last_time": "2026-11-03T01:15:00Z",
    "preview": [
        {
            "row": 2,
            "values": {"call_id": "c1", "agent_id": "u17", "started_at": "2026-11-03T00:15:00Z", "wait": "12"},
            "issues": [],
        }
    ],
    "codes": {"input-type": 1},
    "issues": [
        {
            "code": "input-type",
            "severity": "error",
            "message": {"zh": "“wait”应为…", "en": "'wait' must be …"},
            "path": "rows[4].wait",
            "hint": None,
            "line": 4,
            "column": 4,
        }
    ],
    "more": 0,
}
IMPORT_EXAMPLE: dict[str, Any] = {
    "id": "18eb5dcdc8aba7da6959523ac6ac17d7",
    "dataset": "calls",
    "state": "done",
    "dry_run": False,
    "on_refused": "keep_rest",
    "period": None,
    "source": None,
    "mapping": MAPPING_EXAMPLE,
    "file_name": "calls-2026-11.csv",
    "kind": "csv",
    "bytes": 1842,
    "file_hash": A_HASH,
    "seen": 3,
    "report": REPORT_EXAMPLE,
    "created_by": A_KEY,
    "created_at": "2026-11-20T16:05:09Z",
    "started_at": "2026-11-20T16:05:09Z",
    "finished_at": "2026-11-20T16:05:09Z",
}
CANCELLED_EXAMPLE: dict[str, Any] = {
    **IMPORT_EXAMPLE,
    "state": "cancelled",
    "seen": 2,
    "report": {**nothing_read(), "rows": 2, "issues": [IMPORT_CANCELLED.at(()).to_json()]},
}
REFUSED_EXAMPLE = {"items": REPORT_EXAMPLE["issues"], "next": None}
IMPORTS_EXAMPLE = {"items": [IMPORT_EXAMPLE], "next": None}
CSV_EXAMPLE = "call_id,工号,开始时间,排队时长\nc1,u17,2026-11-03 08:15:00,0:12\n"
IMPORT_FORM: dict[str, Any] = {
    "type": "object",
    "properties": {
        "file": {"type": "string", "format": "binary", "description": "CSV, xlsx, Parquet, or what `source` writes."},
        "mapping": {"type": "string", "description": "A mapping as JSON, instead of the one that is kept."},
    },
    "required": ["file"],
    "additionalProperties": False,
    "example": {"file": CSV_EXAMPLE, "mapping": '{"columns": {"wait": {"column": "排队时长", "format": "mm:ss"}}}'},
}


class DatasetsQuery(Paging):
    """How a list is cut."""


class Dataset(Strict):
    """A dataset: its declaration, and what is in it."""

    name = Text(required=True)
    declaration = Mapped(required=True, metadata={"description": "As in the section `datasets` of a rule set."})
    events = Whole(required=True, metadata={"description": "Events that count, in parts."})
    waiting = Whole(
        required=True,
        metadata={"description": "Records that came lately and are not in a part yet; they may correct others."},
    )
    parts = Whole(required=True)
    bytes = Whole(required=True)
    first_time = Moment(required=True, allow_none=True)
    last_time = Moment(required=True, allow_none=True)
    content_hash = Text(
        required=True,
        metadata={"description": "Over the events in parts: equal events have an equal hash, however they came."},
    )
    has_mapping = Flag(required=True)
    created_at = Moment(required=True)
    updated_at = Moment(required=True, metadata={"description": "When the declaration was changed last."})
    updated_by = Text(required=True)


class Datasets(Strict):
    """A page of datasets."""

    items = ListOf(Part(Dataset), required=True)
    next = Text(required=True, allow_none=True)


class FromRuleSetRequest(Strict):
    """Whose datasets are to be declared."""

    rule_set = Text(required=True, validate=Length(1, 100))
    version = Whole(
        load_default=None,
        allow_none=True,
        metadata={
            "description": "Null: the draft, or the newest version where there is none.",
            "minimum": 1,
            "maximum": LARGEST_NUMBER,
        },
    )


class DeclaredDatasets(Strict):
    """What a rule set reads."""

    datasets = ListOf(Text(), required=True, metadata={"description": "All that it reads."})
    changed = ListOf(Text(), required=True, metadata={"description": "Those that are new or have new columns."})


class RecordsRequest(Strict):
    """Events by the names of the declaration. Of several with one id the last arrival holds."""

    records = ListOf(
        Mapped(),
        required=True,
        validate=Length(1, MOST_RECORDS),
        metadata={"description": 'Declared names with values; `{"<id>": …, "withdrawn": true}` takes an event back.'},
    )
    on_refused = on_refused("With a wrong record: keep none of them, or the others.")


class RecordsTaken(Strict):
    """What became of a batch."""

    accepted = Whole(required=True)
    repeated = Whole(required=True, metadata={"description": "Whose id came again later in the batch."})
    waiting = Whole(required=True, metadata={"description": "Records that are not in a part yet."})
    refused = ListOf(Part(RefusedEntry), required=True)
    notes = ListOf(Anything(metadata=ISSUES), required=True, metadata={"description": "What had to be decided."})


class RecordsQuery(Paging):
    """Which events."""

    subject = Text(validate=Length(1, 200), metadata={"description": "Of this person only."})
    since = Text(
        validate=A_TIME,
        metadata={
            "description": "From this time on; without an offset on the workspace's clock.",
            "example": "2026-11-01",
        },
    )
    until = Text(validate=A_TIME, metadata={"description": "Before this time.", "example": "2026-12-01"})


class Records(Strict):
    """A page of events that count, by time."""

    items = ListOf(Mapped(), required=True, metadata={"description": "Declared names with values; times in UTC."})
    next = Text(required=True, allow_none=True)


class DatasetMonth(Strict):
    """The events of a month."""

    period = Text(required=True)
    events = Whole(required=True)
    people = Whole(required=True, metadata={"description": "Of how many people they are."})


class DatasetMonths(Strict):
    """All months in which events count, latest first."""

    items = ListOf(Part(DatasetMonth), required=True)


class ImportQuery(Strict):
    """How a file is imported."""

    dry_run = FlagText(load_default=False, metadata={"description": "Only show what would be read and refused."})
    on_refused = on_refused("With a wrong row: import nothing, or the other rows.")
    period = Text(
        validate=Length(1, 20),
        metadata={"description": "Events outside it are refused.", "example": "2026-11"},
    )
    file_name = Text(
        validate=Length(1, 200),
        metadata={"description": "What the file is called, when it is the body itself.", "example": "calls.csv"},
    )
    source = Text(
        validate=OneOf(tuple(SOURCES)),
        metadata={"description": "The system that wrote the file, when it is no table; see `/v1/sources`."},
    )


class Import(Strict):
    """An import and what came of it."""

    id = Text(required=True)
    dataset = Text(required=True)
    state = Text(
        required=True,
        validate=OneOf(STATES),
        metadata={
            "description": "`refused`: nothing was kept, the report says why; `failed`: it did not come to an end; "
            "`cancelled`: somebody stopped it. Nothing was kept of these, either."
        },
    )
    dry_run = Flag(required=True)
    on_refused = Text(required=True, validate=OneOf(ON_REFUSED))
    period = Text(required=True, allow_none=True)
    source = Text(required=True, allow_none=True, metadata={"description": "The system that wrote the file."})
    mapping = Mapped(required=True, metadata={"description": "As it was asked for or kept."})
    file_name = Text(required=True)
    kind = Text(required=True, validate=OneOf(("csv", "xlsx", "parquet", "json", "text")))
    bytes = Whole(required=True)
    file_hash = Text(required=True)
    seen = Whole(required=True, metadata={"description": "Rows read so far."})
    report = Mapped(
        required=True,
        allow_none=True,
        metadata={
            "description": "Null until it has ended. `columns`: which column of the file each was read from, to keep "
            "as a mapping. `preview`: the first rows as they are read. `strangers`: who is not in the list of people, "
            "the 200 with the most events. `codes` counts all issues by code, `issues` has "
            "the first 1,000, `more` says how many others there are."
        },
    )
    created_by = Text(required=True)
    created_at = Moment(required=True)
    started_at = Moment(required=True, allow_none=True)
    finished_at = Moment(required=True, allow_none=True)


class RefusedQuery(Paging):
    """Which issues."""

    limit = WholeText(
        load_default=1000, validate=Range(1, 5000), metadata={"description": "How many items at most.", "example": 1000}
    )


class RefusedRows(Strict):
    """A page of issues of refused rows."""

    items = ListOf(Anything(metadata=ISSUES), required=True)
    next = Text(required=True, allow_none=True)


class Imports(Strict):
    """A page of imports, newest first."""

    items = ListOf(Part(Import), required=True)
    next = Text(required=True, allow_none=True)
