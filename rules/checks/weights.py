"""Weights of the document, or of every group, sum to 100 %."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from engine.issues import Issue, Path, Words
from rules import codes
from rules.model import Metric, RuleSet


def check_weights(rule_set: RuleSet) -> Iterable[Issue]:
    """Every weighted group adds up; nothing that should count is left without a weight."""
    if rule_set.score.absent or rule_set.score.formula is not None:
        return
    if not rule_set.metrics:
        yield codes.NO_METRICS.at(("metrics",))
        return
    if not rule_set.groups:
        yield from _sum(rule_set.metrics, Words("全部指标", "all metrics"), ("metrics",))
        return
    yield from _equals_one([group.weight for group in rule_set.groups], Words("各组", "the groups"), ("groups",))
    for group in rule_set.groups:
        members = [metric for metric in rule_set.metrics if metric.group == group.id]
        where = Words(f"组“{group.label.zh}”内指标", f"the metrics of group '{group.label.en}'")
        yield from _sum(members, where, group.path)
    for metric in rule_set.metrics:
        if metric.group is None and metric.weight:
            yield codes.MISSING_KEY.at(metric.path, key="group")


def _sum(metrics: Sequence[Metric], where: Words, path: Path) -> Iterable[Issue]:
    for metric in metrics:
        if metric.weight is None:
            yield codes.WEIGHT_MISSING.at(metric.path, name=metric.id)
    if all(metric.weight is not None for metric in metrics):
        yield from _equals_one([metric.weight or Fraction(0) for metric in metrics], where, path)


def _equals_one(weights: Sequence[Fraction], where: Words, path: Path) -> Iterable[Issue]:
    total = sum(weights, Fraction(0))
    if total != 1:
        yield codes.WEIGHTS_SUM.at(path, where=where, total=percent(total), difference=_difference(1 - total))


def _difference(lacking: Fraction) -> Words:
    share = percent(abs(lacking))
    return Words(f"还差 {share}", f"{share} is lacking") if lacking > 0 else Words(f"多了 {share}", f"{share} too much")


def percent(value: Fraction) -> str:
    """A share as people write it: 35%."""
    return f"{float(value * 100):.10g}%"
