"""Small sums of the second opinion: numbers kept below the limit, missing values passed on, amounts dealt out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from math import floor
from typing import Any

from tests.differential.oracle import LIMIT, TooLarge, Value

Json = Mapping[str, Any]


def checked(value: Fraction) -> Fraction:
    if abs(value) >= LIMIT:
        raise TooLarge
    return value


def plus(*values: Value) -> Value:
    if None in values:
        return None
    return reduce(lambda a, b: checked(a + b), values, Fraction(0))


def less(a: Value, b: Value) -> Value:
    return None if a is None or b is None else checked(a - b)


def times(a: Value, b: Value) -> Value:
    return None if a is None or b is None else checked(a * b)


def over(a: Value, b: Value) -> Value:
    return None if a is None or b is None or b == 0 else checked(a / b)


def kept(value: Value, low: Callable[[], Value] | None, high: Callable[[], Value] | None) -> Value:
    for limit, pick in ((low, max), (high, min)):
        if limit is not None and value is not None:
            edge = limit()
            value = None if edge is None else pick(value, edge)
    return value


def dealt(amount: Fraction, weights: Sequence[Fraction], ids: Sequence[str], decimals: int) -> list[Fraction]:
    """Every part rounded down, then a unit each for the largest remainders, equal ones by id."""
    unit = Fraction(1, 10**decimals)
    whole = abs(amount) / unit
    each = whole / sum(weights)
    exact = [each * weight for weight in weights]
    parts = [floor(share) for share in exact]
    owed = sorted(range(len(parts)), key=lambda n: (parts[n] - exact[n], ids[n]))
    for winner in owed[: int(whole) - sum(parts)]:
        parts[winner] += 1
    return [part * unit * (-1 if amount < 0 else 1) for part in parts]


def names_of(raw: Json) -> list[str]:
    within = raw.get("within", [])
    return [within] if isinstance(within, str) else list(within)


def deal_places(count: int, shares: Sequence[Fraction]) -> list[int]:
    """How many places each tier gets: largest remainder, then the middle, then the top."""
    exact = [count * share for share in shares]
    sizes = [floor(size) for size in exact]
    middle = Fraction(len(shares) - 1, 2)
    while sum(sizes) < floor(sum(exact)):
        open_places = [n for n in range(len(shares)) if sizes[n] < exact[n]]
        winner = min(open_places, key=lambda n: (sizes[n] - exact[n], abs(n - middle), n))
        sizes[winner] += 1
    return sizes
