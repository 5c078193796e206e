"""Generated code says what the reference says, at the edges of what it can hold."""

from __future__ import annotations

import gc
import linecache
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from engine.scorer import Scorer
from engine.scorer.quick import quick_door
from tests.engine.scorer.programs import PERIOD, everyone, metric, program_of, value_of

INPUTS = {
    "a": {"type": "number", "missing": "exclude"},
    "b": {"type": "number", "missing": "exclude"},
    "n": "number",
    "f": {"type": "flag", "missing": "exclude"},
    "c": {"type": "choice", "choices": ["x", "y"], "missing": "exclude"},
    "d": {"type": "date", "missing": "exclude"},
}


@pytest.mark.parametrize(
    ("formula", "given", "expected"),
    [
        ("a + b", {"a": 1}, None),
        ("a * 0", {}, None),
        ("coalesce(a, 1 / (n - n), b, 7)", {"b": 3}, 3),
        ("coalesce(a, b / (n - n), 7)", {"b": 3}, 7),
        ("if(a > 1, 1 / (n - n), 5)", {"a": 0}, 5),
        ("if(a > 1, 1 / (n - n), 5)", {"a": 2}, None),
        ("if(a > 1 or n > 0, 4, 5)", {"n": 1}, 4),
        ("if(a > 1 or n > 0, 4, 5)", {"n": 0}, None),
        ("if(a > 1 and n > 0, 4, 5)", {"n": 0}, 5),
        ("if(is_missing(a / b), 4, 5)", {"a": 1, "b": 0}, 4),
        ("if(is_missing(a / b), 4, 5)", {"a": 1, "b": 2}, 5),
        ("if(coalesce(f, c == 'x'), 1, 2)", {"c": "x"}, 1),
        ("if(coalesce(c, 'y') == 'y', 1, 2)", {}, 1),
        ("if(f == (c == 'x'), 1, 2)", {"f": False, "c": "y"}, 1),
        ("if(d >= date(2026, 3, 1), 1, 2)", {"d": "2026-03-01"}, 1),
        ("if(not f, 1, 2)", {}, None),
        ("1 / (a - b)", {"a": "0.3", "b": "0.1"}, 5),
        ("-7 / (a - b)", {"a": "0.1", "b": "0.3"}, 35),
        ("min(a / -3, b / 7)", {"a": 1, "b": 1}, Fraction(-333333, 10**6)),
        ("(a / 3) ** 3", {"a": 1}, Fraction(37037, 10**6)),
        ("(a - 1) ** 0", {"a": 1}, 1),
        ("mod(a, -3)", {"a": 7}, -2),
        ("clamp(a, b, 3)", {"a": 5, "b": 10}, 3),
        ("round(a / 3 * 100, -1)", {"a": "13.5"}, 450),
    ],
)
def test_a_formula_means_the_same_compiled(formula: str, given: dict[str, Any], expected: object) -> None:
    """Missing operands, lazy branches, three-valued logic and signs of divisors."""
    program = program_of(inputs=INPUTS, **metric(formula, missing=0))
    assert value_of(program, {"n": 0, **given}) == expected


@pytest.mark.parametrize(
    "formula", ["40000000 * 40000000 * n", "n + 900000000000000 + 900000000000000", "(n * 1000) ** 6"]
)
def test_leaving_the_range_stops_the_person(formula: str) -> None:
    """Every number on the way counts, written ones too, and nobody else is touched."""
    program = program_of(inputs=INPUTS, **metric(f"({formula}) / 1000000000000", missing=0))
    stopped, scored = everyone(program, [{"n": 999}, {"n": 0}] if "**" in formula else [{"n": 999}, {"n": 998}])
    assert stopped.trouble is not None and stopped.trouble.code == "out-of-range"
    assert ("**" in formula) == (scored.trouble is None)


def test_a_written_number_is_published_like_any_other() -> None:
    """A parameter has eight decimals, a metric's value six."""
    program = program_of(
        parameters={"p": "0.1234567894", "q": "0.123456785"}, inputs=INPUTS, **metric("p + n", decimals=8)
    )
    assert value_of(program, {"n": 0}) == Fraction("0.12345679")
    assert value_of(program, {"n": 0}, "q") == Fraction("0.12345679")
    assert value_of(program_of(inputs=INPUTS, **metric("0.1234567")), {"n": 0}) == Fraction("0.123457")


def test_a_date_can_be_what_a_metric_looks_at() -> None:
    """Dates come out as days, computed or given."""
    value = "if(is_missing(d), date(2026, 1, 1), d)"
    metrics = {
        "when": {"value": value, "weight": 0, "points": {"formula": "days_between(when, period_start()) * 1"}},
        **metric("days_between(when, period_end()) * 1")["metrics"],
    }
    program = program_of(inputs=INPUTS, metrics=metrics)
    assert value_of(program, {"n": 0}) == 333
    assert value_of(program, {"n": 0, "d": "2026-11-30"}) == 0


def bands(count: int, threshold: str) -> dict[str, Any]:
    rows: list[dict[str, Any]] = [
        {"at_least": threshold.format(count - row), "points": count - row} for row in range(count)
    ]
    return {"bands": [*rows, {"otherwise": 0}]}


