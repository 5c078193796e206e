"""What can never happen: a tier nobody reaches, a score without a tier, a metric that never makes a difference."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction

from engine.formula.write import decimal_text
from engine.issues import Issue, Path, Severity, Words, declare
from rules.checks.ranges import Bound, Compiled, Range, range_of
from rules.model import Metric, Tier
from rules.sections.metrics import weight_shares

TIER_UNREACHABLE = declare(
    "tier-unreachable",
    severity=Severity.ADVICE,
    zh="等级“{name}”没有人能达到：{reason}。",
    en="Nobody can reach the tier '{name}': {reason}.",
    mend_zh="调整这个等级的分数线，或检查权重、各指标的最高分和得分的上下限。",
    mend_en="Change the edge of the tier, or look at the weights, the highest points and the limits of the score.",
)
TIER_GAP = declare(
    "tier-gap",
    severity=Severity.ADVICE,
    zh="得分低于 {edge} 的人没有等级。",
    en="Whoever scores below {edge} has no tier.",
    mend_zh="在最后加一个没有分数线的等级，例如 {{id: none}}。",
    mend_en="End with a tier that has no edge, such as {{id: none}}.",
)
POINTS_CONSTANT = declare(
    "points-never-change",
    severity=Severity.ADVICE,
    zh="指标“{name}”不论实际值是多少都得 {points} 分，分不出高低。",
    en="The metric '{name}' earns {points} points whatever its value is, so it tells nobody apart.",
    mend_zh="检查分段的边界和分数；只展示、不计分的指标写 weight: 0%。",
    mend_en="Look at the edges and the points; give a metric that is only shown weight: 0%.",
)
WEIGHT_TOO_SMALL = declare(
    "weight-too-small",
    severity=Severity.ADVICE,
    zh="指标“{name}”最多只能让得分相差 {effect} 分，而得分只保留 {decimals} 位小数：它改变不了等级和名次。",
    en="The metric '{name}' can move the score by {effect} at most, and the score has {decimals} decimals: it cannot "
    "change a tier or a rank.",
    mend_zh="加大它的权重，或写 weight: 0% 只作展示。",
    mend_en="Give it more weight, or only show it with weight: 0%.",
)


def advise_tiers(compiled: Compiled) -> Iterable[Issue]:
    """Absolute tiers against the lowest and highest score that there can be."""
    rule_set = compiled.rule_set
    score = compiled.ranges.get("score")
    if rule_set.forced is not None or score is None:
        return
    for position, tier in enumerate(rule_set.tiers):
        edge = _edge(tier, compiled)
        if edge is None:
            continue
        if score.high < edge.low or (tier.above is not None and score.high <= edge.low):
            reason = Words(f"得分最高只有 {_text(score.high)}", f"the score is {_text(score.high)} at most")
            yield TIER_UNREACHABLE.at(_place(tier), name=tier.id, reason=reason)
            continue
        higher = _edge(rule_set.tiers[position - 1], compiled) if position else None
        if higher is not None and score.low > higher.high:
            reason = Words(f"得分最低也有 {_text(score.low)}", f"the score is {_text(score.low)} at least")
            yield TIER_UNREACHABLE.at(_place(tier), name=tier.id, reason=reason)
    lowest = rule_set.tiers[-1] if rule_set.tiers else None
    edge = _edge(lowest, compiled) if lowest else None
    if lowest is not None and edge is not None and score.low < edge.low and (edge.low > 0 or score.low != -math.inf):
        yield TIER_GAP.at(_place(lowest), edge=_text(edge.low))


def _place(tier: Tier) -> Path:
    formula = tier.at_least or tier.above
    return tier.path if formula is None else formula.path


def _edge(tier: Tier, compiled: Compiled) -> Range | None:
    formula = tier.at_least or tier.above
    return None if formula is None else range_of(formula.node, compiled.ranges)


def advise_metrics(compiled: Compiled) -> Iterable[Issue]:
    """Weighted metrics whose points are always the same, or cannot move the score by what rounding leaves."""
    rule_set = compiled.rule_set
    shares = weight_shares(rule_set)
    smallest = Fraction(1, 2 * 10**rule_set.score.decimals)
    for metric in rule_set.metrics:
        points = compiled.ranges.get(f"{metric.id}.points")
        share = shares.get(metric.id)
        if points is None or not points.is_finite or share == 0:
            continue
        if points.low == points.high:
            if metric.points.method != "as_is":
                yield POINTS_CONSTANT.at(metric.points.path, name=metric.id, points=_text(points.low))
        elif share is not None and not _may_grow(metric, compiled) and share * _width(points) < smallest:
            effect = _text(share * _width(points))
            yield WEIGHT_TOO_SMALL.at(
                (*metric.path, "weight"), name=metric.id, effect=effect, decimals=rule_set.score.decimals
            )


def _may_grow(metric: Metric, compiled: Compiled) -> bool:
    """Whether the metric's share can become larger, because others are left out."""
    return any(line.excluded is not None for line in compiled.program.outline.metrics if line.id != metric.id)


def _width(points: Range) -> Fraction:
    return Fraction(points.high) - Fraction(points.low)


def _text(bound: Bound) -> str:
    return decimal_text(Fraction(bound)) if not isinstance(bound, float) else "…"
