"""Pieces of generated Python: exact numbers as whole numerators over denominators, and the lines that compute them."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd, lcm

from engine.numbers import LIMIT

Bound = Fraction | None


@dataclass(frozen=True, slots=True)
class Num:
    """A number in generated code: ``n / d``.

    ``n`` is an expression of a Python int. ``d`` is a constant, or the name of a variable that is always positive.
    ``high`` bounds the magnitude of the value, None when nothing is known; ``positive`` says it is never negative.
    ``own``: ``n`` is a variable that nothing else reads, so it may be changed in place.
    """

    n: str
    d: int | str
    high: Bound = None
    positive: bool = False
    own: bool = False

    @property
    def constant(self) -> Fraction | None:
        """The value itself, when it is written out."""
        if isinstance(self.d, int) and self.n.lstrip("-").isdigit():
            return Fraction(int(self.n), self.d)
        return None


def constant(value: Fraction) -> Num:
    """A constant number."""
    return Num(str(value.numerator), value.denominator, abs(value), value >= 0)


def times(code: str, factor: int) -> str:
    """``code * factor`` without the needless."""
    if factor == 1:
        return code
    if code.lstrip("-").isdigit():
        return str(int(code) * factor)
    return f"{wrapped(code)} * {factor}"


def wrapped(code: str) -> str:
    """The expression as an operand."""
    return code if code.isidentifier() or code.isdigit() else f"({code})"


def reduced(num: Num, factor: Fraction) -> Num:
    """``num * factor`` for a constant factor, common factors cancelled."""
    high = None if num.high is None else num.high * abs(factor)
    positive = num.positive and factor >= 0
    known = num.constant
    if known is not None:
        return constant(known * factor)
    if isinstance(num.d, int):
        common = gcd(factor.numerator, num.d)
        return (
            Num(times(num.n, factor.numerator // common), num.d // common * factor.denominator, high, positive)
            if common
            else Num("0", 1, Fraction(0), True)
        )
    if factor.denominator == 1:
        return Num(times(num.n, factor.numerator), num.d, high, positive)
    return Num(times(num.n, factor.numerator), f"{wrapped(num.d)} * {factor.denominator}", high, positive)


def common_scale(left: Num, right: Num) -> tuple[str, str, int | str]:
    """Both numerators over one denominator."""
    if isinstance(left.d, int) and isinstance(right.d, int):
        scale = lcm(left.d, right.d)
        return times(left.n, scale // left.d), times(right.n, scale // right.d), scale
    if left.d == right.d:
        return left.n, right.n, left.d
    if isinstance(right.d, int) and right.d == 1:
        return left.n, f"{wrapped(right.n)} * {left.d}", left.d
    if isinstance(left.d, int) and left.d == 1:
        return f"{wrapped(left.n)} * {right.d}", right.n, right.d
    product = f"{left.d} * {right.d}"
    return f"{wrapped(left.n)} * {right.d}", f"{wrapped(right.n)} * {left.d}", product


@dataclass
class Lines:
    """Lines of generated code, with indentation and fresh names for temporaries."""

    lines: list[str] = field(default_factory=list)
    depth: int = 1
    counter: list[int] = field(default_factory=lambda: [0])
    present: set[str] = field(default_factory=set)
    """Variables that are known not to be None at this point."""

    def add(self, line: str) -> None:
        self.lines.append("    " * self.depth + line)

    def fresh(self) -> str:
        self.counter[0] += 1
        return f"t{self.counter[0]}"

    def keep(self, code: str) -> str:
        """The expression under a name, unless it is one already."""
        if code.isidentifier() or code.lstrip("-").isdigit():
            return code
        name = self.fresh()
        self.add(f"{name} = {code}")
        return name

    def branch(self) -> Lines:
        """Lines one level deeper that share this one's names; what they find present holds only inside them."""
        return Lines([], self.depth + 1, self.counter, set(self.present))

    def need(self, local: str) -> None:
        """End the block when the variable is None."""
        if local not in self.present:
            self.add(f"if {local} is None: break")
            self.present.add(local)


def in_range(high: Bound) -> bool:
    """Whether a magnitude is known to stay below the limit."""
    return high is not None and high < LIMIT
