"""Exact JSON. Numbers are read as ``int`` or ``Decimal`` and written as they are; what is not plain JSON is refused.

A reader that lets NaN, the second of two equal keys, or half a surrogate pair through has decided something for the
caller, so each of them is a problem of its own here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import simplejson
from flask.json.provider import JSONProvider

from api.codes import (
    BODY_DUPLICATE_KEY,
    BODY_NOT_A_NUMBER,
    BODY_NOT_UTF8,
    BODY_NUMBER_SIZE,
    BODY_SYNTAX,
    BODY_TEXT,
    BODY_TOO_DEEP,
)
from engine.issues import Issue, Path, Refused

DEEPEST = 64
LONGEST_NUMBER = 64
LARGEST_EXPONENT = 300

_ALL_BUT_BRACKETS = bytes(sorted(set(range(256)) - set(b"[]{}")))


def read_json(body: bytes) -> Any:
    """The value of a request body. Raises :class:`Refused` with every issue that reading can tell."""
    if body.startswith(b"\xef\xbb\xbf"):
        body = body[3:]
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused([BODY_NOT_UTF8.at((), byte=error.start + 1)]) from None
    if _deeper_than(body, DEEPEST):
        raise Refused([BODY_TOO_DEEP.at((), limit=DEEPEST)])
    issues: list[Issue] = []
    decoder = _decoder(issues)
    try:
        value = decoder.decode(text)
    except json.JSONDecodeError as error:
        issue = BODY_SYNTAX.at((), line=error.lineno, column=error.colno, what=error.msg)
        raise Refused([replace(issue, line=error.lineno, column=error.colno)]) from None
    # Raw control characters are a syntax error already, so both strange kinds of text can only come from an escape.
    if b"\\u" in body:
        issues += [BODY_TEXT.at(path) for path in _strange_text(value, ())]
    if issues:
        raise Refused(issues)
    return value


def write_json(value: object) -> str:
    """Compact JSON; Decimals as numbers, other characters than ASCII as themselves, never NaN."""
    return simplejson.dumps(
        value, use_decimal=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"), for_json=False
    )


class ExactJson(JSONProvider):
    """The reader and writer above, as Flask's own."""

    mimetype = "application/json"

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        return write_json(obj)

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        return read_json(s.encode() if isinstance(s, str) else s)


def _decoder(issues: list[Issue]) -> json.JSONDecoder:
    def decimal(text: str) -> Decimal | None:
        if len(text) <= LONGEST_NUMBER:
            number = Decimal(text)
            # An exponent is cheap to write and dear to expand: 1e999999999 is eleven characters.
            if not number or abs(number.adjusted()) <= LARGEST_EXPONENT:
                return number
        issues.append(BODY_NUMBER_SIZE.at((), start=text[:24], limit=LONGEST_NUMBER))
        return None

    def whole(text: str) -> int | None:
        if len(text) <= LONGEST_NUMBER:
            return int(text)
        issues.append(BODY_NUMBER_SIZE.at((), start=text[:24], limit=LONGEST_NUMBER))
        return None

    def constant(text: str) -> None:
        issues.append(BODY_NOT_A_NUMBER.at((), text=text))

    def mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(pairs)
        if len(result) != len(pairs):
            seen: set[str] = set()
            for key, _ in pairs:
                if key in seen:
                    issues.append(BODY_DUPLICATE_KEY.at((key,), key=key))
                seen.add(key)
        return result

    return json.JSONDecoder(parse_float=decimal, parse_int=whole, parse_constant=constant, object_pairs_hook=mapping)


def _deeper_than(body: bytes, limit: int) -> bool:
    """Counted before parsing, on the bytes: strings are cut out first, so their brackets do not count."""
    if body.count(b"[") + body.count(b"{") <= limit:
        return False
    outside = b"".join(body.replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')[::2])
    depth = 0
    for bracket in outside.translate(None, _ALL_BUT_BRACKETS):
        depth += 1 if bracket in b"[{" else -1
        if depth > limit:
            return True
    return False


_STRANGE = re.compile("[\x00\ud800-\udfff]")
"""The null character and halves of pairs: no database and no file takes them."""


def _strange_text(value: object, path: Path) -> Iterator[Path]:
    if isinstance(value, str):
        if _STRANGE.search(value):
            yield path
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _strange_text(key, path)
            yield from _strange_text(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _strange_text(item, (*path, index))
