"""Numbers within what floats and the language hold: rows in which one would leave them are odd, or it becomes wide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from engine.columnar import sql
from engine.columnar.numbers import (
    EXACT,
    NoForm,
    Num,
    cancelled,
    constant,
    fits_floats,
    fits_wide,
    over_one,
    scaled,
    times,
)
from engine.columnar.place import Place
from engine.numbers import LIMIT


def ranged(at: Place, num: Num) -> Num:
    """The number; rows in which it would leave the range, or whole numbers that floats hold, are odd."""
    if num.known is not None:
        if abs(num.known) >= LIMIT:
            at.call_odd(sql.TRUE.copy())
            return constant(0)
        return num
    if num.wide:
        return _wide_ranged(at, num)
    n, by, low, high, top, bottom = num.n, num.by, num.low, num.high, num.top, num.bottom
    limit = EXACT
    if by is None:
        top, limit = min(top, int(num.most * num.d)), min(EXACT, LIMIT * num.d)
    if num.deepest >= EXACT:
        if by is None:
            at.call_odd(sql.TRUE.copy())
            return constant(0)
        by = at.short_sql(by)
        at.call_odd(sql.compare(">=", times(by, num.d), sql.whole(EXACT)))
        bottom = (EXACT - 1) // num.d
    if top >= limit:
        n = at.short_sql(n)
        at.call_odd(sql.compare(">=", n if low >= 0 else sql.absolute(n), sql.whole(limit)))
        top = limit - 1
    if by is not None and min(num.most, Fraction(top, num.d)) >= LIMIT:
        n, by = at.short_sql(n), at.short_sql(by)
        at.call_odd(sql.compare(">=", sql.absolute(n), times(by, num.d * LIMIT)))
    most = min(Fraction(LIMIT), Fraction(top, num.d))
    return replace(num, n=n, by=by, low=max(low, -most), high=min(high, most), top=top, bottom=bottom)


def _wide_ranged(at: Place, num: Num) -> Num:
    """The wide number; the caller has seen to it that nothing outgrows the widest type, which would end the
    query."""
    num = cancelled(num)
    top = min(num.top, int(num.most * num.d)) if num.by is None else num.top
    if not fits_wide(num):
        raise NoForm(at.owner)
    most = min(num.most, Fraction(top, num.d))
    if most >= LIMIT:
        # in floats, and therefore with a margin
        num = at.short(num)
        size, edge = sql.double(sql.absolute(num.n)), sql.mul(sql.double(num.divisor), sql.whole(LIMIT - 1))
        at.call_odd(sql.compare(">=", size, edge))
        num = replace(num, n=sql.case([(sql.compare("<", size.copy(), edge.copy()), num.n)]))
        most = Fraction(LIMIT)
        top = min(top, LIMIT * num.deepest)
    return replace(num, low=max(num.low, -most), high=min(num.high, most), top=top)


def alike(at: Place, *nums: Num) -> list[Num]:
    """The numbers, all of them wide if one of them is."""
    return [widened(at, num) for num in nums] if any(num.wide for num in nums) else list(nums)


def widened(at: Place, num: Num) -> Num:
    """The number as a wide one; where it is beyond its bounds, which is in odd rows only, it is missing.

    An overflow of wide numbers would end the whole query.
    """
    if num.wide or num.known is not None:
        return num
    num = at.short(num)
    n = sql.case([(sql.compare("<=", sql.absolute(num.n), sql.whole(num.top)), sql.wide(num.n))])
    by = num.by
    if by is not None:
        by = sql.case([(sql.compare("<=", by, sql.whole(num.bottom)), sql.wide(by))])
    return replace(num, n=n, by=by, wide=True)


def narrowed(at: Place, num: Num) -> Num:
    """A wide number as one of floats; rows in which they do not hold it are odd."""
    if not num.wide:
        return num
    num = at.short(num)
    at.call_odd(sql.compare(">=", sql.absolute(num.n), sql.whole(EXACT)))
    bottom = num.bottom
    if num.by is not None:
        bottom = min(bottom, (EXACT - 1) // num.d)
        at.call_odd(sql.compare(">", num.by, sql.whole(bottom)))
    by = None if num.by is None else sql.double(num.by)
    top = min(num.top, EXACT - 1)
    return ranged(at, replace(num, n=sql.double(num.n), by=by, top=top, bottom=bottom, wide=False))


def both_over_one(at: Place, left: Num, right: Num) -> tuple[Num, Num]:
    """Both over one denominator, in the narrowest numbers that hold them."""
    left, right = alike(at, left, right)
    found = over_one(left, right)
    if at.widely and not all(fits_floats(num) for num in found):
        found = over_one(widened(at, left), widened(at, right))
    if any(num.wide and not fits_wide(num) for num in found):
        found = over_one(narrowed(at, left), narrowed(at, right))
    return found


def all_scaled(at: Place, nums: Sequence[Num], d: int) -> list[Num]:
    """All of them over one constant denominator, in the narrowest numbers that hold them."""
    nums = alike(at, *nums)
    found = [scaled(num, d) for num in nums]
    if at.widely and not all(fits_floats(num) for num in found):
        found = [scaled(widened(at, num), d) for num in nums]
    if any(num.wide and not fits_wide(num) for num in found):
        found = [scaled(narrowed(at, num), d) for num in nums]
    return found
