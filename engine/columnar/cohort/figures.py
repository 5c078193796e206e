"""Figures of a group, as :mod:`engine.functions.cohort` has them: count, sum, mean, deviation, z-score."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from engine.columnar.cohort.cohort import (
    SAFE,
    Cohort,
    estimate,
    greatest,
    how_many,
    there,
    total,
    written,
)
from engine.columnar.cohort.root import MOST, MOST_DENOMINATOR, square_root
from engine.columnar.numbers import EXACT, NoForm, Num, cancelled
from engine.columnar.sql import (
    Sql,
    absolute,
    both,
    case,
    compare,
    double,
    mul,
    nullif,
    opposite,
    sub,
    whole,
    wide,
)
from engine.numbers import LIMIT, ROOT_DECIMALS

LARGE = 10**28
"""Parts of a formula stay below it, so that what is worked out with them has room. So many times a billion fits."""


def cohort_count(cohort: Cohort) -> Num:
    value = cohort.number(cohort.call.args[0])
    one = cohort.keep("has a value", case([(both(cohort.counted, there(value)), whole(1))]))
    found = cohort.keep("people", how_many(cohort.among(cohort.counted), one))
    n = cohort.keep("count", case([(cohort.counted, double(found))]))
    return Num(n, 1, Fraction(0), Fraction(cohort.people), cohort.people, None)


def cohort_sum(cohort: Cohort) -> Num:
    group = _group(cohort)
    most = min(group.most * cohort.people, Fraction(LIMIT))
    top = int(most * group.scale)
    n = cohort.keep("group sum", case([(cohort.counted, group.sum)]))
    if most == LIMIT:
        cohort.call_odd(compare(">=", absolute(n), written(LIMIT * group.scale)))
    low = Fraction(0) if group.low >= 0 else -most
    return _light(Num(n, group.scale, low, most, top, None, wide=True))


def cohort_mean(cohort: Cohort) -> Num:
    group = _group(cohort)
    top = int(group.most * group.scale) * cohort.people
    n = cohort.keep("group sum", case([(cohort.counted, cohort.tame(group.sum, top, LARGE))]))
    by = nullif(wide(group.people), written(0))
    found = Num(n, group.scale, group.low, group.high, min(top, LARGE), None, by=by, bottom=cohort.people, wide=True)
    return _light(found)


def cohort_stddev(cohort: Cohort) -> Num:
    spread = _spread(_group(cohort), cohort)
    n = cohort.keep("deviation", case([(cohort.counted, spread)]))
    scale, most = 10**ROOT_DECIMALS, _most_spread(cohort)
    return Num(n, scale, Fraction(0), most, int(most * scale), None, wide=True)


def zscore(cohort: Cohort) -> Num:
    """(value - sum / people) / deviation as one fraction."""
    group = _group(cohort)
    spread = _spread(group, cohort)
    distance = sub(mul(group.value, wide(group.people)), group.sum)
    top = 2 * int(group.most * group.scale) * cohort.people
    n = cohort.keep("distance", case([(cohort.counted, cohort.tame(distance, top, LARGE))]))
    # nobody is further away than the root of how many there are
    far = Fraction(isqrt(cohort.people) + 1)
    bottom = cohort.people * int(_most_spread(cohort) * 10**ROOT_DECIMALS)
    scale = 10**ROOT_DECIMALS
    found = Num(
        mul(n, whole(scale)),
        group.scale,
        -far,
        far,
        min(top, LARGE) * scale,
        None,
        by=mul(wide(group.people), spread),
        bottom=bottom,
        wide=True,
    )
    return cancelled(found)


def _most_spread(cohort: Cohort) -> Fraction:
    """The largest deviation that is worked out here, or that the values can have."""
    argument = cohort.number(cohort.call.args[0])
    return min(Fraction(isqrt(MOST) + 1), argument.most)


def _light(num: Num) -> Num:
    """The number in floats, where these hold it."""
    if num.top >= EXACT or num.deepest >= EXACT:
        return num
    return Num(
        double(num.n),
        num.d,
        num.low,
        num.high,
        num.top,
        None,
        by=None if num.by is None else double(num.by),
        bottom=num.bottom,
    )


@dataclass(frozen=True, slots=True)
class _Group:
    """One's own value in units where it counts, and the sum and number of the values of the group."""

    value: Sql
    scale: int
    low: Fraction
    high: Fraction
    among: tuple[Sql, ...]
    people: Sql
    sum: Sql

    @property
    def most(self) -> Fraction:
        return max(abs(self.low), abs(self.high))


def _group(cohort: Cohort) -> _Group:
    argument = cohort.number(cohort.call.args[0])
    if argument.by is not None:
        # fractions with different denominators have no common one that would fit
        raise NoForm(cohort.call.function)
    units = cohort.tame(argument.n, argument.top, LARGE)
    value = cohort.keep("value", case([(cohort.counted, units)]))
    among = cohort.among(cohort.counted)
    people = cohort.keep("people", how_many(among, value))
    found = cohort.keep("sum", total(value, among))
    return _Group(value, argument.d, argument.low, argument.high, among, people, found)


def _spread(group: _Group, cohort: Cohort) -> Sql:
    """The standard deviation in units of 10^-12, NULL when all are equal; odd where the numbers are too large for it.

    The variance is (people * sum of squares - square of the sum) / (people * scale) ** 2.
    """
    top = cohort.keep("largest value", greatest(absolute(group.value), group.among))
    most = mul(double(group.people), double(top))
    below = mul(double(group.people), whole(group.scale))
    fits = cohort.keep(
        "fits",
        both(
            compare("<", mul(most, most), estimate(SAFE)),
            compare("<", mul(below, below), estimate(f"{MOST_DENOMINATOR / 10:e}")),
            compare("<", mul(double(top), double(top)), estimate(f"{float(MOST / 10) * group.scale**2:e}")),
        ),
    )
    cohort.call_odd(opposite(fits))
    squares = cohort.keep("squares", total(case([(fits, mul(group.value, group.value))]), group.among))
    square = case([(fits, mul(group.sum, group.sum))])
    n = cohort.keep("variance", case([(fits, sub(mul(wide(group.people), squares), square))]))
    people = mul(wide(group.people), wide(group.people))
    d = cohort.keep("variance over", case([(fits, mul(people, written(group.scale**2)))]))
    return cohort.keep("spread", nullif(square_root(n, d, cohort), written(0)))
