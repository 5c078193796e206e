"""Dividing a sum to the last unit: shares of a pool and parts of a split add up to the whole, whatever the weights."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor

from engine.formula.types import MONEY
from engine.functions.columns import Answers, Column, common, internal, is_number, members_of, number_at, whole_at
from engine.functions.declaration import Scope
from engine.issues import Words, declare
from engine.numbers import round_half_away
from engine.values import Undecided

POOL_WITHOUT_BASIS = declare(
    "pool-without-basis",
    zh="奖金池没有可分配的依据：参与者的份额合计为 0，或有人的份额为负。",
    en="The pool cannot be divided: the shares of those who take part sum to 0, or one of them is negative.",
    mend_zh="换一个分配依据，例如 by: equally 或 by: max(score, 0)。",
    mend_en="Share it by something else, such as by: equally or by: max(score, 0).",
)
POOL_DIFFERS = declare(
    "pool-differs",
    zh="同一组的人给出的奖金池金额不一致。",
    en="The people of one group state different amounts for the same pool.",
    mend_zh="让同组每个人的奖金池金额相同，或用 within 分开。",
    mend_en="Give everyone of a group the same amount, or separate them with within.",
)


def share_out(amount: Fraction, weights: Sequence[Fraction], ids: Sequence[str], decimals: int) -> list[Fraction]:
    """Divide ``amount``, whole in units of 10^-``decimals``, by ``weights`` so that the parts add up to it exactly.

    Largest remainder; equal remainders go to the smaller id. A negative amount is divided as its opposite would be.
    ``weights`` are not negative and not all zero.
    """
    scale = 10**decimals
    units = abs(amount) * scale
    if units.denominator != 1:
        raise ValueError(f"{amount} is finer than {decimals} decimals")
    total = sum(weights, Fraction(0))
    exact = [units * weight / total for weight in weights]
    parts = [floor(share) for share in exact]
    left = int(units) - sum(parts)
    order = sorted(range(len(parts)), key=lambda n: (parts[n] - exact[n], ids[n]))
    for position in order[:left]:
        parts[position] += 1
    unit = Fraction(-1 if amount < 0 else 1, scale)
    return [part * unit for part in parts]


def split_share(whole: Fraction, position: Fraction, decimals: Fraction, *parts: Fraction) -> Fraction:
    """One party's part of a split. Of equal remainders, the party written first takes the odd unit."""
    ids = [f"{n:04d}" for n in range(len(parts))]
    return share_out(whole, parts, ids, int(decimals))[int(position)]


def share_pool(
    amount: Column, basis: Column, held: Column, decimals: Column, groups: Column, *, ids: Sequence[str]
) -> Answers:
    """A sum shared in proportion to ``basis`` among those for whom ``held`` is true; the others get nothing.

    Whoever takes part and has no basis gets a missing result and is left out of the division.
    """
    answers: Answers = [Fraction(0)] * len(amount)
    for members in members_of(groups):
        counted = []
        for n in members:
            if held[n] is True and is_number(basis, n) and is_number(amount, n):
                counted.append(n)
            elif held[n] is True:
                answers[n] = None
        if not counted:
            continue
        pool = common(amount, counted, POOL_DIFFERS)
        weights = [number_at(basis, n) for n in counted]
        if not isinstance(pool, Undecided) and (min(weights) < 0 or not any(weights)):
            pool = Undecided(POOL_WITHOUT_BASIS.name)
        if isinstance(pool, Undecided):
            for n in counted:
                answers[n] = pool
            continue
        places = whole_at(decimals, counted[0])
        shares = share_out(round_half_away(pool, places), weights, [ids[n] for n in counted], places)
        for n, share in zip(counted, shares, strict=True):
            answers[n] = share
    return answers


SHARES = (
    internal("split_share", Scope.PERSON, MONEY, split_share, Words("分摊的一份", "one part of a split")),
    internal("share_pool", Scope.COHORT, MONEY, share_pool, Words("分配奖金池", "share a pool")),
)
