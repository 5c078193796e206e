"""Tiers by a forced distribution: how many people each tier holds, and who they are."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from math import floor

from engine.formula.types import TEXT
from engine.functions.columns import Answers, Column, internal, is_number, members_of, number_at, whole_at
from engine.functions.declaration import Scope
from engine.issues import Words


def forced_tier(
    value: Column, smallest: Column, include: Column, breakers: Column, *rest: Column, ids: Sequence[str]
) -> Answers:
    """Tiers by place, the highest value first.

    ``rest``: as many tie-breaking columns as ``breakers`` says, then for every tier its name, its share and whether it
    takes the rest, then the groups. Who is still tied where one tier ends and the next begins stays together: with
    ``include`` all of them rise, else all of them fall. A group of fewer than ``smallest`` people has no tiers.
    """
    *columns, groups = rest
    answers: Answers = [None] * len(value)
    for members in members_of(groups):
        counted = [n for n in members if is_number(value, n)]
        if not counted or len(counted) < whole_at(smallest, counted[0]):
            continue
        first = counted[0]
        count = whole_at(breakers, first)
        deciding, tiers = (value, *columns[:count]), columns[count:]
        shares = [number_at(column, first) for column in tiers[1::3]]
        for position, column in enumerate(tiers[2::3]):
            if column[first] is True:
                shares[position] = max(Fraction(0), 1 - sum(shares, Fraction(0)))
        blocks = _blocks(deciding, counted)
        places = [n for block in blocks for n in block]
        starts = [0, *accumulate(len(block) for block in blocks)]
        begin = 0
        for name, edge in zip(tiers[0::3], accumulate(tier_sizes(len(counted), shares)), strict=True):
            # the nearest place at which nobody is torn from those who are equal
            rising = include[first] is True
            end = starts[bisect_left(starts, edge)] if rising else starts[bisect_right(starts, edge) - 1]
            for n in places[begin:end]:
                answers[n] = name[first]
            begin = end
    return answers


def tier_sizes(people: int, shares: Sequence[Fraction]) -> list[int]:
    """How many people each tier holds: largest remainder; equal remainders favour the middle, then the top.

    When the shares leave people over, nobody is put into a tier for them.
    """
    exact = [people * share for share in shares]
    sizes = [floor(size) for size in exact]
    left = floor(sum(exact, Fraction(0))) - sum(sizes)
    middle = Fraction(len(shares) - 1, 2)
    order = sorted(range(len(shares)), key=lambda n: (sizes[n] - exact[n], abs(n - middle), n))
    for position in order[:left]:
        sizes[position] += 1
    return sizes


def _blocks(deciding: Sequence[Column], positions: Sequence[int]) -> list[list[int]]:
    """The positions in blocks that no column tells apart, the highest first; a missing tie breaker comes last."""
    blocks: dict[tuple[tuple[bool, Fraction], ...], list[int]] = {}
    for n in positions:
        key = tuple(
            (is_number(column, n), number_at(column, n) if is_number(column, n) else Fraction(0)) for column in deciding
        )
        blocks.setdefault(key, []).append(n)
    return [blocks[key] for key in sorted(blocks, reverse=True)]


FORCED = (internal("forced_tier", Scope.COHORT, TEXT, forced_tier, Words("强制分布", "forced distribution")),)
