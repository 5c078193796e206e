"""Comparisons of numbers, conditions joined, and whether a value is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.columnar import sql
from engine.columnar.numbers import EXACT, NEVER, Num, fits_floats, joined
from engine.columnar.place import Place, any_null
from engine.columnar.plain import Plain
from engine.columnar.ranges import both_over_one
from engine.formula.kinds import is_condition, is_text
from engine.formula.nodes import Flag, Node

if TYPE_CHECKING:
    from engine.columnar.translate import Translator


def compared(at: Place, op: str, left: Num, right: Num) -> Plain:
    """A comparison of two numbers, multiplied out."""
    needs = joined(left.needs, right.needs)
    if needs == NEVER:
        certain = _certain(op, left, right)
        if certain is not None:
            return Plain((sql.TRUE if certain else sql.FALSE).copy(), NEVER, certain)
    a, b = both_over_one(at, left, right)
    for num in (a, b):
        if not fits_floats(num):
            n = at.short_sql(num.n)
            at.call_odd(sql.compare(">=", sql.absolute(n), sql.whole(EXACT)))
    return Plain(sql.compare(op, a.n, b.n), needs)


def logic(at: Translator, op: str, items: tuple[Node, ...]) -> Plain:
    """Conditions joined by ``op``, which is ``and`` or ``or``."""
    parts = [at.condition(item) for item in items]
    deciding = op == "or"
    if any(part.known is deciding for part in parts):
        return at.condition(Flag(deciding))
    parts = [part for part in parts if part.known is None]
    if not parts:
        return at.condition(Flag(not deciding))
    if len(parts) == 1:
        return parts[0]
    needs = NEVER if all(part.needs == NEVER for part in parts) else None
    join = sql.both if op == "and" else sql.either
    return Plain(join(*(part.sql for part in parts)), needs)


def is_missing(at: Translator, node: Node) -> Plain:
    """Whether a value of any kind is missing."""
    if is_condition(node, at.variables) or is_text(node, at.variables):
        part = at.condition(node) if is_condition(node, at.variables) else at.text(node)
        if part.needs == NEVER:
            return at.condition(Flag(False))
        return Plain(sql.is_null(part.sql) if part.needs is None else any_null(part.needs))
    num = at.number(node)
    if not num.nullable:
        return at.condition(Flag(False))
    return Plain(at.absent(num))


def _certain(op: str, left: Num, right: Num) -> bool | None:
    """The outcome of a comparison that the bounds alone decide."""
    if op in (">", "<="):
        found = _certain("<", right, left) if op == ">" else _negated(_certain("<", right, left))
        return found
    if op == "<":
        return True if left.high < right.low else False if left.low >= right.high else None
    if op == ">=":
        return _negated(_certain("<", left, right))
    if left.known is not None and left.known == right.known:
        return op == "=="
    apart = left.high < right.low or right.high < left.low
    return (op == "!=") if apart else None


def _negated(value: bool | None) -> bool | None:
    return None if value is None else not value
