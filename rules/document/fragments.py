"""JSON Schema fragments that sections and methods share. ``x-expects`` is what an error message says was expected,
``x-places`` what the values of a short list stand for."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]


def expects(schema: Schema, zh: str, en: str) -> Schema:
    """The schema with words for what it expects."""
    return {**schema, "x-expects": {"zh": zh, "en": en}}


WORDS: Schema = expects(
    {
        "anyOf": [
            {"type": "string", "minLength": 1, "maxLength": 500},
            {
                "type": "object",
                "properties": {key: {"type": "string", "maxLength": 500} for key in ("zh", "en")},
                "additionalProperties": False,
                "minProperties": 1,
            },
        ]
    },
    "文字，或 {zh: …, en: …}",
    "text, or {zh: …, en: …}",
)
FORMULA: Schema = expects({"type": ["string", "number"], "x-formula": "number"}, "数字或公式", "a number or a formula")
CONDITION: Schema = expects(
    {"type": ["string", "boolean"], "x-formula": "flag"},
    "条件，例如 complaints >= 6",
    "a condition, such as complaints >= 6",
)
CONSTANT: Schema = expects(
    {"type": ["number", "string"], "x-constant": True},
    "数字或百分比，例如 30 或 35%",
    "a number or percent, such as 30 or 35%",
)
PERCENT: Schema = expects(
    {"type": ["number", "string"], "x-constant": "percent"}, "百分比，例如 35%", "a percent, such as 35%"
)
TEXT: Schema = expects({"type": "string", "minLength": 1, "maxLength": 500}, "文字", "text")
ID: Schema = expects({"type": "string", "minLength": 1, "maxLength": 63}, "标识名", "an id")
FLAG: Schema = expects({"type": "boolean"}, "true 或 false", "true or false")
WITHIN: Schema = expects(
    {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 4}]},
    "一个属性名或属性名列表",
    "the name of an attribute, or a list of them",
)
DECIMALS: Schema = expects(
    {"type": "integer", "minimum": 0, "maximum": 8}, "0 到 8 的整数", "a whole number from 0 to 8"
)


def words(*choices: str) -> Schema:
    """One of a few fixed words."""
    return {"type": "string", "enum": list(choices)}


def mapping(of: Schema, most: int = 200) -> Schema:
    """Ids to things."""
    return expects(
        {"type": "object", "additionalProperties": of, "maxProperties": most}, "一组“名称: 内容”", "names with contents"
    )


def record(properties: dict[str, Schema], required: tuple[str, ...] = ()) -> Schema:
    """A mapping with fixed keys; any other key is an error."""
    return expects(
        {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False},
        "一组“键: 值”",
        "keys with values",
    )


def listing(of: Schema, most: int = 200, least: int = 1) -> Schema:
    """A list of things."""
    return expects({"type": "array", "items": of, "minItems": least, "maxItems": most}, "列表", "a list")
