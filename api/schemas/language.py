"""The rule language as answers describe it: functions, methods, and what a checked document needs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

WORDS = {"$ref": "#/components/schemas/Words"}
WORDS_OR_NULL = {"anyOf": [WORDS, {"type": "null"}]}
ISSUES = {"type": "array", "items": {"$ref": "#/components/schemas/Issue"}}
TEXT = {"type": "string"}
TEXT_OR_NULL = {"type": ["string", "null"]}
NUMBER_OR_NULL = {"type": ["number", "null"]}


def record(properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An object with exactly these properties."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        **more,
    }


def written_time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def items_of(element: dict[str, Any]) -> dict[str, Any]:
    return record({"items": {"type": "array", "items": element}})


NEED_SCHEMA = record(
    {
        "id": TEXT,
        "origin": {**TEXT, "description": "`input`, `attribute`, `measure` or `decision`."},
        "label": WORDS,
        "kind": {**TEXT, "description": "`count`, `percent`, `money`, …"},
        "choices": {"type": "array", "items": TEXT},
        "missing": {"type": "string", "enum": ["fail", "exclude", "value"]},
        "default": {"type": ["number", "string", "boolean", "null"], "description": "Used when `missing` is `value`."},
        "low": NUMBER_OR_NULL,
        "high": NUMBER_OR_NULL,
        "decimals": {"type": "integer"},
        "used": {"type": "boolean", "description": "Whether any step reads it."},
        "from": {
            "type": ["string", "null"],
            "description": "What the list of people tells of it, such as `people.days`, so that nobody has to send it.",
        },
    }
)
STEP_SCHEMA = record(
    {
        "id": TEXT,
        "kind": {**TEXT, "description": "Of which kind its value is; `percent` also where points compare it with one."},
        "decimals": {"type": ["integer", "null"]},
        "scope": {"type": "string", "enum": ["person", "rows", "cohort", "history"]},
        "label": WORDS_OR_NULL,
        "path": {**TEXT, "description": "Where the document says it."},
        "reads": {"type": "array", "items": TEXT, "description": "The inputs and earlier steps it is worked out from."},
    }
)
_GIVEN: dict[str, Any] = {"type": "object", "additionalProperties": True}
TESTED_SCHEMA = record(
    {
        "subject": TEXT,
        "inputs": {**_GIVEN, "description": "Inputs, attributes and measures."},
        "history": {"type": "array", "items": _GIVEN},
        "decisions": {"type": "object", "additionalProperties": _GIVEN},
    }
)
EXPECTATION_SCHEMA = record(
    {
        "subject": TEXT,
        "where": {**TEXT, "description": "The place in the result, such as `metrics.conversion.points`."},
        "path": {
            "type": "array",
            "items": {"type": ["string", "integer"]},
            "description": "Where the expected value stands in the document, key by key.",
        },
        "expected": TEXT_OR_NULL,
        "got": {**TEXT_OR_NULL, "description": "Null where the result has nothing."},
        "met": {"type": "boolean"},
    }
)
CHECKED_SCHEMA = record(
    {
        "ok": {"type": "boolean", "const": True},
        "rule_set": TEXT,
        "hash": TEXT,
        "period": TEXT,
        "currency": TEXT,
        "issues": {**ISSUES, "description": "Warnings and advice."},
        "needs": {"type": "array", "items": NEED_SCHEMA, "description": "What is needed per person and period."},
        "steps": {"type": "array", "items": STEP_SCHEMA, "description": "The program, in the order it is worked out."},
        "tests": {
            "type": "array",
            "items": record(
                {
                    "name": TEXT,
                    "passed": {"type": "boolean"},
                    "issues": ISSUES,
                    "period": {**TEXT_OR_NULL, "description": "Null when the test could not be read."},
                    "people": {
                        "type": "array",
                        "items": TESTED_SCHEMA,
                        "description": "Whom it scores, to be tried out; measures are worked out from its rows.",
                    },
                    "expectations": {
                        "type": "array",
                        "items": EXPECTATION_SCHEMA,
                        "description": "What it expects of them, and what comes out.",
                    },
                }
            ),
            "description": "The document's own tests.",
        },
    }
)
CHECKED_EXAMPLE: dict[str, Any] = {
    "ok": True,
    "rule_set": "response-time",
    "hash": "sha256:a41c0ffee254d1c5b2f5a8a5f3d1b0d4a5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0",
    "period": "month",
    "currency": "CNY",
    "issues": [],
    "needs": [
        {
            "id": "first_response",
            "origin": "input",
            "label": {"zh": "首次响应时长", "en": "First response time"},
            "kind": "duration",
            "choices": [],
            "missing": "fail",
            "default": None,
            "low": None,
            "high": None,
            "decimals": 8,
            "used": True,
            "from": None,
        }
    ],
    "steps": [
        {
            "id": "speed",
            "kind": "duration",
            "decimals": 6,
            "scope": "person",
            "label": None,
            "path": "metrics.speed.value",
            "reads": ["first_response"],
        }
    ],
    "tests": [
        {
            "name": "a minute is too long",
            "passed": True,
            "issues": [],
            "period": "2026-11",
            "people": [{"subject": "subject", "inputs": {"first_response": "60s"}, "history": [], "decisions": {}}],
            "expectations": [
                {
                    "subject": "subject",
                    "where": "score",
                    "path": ["tests", 0, "expect", "score"],
                    "expected": "0",
                    "got": "0",
                    "met": True,
                },
            ],
        }
    ],
}

FUNCTION_SCHEMA = record(
    {
        "name": TEXT,
        "signature": TEXT,
        "scope": {"type": "string", "enum": ["person", "rows", "cohort", "history"]},
        "doc": WORDS,
        "parameters": {
            "type": "array",
            "items": record(
                {
                    "name": TEXT,
                    "accepts": TEXT,
                    "optional": {"type": "boolean"},
                    "repeats": {"type": "boolean"},
                    "named_only": {"type": "boolean"},
                    "words": {"type": "array", "items": TEXT},
                    "default": TEXT_OR_NULL,
                    "doc": WORDS_OR_NULL,
                }
            ),
        },
        "examples": {
            "type": "array",
            "items": record(
                {
                    "formula": TEXT,
                    "gives": TEXT,
                    "columns": {
                        "type": "object",
                        "description": "The values of the names in the formula, one per row or person.",
                        "additionalProperties": {"type": "array", "items": TEXT},
                    },
                }
            ),
        },
    }
)
FUNCTION_EXAMPLE: dict[str, Any] = {
    "name": "clamp",
    "signature": "clamp(x, low, high)",
    "scope": "person",
    "doc": {"zh": "把 x 限制在 low 与 high 之间。", "en": "x, but not below low and not above high."},
    "parameters": [
        {
            "name": "x",
            "accepts": "number",
            "optional": False,
            "repeats": False,
            "named_only": False,
            "words": [],
            "default": None,
            "doc": None,
        }
    ],
    "examples": [{"formula": "clamp(130, 0, 120)", "gives": "120", "columns": {}}],
}
METHOD_SCHEMA = record(
    {
        "key": TEXT,
        "name": WORDS,
        "doc": WORDS,
        "example": {**TEXT, "description": "A piece of YAML."},
        "schema": {"type": "object", "description": "The JSON schema of what stands under the key."},
    }
)
METHODS_SCHEMA = record(
    {
        "scoring": {"type": "array", "items": METHOD_SCHEMA, "description": "Metric → points."},
        "rewards": {"type": "array", "items": METHOD_SCHEMA, "description": "Rewards and penalties."},
    }
)
METHODS_EXAMPLE: dict[str, Any] = {
    "scoring": [
        {
            "key": "curve",
            "name": {"zh": "折线", "en": "Curve"},
            "doc": {"zh": "按折线插值。", "en": "Points along straight lines between given places."},
            "example": "points: {curve: [[50, 40], [200, 100]]}",
            "schema": {"type": "object"},
        }
    ],
    "rewards": [],
}
RULE_SET_SCHEMA_SCHEMA = {"type": "object", "description": "A JSON schema (2020-12) of the whole document."}
