"""Structural mistakes made to good documents: keys dropped, renamed or added, values swapped for others."""

from __future__ import annotations

import random
from copy import deepcopy
from decimal import Decimal
from typing import Any

Place = tuple[Any, Any]
"""A map or list and the key or position in it."""

ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    10**14,
    Decimal("0.000000000001"),
    "",
    " ",
    "x",
    "score",
    "tier",
    "value",
    "35%",
    "-20%",
    "1 / 0",
    "a + b * (c - d)",
    "if(true, 1, 'x')",
    "previous(score, 3)",
    "rank(score)",
    "points(conversion)",
    "sum(orders)",
    "2026-02-30",
    "总分",
    "__import__('os')",
    "{evil}",
    "%s{0}",
    [],
    {},
    [[]],
    [None],
    {"zh": 5},
    {"": {}},
    {"of": "score", "brackets": []},
    {"bands": [{}]},
    {"at_least": "score", "add": "score"},
    [{"id": "x"}, {"id": "x"}],
)


def mistaken(document: dict[str, Any], chance: random.Random, count: int) -> dict[str, Any]:
    """The document with ``count`` mistakes in it."""
    data = deepcopy(document)
    for _ in range(count):
        places = list(places_in(data))
        if not places:
            break
        _mistake(chance.choice(places), chance.choice(places), chance)
    return data


def places_in(data: Any) -> list[Place]:
    """Every place of a document that holds something."""
    found: list[Place] = []
    waiting = [data]
    while waiting:
        one = waiting.pop()
        keys = list(one) if isinstance(one, dict) else range(len(one))
        for key in keys:
            found.append((one, key))
            if isinstance(one[key], dict | list):
                waiting.append(one[key])
    return found


def _mistake(place: Place, other: Place, chance: random.Random) -> None:
    holder, key = place
    match chance.randrange(6):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, dict):
            holder[chance.choice([f"{key}x", "unknown", "value", "2", "名称", "points"])] = holder.pop(key)
        case 2:
            holder[key] = deepcopy(other[0][other[1]])
        case 3 if isinstance(holder, list):
            holder.insert(key, deepcopy(holder[key]))
        case 4 if isinstance(holder[key], str):
            holder[key] = holder[key][: chance.randrange(len(holder[key]) + 1)] + chance.choice(
                ["", "+", "(", " x", "%"]
            )
        case _:
            holder[key] = deepcopy(chance.choice(ODD))
