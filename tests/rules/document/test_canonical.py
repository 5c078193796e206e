"""Documents that say the same have one hash; documents that differ in meaning have different ones."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rules.document.canonical import canonical, content_hash
from rules.document.load import load

SAME = [
    ("a: 60\nb: [x, 0.5]\n", "yaml"),
    ("# a comment\na:   60.0\nb:\n  - 'x'\n  - 0.50\n", "yaml"),
    ('---\n"a": 60.000\n"b": ["x", 0.5]\n', "yaml"),
    ("\ufeff{a: 60, b: [x,\r\n 0.5]}", "yaml"),
    ('{"a": 60, "b": ["x", 0.5]}', "json"),
    ('{"\\u0061":60.0,"b":["\\u0078",0.500]}', "json"),
]


@pytest.mark.parametrize(("source", "media"), SAME)
def test_one_meaning_one_hash(source: str, media: str) -> None:
    data = load(source, media).data  # type: ignore[arg-type]
    assert canonical(data) == '{"a":60,"b":["x",0.5]}'
    assert content_hash(data) == content_hash(load(SAME[0][0]).data)


@pytest.mark.parametrize(
    "source",
    [
        "b: [x, 0.5]\na: 60\n",
        "a: '60'\nb: [x, 0.5]\n",
        "a: 60\nb: [0.5, x]\n",
        "a: 60\nb: [X, 0.5]\n",
        "a: 60\nb: [x, 0.5]\nc: null\n",
        "a: 60%\nb: [x, 0.5]\n",
    ],
)
def test_another_meaning_another_hash(source: str) -> None:
    assert content_hash(load(source).data) != content_hash(load(SAME[0][0]).data)


def test_the_hash_belongs_to_a_version_of_the_language() -> None:
    assert content_hash({"a": 1}, 1) != content_hash({"a": 1}, 2)


def test_the_hash_never_changes() -> None:
    """Stored versions are found by it, so a change of this value is a change of every stored rule set."""
    assert content_hash({"名": ["é", True, None, Decimal("-0.5"), 60]}) == (
        "sha256:741414e1c19d9a72334c40429af64f2caa7a8c279f4f4a1f53305f5db52a47f2"
    )


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (60, "60"),
        (Decimal("60.0"), "60"),
        (Decimal("6E+1"), "60"),
        (Decimal("-0.0"), "0"),
        (Decimal("1E-7"), "0.0000001"),
        (Decimal("-2.50"), "-2.5"),
        (999_999_999_999_999, "999999999999999"),
    ],
)
def test_one_spelling_of_a_number(number: int | Decimal, text: str) -> None:
    assert canonical(number) == text


def test_composed_and_decomposed_text_are_one() -> None:
    assert canonical("cafe\u0301") == canonical("caf\u00e9")


def test_a_float_is_no_document_data() -> None:
    with pytest.raises(TypeError):
        canonical([0.5])  # type: ignore[list-item]


def test_canonical_form_can_be_read_back() -> None:
    data = load('a: {b: [1, -0.25, \'x"y\', null, true, "t\\tn\\n"]}\n').data
    assert load(canonical(data), "json").data == data
