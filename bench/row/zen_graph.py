"""The rule set as ZEN decision graphs: the one an author would draw, and the one that is fastest.

The drawn one has expression nodes for the arithmetic and decision tables for bands, tiers and money. The fastest says
the same in a single expression node. ZEN computes in decimals and rounds half away from zero by itself.
"""

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any


def _table(field: str, outputs: tuple[str, ...], rules: tuple[tuple[str, ...], ...]) -> dict[str, Any]:
    """A first-match decision table: one condition on `field`, then a cell for each output."""
    columns = ("when", *outputs)
    return {
        "hitPolicy": "first",
        "passThrough": True,
        "inputs": [{"id": "when", "name": field, "field": field}],
        "outputs": [{"id": output, "name": output, "field": output} for output in outputs],
        "rules": [{"_id": f"{field}-{n}", **dict(zip(columns, cells, strict=True))} for n, cells in enumerate(rules)],
    }


def _expressions(expressions: Mapping[str, str]) -> dict[str, Any]:
    """An expression node; a later line sees an earlier one as `$.name`."""
    lines = [{"id": key, "key": key, "value": value} for key, value in expressions.items()]
    return {"expressions": lines, "passThrough": True}


VALUES = {
    "service": "round(service_score, 6)",
    "conversion": "inquiries > 0 ? round(orders / inquiries, 6) : null",
    "order_value": "orders > 0 ? round(paid_amount / orders, 6) : null",
    "volume": "round(chats, 6)",
    "refunds": "refund_rate == null ? null : round(refund_rate, 6)",
    "service_points": "round($.service / 5 * 100, 4)",
    "order_value_points": "$.order_value == null ? null : $.order_value <= 50 ? 40"
    " : $.order_value <= 80 ? round(40 + ($.order_value - 50) * 20 / 30, 4)"
    " : $.order_value <= 120 ? round(60 + ($.order_value - 80) * 20 / 40, 4)"
    " : $.order_value <= 200 ? round(80 + ($.order_value - 120) * 20 / 80, 4) : 100",
    "volume_points": "$.volume >= 960 ? 120 : round($.volume / 800 * 100, 4)",
    "refunds_points": "$.refunds == null ? null : $.refunds >= 0.1 ? 0 : round(100 - $.refunds * 1000, 4)",
}

SCORE = {
    "base": "round((35 * service_points + (conversion == null ? 0 : 30 * conversion_points)"
    " + (order_value == null ? 0 : 20 * order_value_points) + 10 * volume_points"
    " + (refunds == null ? 0 : 5 * refunds_points))"
    " / (45 + (conversion == null ? 0 : 30) + (order_value == null ? 0 : 20) + (refunds == null ? 0 : 5)), 2)",
    "complaint_points_off": "complaints >= 4 ? -20 : -5 * complaints",
    "too_many_complaints": "complaints >= 6 and $.base + $.complaint_points_off > 59"
    " ? 59 - ($.base + $.complaint_points_off) : 0",
    "score": "max([0, min([120, $.base + $.complaint_points_off + $.too_many_complaints])])",
}

CONVERSION_BANDS = (
    ("null", "null"),
    (">= 0.35", "100"),
    (">= 0.30", "85"),
    (">= 0.25", "70"),
    (">= 0.20", "60"),
    ("", "30"),
)
TIERS = ((">= 90", "'gold'", "1000"), (">= 75", "'silver'", "500"), (">= 60", "'bronze'", "0"), ("", "'none'", "-200"))
BRACKETS = (
    ("<= 10000", "round(paid_amount * 0.01, 2)"),
    ("<= 50000", "round(100 + (paid_amount - 10000) * 0.02, 2)"),
    ("", "round(900 + (paid_amount - 50000) * 0.03, 2)"),
)


def _graph(*inner: tuple[str, str, dict[str, Any]]) -> dict[str, Any]:
    """A chain of nodes from the month's numbers to the result."""
    nodes = (("month", "inputNode", {}), *inner, ("result", "outputNode", {}))
    return {
        "nodes": [
            {"id": name, "name": name, "type": kind, "content": content, "position": {"x": 0, "y": 0}}
            for name, kind, content in nodes
        ],
        "edges": [
            {"id": f"{left[0]} to {right[0]}", "sourceId": left[0], "targetId": right[0], "type": "edge"}
            for left, right in pairwise(nodes)
        ],
    }


def _one_node() -> dict[str, str]:
    """The tables as conditions, and names found by an earlier line written the way a node refers to its own lines."""
    lines = dict(VALUES)
    lines["conversion_points"] = "$.conversion == null ? null : " + _ternaries("$.conversion", CONVERSION_BANDS[1:], 1)
    for name, formula in SCORE.items():
        own = "|".join(sorted(VALUES.keys() | {"conversion_points"}, key=len, reverse=True))
        lines[name] = re.sub(rf"(?<![\w.])({own})\b", r"$.\1", formula)
    lines["tier"] = _ternaries("$.score", TIERS, 1)
    lines["tier_bonus"] = _ternaries("$.score", TIERS, 2)
    lines["commission"] = _ternaries("paid_amount", BRACKETS, 1)
    return lines


def _ternaries(name: str, rows: tuple[tuple[str, ...], ...], cell: int) -> str:
    return " : ".join(f"{name} {row[0]} ? {row[cell]}" if row[0] else row[cell] for row in rows)


DRAWN = _graph(
    ("values", "expressionNode", _expressions(VALUES)),
    ("conversion bands", "decisionTableNode", _table("conversion", ("conversion_points",), CONVERSION_BANDS)),
    ("score", "expressionNode", _expressions(SCORE)),
    ("tiers", "decisionTableNode", _table("score", ("tier", "tier_bonus"), TIERS)),
    ("commission", "decisionTableNode", _table("paid_amount", ("commission",), BRACKETS)),
)
FASTEST = _graph(("everything", "expressionNode", _expressions(_one_node())))
