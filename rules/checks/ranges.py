"""What every step of a program can at least and at most be, from the limits of what comes in.

The ranges are safe: a value never lies outside its range, but a range may be wider than need be. So what follows from
them is certain, and nothing follows where too little is known.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from engine.formula.nodes import Absent, Binary, Call, Compare, Flag, If, Logic, Name, Negate, Node, Not, Number
from engine.functions.declaration import Scope
from engine.numbers import round_half_away
from engine.program import Program, Step
from rules.model import RuleSet

Bound = Fraction | float
"""A number, or plus or minus infinity."""


@dataclass(frozen=True, slots=True)
class Range:
    """Both ends belong to it."""

    low: Bound
    high: Bound

    @property
    def is_finite(self) -> bool:
        return not (_endless(self.low) or _endless(self.high))


ANY = Range(-math.inf, math.inf)
ZERO = Fraction(0)
_LARGEST = Fraction(10**15)

Known = Mapping[str, Range | None]
"""Ranges by id; None for a value that is always missing."""

_TURNED = {">": "<", ">=": "<=", "<": ">", "<=": ">=", "==": "==", "!=": "!="}
_OPPOSITE = {">": "<=", ">=": "<", "<": ">=", "<=": ">", "==": "!=", "!=": "=="}


@dataclass(frozen=True)
class Compiled:
    """A rule set with its program, for advice that looks at how things work out together."""

    rule_set: RuleSet
    program: Program

    @cached_property
    def ranges(self) -> dict[str, Range | None]:
        """The range of every input and step."""
        known: dict[str, Range | None] = {}
        for item in self.program.inputs:
            low = -math.inf if item.low is None else item.low
            known[item.id] = Range(low, math.inf if item.high is None else item.high)
        for step in self.program.steps:
            known[step.id] = self._published(step, known)
        return known

    def _published(self, step: Step, known: Known) -> Range | None:
        found = ANY if step.scope is not Scope.PERSON else range_of(step.expr, known)
        members = self._averaged(step.id)
        if members and found == ANY:
            found = _hull(known.get(id) for id in members)
        if found is None or step.decimals is None:
            return found
        return Range(_rounded(found.low, step.decimals), _rounded(found.high, step.decimals))

    def _averaged(self, step: str) -> list[str]:
        """The steps of which ``step`` is the weighted mean, whatever is left out; it lies between them."""
        rule_set = self.rule_set
        if step == "score.base" and rule_set.score.formula is None:
            if rule_set.groups:
                return [f"group.{group.id}" for group in rule_set.groups if group.weight]
            return [f"{metric.id}.points" for metric in rule_set.metrics if metric.weight]
        group = step.removeprefix("group.")
        if group != step:
            return [f"{metric.id}.points" for metric in rule_set.metrics if metric.group == group and metric.weight]
        return []


def range_of(node: Node, known: Known) -> Range | None:
    """The range of a formula; None when it never has a value."""
    match node:
        case Number(value):
            return Range(value, value)
        case Absent():
            return None
        case Name(id):
            return known.get(id, ANY)
        case Negate(operand):
            inner = range_of(operand, known)
            return None if inner is None else Range(-inner.high, -inner.low)
        case Binary(op, left, right):
            return _binary(op, range_of(left, known), range_of(right, known))
        case If(condition, then, other):
            met, unmet = narrowed(known, condition), narrowed(known, condition, holds=False)
            branches = [None if met is None else range_of(then, met), None if unmet is None else range_of(other, unmet)]
            return _hull(branches)
        case Call():
            return _call(node, known)
        case _:
            return ANY


def narrowed(known: Known, condition: Node, holds: bool = True) -> Known | None:
    """What is known where the condition holds (or does not); None when that cannot be."""
    match condition:
        case Flag(value):
            return known if value is holds else None
        case Not(operand):
            return narrowed(known, operand, not holds)
        case Call("coalesce", (inner, Flag(False))):
            return narrowed(known, inner) if holds else known
        case Logic(op, items) if (op == "and") is holds:
            found: Known | None = known
            for item in items:
                found = None if found is None else narrowed(found, item, holds)
            return found
        case Compare(op, left, right):
            op = op if holds else _OPPOSITE[op]
            found = _compared(known, op, left, right)
            return None if found is None else _compared(found, _TURNED[op], right, left)
        case _:
            return known


def _compared(known: Known, op: str, left: Node, right: Node) -> Known | None:
    """``left op right`` holds: what that says of ``left`` when it is a name."""
    if not isinstance(left, Name):
        return known
    here, limit = known.get(left.id, ANY), range_of(right, known)
    if here is None or limit is None:
        return None
    low: Bound = here.low
    high: Bound = here.high
    if op in (">", ">=", "=="):
        low = _most(low, limit.low)
    if op in ("<", "<=", "=="):
        high = _least(high, limit.high)
    if low > high or (op == ">" and high <= limit.low) or (op == "<" and low >= limit.high):
        return None
    return {**known, left.id: Range(low, high)} if (low, high) != (here.low, here.high) else known


def _hull(ranges: Iterable[Range | None]) -> Range | None:
    found = [one for one in ranges if one is not None]
    return Range(_least(*(one.low for one in found)), _most(*(one.high for one in found))) if found else None


def _call(node: Call, known: Known) -> Range | None:
    args = [range_of(arg, known) for arg in node.args]
    if node.function == "coalesce":
        return _hull(args)
    given = [arg for arg in args if arg is not None]
    if len(given) < len(args):
        return ANY if node.function == "is_missing" else None
    match node.function, given:
        case "min", [_, *_]:
            return Range(_least(*(arg.low for arg in given)), _least(*(arg.high for arg in given)))
        case "max", [_, *_]:
            return Range(_most(*(arg.low for arg in given)), _most(*(arg.high for arg in given)))
        case "clamp", [value, low, high]:
            return Range(_least(_most(value.low, low.low), high.low), _least(_most(value.high, low.high), high.high))
        case "abs", [value]:
            least = _most(ZERO, value.low, -value.high)
            return Range(least, _most(-value.low, value.high))
        case "floor" | "ceil", [value]:
            turn = math.floor if node.function == "floor" else math.ceil
            ends = [bound if _endless(bound) else Fraction(turn(bound)) for bound in (value.low, value.high)]
            return Range(ends[0], ends[1])
        case _:
            return ANY


def _binary(op: str, left: Range | None, right: Range | None) -> Range | None:
    if left is None or right is None:
        return None
    match op:
        case "+":
            return Range(_sum(left.low, right.low), _sum(left.high, right.high))
        case "-":
            return Range(_sum(left.low, -right.high), _sum(left.high, -right.low))
        case "*":
            corners = [_product(x, y) for x in (left.low, left.high) for y in (right.low, right.high)]
            return Range(_least(*corners), _most(*corners))
        case "/":
            return ANY if right.low <= 0 <= right.high else _binary("*", left, _inverse(right))
        case _:
            return ANY


def _least(*bounds: Fraction | float) -> Bound:
    return min(bounds)


def _most(*bounds: Fraction | float) -> Bound:
    return max(bounds)


def _sum(left: Bound, right: Bound) -> Bound:
    for bound in (left, right):
        if _endless(bound):
            return bound
    return _kept(left + right)


def _product(left: Bound, right: Bound) -> Bound:
    if left == 0 or right == 0:
        return ZERO
    if _endless(left) or _endless(right):
        return math.inf if (left > 0) is (right > 0) else -math.inf
    return _kept(left * right)


def _inverse(bounds: Range) -> Range:
    low, high = (ZERO if _endless(bound) else 1 / Fraction(bound) for bound in (bounds.high, bounds.low))
    return Range(low, high)


def _kept(bound: Bound) -> Bound:
    """Beyond the largest number of the product nothing needs to be told apart."""
    if -_LARGEST < bound < _LARGEST:
        return bound
    return math.inf if bound > 0 else -math.inf


def _rounded(bound: Bound, decimals: int) -> Bound:
    return bound if _endless(bound) else round_half_away(Fraction(bound), decimals)


def _endless(bound: Bound) -> bool:
    return isinstance(bound, float)
