"""Runs, their results and closed periods, as requests and answers have them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from api.schemas.fields import Flag, FlagText, Length, OneOf, Pattern, Range, Text, Whole, WholeText
from api.schemas.language import NUMBER_OR_NULL, TEXT, TEXT_OR_NULL, WORDS, record
from api.schemas.paging import Paging
from api.schemas.path import LARGEST_NUMBER
from api.schemas.reading import Strict
from api.schemas.score_examples import SCORE_ANSWER_EXAMPLE
from api.schemas.scores import LONGEST_PERIOD, LONGEST_SUBJECT, RESULT_SCHEMA
from engine.issues import Words
from service.runs.closing import LONGEST_NOTE, PeriodFacts
from service.runs.of_person import PersonResult
from service.runs.starting import LONGEST_REASON, RunFacts
from service.scoring import LEVELS
from store.models.run import STATES
from store.models.run_result import RunDifference

STATUSES = ("scored", "incomplete", "not_eligible", "problem")
VALUE = {"type": ["number", "string", "null"], "description": "A number; an amount of money is a decimal string."}
LEVEL = {"description": "With each result's explanation: `none`, `summary` or `full`.", "example": "summary"}
BY = {
    "description": "`score`, `net`, `metric:<id>` (its points), `value:<id>` (its value) or `reward:<id>`.",
    "example": "score",
}

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
        "created_by": TEXT,
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
NEXT = {**TEXT_OR_NULL, "description": "The cursor of the next page."}


def page_of(element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return record({"items": {"type": "array", "items": element}, "next": NEXT, **more})


class RunRequest(Strict):
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
    correction = Flag(load_default=False, metadata={"description": "Needed where the period is closed."})
    reason = Text(
        load_default=None,
        allow_none=True,
        validate=Length(1, LONGEST_REASON),
        metadata={"description": "Why it is corrected; needed with `correction`."},
    )


class RunsQuery(Paging):
    """Only runs for which everything given holds."""

    rule_set = Text(validate=Length(1, 100), metadata={"description": "Of this rule set."})
    period = Text(validate=Length(1, LONGEST_PERIOD), metadata={"description": "Of this period.", "example": "2026-11"})
    state = Text(validate=OneOf(STATES), metadata={"description": "In this state."})


class ResultsQuery(Paging):
    """Which results, in which order, with how much explanation."""

    status = Text(validate=OneOf(STATUSES), metadata={"description": "With this status."})
    tier = Text(validate=Length(1, 100), metadata={"description": "With this tier."})
    where = Text(
        validate=[Length(1, 300), Pattern(r"(?s)[^:]+:.*", Words("写成 属性:值", "be written as attribute:value"))],
        metadata={"description": "Of people with this attribute: `team:night`.", "example": "team:night"},
    )
    search = Text(validate=Length(1, 100), metadata={"description": "A part of the person's id or name."})
    sort = Text(
        load_default="subject",
        validate=Length(1, 200),
        metadata={
            "description": "`subject`, `score`, `net`, `metric:<id>`, `value:<id>` or `reward:<id>`; "
            "with `-` before it the largest first.",
            "example": "-score",
        },
    )
    explain = Text(load_default="none", validate=OneOf(LEVELS), metadata=LEVEL)


class ResultQuery(Strict):
    """How much explanation."""

    explain = Text(load_default="full", validate=OneOf(LEVELS), metadata=LEVEL)


class LeaderboardQuery(Paging):
    """What is ranked, among whom, and who is named."""

    by = Text(load_default="score", validate=Length(1, 200), metadata=BY)
    within = Text(
        validate=Length(1, 100), metadata={"description": "An attribute: places are taken within each value."}
    )
    order = Text(
        load_default="desc",
        validate=OneOf(("desc", "asc")),
        metadata={"description": "`desc`: the largest is first; `asc`: the smallest."},
    )
    anonymous = FlagText(load_default=False, metadata={"description": "Places and values without names."})
    me = Text(
        validate=Length(1, LONGEST_SUBJECT),
        metadata={"description": "With `anonymous`: the one person who is named all the same."},
    )


class DistributionQuery(Strict):
    """Of what, in how many bins."""

    by = Text(load_default="score", validate=Length(1, 200), metadata=BY)
    bins = WholeText(load_default=10, validate=Range(1, 100), metadata={"description": "At most so many bins."})


class TeamsQuery(Strict):
    """Which groups are compared by what."""

    within = Text(load_default="team", validate=Length(1, 100), metadata={"description": "An attribute."})
    by = Text(load_default="score", validate=Length(1, 200), metadata=BY)


class PersonResultsQuery(Paging):
    """Of which rule set, with how much explanation."""

    rule_set = Text(validate=Length(1, 100), metadata={"description": "Of this rule set."})
    explain = Text(load_default="summary", validate=OneOf(LEVELS), metadata=LEVEL)


class CloseRequest(Strict):
    """A note for those who come later."""

    note = Text(load_default="", validate=Length(0, LONGEST_NOTE), metadata={"description": "For people."})


class ReopenRequest(Strict):
    """Why it is opened again."""

    reason = Text(required=True, validate=Length(1, LONGEST_NOTE), metadata={"description": "Kept in the audit trail."})


RUN_RESULT_SCHEMA = record(
    {
        "subject": TEXT,
        "name": TEXT_OR_NULL,
        "attributes": {
            "type": "object",
            "description": "As they were in the period.",
            "additionalProperties": {"type": ["number", "string", "boolean", "null"]},
        },
        "result": RESULT_SCHEMA,
    }
)
RUN_RESULT_EXAMPLE = {
    "subject": "u17",
    "name": None,
    "attributes": {"team": "night"},
    "result": SCORE_ANSWER_EXAMPLE["results"][0],
}
RESULTS_EXAMPLE = {"items": [RUN_RESULT_EXAMPLE], "next": None}
DIFFERENCE_SCHEMA = record(
    {
        "subject": TEXT,
        "status": record({"before": TEXT_OR_NULL, "after": TEXT_OR_NULL}),
        "score": record({"before": NUMBER_OR_NULL, "after": NUMBER_OR_NULL, "change": NUMBER_OR_NULL}),
        "tier": record({"before": TEXT_OR_NULL, "after": TEXT_OR_NULL}),
        "net": record({"before": TEXT_OR_NULL, "after": TEXT_OR_NULL, "change": TEXT_OR_NULL}),
    },
    description="Null on a side on which there was no result.",
)
DIFFERENCES_EXAMPLE = {
    "items": [
        {
            "subject": "u17",
            "status": {"before": "scored", "after": "scored"},
            "score": {"before": 86.35, "after": 87.1, "change": 0.75},
            "tier": {"before": "silver", "after": "silver"},
            "net": {"before": "640.00", "after": "652.40", "change": "12.40"},
        }
    ],
    "next": None,
}
PLACE_SCHEMA = record(
    {
        "place": {
            "type": "integer",
            "minimum": 1,
            "description": "Equal values share a place; the next ones are left out.",
        },
        "tied": {"type": "integer", "minimum": 1, "description": "How many share it."},
        "subject": TEXT_OR_NULL,
        "name": TEXT_OR_NULL,
        "group": TEXT_OR_NULL,
        "value": VALUE,
    }
)
LEADERBOARD_EXAMPLE = {
    "items": [{"place": 1, "tied": 1, "subject": "u17", "name": None, "group": None, "value": 96.5}],
    "next": None,
}
COUNTS = {"type": "object", "additionalProperties": {"type": "integer"}}
DISTRIBUTION_SCHEMA = record(
    {
        "by": TEXT,
        "count": {"type": "integer"},
        "bins": {
            "type": "array",
            "items": record({"from": VALUE, "below": VALUE, "count": {"type": "integer"}}),
        },
        "tiers": {"type": "array", "items": record({"id": TEXT, "label": WORDS, "count": {"type": "integer"}})},
        "statuses": COUNTS,
        "lowest": VALUE,
        "highest": VALUE,
        "mean": VALUE,
        "quartiles": {
            "type": ["array", "null"],
            "description": "Values that somebody has, at or above a quarter, half and three quarters of all.",
            "items": VALUE,
        },
    }
)
DISTRIBUTION_EXAMPLE = {
    "by": "score",
    "count": 2,
    "bins": [{"from": 80, "below": 90.01, "count": 2}],
    "tiers": [{"id": "gold", "label": {"zh": "金牌", "en": "gold"}, "count": 1}],
    "statuses": {"scored": 2},
    "lowest": 80,
    "highest": 90,
    "mean": 85,
    "quartiles": [80, 80, 90],
}
TEAM_SCHEMA = record(
    {
        "group": {**TEXT_OR_NULL, "description": "Null for people without the attribute."},
        "people": {"type": "integer"},
        "scored": {"type": "integer"},
        "mean": VALUE,
        "median": VALUE,
        "lowest": VALUE,
        "highest": VALUE,
        "tiers": COUNTS,
        "net": {**TEXT_OR_NULL, "description": "The sum of all net amounts."},
    }
)
TEAMS_SCHEMA = record({"items": {"type": "array", "items": TEAM_SCHEMA}})
TEAMS_EXAMPLE = {
    "items": [
        {
            "group": "night",
            "people": 20,
            "scored": 19,
            "mean": 84.2,
            "median": 85,
            "lowest": 61.5,
            "highest": 97,
            "tiers": {"gold": 4, "silver": 15},
            "net": "15200.00",
        }
    ]
}
PERSON_RESULT_SCHEMA = record(
    {
        "rule_set": TEXT,
        "version": {"type": "integer"},
        "period": TEXT,
        "run": {"type": ["integer", "null"], "description": "Null for what `POST /v1/scores` recorded."},
        "at": {"type": "string", "format": "date-time"},
        "score": NUMBER_OR_NULL,
        "change": {**NUMBER_OR_NULL, "description": "Since the result before it on this page, of the same rule set."},
        "result": RESULT_SCHEMA,
    }
)
PERSON_RESULTS_EXAMPLE = {
    "items": [
        {
            "rule_set": "taobao-presales",
            "version": 3,
            "period": "2026-11",
            "run": 1,
            "at": "2026-12-01T01:00:02Z",
            "score": 86.35,
            "change": None,
            "result": SCORE_ANSWER_EXAMPLE["results"][0],
        }
    ],
    "next": None,
}
PERIOD_SCHEMA = record(
    {
        "period": TEXT,
        "closed": {"type": "boolean"},
        "closed_at": {"type": ["string", "null"], "format": "date-time"},
        "closed_by": TEXT_OR_NULL,
        "note": TEXT_OR_NULL,
        "runs": {
            "type": "array",
            "description": "The runs that count.",
            "items": record({"rule_set": TEXT, "run": {"type": "integer"}}),
        },
    }
)
PERIOD_EXAMPLE = {
    "period": "2026-10",
    "closed": True,
    "closed_at": "2026-11-05T09:00:00Z",
    "closed_by": "019aa8f3c0de00000000000000000001",
    "note": "paid with the November salary",
    "runs": [{"rule_set": "taobao-presales", "run": 1}],
}


def run_body(run: RunFacts) -> dict[str, Any]:
    body = {name: getattr(run, name) for name in RUN_SCHEMA["properties"]}
    times = {name: _time(body[name]) for name in ("created_at", "started_at", "finished_at")}
    return {**body, **times, "warnings": list(run.warnings)}


def period_body(period: PeriodFacts) -> dict[str, Any]:
    body = {name: getattr(period, name) for name in PERIOD_SCHEMA["properties"]}
    runs = [{"rule_set": rule_set, "run": run} for rule_set, run in period.runs]
    return {**body, "closed_at": _time(period.closed_at), "runs": runs}


def person_body(item: PersonResult) -> dict[str, Any]:
    return {name: getattr(item, name) for name in PERSON_RESULT_SCHEMA["properties"]} | {"at": _time(item.at)}


def difference_body(row: RunDifference) -> dict[str, Any]:
    def number(text: str | None) -> Decimal | None:
        return None if text is None else Decimal(text)

    return {
        "subject": row.subject,
        "status": {"before": row.status_before, "after": row.status_after},
        "score": {
            "before": number(row.score_before),
            "after": number(row.score_after),
            "change": number(row.score_change),
        },
        "tier": {"before": row.tier_before, "after": row.tier_after},
        "net": {"before": row.net_before, "after": row.net_after, "change": row.net_change},
    }


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
