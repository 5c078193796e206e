"""Cliffs: places where doing more earns less."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

from engine.formula.write import decimal_text
from engine.issues import Issue, Path, Severity, declare
from rules.checks.probes import Probe, certain, walked
from rules.checks.ranges import Compiled
from rules.methods.by_tier import ByTier
from rules.methods.reward_forms import REWARD_FORMS
from rules.model import Reward

HIGHER_TIER_EARNS_LESS = declare(
    "higher-tier-earns-less",
    severity=Severity.ADVICE,
    zh="等级“{higher}”的金额 {less} 比低一级的“{lower}”的 {more} 还少：做得更好反而拿得更少。",
    en="The tier '{higher}' is paid {less}, less than the {more} of '{lower}' below it: doing better earns less.",
    mend_zh="调整金额；没有写到的等级按 0 计算。",
    mend_en="Change the amounts; a tier that is not named is paid 0.",
)
POINTS_FALL_AND_RISE = declare(
    "points-fall-and-rise",
    severity=Severity.ADVICE,
    zh="分数先降后升：从 {before} 分降到 {lowest} 分，又升到 {after} 分。",
    en="The points fall and rise again: from {before} to {lowest}, then to {after}.",
    mend_zh="检查各段的边界和分数有没有写错。",
    mend_en="Look for a slip in the edges or the points.",
)


def advise_cliffs(compiled: Compiled) -> Iterable[Issue]:
    """Amounts by tier and points along the values, where they are certain. Falling rates are told by their form."""
    yield from _tier_amounts(compiled)
    for metric, along in walked(compiled):
        yield from _valley(_points(along), metric.points.path)


def _tier_amounts(compiled: Compiled) -> Iterable[Issue]:
    """All rewards by tier together, as long as nothing else that depends on the tier or score could make up for it."""
    rule_set = compiled.rule_set
    by_tier = [reward for reward in rule_set.rewards if isinstance(reward.form.settings, ByTier)]
    others = {reward.id for reward in rule_set.rewards if reward not in by_tier}
    if any(REWARD_FORMS[reward.form.method].needs_score for reward in rule_set.rewards if reward.id in others):
        return
    for reference in rule_set.references:
        if reference.path[0] == "rewards" and reference.path[1] in others and reference.name in ("tier", "score"):
            return
    if not by_tier or rule_set.forced is not None or any(_is_conditional(reward) for reward in by_tier):
        return
    sums = {tier.id: Fraction(0) for tier in rule_set.tiers}
    for reward in by_tier:
        for tier, formula in reward.form.settings.amounts:
            amount = certain(formula.node, compiled)
            if amount is None:
                return
            sums[tier] += amount
    last = by_tier[-1].form
    for higher, lower in pairwise(rule_set.tiers):
        if sums[higher.id] < sums[lower.id]:
            named = higher.id in dict(last.settings.amounts)
            yield HIGHER_TIER_EARNS_LESS.at(
                (*last.path, higher.id) if named else last.path,
                higher=higher.id,
                lower=lower.id,
                less=f"{float(sums[higher.id]):g}",
                more=f"{float(sums[lower.id]):g}",
            )


def _is_conditional(reward: Reward) -> bool:
    parts = (reward.when, reward.at_least, reward.at_most, reward.prorate, reward.once_per)
    return any(part is not None for part in parts)


def _points(along: Sequence[Probe]) -> list[Fraction]:
    """The points along the values, where all of them are certain."""
    found = [probe.points for probe in along if probe.points is not None]
    return [Fraction(points.low) for points in found] if all(points.low == points.high for points in found) else []


def _valley(points: Sequence[Fraction], path: Path) -> Iterable[Issue]:
    """A fall that is followed by a rise. The other way round is common: the best lies in the middle."""
    for position in range(1, len(points) - 1):
        before, here, after = max(points[:position]), points[position], max(points[position + 1 :])
        if here < before and here < after:
            lowest = min(points[position:])
            yield POINTS_FALL_AND_RISE.at(
                path, before=decimal_text(before), lowest=decimal_text(lowest), after=decimal_text(after)
            )
            return
