"""Exact numbers as SQL: a whole numerator over a whole denominator, both in 64-bit floats that never lose a digit.

A float holds every whole number below 2^53 exactly, so sums and products below that bound are exact. A quotient a / b
is the nearest float to the true one; it can reach a whole number m from below only if the gap, at least 1 / b, is
less than half the distance of floats around m, which is below m * 2^-53. With m * b ≤ a + b < 2^53 that cannot be, so
the floor of the float is the floor of the true quotient. The same holds for a half, with everything doubled.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd, lcm

from sqlglot import exp

from engine.columnar import sql
from engine.columnar.sql import Sql

EXACT = 2**53
"""Whole numbers below this magnitude are exact in a 64-bit float."""

WIDE = 10**37
"""Whole numbers below this magnitude fit into the widest whole numbers of every database."""


class NoForm(Exception):
    """What has no exact form in SQL: the name of a function, or the step in which numbers become too large."""

    def __init__(self, what: str):
        super().__init__(what)
        self.what = what


Needs = frozenset[str] | None
"""The columns without which a value is missing. Empty: it never is; None: it may be for other reasons, too."""

NEVER: Needs = frozenset()


@dataclass(frozen=True, slots=True)
class Num:
    """The number ``n / (d * by)``: ``n`` is whole, ``d`` a constant, ``by`` what differs from row to row, if anything
    does.

    ``by`` is whole and positive, NULL for a division by zero. ``low`` and ``high`` bound the value, ``top`` the
    magnitude of ``n``, ``bottom`` that of ``by``. Bounds hold only for rows in which the expression counts. ``known``
    is the value itself where it is a constant. ``wide`` numbers are whole numbers of the widest type of the database
    instead of floats.
    """

    n: Sql
    d: int
    low: Fraction
    high: Fraction
    top: int
    needs: Needs = NEVER
    known: Fraction | None = None
    by: Sql | None = None
    bottom: int = 1
    wide: bool = False

    @property
    def most(self) -> Fraction:
        """The greatest magnitude of the value."""
        return max(abs(self.low), abs(self.high))

    @property
    def positive(self) -> bool:
        return self.low >= 0

    @property
    def nullable(self) -> bool:
        return self.needs != NEVER

    @property
    def divisor(self) -> Sql:
        """``d * by``."""
        return sql.whole(self.d) if self.by is None else times(self.by, self.d)

    @property
    def deepest(self) -> int:
        """The bound of ``d * by``."""
        return self.d * self.bottom


def constant(value: Fraction | int) -> Num:
    """A constant number."""
    value = Fraction(value)
    return Num(sql.whole(value.numerator), value.denominator, value, value, abs(value.numerator), NEVER, value)


def of_units(n: Sql, d: int, low: Fraction, high: Fraction, needs: Needs = NEVER) -> Num:
    """A number with a constant denominator; the bounds of ``n`` follow from those of the value."""
    return Num(n, d, low, high, int(max(abs(low), abs(high)) * d), needs)


def joined(*needs: Needs) -> Needs:
    """What a value needs that is missing exactly when one of its parts is."""
    found: frozenset[str] = frozenset()
    for one in needs:
        if one is None:
            return None
        found |= one
    return found


def times(n: Sql, factor: int) -> Sql:
    """``n * factor`` without the needless."""
    if factor == 1:
        return n
    if factor == -1:
        return sql.negated(n)
    written = literal(n)
    if written is not None:
        return sql.whole(written * factor)
    if isinstance(n, exp.Mul):
        by = literal(n.expression)
        if by is not None:
            return times(n.this, by * factor)
    return sql.mul(n, sql.whole(factor))


def literal(n: Sql) -> int | None:
    """The whole number that is written out, if it is one."""
    negative = isinstance(n, exp.Neg)
    inner = n.this if negative else n
    if isinstance(inner, exp.Literal) and not inner.is_string:
        return -int(inner.this) if negative else int(inner.this)
    return None


def product(left: Sql, right: Sql | None) -> Sql:
    """``left * right`` without the needless."""
    if right is None:
        return left
    for one, other in ((left, right), (right, left)):
        known = literal(one)
        if known is not None:
            return times(other, known)
    return sql.mul(left, right)


def scaled(num: Num, d: int) -> Num:
    """The same number over a greater constant denominator, a multiple of its own."""
    factor = d // num.d
    return replace(num, n=times(num.n, factor), d=d, top=num.top * factor)


def nothing() -> Num:
    """A number that is always missing."""
    return replace(constant(0), n=sql.nothing("DOUBLE"), needs=None, known=None)


def reduced(num: Num, factor: Fraction) -> Num:
    """``num * factor`` for a constant factor, common factors cancelled."""
    if num.known is not None:
        return constant(num.known * factor)
    if factor == 0:
        return replace(num, n=sql.mul(num.n, sql.whole(0)), low=Fraction(0), high=Fraction(0), top=0)
    low, high = sorted((num.low * factor, num.high * factor))
    common = Fraction(factor.numerator, num.d)
    up, d = common.numerator, common.denominator * factor.denominator
    return replace(num, n=times(num.n, up), d=d, low=low, high=high, top=num.top * abs(up))


def fits_floats(num: Num) -> bool:
    """Whether numerator and denominator are exact in floats (or wide already)."""
    top = min(num.top, int(num.most * num.d)) if num.by is None else num.top
    return num.wide or num.known is not None or (top < EXACT and num.deepest < EXACT)


def fits_wide(num: Num) -> bool:
    """Whether the widest whole numbers of every database hold numerator and denominator."""
    top = min(num.top, int(num.most * num.d)) if num.by is None else num.top
    return top < WIDE and num.deepest < WIDE


def cancelled(num: Num) -> Num:
    """The number without the common factors of its constant denominator and a constant factor of its numerator."""
    factor = literal(num.n.expression) if isinstance(num.n, exp.Mul) else None
    common = gcd(factor, num.d) if factor else 1
    if common == 1 or factor is None:
        return num
    return replace(num, n=times(num.n.this, factor // common), d=num.d // common, top=num.top // common)


def over_one(left: Num, right: Num) -> tuple[Num, Num]:
    """Both numbers over one denominator; both are wide or neither is."""
    if left.by != right.by:
        left, right = _divided_by(left, right), _divided_by(right, left)
    d = lcm(left.d, right.d)
    return scaled(left, d), scaled(right, d)


def _divided_by(num: Num, other: Num) -> Num:
    """Numerator and denominator multiplied by what the other is divided by."""
    if other.by is None:
        return num
    # written in one order, so that both denominators look the same
    by = other.by if num.by is None else sql.mul(*sorted((num.by, other.by), key=lambda part: part.sql()))
    n = product(num.n, other.by)
    return replace(num, n=n, top=num.top * other.bottom, by=by, bottom=num.bottom * other.bottom)
