"""The payout: rewards and penalties apart, limits, a budget, the wage guard, and the net amount."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.formula.nodes import Binary, Call, Name, Negate, Node, Number, number, total
from engine.formula.types import MONEY
from engine.issues import Path, Words
from engine.program import PayoutLine, RewardLine
from rules import codes
from rules.builder import Builder, limited
from rules.document import fragments
from rules.document.fragments import Schema
from rules.model import Budget, Guard, Payout, RuleSet
from rules.reader import Reader

_PATH: Path = ("payout",)

_LABELS: Mapping[str, Words] = {
    "payout.rewards": Words("奖励合计", "rewards"),
    "payout.before_budget": Words("预算前的奖励合计", "rewards before the budget"),
    "payout.due": Words("应扣合计", "penalties due"),
    "payout.penalties": Words("实扣合计", "penalties taken"),
    "payout.carried": Words("未能扣除、结转", "penalties carried"),
    "payout.net": Words("实发", "net amount"),
}

SCHEMA: dict[str, Schema] = {
    "payout": fragments.record(
        {
            "round": fragments.DECIMALS,
            "at_most": fragments.FORMULA,
            "at_least": fragments.FORMULA,
            "budget": fragments.record(
                {
                    "amount": fragments.FORMULA,
                    "within": fragments.WITHIN,
                    "when_exceeded": fragments.words("scale"),
                },
                required=("amount", "when_exceeded"),
            ),
            "guard": fragments.record(
                {
                    "of": fragments.FORMULA,
                    "deductions_at_most": fragments.PERCENT,
                    "never_below": fragments.FORMULA,
                    "clause": fragments.TEXT,
                },
                required=("of",),
            ),
        }
    )
}


def read_payout(data: Mapping[str, Any], reader: Reader) -> Payout:
    raw = data.get("payout") or {}
    if not reader.usable(_PATH):
        return Payout()
    budget = guard = None
    if "budget" in raw:
        at = (*_PATH, "budget")
        amount = reader.formula(raw["budget"]["amount"], (*at, "amount"), want="money")
        within = reader.within(raw["budget"].get("within"), (*at, "within"))
        budget = Budget(amount, within) if amount and reader.is_not_negative(amount) else None
    if "guard" in raw:
        at = (*_PATH, "guard")
        of = reader.formula(raw["guard"]["of"], (*at, "of"), want="money")
        share = raw["guard"].get("deductions_at_most")
        never = reader.optional(raw["guard"], "never_below", at, want="money")
        if share is None and "never_below" not in raw["guard"]:
            reader.add(codes.NO_METHOD.at(at, choices="deductions_at_most, never_below"))
        most = reader.part(share, (*at, "deductions_at_most")) if share is not None else None
        guard = Guard(of, most, never) if of else None
    return Payout(
        decimals=raw.get("round"),
        at_most=reader.optional(raw, "at_most", _PATH, want="money"),
        at_least=reader.optional(raw, "at_least", _PATH, want="money"),
        budget=budget,
        guard=guard,
    )


def build_payout(rule_set: RuleSet, lines: tuple[RewardLine, ...], builder: Builder) -> PayoutLine | None:
    """Order: sum the rewards, cap them, fit them into the budget; take what the guard allows of the penalties; net."""
    amounts = [Name(line.amount) for line in lines if line.amount is not None]
    if not amounts:
        return None
    payout, decimals = rule_set.payout, builder.money_decimals

    def money(id: str, node: Node) -> Name:
        return builder.step(id, node, MONEY, decimals, _PATH, _LABELS[id])

    zero = number(0)
    gains = [Call("max", (zero, amount)) for amount in amounts]
    losses = [Call("max", (zero, Negate(amount))) for amount in amounts]
    cap = builder.formula(payout.at_most, "payout") if payout.at_most else None
    rewards = money(
        "payout.rewards" if payout.budget is None else "payout.before_budget", limited(total(gains), None, cap)
    )
    before = None
    if payout.budget is not None:
        before = rewards
        amount = builder.named(builder.formula(payout.budget.amount, "payout"), "payout", _PATH, MONEY)
        within = tuple(("within", Name(name)) for name in payout.budget.within)
        rewards = money("payout.rewards", Call("fit_budget", (before, amount, number(decimals)), within))
    due = money("payout.due", total(losses))
    taken, carried = due, None
    if payout.guard is not None:
        taken = money("payout.penalties", Call("min", (due, _allowed(payout.guard, builder))))
        carried = money("payout.carried", Binary("-", due, taken))
    net: Node = Binary("-", rewards, taken)
    net = limited(net, builder.formula(payout.at_least, "payout") if payout.at_least else None, None)
    places = decimals if payout.decimals is None else payout.decimals
    builder.step("payout.net", net, MONEY, places, _PATH, _LABELS["payout.net"])
    return PayoutLine(
        rewards=rewards.id,
        penalties=taken.id,
        net="payout.net",
        before_budget=before.id if before else None,
        carried=carried.id if carried else None,
    )


def _allowed(guard: Guard, builder: Builder) -> Node:
    """What may be taken: at most a share of the wage, and never so much that less than the minimum remains."""
    wage = builder.formula(guard.of, "payout")
    limits: list[Node] = []
    if guard.deductions_at_most is not None:
        limits.append(Binary("*", wage, Number(guard.deductions_at_most)))
    if guard.never_below is not None:
        limits.append(Binary("-", wage, builder.formula(guard.never_below, "payout")))
    least = limits[0] if len(limits) == 1 else Call("min", tuple(limits))
    # an odd cent is the employee's: what may be taken is rounded down
    scale = number(10**builder.money_decimals)
    cents = Call("floor", (Binary("*", Call("max", (number(0), least)), scale),))
    return Binary("/", cents, scale)
