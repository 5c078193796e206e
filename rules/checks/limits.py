"""Limits that contradict each other: a lower one above the upper one leaves no value at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from engine.formula.nodes import Name, Negate, Node, Number
from engine.issues import Issue
from rules import codes
from rules.methods.attainment import Attainment
from rules.model import Formula, RuleSet

Pair = tuple[Formula | None, Formula | None]


def check_limits(rule_set: RuleSet) -> Iterable[Issue]:
    """Every pair of limits, as far as both are certain: written numbers or parameters with one value for all."""
    fixed = {item.id: item.value for item in rule_set.parameters if not item.dated and not item.scoped}
    for low, high in _pairs(rule_set):
        if low is None or high is None:
            continue
        least, most = _value(low.node, fixed), _value(high.node, fixed)
        if least is not None and most is not None and least > most:
            yield codes.LIMITS_CROSSED.at(low.path, low=low.text, high=high.text)


def _pairs(rule_set: RuleSet) -> Iterator[Pair]:
    for metric in rule_set.metrics:
        yield metric.at_least, metric.at_most
        settings = metric.points.settings
        if isinstance(settings, Attainment):
            yield settings.at_least, settings.at_most
    for adjustment in rule_set.adjustments:
        yield adjustment.at_least, adjustment.at_most
    for reward in rule_set.rewards:
        yield reward.at_least, reward.at_most
    yield rule_set.score.at_least, rule_set.score.at_most
    yield rule_set.payout.at_least, rule_set.payout.at_most


def _value(node: Node, fixed: dict[str, Fraction]) -> Fraction | None:
    match node:
        case Number(value):
            return value
        case Negate(operand):
            inner = _value(operand, fixed)
            return None if inner is None else -inner
        case Name(id):
            return fixed.get(id)
        case _:
            return None
