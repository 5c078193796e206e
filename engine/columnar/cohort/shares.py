"""Dividing a sum to the last unit, as :mod:`engine.functions.shares` and :mod:`engine.functions.budget` do it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from engine.columnar.cohort.cohort import (
    SAFE,
    Cohort,
    by_id,
    estimate,
    greatest,
    least,
    there,
    total,
    turn,
    written,
)
from engine.columnar.cohort.comparing import sort_keys
from engine.columnar.cohort.units import floored, rounded
from engine.columnar.numbers import NoForm, Num, of_units, scaled
from engine.columnar.sql import (
    FALSE,
    Sql,
    absolute,
    add,
    both,
    call,
    case,
    compare,
    double,
    either,
    mul,
    negated,
    opposite,
    quotient,
    remainder,
    sub,
    whole,
    wide,
)
from engine.numbers import LIMIT

_MOST_WEIGHT = 10**28
"""The weights of a billion people, in units, add up to 37 digits."""


def share_pool(cohort: Cohort) -> Num:
    """The pool of a group among those who hold the reward and have a basis; who holds it without one has no result."""
    amount, basis, held = (cohort.call.args[n] for n in range(3))
    pool, weight, decimals = cohort.number(amount), cohort.number(basis), cohort.known(3)
    if weight.by is not None:
        # fractions with different denominators have no common one that would fit
        raise NoForm(cohort.call.function)
    takes_part = cohort.keep("takes part", both(cohort.counted, cohort.flag(held)))
    shares = cohort.keep("shares", both(takes_part, there(pool), there(weight)))
    _one_amount(pool, shares, cohort)
    if weight.low < 0:
        lowest = cohort.keep("smallest weight", least(weight.n, cohort.among(shares)))
        cohort.call_odd(both(shares, compare("<", lowest, whole(0))))
    share = shared_out(rounded(pool, decimals, "pool", cohort), weight, shares, cohort)
    nothing = both(cohort.counted, opposite(takes_part))
    n = cohort.keep("share", double(case([(shares, share), (nothing, written(0))])))
    most = min(pool.most + 1, Fraction(LIMIT))
    scale = 10**decimals
    return of_units(n, scale, Fraction(0) if pool.positive else -most, most, None)


def fit_budget(cohort: Cohort) -> Num:
    """What was earned; where a group has earned more than its budget, one's share of the budget."""
    earned, amount, decimals = cohort.number(cohort.call.args[0]), cohort.number(cohort.call.args[1]), cohort.known(2)
    if earned.by is not None or 10**decimals % earned.d:
        raise NoForm(cohort.call.function)
    earned = scaled(earned, 10**decimals)
    shares = cohort.keep("shares", both(cohort.counted, there(earned), there(amount)))
    among = cohort.among(shares)
    _one_amount(amount, shares, cohort)
    if earned.low < 0:
        lowest = cohort.keep("smallest", least(earned.n, among))
        cohort.call_odd(both(shares, compare("<", lowest, whole(0))))
    spent = cohort.keep("earned together", total(case([(shares, wide(earned.n))]), among))
    budget = floored(amount, decimals, "budget", cohort)
    exceeded = cohort.keep("exceeded", both(shares, compare(">", spent, budget)))
    share = shared_out(budget, earned, exceeded, cohort)
    n = cohort.keep("fitted", double(case([(exceeded, share), (shares, wide(earned.n))])))
    return of_units(n, earned.d, min(earned.low, Fraction(0)), max(earned.high, Fraction(0)), None)


def shared_out(units: Sql, weight: Num, shares: Sql, cohort: Cohort) -> Sql:
    """Everyone's share of ``units`` in proportion to the weights; NULL for who does not share.

    Largest remainder, equal remainders by id; see :func:`engine.functions.shares.share_out`. Odd where weights add up
    to nothing or products become too large; weights below zero must have been called odd before.
    """
    among = cohort.among(shares)
    own = cohort.keep("weight", case([(shares, cohort.tame(weight.n, weight.top, _MOST_WEIGHT))]))
    pot = cohort.keep("to share", absolute(units))
    weights = cohort.keep("weights", total(own, among))
    heaviest = cohort.keep("largest weight", greatest(own, among))
    product = mul(double(pot), double(heaviest))
    fits = cohort.keep("fits", both(compare("<", product, estimate(SAFE)), compare(">", weights, written(0))))
    cohort.call_odd(both(shares, opposite(call("COALESCE", fits, FALSE.copy()))))
    part = cohort.keep("whole units", case([(fits, quotient(mul(pot, own), weights))]))
    rest = cohort.keep("remainder", case([(fits, remainder(mul(pot, own), weights))]))
    left = cohort.keep("left over", sub(pot, total(part, among)))
    order = cohort.keep("turn", turn(among, [(rest, True), by_id()]))
    share = cohort.keep("units", add(part, case([(compare("<=", order, left), written(1))], written(0))))
    return case([(compare("<", units, written(0)), negated(share))], share)


def equal_shares(units: Sql, people: Sql, turn: Sql) -> Sql:
    """One's share when ``people`` share alike: the first few by id get one unit more."""
    pot = absolute(units)
    share = add(quotient(pot, people), case([(compare("<=", turn, remainder(pot, people)), written(1))], written(0)))
    return case([(compare("<", units, written(0)), negated(share))], share)


def _one_amount(amount: Num, shares: Sql, cohort: Cohort) -> None:
    """Groups in which two people state different amounts are for the reference, which says so."""
    if amount.known is None:
        keys = sort_keys(amount, "amount", cohort)
        cohort.call_odd(both(shares, differ(keys, "amount", cohort.among(shares), cohort)))


def differ(keys: Sequence[Sql], name: str, among: Sequence[Sql], cohort: Cohort) -> Sql:
    """Whether not all in the partition have the same keys."""
    tests = []
    for n, key in enumerate(keys):
        lowest = cohort.keep(f"{name} lowest {n}", least(key, among))
        tests.append(compare("!=", lowest, cohort.keep(f"{name} highest {n}", greatest(key, among))))
    return either(*tests)
