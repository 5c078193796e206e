"""What is shared out adds up to the cent, ties follow their rule, and the order of the people changes nothing."""

from __future__ import annotations

from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.functions.budget import fit_budget
from engine.functions.forced import forced_tier, tier_sizes
from engine.functions.prizes import prize
from engine.functions.shares import share_out, share_pool, split_share
from engine.values import Undecided

CENT = F(1, 100)
cents = st.integers(-(10**9), 10**9).map(lambda units: units * CENT)
weights = st.lists(st.integers(0, 10**6).map(F), min_size=1, max_size=40).filter(any)


def ids(count: int) -> list[str]:
    return [f"p{n:03d}" for n in range(count)]


def constant(value: object, count: int) -> list[object]:
    return [value] * count


@given(cents, weights)
def test_shares_add_up_and_stay_within_a_cent(amount: F, parts: list[F]) -> None:
    """Every pool, any weights: the sum of the shares is the pool, and no share is a cent away from the exact one."""
    shares = share_out(amount, parts, ids(len(parts)), 2)
    assert sum(shares) == amount
    assert all(abs(share - amount * part / sum(parts)) < CENT for share, part in zip(shares, parts, strict=True))
    assert all((share * 100).denominator == 1 for share in shares)


@given(cents, weights, st.randoms(use_true_random=False))
def test_shares_do_not_depend_on_order(amount: F, parts: list[F], random: object) -> None:
    """Shuffled people get what they got before."""
    people = list(zip(ids(len(parts)), parts, strict=True))
    before = dict(zip(ids(len(parts)), share_out(amount, parts, ids(len(parts)), 2), strict=True))
    random.shuffle(people)  # type: ignore[attr-defined]
    after = share_out(amount, [part for _, part in people], [id for id, _ in people], 2)
    assert dict(zip([id for id, _ in people], after, strict=True)) == before


def test_one_cent_among_three() -> None:
    """0.01 shared by three goes to the first id."""
    assert share_out(CENT, [F(1)] * 3, ["c", "a", "b"], 2) == [0, CENT, 0]


def test_a_negative_sum_is_divided_like_its_opposite() -> None:
    """A fine of 0.05 in equal parts: -0.02, -0.02, -0.01."""
    assert share_out(-5 * CENT, [F(1)] * 3, ["a", "b", "c"], 2) == [-2 * CENT, -2 * CENT, -CENT]


def test_a_split_gives_the_odd_cent_to_the_party_written_first() -> None:
    """100.01 half and half is 50.01 and 50.00; the same for a penalty."""
    half = F(1, 2)
    parts = [split_share(F("100.01"), F(n), F(2), half, half) for n in (0, 1)]
    assert parts == [F("50.01"), F("50")]
    assert [split_share(F("-100.01"), F(n), F(2), half, half) for n in (0, 1)] == [F("-50.01"), F("-50")]


def pool(amount: F, basis: list[F | None], held: list[bool] | None = None) -> list[object]:
    count = len(basis)
    columns = constant(amount, count), basis, held or constant(True, count), constant(F(2), count)
    return share_pool(*columns, constant((), count), ids=ids(count))


def test_a_pool_without_basis_stops_everyone_who_takes_part() -> None:
    """1000 shared by scores 0, 0, 0 cannot be decided; who does not take part is not stopped."""
    answers = pool(F(1000), [F(0), F(0), F(0)], [True, True, False])
    assert [getattr(answer, "code", answer) for answer in answers] == ["pool-without-basis", "pool-without-basis", 0]


def test_a_negative_basis_cannot_be_shared_by() -> None:
    """Nobody pays into a pool."""
    answers = pool(F(1000), [F(90), F(-1)])
    assert all(isinstance(answer, Undecided) and answer.code == "pool-without-basis" for answer in answers)


def test_a_missing_basis_is_missing_and_the_others_share_the_whole() -> None:
    """Missing is neither zero nor an error of the others."""
    assert pool(F(100), [F(1), None, F(3)]) == [F(25), None, F(75)]


