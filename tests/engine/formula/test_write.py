"""Canonical text reads back as the same nodes."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.formula.nodes import (
    Binary,
    Call,
    Compare,
    Flag,
    If,
    Logic,
    Name,
    Negate,
    Node,
    Not,
    Number,
    Text,
)
from engine.formula.parser import parse_formula
from engine.formula.write import decimal_text, to_text


def numbers() -> st.SearchStrategy[Node]:
    small = st.decimals(min_value=-(10**9), max_value=10**9, places=6).map(Fraction)
    units = st.sampled_from(["plain", "percent", "duration"])
    return st.builds(Number, small, units)


LEAVES = st.one_of(
    numbers(),
    st.builds(Text, st.text("abc 复杂（，）%='", max_size=5)),
    st.builds(Flag, st.booleans()),
    st.builds(Name, st.sampled_from(["sales", "询单人数", "class", "x1", "points_of", "s"])),
)


def above(part: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    exponent = st.integers(0, 6).map(lambda value: Number(Fraction(value)))
    several = st.lists(part, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        # a minus in front of a number is part of the number
        part.filter(lambda node: not isinstance(node, Number)).map(Negate),
        st.builds(Not, part),
        st.builds(Binary, st.sampled_from("+-*/"), part, part),
        st.builds(Binary, st.just("**"), part, exponent),
        st.builds(Compare, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), part, part),
        st.builds(Logic, st.sampled_from(["and", "or"]), several),
        st.builds(If, part, part, part),
        st.builds(Call, st.sampled_from(["min", "coalesce", "round"]), several),
        st.builds(lambda x: Call("rank", (x,), (("within", Name("team")), ("ties", Text("dense")))), part),
    )


@given(st.recursive(LEAVES, above, max_leaves=12))
def test_reads_back_as_the_same_nodes(node: Node) -> None:
    text = to_text(node)
    again, issues = parse_formula(text, ())
    assume(not any(issue.code in ("formula-too-deep", "formula-too-large", "formula-too-long") for issue in issues))
    assert again == node, text
    assert to_text(again) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(5), "5"),
        (Fraction(-5, 2), "-2.5"),
        (Fraction(1, 3), "1 / 3"),
        (Fraction(1, 1000), "0.001"),
        (Fraction(0), "0"),
        (Fraction(-1, 8), "-0.125"),
    ],
)
def test_decimal_text(value: Fraction, text: str) -> None:
    assert decimal_text(value) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [("conversion.points", "points(conversion)"), ("period.start", "period_start()"), ("period.days", "period_days()")],
)
def test_compiled_names_are_written_as_authors_write_them(name: str, text: str) -> None:
    assert to_text(Name(name)) == text
