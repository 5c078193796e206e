"""The pre-sales month as somebody would write it with NumPy: arrays of floats, NaN for what is missing."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
HAIR = 1 + 1e-12
TIERS = np.array(["none", "bronze", "silver", "gold"])
BONUS = np.array([-200.0, 0.0, 500.0, 1000.0])


def _round(value: Floats, decimals: int) -> Floats:
    scale = 10.0**decimals
    return np.floor(value * (scale * HAIR) + 0.5) / scale


def score(people: Mapping[str, Floats]) -> dict[str, Floats]:
    """Everyone's values by name."""
    with np.errstate(divide="ignore", invalid="ignore"):
        service = _round(people["service_score"], 6)
        service_points = _round(service * 20, 4)
        conversion = _round(np.where(people["inquiries"] != 0, people["orders"] / people["inquiries"], np.nan), 6)
        bands = np.array([30.0, 60.0, 70.0, 85.0, 100.0])
        found = bands[np.searchsorted(np.array([0.20, 0.25, 0.30, 0.35]), conversion, side="right").clip(0, 4)]
        conversion_points = np.where(np.isnan(conversion), np.nan, found)
        paid, orders = people["paid_amount"], people["orders"]
        order_value = _round(np.where(orders != 0, paid / orders, np.nan), 6)
        order_value_points = _round(np.interp(order_value, (50, 80, 120, 200), (40, 60, 80, 100)), 4)
        volume = people["chats"]
        volume_points = np.where(volume >= 960, 120.0, _round(volume / 8, 4))
        refunds = _round(people["refund_rate"], 6)
        refunds_points = np.where(refunds >= 0.1, 0.0, _round(100 - np.maximum(refunds, 0) * 1000, 4))
        total = 35 * service_points + 10 * volume_points
        weight = np.full(len(total), 45.0)
        for share, points in ((30, conversion_points), (20, order_value_points), (5, refunds_points)):
            there = ~np.isnan(points)
            total += np.where(there, share * points, 0.0)
            weight += np.where(there, share, 0.0)
        base = _round(total / weight, 2)
        complaints = people["complaints"]
        points_off = np.where(complaints >= 4, -20.0, -5.0 * complaints)
        running = base + points_off
        red_line = np.where((complaints >= 6) & (running > 59), -_round(running - 59, 2), 0.0)
        final = _round(np.clip(running + red_line, 0, 120), 2)
        tier = np.searchsorted(np.array([60.0, 75.0, 90.0]), final, side="right")
        brackets = np.where(
            paid <= 10000,
            paid * 0.01,
            np.where(paid <= 50000, 100 + (paid - 10000) * 0.02, 900 + (paid - 50000) * 0.03),
        )
    return {
        "service": service,
        "service_points": service_points,
        "conversion": conversion,
        "conversion_points": conversion_points,
        "order_value": order_value,
        "order_value_points": order_value_points,
        "volume": volume,
        "volume_points": volume_points,
        "refunds": refunds,
        "refunds_points": refunds_points,
        "base": base,
        "complaint_points_off": points_off,
        "too_many_complaints": red_line,
        "score": final,
        "tier": TIERS[tier],
        "tier_bonus": BONUS[tier],
        "commission": _round(brackets, 2),
    }
