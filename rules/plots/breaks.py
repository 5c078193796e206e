"""Where a plot may turn, jump or end: every value at which some comparison, limit or rounding in it changes sides.

A place too many does no harm, for the plot looks what happens there. So expressions are followed as far as they are
straight, and everything else is tried out.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, pairwise
from math import ceil, floor

from engine.formula.nodes import Absent, Binary, Call, Compare, Flag, Name, Negate, Node, Number, Text
from engine.sandbox import Sandbox, to_python
from engine.values import OutOfRange, Value
from rules.plots.axis import ALONG
from rules.plots.part import Part, Row
from rules.plots.walking import parts_of

MOST_EFFORT = 400_000
"""How many parts of expressions are worked out for one plot: beyond it, it would no longer follow somebody's typing."""
MOST_STAIRS = 60
_FIRST_STAIRS = 6
INSIDE = (Fraction(2, 11), Fraction(5, 13), Fraction(11, 17), Fraction(16, 19))
"""Where a stretch is tried for being straight: not evenly, for many curves are alike on both sides of their middle."""
_ZERO = Number(Fraction(0))
_HALF = Fraction(1, 2)

Line = tuple[Fraction, Fraction]
"""Slope and value at 0."""


class TooIntricate(Exception):
    """Following every turn would take too long."""


