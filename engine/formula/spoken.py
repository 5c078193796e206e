"""A checked formula said in words, Chinese and English: labels for ids, phrases for functions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from engine.formula.naming import POINTS, Naming
from engine.formula.nodes import (
    Absent,
    Binary,
    Call,
    Compare,
    Flag,
    If,
    Logic,
    Name,
    Negate,
    Node,
    Not,
    Number,
    Text,
)
from engine.formula.write import decimal_text
from engine.functions.dates import PERIOD_NAMES
from engine.functions.declaration import Parameter
from engine.functions.phrases import CHOICES, PHRASES, SETTINGS, SO_MANY
from engine.functions.registry import FUNCTIONS
from engine.issues import Words

_LOOSE, _LOGICAL, _COMPARE, _ADD, _MULTIPLY, _ATOM = range(6)
_BINARY = {"+": ("+", _ADD), "-": ("−", _ADD), "*": ("×", _MULTIPLY), "/": ("÷", _MULTIPLY)}
_COMPARISONS: Mapping[str, Words] = {
    "==": Words("等于", "is"),
    "!=": Words("不等于", "is not"),
    "<": Words("低于", "is below"),
    "<=": Words("不超过", "is at most"),
    ">": Words("高于", "is above"),
    ">=": Words("不低于", "is at least"),
}
_LOGIC: Mapping[str, Words] = {"and": Words("且", "and"), "or": Words("或", "or")}
_UNITS = ((3600, Words("小时", "h")), (60, Words("分钟", "min")), (1, Words("秒", "s")))
_FACTS = {name: PHRASES[function] for function, name in PERIOD_NAMES.items()}
_PLACES = re.compile(r"\{(\w+)\}")


def spoken(node: Node, naming: Naming) -> Words:
    """The formula in words; an id without a label is said as it is."""
    return _say(node, naming).words


@dataclass(frozen=True, slots=True)
class _Said:
    """The words and how tightly they hold together."""

    words: Words
    level: int


def _say(node: Node, naming: Naming) -> _Said:
    match node:
        case Number():
            return _Said(_number(node), _ATOM)
        case Text(value):
            return _Said(Words(f"“{value}”", f"'{value}'"), _ATOM)
        case Flag(value):
            return _Said(Words("是", "yes") if value else Words("否", "no"), _ATOM)
        case Absent():
            return _Said(Words("缺失", "missing"), _ATOM)
        case Name(id):
            return _Said(_name(id, naming), _ATOM)
        case Negate(operand):
            return _Said(_joined("−", [_inside(operand, naming, _MULTIPLY)], "", ""), _MULTIPLY)
        case Not(operand):
            return _Said(Words("并非{x}", "not {x}").format(x=_inside(operand, naming, _COMPARE)), _COMPARE)
        case Binary("**", left, right):
            parts = {"x": _inside(left, naming, _ATOM), "n": _inside(right, naming, _ATOM)}
            return _Said(Words("{x} 的 {n} 次方", "{x} to the power of {n}").format(**parts), _LOOSE)
        case Binary(op, left, right):
            sign, level = _BINARY[op]
            told = [_inside(left, naming, level), _inside(right, naming, level + 1)]
            return _Said(_joined("", told, f" {sign} ", f" {sign} "), level)
        case Compare(op, left, right):
            told = [_side(left, right, naming), _side(right, left, naming)]
            word = _COMPARISONS[op]
            return _Said(_joined("", told, f" {word.zh} ", f" {word.en} "), _COMPARE)
        case Logic(op, items):
            word = _LOGIC[op]
            # In words nobody knows which of the two binds tighter.
            told = [_inside(item, naming, _COMPARE) for item in items]
            return _Said(_joined("", told, f" {word.zh} ", f" {word.en} "), _LOGICAL)
        case If(condition, then, other):
            parts = {
                "condition": _say(condition, naming).words,
                "then": _inside(then, naming, _LOGICAL),
                "other": _inside(other, naming, _LOGICAL),
            }
            return _Said(PHRASES["if"].format(**parts), _LOOSE)
        case Call():
            return _Said(_call(node, naming), _LOOSE)


def _side(node: Node, other: Node, naming: Naming) -> Words:
    """A side of a comparison; an id of a tier is said by its label."""
    tier = naming.tier(node.value) if isinstance(node, Text) and naming.is_tier(other) else None
    if tier is not None:
        return Words(f"“{tier.zh}”", f"'{tier.en}'")
    return _inside(node, naming, _ADD)


def _inside(node: Node, naming: Naming, level: int) -> Words:
    said = _say(node, naming)
    if said.level >= level:
        return said.words
    return Words(f"（{said.words.zh}）", f"({said.words.en})")


def _name(id: str, naming: Naming) -> Words:
    if id in _FACTS:
        return _FACTS[id]
    if id not in naming.values and id.endswith(POINTS):
        return PHRASES["points"].format(metric=_name(id.removesuffix(POINTS), naming))
    return naming.values.get(id, Words(id, id))


def _call(node: Call, naming: Naming) -> Words:
    function = FUNCTIONS[node.function]
    given: dict[str, Words] = {}
    settings: list[tuple[Parameter, Node]] = []
    places = [parameter for parameter in function.parameters if not parameter.named_only]
    for parameter, value in zip(places, node.args, strict=False):
        given[parameter.name] = _inside(value, naming, _COMPARE)
    for name, value in node.named:
        parameter = next(one for one in function.parameters if one.name == name)
        given[name] = _inside(value, naming, _COMPARE)
        if parameter.named_only:
            settings.append((parameter, value))
    so_many = len(node.args) + len(node.named) - len(settings)
    for parameter in function.parameters:
        if parameter.name not in given and parameter.default is not None:
            given[parameter.name] = Words(parameter.default, parameter.default)
    phrase = SO_MANY.get((node.function, so_many)) or PHRASES.get(node.function)
    everything = _joined("", [_inside(value, naming, _LOGICAL) for value in node.args], "、", ", ")
    if phrase is None:
        return Words(f"{node.function}（{everything.zh}）", f"{node.function}({everything.en})")
    told = phrase.format(all=everything, **given)
    said = set(_PLACES.findall(phrase.en))
    behind = [_setting(parameter, value, naming) for parameter, value in settings if parameter.name not in said]
    shown = [words for words in behind if words is not None]
    if not shown:
        return told
    zh, en = "，".join(words.zh for words in shown), ", ".join(words.en for words in shown)
    return Words(f"{told.zh}（{zh}）", f"{told.en} ({en})")


def _setting(parameter: Parameter, value: Node, naming: Naming) -> Words | None:
    if value == Flag(False):
        return None
    if isinstance(value, Text) and parameter.words:
        return CHOICES[parameter.name, value.value]
    said = Words(value.value, value.value) if isinstance(value, Text) else _say(value, naming).words
    words = SETTINGS.get(parameter.name)
    if words is None:
        return Words(f"{parameter.name}：{said.zh}", f"{parameter.name}: {said.en}")
    return words.format(value=said)


def _joined(before: str, parts: list[Words], zh: str, en: str) -> Words:
    return Words(before + zh.join(part.zh for part in parts), before + en.join(part.en for part in parts))


def _number(node: Number) -> Words:
    if node.unit == "percent":
        text = f"{_digits(node.value * 100)}%"
        return Words(text, text)
    if node.unit == "duration":
        seconds, unit = next(
            (size, words) for size, words in _UNITS if size == 1 or (node.value and node.value % size == 0)
        )
        amount = _digits(node.value / Fraction(seconds))
        return Words(f"{amount} {unit.zh}", f"{amount} {unit.en}")
    text = _digits(node.value)
    return Words(text, text)


def _digits(value: Fraction) -> str:
    return decimal_text(value).replace("-", "−")
