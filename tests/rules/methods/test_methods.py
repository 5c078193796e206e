"""Every scoring method and reward form: its own example holds, its slips are told at their place."""

from __future__ import annotations

import pytest

from engine.formula.nodes import Call
from rules.methods.reward_forms import REWARD_FORMS
from rules.methods.scoring import SCORING_METHODS
from tests.rules.methods.documents import check, problems, rewarding, scoring

VALUES = {"flag": "done", "checklist": None}


@pytest.mark.parametrize("key", SCORING_METHODS)
def test_the_example_of_a_scoring_method_holds(key: str) -> None:
    """What the reference page shows can be pasted."""
    method = SCORING_METHODS[key]
    assert problems(scoring(method.example, VALUES.get(key, "x"))) == []
    assert key in method.example


@pytest.mark.parametrize("key", [key for key, method in SCORING_METHODS.items() if method.bare])
def test_a_method_without_settings_is_one_word(key: str) -> None:
    """``points: flag`` is enough."""
    assert problems(scoring(f"points: {key}", VALUES.get(key, "x"))) == []


@pytest.mark.parametrize("key", REWARD_FORMS)
def test_the_example_of_a_reward_form_holds(key: str) -> None:
    """What the reference page shows can be pasted."""
    assert problems(rewarding(REWARD_FORMS[key].example)) == []


@pytest.mark.parametrize("name", [*SCORING_METHODS, *REWARD_FORMS])
def test_everything_is_said_in_both_languages(name: str) -> None:
    """Names and descriptions exist in Chinese and in English."""
    thing = SCORING_METHODS.get(name) or REWARD_FORMS[name]
    for words in (thing.name, thing.doc):
        assert words.en.isascii() or set(words.en) - set(map(chr, range(128))) <= set("÷×…")
        assert any("\u4e00" <= character <= "\u9fff" for character in words.zh)


SLIPS_IN_METHODS = [
    ("points: flag", "x", [("wrong-result", "value")]),
    ("points: as_is", "done", [("wrong-result", "value")]),
    ("points: {bands: [{otherwise: 5}]}", "done", [("wrong-result", "value")]),
    ("points: rank", "x", [("no-method", "points")]),
    ("points: {range: [190, 170]}", "x", [("limits-crossed", "points.range")]),
    ("points: {range: [1, 2], tolerance: -3}", "x", [("out-of-bounds", "points.tolerance")]),
    ("points: {range: {low: 1}}", "x", [("missing-key", "points.range")]),
    ("points: {range: {low: 1, high: 2, tolerance: 1}, tolerance: 2}", "x", [("several-methods", "points.tolerance")]),
    ("points: {range: [0.8, 90]}", "share", [("percent-scale", "points.range[1]")]),
    (
        "points: {bands: [{at_least: 85, points: 1}, {otherwise: 0}]}",
        "share",
        [("percent-scale", "points.bands[0].at_least")],
    ),
    (
        "points: {bands: [{below: 15s, points: 1}, {otherwise: 0}]}",
        "complaints",
        [("unit-mismatch", "points.bands[0].below")],
    ),
    ("points: {bands: [{at_least: 90%, points: 1}, {otherwise: 0}]}", "paid_amount / most", []),
    ("points: {attainment: {target: 85}}", "share", [("percent-scale", "points.attainment.target")]),
    ("points: {attainment: {target: 15s}}", "share", [("unit-mismatch", "points.attainment.target")]),
    ("points: {curve: [[0, 0], [20, 100]]}", "share", [("percent-scale", "points.curve[1][0]")]),
    ("points: {rank: {places: [100], within: teem}}", "x", [("unknown-reference", "points.rank.within")]),
    ("points: {rank: {places: [80, 100]}}", "x", [("places-rise", "points.rank.places[1]")]),
    ("points: {rank: {places: [100], ties: average}}", "x", [("unknown-word", "points.rank.ties")]),
    ("points: {rank: {places: [100], min_group: 0}}", "x", [("out-of-bounds", "points.rank.min_group")]),
    ("points: {percentile_rank: {within: x}}", "x", [("unknown-reference", "points.percentile_rank.within")]),
    ("points: {compare: {at_mean: 80}}", "x", [("missing-key", "points.compare")]),
    ("points: {flag: {yes: done}}", "done", [("wrong-result", "points.flag.yes")]),
    ("points: {checklist: {done: 20, greeting: 70}}", None, [("checklist-total", "points.checklist")]),
    ("points: {checklist: {done: -20, greeting: 70}}", None, []),
    ("points: {checklist: {complaints: 100}}", None, [("wrong-result", "points.checklist.complaints")]),
    ("points: {checklist: {complaints > 2: 100}}", None, [("unknown-reference", "points.checklist.complaints > 2")]),
    ("points: {checklist: {}}", None, [("out-of-bounds", "points.checklist")]),
    ("points: as_is", "share", [("percent-as-points", "points")]),
    ("points: {as_is: false}", "x", [("unknown-word", "points.as_is")]),
    ("points: {formula: done}", "x", [("wrong-result", "points.formula")]),
]

