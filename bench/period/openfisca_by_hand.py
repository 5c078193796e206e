"""The pre-sales month in OpenFisca, the vectorised rules engine: a variable for each value, in floats of 32 bits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import MONTH
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

PERIOD = "2026-11"
INPUTS = ("service_score", "inquiries", "orders", "paid_amount", "chats", "refund_rate", "complaints")
AGENT = build_entity(key="agent", plural="agents", label="Agent", is_person=True)
HAIR = 1 + 1e-7
"""As much as the floats here bear."""


def _round(value: Any, decimals: int) -> Any:
    scale = 10.0**decimals
    return np.floor(value * scale * HAIR + 0.5) / scale


def _service(agent: Any, period: Any) -> Any:
    return _round(agent("service_score", period), 6)


def _conversion(agent: Any, period: Any) -> Any:
    inquiries = agent("inquiries", period)
    return _round(np.where(inquiries != 0, agent("orders", period) / inquiries, np.nan), 6)


def _order_value(agent: Any, period: Any) -> Any:
    orders = agent("orders", period)
    return _round(np.where(orders != 0, agent("paid_amount", period) / orders, np.nan), 6)


def _refunds(agent: Any, period: Any) -> Any:
    return _round(agent("refund_rate", period), 6)


def _service_points(agent: Any, period: Any) -> Any:
    return _round(agent("service", period) * 20, 4)


def _conversion_points(agent: Any, period: Any) -> Any:
    value = agent("conversion", period)
    points = np.select([value >= 0.35, value >= 0.30, value >= 0.25, value >= 0.20], [100, 85, 70, 60], 30)
    return np.where(np.isnan(value), np.nan, points)


def _order_value_points(agent: Any, period: Any) -> Any:
    return _round(np.interp(agent("order_value", period), (50, 80, 120, 200), (40, 60, 80, 100)), 4)


def _volume_points(agent: Any, period: Any) -> Any:
    chats = agent("chats", period)
    return np.where(chats >= 960, 120.0, _round(chats / 8, 4))


def _refunds_points(agent: Any, period: Any) -> Any:
    refunds = agent("refunds", period)
    return np.where(refunds >= 0.1, 0.0, _round(100 - np.maximum(refunds, 0) * 1000, 4))


def _base(agent: Any, period: Any) -> Any:
    total = 35 * agent("service_points", period) + 10 * agent("volume_points", period)
    weight = np.full(len(total), 45.0, dtype=np.float32)
    for share, name in ((30, "conversion_points"), (20, "order_value_points"), (5, "refunds_points")):
        points = agent(name, period)
        there = ~np.isnan(points)
        total = total + np.where(there, share * points, 0)
        weight = weight + np.where(there, share, 0)
    return _round(total / weight, 2)


def _complaint_points_off(agent: Any, period: Any) -> Any:
    complaints = agent("complaints", period)
    return np.where(complaints >= 4, -20.0, -5.0 * complaints)


def _too_many_complaints(agent: Any, period: Any) -> Any:
    running = agent("base", period) + agent("complaint_points_off", period)
    return np.where((agent("complaints", period) >= 6) & (running > 59), -_round(running - 59, 2), 0)


def _score(agent: Any, period: Any) -> Any:
    running = agent("base", period) + agent("complaint_points_off", period) + agent("too_many_complaints", period)
    return _round(np.clip(running, 0, 120), 2)


def _tier_bonus(agent: Any, period: Any) -> Any:
    score = agent("score", period)
    return np.select([score >= 90, score >= 75, score >= 60], [1000.0, 500.0, 0.0], -200.0)


def _commission(agent: Any, period: Any) -> Any:
    paid = agent("paid_amount", period)
    middle, last = 100 + (paid - 10000) * 0.02, 900 + (paid - 50000) * 0.03
    return _round(np.where(paid <= 10000, paid * 0.01, np.where(paid <= 50000, middle, last)), 2)


FORMULAS = {
    "service": _service,
    "conversion": _conversion,
    "order_value": _order_value,
    "refunds": _refunds,
    "service_points": _service_points,
    "conversion_points": _conversion_points,
    "order_value_points": _order_value_points,
    "volume_points": _volume_points,
    "refunds_points": _refunds_points,
    "base": _base,
    "complaint_points_off": _complaint_points_off,
    "too_many_complaints": _too_many_complaints,
    "score": _score,
    "tier_bonus": _tier_bonus,
    "commission": _commission,
}


def _system() -> TaxBenefitSystem:
    system = TaxBenefitSystem([AGENT])
    facts: dict[str, Any] = {"value_type": float, "entity": AGENT, "definition_period": MONTH, "label": "a value"}
    for name in INPUTS:
        system.add_variable(type(name, (Variable,), dict(facts)))
    for name, formula in FORMULAS.items():
        system.add_variable(type(name, (Variable,), {**facts, "formula": formula}))
    return system


SYSTEM = _system()


def score(people: Mapping[str, Any]) -> dict[str, Any]:
    """Everyone's values by name; the tier, which is no number, is left out."""
    simulation = SimulationBuilder().build_default_simulation(SYSTEM, count=len(people["orders"]))
    for name in INPUTS:
        simulation.set_input(name, PERIOD, people[name])
    return {name: simulation.calculate(name, PERIOD) for name in FORMULAS}
