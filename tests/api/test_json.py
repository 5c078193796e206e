"""Exact JSON: what is read is what was written, and what is not plain JSON is refused by name."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.json import DEEPEST, read_json, write_json
from engine.issues import Refused, path_text


def codes(body: bytes) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        read_json(body)
    return [(issue.code, path_text(issue.path)) for issue in refused.value.issues]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"a": NaN, "b": -Infinity}', [("body-not-a-number", ""), ("body-not-a-number", "")]),
        (b'{"a": 1, "a": 2}', [("body-duplicate-key", "a")]),
        (b'{"a": {"b": 1, "\\u0062": 2}}', [("body-duplicate-key", "b")]),
        (b'{"a": 1e999999999}', [("body-number-size", "")]),
        (b'{"a": ' + b"9" * 5000 + b"}", [("body-number-size", "")]),
        (b'{"a": 0.' + b"1" * 5000 + b"}", [("body-number-size", "")]),
        (b'{"a": ["x\\u0000y"]}', [("body-text", "a[0]")]),
        (b'{"a": "\\ud800"}', [("body-text", "a")]),
        (b'{"\\ud800": 1}', [("body-text", "")]),
        (b'{"a": "\xff"}', [("body-not-utf8", "")]),
        (b'{"a": "x\x00y"}', [("body-syntax", "")]),
        (b"{'a': 1}", [("body-syntax", "")]),
        (b'{"a": 01}', [("body-syntax", "")]),
        (b'{"a": 1,}', [("body-syntax", "")]),
        (b'{"a": 1} {"b": 2}', [("body-syntax", "")]),
        (b"[" * 100_000, [("body-too-deep", "")]),
        (b'{"a":' * 100_000, [("body-too-deep", "")]),
        (b'["' + b'\\"' * 5 + b'",' + b"[" * 100, [("body-too-deep", "")]),
    ],
)
def test_what_is_not_plain_json_is_refused(body: bytes, expected: list[tuple[str, str]]) -> None:
    assert codes(body) == expected


def test_brackets_inside_text_are_not_depth() -> None:
    text = "[" * 1000 + '\\"' * 10 + "{" * 1000
    assert read_json(json.dumps({"a": text}).encode()) == {"a": text}


def test_the_deepest_allowed_is_read() -> None:
    assert codes(b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1)) == [("body-too-deep", "")]
    value = read_json(b"[" * DEEPEST + b"]" * DEEPEST)
    for _ in range(DEEPEST - 1):
        (value,) = value
    assert value == []


def test_a_mistake_is_told_with_its_place() -> None:
    with pytest.raises(Refused) as refused:
        read_json(b'{\n  "a": 1,\n  "b" 2\n}')
    (issue,) = refused.value.issues
    assert (issue.line, issue.column) == (3, 7)


def test_numbers_keep_every_digit() -> None:
    body = b'{"a":0.1,"b":1.10,"c":12345678901234567890,"d":-0.30000000000000004,"e":1E+2}'
    value = read_json(body)
    assert value["a"] == Decimal("0.1")
    assert write_json(value).encode() == body


def test_a_byte_order_mark_is_not_part_of_the_text() -> None:
    assert read_json(b"\xef\xbb\xbf[1]") == [1]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.decimals(-1000, 1000, places=3) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@given(JSON)
def test_what_we_write_we_read_back(value: object) -> None:
    try:
        body = write_json(value).encode()
    except UnicodeEncodeError:
        return
    if b"\\u0000" not in body:
        assert read_json(body) == value


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    try:
        read_json(body)
    except Refused as refused:
        assert refused.issues


def test_values_that_are_not_finite_are_never_written() -> None:
    for value in (float("nan"), float("inf"), Decimal("NaN")):
        with pytest.raises(ValueError):
            write_json({"a": value})
