"""A place in a document, for tests: a few names of every kind."""

from __future__ import annotations

from engine.formula.scope import Scope, labels_of
from engine.formula.types import (
    COUNT,
    DATE,
    DURATION,
    FLAG,
    MONEY,
    NUMBER,
    PERCENT,
    POINTS,
    RATING,
    TEXT,
    Kind,
    Type,
)
from engine.functions.declaration import Scope as Reach

NAMES = {
    "sales": MONEY,
    "quota": MONEY,
    "calls": COUNT,
    "answered": COUNT,
    "complaints": COUNT,
    "volume_target": NUMBER,
    "score": NUMBER,
    "rate": PERCENT,
    "csat": RATING,
    "wait": DURATION,
    "ok": FLAG,
    "kind": Type(Kind.CHOICE, choices=("simple", "complex")),
    "tier": TEXT,
    "team": TEXT,
    "hired": DATE,
    "target": NUMBER,
}
LABELS = labels_of(
    [
        ("销售额", "sales"),
        ("电话呼入个数", "calls"),
        ("处理客服投诉个数", "complaints"),
        ("单位话务指标", "volume_target"),
        ("完成率", "rate"),
        ("完成率", "score"),
        ("接待量", "calls"),
        ("接待量", "late"),
        ("迟到的指标", "late"),
    ]
)

PERSON = Scope(
    NAMES,
    labels=LABELS,
    points=frozenset({"conversion"}),
    later=frozenset({"late"}),
    params={"target": (None, None)},
    tables={"rates": MONEY},
)
EVERYWHERE = Scope(
    NAMES,
    labels=LABELS,
    points=frozenset({"conversion"}),
    later=frozenset({"late"}),
    reach=frozenset(Reach),
    params={"target": (None, None)},
    recorded={"late": NUMBER, "late.points": POINTS, "sales": MONEY},
)
ROWS = Scope(
    {"wait": DURATION, "resolved": FLAG, "target": NUMBER},
    reach=frozenset({Reach.PERSON, Reach.ROWS}),
    params={"target": (None, None)},
    columns=frozenset({"wait", "resolved"}),
)
