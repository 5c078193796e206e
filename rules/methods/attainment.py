"""Points by attainment: actual ÷ target × 100, or target ÷ actual × 100 where lower is better."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.explained import Explained, Part, Worked
from engine.formula.nodes import Binary, Compare, If, Node, number
from engine.formula.types import NUMBER, Type
from engine.issues import Path, Words
from rules.builder import Builder, limited
from rules.document import fragments
from rules.methods.kinds import comparable, fits
from rules.methods.method import ScoringMethod, Subject
from rules.model import Formula
from rules.reader import Reader


@dataclass(frozen=True, slots=True)
class Attainment:
    """The target, the limits of the points, and the direction."""

    target: Formula
    at_least: Formula | None
    at_most: Formula | None
    lower_is_better: bool


def read(raw: Mapping[str, Any], path: Path, reader: Reader, extra: Mapping[str, Type]) -> Attainment | None:
    raw, path = raw["attainment"], (*path, "attainment")
    target = reader.formula(raw["target"], (*path, "target"), extra=extra)
    low = reader.optional(raw, "at_least", path, extra=extra)
    high = reader.optional(raw, "at_most", path, extra=extra)
    if not fits(extra, "number", path, reader) or target is None or not comparable(extra["value"], target, reader):
        return None
    if not reader.is_above_zero(target):
        return None
    return Attainment(target, low, high, raw.get("lower_is_better", False))


def points(settings: Attainment, subject: Subject, builder: Builder) -> Node:
    target = builder.formula(settings.target, subject.id)
    low = builder.formula(settings.at_least, subject.id) if settings.at_least else None
    high = builder.formula(settings.at_most, subject.id) if settings.at_most else None
    if not settings.lower_is_better:
        return limited(Binary("/", Binary("*", subject.value, number(100)), target), low, high)
    share = limited(Binary("/", Binary("*", target, number(100)), subject.value), low, high)
    # nothing at all is the best there can be where lower is better; without a cap it would be endless, so it is missing
    return share if high is None else If(Compare("==", subject.value, number(0)), high, share)


def explain(settings: Attainment, subject: Subject, builder: Builder) -> Explained:
    over, under = ("{target}", "{value}") if settings.lower_is_better else ("{value}", "{target}")
    zh, en = f"{over} ÷ {under} × 100", f"{over} ÷ {under} × 100"
    parts = [
        Part("value", subject.value, subject.type),
        Part("target", builder.formula(settings.target, subject.id), subject.type),
    ]
    for name, limit, word in (
        ("low", settings.at_least, Words("最低", "at least")),
        ("high", settings.at_most, Words("最高", "at most")),
    ):
        if limit is not None:
            zh, en = f"{zh}，{word.zh} {{{name}}}", f"{en}, {word.en} {{{name}}}"
            parts.append(Part(name, builder.formula(limit, subject.id), NUMBER))
    return Worked(Words(zh, en), tuple(parts))


METHOD = ScoringMethod(
    key="attainment",
    name=Words("完成率", "attainment"),
    doc=Words(
        "完成率 = 实际 ÷ 目标 × 100；lower_is_better: true 时为 目标 ÷ 实际 × 100。at_most、at_least 限定分数。",
        "Attainment = actual ÷ target × 100; with lower_is_better: true it is target ÷ actual × 100. at_most and "
        "at_least "
        "limit the points.",
    ),
    example="points: {attainment: {target: 800, at_most: 120}}\n",
    properties={
        "attainment": fragments.record(
            {
                "target": fragments.FORMULA,
                "at_most": fragments.FORMULA,
                "at_least": fragments.FORMULA,
                "lower_is_better": fragments.FLAG,
            },
            required=("target",),
        )
    },
    read=read,
    points=points,
    explain=explain,
)
