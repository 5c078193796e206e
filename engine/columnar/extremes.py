"""The greatest and the smallest of numbers, and numbers kept between limits."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from engine.columnar import sql
from engine.columnar.numbers import Num, constant, joined, of_units
from engine.columnar.place import Place
from engine.columnar.ranges import all_scaled, both_over_one, ranged


def extreme(at: Place, op: str, nums: Sequence[Num]) -> Num:
    """The greatest (``op`` is ``>``) or the smallest (``<``) of the numbers."""
    best = nums[0]
    for num in nums[1:]:
        best = _of_two(at, op, best, num)
    return best


def _of_two(at: Place, op: str, left: Num, right: Num) -> Num:
    for one, other in ((left, right), (right, left)):
        certain = one.low >= other.high if op == ">" else one.high <= other.low
        if certain and not other.nullable:
            return one
    pick = max if op == ">" else min
    low, high = pick(left.low, right.low), pick(left.high, right.high)
    if left.known is not None and right.known is not None:
        return constant(pick(left.known, right.known))
    # what may be missing comes last: a missing number is neither greater nor smaller
    first, last = (right, left) if left.nullable and not right.nullable else (left, right)
    first, last = (at.short(num) for num in both_over_one(at, at.short(first), at.short(last)))
    test = sql.compare(op, first.n, last.n)
    if first.nullable:
        at_most = {">": "<=", "<": ">="}[op]
        n = sql.case([(test, first.n), (sql.compare(at_most, first.n, last.n), last.n)])
    else:
        n = sql.case([(test, first.n)], last.n)
    needs = joined(first.needs, last.needs)
    top, bottom = max(first.top, last.top), max(first.bottom, last.bottom)
    wide = first.wide or last.wide
    return ranged(at, Num(n, first.d, low, high, top, needs, by=first.by, bottom=bottom, wide=wide))


def kept_between(at: Place, num: Num, low: Fraction, high: Fraction) -> Num:
    """The number, or the limit that it is beyond."""
    if num.known is not None or num.by is not None or num.wide or not low <= num.high or not num.low <= high:
        return extreme(at, "<", [extreme(at, ">", [num, constant(low)]), constant(high)])
    num, least, most = all_scaled(
        at, [num, constant(low), constant(high)], lcm(num.d, low.denominator, high.denominator)
    )
    if num.wide:
        return extreme(at, "<", [extreme(at, ">", [num, least]), most])
    num = at.short(num)
    tests = [] if num.low >= low else [(sql.compare("<", num.n, least.n), least.n)]
    tests += [] if num.high <= high else [(sql.compare(">", num.n, most.n), most.n)]
    n = sql.case(tests, num.n) if tests else num.n
    return ranged(at, of_units(n, num.d, max(num.low, low), min(num.high, high), num.needs))
