"""JSON obeys the same rules as YAML, and gives the same data."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.issues import Issue, Refused
from rules.document import limits
from rules.document.load import load


def problems(source: str | bytes) -> list[Issue]:
    with pytest.raises(Refused) as refused:
        load(source, "json")
    return refused.value.issues


@pytest.mark.parametrize(
    ("source", "data"),
    [
        ("{}", {}),
        ('{"a": [], "b": {}}', {"a": [], "b": {}}),
        (' {"a" : [1 , -2.50, true, false, null, "x"]}\r\n', {"a": [1, Decimal("-2.5"), True, False, None, "x"]}),
        ('{"a": "\\u8be2\\n\\"\\\\\\/\\ud83d\\ude00"}', {"a": '询\n"\\/😀'}),
        ('{"a": 60.0, "b": -0, "c": "1e3"}', {"a": 60, "b": 0, "c": "1e3"}),
        ('{"a": "x\\r\\ny"}', {"a": "x\ny"}),
    ],
)
def test_read(source: str, data: object) -> None:
    assert load(source, "json").data == data


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", ["document-empty"]),
        ("  \n", ["document-empty"]),
        ("null", ["document-empty"]),
        ("[]", ["document-not-mapping"]),
        ('"x"', ["document-not-mapping"]),
        ('{"a": 1, "\\u0061": 2}', ["duplicate-key"]),
        ('{"": 1}', ["key-empty"]),
        ('{"a": NaN, "b": Infinity, "c": -Infinity}', ["number-syntax"] * 3),
        ('{"a": 1e3, "b": 010, "c": +5, "d": .5, "e": 5., "f": 0x10, "g": 1_000}', ["number-syntax"] * 7),
        ('{"a": 1000000000000000}', ["number-out-of-range"]),
        ('{"a": 0.1234567890123}', ["number-too-long"]),
        ('{"a": "\\ud800"}', ["text-surrogate"]),
        ('{"a": "\\udc00\\ud800"}', ["text-surrogate"]),
        ('{"a": "\\u0000"}', ["text-control"]),
        ('{"\\u0000": 1}', ["text-control"]),
        ('{"a": "\\u200b"}', ["text-control"]),
        ('{"a": "\x00"}', ["text-nul"]),
        ('{"a": "x\ny"}', ["json-syntax"]),
        ('{"a": "\\x41"}', ["json-syntax"]),
        ('{"a": "x}', ["json-syntax"]),
        ("{'a': 1}", ["json-syntax"]),
        ("{a: 1}", ["json-syntax"]),
        ('{"a" 1}', ["json-syntax"]),
        ('{"a": }', ["json-syntax"]),
        ('{"a": 1,}', ["json-syntax"]),
        ('{"a": [1,]}', ["json-syntax"]),
        ('{"a": [1 2]}', ["json-syntax"]),
        ('{"a": [1}', ["json-syntax"]),
        ('{"a": True}', ["json-syntax"]),
        ('{"a": 1', ["json-syntax"]),
        ('{"a": 1} {"b": 2}', ["json-syntax"]),
        ('{"a": 1} // x', ["json-syntax"]),
        ("{,}", ["json-syntax"]),
        ('{"a": "' + "x" * 10_001 + '"}', ["text-too-long"]),
        ('{"a": [' + "1," * limits.MOST_NODES + "1]}", ["too-many-nodes"]),
        ('{"a": ' + "[" * 32 + "]" * 32 + "}", ["json-too-deep"]),
        ('{"a":' * 100_000, ["json-too-deep"]),
    ],
)
def test_refused(source: str, expected: list[str]) -> None:
    assert [issue.code for issue in problems(source)] == expected


def test_problems_have_places() -> None:
    found = problems('{\n  "a": 1e3,\n  "b": {"c": [1, NaN]},\n  "询": 1, "询": 2\n}')
    assert [(issue.code, issue.path, issue.line, issue.column) for issue in found] == [
        ("number-syntax", ("a",), 2, 8),
        ("number-syntax", ("b", "c", 1), 3, 18),
        ("duplicate-key", ("询",), 4, 11),
    ]


def test_a_quote_that_is_never_closed_is_found_quickly() -> None:
    assert problems('{"a": "' + "x\\n" * 300_000)[0].code == "json-syntax"


@given(
    st.dictionaries(
        st.text("abc询", min_size=1, max_size=3),
        st.recursive(
            st.none()
            | st.booleans()
            | st.integers(-(10**15) + 1, 10**15 - 1)
            | st.text("ab\n\t\"\\'询😀é/ ", max_size=8),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", min_size=1), inner, max_size=3),
            max_leaves=12,
        ),
        max_size=4,
    ),
    st.booleans(),
    st.sampled_from([None, 1]),
)
def test_agrees_with_the_standard_reader(data: dict[str, object], ascii_only: bool, indent: int | None) -> None:
    source = json.dumps(data, ensure_ascii=ascii_only, indent=indent)
    assert load(source, "json").data == json.loads(source)
