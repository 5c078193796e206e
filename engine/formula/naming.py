"""What stands for the ids of a formula where people read it: labels of values, of their points and of tiers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engine.formula.nodes import Call, Compare, Name, Node, Text, rewrite, walk
from engine.issues import Words

POINTS = ".points"
OWN: Mapping[str, Words] = {"score": Words("得分", "score"), "tier": Words("等级", "tier")}
"""What a formula may mention without anybody declaring it."""

_SIGNS = re.compile(r"[-+*/^=<>,;()（），；×÷%％]")
_NOTHING: Mapping[str, Words] = {}


def is_of_the_program(id: str) -> bool:
    """Whether a step has a name that no author can write."""
    return "#" in id or id == "score.base" or id.endswith(".total")


@dataclass(frozen=True, slots=True)
class Naming:
    """``values`` are the labels of declared names, ``tiers`` those of tiers. ``parts`` are what stands for the names
    that no author can write, ``of_tiers`` the names whose values are ids of tiers."""

    values: Mapping[str, Words]
    tiers: Mapping[str, Words] = field(default_factory=lambda: _NOTHING)
    parts: Mapping[str, Words] = field(default_factory=lambda: _NOTHING)
    of_tiers: frozenset[str] = frozenset({"tier"})

    def name(self, id: str) -> Words | None:
        """A name as it stands in a formula; None where there is no label for it."""
        if id in self.parts:
            return self.parts[id]
        label = self.values.get(id) or OWN.get(id)
        if label is not None:
            return Words(name_text(label.zh), name_text(label.en))
        metric = id.removesuffix(POINTS)
        whose = self.name(metric) if metric != id else None
        return whose and Words(f"points({whose.zh})", f"points({whose.en})")

    def tier(self, value: object) -> Words | None:
        """A tier by its id."""
        return self.tiers.get(value) if isinstance(value, str) else None

    def is_tier(self, node: Node) -> bool:
        """Whether the node's value is the id of a tier, of this period or an earlier one."""
        if isinstance(node, Call):
            return node.function == "previous" and self.is_tier(node.args[0])
        return isinstance(node, Name) and node.id in self.of_tiers


def tier_texts(node: Node, naming: Naming) -> Iterator[Text]:
    """The texts in the formula that are ids of tiers with a label."""
    for part in walk(node):
        if isinstance(part, Compare):
            for side, other in ((part.left, part.right), (part.right, part.left)):
                if isinstance(side, Text) and side.value in naming.tiers and naming.is_tier(other):
                    yield side


def with_tiers(node: Node, naming: Naming, language: str) -> Node:
    """The formula with labels in place of the ids of tiers."""

    def change(part: Node) -> Node:
        if not isinstance(part, Compare):
            return part
        return Compare(part.op, side(part.left, part.right), side(part.right, part.left), part.span)

    def side(node: Node, other: Node) -> Node:
        label = naming.tier(node.value) if isinstance(node, Text) and naming.is_tier(other) else None
        return node if label is None else Text(getattr(label, language))

    return rewrite(node, change)


def with_labels(node: Node, naming: Naming, language: str) -> Node:
    """The formula with labels in place of all ids that have one."""

    def change(part: Node) -> Node:
        label = naming.name(part.id) if isinstance(part, Name) else None
        return part if label is None else Name(getattr(label, language))

    return rewrite(with_tiers(node, naming, language), change)


def name_text(label: str) -> str:
    """A label as it stands in a formula: in quotation marks where it could be taken for a part of it."""
    return f"“{label}”" if _SIGNS.search(label) else label
