"""CEL through the C++ runtime's Python wheel: the rule set compiled once into a single expression.

CEL has no assignment, so each published value is bound by its bindings extension around the rest of the expression;
one evaluation returns the list of all of them, which is the cheapest way across the language border. A missing metric
leaves as the text 'missing': version 0.1.3 of the package gives back one reference to None too many for every null it
returns, and after enough of them the interpreter dies.
"""

from typing import Any

from cel_expr_python import cel
from cel_expr_python.ext import ext_bindings

from bench.row.outcome import Outcome, Peer
from bench.row.people import Person


def _published(formula: str, decimals: int) -> str:
    """Round a value that is not negative; the factor a hair above the power of ten stands for the tolerance."""
    return f"double(int(({formula}) * {10.0**decimals * (1 + 1e-12)!r} + 0.5)) / {10.0**decimals!r}"


FORMULAS = (
    ("service", _published("service_score", 6)),
    ("service_points", _published("service / 5.0 * 100.0", 4)),
    ("conversion", f"inquiries > 0.0 ? dyn({_published('orders / inquiries', 6)}) : dyn('missing')"),
    (
        "conversion_points",
        "conversion == 'missing' ? dyn('missing') : conversion >= 0.35 ? 100.0 : conversion >= 0.30 ? 85.0"
        " : conversion >= 0.25 ? 70.0 : conversion >= 0.20 ? 60.0 : 30.0",
    ),
    ("order_value", f"orders > 0.0 ? dyn({_published('paid_amount / orders', 6)}) : dyn('missing')"),
    (
        "order_value_points",
        "order_value == 'missing' ? dyn('missing') : order_value <= 50.0 ? 40.0"
        f" : order_value <= 80.0 ? {_published('40.0 + (order_value - 50.0) * 20.0 / 30.0', 4)}"
        f" : order_value <= 120.0 ? {_published('60.0 + (order_value - 80.0) * 20.0 / 40.0', 4)}"
        f" : order_value <= 200.0 ? {_published('80.0 + (order_value - 120.0) * 20.0 / 80.0', 4)} : 100.0",
    ),
    ("volume", "chats"),
    ("volume_points", f"volume >= 960.0 ? 120.0 : {_published('volume / 800.0 * 100.0', 4)}"),
    ("refunds", f"refund_rate == null ? dyn('missing') : {_published('refund_rate', 6)}"),
    (
        "refunds_points",
        f"refunds == 'missing' ? dyn('missing') : refunds >= 0.1 ? 0.0 : {_published('100.0 - refunds * 1000.0', 4)}",
    ),
    (
        "base",
        _published(
            "(35.0 * service_points + (conversion == 'missing' ? 0.0 : 30.0 * conversion_points)"
            " + (order_value == 'missing' ? 0.0 : 20.0 * order_value_points) + 10.0 * volume_points"
            " + (refunds == 'missing' ? 0.0 : 5.0 * refunds_points)) / (45.0 + (conversion == 'missing' ? 0.0 : 30.0)"
            " + (order_value == 'missing' ? 0.0 : 20.0) + (refunds == 'missing' ? 0.0 : 5.0))",
            2,
        ),
    ),
    ("points_off", "complaints >= 4.0 ? -20.0 : 0.0 - 5.0 * complaints"),
    (
        "red_line",
        f"complaints >= 6.0 && base + points_off > 59.0 ? -({_published('base + points_off - 59.0', 2)}) : 0.0",
    ),
    ("total", "base + points_off + red_line"),
    ("score", f"total <= 0.0 ? 0.0 : total >= 120.0 ? 120.0 : {_published('total', 2)}"),
    ("tier", "score >= 90.0 ? 'gold' : score >= 75.0 ? 'silver' : score >= 60.0 ? 'bronze' : 'none'"),
    ("tier_bonus", "tier == 'gold' ? 1000.0 : tier == 'silver' ? 500.0 : tier == 'bronze' ? 0.0 : -200.0"),
    (
        "commission",
        _published(
            "paid_amount <= 10000.0 ? paid_amount * 0.01 : paid_amount <= 50000.0"
            " ? 100.0 + (paid_amount - 10000.0) * 0.02 : 900.0 + (paid_amount - 50000.0) * 0.03",
            2,
        ),
    ),
)


def _whole() -> str:
    """Nest the formulas from the last to the first around the list of what is published."""
    expression = "[" + ", ".join(f"dyn({name})" for name, _ in FORMULAS if name != "total") + "]"
    for name, formula in reversed(FORMULAS):
        expression = f"cel.bind({name}, {formula}, {expression})"
    return expression


def _environment() -> Any:
    kinds = dict.fromkeys(Person.__annotations__, cel.Type.DOUBLE) | {"refund_rate": cel.Type.DYN}
    return cel.NewEnv(variables=kinds, extensions=[ext_bindings.ExtBindings()])


PROGRAM = _environment().compile(_whole())


def _as_doubles(people: list[Person]) -> list[dict[str, float | None]]:
    return [{name: None if value is None else float(value) for name, value in person.items()} for person in people]


PEERS = (
    Peer(
        name="CEL",
        what="one compiled expression, one evaluation a person",
        package="cel-expr-python",
        prepare=_as_doubles,
        score=lambda people: [PROGRAM.eval(data=person).plain_value() for person in people],
        read=lambda values: Outcome(*(None if value == "missing" else value for value in values)),
    ),
)
