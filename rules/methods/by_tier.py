"""A reward by the tier reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.explained import Case, Cases, Explained
from engine.formula.nodes import Absent, Compare, If, Name, Node, Text, number
from engine.formula.types import TEXT
from engine.issues import Path, Words, did_you_mean
from rules import codes
from rules.builder import Builder, met
from rules.document import fragments
from rules.methods.method import RewardForm
from rules.model import Formula
from rules.reader import Reader


@dataclass(frozen=True, slots=True)
class ByTier:
    """Amounts by tier id; tiers not named get nothing."""

    amounts: tuple[tuple[str, Formula], ...]


def read(raw: Any, path: Path, reader: Reader) -> ByTier | None:
    tiers = reader.names.get("tier", TEXT).choices
    amounts = []
    for tier, value in raw.items():
        if tier not in tiers:
            what = Words("等级", "tier")
            reader.add(codes.UNKNOWN_REFERENCE.at((*path, tier), name=tier, what=what, hint=did_you_mean(tier, tiers)))
        formula = reader.formula(value, (*path, tier), want="money")
        if formula is not None:
            amounts.append((tier, formula))
    return ByTier(tuple(amounts))


def amount(settings: ByTier, owner: str, _held: Node, builder: Builder) -> Node:
    result: Node = number(0)
    for tier, formula in reversed(settings.amounts):
        result = If(met(Compare("==", Name("tier"), Text(tier))), builder.formula(formula, owner), result)
    # who reached no tier gets 0 like any tier not named, but without a score there is nothing to say
    return If(Compare("==", Name("score"), Name("score")), result, Absent())


def explain(settings: ByTier, owner: str, builder: Builder) -> Explained:
    rows = [
        Case(
            Compare("==", Name("tier"), Text(tier)),
            Words("等级 {tier} → {amount}", "tier {tier} → {amount}").format(
                tier=builder.tiers.get(tier, Words(tier, tier)), amount=builder.written(formula)
            ),
        )
        for tier, formula in settings.amounts
    ]
    return Cases((*rows, Case(None, Words("其余等级 → 0", "other tiers → 0"))))


FORM = RewardForm(
    key="by_tier",
    name=Words("按等级", "by tier"),
    doc=Words("按达到的等级给出金额；没有写到的等级为 0。", "An amount for each tier; tiers that are not named get 0."),
    example="by_tier: {gold: 1000, silver: 500, none: -200}\n",
    schema=fragments.mapping(fragments.FORMULA, most=50),
    read=read,
    amount=amount,
    explain=explain,
    needs_score=True,
)
