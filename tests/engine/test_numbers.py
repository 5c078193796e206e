"""Rounding and roots are right to the last digit."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.numbers import LIMIT, in_range, round_half_away, square_root


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("-0.4", 0, "0"),
        ("1.005", 2, "1.01"),
        ("1.115", 2, "1.12"),
        ("89.985", 2, "89.99"),
        ("89.995", 2, "90"),
        ("89.949", 1, "89.9"),
        ("0.00005", 4, "0.0001"),
        ("75.0375", 2, "75.04"),
        ("12345.678", -2, "12300"),
        ("-50", -2, "-100"),
        ("1/3", 8, "0.33333333"),
    ],
)
def test_halves_go_away_from_zero(value: str, decimals: int, rounded: str) -> None:
    assert round_half_away(Fraction(value), decimals) == Fraction(rounded)


@given(st.decimals(-(10**12), 10**12, places=9), st.integers(0, 8))
def test_agrees_with_commercial_rounding(value: Decimal, decimals: int) -> None:
    wanted = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    once = round_half_away(Fraction(value), decimals)
    assert once == Fraction(wanted)
    assert round_half_away(once, decimals) == once


@given(st.fractions(0, 10**15, max_denominator=10**6))
def test_roots_are_the_nearest_with_twelve_decimals(value: Fraction) -> None:
    root = square_root(value)
    assert root is not None
    half = Fraction(1, 2 * 10**12)
    assert (root * 10**12).denominator == 1
    assert max(root - half, Fraction(0)) ** 2 <= value <= (root + half) ** 2


def test_roots_of_squares_are_exact_and_negative_numbers_have_none() -> None:
    assert square_root(Fraction(49, 4)) == Fraction(7, 2)
    assert square_root(Fraction(0)) == 0
    assert square_root(Fraction(-1)) is None


def test_the_range_ends_below_its_limit() -> None:
    assert in_range(LIMIT - 1) and in_range(1 - LIMIT)
    assert not in_range(LIMIT) and not in_range(-LIMIT)
