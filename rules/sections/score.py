"""The score and its adjustments: the published weighted sum, changed step by step, kept within its limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.explained import Explained, Part, Worked
from engine.formula.nodes import Binary, If, Name, Node, number
from engine.formula.types import FLAG, NUMBER
from engine.issues import Words
from engine.program import AdjustmentLine
from rules import codes
from rules.builder import Builder, limited, met
from rules.document import fragments
from rules.document.fragments import Schema
from rules.model import Adjustment, Metric, RuleSet, Score
from rules.reader import Reader

_CHANGES = ("add", "multiply", "set", "at_most", "at_least")

SCHEMA: dict[str, Schema] = {
    "adjustments": fragments.mapping(
        fragments.record(
            {
                "label": fragments.WORDS,
                "why": fragments.WORDS,
                "when": fragments.CONDITION,
                "add": fragments.FORMULA,
                "multiply": fragments.FORMULA,
                "set": fragments.FORMULA,
                "at_least": fragments.FORMULA,
                "at_most": fragments.FORMULA,
                "clause": fragments.TEXT,
                "in_addition": fragments.FLAG,
            }
        )
    ),
    "score": {
        "anyOf": [
            {"type": "string", "enum": ["none"]},
            fragments.record(
                {
                    "round": fragments.DECIMALS,
                    "at_least": fragments.FORMULA,
                    "at_most": fragments.FORMULA,
                    "formula": fragments.FORMULA,
                }
            ),
        ],
        "x-expects": {
            "zh": "{round: …, at_least: …, at_most: …, formula: …} 或 none",
            "en": "{round: …, at_least: …, at_most: …, formula: …} or none",
        },
    },
}


def read_score(data: Mapping[str, Any], metrics: Sequence[Metric], reader: Reader) -> Score:
    """The score's settings. Without any weight and formula there is no score only where ``score: none`` says so."""
    raw = data.get("score") or {}
    if not reader.usable(("score",)):
        return Score()
    if raw == "none":
        return Score(absent=True)
    formula = reader.optional(raw, "formula", ("score",))
    return Score(
        decimals=raw.get("round", 2),
        at_least=reader.optional(raw, "at_least", ("score",)),
        at_most=reader.optional(raw, "at_most", ("score",)),
        formula=formula,
        absent=False,
    )


def read_adjustments(data: Mapping[str, Any], score: Score, reader: Reader) -> tuple[Adjustment, ...]:
    """Adjustments in order. ``score`` inside one means the score so far."""
    found = []
    extra = {"score": NUMBER}
    for id, raw, path in reader.items(data, "adjustments"):
        if score.absent:
            reader.add(codes.NO_SCORE.at(path, what=id))
            continue
        label = reader.words(raw.get("label"), (*path, "label"), default=id)
        parts = {key: reader.optional(raw, key, path, extra=extra) for key in _CHANGES}
        when = reader.optional(raw, "when", path, want="flag", extra=extra)
        written = [key for key in ("add", "multiply", "set") if key in raw]
        if not any(key in raw for key in _CHANGES):
            reader.add(codes.NO_METHOD.at(path, choices=", ".join(_CHANGES)))
        if len(written) > 1:
            reader.add(codes.SEVERAL_METHODS.at(path, found=", ".join(written)))
        found.append(
            Adjustment(
                id=id,
                label=label,
                when=when,
                clause=raw.get("clause"),
                in_addition=raw.get("in_addition", False),
                path=path,
                **parts,
            )
        )
    return tuple(found)


def build_score(rule_set: RuleSet, base: Node, builder: Builder) -> tuple[tuple[AdjustmentLine, ...], str, str]:
    """Steps for the base score, every adjustment and the score; gives the lines and the ids of base and score."""
    score = rule_set.score
    label = Words("基础得分", "base score")
    builder.step("score.base", base, NUMBER, score.decimals, ("score",), label)
    total = Name("score.base")
    lines = []
    for adjustment in rule_set.adjustments:
        builder.rename["score"] = total.id
        line, total = _build_adjustment(adjustment, total, score.decimals, builder)
        lines.append(line)
    builder.rename.pop("score", None)
    low = builder.formula(score.at_least, "score") if score.at_least else None
    high = builder.formula(score.at_most, "score") if score.at_most else None
    builder.step("score", limited(total, low, high), NUMBER, score.decimals, ("score",), Words("得分", "score"))
    return tuple(lines), "score.base", "score"


def _build_adjustment(
    adjustment: Adjustment, total: Name, decimals: int, builder: Builder
) -> tuple[AdjustmentLine, Name]:
    name = f"adjustment.{adjustment.id}"
    parts = {
        key: builder.formula(formula, name) for key in _CHANGES if (formula := getattr(adjustment, key)) is not None
    }
    change = _change(adjustment, total, parts)
    when = None
    if adjustment.when is not None:
        when = f"{name}.met"
        builder.step(when, met(builder.formula(adjustment.when, name)), FLAG, None, adjustment.path)
        change = If(Name(when), change, number(0))
    builder.step(name, change, NUMBER, decimals, adjustment.path, adjustment.label)
    so_far = Words("当前得分", "the score so far")
    after = builder.step(f"{name}.total", Binary("+", total, Name(name)), NUMBER, decimals, adjustment.path, so_far)
    line = AdjustmentLine(
        id=adjustment.id,
        label=adjustment.label,
        effect=name,
        total=after.id,
        when=when,
        clause=adjustment.clause,
        path=adjustment.path,
        rule=_explain(adjustment, total, parts),
    )
    return line, after


def _change(adjustment: Adjustment, total: Name, parts: Mapping[str, Node]) -> Node:
    """The effect on the score so far. With add, multiply or set, the limits bound the effect; alone, the score."""
    low, high = parts.get("at_least"), parts.get("at_most")
    if not adjustment.changes:
        return Binary("-", limited(total, low, high), total)
    if "add" in parts:
        effect = parts["add"]
    elif "multiply" in parts:
        effect = Binary("-", Binary("*", total, parts["multiply"]), total)
    else:
        effect = Binary("-", parts["set"], total)
    return limited(effect, low, high)


_SENTENCES: Mapping[str, Words] = {
    "add": Words("加减分 {add}", "add {add}"),
    "multiply": Words("当前得分 {before} × {multiply}", "the score so far, {before} × {multiply}"),
    "set": Words("得分定为 {set}", "the score is set to {set}"),
    "at_least": Words("不低于 {at_least}", "at least {at_least}"),
    "at_most": Words("不超过 {at_most}", "at most {at_most}"),
}


def _explain(adjustment: Adjustment, total: Name, parts: Mapping[str, Node]) -> Explained:
    told = [_SENTENCES[key] for key in _CHANGES if key in parts]
    sentence = Words("，".join(word.zh for word in told), ", ".join(word.en for word in told))
    named = tuple(Part(key, node, NUMBER) for key, node in parts.items())
    return Worked(sentence, (Part("before", total, NUMBER), *named))
