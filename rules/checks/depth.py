"""How long a chain of values that build on one another may be."""

from __future__ import annotations

from collections.abc import Iterable

from engine.issues import Issue
from rules import codes
from rules.checks.circles import needs
from rules.model import RuleSet

DEEPEST_CHAIN = 50
"""Metrics and measures, each made of the one before. Nobody can follow a longer explanation."""


def check_depth(rule_set: RuleSet) -> Iterable[Issue]:
    """The first metric of every chain that is too long."""
    graph = needs(rule_set.references, rule_set.data)
    depth: dict[str, int] = {}
    places = {item.id: item.path for item in rule_set.measures} | {item.id: item.path for item in rule_set.metrics}
    for id, path in places.items():
        below = max((depth.get(name, 0) for name in graph.get(id, ())), default=0)
        depth[id] = below + 1
        if below == DEEPEST_CHAIN:
            yield codes.DEPENDENCY_DEPTH.at(path, depth=below + 1, limit=DEEPEST_CHAIN)
