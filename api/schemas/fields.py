"""Marshmallow fields and validators that speak in issues, and read strictly: no text taken for a number, no 1 for true.

Marshmallow keeps whatever a ``ValidationError`` carries, so each of these raises with a ready :class:`Issue`, its path
relative to the field; ``reading.py`` puts the places together.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, fields, validate

from api.codes import BODY_TEXT, FIELD_NULL, FIELD_REQUIRED, FIELD_TYPE, FIELD_VALUE
from engine.issues import Words, did_you_mean
from service.text import UNSTORABLE

UTC_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d(?:\.\d{1,6})?)([Zz]|[+-]\d\d:\d\d)")


class Speaking(fields.Field):
    """A field whose general refusals are issues. ``expected`` names the kind of value, in both languages."""

    expected = Words("一个值", "a value")

    def make_error(self, key: str, **kwargs: Any) -> ValidationError:
        if key == "required":
            return ValidationError([FIELD_REQUIRED.at((), field=self.data_key or self.name)])
        if key == "null":
            return ValidationError([FIELD_NULL.at((), field=self.data_key or self.name)])
        return ValidationError([FIELD_TYPE.at((), expected=self.expected)])


class Text(Speaking, fields.String):
    """Text without control characters other than line breaks and tabs."""

    expected = Words("文本", "text")

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        if UNSTORABLE.search(value):
            raise ValidationError([BODY_TEXT.at(())])
        return value


class Whole(Speaking, fields.Integer):
    """A whole number; ``12.0`` and ``true`` are not."""

    expected = Words("整数", "a whole number")

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.make_error("invalid")
        return value


class WholeText(Whole):
    """A whole number as a query string writes it: digits and nothing else."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,9}", value, re.ASCII):
            raise self.make_error("invalid")
        return int(value)


class Flag(Speaking, fields.Boolean):
    expected = Words("true 或 false", "true or false")

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid")
        return value


class FlagText(Flag):
    """A flag as a query string writes it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if value not in ("true", "false"):
            raise self.make_error("invalid")
        return bool(value == "true")


class Moment(Speaking, fields.AwareDateTime):
    """A time with its offset, as RFC 3339 writes it; written out in UTC."""

    expected = Words("RFC 3339 时间，例如 2026-11-01T08:00:00Z", "an RFC 3339 time such as 2026-11-01T08:00:00Z")

    def __init__(self, **kwargs: Any):
        super().__init__(format="iso", **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        match = UTC_TIME.fullmatch(value) if isinstance(value, str) else None
        if match is None:
            raise self.make_error("invalid")
        try:
            return datetime.fromisoformat(f"{match[1]}T{match[2]}{match[3].upper()}").astimezone(UTC)
        except (ValueError, OverflowError):
            raise self.make_error("invalid") from None

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else value.isoformat().replace("+00:00", "Z")


class Number(Speaking):
    """An exact JSON number, ``int`` or ``Decimal``."""

    expected = Words("数字", "a number")

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int | Decimal:
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise self.make_error("invalid")
        return value


class ListOf(Speaking, fields.List):
    expected = Words("列表", "a list")


class Mapped(Speaking, fields.Dict):
    """An object with free keys."""

    expected = Words("对象", "an object")


class Part(Speaking, fields.Nested):
    """An object with its own schema."""

    expected = Words("对象", "an object")


class Anything(Speaking, fields.Raw):
    """A value that another floor reads."""


class Length(validate.Length):
    """Between ``min`` and ``max`` characters or items."""

    def _format_error(self, value: Any, message: str) -> Any:
        low, high = self.min or 0, self.max
        words = Words(f"有 {low} 到 {high} 个字符或元素", f"have {low} to {high} characters or items")
        return [FIELD_VALUE.at((), expected=words)]


class Range(validate.Range):
    def _format_error(self, value: Any, message: str) -> Any:
        return [FIELD_VALUE.at((), expected=Words(f"在 {self.min} 与 {self.max} 之间", f"be {self.min} to {self.max}"))]


class OneOf(validate.OneOf):
    def _format_error(self, value: Any) -> Any:
        listed = ", ".join(str(choice) for choice in self.choices)
        words = Words(f"是以下之一：{listed}", f"be one of {listed}")
        return [FIELD_VALUE.at((), hint=did_you_mean(str(value), [str(c) for c in self.choices]), expected=words)]


class Pattern(validate.Regexp):
    """``words`` say the pattern's meaning: a person does not read expressions."""

    def __init__(self, pattern: str, words: Words):
        super().__init__(pattern, re.ASCII)
        self.words = words

    def __call__(self, value: str) -> str:
        if self.regex.fullmatch(value) is None:
            raise ValidationError([FIELD_VALUE.at((), expected=self.words)])
        return value


class NoRepeats(validate.Validator):
    def __call__(self, value: list[Any]) -> list[Any]:
        if len(set(value)) != len(value):
            raise ValidationError([FIELD_VALUE.at((), expected=Words("不含重复项", "have no repeated items"))])
        return value