@pytest.mark.parametrize("threshold", ["{}", "{} / (a + 1)", "coalesce(b, {})"])
@pytest.mark.parametrize("limit", [{}, {"at_most": 150}])
def test_two_hundred_bands_stay_on_few_levels(threshold: str, limit: dict[str, Any]) -> None:
    """However their edges are computed, long ladders compile or are interpreted, and never fail."""
    program = program_of(inputs=INPUTS, **metric("n", {**bands(199, threshold), **limit}, missing=0))
    for value in (0, 7, 199, 1000):
        points = min(value, 199)
        assert value_of(program, {"n": value, "a": 0}, "m.points") == min(points, limit.get("at_most", points))


def test_a_table_behind_two_hundred_bands() -> None:
    """Choices within choices go hundreds deep without going deep into Python."""
    table = {"tables": {"worth": {**{f"k{n}": n for n in range(199)}, "otherwise": 5}}}
    rows = bands(199, "{}")
    rows["bands"][-1] = {"otherwise": "table(worth, t)"}
    program = program_of(inputs={**INPUTS, "t": "text"}, **table, **metric("n", {**rows, "at_most": 190}))
    assert value_of(program, {"n": 0, "t": "k198"}, "m.points") == 190
    assert value_of(program, {"n": 0, "t": "other"}, "m.points") == 5


@pytest.mark.parametrize(
    ("shape", "levels", "compiles"),
    [
        ("coalesce(a / b, {})", 15, True),
        ("coalesce(a / b, {})", 19, False),
        ("coalesce({}, a / b)", 19, False),
        ("if({} > 0 or a > 0, 1, a)", 18, True),
        ("if(is_missing({}), a, 1)", 9, True),
    ],
)
def test_deep_formulas_are_interpreted_where_python_cannot_compile_them(
    shape: str, levels: int, compiles: bool
) -> None:
    """A level may be a loop in generated code, and Python allows twenty."""
    formula = "a / b"
    for _ in range(levels):
        formula = shape.format(formula)
    program = program_of(inputs=INPUTS, **metric(formula, missing=0))
    assert (quick_door(program) is not None) == compiles
    everyone(program, [{"n": 1, "a": 1, "b": 0}, {"n": 1, "a": 4, "b": 2}, {"n": 1}])


@pytest.mark.parametrize("sign", ["+", "-", "*", "/"])
def test_a_hundred_operands_in_a_row(sign: str) -> None:
    """The longest formula there can be."""
    formula = f" {sign} ".join(["n"] * 99)
    program = program_of(inputs=INPUTS, **metric(formula, missing=0))
    everyone(program, [{"n": 1}, {"n": "0.5"}, {"n": 0}, {"n": -3}])


def test_as_many_conditions_as_a_formula_holds() -> None:
    """Conditions that may be missing, one after another, stay on one level."""
    for word in ("and", "or"):
        formula = f" {word} ".join(["a / b > 1"] * 30)
        program = program_of(inputs=INPUTS, **metric(f"if({formula}, 1, 2)", missing=0))
        everyone(program, [{"n": 1, "a": 4, "b": 2}, {"n": 1, "a": 1, "b": 2}, {"n": 1, "a": 1, "b": 0}])


def test_generated_source_is_forgotten_with_its_scorer() -> None:
    """Tracebacks show generated lines, and a server that compiles drafts all day does not keep them."""
    program = program_of(inputs=INPUTS, **metric("n + 1"))
    scorer = Scorer(program)
    assert any(program.hash[:19] in name for name in linecache.cache)
    del scorer
    gc.collect()
    assert not any(program.hash[:19] in name for name in linecache.cache)


QUICK = {
    "n": "number",
    "share": {"type": "percent", "missing": "0.5"},
    "paid": {"type": "money", "missing": "33.3333333"},
    "calls": {"type": "count", "missing": 3},
}


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ({"n": 1, "paid": 1}, True),
        ({"n": 0.1, "paid": 1}, True),
        ({"n": Decimal("0.100000"), "paid": 1}, True),
        ({"n": "0.1", "paid": 1}, False),
        ({"n": True, "paid": 1}, False),
        ({"n": float("nan"), "paid": 1}, False),
        ({"n": float("inf"), "paid": 1}, False),
        ({"n": Decimal("sNaN"), "paid": 1}, False),
        ({"n": Decimal("1E+999999999"), "paid": 1}, False),
        ({"n": Decimal("1E-999999999"), "paid": 1}, False),
        ({"n": Decimal("1." + "0" * 33 + "1"), "paid": 1}, False),
        ({"n": 8589934592.000001, "paid": 1}, False),
        ({"n": 10**14, "paid": 1}, False),
        ({"n": 1, "paid": 1, "share": 85}, False),
        ({"n": 1, "paid": 1, "calls": 2.5}, False),
        ({"n": 1, "paid": 1, "calls": -1}, False),
        ({"n": 1, "paid": 1, "other": 1}, False),
        ({"n": 1}, False),
        ({"paid": 1}, False),
        ({"n": -0.0, "paid": 1}, True),
    ],
)
def test_the_quick_door_takes_only_what_it_reads_exactly(given: dict[str, Any], taken: bool) -> None:
    """For everything else it gives way to the full door, which decides and explains."""
    program = program_of(inputs=QUICK, **metric("n + paid * 1 / paid + share * 1 + calls * 1", missing=0))
    door = quick_door(program)
    assert door is not None
    scaled = door.scored(given, PERIOD)
    assert (scaled is not None) == taken
    if scaled is not None:
        everyone(program, [given])