SLIPS_IN_FORMS = [
    (
        "whole: {of: paid_amount, brackets: [{up_to: 9, rate: 3%}, {rate: 1%}]}",
        [("whole-rate-falls", "whole.brackets[1].rate")],
    ),
    ("whole: {of: paid_amount, brackets: [{up_to: 9, rate: 3%}, {rate: 1%, amount: 5}]}", []),
    ("whole: {of: paid_amount, brackets: [{rate: 3%}, {rate: 5%}]}", [("bracket-open", "whole.brackets[0]")]),
    (
        "whole: {of: paid_amount, brackets: [{up_to: 9, rate: 1%}, {up_to: 5, rate: 3%}, {rate: 5%}]}",
        [("bracket-order", "whole.brackets[1].up_to")],
    ),
    (
        "graduated: {of: conversion, brackets: [{up_to: 5, rate: 3}, {rate: 5}]}",
        [("percent-scale", "graduated.brackets[0].up_to")],
    ),
    (
        "graduated: {of: paid_amount, brackets: [{rate: 5%, amount: 3%}]}",
        [("wrong-result", "graduated.brackets[0].amount")],
    ),
    ("package: {of: complaints, size: 0, amount: 5}", [("out-of-bounds", "package.size")]),
    ("package: {of: complaints, size: 10s, amount: 5}", [("unit-mismatch", "package.size")]),
    ("package: {of: complaints, size: 10, amount: 5%}", [("wrong-result", "package.amount")]),
    ("by_rank: {of: conversion, amounts: [100, 200]}", [("places-rise", "by_rank.amounts[1]")]),
    ("by_rank: {of: conversion, amounts: [100], minimum: 20}", [("percent-scale", "by_rank.minimum")]),
    ("by_rank: {of: conversion, amounts: [100], ties: dense}", [("unknown-word", "by_rank.ties")]),
    ("by_rank: {of: conversion, amounts: [100], within: [team, x]}", [("unknown-reference", "by_rank.within")]),
    ("pool: {amount: 100}", [("missing-key", "pool")]),
    ("pool: {amount: 100, by: nobody}", [("unknown-name", "pool.by")]),
    ("pool: {amount: 5%, by: score}", [("wrong-result", "pool.amount")]),
    ("discretionary: {min: 5, max: 3}", [("limits-crossed", "discretionary")]),
    ("discretionary: {max: changing}", [("not-a-constant", "discretionary.max")]),
    ("discretionary: {min: -50, max: most}", []),
    ("item: {}", [("missing-key", "item")]),
    ("item: {title: X, kind: car}", [("unknown-word", "item.kind")]),
    ("by_tier: {golden: 5}", [("unknown-reference", "by_tier.golden")]),
]


@pytest.mark.parametrize(("points", "value", "found"), SLIPS_IN_METHODS)
def test_slips_in_scoring_methods(points: str, value: str | None, found: list[tuple[str, str]]) -> None:
    """Each slip is one problem with its own code at its own place; what only looks odd is none."""
    assert problems(scoring(points, value)) == [(code, f"metrics.m.{path}") for code, path in found]


@pytest.mark.parametrize(("form", "found"), SLIPS_IN_FORMS)
def test_slips_in_reward_forms(form: str, found: list[tuple[str, str]]) -> None:
    """Each slip is one problem with its own code at its own place; what only looks odd is none."""
    assert problems(rewarding(form)) == [(code, f"rewards.r.{path}") for code, path in found]


@pytest.mark.parametrize(
    "text",
    [
        scoring("points: {rank: {places: [100, 50], within: team, ties: share, min_group: 3}}"),
        scoring("points: {compare: {at_mean: 80, per_sd: 10, within: team}}"),
        scoring("points: percentile_rank"),
        rewarding("by_rank: {of: x * 2, within: team, amounts: [100], minimum: 5}"),
        rewarding("pool: {amount: most * 2, by: x + 1}"),
    ],
)
def test_an_explanation_adds_no_steps(text: str) -> None:
    """What is told of a comparison is what was compared: every call over people stands once."""
    program = check(text).program
    assert program is not None
    calls = [step.expr for step in program.steps if isinstance(step.expr, Call)]
    assert len(calls) == len(set(calls)) > 0
