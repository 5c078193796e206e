"""Divisions that can hit zero are found; guarded ones are left alone."""

from __future__ import annotations

from fractions import Fraction

import pytest

from engine.formula.division import may_divide_by_zero
from engine.formula.parser import parse_formula

PARAMS = {"target": (Fraction(1), None), "loose": (Fraction(0), None), "loss": (None, Fraction(-1))}


@pytest.mark.parametrize(
    ("formula", "divisors"),
    [
        ("a / b", ["b"]),
        ("a / b / c", ["b", "c"]),
        ("mod(a, b)", ["b"]),
        ("a / 2", []),
        ("a / 0", ["0"]),
        ("a / (1 - 1)", ["1 - 1"]),
        ("a / target", []),
        ("a / loss", []),
        ("a / loose", ["loose"]),
        ("a / (target * 2)", []),
        ("a / (target * b)", ["target * b"]),
        ("a / max(b, 1)", []),
        ("a / max(b, 0)", ["max(b, 0)"]),
        ("a / period_days()", []),
        ("if(b = 0, 0, a / b)", []),
        ("if(b == 0, a / b, 0)", ["b"]),
        ("if(b != 0, a / b, 0)", []),
        ("if(0 < b, a / b, 0)", []),
        ("if(b >= 0, a / b, 0)", ["b"]),
        ("if(b <= 0, 0, a / b)", []),
        ("if(b > 0 and c > 0, a / b / c, 0)", []),
        ("if(b > 0 or c > 0, a / b, 0)", ["b"]),
        ("if(b = 0 or c = 0, 0, a / b / c)", []),
        ("if(not b = 0, a / b, 0)", []),
        ("b > 0 and a / b > 2", []),
        ("b = 0 or a / b > 2", []),
        ("b > 0 or a / b > 2", ["b"]),
        ("coalesce(a / b, 0)", []),
        ("coalesce(a, a / b)", ["b"]),
        ("is_missing(a / b)", []),
        ("if(b - c > 0, a / (b - c), 0)", []),
        ("a / if(b > 0, b, 1)", []),
    ],
)
def test_unguarded_divisors(formula: str, divisors: list[str]) -> None:
    node, issues = parse_formula(formula, ())
    assert node is not None, issues
    found = may_divide_by_zero(node, PARAMS)
    assert [formula[span[0] : span[1]] for span in found if span] == divisors
