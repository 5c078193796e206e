"""Bare numbers and flags are formulas too, and nothing that is given as a formula makes the parser raise."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.formula.infer import resolve
from engine.formula.nodes import Flag, Name, Number
from engine.formula.parser import formula_of, parse_formula
from tests.engine.formula.scopes import EVERYWHERE

SIGNS = [*"()（），,+-*/×÷=<>!%'\"“”.[]{}:;#\\ _é٣п∞💩\u200b\n", "**", "//"]
WORDS = "if else and or not true lambda is in None sales calls rate kind complex 销售额 1 0.5 35% 15s 1e5 'simple'"
CALLS = "IF( max( rank( points( table( streak( previous( date( within= ties= gaps="
PIECES = st.sampled_from([*SIGNS, *WORDS.split(), *CALLS.split()])


@pytest.mark.parametrize(
    ("value", "node"),
    [
        (True, Flag(True)),
        (5, Number(Fraction(5))),
        (-5, Number(Fraction(-5))),
        (Decimal("0.35"), Number(Fraction(7, 20))),
        (Decimal("0.50000000000000000000"), Number(Fraction(1, 2))),
        (Decimal("-0.0"), Number(Fraction(0))),
        ("sales", Name("sales")),
        ("35%", Number(Fraction(7, 20), "percent")),
    ],
)
def test_bare_values(value: object, node: object) -> None:
    assert formula_of(value, ()) == (node, [])


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (10**15, "formula-number-out-of-range"),
        (Decimal("1e999999999"), "formula-number-out-of-range"),
        (Decimal("1e-16"), "formula-number-out-of-range"),
        (Decimal("1e-999999999"), "formula-number-out-of-range"),
        (Decimal("NaN"), "formula-number-out-of-range"),
        (Decimal("Infinity"), "formula-number-out-of-range"),
        (None, "formula-kind"),
        ([1], "formula-kind"),
        ({}, "formula-kind"),
        (0.5, "formula-kind"),
    ],
)
def test_values_that_are_no_formula(value: object, code: str) -> None:
    node, issues = formula_of(value, ("score", "at_most"))
    assert node is None
    assert [(issue.code, issue.path) for issue in issues] == [(code, ("score", "at_most"))]


def test_spans_are_in_the_authors_text() -> None:
    text = "（ 销售额 － ５ ）× 2"
    node, _ = parse_formula(text, ())
    assert node is not None
    assert node.span == (0, len(text))
    assert [text[slice(*part.span)] for part in (node.left.left, node.left.right)] == ["销售额", "５"]  # type: ignore[union-attr, arg-type]


@given(st.text(max_size=60))
def test_never_raises_on_any_text(text: str) -> None:
    node, issues = parse_formula(text, ())
    assert (node is None) == bool(issues)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_never_raises_on_nearly_right_text(text: str) -> None:
    node, issues = parse_formula(text, ())
    assert (node is None) == bool(issues)
    if node is not None:
        _, type, issues = resolve(node, EVERYWHERE, ())
        assert (type is None) == bool(issues)
