"""Contributions: how much of the base score each metric brought, adding up to it exactly."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from engine.formula.nodes import names_in
from engine.program import MetricLine, Program
from engine.sandbox import Sandbox, to_python
from engine.values import OutOfRange, Value

REST = "rest"
"""The part of a score formula that belongs to no single metric."""


def effective_weights(program: Program, values: Mapping[str, Value]) -> Mapping[str, Fraction]:
    """Each weighted metric's share of the score for this person, after what was left out shared its weight."""
    outline = program.outline
    left_out = [line.id for line in outline.metrics if line.excluded and values.get(line.excluded) is True]
    if not left_out:
        return program.weights
    present = {id: weight for id, weight in program.weights.items() if id not in left_out}
    if not outline.groups:
        return _scaled(present, Fraction(1))
    group_of = {line.id: line.group for line in outline.metrics}
    groups = {
        group.id: group.weight
        for group in outline.groups
        if any(group_of[id] == group.id and weight for id, weight in present.items())
    }
    shares: dict[str, Fraction] = {}
    for group, share in _scaled(groups, Fraction(1)).items():
        members = {id: weight for id, weight in present.items() if group_of[id] == group}
        shares |= _scaled(members, share)
    return shares


def _scaled(weights: Mapping[str, Fraction], to: Fraction) -> dict[str, Fraction]:
    total = sum(weights.values(), Fraction(0))
    return {id: weight * to / total if total else Fraction(0) for id, weight in weights.items()}


def contributions(program: Program, values: Mapping[str, Value]) -> dict[str, Fraction]:
    """Metric id → its part of the base score, in units of the score's last decimal; the parts add up to the base.

    Rounding differences go to the largest remainders, equal ones to the earlier metric. For a score formula each part
    is what the score would lose without that metric's points, and ``rest`` is what remains.
    """
    outline = program.outline
    base = values.get(outline.base) if outline.base else None
    if not isinstance(base, Fraction):
        return {}
    exact: dict[str, Fraction] = {}
    weights = effective_weights(program, values)
    for line in outline.metrics:
        points = values.get(line.points)
        if line.id in weights and isinstance(points, Fraction):
            exact[line.id] = weights[line.id] * points
    if not weights:
        exact = _without_each(program, values, base)
        exact[REST] = base - sum(exact.values(), Fraction(0))
    shares = _to_unit(exact, base, outline.score_decimals)
    if not weights and shares[REST] == 0:
        del shares[REST]
    return shares


def _without_each(program: Program, values: Mapping[str, Value], base: Fraction) -> dict[str, Fraction]:
    tree = to_python(program.step_by_id[str(program.outline.base)].expr)
    parts: dict[str, Fraction] = {}
    for line in program.outline.metrics:
        if _in_base(program, line):
            try:
                without = Sandbox({**values, line.points: Fraction(0)}).value_of(tree)
            except OutOfRange:
                continue
            if isinstance(without, Fraction):
                parts[line.id] = base - without
    return parts


def _in_base(program: Program, line: MetricLine) -> bool:
    return line.points in names_in(program.step_by_id[str(program.outline.base)].expr)


def _to_unit(exact: Mapping[str, Fraction], total: Fraction, decimals: int) -> dict[str, Fraction]:
    """Every part in whole units of 10^-decimals, so that they add up to the total; largest remainders rise first."""
    scale = 10**decimals
    whole = {id: part.numerator * scale // part.denominator for id, part in exact.items()}
    left = total.numerator * scale // total.denominator - sum(whole.values())
    if left and exact:
        order = sorted(exact, key=lambda id: whole[id] - exact[id] * scale)
        for position in range(abs(left)):
            whole[order[position % len(order)]] += 1 if left > 0 else -1
    return {id: Fraction(count, scale) for id, count in whole.items()}
