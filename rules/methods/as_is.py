"""Points that are the value itself, for figures that are marks already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.explained import Explained, Part, Worked
from engine.formula.nodes import Node
from engine.formula.types import Kind, Type
from engine.issues import Path, Severity, Words, declare
from rules.builder import Builder
from rules.methods.kinds import fits
from rules.methods.method import ScoringMethod, Subject
from rules.reader import Reader

PERCENT_AS_POINTS = declare(
    "percent-as-points",
    severity=Severity.ADVICE,
    zh="这个值是百分比，直接当作分数时 85% 只是 0.85 分。",
    en="This value is a percentage; taken as points, 85% is only 0.85 points.",
    mend_zh="写成 points: {{formula: value * 100}}。",
    mend_en="Write points: {{formula: value * 100}}.",
)


def read(_raw: Mapping[str, Any], path: Path, reader: Reader, extra: Mapping[str, Type]) -> bool | None:
    if not fits(extra, "number", path, reader):
        return None
    if extra["value"].kind is Kind.PERCENT:
        reader.add(PERCENT_AS_POINTS.at(path))
    return True


def points(_settings: bool, subject: Subject, _builder: Builder) -> Node:
    return subject.value


def explain(_settings: bool, subject: Subject, _builder: Builder) -> Explained:
    return Worked(
        Words("值即分数：{value}", "the value is the points: {value}"), (Part("value", subject.value, subject.type),)
    )


METHOD = ScoringMethod(
    key="as_is",
    name=Words("直接取值", "as it is"),
    doc=Words("值本身就是分数，例如质检得分。", "The value is the points already, such as a quality mark."),
    example="points: as_is\n",
    properties={"as_is": {"const": True}},
    read=read,
    points=points,
    explain=explain,
    bare=True,
)
