"""An amount that a person decides, within limits."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from engine.explained import Explained, Worked
from engine.formula.nodes import Name, Node
from engine.formula.write import decimal_text
from engine.issues import Path, Words
from rules import codes
from rules.builder import Builder
from rules.document import fragments
from rules.methods.method import RewardForm
from rules.reader import Reader


@dataclass(frozen=True, slots=True)
class Discretionary:
    """The lowest and highest amount that may be decided; undecided, the amount is 0."""

    low: Fraction
    high: Fraction


def read(raw: Any, path: Path, reader: Reader) -> Discretionary | None:
    limits = {"min": Fraction(0)}
    for key in ("min", "max"):
        if key not in raw:
            continue
        formula = reader.formula(raw[key], (*path, key), want="money")
        known = reader.known(formula.node) if formula else None
        if formula is not None and known is None:
            reader.add(codes.NOT_A_CONSTANT.at((*path, key), text=formula.text[:60]))
        if known is None:
            return None
        limits[key] = known
    if limits["min"] > limits["max"]:
        reader.add(codes.LIMITS_CROSSED.at(path, low=decimal_text(limits["min"]), high=decimal_text(limits["max"])))
        return None
    return Discretionary(limits["min"], limits["max"])


def amount(_settings: Discretionary, owner: str, _held: Node, _builder: Builder) -> Node:
    return Name(f"decision.{owner.removeprefix('reward.')}")


def explain(settings: Discretionary, _owner: str, _builder: Builder) -> Explained:
    low, high = decimal_text(settings.low), decimal_text(settings.high)
    sentence = Words(f"由负责人在 {low} 至 {high} 之间决定", f"decided by a person, from {low} to {high}")
    return Worked(sentence, ())


FORM = RewardForm(
    key="discretionary",
    name=Words("由人决定", "discretionary"),
    doc=Words(
        "由负责人在 [min, max] 之间填写金额，附理由和决定人；没有填写就是 0。min 默认为 0。",
        "A person enters an amount within [min, max], with a reason and a name; 0 while nothing is decided. min is 0 "
        "unless "
        "said.",
    ),
    example="discretionary: {min: 0, max: 500}\n",
    schema=fragments.record({"min": fragments.FORMULA, "max": fragments.FORMULA}, required=("max",)),
    read=read,
    amount=amount,
    explain=explain,
)
