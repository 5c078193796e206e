"""Circles: values that need each other, told as one problem with the whole circle named."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from engine.formula.codes import USED_BEFORE_DEFINED
from engine.issues import Issue, Path
from rules import codes
from rules.model import Reference

Graph = Mapping[str, set[str]]

_PART_OF = {"adjustments": "score", "score": "score", "tiers": "tier"}
"""Sections whose formulas all make one value."""


def name_circles(issues: Iterable[Issue], references: Sequence[Reference], data: Mapping[str, Any]) -> list[Issue]:
    """The issues, with every use of a later value that closes a circle told as that circle, each circle once.

    Every circle has such a use: read from the top, one of its members must look ahead.
    """
    issues = list(issues)
    if not any(issue.code == USED_BEFORE_DEFINED.name for issue in issues):
        return issues
    graph = needs(references, data)
    names = {(reference.path, reference.span): reference.name for reference in references}
    told: set[frozenset[str]] = set()
    found = []
    for issue in issues:
        circle = None
        if issue.code == USED_BEFORE_DEFINED.name:
            circle = _circle(graph, owner(issue.path), names.get((issue.path, issue.span), ""))
        if circle is None:
            found.append(issue)
        elif frozenset(circle) not in told:
            told.add(frozenset(circle))
            if len(circle) == 2:
                found.append(codes.SELF_REFERENCE.at(issue.path, issue.span, name=circle[0]))
            else:
                found.append(codes.CIRCLE.at(issue.path, issue.span, circle=" → ".join(circle)))
    return found


def owner(path: Path) -> str:
    """The name of the value that the formula at ``path`` helps to make; empty when nothing can refer to it."""
    if path[0] in _PART_OF:
        return _PART_OF[str(path[0])]
    return str(path[1]) if path[0] in ("metrics", "measures") else ""


def needs(references: Iterable[Reference], data: Mapping[str, Any]) -> dict[str, set[str]]:
    """What every value needs of this period: of metrics, measures, the score and the tier."""
    graph: dict[str, set[str]] = {"tier": {"score"}, "score": set()}
    score = data.get("score")
    if not (isinstance(score, dict) and "formula" in score):
        metrics = data.get("metrics")
        metrics = metrics if isinstance(metrics, dict) else {}
        graph["score"] |= {
            id for id, raw in metrics.items() if isinstance(raw, dict) and raw.get("weight", 0) not in (0, "0%")
        }
    for reference in references:
        by = owner(reference.path)
        name = reference.name.removesuffix(".points")
        is_own_value = name == by and (reference.path[0] == "adjustments" or reference.path[2:3] == ("points",))
        if by and not reference.earlier and not is_own_value:
            graph.setdefault(by, set()).add(name)
    return graph


def _circle(graph: Graph, start: str, first: str) -> list[str] | None:
    """The shortest way from ``start`` over ``first`` back to ``start``; None when there is no way back."""
    if start == first:
        return [start, start]
    first = first.removesuffix(".points")
    before = {first: start}
    queue = deque([first])
    while queue:
        name = queue.popleft()
        if name == start:
            way = [start]
            while before[way[-1]] != start:
                way.append(before[way[-1]])
            return [*reversed([*way, start])]
        for following in sorted(graph.get(name, ())):
            if following not in before:
                before[following] = name
                queue.append(following)
    return None
