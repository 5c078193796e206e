"""Points by a range: the best inside it, falling off in a straight line over a tolerance on either side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.explained import Case, Cases, Explained
from engine.formula.nodes import Binary, Call, Compare, If, Node, number
from engine.formula.types import Type
from engine.issues import Path, Words
from rules import codes
from rules.builder import Builder
from rules.document import fragments
from rules.methods.kinds import comparable, fits
from rules.methods.method import ScoringMethod, Subject
from rules.model import Formula
from rules.reader import Reader


@dataclass(frozen=True, slots=True)
class Range:
    """The range with both ends included, and how far outside it points fall from ``best`` to ``worst``.

    Without a tolerance they drop at once; ``best`` and ``worst`` are 100 and 0 where nothing is said.
    """

    low: Formula
    high: Formula
    tolerance: Formula | None
    best: Formula | None
    worst: Formula | None


def read(raw: Mapping[str, Any], path: Path, reader: Reader, extra: Mapping[str, Type]) -> Range | None:
    short = isinstance(raw["range"], list)
    at = (*path, "range")
    given: Mapping[str, Any] = {} if short else raw["range"]
    places: dict[str, tuple[Any, Path]] = {key: (given[key], (*at, key)) for key in given}
    if short:
        places |= {"low": (raw["range"][0], (*at, 0)), "high": (raw["range"][1], (*at, 1))}
    if "tolerance" in raw:
        if "tolerance" in places:
            reader.add(codes.SEVERAL_METHODS.at((*path, "tolerance"), found="tolerance, range.tolerance"))
        places["tolerance"] = (raw["tolerance"], (*path, "tolerance"))
    parts = {key: reader.formula(value, place, extra=extra) for key, (value, place) in places.items()}
    low, high, tolerance = parts["low"], parts["high"], parts.get("tolerance")
    if not fits(extra, "number", path, reader) or low is None or high is None or None in parts.values():
        return None
    alike = [comparable(extra["value"], limit, reader) for limit in (low, high, tolerance)]
    first, last = reader.known(low.node), reader.known(high.node)
    if first is not None and last is not None and first > last:
        reader.add(codes.LIMITS_CROSSED.at(at, low=low.text, high=high.text))
        return None
    if tolerance is not None and not reader.is_not_negative(tolerance):
        return None
    return Range(low, high, tolerance, parts.get("best"), parts.get("worst")) if all(alike) else None


def _outside(settings: Range, subject: Subject, builder: Builder) -> Node:
    """How far the value lies outside the range, 0 inside."""
    low, high = builder.formula(settings.low, subject.id), builder.formula(settings.high, subject.id)
    return Call("max", (number(0), Binary("-", low, subject.value), Binary("-", subject.value, high)))


def points(settings: Range, subject: Subject, builder: Builder) -> Node:
    outside = _outside(settings, subject, builder)
    best = builder.formula(settings.best, subject.id) if settings.best else number(100)
    worst = builder.formula(settings.worst, subject.id) if settings.worst else number(0)
    beyond = worst
    if settings.tolerance is not None:
        tolerance = builder.formula(settings.tolerance, subject.id)
        lost = Binary("/", Binary("*", Binary("-", best, worst), outside), tolerance)
        beyond = If(Compare(">=", outside, tolerance), worst, Binary("-", best, lost))
    return If(Compare("==", outside, number(0)), best, beyond)


def explain(settings: Range, subject: Subject, builder: Builder) -> Explained:
    outside = _outside(settings, subject, builder)
    ends = {"low": builder.written(settings.low), "high": builder.written(settings.high)}
    inside = Words("在 {low} 至 {high} 之内", "inside {low} to {high}")
    rows = [Case(Compare("==", outside, number(0)), inside.format(**ends))]
    if settings.tolerance is not None:
        near = Compare("<", outside, builder.formula(settings.tolerance, subject.id))
        width = builder.written(settings.tolerance)
        less = Words("在 {low} 至 {high} 之外，偏差不到 {width}", "outside {low} to {high} by less than {width}")
        more = Words("偏离 {low} 至 {high} 达到 {width}", "outside {low} to {high} by {width} or more")
        rows.append(Case(near, less.format(**ends, width=width)))
        rows.append(Case(None, more.format(**ends, width=width)))
    else:
        rows.append(Case(None, Words("在 {low} 至 {high} 之外", "outside {low} to {high}").format(**ends)))
    return Cases(tuple(rows))


_PAIR = {"type": "array", "minItems": 2, "maxItems": 2, "items": fragments.FORMULA, "x-places": ["low", "high"]}
_RECORD = fragments.record(
    dict.fromkeys(("low", "high", "tolerance", "best", "worst"), fragments.FORMULA), required=("low", "high")
)

METHOD = ScoringMethod(
    key="range",
    name=Words("范围计分", "range"),
    doc=Words(
        "落在 [low, high] 之内（含两端）得 best（默认 100）；之外在 tolerance 的距离内按直线降到 worst（默认 0），"
        "没有 tolerance 时立即降到 worst。",
        "Inside [low, high], both ends included, the metric earns best (100 unless said otherwise); outside, points "
        "fall "
        "in a straight line to worst (0) over the distance tolerance, or at once where no tolerance is given.",
    ),
    example="points: {range: [170, 190], tolerance: 30}\n",
    properties={
        "range": fragments.expects(
            {"anyOf": [_PAIR, _RECORD]}, "[最低, 最高] 或 {low: …, high: …}", "[low, high] or {low: …, high: …}"
        ),
        "tolerance": fragments.FORMULA,
    },
    read=read,
    points=points,
    explain=explain,
)
