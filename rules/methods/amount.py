"""A reward or penalty by a formula."""

from __future__ import annotations

from typing import Any

from engine.explained import Explained, Part, Worked
from engine.formula.nodes import Node
from engine.formula.types import MONEY
from engine.issues import Path, Words
from rules.builder import Builder
from rules.document import fragments
from rules.methods.method import RewardForm, literally
from rules.model import Formula
from rules.reader import Reader


def read(raw: Any, path: Path, reader: Reader) -> Formula | None:
    return reader.formula(raw, path, want="money")


def amount(settings: Formula, owner: str, _held: Node, builder: Builder) -> Node:
    return builder.formula(settings, owner)


def explain(settings: Formula, owner: str, builder: Builder) -> Explained:
    text = literally(builder.written(settings))
    return Worked(Words(f"{text.zh} = {{amount}}", f"{text.en} = {{amount}}"), (Part("amount", settings.node, MONEY),))


FORM = RewardForm(
    key="amount",
    name=Words("金额", "amount"),
    doc=Words("按公式给出金额；负数是扣款。", "An amount by a formula; a negative amount is a penalty."),
    example="amount: -200 * lost_order_cases\n",
    schema=fragments.FORMULA,
    read=read,
    amount=amount,
    explain=explain,
)
