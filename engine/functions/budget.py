"""Fitting what a group has earned into its budget."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor

from engine.formula.types import MONEY
from engine.functions.columns import Answers, Column, common, internal, is_number, members_of, number_at, whole_at
from engine.functions.declaration import Scope
from engine.functions.shares import share_out
from engine.issues import Words, declare
from engine.values import Undecided

BUDGET_DIFFERS = declare(
    "budget-differs",
    zh="同一组的人给出的预算金额不一致。",
    en="The people of one group state different budgets.",
    mend_zh="让同组每个人的预算金额相同，或用 within 分开。",
    mend_en="Give everyone of a group the same budget, or separate them with within.",
)


def fit_budget(earned: Column, amount: Column, decimals: Column, groups: Column, *, ids: Sequence[str]) -> Answers:
    """What everyone gets when the sum of a group may not exceed its budget: all shrink in proportion, to the unit.

    A budget finer than a unit is rounded down and one below zero is zero, so that it is never exceeded.
    """
    answers: Answers = [None] * len(earned)
    for members in members_of(groups):
        counted = [n for n in members if is_number(earned, n) and is_number(amount, n)]
        if not counted:
            continue
        limit = common(amount, counted, BUDGET_DIFFERS)
        sums = [number_at(earned, n) for n in counted]
        if isinstance(limit, Undecided):
            for n in counted:
                answers[n] = limit
            continue
        limit = max(limit, Fraction(0))
        if sum(sums, Fraction(0)) > limit:
            places = whole_at(decimals, counted[0])
            units = Fraction(floor(limit * 10**places), 10**places)
            sums = share_out(units, sums, [ids[n] for n in counted], places)
        for n, share in zip(counted, sums, strict=True):
            answers[n] = share
    return answers


BUDGET = (internal("fit_budget", Scope.COHORT, MONEY, fit_budget, Words("按预算缩减", "fit into a budget")),)