@dataclass
class Breaks:
    """The places between ``low`` and ``high`` found so far. ``grid`` is the smallest difference of two values."""

    part: Part
    low: Fraction
    high: Fraction
    grid: Fraction
    found: set[Fraction] = field(default_factory=set)
    _rows: dict[Fraction, Row | None] = field(default_factory=dict)
    _lines: dict[str, Line] = field(default_factory=dict)
    _effort: int = 0

    def look(self, all_stairs: bool = False) -> None:
        """Find what every moving step brings. Of stairs (whole numbers of something) the first, or all in between."""
        for place in self.part.theirs:
            self._add(place)
        still = self.part.at_rest
        self._lines = {ALONG: (Fraction(1), Fraction(0))}
        self._lines |= {id: (Fraction(0), value) for id, value in still.items() if isinstance(value, Fraction)}
        for step in self.part.smooth.program.steps:
            if step.id not in self.part.moving:
                continue
            for node in reversed(list(parts_of(step.expr))):
                self._look_at(node, all_stairs)
            line = self._line(step.expr)
            if line is not None:
                self._lines[step.id] = line

    def crossing(self, left: Node, right: Node) -> None:
        """Where two expressions are equal."""
        one, other = self._line(left), self._line(right)
        if one is not None and other is not None:
            if one[0] != other[0]:
                self._add((other[1] - one[1]) / (one[0] - other[0]))
            return
        difference = Binary("-", left, right)
        for low, high in self._segments():
            line = self._line_between(difference, low, high)
            if line is None:
                self._find_changes(difference, low, high)
            elif line[0] != 0:
                self._add(-line[1] / line[0], low, high)

    def _look_at(self, node: Node, all_stairs: bool) -> None:
        match node:
            case Compare(_, left, right):
                self._cross([left, right])
            case Call("min" | "max", args):
                self._cross(args)
            case Call("clamp", (inner, *limits)):
                for limit in limits:
                    self._cross([inner, limit])
            case Call("abs", (inner,)):
                self._cross([inner, _ZERO])
            case Binary("/", _, divisor):
                self._cross([divisor, _ZERO])
            case Call("floor" | "ceil", (inner, *_)):
                self._stairs(inner, Fraction(1), Fraction(0), all_stairs)
            case Call("round", (inner, *digits)):
                decimals = digits[0].value if digits and isinstance(digits[0], Number) else Fraction(0)
                self._stairs(inner, Fraction(10) ** int(decimals), _HALF, all_stairs)

    def _cross(self, nodes: Iterable[Node]) -> None:
        for left, right in combinations(nodes, 2):
            if self._is_number(left) and self._is_number(right) and (self._moves(left) or self._moves(right)):
                self.crossing(left, right)

    def _stairs(self, inner: Node, scale: Fraction, shift: Fraction, all_stairs: bool) -> None:
        """Where ``inner × scale + shift`` passes a whole number."""
        if not self._moves(inner):
            return
        for low, high in list(self._segments()):
            line = self._line_between(inner, low, high)
            if line is None or line[0] == 0:
                continue
            slope, start = line[0] * scale, line[1] * scale + shift
            near, far = (low, high) if abs(low) <= abs(high) else (high, low)
            first, last = slope * near + start, slope * far + start
            if all_stairs and abs(last - first) > MOST_STAIRS:
                continue
            turn = 1 if last > first else -1
            whole = ceil(first) if turn > 0 else floor(first)
            for count in range(MOST_STAIRS + 2 if all_stairs else _FIRST_STAIRS):
                self._add((whole + turn * count - start) / slope, low, high)

    def _add(self, place: Fraction, low: Fraction | None = None, high: Fraction | None = None) -> None:
        low, high = self.low if low is None else low, self.high if high is None else high
        if low <= place <= high:
            self.found.add(place)

    def _segments(self) -> Iterator[tuple[Fraction, Fraction]]:
        yield from pairwise(sorted({self.low, self.high, *self.found}))

    def _moves(self, node: Node) -> bool:
        return any(isinstance(part, Name) and part.id in self.part.moving for part in parts_of(node))

    def _is_number(self, node: Node) -> bool:
        """Whether it can be; tiers and choices are compared as well, but have no order."""
        if isinstance(node, Name):
            program = self.part.program
            known = program.step_by_id.get(node.id) or program.input_by_id.get(node.id)
            return known is None or known.type.is_number
        return not isinstance(node, Text | Flag | Absent)

    def _line(self, node: Node) -> Line | None:
        """The expression as a straight line, where it can be read to be one everywhere."""
        match node:
            case Number(value):
                return Fraction(0), value
            case Name(id):
                return self._lines.get(id)
            case Negate(operand):
                inner = self._line(operand)
                return None if inner is None else (-inner[0], -inner[1])
            case Binary(op, left, right):
                return _combined(op, self._line(left), self._line(right))
            case _:
                return None

    def _line_between(self, node: Node, low: Fraction, high: Fraction) -> Line | None:
        known = self._line(node)
        if known is not None:
            return known
        places = [low + (high - low) * share for share in INSIDE]
        tree, size = to_python(node), _size(node)
        values = [self._value(tree, place, size) for place in places]
        return line_through(places, values)

    def _find_changes(self, node: Node, low: Fraction, high: Fraction) -> None:
        """Where a curved expression changes its sign, to the nearest possible value."""
        tree, size, width = to_python(node), _size(node), high - low
        # Among others every try takes long, and they lie close to each other.
        shares = [Fraction(1, 2**power) for power in range(1, 5 if self.part.others else 41)]
        places = sorted({low + width * share for share in shares} | {high - width * share for share in shares})
        signs = [(place, _sign(self._value(tree, place, size))) for place in places]
        known = [(place, sign) for place, sign in signs if sign is not None]
        for (before, sign), (after, other) in pairwise(known):
            if sign == 0:
                self._add(before)
            elif sign * other < 0:
                self._add(self._between(tree, before, after, sign, size))

    def _between(self, tree: ast.expr, low: Fraction, high: Fraction, sign: int, size: int) -> Fraction:
        while high - low > self.grid / 2:
            middle = (low + high) / 2
            here = _sign(self._value(tree, middle, size))
            if here == 0 or here is None:
                return middle
            low, high = (middle, high) if here == sign else (low, middle)
        return Fraction(round(high / self.grid)) * self.grid

    def _value(self, tree: ast.expr, place: Fraction, size: int) -> Value:
        self._effort += size if place in self._rows else size + self.part.size
        if self._effort > MOST_EFFORT:
            raise TooIntricate
        if place not in self._rows:
            (self._rows[place],) = self.part.smooth.rows([place])
        row = self._rows[place]
        try:
            return None if row is None else Sandbox(row).value_of(tree)
        except OutOfRange:
            return None


def line_through(places: list[Fraction], values: list[Value]) -> Line | None:
    """The straight line on which all of them lie."""
    known = [(x, y) for x, y in zip(places, values, strict=True) if isinstance(y, Fraction)]
    if len(known) < len(places):
        return None
    (x0, y0), (x1, y1) = known[0], known[-1]
    slope = (y1 - y0) / (x1 - x0)
    return (slope, y0 - slope * x0) if all(slope * (x - x0) + y0 == y for x, y in known) else None


def _combined(op: str, left: Line | None, right: Line | None) -> Line | None:
    if left is None or right is None:
        return None
    match op:
        case "+":
            return left[0] + right[0], left[1] + right[1]
        case "-":
            return left[0] - right[0], left[1] - right[1]
        case "*" if left[0] == 0:
            return right[0] * left[1], right[1] * left[1]
        case "*" if right[0] == 0:
            return left[0] * right[1], left[1] * right[1]
        case "/" if right[0] == 0 and right[1] != 0:
            return left[0] / right[1], left[1] / right[1]
    return None


def _size(node: Node) -> int:
    return sum(1 for _ in parts_of(node))


def _sign(value: Value) -> int | None:
    if not isinstance(value, Fraction):
        return None
    return (value > 0) - (value < 0)
