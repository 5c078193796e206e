"""The rule set as strings for simpleeval: one formula a published value, in order, each seeing the earlier ones."""

from bench.row.plain import HAIR


def published(value: float | None, decimals: int) -> float | None:
    """Round half away from zero; missing stays missing. The one function the formulas need beyond the built-in ones."""
    if value is None:
        return None
    scaled = value * 10**decimals * HAIR
    return (int(scaled + 0.5) if scaled >= 0 else -int(0.5 - scaled)) / 10**decimals


FUNCTIONS = {"published": published, "min": min, "max": max}

FORMULAS = (
    ("service", "published(service_score, 6)"),
    ("service_points", "published(service / 5 * 100, 4)"),
    ("conversion", "published(orders / inquiries, 6) if inquiries else None"),
    (
        "conversion_points",
        "None if conversion is None else 100 if conversion >= 0.35 else 85 if conversion >= 0.30"
        " else 70 if conversion >= 0.25 else 60 if conversion >= 0.20 else 30",
    ),
    ("order_value", "published(paid_amount / orders, 6) if orders else None"),
    (
        "order_value_points",
        "None if order_value is None else 40 if order_value <= 50"
        " else published(40 + (order_value - 50) * 20 / 30, 4) if order_value <= 80"
        " else published(60 + (order_value - 80) * 20 / 40, 4) if order_value <= 120"
        " else published(80 + (order_value - 120) * 20 / 80, 4) if order_value <= 200 else 100",
    ),
    ("volume", "published(chats, 6)"),
    ("volume_points", "published(min(volume / 800 * 100, 120), 4)"),
    ("refunds", "published(refund_rate, 6)"),
    ("refunds_points", "None if refunds is None else published(100 - refunds * 1000, 4) if refunds < 0.1 else 0"),
    (
        "base",
        "published((35 * service_points + (30 * conversion_points if conversion_points is not None else 0)"
        " + (20 * order_value_points if order_value_points is not None else 0) + 10 * volume_points"
        " + (5 * refunds_points if refunds_points is not None else 0))"
        " / (45 + (30 if conversion_points is not None else 0) + (20 if order_value_points is not None else 0)"
        " + (5 if refunds_points is not None else 0)), 2)",
    ),
    ("complaint_points_off", "max(-20, -5 * complaints)"),
    (
        "too_many_complaints",
        "published(min(0, 59 - (base + complaint_points_off)), 2) if complaints >= 6 else 0",
    ),
    ("score", "published(min(max(base + complaint_points_off + too_many_complaints, 0), 120), 2)"),
    ("tier", "'gold' if score >= 90 else 'silver' if score >= 75 else 'bronze' if score >= 60 else 'none'"),
    ("tier_bonus", "1000 if tier == 'gold' else 500 if tier == 'silver' else 0 if tier == 'bronze' else -200"),
    (
        "commission",
        "published(paid_amount * 0.01 if paid_amount <= 10000 else 100 + (paid_amount - 10000) * 0.02"
        " if paid_amount <= 50000 else 900 + (paid_amount - 50000) * 0.03, 2)",
    ),
)
