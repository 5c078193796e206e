"""Scoring shown by example."""

from __future__ import annotations

from typing import Any

from api.schemas.compared import COMPARED_EXAMPLE
from api.schemas.rule_sets import DOCUMENT_EXAMPLE

SCORE_REQUEST_EXAMPLES: dict[str, Any] = {
    "one person": {
        "value": {
            "rule_set": "taobao-presales",
            "period": "2026-11",
            "subject": "u17",
            "inputs": {"service_score": 4.5, "inquiries": 400, "orders": 120, "paid_amount": 12000, "chats": 700},
            "attributes": {"shop": "north"},
        }
    },
    "several people": {
        "value": {
            "rule_set": "taobao-presales",
            "version": 3,
            "period": "2026-11",
            "people": [{"subject": "u17", "inputs": {"orders": 120}}, {"subject": "u18", "inputs": {"orders": 95}}],
            "explain": "summary",
            "record": False,
        }
    },
}
RESULT_EXAMPLE: dict[str, Any] = {
    "subject": "u17",
    "status": "scored",
    "score": 86.35,
    "tier": "silver",
    "metrics": {
        "conversion": {"value": 0.3, "points": 85, "weight": 0.3, "contribution": 25.5, "excluded": False},
    },
    "adjustments": [{"id": "complaint_points_off", "applies": True, "effect": -5, "clause": "第十二条"}],
    "rewards": [{"id": "tier_bonus", "applies": True, "amount": "500.00", "clause": None}],
    "payout": {"rewards": "500.00", "penalties": "0.00", "net": "500.00", "currency": "CNY"},
    "outcomes": [],
    "missing": [],
    "problem": None,
    "explanation": None,
}
SCORE_ANSWER_EXAMPLE: dict[str, Any] = {
    "rule_set": "taobao-presales",
    "version": 3,
    "hash": "sha256:a41c0ffee254d1c5b2f5a8a5f3d1b0d4a5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0",
    "period": "2026-11",
    "engine": "1.0.0",
    "results": [RESULT_EXAMPLE],
}
TRY_REQUEST_EXAMPLES: dict[str, Any] = {
    "one person": {
        "value": {
            "document": DOCUMENT_EXAMPLE,
            "period": "2026-11",
            "subject": "u17",
            "inputs": {"first_response": "35s"},
        }
    },
    "a document as text": {
        "value": {
            "document": "scorewright: 1\nid: response-time\n…",
            "period": "2026-11",
            "people": [{"subject": "u17", "inputs": {"first_response": "35s"}}],
            "explain": "none",
            "compare_with": {"rule_set": "response-time"},
        }
    },
}
TRY_ANSWER_EXAMPLE: dict[str, Any] = {
    **SCORE_ANSWER_EXAMPLE,
    "version": None,
    "issues": [],
    "compared_with": COMPARED_EXAMPLE,
}
