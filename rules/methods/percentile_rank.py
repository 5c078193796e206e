"""Points by the share of the others whom one is ahead of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.explained import Explained, Part, Worked
from engine.formula.nodes import Binary, Flag, Name, Node, number
from engine.formula.types import PERCENT, Type
from engine.issues import Path, Words
from rules.builder import Builder
from rules.document import fragments
from rules.methods.cohort import among
from rules.methods.kinds import fits
from rules.methods.method import ScoringMethod, Subject
from rules.reader import Reader


@dataclass(frozen=True, slots=True)
class PercentileRank:
    """Among whom, and whether the smallest value is the best."""

    within: tuple[str, ...]
    ascending: bool


def read(raw: Mapping[str, Any], path: Path, reader: Reader, extra: Mapping[str, Type]) -> PercentileRank | None:
    settings = raw.get("percentile_rank", {})
    within = reader.within(settings.get("within"), (*path, "percentile_rank", "within"))
    if not fits(extra, "number", path, reader):
        return None
    return PercentileRank(within, settings.get("ascending", False))


def _ahead(settings: PercentileRank, subject: Subject, builder: Builder) -> Name:
    named = (("ascending", Flag(settings.ascending)),)
    return among(builder, subject, "percent_rank", settings.within, named, PERCENT)


def points(settings: PercentileRank, subject: Subject, builder: Builder) -> Node:
    return Binary("*", number(100), _ahead(settings, subject, builder))


def explain(settings: PercentileRank, subject: Subject, builder: Builder) -> Explained:
    sentence = Words("超过了其余人中的 {share}：{share} × 100", "ahead of {share} of the others: {share} × 100")
    return Worked(sentence, (Part("share", _ahead(settings, subject, builder), PERCENT),))


METHOD = ScoringMethod(
    key="percentile_rank",
    name=Words("百分位计分", "percentile rank"),
    doc=Words(
        "100 × 超过的人占其余人的比例：最好得 100，最后得 0；并列的人不算超过；只有一人时得 100。",
        "100 × the share of the others whom one is ahead of: the best earns 100, the last 0; equal is not ahead; who "
        "is "
        "alone earns 100.",
    ),
    example="points: {percentile_rank: {within: team}}\n",
    properties={"percentile_rank": fragments.record({"within": fragments.WITHIN, "ascending": fragments.FLAG})},
    read=read,
    points=points,
    explain=explain,
    bare=True,
)
