"""What the parts of an address are called and what they look like."""

from __future__ import annotations

from typing import Any

LARGEST_NUMBER = 999_999_999

PATH_PARAMETERS: dict[str, dict[str, Any]] = {
    "rule_set_id": {
        "description": "The rule set's id.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 100},
        "example": "taobao-presales",
    },
    "number": {
        "description": "The version's number.",
        "schema": {"type": "integer", "minimum": 1, "maximum": LARGEST_NUMBER},
        "example": 3,
    },
    "key_id": {
        "description": "The key's id (not its token).",
        "schema": {"type": "string", "minLength": 1, "maxLength": 100},
        "example": "019aa8f3c0de5a0f1b2c3d4e5f607182",
    },
    "run_id": {
        "description": "The run's number.",
        "schema": {"type": "integer", "minimum": 1, "maximum": LARGEST_NUMBER},
        "example": 1,
    },
    "person_id": {
        "description": "The person's id.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 200},
        "example": "u17",
    },
    "subject": {
        "description": "The person's id.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 200},
        "example": "u17",
    },
    "format": {
        "description": "The kind of file.",
        "schema": {"type": "string", "enum": ["xlsx", "csv", "parquet"]},
        "example": "csv",
    },
    "period": {
        "description": "A period: a month, week, quarter, year or day.",
        "schema": {"type": "string", "minLength": 4, "maxLength": 10},
        "example": "2026-11",
    },
    "mapping_id": {
        "description": "The id of a saved mapping.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 100},
        "example": "18eb5dcdc8aba7da6959523ac6ac17d7",
    },
    "code": {
        "description": "A code as it stands in a problem or an issue.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 100},
        "example": "weights-do-not-sum",
    },
    "dataset": {
        "description": "The dataset's name.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 100},
        "example": "calls",
    },
    "import_id": {
        "description": "The import's id.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 100},
        "example": "18eb5dcdc8aba7da6959523ac6ac17d7",
    },
    "template_id": {
        "description": "The template's id.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 100},
        "example": "presales-agent",
    },
}
