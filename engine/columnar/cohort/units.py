"""Amounts of money in whole units of the currency."""

from __future__ import annotations

from engine.columnar.cohort.cohort import Cohort, written
from engine.columnar.numbers import Num
from engine.columnar.sql import Sql, absolute, add, case, compare, mul, negated, quotient, whole, wide
from engine.numbers import round_half_away

_MOST = 10**30
"""Numerator and denominator of an amount stay below it, so that its units can be told."""


def rounded(amount: Num, decimals: int, name: str, cohort: Cohort) -> Sql:
    """The amount rounded half away from zero."""
    if amount.known is not None:
        return written(int(round_half_away(amount.known, decimals) * 10**decimals))
    if amount.by is None and amount.d == 10**decimals:
        return wide(amount.n)
    n, d = _pair(amount, name, cohort)
    units = quotient(add(mul(absolute(n), written(2 * 10**decimals)), d), mul(d, written(2)))
    return cohort.keep(f"{name} rounded", case([(compare("<", n, whole(0)), negated(units))], units))


def floored(amount: Num, decimals: int, name: str, cohort: Cohort) -> Sql:
    """The amount rounded down; zero where it is below."""
    n, d = _pair(amount, name, cohort)
    units = quotient(mul(n, written(10**decimals)), d)
    return cohort.keep(f"{name} rounded down", case([(compare("<", n, whole(0)), written(0))], units))


def _pair(amount: Num, name: str, cohort: Cohort) -> tuple[Sql, Sql]:
    n = cohort.keep(name, cohort.tame(amount.n, amount.top, _MOST))
    if amount.by is None:
        return n, written(amount.d)
    return n, cohort.keep(f"{name} over", cohort.tame(amount.divisor, amount.deepest, _MOST))
