"""How types are called in messages."""

from __future__ import annotations

from engine.formula.types import Kind, Type
from engine.issues import Words

_KINDS = {
    Kind.COUNT: Words("数量", "a count"),
    Kind.NUMBER: Words("数值", "a number"),
    Kind.PERCENT: Words("百分比", "a percentage"),
    Kind.MONEY: Words("金额", "money"),
    Kind.DURATION: Words("时长", "a duration"),
    Kind.RATING: Words("评分", "a rating"),
    Kind.FLAG: Words("真假值", "a yes/no value"),
    Kind.CHOICE: Words("选项", "a choice"),
    Kind.TEXT: Words("文字", "a text"),
    Kind.DATE: Words("日期", "a date"),
    Kind.POINTS: Words("得分", "points"),
}

_ACCEPTED = {
    "number": Words("数值", "a number"),
    "flag": Words("条件（真假值）", "a condition (yes/no)"),
    "condition": Words("条件（真假值）", "a condition (yes/no)"),
    "text": Words("文字", "a text"),
    "date": Words("日期", "a date"),
    "money": Words("金额", "money"),
    "name": Words("一个名称", "a single name"),
    "any": Words("一个值", "a value"),
}


def kind_words(type: Type) -> Words:
    """``money per unit of time`` and the like for powers that have no name."""
    if type.kind is not Kind.NUMBER or type.dimension == (0, 0):
        return _KINDS[type.kind]
    zh = [_power(word, power) for word, power in (("金额", type.money), ("时间", type.time)) if power]
    en = [_power(word, power) for word, power in (("money", type.money), ("time", type.time)) if power]
    return Words("·".join(zh), "·".join(en))


def _power(word: str, power: int) -> str:
    return word if power == 1 else f"{word}^{power}"


def accepted_words(accepts: str) -> Words:
    """What a parameter or a place asks for."""
    return _ACCEPTED[accepts]
