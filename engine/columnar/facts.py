"""What a condition tells about the numbers in it, where it is true and where it is not."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from engine.columnar.variables import Variable
from engine.formula.nodes import Call, Compare, Flag, Logic, Name, Node, Not, Number

_NEGATED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


def bounds_given(condition: Node, truth: bool, variables: Mapping[str, Variable]) -> dict[str, Variable]:
    """The variables of which more is known in rows where the condition is true, or where it is false or missing."""
    found: dict[str, Variable] = {}
    _learn(condition, truth, variables, found)
    return found


def _learn(node: Node, truth: bool, variables: Mapping[str, Variable], found: dict[str, Variable]) -> None:
    match node:
        case Not(operand):
            # "not" of a missing condition is missing: that it did not hold tells nothing of its part
            if truth:
                _learn_false(operand, variables, found)
        case Logic("and", items) if truth:
            for item in items:
                _learn(item, True, variables, found)
        case Logic("or", items) if not truth:
            for item in items:
                _learn(item, False, variables, found)
        case Call("coalesce", (inner, Flag(False))):
            _learn(inner, truth, variables, found)
        case Compare(op, Name(id), right):
            _compared(id, op if truth else _NEGATED[op], right, variables, found)
            if truth and isinstance(right, Name):
                _compared(right.id, _TURNED[op], Name(id), variables, found)
        case Compare(op, left, Name(id)):
            _compared(id, _TURNED[op] if truth else _NEGATED[_TURNED[op]], left, variables, found)


def _learn_false(node: Node, variables: Mapping[str, Variable], found: dict[str, Variable]) -> None:
    if isinstance(node, Compare):
        _learn(node, False, variables, found)


def _compared(id: str, op: str, other: Node, variables: Mapping[str, Variable], found: dict[str, Variable]) -> None:
    """A missing number has no bounds, so that a comparison did not hold tells of the number where there is one."""
    variable = found.get(id, variables[id])
    if variable.column is None or not variable.type.is_number:
        return
    bounds = _bounds(other, variables)
    if bounds is None:
        return
    low, high = bounds
    if op in ("<", "<=", "=="):
        variable = variable.within(variable.low, high)
    if op in (">", ">=", "=="):
        variable = variable.within(low, variable.high)
    if variable.low <= variable.high:
        found[id] = variable


def _bounds(node: Node, variables: Mapping[str, Variable]) -> tuple[Fraction, Fraction] | None:
    match node:
        case Number(value):
            return value, value
        case Name(id):
            known = variables[id].known
            return (known, known) if isinstance(known, Fraction) else None
    return None
