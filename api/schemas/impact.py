"""The effect of a draft, as requests and answers have it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from api.schemas.fields import Range, WholeText
from api.schemas.language import ISSUES, NUMBER_OR_NULL, TEXT, TEXT_OR_NULL, record
from api.schemas.path import LARGEST_NUMBER
from api.schemas.reading import Strict
from service.runs.comparing import Move, PersonChange
from service.runs.impact import Impact

COUNT = {"type": "integer", "minimum": 0}
MOVES = {
    "type": "array",
    "items": record({"before": TEXT_OR_NULL, "after": TEXT_OR_NULL, "people": COUNT}),
}
PAIR = record({"before": TEXT_OR_NULL, "after": TEXT_OR_NULL})
MONEY = record({"before": TEXT_OR_NULL, "after": TEXT_OR_NULL, "change": TEXT_OR_NULL})


class ImpactQuery(Strict):
    """With which run and version the draft is compared."""

    run = WholeText(
        validate=Range(1, LARGEST_NUMBER),
        metadata={"description": "A run that is done; without it the one that counts for the latest period."},
    )
    against = WholeText(
        validate=Range(1, LARGEST_NUMBER),
        metadata={"description": "Compare with what this version makes of the same data, not with the run's results."},
    )
    limit = WholeText(
        load_default=20, validate=Range(1, 200), metadata={"description": "How many people are told by name."}
    )


IMPACT_SCHEMA: dict[str, Any] = record(
    {
        "draft": record({"etag": {**TEXT, "description": "Of the draft that was compared."}}),
        "run": record({"id": {"type": "integer", "minimum": 1}, "period": TEXT}),
        "against": {"type": "integer", "minimum": 1, "description": "The version that the draft is compared with."},
        "fresh": {
            "type": "array",
            "description": "What the run had no need of, and is as it is now: datasets, results of other rule sets, "
            "earlier periods.",
            "items": record({"kind": {"type": "string", "enum": ["dataset", "rule-set", "earlier"]}, "name": TEXT}),
        },
        "warnings": ISSUES,
        "people": record(
            {
                "before": {**COUNT, "description": "How many take part by the version."},
                "after": {**COUNT, "description": "How many take part by the draft."},
                "changed": {**COUNT, "description": "For how many anything is different."},
            }
        ),
        "statuses": {**MOVES, "description": "Changes of status; null for somebody who takes no part on that side."},
        "tiers": record(
            {
                "changed": {**COUNT, "description": "Of those who are scored on both sides."},
                "up": COUNT,
                "down": COUNT,
                "moves": {**MOVES, "description": "Every pair of tiers, equal ones too."},
            }
        ),
        "payout": record(
            {
                "before": TEXT_OR_NULL,
                "after": TEXT_OR_NULL,
                "change": {**TEXT_OR_NULL, "description": "Null where only one side has money, or another currency."},
                "currency": {**TEXT_OR_NULL, "description": "The draft's."},
                "currency_before": {**TEXT_OR_NULL, "description": "The version's."},
            },
            description="The sum of all net amounts.",
        ),
        "largest": {
            "type": "array",
            "description": "Whom it concerns most: by the amount, then by the score.",
            "items": record(
                {
                    "subject": TEXT,
                    "name": TEXT_OR_NULL,
                    "status": PAIR,
                    "score": record({"before": NUMBER_OR_NULL, "after": NUMBER_OR_NULL}),
                    "tier": PAIR,
                    "net": MONEY,
                }
            ),
        },
    }
)
IMPACT_EXAMPLE: dict[str, Any] = {
    "draft": {"etag": '"4-5f7081a2b3c4d5e6f7081920"'},
    "run": {"id": 1, "period": "2026-11"},
    "against": 3,
    "fresh": [],
    "warnings": [],
    "people": {"before": 60, "after": 60, "changed": 3},
    "statuses": [],
    "tiers": {
        "changed": 1,
        "up": 1,
        "down": 0,
        "moves": [
            {"before": "silver", "after": "silver", "people": 56},
            {"before": "silver", "after": "gold", "people": 1},
        ],
    },
    "payout": {
        "before": "38400.00",
        "after": "38900.00",
        "change": "500.00",
        "currency": "CNY",
        "currency_before": "CNY",
    },
    "largest": [
        {
            "subject": "u17",
            "name": "Li Na",
            "status": {"before": "scored", "after": "scored"},
            "score": {"before": 88.35, "after": 90.1},
            "tier": {"before": "silver", "after": "gold"},
            "net": {"before": "640.00", "after": "1140.00", "change": "500.00"},
        }
    ],
}


def impact_body(found: Impact) -> dict[str, Any]:
    both = found.comparison
    return {
        "draft": {"etag": found.etag},
        "run": {"id": found.run, "period": found.period},
        "against": found.against,
        "fresh": [{"kind": kind, "name": name} for kind, name in found.fresh],
        "warnings": [issue.to_json() for issue in found.warnings],
        "people": {"before": both.before, "after": both.after, "changed": both.changed},
        "statuses": _moves(both.statuses),
        "tiers": {"changed": both.tiers_changed, "up": both.up, "down": both.down, "moves": _moves(both.tiers)},
        "payout": {
            "before": both.totals[0],
            "after": both.totals[1],
            "change": both.total_change,
            "currency": both.currencies[1],
            "currency_before": both.currencies[0],
        },
        "largest": [_person(one) for one in both.people],
    }


def _moves(moves: tuple[Move, ...]) -> list[dict[str, Any]]:
    return [{"before": move.before, "after": move.after, "people": move.people} for move in moves]


def _person(one: PersonChange) -> dict[str, Any]:
    def pair(both: tuple[str | Decimal | None, str | Decimal | None]) -> dict[str, Any]:
        return {"before": both[0], "after": both[1]}

    return {
        "subject": one.subject,
        "name": one.name,
        "status": pair(one.status),
        "score": pair(one.score),
        "tier": pair(one.tier),
        "net": {**pair(one.net), "change": one.net_change},
    }
