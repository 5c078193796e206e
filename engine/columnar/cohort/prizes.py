"""Prizes by place, as :mod:`engine.functions.prizes` gives them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from engine.columnar.cohort.cohort import (
    Cohort,
    by_id,
    how_many,
    place,
    there,
    turn,
    written,
)
from engine.columnar.cohort.comparing import sort_keys
from engine.columnar.cohort.shares import differ, equal_shares
from engine.columnar.cohort.units import rounded
from engine.columnar.numbers import Num, of_units
from engine.columnar.sql import Sql, add, both, case, compare, double, opposite, sub, whole, wide
from engine.formula.nodes import Flag, Text


def prize(cohort: Cohort) -> Num:
    """The prize of one's place; 0 for who has none."""
    value, held, ascending, ties, _, _, *listed = cohort.call.args
    assert isinstance(ascending, Flag) and isinstance(ties, Text)
    ranked, decimals, smallest = cohort.number(value), cohort.known(4), cohort.known(5)
    amounts = [cohort.number(amount) for amount in listed]
    scale = 10**decimals
    placed = cohort.keep("placed", both(cohort.counted, cohort.flag(held), there(ranked)))
    keys = sort_keys(ranked, "value", cohort)
    among = cohort.among(placed)
    equals = [*among, *keys]
    found = cohort.keep("place", place(among, [(key, not ascending.value) for key in keys]))
    tied = cohort.keep("tied", how_many(equals))
    wins: Sql = both(placed, compare("<=", found, whole(len(amounts))))
    if smallest > 1:
        people = cohort.keep("people", how_many(among))
        wins = both(wins, compare(">=", people, whole(smallest)))
    wins = cohort.keep("wins", wins)
    units = [rounded(amount, decimals, f"amount {n}", cohort) for n, amount in enumerate(amounts, 1)]
    own = _units_at(found, units)
    if ties.value == "same":
        n = case([(wins, own)], written(0))
    elif ties.value == "skip":
        n = case([(both(wins, compare("==", tied, whole(1))), own)], written(0))
    else:
        order = cohort.keep("turn", turn(equals, [by_id()]))
        _stated_alike(amounts, found, tied, equals, wins, cohort)
        pot = cohort.keep("to share", _taken(found, tied, units))
        n = case([(wins, equal_shares(pot, wide(tied), order))], written(0))
    n = cohort.keep("prize", double(case([(cohort.counted, n)])))
    most = sum((amount.most + 1 for amount in amounts), Fraction(0))
    low = Fraction(0) if all(amount.positive for amount in amounts) else -most
    return of_units(n, scale, low, most, None)


def _units_at(position: Sql, units: Sequence[Sql]) -> Sql:
    """The amount of the place."""
    return case([(compare("==", position, whole(n)), amount) for n, amount in enumerate(units, 1)])


def _taken(found: Sql, tied: Sql, units: Sequence[Sql]) -> Sql:
    """The sum of the amounts of all places that those who tie take up."""
    before, upto = [], []
    so_far: Sql = written(0)
    for n, amount in enumerate(units, 1):
        before.append((compare("==", found, whole(n)), so_far))
        so_far = add(so_far, amount)
        upto.append((compare("==", sub(add(found, tied), whole(1)), whole(n)), so_far))
    return sub(case(upto, so_far), case(before))


def _stated_alike(
    amounts: Sequence[Num], found: Sql, tied: Sql, equals: Sequence[Sql], wins: Sql, cohort: Cohort
) -> None:
    """Who ties and states other amounts than the others, or none, is for the reference, which says so."""
    for n, amount in enumerate(amounts, 1):
        if amount.known is None:
            keys = sort_keys(amount, f"amount {n}", cohort)
            stated = cohort.keep(f"amount {n} stated", how_many(equals, keys[0]))
            alike = both(opposite(differ(keys, f"amount {n}", equals, cohort)), compare("==", stated, tied))
            taken = both(compare("<=", found, whole(n)), compare("<", whole(n), add(found, tied)))
            cohort.call_odd(both(wins, compare(">", tied, whole(1)), taken, opposite(alike)))
