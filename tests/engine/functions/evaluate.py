"""The plainest possible evaluator: applies the declared exact functions, node by node. For tests only."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from engine.formula.nodes import Binary, Call, Compare, Flag, If, Logic, Name, Negate, Node, Not, Number, Text
from engine.functions.declaration import Scope
from engine.functions.registry import FUNCTIONS

Columns = Mapping[str, tuple[object, ...]]


def column(node: Node, columns: Columns, size: int) -> list[object]:
    """One value per row or person. Functions over many see whole columns."""
    if isinstance(node, Call) and FUNCTIONS[node.function].scope is Scope.COHORT:
        named = dict(node.named)
        within = named.pop("within", None)
        groups = [""] * size if within is None else column(within, columns, size)
        given = {key: one(value, {}) for key, value in named.items()}
        answers = FUNCTIONS[node.function].exact(column(node.args[0], columns, size), groups, **given)  # type: ignore[misc]
        assert isinstance(answers, list)
        return answers
    if isinstance(node, Call) and FUNCTIONS[node.function].scope is Scope.ROWS:
        values = column(node.args[0], columns, size) if node.args else [True] * size
        rest = [one(arg, {}) for arg in node.args[1:]]
        return [FUNCTIONS[node.function].exact(values, *rest)] * max(size, 1)  # type: ignore[misc]
    match node:
        case Binary(op, left, right) if any(isinstance(side, Call) for side in (left, right)):
            pairs = zip(column(left, columns, size), column(right, columns, size), strict=True)
            return [arithmetic(op, a, b) for a, b in pairs]
        case _:
            rows = [{name: values[row] for name, values in columns.items()} for row in range(size)]
            return [one(node, row) for row in rows]


def one(node: Node, row: Mapping[str, object]) -> object:
    """The value for one row or person; None is missing."""
    match node:
        case Number(value) | Text(value) | Flag(value):
            return value
        case Name(id):
            return row[id]
        case Negate(operand):
            return arithmetic("-", Fraction(0), one(operand, row))
        case Binary(op, left, right):
            return arithmetic(op, one(left, row), one(right, row))
        case Compare(op, left, right):
            return compare(op, one(left, row), one(right, row))
        case Not(operand):
            return FUNCTIONS["not"].exact(one(operand, row))  # type: ignore[misc]
        case Logic(op, items):
            return FUNCTIONS[op].exact(*(one(item, row) for item in items))  # type: ignore[misc]
        case If(condition, then, other):
            taken = one(condition, row)
            return None if taken is None else one(then if taken else other, row)
        case Call(name, args, named):
            function = FUNCTIONS[name]
            values = [one(arg, row) for arg in args]
            if None in values and not function.lazy_missing:
                return None
            return function.exact(*values, **{key: one(value, row) for key, value in named})  # type: ignore[misc]
    raise TypeError(node)


def arithmetic(op: str, a: object, b: object) -> object:
    if not isinstance(a, Fraction) or not isinstance(b, Fraction):
        return None
    match op:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
        case "/":
            return None if b == 0 else a / b
    return a ** int(b)


def compare(op: str, a: object, b: object) -> object:
    if a is None or b is None:
        return None
    if op in ("==", "!="):
        return (a == b) is (op == "==")
    assert isinstance(a, Fraction) and isinstance(b, Fraction)
    return {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[op]
