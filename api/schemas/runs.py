"""Runs as requests and answers have them; what they found is in :mod:`api.schemas.run_results`."""

from __future__ import annotations

from typing import Any

from api.schemas.correcting import Correctable
from api.schemas.fields import Length, OneOf, Range, Text, Whole
from api.schemas.language import TEXT, TEXT_OR_NULL, record, written_time
from api.schemas.paging import Paging
from api.schemas.path import LARGEST_NUMBER
from api.schemas.reading import Strict
from api.schemas.scores import LONGEST_PERIOD
from service.runs.starting import RunFacts
from store.models.run import STATES

STATUSES = ("scored", "incomplete", "not_eligible", "problem")
RUN_SCHEMA: dict[str, Any] = record(
    {
        "id": {"type": "integer", "minimum": 1, "description": "Counts the runs of the workspace."},
        "rule_set": TEXT,
        "version": {"type": "integer"},
        "hash": {**TEXT, "description": "Of the version's content."},
        "period": TEXT,
        "engine": TEXT,
        "snapshot_hash": {**TEXT, "description": "Of everything that is read."},
        "snapshot": {"type": "object", "description": "What is read: the states of people, figures and datasets."},
        "state": {"type": "string", "enum": list(STATES)},
        "stage": {"type": "string", "enum": ["prepare", "score", "store", "finish"]},
        "people": record(
            {
                "total": {"type": ["integer", "null"], "description": "Null until the inputs are gathered."},
                "done": {"type": "integer", "description": "How many the present stage has got through."},
            }
        ),
        "counts": {
            "type": ["object", "null"],
            "description": "People by status.",
            "properties": {status: {"type": "integer"} for status in STATUSES},
        },
        "warnings": {"type": "array", "items": {"$ref": "#/components/schemas/Issue"}},
        "problem": {
            "type": ["array", "null"],
            "description": "Why it failed.",
            "items": {"$ref": "#/components/schemas/Issue"},
        },
        "timings": {
            "type": "object",
            "description": "Seconds from the beginning to the end of each stage.",
            "additionalProperties": {"type": "number"},
        },
        "rows": {"type": "integer", "description": "How many lines are stored."},
        "results_hash": {**TEXT_OR_NULL, "description": "Of all lines: equal results have equal hashes."},
        "supersedes": {"type": ["integer", "null"], "description": "The run that counted before."},
        "current": {"type": "boolean", "description": "Whether it is the one that counts for its period."},
        "reason": {**TEXT_OR_NULL, "description": "Of a correction."},
        "created_by": {**TEXT, "description": "The key that asked for it."},
        "created_by_name": {**TEXT_OR_NULL, "description": "What that key is called."},
        "created_at": {"type": "string", "format": "date-time"},
        "started_at": {"type": ["string", "null"], "format": "date-time"},
        "finished_at": {"type": ["string", "null"], "format": "date-time"},
    },
)
RUN_EXAMPLE: dict[str, Any] = {
    "id": 1,
    "rule_set": "taobao-presales",
    "version": 3,
    "hash": "sha256:a41c…",
    "period": "2026-11",
    "engine": "1.0.0",
    "snapshot_hash": "sha256:77e0…",
    "snapshot": {"people": "sha256:0b1d…", "revisions": {"people": 12, "figures": 3}},
    "state": "done",
    "stage": "finish",
    "people": {"total": 60, "done": 60},
    "counts": {"scored": 57, "incomplete": 1, "not_eligible": 2, "problem": 0},
    "warnings": [],
    "problem": None,
    "timings": {"prepare": 0.41, "score": 0.22, "store": 0.05, "finish": 0.02},
    "rows": 684,
    "results_hash": "sha256:c9d2…",
    "supersedes": None,
    "current": True,
    "reason": None,
    "created_by": "019aa8f3c0de00000000000000000001",
    "created_by_name": "payroll",
    "created_at": "2026-12-01T01:00:00Z",
    "started_at": "2026-12-01T01:00:01Z",
    "finished_at": "2026-12-01T01:00:02Z",
}
QUEUED_EXAMPLE = {
    **RUN_EXAMPLE,
    "state": "queued",
    "stage": "prepare",
    "people": {"total": None, "done": 0},
    "counts": None,
    "timings": {},
    "rows": 0,
    "results_hash": None,
    "current": False,
    "started_at": None,
    "finished_at": None,
}
RUNS_STARTED_SCHEMA = record({"runs": {"type": "array", "items": RUN_SCHEMA}})


PLANNED_SCHEMA = record(
    {"items": {"type": "array", "items": record({"rule_set": {"type": "string"}, "version": {"type": "integer"}})}}
)


class RunRequest(Correctable):
    """What to run. Exactly one of `rule_set` and `role`."""

    period = Text(
        required=True,
        validate=Length(1, LONGEST_PERIOD),
        metadata={"description": "The period that is scored.", "example": "2026-11"},
    )
    rule_set = Text(
        load_default=None, allow_none=True, validate=Length(1, 100), metadata={"description": "A rule set."}
    )
    role = Text(
        load_default=None,
        allow_none=True,
        validate=Length(1, 200),
        metadata={"description": "All rule sets in force whose `applies_to` has this role; a run for each."},
    )
    version = Whole(
        load_default=None,
        allow_none=True,
        validate=Range(1, LARGEST_NUMBER),
        metadata={"description": "Without it the version in force for the period."},
    )


class PlannedQuery(Strict):
    """Of which role, for which period."""

    role = Text(required=True, validate=Length(1, 200), metadata={"description": "As in `applies_to`."})
    period = Text(
        required=True,
        validate=Length(1, LONGEST_PERIOD),
        metadata={"description": "The period that would be scored.", "example": "2026-11"},
    )


class RunsQuery(Paging):
    """Only runs for which everything given holds."""

    rule_set = Text(validate=Length(1, 100), metadata={"description": "Of this rule set."})
    period = Text(validate=Length(1, LONGEST_PERIOD), metadata={"description": "Of this period.", "example": "2026-11"})
    state = Text(validate=OneOf(STATES), metadata={"description": "In this state."})


def run_body(run: RunFacts) -> dict[str, Any]:
    body = {name: getattr(run, name) for name in RUN_SCHEMA["properties"]}
    times = {name: written_time(body[name]) for name in ("created_at", "started_at", "finished_at")}
    return {**body, **times, "warnings": list(run.warnings)}
