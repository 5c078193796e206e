"""Values and reasons in words, Chinese and English, as a payroll clerk would write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from engine.explained import Cases, Explained, Part
from engine.formula.naming import POINTS, Naming, tier_texts, with_labels
from engine.formula.nodes import Call, Flag, Name, Node, Number, Text, names_in, rewrite, walk
from engine.formula.types import Kind, Type
from engine.formula.write import to_text
from engine.issues import Words
from engine.numbers import round_half_away
from engine.reasons import Reason
from engine.sandbox import Sandbox, to_python
from engine.values import OutOfRange, Value

MISSING = Words("缺失", "missing")

REASONS: Mapping[str, Words] = {
    "not-given": Words("没有提供“{name}”", "'{name}' was not given"),
    "division-by-zero": Words("“{name}”的除数为零", "the divisor of '{name}' is zero"),
    "no-rule-fits": Words("“{name}”没有适用的规则", "no rule fits '{name}'"),
    "nothing-to-weigh": Words("所有指标都没有数据", "no metric has any data"),
    "no-history": Words("“{name}”没有以前的记录", "'{name}' has no earlier record"),
    "not-comparable": Words("“{name}”无法与他人比较", "'{name}' cannot be compared with others"),
    "undefined": Words("“{name}”对这些数值没有结果", "'{name}' has no result for these values"),
    "no-rows": Words("“{name}”本期没有数据", "there is no data for '{name}' in this period"),
    "too-few-rows": Words("“{name}”的数据条数不够", "there is too little data for '{name}'"),
    "too-few-raters": Words("给“{name}”评分的人不够", "too few people rated '{name}'"),
    "out-of-range": Words("“{name}”的数值超出范围", "'{name}' is out of range"),
}


def shown(value: Value, type: Type, currency: str = "") -> Words:
    """A value as people write it: 30%, 180 s, 12000 CNY, yes."""
    if value is None:
        return MISSING
    if isinstance(value, bool):
        return Words("是", "yes") if value else Words("否", "no")
    if isinstance(value, str):
        return Words(value, value)
    match type.kind:
        case Kind.PERCENT:
            text = f"{decimal_text(value * 100)}%"
        case Kind.DATE:
            text = date.fromordinal(int(value)).isoformat()
        case Kind.DURATION:
            text = decimal_text(value)
            return Words(f"{text} 秒", f"{text} s")
        case Kind.MONEY:
            text = f"{decimal_text(value)} {currency}".strip()
        case _:
            text = decimal_text(value)
    return Words(text, text)


def decimal_text(value: Fraction) -> str:
    """A number with at most six decimals and no trailing zeros; an endless one is rounded for reading only."""
    rounded = round_half_away(value, 6)
    text = f"{Decimal(rounded.numerator) / Decimal(rounded.denominator):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def with_values(node: Node, values: Mapping[str, Value]) -> str:
    """The formula with every name replaced by its value: ``120 / 400``."""

    def change(part: Node) -> Node:
        if not isinstance(part, Name):
            return part
        value = values.get(part.id)
        if isinstance(value, bool):
            return Flag(value)
        if isinstance(value, Fraction):
            return Number(round_half_away(value, 6))
        return Text(value) if isinstance(value, str) else Name("?")

    return to_text(rewrite(node, change)) if names_in(node) else to_text(node)


def as_written(condition: Node) -> Node:
    """A condition without what the program added to it: that what cannot be known is not met."""

    def change(part: Node) -> Node:
        added = isinstance(part, Call) and part.function == "coalesce" and part.args[1:] == (Flag(False),)
        return part.args[0] if added and isinstance(part, Call) else part

    return rewrite(condition, change)


def written_words(formula: str, node: Node, naming: Naming) -> Words:
    """A formula as its author wrote it, with labels instead of the ids that have one."""
    told = [
        (part.span, name)
        for part in walk(node)
        if isinstance(part, Name) and part.span and (name := naming.name(part.id))
    ]
    for text in tier_texts(node, naming):
        if text.span is not None:
            label = naming.tiers[text.value]
            told.append((text.span, Words(to_text(Text(label.zh)), to_text(Text(label.en)))))
    told.sort(key=lambda one: one[0])

    def said(language: str) -> str:
        text, end = "", 0
        for (start, stop), words in told:
            text += formula[end:start] + getattr(words, language)
            end = stop
        return text + formula[end:]

    return Words(said("zh"), said("en"))


def formula_words(node: Node, naming: Naming) -> Words:
    """A formula in which names have their labels, and what the program took out of it stands where it was written."""
    return Words(to_text(with_labels(node, naming, "zh")), to_text(with_labels(node, naming, "en")))


def value_of(node: Node, values: Mapping[str, Value]) -> Value:
    """What the node is worth for one person; missing when it cannot be told."""
    if not names_in(node) <= values.keys():
        # whoever was stopped by a problem has no later values
        return None
    try:
        return Sandbox(values).value_of(to_python(node))
    except (OutOfRange, LookupError):
        return None


def rule_words(rule: Explained | None, values: Mapping[str, Value], currency: str = "") -> Words | None:
    """The part of a rule that applied to this person, said aloud; None when nothing applied or no rule is kept."""
    if rule is None:
        return None
    if isinstance(rule, Cases):
        for row in rule.rows:
            if row.when is None or value_of(row.when, values) is True:
                return _filled(row.words, row.parts, values, currency) if row.parts else row.words
        return None
    return _filled(rule.sentence, rule.parts, values, currency)


def _filled(sentence: Words, parts: Iterable[Part], values: Mapping[str, Value], currency: str) -> Words:
    return sentence.format(**{part.name: shown(value_of(part.node, values), part.type, currency) for part in parts})


def reason_words(reason: Reason, labels: Mapping[str, Words]) -> Words:
    """Why something is missing, with the label of what was missing."""
    name = labels.get(reason.id) or labels.get(reason.id.removesuffix(POINTS)) or Words(reason.id, reason.id)
    return REASONS[reason.code].format(name=name)
