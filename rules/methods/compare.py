"""Points by the distance from the group's mean, measured in its standard deviations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.explained import Explained, Part, Worked
from engine.formula.nodes import Binary, Call, If, Name, Node, number
from engine.formula.types import NUMBER, Type
from engine.issues import Path, Words
from rules.builder import Builder, limited
from rules.document import fragments
from rules.methods.cohort import among
from rules.methods.kinds import fits
from rules.methods.method import ScoringMethod, Subject
from rules.model import Formula
from rules.reader import Reader


@dataclass(frozen=True, slots=True)
class Compare:
    """What the mean earns, what each standard deviation adds, among whom, and the limits of the points."""

    at_mean: Formula
    per_sd: Formula
    within: tuple[str, ...]
    lower_is_better: bool
    at_least: Formula | None
    at_most: Formula | None


def read(raw: Mapping[str, Any], path: Path, reader: Reader, extra: Mapping[str, Type]) -> Compare | None:
    raw, at = raw["compare"], (*path, "compare")
    at_mean = reader.formula(raw["at_mean"], (*at, "at_mean"), extra=extra)
    per_sd = reader.formula(raw["per_sd"], (*at, "per_sd"), extra=extra)
    low = reader.optional(raw, "at_least", at, extra=extra)
    high = reader.optional(raw, "at_most", at, extra=extra)
    within = reader.within(raw.get("within"), (*at, "within"))
    if not fits(extra, "number", path, reader) or at_mean is None or per_sd is None:
        return None
    return Compare(at_mean, per_sd, within, raw.get("lower_is_better", False), low, high)


def _figures(settings: Compare, subject: Subject, builder: Builder) -> tuple[Name, Name, Node]:
    """The group's mean and standard deviation, and how many of these the person is better than the mean."""
    mean = among(builder, subject, "cohort_mean", settings.within, type=subject.type)
    spread = among(builder, subject, "cohort_stddev", settings.within, type=subject.type)
    better = Binary("-", mean, subject.value) if settings.lower_is_better else Binary("-", subject.value, mean)
    # all equal: there is no standard deviation, and everyone stands at the mean
    scale = If(Call("is_missing", (spread,)), number(0), Binary("/", number(1), spread))
    return mean, spread, Binary("*", better, scale)


def points(settings: Compare, subject: Subject, builder: Builder) -> Node:
    _, _, deviations = _figures(settings, subject, builder)
    earned = Binary(
        "+",
        builder.formula(settings.at_mean, subject.id),
        Binary("*", deviations, builder.formula(settings.per_sd, subject.id)),
    )
    low = builder.formula(settings.at_least, subject.id) if settings.at_least else None
    high = builder.formula(settings.at_most, subject.id) if settings.at_most else None
    return limited(earned, low, high)


def explain(settings: Compare, subject: Subject, builder: Builder) -> Explained:
    mean, spread, deviations = _figures(settings, subject, builder)
    zh = "{value}，同组平均 {mean}，标准差 {spread}：{at_mean} + {deviations} × {per_sd}"
    en = "{value}, the mean is {mean}, the standard deviation {spread}: {at_mean} + {deviations} × {per_sd}"
    parts = [
        Part("value", subject.value, subject.type),
        Part("mean", mean, subject.type),
        Part("spread", Call("coalesce", (spread, number(0))), subject.type),
        Part("at_mean", builder.formula(settings.at_mean, subject.id), NUMBER),
        Part("deviations", deviations, NUMBER),
        Part("per_sd", builder.formula(settings.per_sd, subject.id), NUMBER),
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
    key="compare",
    name=Words("与平均值比较", "compare with the mean"),
    doc=Words(
        "等于同组平均值得 at_mean，每高出一个标准差（总体）加 per_sd；lower_is_better: true 时每低一个标准差加。"
        "全组相同时都得 at_mean。at_least、at_most 限定分数。",
        "The mean of the group earns at_mean, each standard deviation (of the population) above it adds per_sd; with "
        "lower_is_better: true each one below. When all are equal everyone earns at_mean. at_least and at_most limit "
        "the "
        "points.",
    ),
    example="points: {compare: {at_mean: 80, per_sd: 10, within: team, at_least: 0, at_most: 100}}\n",
    properties={
        "compare": fragments.record(
            {
                "at_mean": fragments.FORMULA,
                "per_sd": fragments.FORMULA,
                "within": fragments.WITHIN,
                "lower_is_better": fragments.FLAG,
                "at_least": fragments.FORMULA,
                "at_most": fragments.FORMULA,
            },
            required=("at_mean", "per_sd"),
        )
    },
    read=read,
    points=points,
    explain=explain,
)
