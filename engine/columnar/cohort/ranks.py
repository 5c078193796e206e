"""Places among the people scored together, as :mod:`engine.functions.cohort` has them."""

from __future__ import annotations

from fractions import Fraction

from sqlglot import exp

from engine.columnar.cohort.cohort import Cohort, how_many, over, place, there
from engine.columnar.cohort.comparing import sort_keys
from engine.columnar.numbers import Num
from engine.columnar.sql import Sql, add, both, case, compare, double, mul, sub, whole


def rank(cohort: Cohort) -> Num:
    """Places from 1."""
    placed, keys, falling = _placed(cohort)
    among, order = cohort.among(placed), [(key, falling) for key in keys]
    ties = cohort.word("ties")
    found = cohort.keep("place", over(exp.DenseRank(), among, order) if ties == "dense" else place(among, order))
    people, first, last = cohort.people, Fraction(1), Fraction(cohort.people)
    if ties != "average":
        n = cohort.keep("rank", case([(placed, double(found))]))
        return Num(n, 1, first, last, people, None)
    equals = cohort.keep("equals", how_many([*among, *keys]))
    twice = sub(add(mul(whole(2), found), equals), whole(1))
    n = cohort.keep("twice the rank", case([(placed, double(twice))]))
    return Num(n, 2, first, last, 2 * people, None)


def percent_rank(cohort: Cohort) -> Num:
    """The share of the others whom one is ahead of; 1 for who is alone."""
    placed, keys, falling = _placed(cohort)
    among = cohort.among(placed)
    # from the other end, the place minus one is how many are behind
    behind = cohort.keep("from behind", place(among, [(key, not falling) for key in keys]))
    people = cohort.keep("people", how_many(among))
    alone = compare("==", people, whole(1))
    ahead = case([(both(placed, alone), double(whole(1))), (placed, double(sub(behind, whole(1))))])
    others = case([(alone, double(whole(1)))], double(sub(people, whole(1))))
    n, by = cohort.keep("ahead of", ahead), cohort.keep("others", others)
    return Num(n, 1, Fraction(0), Fraction(1), cohort.people, None, by=by, bottom=cohort.people)


def _placed(cohort: Cohort) -> tuple[Sql, list[Sql], bool]:
    """Who is placed, what they are compared by, and whether the highest is first."""
    value = cohort.number(cohort.call.args[0])
    placed = cohort.keep("placed", both(cohort.counted, there(value)))
    return placed, sort_keys(value, "value", cohort), cohort.word("ascending") is not True
