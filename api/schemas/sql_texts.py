"""Rule sets as SQL, as requests and answers have them."""

from __future__ import annotations

from typing import Any

from api.schemas.fields import Length, OneOf, Text
from api.schemas.reading import Strict
from engine.columnar.dialects import DIALECTS

SQL = "application/sql"


class SqlQuery(Strict):
    """For which database and which period the text is written."""

    dialect = Text(load_default="duckdb", validate=OneOf(DIALECTS), metadata={"description": "The database."})
    period = Text(
        required=True,
        validate=Length(1, 20),
        metadata={"description": "The period whose days and number the rules may ask for.", "example": "2026-11"},
    )


SQL_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "dialect": {"type": "string", "enum": list(DIALECTS)},
        "period": {"type": "string"},
        "sql": {"type": "string", "description": "One SELECT; its heading says what it reads and gives."},
        "inputs": {
            "type": "array",
            "description": "The columns of the table `people`, beside `subject`.",
            "items": {
                "type": "object",
                "properties": {
                    "id": {"type": "string"},
                    "column": {"type": "string"},
                    "type": {"type": "string", "description": "The type that the column should have."},
                },
                "required": ["id", "column", "type"],
                "additionalProperties": False,
            },
        },
        "steps": {
            "type": "array",
            "description": "Where each value is found.",
            "items": {
                "type": "object",
                "properties": {
                    "id": {"type": "string"},
                    "column": {"type": ["string", "null"], "description": "Null where it is the same for everyone."},
                    "decimals": {"type": ["integer", "null"], "description": "Of a number."},
                    "value": {"type": ["string", "null"], "description": "The same for everyone, as text."},
                },
                "required": ["id", "column", "decimals", "value"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["dialect", "period", "sql", "inputs", "steps"],
    "additionalProperties": False,
}

SQL_EXAMPLE: dict[str, Any] = {
    "dialect": "duckdb",
    "period": "2026-11",
    "sql": 'WITH given AS (\n  SELECT\n    "people"."subject",\n…',
    "inputs": [{"id": "first_response", "column": "first_response", "type": "DOUBLE"}],
    "steps": [
        {"id": "speed", "column": "speed", "decimals": 6, "value": None},
        {"id": "score", "column": "score", "decimals": 2, "value": None},
    ],
}
