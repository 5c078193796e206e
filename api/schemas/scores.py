"""The schemas of scoring requests and answers, as documented; :mod:`api.schemas.score_reading` checks requests."""

from __future__ import annotations

from typing import Any

from api.schemas.compared import COMPARED_SCHEMA
from api.schemas.language import TEXT, TEXT_OR_NULL, WORDS, WORDS_OR_NULL, record
from api.schemas.path import LARGEST_NUMBER
from engine.sentences import REASONS
from service.scoring import LEVELS

LONGEST_SUBJECT = 200
LONGEST_PERIOD = 20
MOST_HISTORY = 400
MOST_TRIED = 200

VALUE_SCHEMA: dict[str, Any] = {
    "description": 'As the rule set declares it: a number, `"35%"`, `"15s"`, text, a flag, or null for missing.'
}
VALUES_SCHEMA: dict[str, Any] = {"type": "object", "additionalProperties": VALUE_SCHEMA}
SUBJECT_SCHEMA: dict[str, Any] = {
    "type": "string",
    "minLength": 1,
    "maxLength": LONGEST_SUBJECT,
    "pattern": r"^[^\u0000-\u001f\u007f]*[^\s\u0000-\u001f\u007f][^\u0000-\u001f\u007f]*$",
    "description": "The person's id in your system.",
}
PERSON_PROPERTIES: dict[str, Any] = {
    "subject": SUBJECT_SCHEMA,
    "inputs": {**VALUES_SCHEMA, "description": "The numbers of this period, by input id."},
    "attributes": {**VALUES_SCHEMA, "description": "Facts about the person, by attribute id."},
    "history": {
        "type": "array",
        "maxItems": MOST_HISTORY,
        "description": "Earlier periods. Without it, what was recorded here is used.",
        "items": {
            "type": "object",
            "properties": {"period": TEXT},
            "required": ["period"],
            "additionalProperties": VALUE_SCHEMA,
        },
    },
    "decisions": {
        "type": "object",
        "description": "What somebody decided about discretionary rewards, by reward id.",
        "additionalProperties": {
            "type": "object",
            "properties": {
                "amount": {"type": ["number", "string", "null"]},
                "reason": TEXT_OR_NULL,
                "author": TEXT_OR_NULL,
            },
            "additionalProperties": False,
        },
    },
}
PERSON_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": PERSON_PROPERTIES,
    "required": ["subject"],
    "additionalProperties": False,
}
NO_CONTROLS = r"^[^\u0000-\u001f\u007f]*$"
PERIOD_SCHEMA: dict[str, Any] = {
    "type": "string",
    "minLength": 1,
    "maxLength": LONGEST_PERIOD,
    "pattern": NO_CONTROLS,
    "description": "`2026-11`, `2026-W47`, `2026-Q4`, `2026` or `2026-11-21`, as the rule set counts.",
}
EXPLAIN_SCHEMA: dict[str, Any] = {
    "type": "string",
    "enum": list(LEVELS),
    "description": "`summary`: sentences and what each part contributed; `full`: the tree of every value as well.",
}


def several(most: int) -> dict[str, Any]:
    return {"type": "array", "items": PERSON_SCHEMA, "minItems": 1, "maxItems": most}


def one_or_many(properties: dict[str, Any], required: list[str], most: int) -> dict[str, Any]:
    """A request with ``people``, or with one person's fields in their place."""
    return {
        "type": "object",
        "oneOf": [
            {
                "title": "several people",
                "type": "object",
                "properties": {**properties, "people": several(most)},
                "required": [*required, "people"],
                "additionalProperties": False,
            },
            {
                "title": "one person",
                "type": "object",
                "properties": {**properties, **PERSON_PROPERTIES},
                "required": [*required, "subject"],
                "additionalProperties": False,
            },
        ],
    }


RULE_SET_SCHEMA = {"type": "string", "minLength": 1, "maxLength": LONGEST_SUBJECT, "pattern": NO_CONTROLS}
VERSION_SCHEMA = {
    "type": ["integer", "null"],
    "minimum": 1,
    "maximum": LARGEST_NUMBER,
    "description": "Without it, the version in force for `period`.",
}
SCORE_REQUEST_SCHEMA = one_or_many(
    {
        "rule_set": RULE_SET_SCHEMA,
        "version": VERSION_SCHEMA,
        "period": {**PERIOD_SCHEMA, "type": ["string", "null"]},
        "explain": {**EXPLAIN_SCHEMA, "default": "none"},
        "record": {"type": "boolean", "default": False, "description": "Store the results as this period's."},
    },
    ["rule_set"],
    5000,
)
TRY_REQUEST_SCHEMA = one_or_many(
    {
        "document": {
            "type": ["object", "string"],
            "description": "The rule set: as an object, or as YAML text.",
        },
        "period": PERIOD_SCHEMA,
        "explain": {**EXPLAIN_SCHEMA, "default": "full"},
        "compare_with": {
            "type": ["object", "null"],
            "description": "A published version that the same people are scored by as well.",
            "properties": {"rule_set": RULE_SET_SCHEMA, "version": VERSION_SCHEMA},
            "required": ["rule_set"],
            "additionalProperties": False,
        },
    },
    ["document", "period"],
    MOST_TRIED,
)

