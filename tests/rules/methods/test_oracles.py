"""Points and amounts against the same rule written a second time, in plain Python, on values nobody chose."""

from __future__ import annotations

from fractions import Fraction as F
from functools import cache
from math import ceil

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.interpreter import Interpreter
from engine.numbers import round_half_away
from engine.values import PeriodFacts, Person, Value
from tests.rules.methods.documents import check, rewarding, scoring

NOVEMBER = PeriodFacts("2026-11", 24322, 4, 2026, 739921, 739950)
numbers = st.integers(-(10**4), 10**4).map(lambda units: F(units, 100))
amounts = st.integers(-(10**5), 10**8).map(lambda cents: F(cents, 100))


@cache
def interpreter(text: str) -> Interpreter:
    program = check(text).program
    assert program is not None
    return Interpreter(program)


def evaluate(text: str, people: list[dict[str, Value]], step: str) -> list[Value]:
    """The value of one step for every person."""
    persons = [Person(f"p{n:03d}", values) for n, values in enumerate(people)]
    evaluations = interpreter(text).evaluate(persons, NOVEMBER)
    assert all(evaluation.trouble is None for evaluation in evaluations)
    return [evaluation.values[step] for evaluation in evaluations]


@given(numbers)
def test_range(value: F) -> None:
    """Best inside, worst from the tolerance on, a straight line between."""
    document = scoring("points: {range: {low: -50, high: 50, tolerance: 25, best: 90, worst: 10}}")
    outside = max(F(0), -50 - value, value - 50)
    expected = max(F(10), 90 - F(80) * outside / 25)
    assert evaluate(document, [{"x": value}], "m.points") == [round_half_away(expected, 4)]


places = st.lists(st.one_of(st.none(), st.integers(0, 4).map(F)), min_size=1, max_size=9)


def earned(values: list[F | None], ties: str, points: list[F], rest: F) -> list[F | None]:
    """Points by place, from the definition: sort, walk through the places, give each block what it is due."""
    known = sorted({value for value in values if value is not None}, reverse=True)
    gives: dict[F, F] = {}
    place = 0
    for block, value in enumerate(known):
        size = values.count(value)
        taken = [points[n] if n < len(points) else rest for n in range(place, place + size)]
        dense = points[block] if block < len(points) else rest
        gives[value] = {"same": taken[0], "share": sum(taken, F(0)) / size, "dense": dense}[ties]
        place += size
    return [None if value is None else round_half_away(gives[value], 4) for value in values]


@given(places, st.sampled_from(["same", "share", "dense"]))
@settings(max_examples=100)
def test_rank(values: list[F | None], ties: str) -> None:
    """Every tie rule over every mixture of equal, different and missing values."""
    document = scoring(f"points: {{rank: {{places: [100, 80, 60, 55], otherwise: 30, ties: {ties}}}}}")
    expected = earned(values, ties, [F(100), F(80), F(60), F(55)], F(30))
    assert evaluate(document, [{"x": value} for value in values], "m.points") == expected


@given(places)
def test_percentile_rank(values: list[F | None]) -> None:
    """The share of the others who have less."""
    known = [value for value in values if value is not None]
    expected = []
    for value in values:
        if value is None:
            expected.append(None)
            continue
        behind = sum(1 for other in known if other < value)
        share = F(behind, len(known) - 1) if len(known) > 1 else F(1)
        expected.append(round_half_away(share, 6) * 100)
    assert evaluate(scoring("points: percentile_rank"), [{"x": value} for value in values], "m.points") == expected


EDGES = [(F(100), F(1, 100)), (F(5000), F(2, 100)), (None, F(3, 100))]
BRACKETS = "{of: paid_amount, brackets: [{up_to: 100, rate: 1%}, {up_to: 5000, rate: 2%}, {rate: 3%}]}"


@given(amounts)
def test_whole(sum_: F) -> None:
    """One rate on everything."""
    rate = next(rate for edge, rate in EDGES if edge is None or sum_ <= edge)
    expected = round_half_away(max(F(0), sum_) * rate, 2)
    assert evaluate(rewarding(f"whole: {BRACKETS}"), [{"x": F(1), "paid_amount": sum_}], "reward.r") == [expected]


@given(amounts)
def test_graduated(sum_: F) -> None:
    """Each rate on what lies between two edges."""
    expected, low = F(0), F(0)
    for edge, rate in EDGES:
        high = sum_ if edge is None else min(sum_, edge)
        expected += max(F(0), high - low) * rate
        low = edge or low
    given_ = [{"x": F(1), "paid_amount": sum_}]
    assert evaluate(rewarding(f"graduated: {BRACKETS}"), given_, "reward.r") == [round_half_away(expected, 2)]


@given(st.integers(0, 10**6))
def test_package(count: int) -> None:
    """Blocks that were started beyond what is free."""
    document = rewarding("package: {of: complaints, size: 7, amount: 12.5, free: 3}")
    expected = max(0, ceil(F(count - 3, 7))) * F("12.5")
    assert evaluate(document, [{"x": F(1), "complaints": F(count)}], "reward.r") == [expected]


@given(st.lists(st.tuples(st.integers(0, 3), st.booleans()), min_size=1, max_size=8))
def test_a_place_is_not_taken_by_who_may_not_win(people: list[tuple[int, bool]]) -> None:
    """Whoever does not meet ``when`` gets nothing, and the others are placed as if that person were not there."""
    document = rewarding("when: done\nby_rank: {of: x, amounts: [90, 60, 30], minimum: 1}")
    values = [{"x": F(mark), "done": done} for mark, done in people]
    won = evaluate(document, values, "reward.r")
    alone = [value for value in values if value["done"] and value["x"] >= 1]
    among = iter(evaluate(document, alone, "reward.r")) if alone else iter(())
    assert won == [next(among) if value in alone else F(0) for value in values]
