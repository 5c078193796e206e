"""The points of a metric along its values: at every edge that its rule looks at, between edges and beyond them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from engine.formula.nodes import Compare, Name, Node, Number, children
from engine.formula.types import PERCENT, Kind, Type
from engine.formula.write import decimal_text
from engine.issues import Words
from rules.checks.ranges import Compiled, Range, range_of
from rules.model import Metric


@dataclass(frozen=True, slots=True)
class Probe:
    """One possible value of a metric, in words, and its points: None when it has none."""

    where: Words
    points: Range | None


def certain(node: Node, compiled: Compiled) -> Fraction | None:
    """The one number that a formula always gives."""
    found = range_of(node, compiled.ranges)
    return Fraction(found.low) if found is not None and found.is_finite and found.low == found.high else None


_MOST_EFFORT = 10_000
"""Edges × edges, over all metrics: what trying takes. Beyond it there is no advice, rather than a slow answer."""


def walked(compiled: Compiled) -> Iterator[tuple[Metric, list[Probe]]]:
    """Every metric along its values."""
    effort = 0
    for metric in compiled.rule_set.metrics:
        effort += len(_edges(metric, compiled)) ** 2
        if effort <= _MOST_EFFORT:
            yield metric, probes(metric, compiled)


def probes(metric: Metric, compiled: Compiled) -> list[Probe]:
    """In the order of the values, as far as they are possible; none when an edge is not the same for everyone."""
    step = compiled.program.step_by_id[f"{metric.id}.points"]
    nodes = _edges(metric, compiled)
    edges = {certain(edge, compiled) for edge in nodes}
    # a ratio whose edges are written as 35% is read as such, too
    in_percent = any(isinstance(edge, Number) and edge.unit == "percent" for edge in nodes)
    values = compiled.ranges.get(metric.id)
    if values is None or None in edges or not edges:
        return []
    known = compiled.ranges
    return [
        Probe(where, range_of(step.expr, {**known, metric.id: Range(value, value)}))
        for value, where in _values(
            sorted(edge for edge in edges if edge is not None), PERCENT if in_percent else metric.value.type
        )
        if values.low <= value <= values.high
    ]


def _edges(metric: Metric, compiled: Compiled) -> list[Node]:
    """What the rule compares the metric's value with. Rules are deep chains, so this does not recurse."""
    found: list[Node] = []
    waiting: list[Node] = [compiled.program.step_by_id[f"{metric.id}.points"].expr]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Compare) and part.left == Name(metric.id):
            found.append(part.right)
        waiting += children(part)
    return found


def _values(edges: Sequence[Fraction], type: Type) -> Iterator[tuple[Fraction, Words]]:
    first, last = written(edges[0], type), written(edges[-1], type)
    yield edges[0] - 1, Words(f"低于 {first}", f"below {first}")
    for position, edge in enumerate(edges):
        here = written(edge, type)
        yield edge, Words(f"正好 {here}", f"exactly {here}")
        if position + 1 < len(edges):
            following = written(edges[position + 1], type)
            between = Words(f"{here} 与 {following} 之间", f"between {here} and {following}")
            middle = (edge + edges[position + 1]) / 2
            if type.kind is not Kind.COUNT or edges[position + 1] - edge > 1:
                yield Fraction(round(middle)) if type.kind is Kind.COUNT else middle, between
    yield edges[-1] + 1, Words(f"高于 {last}", f"above {last}")


def written(value: Fraction, type: Type) -> str:
    """A value as people write it."""
    if type.kind is Kind.PERCENT:
        return f"{decimal_text(value * 100)}%"
    return f"{decimal_text(value)}s" if type.kind is Kind.DURATION else decimal_text(value)
