"""Prizes by place among the people scored together."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from engine.formula.types import MONEY
from engine.functions.columns import Answers, Column, internal, is_number, members_of, number_at, whole_at
from engine.functions.declaration import Scope
from engine.functions.shares import share_out
from engine.issues import Words, declare
from engine.numbers import round_half_away
from engine.values import Undecided

PRIZE_DIFFERS = declare(
    "prize-differs",
    zh="并列的人按各自的数算出的名次奖金不一致，无法平分。",
    en="People who tie state different amounts for the same places, so these cannot be shared.",
    mend_zh="名次奖金写成对所有人相同的数，或用 ties: same。",
    mend_en="Write amounts that are the same for everyone, or use ties: same.",
)


def prize(
    value: Column,
    held: Column,
    ascending: Column,
    ties: Column,
    decimals: Column,
    smallest: Column,
    *rest: Column,
    ids: Sequence[str],
) -> Answers:
    """Prizes by place. ``rest`` is one column of amounts for every place, then the groups.

    Only who has a value and for whom ``held`` is true is placed. ``ties``: ``same`` (each gets the amount of the
    place), ``share`` (the amounts of the places taken up are shared to the unit), ``skip`` (a tied place is awarded to
    nobody); either way the places taken up are gone. A group with fewer than ``smallest`` placed people has no prizes.
    """
    *amounts, groups = rest
    answers: Answers = [Fraction(0)] * len(value)
    for members in members_of(groups):
        placed = [n for n in members if held[n] is True and is_number(value, n)]
        if not placed or len(placed) < whole_at(smallest, placed[0]):
            continue
        blocks = blocks_of(value, placed, ascending[placed[0]] is True)
        rule, places = ties[placed[0]], whole_at(decimals, placed[0])
        start = 0
        for tied in blocks:
            if start >= len(amounts):
                break
            taken = amounts[start : start + len(tied)]
            if len(tied) == 1 or rule == "same":
                for n in tied:
                    answers[n] = taken[0][n]
            elif rule == "share":
                for n, share in zip(tied, _shared(taken, tied, ids, places), strict=True):
                    answers[n] = share
            start += len(tied)
    return answers


def blocks_of(value: Column, positions: Sequence[int], ascending: bool) -> list[list[int]]:
    """The positions in blocks of equal value, the best first."""
    blocks: dict[Fraction, list[int]] = {}
    for n in positions:
        blocks.setdefault(number_at(value, n), []).append(n)
    return [blocks[number] for number in sorted(blocks, reverse=not ascending)]


def _shared(taken: Sequence[Column], tied: Sequence[int], ids: Sequence[str], decimals: int) -> Sequence[object]:
    """The amounts of the places taken up, each in whole units, shared equally."""
    pot = Fraction(0)
    for column in taken:
        stated = {column[n] for n in tied}
        if len(stated) > 1:
            return [Undecided(PRIZE_DIFFERS.name)] * len(tied)
        if None in stated:
            return [None] * len(tied)
        pot += round_half_away(number_at(column, tied[0]), decimals)
    return share_out(pot, [Fraction(1)] * len(tied), [ids[n] for n in tied], decimals)


PRIZES = (internal("prize", Scope.COHORT, MONEY, prize, Words("按名次的奖金", "prizes by place")),)
