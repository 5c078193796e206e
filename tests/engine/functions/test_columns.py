"""Functions over rows and people: missing values, groups, ties, and indifference to order."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.functions import cohort, rows
from engine.functions.registry import FUNCTIONS

Values = list[Fraction | None]
COLUMNS = st.lists(st.one_of(st.none(), st.integers(-5, 5).map(Fraction)), max_size=12)


def fractions(*values: int | None) -> Values:
    return [None if value is None else Fraction(value) for value in values]


@pytest.mark.parametrize(
    ("ties", "places"),
    [("competition", ["1", "2", "2", "4"]), ("dense", ["1", "2", "2", "3"]), ("average", ["1", "5/2", "5/2", "4"])],
)
def test_ties(ties: str, places: list[str]) -> None:
    assert cohort.rank(fractions(95, 90, 90, 85), [0] * 4, ties=ties) == [Fraction(place) for place in places]


def test_missing_values_are_neither_placed_nor_counted() -> None:
    values, groups = fractions(10, None, 30, 20), ["a", "a", "a", None]
    assert cohort.rank(values, groups) == fractions(2, None, 1, None)
    assert cohort.percent_rank(values, groups) == fractions(0, None, 1, None)
    assert cohort.cohort_count(values, groups) == fractions(2, 2, 2, None)
    assert cohort.cohort_mean(values, groups) == fractions(20, 20, 20, None)
    assert cohort.zscore(values, groups) == fractions(-1, None, 1, None)


def test_a_group_without_values_has_no_mean_but_a_count() -> None:
    assert cohort.cohort_mean([None], ["a"]) == [None]
    assert cohort.cohort_sum([None], ["a"]) == [None]
    assert cohort.cohort_count([None], ["a"]) == [Fraction(0)]


def test_equal_values_have_no_distance() -> None:
    assert cohort.cohort_stddev(fractions(7, 7), [0, 0]) == [None, None]
    assert cohort.zscore(fractions(7, 7), [0, 0]) == [None, None]
    assert cohort.zscore(fractions(7), [0]) == [None]


def test_percent_rank_of_one_person_and_of_ties() -> None:
    assert cohort.percent_rank(fractions(3), [0]) == fractions(1)
    assert cohort.percent_rank(fractions(3, 3, 1), [0] * 3) == [Fraction(1, 2), Fraction(1, 2), Fraction(0)]
    assert cohort.percent_rank(fractions(1, 2, 3), [0] * 3, ascending=True) == [
        Fraction(1),
        Fraction(1, 2),
        Fraction(0),
    ]


@given(COLUMNS, st.randoms())
def test_the_order_of_people_changes_nothing(values: Values, random: object) -> None:
    groups = [index % 2 for index in range(len(values))]
    order = list(range(len(values)))
    random.shuffle(order)  # type: ignore[attr-defined]
    for name in ("rank", "percent_rank", "cohort_mean", "cohort_sum", "cohort_count", "cohort_stddev", "zscore"):
        function = FUNCTIONS[name].exact
        assert function is not None
        straight = function(values, groups)
        mixed = function([values[place] for place in order], [groups[place] for place in order])
        assert isinstance(straight, list)
        assert mixed == [straight[place] for place in order]


@given(COLUMNS, st.randoms())
def test_the_order_of_rows_changes_nothing(values: Values, random: object) -> None:
    mixed = values[:]
    random.shuffle(mixed)  # type: ignore[attr-defined]
    for name in ("count", "sum", "mean", "median", "stddev", "cv", "minimum", "maximum", "distinct"):
        function = FUNCTIONS[name].exact
        assert function is not None
        assert function(mixed) == function(values)


@given(COLUMNS)
def test_ranks_agree_with_their_definition(values: Values) -> None:
    ranks = cohort.rank(values, [0] * len(values))
    for value, place in zip(values, ranks, strict=True):
        ahead = sum(1 for other in values if value is not None and other is not None and other > value)
        assert place == (None if value is None else ahead + 1)


def test_no_rows_give_no_value_but_a_count() -> None:
    assert rows.count([]) == 0
    assert rows.distinct([]) == 0
    for name in ("sum", "mean", "median", "stddev", "cv", "minimum", "maximum", "share", "first", "last"):
        function = FUNCTIONS[name].exact
        assert function is not None
        assert function([]) is None
        assert function([None, None]) is None


@given(st.lists(st.integers(-99, 99).map(Fraction), min_size=1, max_size=9), st.integers(0, 100).map(Fraction))
def test_percentiles_lie_between_the_extremes_and_grow(values: list[Fraction], p: Fraction) -> None:
    value = rows.percentile(values, p)
    assert value is not None
    assert min(values) <= value <= max(values)
    higher = rows.percentile(values, min(p + 10, Fraction(100)))
    assert higher is not None and higher >= value
