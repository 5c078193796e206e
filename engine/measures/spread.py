"""Standard deviation and coefficient of variation, published straight from whole numbers."""

from __future__ import annotations

from fractions import Fraction

from engine.columnar import sql
from engine.columnar.sheet import Sheet
from engine.columnar.sql import Sql
from engine.columnar.variables import Variable
from engine.formula.types import NUMBER
from engine.measures.aggregates import Made
from engine.measures.measure import Measure
from engine.numbers import ROOT_DECIMALS

_LARGE = 2**50
_HALF = sql.decimal(Fraction(1, 2))


def published_spread(measure: Measure, made: Made, sheet: Sheet) -> Variable:
    """The published value, in units of its last decimal.

    The root is taken in floats, which are off by a few parts in 10^16, while the language rounds it to 12 decimals
    before anything else. Only beside the middle between two published values could either matter: there, and where
    numbers are large, persons are odd.
    """
    count, total, spread = (sql.column(name) for name in made.names)
    # below zero only where something beyond all bounds was left out of the squares: such people are odd, but the root
    # of a negative number would end the query of all
    root = sql.call("SQRT", sql.absolute(sql.double(spread)))
    unit = sql.whole(10**measure.decimals)
    many = sql.mul(sql.double(count.copy()), sql.whole(made.scale))
    if made.kind == "stddev":
        size: Sql = sql.div(sql.mul(root, unit), sql.nullif(many, sql.whole(0)))
        early = sql.whole(1)
    else:
        middle = sql.absolute(sql.double(total.copy()))
        size = sql.div(sql.mul(root, unit), sql.nullif(middle, sql.whole(0)))
        early = sql.div(many, sql.nullif(middle.copy(), sql.whole(0)))
    exact = sheet.keep(f"{measure.id} unrounded", size)
    # what rounding to 12 decimals moves, in units, and what floats are off
    moved = sql.div(early, sql.whole(10 ** (ROOT_DECIMALS - measure.decimals)))
    off = sql.add(sql.div(exact, sql.whole(5 * 10**14)), moved)
    distance = sql.absolute(sql.sub(sql.sub(exact, sql.floor(exact.copy())), _HALF.copy()))
    sheet.call_odd(sql.either(sql.compare("<=", distance, off), sql.compare(">=", exact.copy(), sql.whole(_LARGE))))
    units = sql.floor(sql.add(exact.copy(), _HALF.copy()))
    if made.kind == "cv":
        units = sql.mul(sql.call("SIGN", sql.double(total.copy())), units)
    low = Fraction(0) if made.kind == "stddev" else Fraction(-_LARGE, 10**measure.decimals)
    high = Fraction(_LARGE, 10**measure.decimals)
    return Variable(sheet.keep(measure.id, units), NUMBER, 10**measure.decimals, low, high)
