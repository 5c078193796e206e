"""What each formula of a document computes, in a sentence; and the names that formulas may mention."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.formula.naming import Naming
from engine.formula.nodes import Flag, Negate, Number, Text
from engine.formula.spoken import spoken
from engine.formula.types import Type
from engine.issues import Path, Words
from rules.model import Formula

SCORE = Words("综合得分", "the score")
OWN = {"score": SCORE, "tier": Words("等级", "the tier"), "value": Words("该指标的值", "the value")}


@dataclass(frozen=True, slots=True)
class Declared:
    """A name that formulas may mention: where it is declared, its type and label."""

    id: str
    type: Type
    label: Words
    path: Path


@dataclass(frozen=True, slots=True)
class Sentence:
    """A formula in words."""

    path: Path
    type: Type
    words: Words


_BY_KEY: Mapping[str, Words] = {
    "add": Words("综合得分加上 {formula}", "adds {formula} to the score"),
    "multiply": Words("综合得分乘以 {formula}", "multiplies the score by {formula}"),
    "set": Words("综合得分改为 {formula}", "sets the score to {formula}"),
    "at_least": Words("不低于 {formula}", "at least {formula}"),
    "at_most": Words("不超过 {formula}", "at most {formula}"),
    "above": Words("高于 {formula}", "above {formula}"),
    "below": Words("低于 {formula}", "below {formula}"),
    "target": Words("目标值 = {formula}", "target = {formula}"),
    "amount": Words("金额 = {formula}", "amount = {formula}"),
    "of": Words("基数 = {formula}", "reckoned from {formula}"),
    "points": Words("得分 = {formula}", "points = {formula}"),
}
_OTHER = Words("= {formula}", "= {formula}")
_CONDITION = Words("成立条件：{formula}", "holds when {formula}")
_NAMED = Words("{label} = {formula}", "{label} = {formula}")


def sentences(
    formulas: Sequence[Formula], names: Mapping[str, Declared], tiers: Mapping[str, Words]
) -> tuple[Sentence, ...]:
    """One for each formula that is more than a written number or text. ``tiers`` are their labels."""
    naming = Naming({**OWN, **{declared.id: declared.label for declared in names.values()}}, tiers)
    return tuple(
        Sentence(formula.path, formula.type, _sentence(formula, naming))
        for formula in formulas
        if not _is_plain(formula)
    )


def _is_plain(formula: Formula) -> bool:
    node = formula.node.operand if isinstance(formula.node, Negate) else formula.node
    return isinstance(node, Number | Text | Flag)


def _sentence(formula: Formula, naming: Naming) -> Words:
    words, labels = spoken(formula.node, naming), naming.values
    path = formula.path
    key = next((part for part in reversed(path) if isinstance(part, str)), "")
    if formula.type.kind == "flag":
        return _CONDITION.format(formula=words)
    if path[:2] == ("score", "formula"):
        return _NAMED.format(label=SCORE, formula=words)
    if len(path) == 3 and key in ("value", "then") and str(path[1]) in labels:
        return _NAMED.format(label=labels[str(path[1])], formula=words)
    if path[0] != "adjustments" and key in ("add", "multiply", "set"):
        return _OTHER.format(formula=words)
    if key == "formula" and path[0] == "metrics":
        return _BY_KEY["points"].format(formula=words)
    return _BY_KEY.get(key, _OTHER).format(formula=words)
