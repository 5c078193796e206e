"""Weights of the document, or of every group, sum to 100 %."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from engine.issues import Issue, Path, Words
from rules import codes
from rules.document.document import Document
from rules.model import Group, RuleSet, Weighed
from rules.reader import Reader
from rules.sections.metrics import read_groups, read_weighed


def check_weights(rule_set: RuleSet) -> Iterable[Issue]:
    """Every weighted group adds up; nothing that should count is left without a weight."""
    if rule_set.score.absent or rule_set.score.formula is not None:
        return
    if not rule_set.metrics:
        yield codes.NO_METRICS.at(("metrics",))
        return
    weighed = [Weighed(metric.id, metric.weight, metric.group, metric.path) for metric in rule_set.metrics]
    yield from _sums(rule_set.groups, weighed)


def check_weights_alone(document: Document, broken: frozenset[Path]) -> Iterable[Issue]:
    """The same for a document that has other errors, so that its author hears of both at once.

    Says nothing where a weight cannot be read or where a metric, group or score is not of the right shape: its weight
    may be what is wrong with it.
    """
    data: Mapping[str, Any] = document.data
    score = data.get("score") or {}
    if any(path[:1] in {(), ("metrics",), ("groups",), ("score",)} for path in broken):
        return
    if not data.get("metrics") or score == "none" or "formula" in score:
        return
    aside = Reader(broken)
    groups = read_groups(data, aside)
    weighed = [read_weighed(id, raw, path, aside) for id, raw, path in aside.items(data, "metrics")]
    if not aside.issues:
        yield from _sums(groups, weighed)


def _sums(groups: Sequence[Group], metrics: Sequence[Weighed]) -> Iterable[Issue]:
    if not groups:
        yield from _sum(metrics, Words("全部指标", "all metrics"), ("metrics",))
        return
    yield from _equals_one([group.weight for group in groups], Words("各组", "the groups"), ("groups",))
    for group in groups:
        members = [metric for metric in metrics if metric.group == group.id]
        where = Words(f"组“{group.label.zh}”内指标", f"the metrics of group '{group.label.en}'")
        yield from _sum(members, where, group.path)
    for metric in metrics:
        if metric.group is None and metric.weight:
            yield codes.MISSING_KEY.at(metric.path, key="group")


def _sum(metrics: Sequence[Weighed], where: Words, path: Path) -> Iterable[Issue]:
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
