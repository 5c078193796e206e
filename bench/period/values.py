"""What every peer computes: the seventeen published values of a person, by their names in all peers and in ours."""

OURS = {
    "service": "service",
    "service_points": "service.points",
    "conversion": "conversion",
    "conversion_points": "conversion.points",
    "order_value": "order_value",
    "order_value_points": "order_value.points",
    "volume": "volume",
    "volume_points": "volume.points",
    "refunds": "refunds",
    "refunds_points": "refunds.points",
    "base": "score.base",
    "complaint_points_off": "adjustment.complaint_points_off",
    "too_many_complaints": "adjustment.too_many_complaints",
    "score": "score",
    "tier": "tier",
    "tier_bonus": "reward.tier_bonus",
    "commission": "reward.commission",
}
"""Each value's name and the step of our program that it is."""

NUMBERS = tuple(name for name in OURS if name != "tier")
