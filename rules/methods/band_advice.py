"""Advice about bands: a gap that gives no points, an overlap or a band that can never apply."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from engine.formula.nodes import Negate, Node, Number
from engine.issues import Issue, Path, Severity, declare

if TYPE_CHECKING:
    from rules.methods.bands import Band

BAND_GAP = declare(
    "band-gap",
    severity=Severity.ADVICE,
    zh="有的值不落在任何一段里：{where}。落在那里的人这项没有分。",
    en="Some values fall into no band: {where}. Whoever is there gets no points for this metric.",
    mend_zh="补一段，或在最后加“otherwise: 分数”。",
    mend_en="Add a band, or end with 'otherwise: points'.",
)
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
    probes = _probes(sorted(set(edges)))
    taken = [next((n for n, band in enumerate(bands) if _holds(band, probe)), None) for probe, _ in probes]
    gaps = [words for (_, words), winner in zip(probes, taken, strict=True) if winner is None]
    if gaps:
        yield BAND_GAP.at(path, where=", ".join(gaps[:3]))
    for position, band in enumerate(bands):
        if position not in taken:
            yield BAND_UNREACHABLE.at(band.path)


def constant(node: Node) -> Fraction | None:
    """The number a constant node stands for."""
    if isinstance(node, Negate) and isinstance(node.operand, Number):
        return -node.operand.value
    return node.value if isinstance(node, Number) else None


def _probes(edges: list[Fraction]) -> list[tuple[Fraction, str]]:
    """One value at every edge, between every two, and beyond both ends, each with words for where it is."""
    texts = [f"{float(edge):g}" for edge in edges]
    probes = [(edges[0] - 1, f"< {texts[0]}")]
    for position, edge in enumerate(edges):
        probes.append((edge, f"= {texts[position]}"))
        if position + 1 < len(edges):
            probes.append(((edge + edges[position + 1]) / 2, f"{texts[position]} … {texts[position + 1]}"))
    probes.append((edges[-1] + 1, f"> {texts[-1]}"))
    return probes


def _holds(band: Band, value: Fraction) -> bool:
    for key, edge in band.edges:
        limit = constant(edge.node)
        assert limit is not None
        held = {"at_least": value >= limit, "above": value > limit, "at_most": value <= limit, "below": value < limit}
        if not held[key]:
            return False
    return True
