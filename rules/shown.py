"""Of which kind a value is for whoever reads it, which its type alone does not say."""

from __future__ import annotations

from engine.formula.nodes import Compare, Name, Node, Number, children
from engine.formula.types import Kind
from engine.program import Program, Step


def shown_kind(step: Step, program: Program) -> Kind:
    """The kind of a step's value; a percentage where the points of a metric look at it as one.

    ``orders / inquiries`` is a plain number to the language, and ``sales / target`` is money where the target has no
    unit. With limits such as ``35%`` their readers expect ``30.4%`` and ``114.4%``.
    """
    points = program.step_by_id.get(f"{step.id}.points")
    if step.type.is_number and points is not None and _meets_percent(step.id, points.expr):
        return Kind.PERCENT
    return step.type.kind


def _meets_percent(id: str, expr: Node) -> bool:
    """Whether the value is compared with a written percentage. Rules are deep chains, so this does not recurse."""
    waiting = [expr]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Compare) and part.left == Name(id) and _is_percent(part.right):
            return True
        waiting += children(part)
    return False


def _is_percent(node: Node) -> bool:
    return isinstance(node, Number) and node.unit == "percent"
