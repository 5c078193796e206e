"""Formulas in words, as answers have them."""

from __future__ import annotations

from typing import Any

from api.schemas.language import TEXT, WORDS, record

_KIND = {
    "kind": {**TEXT, "description": "`count`, `percent`, `money`, …"},
    "unit": {**WORDS, "description": "The kind in words, such as money per unit of time."},
}
FORMULAS_SCHEMA = record(
    {
        "formulas": {
            "type": "array",
            "items": record({"path": TEXT, **_KIND, "words": WORDS}),
            "description": "In the order in which they are read.",
        },
        "names": {
            "type": "array",
            "items": record(
                {
                    "id": TEXT,
                    "section": {
                        **TEXT,
                        "description": "`inputs`, `attributes`, `parameters`, `measures` or `metrics`.",
                    },
                    **_KIND,
                    "label": WORDS,
                }
            ),
        },
    }
)
FORMULAS_EXAMPLE: dict[str, Any] = {
    "formulas": [
        {
            "path": "metrics.conversion.value",
            "kind": "number",
            "unit": {"zh": "数值", "en": "a number"},
            "words": {
                "zh": "询单转化率 = 下单人数 ÷ 询单人数",
                "en": "enquiry conversion = people who ordered ÷ people who enquired",
            },
        }
    ],
    "names": [
        {
            "id": "orders",
            "section": "inputs",
            "kind": "count",
            "unit": {"zh": "数量", "en": "a count"},
            "label": {"zh": "下单人数", "en": "people who ordered"},
        }
    ],
}
