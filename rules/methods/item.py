"""A reward that is not money: a title, a certificate, a training place, an outing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.explained import Explained, Worked
from engine.formula.nodes import Absent, Node
from engine.issues import Path, Words
from rules.builder import Builder
from rules.document import fragments
from rules.methods.method import RewardForm, literal
from rules.reader import Reader

KINDS = ("title", "certificate", "prize", "training", "outing", "praise", "other")


@dataclass(frozen=True, slots=True)
class Item:
    """What is given, in words, and what kind of thing it is."""

    title: Words
    kind: str


def read(raw: Any, path: Path, reader: Reader) -> Item:
    return Item(reader.words(raw["title"], (*path, "title")), raw.get("kind", "other"))


def amount(_settings: Item, _owner: str, _held: Node, _builder: Builder) -> Node:
    return Absent()


def explain(settings: Item, _owner: str, _builder: Builder) -> Explained:
    return Worked(Words(literal(settings.title.zh), literal(settings.title.en)), ())


FORM = RewardForm(
    key="item",
    name=Words("实物与荣誉", "item"),
    doc=Words(
        "不是钱的奖励：称号（title）、证书（certificate）、奖品（prize）、培训（training）、外出活动（outing）、表扬"
        "（praise）"
        "或其他（other）。不计入应发金额。",
        "A reward that is not money: a title, certificate, prize, training place, outing, praise or other thing. It "
        "is not "
        "part of the payout.",
    ),
    example="item: {title: {zh: 月度之星, en: Star of the month}, kind: title}\n",
    schema=fragments.record({"title": fragments.WORDS, "kind": fragments.words(*KINDS)}, required=("title",)),
    read=read,
    amount=amount,
    explain=explain,
    money=False,
)
