"""Examples of people, as the API description shows them."""

from __future__ import annotations

from typing import Any

STRETCH_EXAMPLE: dict[str, Any] = {
    "from": "2026-11-16",
    "to": None,
    "attributes": {"role": "senior-agent", "team": "night", "wage": 6000},
    "manager": "m2",
    "ended": False,
}
PERSON_EXAMPLE = {"id": "u17", "name": "张三", "etag": '"12"', **STRETCH_EXAMPLE}
PEOPLE_EXAMPLE = {"items": [PERSON_EXAMPLE], "next": None}
PERSON_DETAIL_EXAMPLE = {
    **PERSON_EXAMPLE,
    "as_of": "2026-11-21",
    "managers": ["m2", "head"],
    "spells": [
        {
            "from": "2026-01-01",
            "to": "2026-11-15",
            "attributes": {"role": "agent", "team": "night", "wage": 5000},
            "manager": "m2",
            "ended": False,
        },
        STRETCH_EXAMPLE,
    ],
    "changes": [
        {
            "from": "2026-01-01",
            "name": "张三",
            "attributes": {"role": "agent", "team": "night", "wage": 5000},
            "manager": "m2",
            "ended": None,
            "removed": False,
            "revision": 3,
            "by": "019aa8f3c0de00000000000000000001",
            "at": "2026-01-05T01:00:00Z",
        },
        {
            "from": "2026-11-16",
            "name": None,
            "attributes": {"role": "senior-agent", "wage": 6000},
            "ended": None,
            "removed": False,
            "revision": 12,
            "by": "019aa8f3c0de00000000000000000001",
            "at": "2026-11-14T08:30:00Z",
        },
    ],
    "notes": [],
}
PUT_EXAMPLE = {
    "from": "2026-01-01",
    "name": "张三",
    "attributes": {"role": "agent", "team": "night", "wage": 5000},
    "manager": "m2",
}
CHANGE_EXAMPLE = {"from": "2026-11-16", "attributes": {"role": "senior-agent", "wage": 6000}}
UPSERT_EXAMPLE = {
    "from": "2026-01-01",
    "people": [
        {"id": "u17", "name": "张三", "attributes": {"role": "agent", "team": "night"}, "manager": "m2"},
        {"id": "m2", "name": "Mary", "attributes": {"role": "supervisor"}, "from": "2026-03-01"},
    ],
}
OUTCOME_EXAMPLE: dict[str, Any] = {
    "new": 2,
    "changed": 0,
    "unchanged": 0,
    "refused": [],
    "notes": [],
    "revision": 3,
    "hash": "sha256:a41c0ffee254d1c5b2f5a8a5f3d1b0d4a5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0",
}
