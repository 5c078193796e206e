"""Cliffs: places where doing more earns less."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from engine.formula.nodes import Node
from engine.issues import Issue, Severity, declare
from rules.checks.ranges import Compiled, range_of
from rules.methods.bands import Bands
from rules.methods.brackets import Brackets
from rules.methods.by_tier import ByTier
from rules.methods.curve import Curve
from rules.model import Reward

HIGHER_TIER_EARNS_LESS = declare(
    "higher-tier-earns-less",
    severity=Severity.ADVICE,
    zh="等级“{higher}”的金额 {less} 比低一级的“{lower}”的 {more} 还少：做得更好反而拿得更少。",
    en="The tier '{higher}' is paid {less}, less than the {more} of the tier '{lower}' below it: doing better earns less.",
    mend_zh="调整金额；没有写到的等级按 0 计算。",
    mend_en="Change the amounts; a tier that is not named is paid 0.",
)
RATE_FALLS = declare(
    "whole-rate-falls",
    severity=Severity.ADVICE,
    zh="全额累进到下一档时比例从 {before} 降到 {after}：刚过 {edge} 的人反而比没到的人拿得少。",
    en="With the next bracket the rate for the whole falls from {before} to {after}: just above {edge} people earn less "
    "than just below.",
    mend_zh="让比例逐档升高，或改用超额累进 graduated。",
    mend_en="Let the rates rise, or use graduated.",
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
    """Amounts by tier, rates of the whole, and points along the values, where they are certain."""
    yield from _tier_amounts(compiled)
    for reward in compiled.rule_set.rewards:
        if reward.form.method == "whole" and isinstance(reward.form.settings, Brackets):
            yield from _rates(reward.form.settings, reward, compiled)
    for metric in compiled.rule_set.metrics:
        settings = metric.points.settings
        rows: list[tuple[Fraction | None, str]] = []
        if isinstance(settings, Curve):
            rows = [(_certain(y.node, compiled), y.text) for _, y in settings.corners]
        elif isinstance(settings, Bands):
            rows = _along(settings, compiled)
        yield from _valley(rows, metric.points.path)


def _certain(node: Node, compiled: Compiled) -> Fraction | None:
    found = range_of(node, compiled.ranges)
    return Fraction(found.low) if found is not None and found.is_finite and found.low == found.high else None


def _tier_amounts(compiled: Compiled) -> Iterable[Issue]:
    """All rewards by tier together, as long as nothing else that depends on the tier or score could make up for it."""
    rule_set = compiled.rule_set
    by_tier = [reward for reward in rule_set.rewards if isinstance(reward.form.settings, ByTier)]
    others = {reward.id for reward in rule_set.rewards if reward not in by_tier}
    for reference in rule_set.references:
        if reference.path[0] == "rewards" and reference.path[1] in others and reference.name in ("tier", "score"):
            return
    if not by_tier or rule_set.forced is not None or any(_is_conditional(reward) for reward in by_tier):
        return
    sums = {tier.id: Fraction(0) for tier in rule_set.tiers}
    for reward in by_tier:
        for tier, formula in reward.form.settings.amounts:
            amount = _certain(formula.node, compiled)
            if amount is None:
                return
            sums[tier] += amount
    last = by_tier[-1].form
    for higher, lower in zip(rule_set.tiers, rule_set.tiers[1:], strict=False):
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


def _rates(settings: Brackets, reward: Reward, compiled: Compiled) -> Iterable[Issue]:
    for earlier, later in zip(settings.brackets, settings.brackets[1:], strict=False):
        before, after = _certain(earlier.rate.node, compiled), _certain(later.rate.node, compiled)
        if before is not None and after is not None and after < before and earlier.up_to is not None:
            edge = earlier.up_to.text
            yield RATE_FALLS.at(later.rate.path, before=earlier.rate.text, after=later.rate.text, edge=edge)


def _along(settings: Bands, compiled: Compiled) -> list[tuple[Fraction | None, str]]:
    """The points of bands in the order of their values, when every band has one edge and all look the same way."""
    rows = []
    ways = {key in ("at_least", "above") for band in settings.bands for key, _ in band.edges}
    for band in settings.bands:
        if not band.edges:
            continue
        edges = [_certain(edge.node, compiled) for _, edge in band.edges]
        if len(ways) != 1 or len(edges) != 1 or edges[0] is None:
            return []
        rows.append((edges[0], _certain(band.points.node, compiled), band.points.text))
    rows.sort(key=lambda row: row[0] or Fraction(0), reverse=True in ways)
    # what is left over lies beyond the last edge
    rest = [(_certain(band.points.node, compiled), band.points.text) for band in settings.bands if not band.edges]
    return [(points, text) for _, points, text in rows] + rest


def _valley(rows: Sequence[tuple[Fraction | None, str]], path: tuple[str | int, ...]) -> Iterable[Issue]:
    """A fall that is followed by a rise. The other way round is common: the best lies in the middle."""
    if any(points is None for points, _ in rows):
        return
    known = [(points, text) for points, text in rows if points is not None]
    for position in range(1, len(known) - 1):
        before, here = max(known[:position]), known[position]
        after = max(known[position + 1 :])
        if here[0] < before[0] and here[0] < after[0]:
            yield POINTS_FALL_AND_RISE.at(path, before=before[1], lowest=here[1], after=after[1])
            return
