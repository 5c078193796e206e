"""A plot says what the program gives: corners and jumps where they are, and nothing in between that it leaves out."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from engine.values import Person, Value
from rules.check import check_text
from rules.checks.ranges import Compiled
from rules.period import PeriodKind, period_of
from rules.plots.axis import Axis, Subject, subject_of
from rules.plots.part import part_between
from rules.plots.plot import Plot, plot
from rules.score import facts

ROOT = Path(__file__).parents[3]
TEMPLATES = sorted(ROOT.glob("templates_library/*/*/rule-set.yaml"))
NOBODY = Person("", {})
HEAD = """
scorewright: 1
id: drawn
name: Drawn
period: month
attributes: {team: text, months: count}
inputs:
  conversion: {type: percent}
  response: {type: duration}
  sales: {type: money}
  returns: {type: money}
  complaints: {type: count}
  stars: {type: rating, scale: [1, 5]}
  polite: {type: flag}
  thanked: {type: flag}
parameters:
  goal: {value: 800, type: money}
"""
REST = "  rest: {value: stars, weight: 100%, points: as_is}\n"


def metric(points: str, value: str = "sales") -> Plot:
    return drawn(f"{HEAD}metrics:\n  one: {{value: {value}, weight: 0%, points: {points}}}\n{REST}", "metrics.one")


def reward(form: str, held: Person = NOBODY, more: str = "") -> Plot:
    return drawn(f"{HEAD}metrics:\n{REST}{more}rewards:\n  one: {{{form}}}\n", "rewards.one", held)


def drawn(text: str, of: str, held: Person = NOBODY) -> Plot:
    compiled = compiled_of(text)
    subject = subject_of(of, compiled)
    assert subject is not None
    return drawn_along(compiled, subject, subject.axes[0] if subject.axes else None, held)


def test_a_share_with_limits_in_percent_is_drawn_in_percent() -> None:
    found = metric("{bands: [{at_least: 35%, points: 100}, {otherwise: 0}]}", "complaints / stars")
    assert found.axis is not None
    assert (found.axis.type.kind, found.axis.shown) == ("number", "percent")


def compiled_of(text: str) -> Compiled:
    report = check_text(text)
    assert report.rule_set is not None and report.program is not None, report.issues
    return Compiled(report.rule_set, report.program)


def drawn_along(compiled: Compiled, subject: Subject, axis: Axis | None, held: Person = NOBODY) -> Plot:
    return plot(compiled.program, subject, axis, held, period(compiled))


def period(compiled: Compiled):
    return facts(period_of(PeriodKind(compiled.program.period), date(2026, 11, 2)))


def corners(found: Plot) -> list[list[tuple[float, float]]]:
    return [[(float(x), float(y)) for x, y in piece.points] for piece in found.pieces]


def edges(found: Plot) -> list[str]:
    return [f"{'[' if one.from_included else '('}{']' if one.to_included else ')'}" for one in found.pieces]


def test_bands_are_steps_with_their_ends() -> None:
    found = metric("{bands: [{above: 35%, points: 100}, {at_least: 30%, points: 85}, {otherwise: 30}]}", "conversion")
    assert edges(found) == ["[)", "[]", "(]"]
    assert [points[0][1] for points in corners(found)] == [30, 85, 100]
    assert [(float(one.at), one.before, one.on, one.after) for one in found.jumps] == [
        (0.3, 30, 85, 85),
        (0.35, 85, 85, 100),
    ]


def test_a_gap_between_bands_has_no_points() -> None:
    found = metric("{bands: [{at_least: 5, points: 100}, {below: 3, points: 50}]}", "complaints")
    assert [len(one.points) for one in found.pieces] == [2, 0, 2]


def test_a_curve_has_its_corners_and_no_others() -> None:
    found = metric("{curve: [[10s, 100], [20s, 90], [30s, 80], [60s, 0]]}", "response")
    assert corners(found)[0][1:-1] == [(10, 100), (30, 80), (60, 0)]
    assert found.jumps == ()


@pytest.mark.parametrize(
    ("points", "inner"),
    [
        ("{attainment: {target: goal, at_most: 120, at_least: 50}}", [(400, 50), (960, 120)]),
        ("{range: [170, 190], tolerance: 30}", [(140, 0), (170, 100), (190, 100), (220, 0)]),
        ("{formula: abs(value - 10 * 10) / 2, at_most: 40}", [(20, 40), (100, 0), (180, 40)]),
    ],
)
def test_limits_and_plateaus(points: str, inner: list[tuple[float, float]]) -> None:
    (line,) = corners(metric(points, "complaints" if "goal" not in points else "sales"))
    assert line[1:-1] == inner


def test_an_isolated_value_stands_alone() -> None:
    found = metric("{formula: if(value == 3, 100, 0)}", "complaints")
    assert [(one.low, one.high) for one in found.pieces if one.low == one.high] == [(3, 3)]
    assert [one.points[0][1] for one in found.pieces] == [0, 100, 0]


def test_a_curve_that_is_capped_where_it_reaches_the_cap() -> None:
    found = metric("{attainment: {target: 40s, lower_is_better: true, at_most: 120}}", "response")
    assert (len(found.pieces), found.jumps) == (1, ())
    seen = sorted({x for piece in found.pieces for x, _ in piece.points})
    assert min(abs(x - Fraction(100, 3)) for x in seen) < Fraction(1, 10**5)


def test_a_curve_that_is_even_on_both_sides_is_not_taken_for_a_line() -> None:
    (line,) = corners(metric("{formula: 50 + (value - 100) ** 3 / 20000}", "complaints"))
    assert len(line) > 10
    assert all(abs(50 + (x - 100) ** 3 / 20000 - y) < 0.001 for x, y in line)


def test_places_of_people_who_are_scored_together() -> None:
    found = metric("{rank: {places: [100, 80], otherwise: 40, within: team}}")
    assert (found.shape, [case.gives for case in found.cases][:4]) == ("places", [100, 80, 40, 40])
    upside_down = metric("{rank: {places: [100, 80], otherwise: 40, ascending: true}}")
    assert [case.gives for case in upside_down.cases][:4] == [100, 80, 40, 40]


def test_yes_and_no_and_items() -> None:
    assert [case.gives for case in metric("flag", "polite").cases] == [100, 0]
    text = f"{HEAD}metrics:\n  one: {{weight: 0%, points: {{checklist: {{polite: 60, thanked: 40}}}}}}\n{REST}"
    found = drawn(text, "metrics.one")
    assert (found.shape, [case.gives for case in found.cases]) == ("items", [60, 40])


def test_what_depends_on_others_says_so() -> None:
    for points in ("{compare: {at_mean: 80, per_sd: 10}}", "{formula: value / cohort_mean(value) * 100}"):
        found = metric(points)
        assert found.shape == "none" and found.reason is not None


def test_among_others_whose_values_are_known() -> None:
    compare = "{compare: {at_mean: 80, per_sd: 10, at_most: 85}}"
    compiled = compiled_of(f"{HEAD}metrics:\n  one: {{value: sales, weight: 0%, points: {compare}}}\n{REST}")
    subject = subject_of("metrics.one", compiled)
    assert subject is not None
    people = [Person(str(place), {"sales": Fraction(sales)}) for place, sales in enumerate((60, 50, 100))]
    found = plot(compiled.program, subject, subject.axes[0], people[0], period(compiled), None, people[1:])
    points = {float(x): float(y) for piece in found.pieces for x, y in piece.points}
    # with 0 the mean is 50 and the deviation the root of 5000 / 3
    assert points[0] == pytest.approx(80 - 500 / (5000 / 3) ** 0.5, abs=1e-4)
    assert max(points.values()) == 85


def test_what_depends_on_other_values_needs_a_person() -> None:
    text = f"{HEAD}metrics:\n  one: {{value: sales, weight: 0%, points: {{formula: value / returns}}}}\n{REST}"
    assert [item.id for item in drawn(text, "metrics.one").lacking] == ["returns"]
    held = drawn(text, "metrics.one", Person("", {"returns": Fraction(10)}))
    assert corners(held) == [[(0, 0), (1500, 150)]]


def test_a_cliff_of_a_whole_commission() -> None:
    brackets = "[{up_to: 10000, rate: 5%}, {rate: 2%}]"
    found = reward(f"whole: {{of: sales, brackets: {brackets}}}")
    assert [(one.at, one.before, one.on, one.after) for one in found.jumps] == [(10000, 500, 500, 200)]
    graduated = reward(f"graduated: {{of: sales, brackets: {brackets}}}")
    assert graduated.jumps == () and corners(graduated)[0][1] == (10000, 500)


def test_what_is_paid_for_may_be_a_formula() -> None:
    found = reward("whole: {of: sales - returns, brackets: [{up_to: 100, rate: 10%}, {rate: 20%}]}")
    assert found.axis is not None and found.axis.label.en == "sales - returns"
    assert [one.at for one in found.jumps] == [100]


def test_blocks_are_stairs() -> None:
    found = reward("package: {of: complaints, size: 3, amount: -50, free: 2}")
    assert [int(one.at) for one in found.jumps][:3] == [2, 5, 8]
    assert {one.after - one.before for one in found.jumps} == {-50}


def test_tiers_and_money_by_tier_lie_along_the_score() -> None:
    tiers = "tiers: [{id: gold, at_least: 90}, {id: silver, above: 70}, {id: bronze, at_least: 60}]\n"
    found = drawn(f"{HEAD}metrics:\n  one: {{value: sales, weight: 100%, points: as_is}}\n{tiers}", "tiers")
    assert [one.text for one in found.pieces] == [None, "bronze", "silver", "gold"]
    assert edges(found) == ["[)", "[]", "()", "[]"]
    money = drawn(
        f"{HEAD}metrics:\n  one: {{value: sales, weight: 100%, points: as_is}}\n{tiers}"
        "rewards:\n  one: {by_tier: {gold: 100, silver: 300}, when: months >= 3}\n",
        "rewards.one",
        Person("", {"months": Fraction(5)}),
    )
    assert [(one.at, one.before, one.after) for one in money.jumps] == [(70, 0, 300), (90, 300, 100)]


def test_money_by_tier_where_tiers_are_given_by_place() -> None:
    """The score says nothing then, but the tier does."""
    text = (
        f"{HEAD}metrics:\n  one: {{value: sales, weight: 100%, points: as_is}}\n"
        "tiers: [{id: best, label: {zh: 优, en: Best}, top: 20%}, {id: other}]\n"
        "rewards:\n  one: {by_tier: {best: 100}}\n"
    )
    compiled = compiled_of(text)
    subject = subject_of("rewards.one", compiled)
    assert subject is not None and [axis.id for axis in subject.axes] == ["score", "tier"]
    along_score, along_tier = (
        drawn_along(compiled, subject, axis, Person("", {"sales": Fraction(5)})) for axis in subject.axes
    )
    assert along_score.shape == "none"
    assert [(case.label.en, case.gives) for case in along_tier.cases] == [("Best", 100), ("other", 0)]


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.parent.name)
def test_between_its_corners_a_plot_is_what_the_program_gives(file: Path) -> None:
    """Everything that can be drawn of every template, tried at values that no corner names."""
    compiled = compiled_of(file.read_text())
    chance = random.Random(file.parent.name)
    for subject in everything(compiled):
        for axis in subject.axes:
            found = drawn_along(compiled, subject, axis)
            if found.shape != "line":
                assert found.cases or found.reason is not None
                continue
            assert found.view is not None
            width = found.view.high - found.view.low
            values = [found.view.low + width * Fraction(chance.randrange(10**6), 10**6) for _ in range(12)]
            part = part_between(compiled.program, axis, subject.result, NOBODY, period(compiled))
            for value, gives in zip(values, part.results(values), strict=True):
                assert_shows(found, value, gives)


def everything(compiled: Compiled) -> Iterator[Subject]:
    names = [f"metrics.{one.id}" for one in compiled.rule_set.metrics]
    names += [f"rewards.{one.id}" for one in compiled.rule_set.rewards]
    for of in (*names, "tiers"):
        subject = subject_of(of, compiled)
        if subject is not None:
            yield subject


def assert_shows(found: Plot, value: Fraction, gives: Value) -> None:
    here = [
        one
        for one in found.pieces
        if (one.low < value or (one.low == value and one.from_included))
        and (value < one.high or (one.high == value and one.to_included))
    ]
    assert len(here) == 1
    if not isinstance(gives, Fraction):
        assert (here[0].text, here[0].points) == (gives, [])
        return
    heights = [y for _, y in here[0].points]
    close = max((max(heights) - min(heights)) / 100, Fraction(2, 10**found.decimals))
    assert abs(between(here[0].points, value) - gives) <= close


def between(points: Sequence[tuple[Fraction, Fraction]], value: Fraction) -> Fraction:
    for (x0, y0), (x1, y1) in pairwise(points):
        if x0 <= value <= x1:
            return y0 + (y1 - y0) * (value - x0) / (x1 - x0)
    raise AssertionError(f"no line at {value}")
