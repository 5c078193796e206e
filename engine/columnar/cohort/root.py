"""The square root of a fraction in SQL, to the last of its decimals, on whole numbers only."""

from __future__ import annotations

from engine.columnar.cohort.cohort import Cohort, written
from engine.columnar.sql import (
    Sql,
    add,
    both,
    call,
    case,
    compare,
    double,
    either,
    floor,
    mul,
    quotient,
    remainder,
    sub,
    whole,
    wide,
)
from engine.numbers import ROOT_DECIMALS

MOST_DENOMINATOR = 10**29
"""A rest below it may be multiplied by a stretch of decimals."""
MOST = 10**13
"""The root of what is below this, in units, has a square of 37 digits."""
_STRETCH = 8


def square_root(n: Sql, d: Sql, cohort: Cohort) -> Sql:
    """``sqrt(n / d)`` in units of 10^-12, rounded half up, as :func:`engine.numbers.square_root` gives it.

    ``n`` is not negative, ``d`` is above zero and below :data:`MOST_DENOMINATOR`, the quotient below :data:`MOST`.
    NULL gives NULL.
    """
    units: Sql = cohort.keep("root whole", quotient(n, d))
    rest: Sql = cohort.keep("root rest", remainder(n, d))
    for decimals in range(_STRETCH, 2 * ROOT_DECIMALS + 1, _STRETCH):
        longer = mul(rest, written(10**_STRETCH))
        units, rest = (
            cohort.keep(f"root {decimals}", add(mul(units, written(10**_STRETCH)), quotient(longer, d))),
            cohort.keep(f"root rest {decimals}", remainder(longer, d)),
        )
    # a float has the first 15 digits; one step of Newton's from there gives the whole part of the root, or one more
    guess = cohort.keep("root guess", wide(double(floor(add(call("SQRT", double(units)), whole(1))))))
    better = cohort.keep("root better", quotient(add(guess, quotient(units, guess)), written(2)))
    over = compare(">", mul(better, better), units)
    below = cohort.keep("root below", case([(over, sub(better, written(1)))], better))
    # up from the middle between below and below + 1, whose square is below * below + below + 1/4
    middle = cohort.keep("root middle", add(mul(below, below), below))
    from_middle = both(compare("==", units, middle), compare(">=", mul(rest, written(4)), d))
    up = either(compare(">", units, middle), from_middle)
    return cohort.keep("root", add(below, case([(up, written(1))], written(0))))
