"""What differs between a document that is tried and a published version, as answers have it."""

from __future__ import annotations

from typing import Any

from api.schemas.language import NUMBER_OR_NULL, TEXT, TEXT_OR_NULL, WORDS, record

_TEXTS = {"before": TEXT_OR_NULL, "after": TEXT_OR_NULL}
_NUMBERS = {"before": NUMBER_OR_NULL, "after": NUMBER_OR_NULL, "change": NUMBER_OR_NULL}
_AMOUNTS = {**_TEXTS, "change": TEXT_OR_NULL}
_LINE = {"id": TEXT, "kind": TEXT, "label": WORDS}

COMPARED_SCHEMA: dict[str, Any] = {
    "description": "Only with `compare_with`; null while no version is in force for the period.",
    "anyOf": [
        record(
            {
                "version": {"type": "integer"},
                "differences": {
                    "type": "array",
                    "description": "Before: by the version; after: by the document. In the order of the request.",
                    "items": record(
                        {
                            "subject": TEXT,
                            "status": record(_TEXTS),
                            "score": record(_NUMBERS),
                            "tier": record(_TEXTS),
                            "net": record(_AMOUNTS),
                            "lines": {
                                "type": "array",
                                "description": "What adds up to the score, as in `explanation.contributions`.",
                                "items": record({**_LINE, **_NUMBERS}),
                            },
                            "rewards": {"type": "array", "items": record({**_LINE, **_AMOUNTS})},
                        }
                    ),
                },
            }
        ),
        {"type": "null"},
    ],
}
COMPARED_EXAMPLE: dict[str, Any] = {
    "version": 3,
    "differences": [
        {
            "subject": "u17",
            "status": {"before": "scored", "after": "scored"},
            "score": {"before": 84.1, "after": 86.35, "change": 2.25},
            "tier": {"before": "silver", "after": "silver"},
            "net": {"before": "500.00", "after": "500.00", "change": "0.00"},
            "lines": [
                {
                    "id": "conversion",
                    "kind": "metric",
                    "label": {"zh": "询单转化率", "en": "enquiry conversion"},
                    "before": 23.25,
                    "after": 25.5,
                    "change": 2.25,
                }
            ],
            "rewards": [],
        }
    ],
}
