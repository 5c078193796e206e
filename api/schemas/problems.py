"""Problem codes, as answers have them."""

from __future__ import annotations

from typing import Any

WORDS = {"$ref": "#/components/schemas/Words"}

CODE_EXAMPLE: dict[str, Any] = {
    "code": "stale-etag",
    "severity": "error",
    "status": 412,
    "message": {"zh": "内容在读取之后已被修改", "en": "It was changed after it was read"},
    "mend": {
        "zh": "请重新读取，合并修改后再提交",
        "en": "Read it again, merge, and send the change with the new ETag.",
    },
}
CODE_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "code": {"type": "string"},
        "severity": {"type": "string", "enum": ["error", "warning", "advice"]},
        "status": {
            "type": ["integer", "null"],
            "description": "The status that a problem of this code answers with; null for codes of issues.",
        },
        "message": WORDS,
        "mend": WORDS,
    },
    "required": ["code", "severity", "status", "message", "mend"],
    "additionalProperties": False,
}
CODES_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"items": {"type": "array", "items": CODE_SCHEMA}},
    "required": ["items"],
    "additionalProperties": False,
}
