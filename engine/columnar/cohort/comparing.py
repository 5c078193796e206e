"""Comparing exact numbers in SQL: keys that order fractions, and are equal, exactly as the fractions are."""

from __future__ import annotations

from engine.columnar.cohort.cohort import Cohort, there, written
from engine.columnar.numbers import Num
from engine.columnar.sql import Sql, add, case, compare, mul, quotient, remainder, sub, wide

STRETCH = 10**18
"""Divisors stay below this, and two stretches of so many decimals tell any two such fractions apart."""


def sort_keys(value: Num, name: str, cohort: Cohort) -> list[Sql]:
    """What to order and to group by; whoever has a number too fine for it is odd.

    Where all are divided by the same it is the numerator. Otherwise the whole part and 36 decimals in two stretches:
    two different fractions with denominators below 10^18 differ by more than 10^-36.
    """
    if value.by is None:
        return [value.n]
    known = there(value)
    n = cohort.keep(f"{name} n", case([(known, wide(value.n))]))
    by = cohort.keep(f"{name} by", case([(known, wide(value.by))]))
    fits: Sql = compare("<", by, written(STRETCH))
    if value.bottom >= STRETCH:
        cohort.call_odd(compare(">=", by, written(STRETCH)))
    rest = cohort.keep(f"{name} rest", case([(fits, remainder(add(remainder(n, by), by), by))]))
    keys: list[Sql] = [cohort.keep(f"{name} whole", quotient(sub(n, rest), by))]
    for part in ("first", "second"):
        longer = mul(rest, written(STRETCH))
        keys.append(cohort.keep(f"{name} {part} decimals", quotient(longer, by)))
        rest = cohort.keep(f"{name} rest of {part}", remainder(longer, by))
    return keys
