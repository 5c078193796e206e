"""Values as somebody wrote them: an exact text with its kind. What they mean is for a rule set to say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, NamedTuple

from engine.issues import Issue, Path, declare

Kind = Literal["text", "number", "flag"]
Raw = str | int | Decimal | bool
LONGEST_TEXT = 500
LONGEST_NUMBER = 40

VALUE_KIND = declare(
    "value-kind",
    zh="“{name}”的值不能这样写",
    en="The value of '{name}' cannot be written like this",
    mend_zh="写一个文本、数字或 true/false；没有值就写 null",
    mend_en="Write a text, a number or true/false, and null where there is none",
)
VALUE_TEXT = declare(
    "value-text",
    zh="“{name}”的文字超过 {limit} 个字符，或含有看不见的字符",
    en="The text of '{name}' has more than {limit} characters or characters that do not show",
    mend_zh="缩短文字，去掉换行和控制字符",
    mend_en="Shorten it and remove line breaks and control characters",
)
VALUE_NUMBER = declare(
    "value-number",
    zh="“{name}”的数字写出来超过 {limit} 个字符",
    en="The number of '{name}' takes more than {limit} characters to write",
    mend_zh="按公司的规则四舍五入后再写",
    mend_en="Round it as your company does before writing it",
)


class Written(NamedTuple):
    """A value as written. ``text`` is exact: ``5000.00`` stays what it is."""

    kind: Kind
    text: str

    @property
    def raw(self) -> Raw:
        """As JSON has it, for whoever asks for the value back."""
        if self.kind == "flag":
            return self.text == "true"
        return Decimal(self.text) if self.kind == "number" else self.text


def read_written(raw: object, name: str, path: Path) -> Written | Issue:
    """The value of ``name`` as sent; never null, which says that there is none."""
    if isinstance(raw, bool):
        return Written("flag", "true" if raw else "false")
    if isinstance(raw, str):
        if len(raw) > LONGEST_TEXT or not raw.isprintable():
            return VALUE_TEXT.at(path, name=name[:60], limit=LONGEST_TEXT)
        return Written("text", raw)
    if isinstance(raw, int | Decimal):
        number = Decimal(raw)
        # Written out in full, 1e300 would be three hundred characters.
        if not number.is_finite() or abs(number.adjusted()) > LONGEST_NUMBER:
            return VALUE_NUMBER.at(path, name=name[:60], limit=LONGEST_NUMBER)
        text = f"{number:f}"
        if len(text) > LONGEST_NUMBER:
            return VALUE_NUMBER.at(path, name=name[:60], limit=LONGEST_NUMBER)
        return Written("number", text)
    return VALUE_KIND.at(path, name=name[:60])


def to_text(values: Mapping[str, Written | None]) -> str:
    """JSON with names sorted, numbers with the very digits they were written with."""
    return "{" + ",".join([f"{_quoted(name)}:{_literal(values[name])}" for name in sorted(values)]) + "}"


def _literal(value: Written | None) -> str:
    if value is None:
        return "null"
    return _quoted(value.text) if value.kind == "text" else value.text


def from_text(text: str) -> dict[str, Written | None]:
    """What :func:`to_text` wrote."""
    return {name: of_plain(value) for name, value in _DECODE(text).items()}


def of_plain(value: object) -> Written | None:
    """A value as :func:`json.loads` gives it with numbers left as text (:class:`_Digits`)."""
    if value is None:
        return None
    if isinstance(value, bool):
        return Written("flag", "true" if value else "false")
    return Written("number" if isinstance(value, _Digits) else "text", str(value))


class _Digits(str):
    """The digits of a number, to be told from a text that has the same."""

    __slots__ = ()


_quoted = json.JSONEncoder(ensure_ascii=False).encode
_DECODE = json.JSONDecoder(parse_float=_Digits, parse_int=_Digits).decode
