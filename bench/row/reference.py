"""The oracle: the rule set in exact fractions, written for clarity. Every peer must agree with it to the last digit."""

from fractions import Fraction
from itertools import pairwise

from bench.row.outcome import Outcome
from bench.row.people import Person

WEIGHTS = {"service": 35, "conversion": 30, "order_value": 20, "volume": 10, "refunds": 5}
CONVERSION_BANDS = ((Fraction(35, 100), 100), (Fraction(30, 100), 85), (Fraction(25, 100), 70), (Fraction(20, 100), 60))
ORDER_VALUE_CURVE = ((50, 40), (80, 60), (120, 80), (200, 100))
REFUNDS_CURVE = ((0, 100), (Fraction(1, 10), 0))
TIERS = ((90, "gold", 1000), (75, "silver", 500), (60, "bronze", 0))
BRACKETS = ((0, 10000, Fraction(1, 100)), (10000, 50000, Fraction(2, 100)), (50000, None, Fraction(3, 100)))


def score(person: Person) -> Outcome:
    """Compute one person's month exactly; the floats in the result are the nearest to the exact published values."""
    given = {name: Fraction(str(value)) for name, value in person.items() if value is not None}
    orders, inquiries, complaints = given["orders"], given["inquiries"], given["complaints"]
    values = {
        "service": given["service_score"],
        "conversion": orders / inquiries if inquiries else None,
        "order_value": given["paid_amount"] / orders if orders else None,
        "volume": given["chats"],
        "refunds": given.get("refund_rate"),
    }
    metrics = {name: published(value, 6) for name, value in values.items() if value is not None}
    points = {name: published(_points(name, value), 4) for name, value in metrics.items()}

    base = published(sum(WEIGHTS[m] * p for m, p in points.items()) / Fraction(sum(WEIGHTS[m] for m in points)), 2)
    points_off = published(max(-5 * complaints, Fraction(-20)), 2)
    running = base + points_off
    red_line = published(min(running, Fraction(59)) - running, 2) if complaints >= 6 else Fraction(0)
    final = min(max(published(running + red_line, 2), Fraction(0)), Fraction(120))
    tier, bonus = next(((tier, bonus) for at_least, tier, bonus in TIERS if final >= at_least), ("none", -200))
    commission = published(_graduated(given["paid_amount"]), 2)

    lines: list[float | None] = []
    for name in WEIGHTS:
        lines.append(float(metrics[name]) if name in metrics else None)
        lines.append(float(points[name]) if name in points else None)
    rest = (float(base), float(points_off), float(red_line), float(final), tier, float(bonus), float(commission))
    return Outcome(*lines, *rest)


def published(value: Fraction, decimals: int) -> Fraction:
    """Round half away from zero to a number of decimals."""
    scaled = abs(value) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, 10**decimals)


def _points(metric: str, value: Fraction) -> Fraction:
    match metric:
        case "service":
            return value / 5 * 100
        case "conversion":
            return Fraction(next((points for at_least, points in CONVERSION_BANDS if value >= at_least), 30))
        case "order_value":
            return _curve(ORDER_VALUE_CURVE, value)
        case "volume":
            return min(value / 800 * 100, Fraction(120))
        case _:
            return _curve(REFUNDS_CURVE, value)


def _curve(corners: tuple[tuple[Fraction | int, int], ...], value: Fraction) -> Fraction:
    """Straight lines between the corners, level outside them."""
    if value <= corners[0][0]:
        return Fraction(corners[0][1])
    for (x0, y0), (x1, y1) in pairwise(corners):
        if value <= x1:
            return y0 + (value - x0) * (y1 - y0) / Fraction(x1 - x0)
    return Fraction(corners[-1][1])


def _graduated(amount: Fraction) -> Fraction:
    """Each rate applies only to the part of the amount inside its bracket."""
    parts = (
        ((min(amount, Fraction(high)) if high is not None else amount) - low) * rate
        for low, high, rate in BRACKETS
        if amount > low
    )
    return sum(parts, Fraction(0))
