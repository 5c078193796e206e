"""Numeric cases whose answers follow from exact decimal arithmetic; the ids are those of our list of such cases.

Where our language decides otherwise than a case's wording, a comment says what and why.
"""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from engine.functions.forced import tier_sizes
from engine.values import Evaluation
from rules.check import check_text
from rules.score import Subject, read_subject
from tests.engine.scorer.programs import everyone, metric, program_of, value_of

X = {"x": "number", "y": {"type": "number", "missing": "exclude"}}
TIERS = [
    {"id": "gold", "at_least": 90},
    {"id": "silver", "at_least": 75},
    {"id": "bronze", "at_least": 60},
    {"id": "none", "at_least": 0},
]


def codes(**document: Any) -> set[str]:
    """The problem codes of a document."""
    report = check_text(json.dumps({"scorewright": 1, "id": "made", "inputs": X, **document}), "json")
    return {issue.code for issue in report.issues if issue.severity == "error"}


def refused(raw: object, kind: str = "number", **declared: Any) -> bool:
    """Whether a value is turned away at the door."""
    program = program_of(inputs={"x": {"type": kind, **declared}}, metrics={}, score={"formula": "1"})
    return bool(read_subject(program, Subject("p", {"x": raw}))[1])


@pytest.mark.parametrize(
    ("id", "formula", "given", "decimals", "expected"),
    [
        ("A01", "round(2.5)", {}, 6, "3"),
        ("A03", "round(-2.5)", {}, 6, "-3"),
        ("A05", "round(-0.4)", {}, 6, "0"),
        ("A07", "round(1.005, 2)", {}, 6, "1.01"),
        ("A09", "round(1.115, 2)", {}, 6, "1.12"),
        ("A11", "x", {"x": "89.985"}, 2, "89.99"),
        ("A13", "x", {"x": "0.00005"}, 4, "0.0001"),
        ("A15", "round(x / 0.05) * 0.05", {"x": "12.32"}, 2, "12.3"),
        ("D09", "coalesce(y, 7)", {}, 6, "7"),
        ("D09", "coalesce(y, y)", {}, 6, None),
        ("D07", "y + 5", {}, 6, None),
        ("D07", "if(y > 3, 1, 2)", {}, 6, None),
        ("D07", "if(y == y, 1, 2)", {}, 6, None),
        ("E02", "0 * x / x", {"x": 0}, 6, None),
        ("E04", "1 / (x + 2)", {"x": 1}, 8, "0.33333333"),
        ("E06", "x / 3 * 3", {"x": 1}, 6, "1"),
        ("E06", "if(x / 3 * 3 == 1, 1, 0)", {"x": 1}, 6, "1"),
        ("E08", "mod(x, 3)", {"x": -7}, 6, "2"),
        ("E08", "mod(x, -3)", {"x": 7}, 6, "-2"),
        ("E10", "1 / (x + 0.2 - 0.3)", {"x": "0.1"}, 6, None),
        ("E12", "x / 3 * 300000000", {"x": 1}, 2, "100000000"),
        ("F03", "x * -5", {"x": 0}, 6, "0"),
        ("H01", "x", {"x": 85}, 6, "85"),
        ("I08", "x / 2 * 1.5", {"x": "100.05"}, 2, "75.04"),
        ("I10", "x * 10%", {"x": "33333.33"}, 2, "3333.33"),
        ("K02", " + ".join(["x"] * 10), {"x": "0.1"}, 6, "1"),
    ],
)
def test_formulas(id: str, formula: str, given: dict[str, Any], decimals: int, expected: str | None) -> None:
    program = program_of(inputs=X, **metric(formula, missing=0, decimals=decimals))
    wanted = None if expected is None else Fraction(expected)
    assert value_of(program, {"x": 1, **given}) == wanted, id


def tiered(score: str, decimals: int = 2) -> Evaluation:
    program = program_of(inputs=X, **metric("x"), tiers=TIERS, score={"round": decimals})
    return everyone(program, [{"x": score}])[0]


@pytest.mark.parametrize(
    ("id", "score", "decimals", "tier"),
    [
        ("B01", "89.995", 2, "gold"),
        ("B03", "89.95", 1, "gold"),
        ("B03", "89.949", 1, "silver"),
        ("B05", "90", 2, "gold"),
        ("B05", "75", 2, "silver"),
        ("B05", "60", 2, "bronze"),
        ("B05", "0", 2, "none"),
        ("B11", "130", 2, "gold"),
    ],
)
def test_edges_of_tiers(id: str, score: str, decimals: int, tier: str) -> None:
    """What is shown is what is compared (A19)."""
    assert tiered(score, decimals).values["tier"] == tier, id


def weighted(weights: list[int], marks: list[str]) -> Evaluation:
    inputs = {f"i{n}": "number" for n in range(len(weights))}
    metrics = {
        f"m{n}": {"value": f"i{n}", "weight": f"{weight}%", "points": "as_is"} for n, weight in enumerate(weights)
    }
    program = program_of(inputs=inputs, metrics=metrics, tiers=TIERS)
    return everyone(program, [{f"i{n}": mark for n, mark in enumerate(marks)}])[0]


