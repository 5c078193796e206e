"""Sums, products, quotients and powers of exact numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from engine.columnar import sql
from engine.columnar.numbers import (
    Num,
    constant,
    fits_floats,
    fits_wide,
    joined,
    literal,
    nothing,
    of_units,
    over_one,
    product,
    reduced,
    times,
)
from engine.columnar.place import Place
from engine.columnar.ranges import alike, narrowed, ranged, widened


def total(at: Place, op: str, left: Num, right: Num) -> Num:
    """``left + right`` or ``left - right``."""
    return _settled(at, lambda one, other: _total(op, one, other), left, right)


def _total(op: str, left: Num, right: Num) -> Num:
    if left.known is not None and right.known is not None:
        return constant(left.known + right.known if op == "+" else left.known - right.known)
    if op == "+" and left.known == 0:
        return right
    if right.known == 0:
        return left
    a, b = over_one(left, right)
    n = sql.add(a.n, b.n) if op == "+" else sql.sub(a.n, b.n)
    low = a.low + b.low if op == "+" else a.low - b.high
    high = a.high + b.high if op == "+" else a.high - b.low
    needs = joined(a.needs, b.needs)
    top, bottom = a.top + b.top, max(a.bottom, b.bottom)
    return Num(n, a.d, low, high, top, needs, by=a.by, bottom=bottom, wide=a.wide or b.wide)


def multiplied(at: Place, left: Num, right: Num) -> Num:
    """``left * right``."""
    return _settled(at, _product, left, right)


def _product(left: Num, right: Num) -> Num:
    for one, other in ((left, right), (right, left)):
        if one.known is not None:
            return reduced(other, one.known)
    corners = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
    return Num(
        product(left.n, right.n),
        left.d * right.d,
        min(corners),
        max(corners),
        left.top * right.top,
        joined(left.needs, right.needs),
        by=right.by if left.by is None else product(left.by, right.by),
        bottom=left.bottom * right.bottom,
        wide=left.wide,
    )


def divided(at: Place, left: Num, right: Num) -> Num:
    """``left / right``, missing where ``right`` is zero."""
    if right.known == 0 or right.low == right.high == 0:
        return nothing()
    if right.known is None and right.high <= 0:
        return divided(at, reduced(left, Fraction(-1)), reduced(right, Fraction(-1)))
    return _settled(at, lambda one, other: _quotient(at, one, other), left, right)


def _quotient(at: Place, left: Num, right: Num) -> Num:
    if right.known is not None:
        return reduced(left, 1 / right.known) if right.known else nothing()
    least = Fraction(1, right.deepest)
    if right.low >= 0:
        divisor = max(right.low, least), right.high
        corners = [a / b for a in (left.low, left.high) for b in divisor]
        n, by = left.n, right.n
    else:
        corners = [-left.most / least, left.most / least]
        left, right = at.short(left), at.short(right)
        amount = left.n
        if literal(amount) is not None:
            amount = sql.wide(amount) if right.wide else sql.double(amount)
        n = sql.case([(sql.compare("<", right.n, sql.whole(0)), sql.negated(amount))], amount)
        by = sql.absolute(right.n)
    needs = joined(left.needs, right.needs)
    if right.low <= 0:
        by, needs = sql.nullif(by, sql.whole(0)), None
    factor = Fraction(right.d, left.d)
    return Num(
        product(times(n, factor.numerator), right.by),
        factor.denominator,
        min(corners),
        max(corners),
        left.top * factor.numerator * right.bottom,
        needs,
        by=product(by, left.by),
        bottom=right.top * left.bottom,
        wide=left.wide or right.wide,
    )


def power(at: Place, base: Num, exponent: int) -> Num:
    """``base`` to a constant power of zero or more."""
    if base.known is not None:
        return ranged(at, constant(base.known**exponent))
    if exponent == 0:
        # one, where there is a base at all
        if not base.nullable:
            return constant(1)
        n = sql.case([(at.absent(base), sql.nothing("DOUBLE"))], sql.whole(1))
        return of_units(n, 1, Fraction(1), Fraction(1), base.needs)
    base, result = at.short(base), base
    for _ in range(exponent - 1):
        result = multiplied(at, result, base)
    if exponent % 2 == 0:
        result = replace(result, low=max(result.low, Fraction(0)))
    return result


def _settled(at: Place, work: Callable[[Num, Num], Num], left: Num, right: Num) -> Num:
    """The outcome of an operation in the narrowest numbers that hold it, as far as the place lets it go."""
    left, right = alike(at, left, right)
    num = work(left, right)
    if at.widely and not fits_floats(num):
        num = work(widened(at, left), widened(at, right))
    if num.wide and not fits_wide(num):
        num = work(narrowed(at, left), narrowed(at, right))
    return ranged(at, num)
