"""The rule set in JsonLogic, in steps: a step sees the person's numbers and everything the earlier steps found."""

from collections.abc import Callable
from typing import Any

Rule = Any
"""JSON: an operator with its arguments, a number, a text or null."""

Publish = Callable[[Rule, int], Rule]
"""Wraps a rule so that its value is rounded; the dialects of JsonLogic have no common operator for it."""


def _see(name: str) -> Rule:
    return {"var": name}


def _if(*cells: Rule) -> Rule:
    return {"if": list(cells)}


def _op(operator: str, *arguments: Rule) -> Rule:
    return {operator: [_see(item) if isinstance(item, str) else item for item in arguments]}


def _unless_missing(name: str, then: Rule, otherwise: Rule = None) -> Rule:
    return _if(_op("===", name, None), otherwise, then)


def _slope(name: str, x0: int, y0: int, rise: int, run: int) -> Rule:
    return _op("+", y0, _op("/", _op("*", _op("-", name, x0), rise), run))


def steps(publish: Publish) -> tuple[dict[str, Rule], ...]:
    """The rule set as steps of named rules, with the dialect's way of rounding."""
    values = {
        "service": publish(_see("service_score"), 6),
        "conversion": _if(_op(">", "inquiries", 0), publish(_op("/", "orders", "inquiries"), 6), None),
        "order_value": _if(_op(">", "orders", 0), publish(_op("/", "paid_amount", "orders"), 6), None),
        "volume": publish(_see("chats"), 6),
        "refunds": _unless_missing("refund_rate", publish(_see("refund_rate"), 6)),
    }
    bands = ((0.35, 100), (0.30, 85), (0.25, 70), (0.20, 60))
    order_value = (
        _if(
            _op("<=", "order_value", 50), 40,
            _op("<=", "order_value", 80), publish(_slope("order_value", 50, 40, 20, 30), 4),
            _op("<=", "order_value", 120), publish(_slope("order_value", 80, 60, 20, 40), 4),
            _op("<=", "order_value", 200), publish(_slope("order_value", 120, 80, 20, 80), 4),
            100,
        )
    )  # fmt: skip
    points = {
        "service_points": publish(_op("*", _op("/", "service", 5), 100), 4),
        "conversion_points": _unless_missing(
            "conversion",
            _if(*(cell for at_least, earned in bands for cell in (_op(">=", "conversion", at_least), earned)), 30),
        ),
        "order_value_points": _unless_missing("order_value", order_value),
        "volume_points": _if(_op(">=", "volume", 960), 120, publish(_op("*", _op("/", "volume", 800), 100), 4)),
        "refunds_points": _unless_missing(
            "refunds",
            _if(_op(">=", "refunds", 0.1), 0, publish(_op("-", 100, _op("*", "refunds", 1000)), 4)),
        ),
    }
    optional = (("conversion", 30), ("order_value", 20), ("refunds", 5))
    total = _op(
        "+",
        _op("*", 35, "service_points"),
        _op("*", 10, "volume_points"),
        *(_unless_missing(name, _op("*", weight, f"{name}_points"), 0) for name, weight in optional),
    )
    weight = _op("+", 45, *(_unless_missing(name, weight, 0) for name, weight in optional))
    base = {
        "base": publish(_op("/", total, weight), 2),
        "complaint_points_off": _op("max", -20, _op("*", -5, "complaints")),
    }
    after = _op("+", "base", "complaint_points_off")
    red_line = {
        "too_many_complaints": _if(
            {"and": [_op(">=", "complaints", 6), _op(">", after, 59)]},
            _op("-", 0, publish(_op("-", after, 59), 2)),
            0,
        )
    }
    score = {"score": publish(_op("min", 120, _op("max", 0, _op("+", after, "too_many_complaints"))), 2)}
    tiers = ((90, "gold", 1000), (75, "silver", 500), (60, "bronze", 0))
    paid = {
        "tier": _if(*(cell for at_least, tier, _ in tiers for cell in (_op(">=", "score", at_least), tier)), "none"),
        "tier_bonus": _if(*(c for at_least, _, bonus in tiers for c in (_op(">=", "score", at_least), bonus)), -200),
        "commission": publish(
            _if(
                _op("<=", "paid_amount", 10000), _op("*", "paid_amount", 0.01),
                _op("<=", "paid_amount", 50000), _op("+", 100, _op("*", _op("-", "paid_amount", 10000), 0.02)),
                _op("+", 900, _op("*", _op("-", "paid_amount", 50000), 0.03)),
            ),
            2,
        ),
    }  # fmt: skip
    return values, points, base, red_line, score, paid
