"""What runs found, as requests and answers have it: results, places, spreads, groups, differences."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from api.schemas.fields import FlagText, Length, OneOf, Pattern, Range, Text, WholeText
from api.schemas.language import NUMBER_OR_NULL, TEXT, TEXT_OR_NULL, WORDS, WORDS_OR_NULL, record, written_time
from api.schemas.paging import Paging
from api.schemas.reading import Strict
from api.schemas.runs import STATUSES
from api.schemas.score_examples import SCORE_ANSWER_EXAMPLE
from api.schemas.scores import LONGEST_SUBJECT, RESULT_SCHEMA
from engine.issues import Words
from service.runs.of_person import PersonResult
from service.scoring import LEVELS
from store.models.run_result import RunDifference

VALUE = {"type": ["number", "string", "null"], "description": "A number; an amount of money is a decimal string."}
LEVEL = {"description": "With each result's explanation: `none`, `summary` or `full`.", "example": "summary"}
BY = {
    "description": "`score`, `net`, `metric:<id>` (its points), `value:<id>` (its value) or `reward:<id>`.",
    "example": "score",
}


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
            "description": "`subject`, `name` (by pinyin), `score`, `net`, `metric:<id>`, `value:<id>` or "
            "`reward:<id>`; with `-` before it the largest first.",
            "example": "-score",
        },
    )
    explain = Text(load_default="none", validate=OneOf(LEVELS), metadata=LEVEL)


class GivenQuery(Paging):
    """Whose inputs."""

    search = Text(validate=Length(1, 100), metadata={"description": "A part of the person's id or name."})


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
_GIVEN: dict[str, Any] = {
    "type": "object",
    "additionalProperties": {"type": ["number", "string", "boolean", "null"]},
}
GIVEN_SCHEMA = record(
    {
        "subject": TEXT,
        "name": TEXT_OR_NULL,
        "inputs": {**_GIVEN, "description": "Inputs, attributes and measures by id."},
        "decisions": {
            "type": "object",
            "description": "By id of the discretionary reward.",
            "additionalProperties": record({"amount": {"type": ["number", "string"]}}),
        },
        "history": {
            "type": "array",
            "description": "Earlier periods: `period` and what formulas look back on.",
            "items": _GIVEN,
        },
    }
)
GIVEN_EXAMPLE = {
    "items": [
        {
            "subject": "u17",
            "name": "李娜",
            "inputs": {"team": "night", "orders": 120, "inquiries": 400},
            "decisions": {},
            "history": [{"period": "2026-10", "score": 91}],
        }
    ],
    "next": None,
}
DIFFERENCE_SCHEMA = record(
    {
        "subject": TEXT,
        "name": TEXT_OR_NULL,
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
            "name": "Li Na",
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
            "items": record({"from": VALUE, "below": VALUE, "count": {"type": "integer"}, "tiers": COUNTS}),
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
        "net": {**TEXT_OR_NULL, "description": "The sum of all net amounts."},
        "currency": TEXT,
    }
)
DISTRIBUTION_EXAMPLE = {
    "by": "score",
    "count": 2,
    "bins": [{"from": 80, "below": 90.01, "count": 2, "tiers": {"gold": 1}}],
    "tiers": [{"id": "gold", "label": {"zh": "金牌", "en": "gold"}, "count": 1}],
    "statuses": {"scored": 2},
    "lowest": 80,
    "highest": 90,
    "mean": 85,
    "quartiles": [80, 80, 90],
    "net": "1280.00",
    "currency": "CNY",
}
PROBLEMS_SCHEMA = record(
    {
        "items": {
            "type": "array",
            "description": "What concerns most people first.",
            "items": record(
                {
                    "status": {"type": "string", "enum": ["incomplete", "problem"]},
                    "code": {**TEXT, "description": "The reason, or the code of the problem."},
                    "id": {**TEXT_OR_NULL, "description": "The input or step that it is about."},
                    "label": WORDS_OR_NULL,
                    "message": WORDS,
                    "people": {"type": "integer"},
                    "first": {"type": "array", "items": TEXT, "description": "A few of them."},
                }
            ),
        },
        "complete": {"type": "boolean", "description": "Whether everybody without a result was looked at."},
    }
)
PROBLEMS_EXAMPLE = {
    "items": [
        {
            "status": "incomplete",
            "code": "too-few-raters",
            "id": "peer_review",
            "label": {"zh": "互评", "en": "peer review"},
            "message": {"zh": "给“互评”评分的人不够", "en": "too few people rated 'peer review'"},
            "people": 2,
            "first": ["u17", "u18"],
        }
    ],
    "complete": True,
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


def person_body(item: PersonResult) -> dict[str, Any]:
    return {name: getattr(item, name) for name in PERSON_RESULT_SCHEMA["properties"]} | {"at": written_time(item.at)}


def difference_body(item: tuple[RunDifference, str | None]) -> dict[str, Any]:
    row, name = item

    def number(text: str | None) -> Decimal | None:
        return None if text is None else Decimal(text)

    return {
        "subject": row.subject,
        "name": name,
        "status": {"before": row.status_before, "after": row.status_after},
        "score": {
            "before": number(row.score_before),
            "after": number(row.score_after),
            "change": number(row.score_change),
        },
        "tier": {"before": row.tier_before, "after": row.tier_after},
        "net": {"before": row.net_before, "after": row.net_after, "change": row.net_change},
    }
