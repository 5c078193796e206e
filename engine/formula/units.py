"""The algebra of kinds and units: what may be added, compared, multiplied, and what comes out."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from engine.formula.nodes import Binary, Name, Negate, Node, Number
from engine.formula.scope import Bounds, Scope
from engine.formula.types import NUMBER, PERCENT, Kind, Type, of_dimension


def is_plain(node: Node, scope: Scope) -> bool:
    """Whether the value is a bare number that takes the unit of what it meets: ``10000``, or a parameter without unit.

    A calculation of such numbers is one too.
    """
    match node:
        case Number(_, unit):
            return unit == "plain"
        case Name(id):
            return id in scope.params and scope.names.get(id) == NUMBER
        case Negate(operand):
            return is_plain(operand, scope)
        case Binary(_, left, right):
            return is_plain(left, scope) and is_plain(right, scope)
        case _:
            return False


def written_value(node: Node) -> Fraction | None:
    """The value of a bare written number."""
    return node.value if isinstance(node, Number) and node.unit == "plain" else None


def least_value(node: Node, params: Mapping[str, Bounds], names: Mapping[str, Type]) -> Fraction | None:
    """A bare written number, or the least that a parameter without unit can be; None where neither is certain."""
    if isinstance(node, Name) and node.id in params and names.get(node.id) == NUMBER:
        return params[node.id][0]
    return written_value(node)


def joined(left: Type, right: Type, left_plain: bool, right_plain: bool) -> Type | None:
    """The common type of two numbers that are added or compared; None when they do not belong together."""
    if left.dimension != right.dimension:
        if left_plain and left.dimension == (0, 0):
            return right
        if right_plain and right.dimension == (0, 0):
            return left
        return None
    if left.kind is right.kind or right.kind is Kind.NUMBER:
        return left
    return right if left.kind is Kind.NUMBER else None


def product(left: Type, right: Type) -> Type:
    """Powers add up. A part of a percentage stays one; any other dimensionless product is a plain number."""
    if left.kind is right.kind is Kind.PERCENT:
        return PERCENT
    return of_dimension(left.money + right.money, left.time + right.time)


def quotient(left: Type, right: Type) -> Type:
    """Powers are taken off; count by count is a plain ratio."""
    return of_dimension(left.money - right.money, left.time - right.time)


def power(base: Type, exponent: Fraction) -> Type:
    """Powers are multiplied; the first power changes nothing."""
    if exponent == 1:
        return base
    return of_dimension(base.money * int(exponent), base.time * int(exponent))