def test_pools_of_two_groups_are_apart_and_amounts_must_agree() -> None:
    """A group whose members state different amounts stops; the other goes on."""
    amounts, groups = [F(10), F(20), F(30), F(30)], [("a",), ("a",), ("b",), ("b",)]
    answers = share_pool(amounts, constant(F(1), 4), constant(True, 4), constant(F(2), 4), groups, ids=ids(4))
    assert [getattr(answer, "code", answer) for answer in answers] == ["pool-differs", "pool-differs", 15, 15]


def test_a_pool_finer_than_a_cent_is_rounded_before_it_is_shared() -> None:
    """10.005 is published as 10.01."""
    assert pool(F("10.005"), [F(1), F(1)]) == [F("5.01"), F("5.00")]


def budget(earned: list[F | None], amount: F) -> list[object]:
    count = len(earned)
    return fit_budget(earned, constant(amount, count), constant(F(2), count), constant((), count), ids=ids(count))


@given(st.lists(st.integers(0, 10**6).map(lambda n: n * CENT), min_size=1, max_size=20), st.integers(-100, 10**7))
def test_a_budget_is_never_exceeded_and_used_up_when_short(earned: list[F], units: int) -> None:
    """The sum after is the smaller of the sum before and the budget."""
    after = budget(list(earned), units * CENT)
    assert sum(value for value in after if isinstance(value, F)) == min(sum(earned), max(F(0), units * CENT))


def test_a_budget_leaves_out_who_has_no_amount() -> None:
    """Missing stays missing."""
    assert budget([F(60), None, F(60)], F(60)) == [F(30), None, F(30)]


def prizes(
    values: list[F | None], ties: str, amounts: list[F], *, ascending: bool = False, least: int = 1
) -> list[object]:
    count = len(values)
    places = [constant(amount, count) for amount in amounts]
    return prize(
        values,
        constant(True, count),
        constant(ascending, count),
        constant(ties, count),
        constant(F(2), count),
        constant(F(least), count),
        *places,
        constant((), count),
        ids=ids(count),
    )


@pytest.mark.parametrize(
    ("ties", "values", "expected"),
    [
        ("same", [95, 90, 90, 85], [300, 200, 200, 0]),
        ("share", [95, 90, 90, 85], [300, 150, 150, 0]),
        ("skip", [95, 90, 90, 85], [300, 0, 0, 0]),
        ("share", [90, 90, 90, 85], [200, 200, 200, 0]),
        ("share", [90, 90, 90, 90], [150, 150, 150, 150]),
        ("skip", [90, 90, 85, 80], [0, 0, 100, 0]),
        ("same", [90, 90, 85, 80], [300, 300, 100, 0]),
        ("share", [95, 92, 90, 90], [300, 200, 50, 50]),
    ],
)
def test_prizes_of_tied_people(ties: str, values: list[int], expected: list[int]) -> None:
    """300, 200, 100 under every tie rule; the places that tied people take up are gone."""
    assert prizes([F(value) for value in values], ties, [F(300), F(200), F(100)]) == expected


def test_a_shared_prize_is_divided_to_the_cent_by_id() -> None:
    """100 among three at the first place."""
    assert prizes([F(1)] * 3, "share", [F(100)]) == [F("33.34"), F("33.33"), F("33.33")]


def test_prizes_need_a_group_and_a_value() -> None:
    """Missing values are not placed and not counted; the smallest may come first."""
    assert prizes([F(3), None, F(2)], "share", [F(300)], ascending=True) == [0, 0, 300]
    assert prizes([F(3), None, F(2)], "share", [F(300)], least=3) == [0, 0, 0]


def test_differing_amounts_cannot_be_shared() -> None:
    """Tied people who state different amounts stop instead of one of them deciding."""
    own = [F(10), F(20)]
    answers = prize(
        [F(1), F(1)], [True] * 2, [False] * 2, ["share"] * 2, [F(2)] * 2, [F(1)] * 2, own, [()] * 2, ids=["a", "b"]
    )
    assert [getattr(answer, "code", None) for answer in answers] == ["prize-differs"] * 2


