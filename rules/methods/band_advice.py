"""Advice about bands: one that can never apply, because those before it take all its values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from engine.formula.nodes import Negate, Node, Number
from engine.issues import Issue, Path, Severity, declare

if TYPE_CHECKING:
    from rules.methods.bands import Band

BAND_UNREACHABLE = declare(
    "band-unreachable",
    severity=Severity.ADVICE,
    zh="这一段永远用不到：前面的段已经包含了它的所有值。",
    en="This band can never apply: the bands before it take all its values.",
    mend_zh="调整顺序或边界。",
    mend_en="Change the order or the edges.",
)

Cut = tuple[Fraction | None, bool]


def band_advice(bands: Sequence[Band], path: Path) -> Iterable[Issue]:
    """Compare constant bands by trying every edge and the space between edges; formulas cannot be compared."""
    edges: list[Fraction] = []
    for band in bands:
        for _, edge in band.edges:
            value = constant(edge.node)
            if value is None:
                return
            edges.append(value)
    if not edges:
        return
    taken = {
        next((n for n, band in enumerate(bands) if _holds(band, probe)), None) for probe in _probes(sorted(set(edges)))
    }
    for position, band in enumerate(bands):
        if position not in taken:
            yield BAND_UNREACHABLE.at(band.path)


def constant(node: Node) -> Fraction | None:
    """The number a constant node stands for."""
    if isinstance(node, Negate) and isinstance(node.operand, Number):
        return -node.operand.value
    return node.value if isinstance(node, Number) else None


def _probes(edges: list[Fraction]) -> list[Fraction]:
    """One value at every edge, between every two, and beyond both ends."""
    between = [(low + high) / 2 for low, high in pairwise(edges)]
    return [edges[0] - 1, *edges, *between, edges[-1] + 1]


def _holds(band: Band, value: Fraction) -> bool:
    for key, edge in band.edges:
        limit = constant(edge.node)
        assert limit is not None
        held = {"at_least": value >= limit, "above": value > limit, "at_most": value <= limit, "below": value < limit}
        if not held[key]:
            return False
    return True
