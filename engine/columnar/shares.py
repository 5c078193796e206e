"""A split of one amount among parties in SQL: largest remainder, the party written first takes equal ones."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from math import lcm
from typing import TYPE_CHECKING

from engine.columnar import sql
from engine.columnar.arithmetic import total
from engine.columnar.conditions import compared
from engine.columnar.numbers import Num, of_units, reduced, scaled
from engine.columnar.ranges import ranged
from engine.columnar.rounding import floored
from engine.formula.nodes import Call

if TYPE_CHECKING:
    from engine.columnar.translate import Translator


def split_share(at: Translator, call: Call) -> Num:
    """One party's part of a whole that has no more than the given decimals; the weights are constants."""
    whole, *settings = (at.number(arg) for arg in call.args)
    known = [setting.known for setting in settings]
    assert whole.by is None and all(value is not None for value in known)
    position, decimals, *parts = (value for value in known if value is not None)
    common = lcm(*(part.denominator for part in parts))
    weights = [int(part * common) for part in parts]
    units = reduced(scaled(whole, lcm(whole.d, 10 ** int(decimals))), Fraction(10) ** int(decimals))
    if units.known is not None:
        units = of_units(sql.double(units.n), 1, units.low, units.high)
    size = units if units.positive else of_units(sql.absolute(units.n), 1, Fraction(0), units.most, units.needs)
    floors, rests = [], []
    for weight in weights:
        exact = ranged(at, reduced(size, Fraction(weight, sum(weights))))
        below = floored(at, exact)
        floors.append(at.short(below))
        # what is left of this part, in units of one over the sum of weights
        rests.append(at.short(reduced(total(at, "-", exact, floors[-1]), Fraction(sum(weights)))))
    left = reduced(reduce(lambda one, other: total(at, "+", one, other), rests), Fraction(1, sum(weights)))
    mine = rests[int(position)]
    ahead = [
        sql.case([(compared(at, ">=" if n < position else ">", rest, mine).sql, sql.whole(1))], sql.whole(0))
        for n, rest in enumerate(rests)
        if n != position
    ]
    place = of_units(reduce(sql.add, ahead), 1, Fraction(0), Fraction(len(parts))) if ahead else None
    one_more = sql.TRUE.copy() if place is None else compared(at, "<", place, left).sql
    n = sql.add(floors[int(position)].n, sql.case([(one_more, sql.whole(1))], sql.whole(0)))
    if not units.positive:
        n = sql.mul(n, sql.case([(sql.compare("<", at.short_sql(units.n), sql.whole(0)), sql.whole(-1))], sql.whole(1)))
    most = units.most + 1
    low = Fraction(0) if units.positive else -most
    unit = 10 ** int(decimals)
    return ranged(at, of_units(n, unit, low / unit, most / unit, whole.needs))
