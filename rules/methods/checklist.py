"""Points by a checklist: every item that is fulfilled is worth points of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from engine.explained import Explained, Part, Worked
from engine.formula.nodes import If, Name, Node, number, total
from engine.formula.types import NUMBER, Type
from engine.formula.write import decimal_text
from engine.issues import Issue, Path, Severity, Words, declare
from rules import codes
from rules.builder import Builder
from rules.document import fragments
from rules.methods.band_advice import constant
from rules.methods.method import ScoringMethod, Subject, literal
from rules.model import Formula
from rules.reader import Reader

CHECKLIST_TOTAL = declare(
    "checklist-total",
    severity=Severity.ADVICE,
    zh="清单全部做到共 {total} 分，不是 100 分。",
    en="All items together are worth {total} points, not 100.",
    mend_zh="如果本意是满分 100，调整各项的分数。",
    mend_en="If 100 is meant to be the full mark, adjust the items.",
)


@dataclass(frozen=True, slots=True)
class Item:
    """One item: the flag that says whether it is fulfilled, its points, its words."""

    met: Formula
    points: Formula
    label: Words


@dataclass(frozen=True, slots=True)
class Checklist:
    """The items in the order written."""

    items: tuple[Item, ...]


def read(raw: Mapping[str, Any], path: Path, reader: Reader, extra: Mapping[str, Type]) -> Checklist | None:
    items = []
    for key, value in raw["checklist"].items():
        at = (*path, "checklist", key)
        told = value if isinstance(value, dict) else {"points": value}
        met = reader.formula(key, at, want="flag")
        worth = reader.formula(told["points"], (*at, "points") if told is value else at, extra=extra)
        label = reader.words(told.get("label"), (*at, "label"), default=key)
        if met is not None and not isinstance(met.node, Name):
            what = Words("是非输入", "flag input")
            reader.add(codes.UNKNOWN_REFERENCE.at(at, name=key, what=what))
        elif met is not None and worth is not None:
            items.append(Item(met, worth, label))
    return Checklist(tuple(items)) if len(items) == len(raw["checklist"]) else None


def fulfilled(settings: Checklist) -> Node:
    """How many items are fulfilled; missing while one of them is not known."""
    return total([If(item.met.node, number(1), number(0)) for item in settings.items])


def _earned(settings: Checklist, subject: Subject, builder: Builder) -> list[Node]:
    return [
        If(builder.formula(item.met, subject.id), builder.formula(item.points, subject.id), number(0))
        for item in settings.items
    ]


def points(settings: Checklist, subject: Subject, builder: Builder) -> Node:
    return total(_earned(settings, subject, builder))


def explain(settings: Checklist, subject: Subject, builder: Builder) -> Explained:
    earned = _earned(settings, subject, builder)
    parts = tuple(Part(f"item{n}", node, NUMBER) for n, node in enumerate(earned))
    zh = " + ".join(f"{literal(item.label.zh)} {{item{n}}}" for n, item in enumerate(settings.items))
    en = " + ".join(f"{literal(item.label.en)} {{item{n}}}" for n, item in enumerate(settings.items))
    return Worked(Words(zh, en), parts)


def advise(settings: Checklist, path: Path) -> Iterable[Issue]:
    worth = [constant(item.points.node) for item in settings.items]
    known = [value for value in worth if value is not None]
    # deductions belong to a checklist of another kind, whose full mark is not the sum
    if len(known) == len(worth) and min(known) >= 0 and sum(known, Fraction(0)) != 100:
        yield CHECKLIST_TOTAL.at((*path, "checklist"), total=decimal_text(sum(known, Fraction(0))))


_ITEM = fragments.expects(
    {
        "anyOf": [
            fragments.FORMULA,
            fragments.record({"points": fragments.FORMULA, "label": fragments.WORDS}, ("points",)),
        ]
    },
    "分数，或 {points: …, label: …}",
    "points, or {points: …, label: …}",
)

METHOD = ScoringMethod(
    key="checklist",
    name=Words("清单计分", "checklist"),
    doc=Words(
        "每一项是一个是非输入，做到了就得它的分数，各项相加。不需要写 value：指标的值就是做到的项数。",
        "Every item is a flag input; each one fulfilled earns its points, and they add up. No value is needed: the "
        "value "
        "of the metric is the number of items fulfilled.",
    ),
    example=(
        "points:\n  checklist: {greeting: 20, order_confirmed: 50, farewell: {points: 30, label: {zh: 结束语, en: "
        "farewell}}}\n"
    ),
    properties={"checklist": {**fragments.mapping(_ITEM, most=100), "minProperties": 1}},
    read=read,
    points=points,
    explain=explain,
    advise=advise,
    own_value=fulfilled,
)
