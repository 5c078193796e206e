"""Points by a piecewise linear curve through given points, flat beyond its ends unless it is extended."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.explained import Explained, Part, Worked
from engine.formula.nodes import Binary, Compare, If, Node
from engine.formula.types import Type
from engine.issues import Path, Words, declare
from rules.builder import Builder
from rules.document import fragments
from rules.methods.kinds import comparable, fits
from rules.methods.method import ScoringMethod, Subject, literal
from rules.model import Formula
from rules.reader import Reader

CURVE_ORDER = declare(
    "curve-order",
    zh="曲线的横坐标要从小到大，“{later}”不大于前面的“{earlier}”。",
    en="The curve's values must rise: '{later}' is not above '{earlier}' before it.",
    mend_zh="按值从小到大排列各点，每个值只出现一次。",
    mend_en="Order the points by value, each value once.",
)


@dataclass(frozen=True, slots=True)
class Curve:
    """Corners (value, points), values rising. ``extend``: go on with the slope of the first and last part."""

    corners: tuple[tuple[Formula, Formula], ...]
    extend: bool


def read(raw: Mapping[str, Any], path: Path, reader: Reader, extra: Mapping[str, Type]) -> Curve | None:
    corners = []
    for position, (x, y) in enumerate(raw["curve"]):
        at = (*path, "curve", position)
        value, gives = reader.formula(x, (*at, 0), extra=extra), reader.formula(y, (*at, 1), extra=extra)
        if value is not None and gives is not None and comparable(extra["value"], value, reader):
            corners.append((value, gives))
    if not fits(extra, "number", path, reader) or len(corners) < len(raw["curve"]):
        return None
    ordered = True
    for (earlier, _), (later, _) in itertools.pairwise(corners):
        low, high = reader.known(earlier.node), reader.known(later.node)
        if low is not None and high is not None and low >= high:
            reader.add(CURVE_ORDER.at(later.path, earlier=earlier.text, later=later.text))
            ordered = False
    return Curve(tuple(corners), raw.get("extend", False)) if ordered else None


def points(settings: Curve, subject: Subject, builder: Builder) -> Node:
    corners = [(builder.formula(x, subject.id), builder.formula(y, subject.id)) for x, y in settings.corners]
    value = subject.value
    lines = [_line(value, left, right) for left, right in itertools.pairwise(corners)]
    result = lines[-1] if settings.extend else If(Compare(">=", value, corners[-1][0]), corners[-1][1], lines[-1])
    for (x, _), line in reversed(list(zip(corners[1:-1], lines[:-1], strict=True))):
        result = If(Compare("<=", value, x), line, result)
    return result if settings.extend else If(Compare("<=", value, corners[0][0]), corners[0][1], result)


def _line(value: Node, left: tuple[Node, Node], right: tuple[Node, Node]) -> Node:
    """The straight line through two corners: y0 + (v - x0) × (y1 - y0) / (x1 - x0)."""
    (x0, y0), (x1, y1) = left, right
    rise = Binary("*", Binary("-", value, x0), Binary("-", y1, y0))
    return Binary("+", y0, Binary("/", rise, Binary("-", x1, x0)))


def explain(settings: Curve, subject: Subject, builder: Builder) -> Explained:
    corners = [(builder.written(x), builder.written(y)) for x, y in settings.corners]
    zh = literal(" ".join(f"({x.zh}, {y.zh})" for x, y in corners))
    en = literal(" ".join(f"({x.en}, {y.en})" for x, y in corners))
    return Worked(
        Words(f"{{value}} 在折线 {zh} 上", f"{{value}} on the line through {en}"),
        (Part("value", subject.value, subject.type),),
    )


METHOD = ScoringMethod(
    key="curve",
    name=Words("线性计分", "curve"),
    doc=Words(
        "按折线给分：两点之间按直线插值，两端之外取端点的分数；extend: true 时按端点斜率延伸。",
        "Points along straight lines between corners; beyond the ends the end points hold, or with extend: true the "
        "slope "
        "goes on.",
    ),
    example="points: {curve: [[50, 40], [80, 60], [120, 80], [200, 100]]}\n",
    properties={
        "curve": fragments.listing(
            {
                "type": "array",
                "minItems": 2,
                "maxItems": 2,
                "items": fragments.FORMULA,
                "x-places": ["value", "points"],
                "x-expects": {"zh": "一对 [值, 分数]", "en": "a pair [value, points]"},
            },
            least=2,
        ),
        "extend": fragments.FLAG,
    },
    read=read,
    points=points,
    explain=explain,
)
