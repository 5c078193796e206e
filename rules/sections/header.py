"""The head of a document: language version, id, names, whom it applies to, period and currency."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from babel.core import get_global
from babel.numbers import get_currency_precision

from rules import codes
from rules.document import fragments
from rules.document.fragments import Schema
from rules.document.names import LONGEST_NAME, LONGEST_SENTENCE, slug_problems
from rules.reader import Reader

LANGUAGE_VERSION = 1
PERIODS = ("day", "week", "month", "quarter", "year")

SCHEMA: dict[str, Schema] = {
    "scorewright": {},
    "id": fragments.ID,
    "name": fragments.WORDS,
    "description": fragments.WORDS,
    "why": fragments.WORDS,
    "origin": fragments.record(
        {"template": fragments.ID, "version": fragments.TEXT, "choices": fragments.mapping(fragments.ID, most=10)},
        required=("template", "version"),
    ),
    "applies_to": fragments.mapping(
        {
            "type": ["string", "array"],
            "items": {"type": "string"},
            "x-expects": {"zh": "文字或文字列表", "en": "text or a list"},
        },
        most=10,
    ),
    "period": fragments.words(*PERIODS),
    "currency": fragments.expects(
        {"type": "string", "minLength": 3, "maxLength": 3}, "三个字母的货币代码", "a currency code"
    ),
    "eligible": fragments.record(
        {"when": fragments.CONDITION, "label": fragments.WORDS, "why": fragments.WORDS, "clause": fragments.TEXT},
        required=("when",),
    ),
}
REQUIRED = ("scorewright", "id")


def check_header(data: Mapping[str, Any], reader: Reader) -> int:
    """Collects what is wrong in the head; gives the number of decimals of the currency."""
    version = data.get("scorewright")
    if "scorewright" in data and version != LANGUAGE_VERSION:
        reader.add(codes.BAD_LANGUAGE_VERSION.at(("scorewright",), got=str(version)[:40]))
    if isinstance(data.get("id"), str):
        reader.add(*slug_problems(data["id"], ("id",)))
    for key in ("name", "description", "why"):
        if key in data and reader.usable((key,)):
            reader.words(data[key], (key,), longest=LONGEST_NAME if key == "name" else LONGEST_SENTENCE)
    currency = data.get("currency", "CNY")
    if reader.usable(("currency",)) and currency not in get_global("all_currencies"):
        reader.add(codes.BAD_CURRENCY.at(("currency",), code=str(currency)))
        return 2
    return get_currency_precision(currency)