def test_b07_a_weighted_sum_of_exactly_ninety() -> None:
    found = weighted([50, 25, 25], ["96.02", "78.25", "89.71"])
    assert (found.values["score"], found.values["tier"]) == (90, "gold")


def test_b09_every_scorecard_of_exactly_ninety_is_gold() -> None:
    """Marks made so that the weighted sum is 90.00, in every way that floats get wrong."""
    random = Random(9)
    inputs: dict[str, Any] = {"a": "number", "b": "number", "c": "number"}
    for weights in ((50, 25, 25), (35, 45, 20), (33, 57, 10), (1, 49, 50), (70, 10, 20), (62, 34, 4)):
        metrics = {
            f"m{name}": {"value": name, "weight": f"{weight}%", "points": "as_is"}
            for name, weight in zip(inputs, weights, strict=True)
        }
        program = program_of(inputs=inputs, metrics=metrics, tiers=TIERS)
        people = []
        for _ in range(200):
            a, b = random.randint(7000, 10500), random.randint(7000, 10500)
            # the last weight divides a power of ten, so the third mark has an end
            c = Decimal(900000 - a * weights[0] - b * weights[1]) / weights[2] / 100
            people.append({"a": Decimal(a) / 100, "b": Decimal(b) / 100, "c": c})
        assert {one.values["tier"] for one in everyone(program, people)} == {"gold"}


def test_b13_two_tiers_with_one_edge_are_refused() -> None:
    tiers = [{"id": "a", "at_least": 80}, {"id": "b", "at_least": 80}, {"id": "c"}]
    assert codes(**metric("x"), tiers=tiers) == {"tier-twice"}


def test_b15_without_a_score_there_is_no_tier_and_no_money() -> None:
    rewards = {"bonus": {"by_tier": {"gold": 1000, "none": -200}}}
    program = program_of(inputs=X, **metric("1 / x", missing="fail"), tiers=TIERS, rewards=rewards)
    (found,) = everyone(program, [{"x": 0}])
    assert [found.values[id] for id in ("score", "tier", "reward.bonus", "payout.net")] == [None] * 4


def test_b17_graduated_is_not_a_cliff() -> None:
    brackets = [{"up_to": 100000, "rate": "1%"}, {"rate": "2%"}]
    rewards = {"r": {"graduated": {"of": "x", "brackets": brackets}}, "w": {"whole": {"of": "x", "brackets": brackets}}}
    (found,) = everyone(program_of(inputs=X, **metric("x"), rewards=rewards), [{"x": 150000}])
    assert (found.values["reward.r"], found.values["reward.w"]) == (2000, 3000)


@pytest.mark.parametrize("weights", [["0.1", "0.2", "0.7"], ["0.7", "0.2", "0.1"], ["33.33%", "33.33%", "33.34%"]])
def test_c01_c05_weights_that_sum_to_one(weights: list[str]) -> None:
    metrics = {f"m{n}": {"value": "x", "weight": weight, "points": "as_is"} for n, weight in enumerate(weights)}
    assert codes(metrics=metrics) == set()


@pytest.mark.parametrize(
    ("id", "weights", "code"),
    [
        # a bare 40 is no share at all in our language, so the scale is named rather than the sum
        ("C07", [0.6, 40], "not-a-percent"),
        ("C09", ["-10%", "110%"], "weight-range"),
        ("C05", ["33.33%", "33.33%", "33.33%"], "weights-do-not-sum"),
    ],
)
def test_weights_that_are_refused(id: str, weights: list[Any], code: str) -> None:
    metrics = {f"m{n}": {"value": "x", "weight": weight, "points": "as_is"} for n, weight in enumerate(weights)}
    assert code in codes(metrics=metrics), id


def test_c11_c13_left_out_or_counted_as_nothing() -> None:
    inputs = {name: {"type": "number", "missing": "exclude"} for name in "abc"}
    weights = {"a": "50%", "b": "20%", "c": "30%"}
    metrics = {f"m{id}": {"value": id, "weight": weight, "points": "as_is"} for id, weight in weights.items()}
    shared = program_of(inputs=inputs, metrics=metrics)
    zero = program_of(inputs=inputs, metrics={id: {**item, "missing": 0} for id, item in metrics.items()})
    assert value_of(shared, {"a": 80, "b": 90}, "score") == Fraction("82.86")
    assert value_of(zero, {"a": 80, "b": 90}, "score") == 58
    assert value_of(shared, {}, "score") is None


@pytest.mark.parametrize(
    ("id", "raw"),
    [
        *(("D01", raw) for raw in ("NaN", "nan", "inf", "-Infinity", "1e400", float("nan"), float("inf"))),
        *(("D05", raw) for raw in ("N/A", "-", "#DIV/0!", "#N/A")),
        ("G04", 9223372036854775807),
        ("G08", "0.000000001"),
        ("H11", "1,234"),
        *(("L02", raw) for raw in ("85\u00a0", " 85", "８５")),
        *(("L04", raw) for raw in ("1_000", "0x10", "1e3", "+5", ".5", "5.", "1/2", "--5", "5-")),
        ("L08", True),
        ("L12", "=1+1"),
    ],
)
def test_what_is_no_number_is_turned_away(id: str, raw: object) -> None:
    assert refused(raw), id


