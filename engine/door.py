"""The door: values as callers send them become exact, checked values — or issues that say what is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from unicodedata import name as name_of
from unicodedata import normalize

from engine.formula.types import NUMBER, Kind, Type
from engine.issues import Issue, Path, Words, declare, did_you_mean
from engine.numbers import LIMIT
from engine.values import Input, Value

Raw = object

INPUT_UNKNOWN = declare(
    "input-unknown",
    zh="这个方案没有名为“{name}”的输入。",
    en="The rule set has no input named '{name}'.",
    mend_zh="检查名称的拼写。",
    mend_en="Check the spelling of the name.",
)
INPUT_TYPE = declare(
    "input-type",
    zh="“{name}”应为{expected}，得到的是“{got}”。",
    en="'{name}' must be {expected}, but is '{got}'.",
    mend_zh="改成{expected}；没有这个数据时不要写，或写 null。",
    mend_en="Send {expected}; where there is no value, leave it out or send null.",
)
INPUT_PERCENT = declare(
    "input-percent",
    zh="“{name}”是百分比，而 {got} 会被当成 {read}。",
    en="'{name}' is a percent, and {got} would mean {read}.",
    mend_zh='写成 "{got}%" 或 {share}。',
    mend_en='Send "{got}%" or {share}.',
)
INPUT_DECIMALS = declare(
    "input-decimals",
    zh="“{name}”的值 {got} 有超过 {most} 位小数。",
    en="The value {got} of '{name}' has more than {most} decimals.",
    mend_zh="先按公司的规则四舍五入到 {most} 位以内，或分别提供分子和分母。",
    mend_en="Round it to at most {most} decimals, or give numerator and denominator apart.",
)
INPUT_RANGE = declare(
    "input-range",
    zh="“{name}”的值 {got} 不在允许的范围 {low} 到 {high} 内。",
    en="The value {got} of '{name}' is outside its range {low} to {high}.",
    mend_zh="检查数据来源和单位。",
    mend_en="Check the source and the unit of the number.",
)
INPUT_CHOICE = declare(
    "input-choice",
    zh="“{name}”的值“{got}”不是可选项。",
    en="The value '{got}' of '{name}' is not one of its choices.",
    mend_zh="可选：{choices}。",
    mend_en="Choices: {choices}.",
)

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_DURATION = re.compile(r"((?:0|[1-9][0-9]*)(?:\.[0-9]+)?)(s|min|h)")
_SECONDS = {"s": 1, "min": 60, "h": 3600}
_FLAGS = {"true": True, "false": False, "yes": True, "no": False, "是": True, "否": False}
_LONGEST_TEXT = 500

KIND_WORDS: Mapping[Kind, Words] = {
    Kind.COUNT: Words("不带小数的个数", "a whole count"),
    Kind.NUMBER: Words("数字", "a number"),
    Kind.PERCENT: Words('百分比，例如 0.85 或 "85%"', 'a percent, such as 0.85 or "85%"'),
    Kind.MONEY: Words("金额，例如 1200.50", "an amount of money, such as 1200.50"),
    Kind.DURATION: Words('秒数，或 "3min" 这样的时长', 'a number of seconds, or a duration such as "3min"'),
    Kind.RATING: Words("评分", "a rating"),
    Kind.FLAG: Words("true 或 false", "true or false"),
    Kind.CHOICE: Words("选项之一", "one of the choices"),
    Kind.TEXT: Words("文字", "text"),
    Kind.DATE: Words('日期，例如 "2026-11-21"', 'a date, such as "2026-11-21"'),
    Kind.POINTS: Words("分数", "points"),
}


def read_values(
    inputs: Mapping[str, Input], given: Mapping[str, Raw], path: Path
) -> tuple[dict[str, Value], list[Issue]]:
    """Every given value checked. What is null counts as not given; unknown names are issues."""
    values: dict[str, Value] = {}
    issues: list[Issue] = []
    for name, raw in given.items():
        item = inputs.get(name)
        at = (*path, name)
        if item is None:
            issues.append(INPUT_UNKNOWN.at(at, name=_short(name), hint=did_you_mean(name, inputs)))
        elif raw is not None:
            value = read_value(item, raw, at)
            if isinstance(value, Issue):
                issues.append(value)
            else:
                values[name] = value
    return values, issues


def read_value(item: Input, raw: Raw, path: Path) -> Value | Issue:
    """One value of the declared type: never a guess, else the issue."""
    kind = item.type.kind
    if kind is Kind.FLAG:
        flag = _FLAGS.get(raw) if isinstance(raw, str) else raw
        return flag if isinstance(flag, bool) else _wrong(item, raw, path)
    if item.type.is_text:
        return _text(item, raw, path)
    if kind is Kind.DATE:
        return _date(item, raw, path)
    number = _number(item, raw, path)
    return number if isinstance(number, Issue) else _checked(item, number, raw, path)


def read_recorded(id: str, type: Type, raw: Raw, path: Path) -> Value | Issue:
    """A value that was published in an earlier period: exact, and no bounds are checked again."""
    return read_value(Input(id, NUMBER if type.is_number else type, decimals=15), raw, path)


def _text(item: Input, raw: Raw, path: Path) -> Value | Issue:
    if not isinstance(raw, str) or len(raw) > _LONGEST_TEXT or not raw.isprintable():
        return _wrong(item, raw, path)
    if item.type.choices and raw not in item.type.choices:
        choices = ", ".join(item.type.choices[:20])
        hint = did_you_mean(raw, item.type.choices)
        return INPUT_CHOICE.at(path, name=item.id, got=_short(raw), choices=choices, hint=hint)
    return raw


def _date(item: Input, raw: Raw, path: Path) -> Value | Issue:
    if isinstance(raw, date):
        return Fraction(raw.toordinal())
    if isinstance(raw, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", raw):
        try:
            return Fraction(date.fromisoformat(raw).toordinal())
        except ValueError:
            pass
    return _wrong(item, raw, path)


def _number(item: Input, raw: Raw, path: Path) -> Fraction | Issue:
    """The exact number that was written. A float counts as the shortest decimal that names it."""
    if isinstance(raw, bool):
        return _wrong(item, raw, path)
    if isinstance(raw, int):
        return _bare(item, Fraction(raw), raw, path)
    if isinstance(raw, float):
        raw = Decimal(repr(raw))
    if isinstance(raw, Decimal):
        if not raw.is_finite():
            return _wrong(item, raw, path)
        exponent = raw.as_tuple().exponent
        assert isinstance(exponent, int)
        if exponent < -60 or raw.adjusted() > 40:
            # neither can be a sensible number, and the exact fraction could fill the memory
            return _out_of_range(item, raw, path) if raw.adjusted() > 0 else _decimals(item, raw, path)
        return _bare(item, Fraction(raw), raw, path)
    if isinstance(raw, str) and len(raw) <= 60:
        if _NUMBER.fullmatch(raw):
            return _bare(item, Fraction(raw), raw, path)
        if item.type.kind is Kind.PERCENT and raw.endswith("%") and _NUMBER.fullmatch(raw[:-1]):
            return Fraction(raw[:-1]) / 100
        duration = _DURATION.fullmatch(raw)
        if item.type.kind is Kind.DURATION and duration:
            return Fraction(duration[1]) * _SECONDS[duration[2]]
    return _wrong(item, raw, path)


def _bare(item: Input, number: Fraction, raw: Raw, path: Path) -> Fraction | Issue:
    """A number without unit. For a percent it must look like a share, unless more was declared to be usual."""
    if item.type.kind is Kind.PERCENT:
        most = max(Fraction(1), item.high or Fraction(0))
        if abs(number) > most:
            return INPUT_PERCENT.at(
                path, name=item.id, got=_short(raw), read=f"{_plain(number * 100)}%", share=_plain(number / 100)
            )
    return number


def _checked(item: Input, number: Fraction, raw: Raw, path: Path) -> Value | Issue:
    if abs(number) >= LIMIT:
        return _out_of_range(item, raw, path)
    if item.type.kind is Kind.COUNT and number.denominator != 1:
        return _wrong(item, raw, path)
    if (number * 10**item.decimals).denominator != 1:
        return _decimals(item, raw, path)
    if (item.low is not None and number < item.low) or (item.high is not None and number > item.high):
        return _out_of_range(item, raw, path)
    return number


def _wrong(item: Input, raw: Raw, path: Path) -> Issue:
    hint = _stray(raw) if isinstance(raw, str) and item.type.is_number else None
    return INPUT_TYPE.at(path, name=item.id, expected=KIND_WORDS[item.type.kind], got=_short(raw), hint=hint)


def _stray(raw: str) -> Words | None:
    """What to mend in a text that is a number but for one character: a comma, a blank, a full-width digit."""
    for character in raw[:60]:
        if character not in "0123456789.-%" and not (character.isascii() and character.isalpha()):
            if not re.search("[0-9]", normalize("NFKC", raw)):
                return None
            shown = f"U+{ord(character):04X} {name_of(character, '?')}"
            return Words(
                f"去掉或改写字符 {shown}：数字只用 0–9、小数点和负号。",
                f"Remove or retype the character {shown}: a number has only 0–9, a decimal point and a minus sign.",
            )
    return None


def _decimals(item: Input, raw: Raw, path: Path) -> Issue:
    return INPUT_DECIMALS.at(path, name=item.id, got=_short(raw), most=item.decimals)


def _out_of_range(item: Input, raw: Raw, path: Path) -> Issue:
    low = "-10^15" if item.low is None else _plain(item.low)
    high = "10^15" if item.high is None else _plain(item.high)
    return INPUT_RANGE.at(path, name=item.id, got=_short(raw), low=low, high=high)


def _plain(number: Fraction) -> str:
    return f"{float(number):.12g}" if abs(number) < 10**30 else "…"


def _short(raw: Raw) -> str:
    if raw is True or raw is False:
        return str(raw).lower()
    text = "".join(character if character.isprintable() else "�" for character in str(raw)[:60])
    return text if len(text) <= 40 else text[:40] + "…"