@pytest.mark.parametrize(
    ("people", "sizes"),
    [
        (0, [0, 0, 0]),
        (1, [0, 1, 0]),
        (2, [0, 2, 0]),
        (3, [1, 2, 0]),
        (4, [1, 3, 0]),
        (5, [1, 4, 0]),
        (6, [1, 4, 1]),
        (7, [1, 5, 1]),
        (8, [1, 6, 1]),
        (9, [2, 6, 1]),
        (10, [2, 7, 1]),
        (11, [2, 8, 1]),
        (12, [2, 9, 1]),
        (13, [3, 9, 1]),
    ],
)
def test_sizes_of_a_forced_distribution(people: int, sizes: list[int]) -> None:
    """20/70/10: largest remainder, equal remainders to the middle, then the top."""
    assert tier_sizes(people, [F(20, 100), F(70, 100), F(10, 100)]) == sizes


SHARES = (("a", F(40, 100), False), ("b", F(0), True))


def tiers(
    values: list[F | None],
    include: bool,
    breakers: tuple[list[F | None], ...] = (),
    shares: tuple[tuple[str, F, bool], ...] = SHARES,
    least: int = 1,
) -> list[object]:
    count = len(values)
    columns = [constant(part, count) for tier in shares for part in tier]
    return forced_tier(
        values,
        constant(F(least), count),
        constant(include, count),
        constant(F(len(breakers)), count),
        *breakers,
        *columns,
        constant((), count),
        ids=ids(count),
    )


FIVE: list[F | None] = [F(95), F(90), F(90), F(85), F(80)]


def test_ties_at_the_edge_of_a_tier() -> None:
    """The top 40 % of five are two places: included ties make three, excluded ones leave one, a tie breaker two."""
    assert "".join(map(str, tiers(FIVE, include=True))) == "aaabb"
    assert "".join(map(str, tiers(FIVE, include=False))) == "abbbb"
    sales: list[F | None] = [F(1), F(5), F(7), F(9), F(9)]
    assert "".join(map(str, tiers(FIVE, False, (sales,)))) == "ababb"


def test_who_is_equal_even_by_the_tie_breaker_stays_together() -> None:
    """No id decides over a tier."""
    sales: list[F | None] = [F(1), F(7), F(7), F(9), F(9)]
    assert "".join(map(str, tiers(FIVE, False, (sales,)))) == "abbbb"


def test_included_ties_shrink_the_tier_below() -> None:
    """40/40/20 of five with the second to fourth equal: four rise, and nobody is left for the middle."""
    three = (("a", F(40, 100), False), ("b", F(40, 100), False), ("c", F(0), True))
    assert "".join(map(str, tiers([F(9), F(8), F(8), F(8), F(1)], True, (), three))) == "aaaac"
    assert "".join(map(str, tiers([F(9), F(8), F(8), F(8), F(1)], False, (), three))) == "abbbc"


def test_small_groups_and_missing_scores_have_no_tier() -> None:
    """A missing score is not placed and not counted."""
    assert tiers([*FIVE, None], True, least=6) == [None] * 6
    assert tiers([*FIVE, None], True)[5] is None


@settings(max_examples=60)
@given(st.lists(st.integers(0, 5), min_size=1, max_size=15), st.booleans(), st.randoms(use_true_random=False))
def test_tiers_and_prizes_do_not_depend_on_order(marks: list[int], include: bool, random: object) -> None:
    """Equal people get the same tier, whoever comes first in the data."""
    values: list[F | None] = [F(mark) for mark in marks]
    order = list(range(len(values)))
    random.shuffle(order)  # type: ignore[attr-defined]
    shuffled = [values[n] for n in order]
    before = tiers(values, include)
    assert tiers(shuffled, include) == [before[n] for n in order]
    for left, first in zip(marks, before, strict=True):
        for right, second in zip(marks, before, strict=True):
            assert left != right or first == second
    same = prizes(values, "same", [F(3), F(2), F(1)])
    assert prizes(shuffled, "same", [F(3), F(2), F(1)]) == [same[n] for n in order]


@given(st.lists(st.integers(0, 5), min_size=3, max_size=15))
def test_shared_prizes_pay_out_exactly_the_prizes(marks: list[int]) -> None:
    """With at least as many people as places, the sum of what is won is the sum of what is offered."""
    won = prizes([F(mark) for mark in marks], "share", [F(100), F("33.33"), F("0.01")])
    assert sum(value for value in won if isinstance(value, F)) == F("133.34")