def test_h07_a_value_beyond_its_declared_most_is_turned_away() -> None:
    """Capping is for the rules to say (``at_most``), where it shows."""
    assert refused("120%", "percent", max="100%") and not refused("100%", "percent", max="100%")


@pytest.mark.parametrize("raw", ["-0", "-0.00", -0.0, Decimal("-0")])
def test_f01_minus_nothing_is_nothing(raw: object) -> None:
    program = program_of(inputs=X, **metric("x"))
    person, issues = read_subject(program, Subject("p", {"x": raw}))
    assert not issues and str(person.values["x"]) == "0"


def test_g02_the_range_holds_on_the_way_too() -> None:
    program = program_of(inputs=X, **metric("x * x / 1000000000"))
    (found,) = everyone(program, [{"x": 40000000}])
    assert found.trouble is not None and found.trouble.code == "out-of-range"


@pytest.mark.parametrize(
    ("id", "currency", "amount", "expected"), [("I12", "JPY", "1000.5", "1001"), ("I12", "KWD", "1.2345", "1.235")]
)
def test_money_has_the_decimals_of_its_currency(id: str, currency: str, amount: str, expected: str) -> None:
    program = program_of(currency=currency, inputs=X, **metric("x"), rewards={"r": {"amount": "x"}})
    assert value_of(program, {"x": amount}, "payout.net") == Fraction(expected), id


def pool(amount: str, by: str, scores: list[int]) -> list[Evaluation]:
    program = program_of(inputs=X, **metric("x"), rewards={"p": {"pool": {"amount": amount, "by": by}}})
    return everyone(program, [{"x": score} for score in scores])


def test_i02_i04_pools() -> None:
    assert [one.values["reward.p"] for one in pool("0.01", "equally", [1, 1, 1])] == [Fraction("0.01"), 0, 0]
    assert {one.trouble.code for one in pool("1000", "score", [0, 0, 0]) if one.trouble} == {"pool-without-basis"}


@pytest.mark.parametrize(
    ("ties", "expected"), [("competition", "1 2 2 4"), ("dense", "1 2 2 3"), ("average", "1 5/2 5/2 4")]
)
def test_j01_places(ties: str, expected: str) -> None:
    program = program_of(inputs=X, **metric(f"rank(x, ties='{ties}')"))
    found = everyone(program, [{"x": score} for score in (95, 90, 90, 85)])
    assert " ".join(str(one.values["m"]) for one in found) == expected


@pytest.mark.parametrize(("ties", "count"), [("include", 3), ("exclude", 1), ({"by": ["y"]}, 2)])
def test_j03_a_tie_at_the_edge_of_a_forced_tier(ties: Any, count: int) -> None:
    tiers = [{"id": "top", "top": "40%", "ties": ties}, {"id": "rest"}]
    program = program_of(inputs=X, **metric("x"), tiers=tiers)
    people = [{"x": x, "y": y} for x, y in ((95, 1), (90, 2), (90, 3), (85, 4), (80, 5))]
    assert [one.values["tier"] for one in everyone(program, people)].count("top") == count


def test_j05_sizes_of_forced_tiers() -> None:
    expected = {
        0: (0, 0, 0), 1: (0, 1, 0), 2: (0, 2, 0), 3: (1, 2, 0), 4: (1, 3, 0), 5: (1, 4, 0),
        7: (1, 5, 1), 9: (2, 6, 1), 10: (2, 7, 1), 11: (2, 8, 1), 13: (3, 9, 1),
    }  # fmt: skip
    shares = [Fraction(20, 100), Fraction(70, 100), Fraction(10, 100)]
    assert {people: tuple(tier_sizes(people, shares)) for people in expected} == expected


def test_j07_a_small_group_has_no_forced_tiers() -> None:
    tiers = [{"id": "top", "top": "40%", "min_group": 5}, {"id": "rest"}]
    program = program_of(inputs=X, **metric("x"), tiers=tiers)
    assert {one.values["tier"] for one in everyone(program, [{"x": n} for n in range(4)])} == {None}


def test_j13_nobody_differs_from_anybody() -> None:
    program = program_of(inputs=X, **metric("zscore(x)", missing=0))
    assert {one.values["m"] for one in everyone(program, [{"x": 5}, {"x": 5}])} == {None}


def test_j17_a_missing_value_is_neither_ranked_nor_counted() -> None:
    program = program_of(inputs=X, **metric("rank(y, ascending=true)", missing=0))
    found = everyone(program, [{"x": 0, "y": 2}, {"x": 0}, {"x": 0, "y": 1}])
    assert [one.values["m"] for one in found] == [2, None, 1]
    share = program_of(inputs=X, **metric("percent_rank(y) * 1", missing=0))
    assert everyone(share, [{"x": 0, "y": 2}, {"x": 0}, {"x": 0, "y": 1}])[0].values["m"] == 1
