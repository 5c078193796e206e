"""Tiers by a forced distribution, as :mod:`engine.functions.forced` has them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from math import lcm

from engine.columnar.cohort.cohort import Cohort, how_many, how_many_upto, place, there, written
from engine.columnar.cohort.comparing import sort_keys
from engine.columnar.sql import Sql, add, both, case, compare, mul, quotient, remainder, sub, text, whole, wide
from engine.columnar.variables import Variable
from engine.formula.nodes import Flag, Number, Text
from engine.formula.types import TEXT


def forced_tier(cohort: Cohort) -> Variable:
    """The tier of one's place; NULL in a group that is too small."""
    value, _, include, _, *rest = cohort.call.args
    smallest, breakers = cohort.known(1), cohort.known(3)
    assert isinstance(include, Flag)
    ranked = cohort.number(value)
    placed = cohort.keep("placed", both(cohort.counted, there(ranked)))
    keys = [*sort_keys(ranked, "value", cohort)]
    for n, breaker in enumerate(rest[:breakers], 1):
        keys += sort_keys(cohort.number(breaker), f"breaker {n}", cohort)
    among, order = cohort.among(placed), [(key, True) for key in keys]
    people = cohort.keep("people", how_many(among))
    if include.value:
        # whoever has a place of the tier takes all equals along
        edge_is_below, position = "<", sub(cohort.keep("place", place(among, order)), whole(1))
    else:
        edge_is_below, position = "<=", cohort.keep("place of the last equal", how_many_upto(among, order))
    names, shares = _tiers(rest[breakers:])
    edges = [
        cohort.keep(f"end of tier {n}", edge)
        for n, edge in enumerate(accumulate(_sizes(people, shares, cohort), add), 1)
    ]
    found = case(
        [(compare(edge_is_below, position, edge), text(name)) for name, edge in zip(names, edges, strict=True)]
    )
    allowed = both(placed, compare(">=", people, whole(smallest))) if smallest > 1 else placed
    return Variable(cohort.keep("tier", case([(allowed, found)])), TEXT)


def _tiers(args: Sequence[object]) -> tuple[list[str], list[Fraction]]:
    """The names of the tiers and their shares; who takes the rest takes what the others leave."""
    names, shares = [], []
    for name, share in zip(args[0::3], args[1::3], strict=True):
        assert isinstance(name, Text) and isinstance(share, Number)
        names.append(name.value)
        shares.append(share.value)
    for n, takes_rest in enumerate(args[2::3]):
        assert isinstance(takes_rest, Flag)
        if takes_rest.value:
            shares[n] = max(Fraction(0), 1 - sum(shares, Fraction(0)))
    return names, shares


def _sizes(people: Sql, shares: Sequence[Fraction], cohort: Cohort) -> list[Sql]:
    """How many people each tier holds; see :func:`engine.functions.forced.tier_sizes`."""
    d = lcm(*(share.denominator for share in shares))
    parts = [int(share * d) for share in shares]
    whole_parts: list[Sql] = []
    rests: list[Sql] = []
    for n, part in enumerate(parts, 1):
        exact = mul(wide(people), written(part))
        whole_parts.append(cohort.keep(f"tier {n} at least", quotient(exact, written(d))))
        rests.append(cohort.keep(f"tier {n} remainder", remainder(exact, written(d))))
    placed = quotient(mul(wide(people), written(sum(parts))), written(d))
    for whole_part in whole_parts:
        placed = sub(placed, whole_part)
    left = cohort.keep("places left over", placed)
    middle = Fraction(len(shares) - 1, 2)
    favour = sorted(range(len(shares)), key=lambda n: (abs(n - middle), n))
    sizes: list[Sql] = []
    for n, whole_part in enumerate(whole_parts):
        ahead: Sql = written(0)
        for other in range(len(shares)):
            if other != n:
                op = ">=" if favour.index(other) < favour.index(n) else ">"
                ahead = add(ahead, case([(compare(op, rests[other], rests[n]), written(1))], written(0)))
        one_more = case([(compare("<", ahead, left), written(1))], written(0))
        sizes.append(cohort.keep(f"tier {n + 1} size", add(whole_part, one_more)))
    return sizes
