"""Where a formula may divide by zero without saying what happens then."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from engine.formula.nodes import (
    Binary,
    Call,
    Compare,
    If,
    Logic,
    Name,
    Negate,
    Node,
    Not,
    Number,
    Span,
    children,
)
from engine.formula.scope import Bounds

_ABOVE = {">": "<", ">=": "<=", "<": ">", "<=": ">=", "==": "==", "!=": "!="}
_NEGATED = {">": "<=", ">=": "<", "<": ">=", "<=": ">", "==": "!=", "!=": "=="}

Facts = frozenset[Node]
"""Parts of a formula that are known not to be zero at some place of it."""


def may_divide_by_zero(node: Node, params: Mapping[str, Bounds] | None = None) -> list[Span | None]:
    """The places of divisors that can be zero and are not guarded.

    Guards are ``if(x = 0, …, a / x)`` and the like, conditions joined by ``and``/``or``, ``coalesce(…, 0)`` and
    ``is_missing(…)`` around the division, and parameters whose bounds leave zero out.
    """
    return list(_look(node, frozenset(), params or {}))


def _look(node: Node, facts: Facts, params: Mapping[str, Bounds]) -> list[Span | None]:
    match node:
        case If(condition, then, other):
            return [
                *_look(condition, facts, params),
                *_look(then, facts | _known(condition, True), params),
                *_look(other, facts | _known(condition, False), params),
            ]
        case Logic(op, items):
            found = []
            for index, item in enumerate(items):
                rest = (_known(other, op == "and") for place, other in enumerate(items) if place != index)
                found += _look(item, facts.union(*rest), params)
            return found
        case Call("coalesce", args):
            return _look(args[-1], facts, params)
        case Call("is_missing"):
            return []
    found = [place for child in children(node) for place in _look(child, facts, params)]
    divisor = _divisor(node)
    if divisor is not None and not _never_zero(divisor, facts, params):
        found.append(divisor.span)
    return found


def _divisor(node: Node) -> Node | None:
    match node:
        case Binary("/", _, right) | Call("mod", (_, right)):
            return right
        case _:
            return None


def _never_zero(node: Node, facts: Facts, params: Mapping[str, Bounds]) -> bool:
    if node in facts:
        return True
    match node:
        case Number(value):
            return value != 0
        case Name(id):
            low, high = params.get(id, (None, None))
            return (low is not None and low > 0) or (high is not None and high < 0)
        case Negate(operand) | Call("abs", (operand,)):
            return _never_zero(operand, facts, params)
        case Binary("*" | "/", left, right):
            return _never_zero(left, facts, params) and _never_zero(right, facts, params)
        case Binary("**", left, _):
            return _never_zero(left, facts, params)
        case Call("max", args):
            return any(isinstance(arg, Number) and arg.value > 0 for arg in args)
        case Call("min", args):
            return any(isinstance(arg, Number) and arg.value < 0 for arg in args)
        case Call("period_days"):
            return True
        case Call("coalesce", args):
            return all(_never_zero(arg, facts, params) for arg in args)
        case If(condition, then, other):
            return _never_zero(then, facts | _known(condition, True), params) and _never_zero(
                other, facts | _known(condition, False), params
            )
        case _:
            return False


def _known(condition: Node, holds: bool) -> Facts:
    """What cannot be zero when the condition holds (or does not)."""
    match condition:
        case Not(operand):
            return _known(operand, not holds)
        case Logic(op, items) if (op == "and") is holds:
            return frozenset().union(*(_known(item, holds) for item in items))
        case Compare(op, left, Number(value)):
            op = op if holds else _NEGATED[op]
            return frozenset({left}) if _leaves_zero_out(op, value) else frozenset()
        case Compare(op, Number(value), right):
            op = _ABOVE[op if holds else _NEGATED[op]]
            return frozenset({right}) if _leaves_zero_out(op, value) else frozenset()
        case _:
            return frozenset()


def _leaves_zero_out(op: str, value: Fraction) -> bool:
    """Whether zero fails ``x op value``."""
    return {
        ">": value >= 0,
        ">=": value > 0,
        "<": value <= 0,
        "<=": value < 0,
        "==": value != 0,
        "!=": value == 0,
    }[op]
