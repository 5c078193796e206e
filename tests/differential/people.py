"""Made-up people for a made-up rule set: ordinary values, values on an edge, halves, zeros, missing and huge."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any

from tests.differential.generate import CHOICES, TEAMS

Json = dict[str, Any]
PERIOD = "2026-11"
EARLIER = ("2026-10", "2026-09", "2026-08", "2026-06", "2025-12")


@dataclass(frozen=True)
class Given:
    """One person as a caller sends it."""

    id: str
    given: Json
    history: list[Json] = field(default_factory=list)
    decisions: Json = field(default_factory=dict)


def make_people(random: Random, document: Json, edges: dict[str, list[str]], count: int) -> list[Given]:
    """People for the document; a few of them alike, so that there are ties."""
    people: list[Given] = []
    for n in range(count):
        alike = random.choice(people) if people and random.random() < 0.15 else None
        given = dict(alike.given) if alike else _values(random, document, edges)
        if not alike:
            given |= _attributes(random)
        history = []
        if random.random() < 0.4:
            for period in EARLIER:
                if random.random() < 0.6:
                    values = {**_values(random, document, edges), **_attributes(random)}
                    history.append(
                        {"period": period, **{key: value for key, value in values.items() if value is not None}}
                    )
                    for reward, raw in document.get("rewards", {}).items():
                        if "item" not in raw and random.random() < 0.3:
                            history[-1][f"rewards.{reward}"] = random.choice((0, "12.50", 100))
        decisions = {}
        for reward, raw in document.get("rewards", {}).items():
            if "discretionary" in raw and random.random() < 0.6:
                amount = random.choice((10, "33.335", 500, raw["discretionary"]["min"]))
                decisions[reward] = {"amount": amount, "reason": "good work", "author": "lead"}
        people.append(Given(f"p{n:03d}", given, history, decisions))
    random.shuffle(people)
    return people


def _attributes(random: Random) -> Json:
    found: Json = {}
    if random.random() < 0.9:
        found["team"] = random.choice(TEAMS)
    if random.random() < 0.9:
        found["grade"] = random.choice(CHOICES)
    if random.random() < 0.9:
        found["senior"] = random.random() < 0.5
    return found


def _values(random: Random, document: Json, edges: dict[str, list[str]]) -> Json:
    found: Json = {}
    for id, declared in document["inputs"].items():
        missing = 0.25 if "missing" in declared else 0.03
        if random.random() < missing:
            if random.random() < 0.5:
                found[id] = None
            continue
        found[id] = _value(random, declared, edges.get(id) or [])
    return found


def _value(random: Random, declared: Json, edges: list[str]) -> object:
    kind = declared["type"]
    match kind:
        case "flag":
            return random.random() < 0.5
        case "choice":
            return random.choice(CHOICES)
        case "text":
            return random.choice(TEAMS)
        case "date":
            return f"20{random.randint(15, 27)}-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}"
    low, high = _bounds(declared)
    for _ in range(20):
        value = _number(random, kind, edges)
        if low <= value <= high:
            return _shape(random, kind, value)
    return low


def _bounds(declared: Json) -> tuple[Decimal, Decimal]:
    kind = declared["type"]
    low, high = {
        "percent": (Decimal(-1), Decimal(1)),
        "rating": tuple(map(Decimal, declared.get("scale", (0, 0)))),
        "count": (Decimal(0), Decimal(10**14)),
        "duration": (Decimal(0), Decimal(10**14)),
    }.get(kind, (Decimal(-(10**14)), Decimal(10**14)))
    return max(low, Decimal(declared.get("min", low))), min(high, Decimal(declared.get("max", high)))


def _number(random: Random, kind: str, edges: list[str]) -> Decimal:
    pick = random.random()
    if edges and pick < 0.3:
        edge = random.choice(edges)
        value = Decimal(edge[:-1]) / 100 if edge.endswith("%") else Decimal(edge)
        if random.random() < 0.3 and kind != "count":
            value += random.choice((Decimal("0.000001"), Decimal("-0.000001"), Decimal("0.00000001")))
        return value
    if pick < 0.4:
        return Decimal(0)
    if pick < 0.42:
        return Decimal(random.randint(10**9, 10**14 - 1))
    if kind == "count":
        return Decimal(random.randint(0, 150))
    if kind == "percent":
        return Decimal(random.randint(-2000, 10000)) / 10000
    if pick < 0.5:
        # a half at some decimal, where rounding decides
        return Decimal(random.randint(-500, 10000) * 10 + 5).scaleb(-random.randint(1, 7))
    if pick < 0.6:
        return Decimal(random.randint(-(10**9), 10**10)).scaleb(-8)
    return Decimal(random.randint(-1000, 15000)).scaleb(-random.randint(0, 2))


def _shape(random: Random, kind: str, value: Decimal) -> object:
    """The number as callers write numbers: whole, decimal, float or text."""
    if value == value.to_integral_value() and (kind == "count" or random.random() < 0.7):
        return int(value)
    pick = random.random()
    if pick < 0.4:
        return format(value, "f")
    as_float = float(value)
    return as_float if pick < 0.7 and Decimal(repr(as_float)) == value else value