NUMBER = {"type": ["number", "null"]}
MONEY = {"type": ["string", "null"], "description": "A decimal string in the rule set's currency."}
RESULT_SCHEMA = record(
    {
        "subject": TEXT,
        "status": {
            "type": "string",
            "enum": ["scored", "incomplete", "not_eligible", "problem"],
            "description": "Only with `scored` is there a score; `incomplete` and `problem` say why not.",
        },
        "score": NUMBER,
        "tier": TEXT_OR_NULL,
        "metrics": {
            "type": "object",
            "additionalProperties": record(
                {
                    "value": {"type": ["number", "string", "boolean", "null"]},
                    "points": NUMBER,
                    "weight": {**NUMBER, "description": "After the weights of excluded metrics were shared out."},
                    "contribution": NUMBER,
                    "excluded": {"type": "boolean"},
                }
            ),
        },
        "adjustments": {
            "type": "array",
            "items": record({"id": TEXT, "applies": {"type": "boolean"}, "effect": NUMBER, "clause": TEXT_OR_NULL}),
        },
        "rewards": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "id": TEXT,
                    "applies": {"type": "boolean"},
                    "amount": MONEY,
                    "clause": TEXT_OR_NULL,
                    "item": record(
                        {"kind": TEXT_OR_NULL, "title": WORDS}, description="Of a reward that is not money."
                    ),
                    "shares": {"type": "object", "additionalProperties": MONEY},
                },
                "required": ["id", "applies", "amount", "clause"],
                "additionalProperties": False,
            },
        },
        "payout": {
            "type": ["object", "null"],
            "properties": {
                "rewards": MONEY,
                "penalties": MONEY,
                "net": MONEY,
                "currency": TEXT,
                "before_budget": MONEY,
                "carried": MONEY,
            },
            "required": ["rewards", "penalties", "net", "currency"],
        },
        "outcomes": {
            "type": "array",
            "items": record(
                {
                    "id": TEXT,
                    "do": TEXT,
                    "label": WORDS,
                    "message": WORDS_OR_NULL,
                    "owner": TEXT_OR_NULL,
                    "clause": TEXT_OR_NULL,
                }
            ),
        },
        "missing": {
            "type": "array",
            "items": record(
                {"id": TEXT, "reason": {"type": "string", "enum": list(REASONS)}, "affects": TEXT, "then": TEXT}
            ),
        },
        "problem": {
            "type": ["object", "null"],
            "properties": {
                "code": TEXT,
                "step": {**TEXT, "description": "Where the calculation stopped."},
                "message": WORDS,
                "issues": {"type": "array", "items": {"$ref": "#/components/schemas/Issue"}},
            },
            "required": ["code"],
        },
        "explanation": {
            "type": ["object", "null"],
            "properties": {
                "summary": {"type": "array", "items": WORDS},
                "contributions": {
                    "type": "array",
                    "items": record({"id": TEXT, "kind": TEXT, "amount": NUMBER}),
                },
                "missing": {
                    "type": "array",
                    "items": record({"id": TEXT, "reason": TEXT, "affects": TEXT, "then": TEXT, "sentence": WORDS}),
                    "description": "What was missing and what was done about it, in words.",
                },
                "tree": {
                    "type": "array",
                    "description": "Every value with the rule it came from, the values below it inside it.",
                    "items": {"$ref": "#/components/schemas/ExplanationNode"},
                },
            },
            "required": ["summary", "contributions", "missing"],
        },
    }
)
RESULT_SCHEMA["properties"]["groups"] = {
    "type": "object",
    "description": "Only where metrics are grouped.",
    "additionalProperties": record({"points": NUMBER, "weight": NUMBER}),
}
ANSWER_PROPERTIES: dict[str, Any] = {
    "rule_set": TEXT,
    "version": {"type": ["integer", "null"], "description": "Null for a document that is not stored."},
    "hash": TEXT,
    "period": TEXT,
    "engine": TEXT,
    "results": {"type": "array", "items": RESULT_SCHEMA, "description": "In the order of the request."},
}
SCORE_ANSWER_SCHEMA = record({**ANSWER_PROPERTIES})
SCORE_ANSWER_SCHEMA["properties"]["recorded"] = {
    "type": "integer",
    "description": "Only with `record`: how many results stand recorded.",
}
TRY_ANSWER_SCHEMA = record(
    {
        **ANSWER_PROPERTIES,
        "issues": {
            "type": "array",
            "items": {"$ref": "#/components/schemas/Issue"},
            "description": "Warnings about the document. For advice, check it.",
        },
        "compared_with": COMPARED_SCHEMA,
    }
)
