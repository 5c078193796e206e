"""Exact numbers: the range every value stays in, and the rules by which fractions become decimals."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

LIMIT = 10**15
"""No number of this magnitude or above enters, arises or leaves."""

ROOT_DECIMALS = 12
"""Irrational results are the true value rounded to this many decimals."""


def in_range(value: Fraction | int) -> bool:
    """Whether the magnitude is below :data:`LIMIT`."""
    return -LIMIT < value < LIMIT


def round_half_away(value: Fraction, decimals: int) -> Fraction:
    """The nearest number with so many decimals, halves away from zero (四舍五入); negative decimals round to tens."""
    if decimals >= 0 and 10**decimals % value.denominator == 0:
        return value
    scale = Fraction(10) ** decimals
    scaled = abs(value) * scale
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    rounded = Fraction(whole) / scale
    return -rounded if value < 0 else rounded


def square_root(value: Fraction) -> Fraction | None:
    """The true square root rounded half away from zero to :data:`ROOT_DECIMALS`; None for a negative number.

    Only whole numbers are used, so the last digit is right whatever the size of the value.
    """
    if value < 0:
        return None
    shift = 10**ROOT_DECIMALS
    numerator = value.numerator * shift * shift
    below = isqrt(numerator // value.denominator)
    if 4 * numerator >= (2 * below + 1) ** 2 * value.denominator:
        below += 1
    return Fraction(below, shift)
