"""Rounding and whole parts of exact numbers."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from engine.columnar import sql
from engine.columnar.numbers import EXACT, WIDE, Num, constant, of_units, reduced, times
from engine.columnar.ranges import narrowed, widened
from engine.numbers import round_half_away

if TYPE_CHECKING:
    from engine.columnar.translate import Translator


LONG = 40
"""A signed numerator of so many nodes gets a column of its own: databases without our rounding write it twice."""


def rounded(at: Translator, num: Num, decimals: int) -> Num:
    """The number rounded half away from zero to so many decimals (to tens and hundreds where negative)."""
    if num.known is not None:
        return constant(round_half_away(num.known, decimals))
    if decimals >= 0 and num.by is None and 10**decimals % num.d == 0:
        return num
    unit = Fraction(10) ** decimals
    n = _whole_units(at, _held(at, num, unit), "round")
    low, high = (round_half_away(edge, decimals) for edge in (num.low, num.high))
    if decimals >= 0:
        return of_units(n, 10**decimals, low, high, num.needs)
    return of_units(times(n, 10**-decimals), 1, low, high, num.needs)


def floored(at: Translator, num: Num) -> Num:
    """The greatest whole number not above."""
    return _cut(at, num, "floor")


def ceiled(at: Translator, num: Num) -> Num:
    """The least whole number not below."""
    return _cut(at, num, "ceil")


def _cut(at: Translator, num: Num, way: str) -> Num:
    work = floor if way == "floor" else ceil
    if num.known is not None:
        return constant(work(num.known))
    if num.d == 1 and num.by is None:
        return num
    low, high = Fraction(work(num.low)), Fraction(work(num.high))
    return of_units(_whole_units(at, _held(at, num, Fraction(1)), way), 1, low, high, num.needs)


def _held(at: Translator, num: Num, unit: Fraction) -> Num:
    """``num * unit`` in the narrowest numbers in which its whole part can be told."""
    found = reduced(num, unit)
    if at.widely and not found.wide and 2 * found.top + 3 * found.deepest >= EXACT:
        found = reduced(widened(at, num), unit)
    if found.wide and 2 * found.top + 2 * found.deepest >= WIDE:
        found = reduced(narrowed(at, num), unit)
    return found


def _whole_units(at: Translator, num: Num, way: str) -> sql.Sql:
    """``n / d`` as a whole number. Rows in which floats could not tell are odd."""
    if num.wide:
        return _wide_units(at, num, way)
    n, by = num.n, num.by
    if 2 * num.top + 3 * num.deepest >= EXACT:
        n = at.short_sql(n)
        size = n if num.positive else sql.absolute(n)
        if by is None:
            least = (EXACT - 1 - 3 * num.d) // 2
            at.call_odd(sql.compare(">", size, sql.whole(least)) if least > 0 else sql.TRUE.copy())
        else:
            by = at.short_sql(by)
            test = sql.add(times(size, 2), times(by, 3 * num.d))
            at.call_odd(sql.compare(">=", test, sql.whole(EXACT)))
    if num.d == 1 and by is None:
        return n
    divisor = replace(num, by=by).divisor
    if way == "round":
        if not num.positive and sql.size(n) >= LONG:
            n = at.short_sql(n)
        return sql.call("SW_ROUND_POSITIVE" if num.positive else "SW_ROUND", n, divisor)
    return sql.call("SW_FLOOR" if way == "floor" else "SW_CEIL", sql.div(n, divisor))


def _wide_units(at: Translator, num: Num, way: str) -> sql.Sql:
    """The same for a wide number, which becomes a float again."""
    num = at.short(num)
    n, d = num.n, num.divisor
    if way == "ceil":
        n = sql.negated(n)
    if way == "round":
        units = sql.quotient(sql.add(times(sql.absolute(n), 2), d), times(d, 2))
        if not num.positive:
            units = sql.case([(sql.compare("<", n, sql.whole(0)), sql.negated(units))], units)
    else:
        # what lies above a multiple, also where the number is below zero
        above = sql.remainder(sql.add(sql.remainder(n, d), d), d)
        units = sql.quotient(sql.sub(n, above), d)
        if way == "ceil":
            units = sql.negated(units)
    return sql.double(units)
