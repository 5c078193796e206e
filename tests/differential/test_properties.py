"""What holds for every rule set and everybody: order of people, other groups, sums, and which numbers may appear."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.contributions import contributions, effective_weights
from engine.functions.shares import share_out
from engine.numbers import LIMIT, round_half_away
from engine.program import Program
from engine.result import build_result
from engine.scorer import Scorer
from engine.values import Evaluation, Person
from rules.check import check_text
from rules.score import Subject, read_subject
from tests.differential.generate import Maker
from tests.differential.people import make_people
from tests.engine.scorer.programs import PERIOD, everyone, metric, program_of

Made = tuple[Program, list[Person]]
FEW = settings(max_examples=25)
NUMBERS = st.decimals(-(10**6), 10**6, allow_nan=False, allow_infinity=False, places=6)


@st.composite
def made(draw: st.DrawFn, count: int = 12) -> Made:
    """A made-up rule set and people for it."""
    seed = draw(st.integers(0, 10**6))
    while True:
        maker = Maker(seed)
        program = check_text(json.dumps(maker.make()), "json").program
        if program is not None:
            break
        seed += 1
    subjects = make_people(Random(seed), maker.document, maker.edges, count)
    read = [read_subject(program, Subject(one.id, one.given, one.history, one.decisions)) for one in subjects]
    return program, [person for person, issues in read if not issues]


def by_id(found: Sequence[Evaluation]) -> dict[str, tuple[object, object]]:
    return {one.person: (one.values, one.trouble) for one in found}


@FEW
@given(made(), st.randoms(use_true_random=False))
def test_the_order_of_people_changes_nothing(case: Made, random: Random) -> None:
    program, people = case
    shuffled = random.sample(people, len(people))
    scorer = Scorer(program)
    assert by_id(scorer.evaluate(people, PERIOD)) == by_id(scorer.evaluate(shuffled, PERIOD))


@FEW
@given(made())
def test_no_strange_number_is_ever_published(case: Made) -> None:
    """Exact fractions below the limit, and in results plain decimals without a negative zero."""
    program, people = case
    for evaluation in Scorer(program).evaluate(people, PERIOD):
        for id, value in evaluation.values.items():
            assert value is None or isinstance(value, (bool, str, Fraction))
            if id in program.step_by_id and isinstance(value, Fraction):
                assert abs(value) < LIMIT
        result = build_result(program, evaluation).to_json()
        for leaf in leaves(result):
            assert not isinstance(leaf, float)
            if isinstance(leaf, Decimal):
                assert leaf.is_finite() and not (leaf == 0 and leaf.is_signed())
            assert not (isinstance(leaf, str) and leaf.startswith("-0") and not leaf.strip("-0."))


def leaves(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        for part in value.values():
            yield from leaves(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from leaves(part)
    else:
        yield value


@FEW
@given(made())
def test_contributions_add_up_to_the_base_and_with_the_effects_to_the_last_total(case: Made) -> None:
    program, people = case
    outline = program.outline
    for evaluation in Scorer(program).evaluate(people, PERIOD):
        values = evaluation.values
        base = values.get(outline.base) if outline.base else None
        if evaluation.trouble is not None or not isinstance(base, Fraction):
            continue
        assert sum(contributions(program, values).values()) == base
        if any(line.weight is not None for line in outline.metrics):
            assert sum(effective_weights(program, values).values()) == 1
        if outline.adjustments:
            last = values[outline.adjustments[-1].total]
            effects = [values[line.effect] for line in outline.adjustments]
            if None not in effects:
                assert base + sum(effects) == last  # type: ignore[arg-type]


@FEW
@given(made())
def test_splits_add_up_to_the_whole_and_the_payout_to_its_sides(case: Made) -> None:
    program, people = case
    for evaluation in Scorer(program).evaluate(people, PERIOD):
        values = evaluation.values
        if evaluation.trouble is not None:
            continue
        for line in program.outline.rewards:
            if line.shares and values[f"reward.{line.id}.whole"] is not None:
                assert sum(values[step] for _, step in line.shares) == values[f"reward.{line.id}.whole"]  # type: ignore[misc]
        payout = program.outline.payout
        if payout is not None and payout.carried is not None and values[payout.carried] is not None:
            assert values[payout.penalties] + values[payout.carried] == values["payout.due"]  # type: ignore[operator]


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=60), st.integers(0, 3))
def test_shares_add_up_and_are_within_a_unit_of_exact(units: int, weights: list[int], decimals: int) -> None:
    if not any(weights):
        weights[0] = 1
    unit = Fraction(1, 10**decimals)
    shares = share_out(
        units * unit, [Fraction(weight) for weight in weights], [str(n) for n in range(len(weights))], decimals
    )
    assert sum(shares) == units * unit
    assert all(
        abs(share - units * unit * weight / sum(weights)) < unit for share, weight in zip(shares, weights, strict=True)
    )


@given(
    st.lists(st.tuples(st.sampled_from(["day", "night"]), st.integers(0, 50)), min_size=1, max_size=15),
    st.integers(1, 9),
)
def test_a_budget_or_pool_is_given_out_to_the_cent(people: list[tuple[str, int]], pool: int) -> None:
    sections: dict[str, Any] = metric("n")
    rewards = {
        "shared": {"pool": {"amount": f"{pool}.01", "by": "score + 1", "within": "team"}},
        "own": {"amount": "n * 1.005"},
    }
    budget = {"budget": {"amount": "20.005", "within": "team", "when_exceeded": "scale"}}
    program = program_of(
        attributes={"team": "text"}, inputs={"n": "number"}, **sections, rewards=rewards, payout=budget
    )
    found = everyone(program, [{"team": team, "n": n} for team, n in people])
    for team in {team for team, _ in people}:
        own = [one.values for one, (where, _) in zip(found, people, strict=True) if where == team]
        assert sum(values["reward.shared"] for values in own) == Fraction(f"{pool}.01")  # type: ignore[misc]
        before = sum(values["payout.before_budget"] for values in own)  # type: ignore[misc]
        assert sum(values["payout.rewards"] for values in own) == min(before, Fraction(20))  # type: ignore[misc]


def ranked(people: Sequence[tuple[str, Decimal]]) -> list[dict[str, object]]:
    """Points, tiers and prizes by place only."""
    rewards = {"best": {"by_rank": {"of": "n", "amounts": [300, 200, 100], "within": "team"}}}
    tiers = [{"id": "a", "top": "20%", "within": "team"}, {"id": "b", "top": "70%"}, {"id": "c"}]
    points = {"rank": {"places": [100, 80, 60], "otherwise": 40, "within": "team", "ties": "share"}}
    program = program_of(
        attributes={"team": "text"}, inputs={"n": "number"}, **metric("n", points), tiers=tiers, rewards=rewards
    )
    steps = ("m.points", "score", "tier", "reward.best")
    return [
        {step: one.values[step] for step in steps}
        for one in everyone(program, [{"team": t, "n": n} for t, n in people])
    ]


PEOPLE = st.lists(st.tuples(st.sampled_from(["day", "night"]), NUMBERS), min_size=1, max_size=12)


@FEW
@given(PEOPLE, st.decimals("0.1", "9", places=1), st.decimals(-1000, 1000, places=2))
def test_a_better_month_for_everyone_moves_no_place(
    people: list[tuple[str, Decimal]], factor: Decimal, more: Decimal
) -> None:
    """Where places alone count, a market that lifts all the same pays the same."""
    exact = [(team, n.quantize(Decimal("0.01"))) for team, n in people]
    assert ranked(exact) == ranked([(team, n * factor + more) for team, n in exact])


@FEW
@given(PEOPLE, st.lists(NUMBERS, min_size=1, max_size=6))
def test_another_group_changes_nothing(people: list[tuple[str, Decimal]], others: list[Decimal]) -> None:
    assert ranked(people) == ranked([*people, *(("weekend", n) for n in others)])[: len(people)]


@given(st.fractions(-(10**9), 10**9), st.integers(0, 8))
def test_rounding_twice_is_rounding_once(value: Fraction, decimals: int) -> None:
    once = round_half_away(value, decimals)
    assert round_half_away(once, decimals) == once
    assert abs(once - value) <= Fraction(1, 2 * 10**decimals)
    assert round_half_away(-value, decimals) == -once


@FEW
@given(st.lists(st.integers(1, 20), min_size=2, max_size=6), st.sampled_from(["2", "3", "10", "0.1"]))
def test_weights_that_are_ratios_may_be_scaled(parts: list[int], factor: str) -> None:
    """A mean weighted in a formula is divided once, at the end: only the ratios of the weights count."""
    ids = range(len(parts))
    metrics: dict[str, Any] = {f"m{n}": {"value": f"i{n}", "points": "as_is"} for n in ids}

    def score(scale: str) -> object:
        top = " + ".join(f"points(m{n}) * {part} * {scale}" for n, part in enumerate(parts))
        bottom = " + ".join(f"{part} * {scale}" for part in parts)
        formula = {"formula": f"({top}) / ({bottom})", "round": 8}
        program = program_of(inputs={f"i{n}": "number" for n in ids}, metrics=metrics, score=formula)
        (found,) = everyone(program, [{f"i{n}": 10 * n + part for n, part in enumerate(parts)}])
        return found.values["score"]

    assert score(factor) == score("1")


@FEW
@given(st.lists(st.tuples(st.integers(1, 40), st.integers(-100, 12000)), min_size=2, max_size=6), st.integers(0, 5))
def test_what_is_left_out_shares_its_weight_in_proportion(metrics: list[tuple[int, int]], gone: int) -> None:
    """The score without a metric is the mean of the others by their own weights."""
    total = sum(weight for weight, _ in metrics)
    gone %= len(metrics)
    shares = [weight * 10000 // total for weight, _ in metrics]
    shares[0] += 10000 - sum(shares)
    inputs = {f"i{n}": {"type": "number", "missing": "exclude"} for n in range(len(metrics))}
    sections = {
        f"m{n}": {
            "value": f"i{n}",
            "weight": f"{Fraction(share, 100)!s}%" if share % 100 == 0 else share / 10000,
            "points": "as_is",
        }
        for n, share in enumerate(shares)
    }
    program = program_of(inputs=inputs, metrics=sections, score={"round": 4})
    marks = {n: Fraction(mark, 100) for n, (_, mark) in enumerate(metrics) if n != gone}
    (found,) = everyone(program, [{f"i{n}": Decimal(metrics[n][1]) / 100 for n in marks}])
    left = sum(shares[n] for n in marks)
    expected = round_half_away(sum(shares[n] * mark for n, mark in marks.items()) / left, 4) if left else None
    assert found.values["score"] == expected
