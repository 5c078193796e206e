"""Texts from outside, and JSON as it is stored."""

import json

import pytest

from engine.issues import Refused
from service.text import checked_text, json_text, sha256_of
from tests.service.desk import codes_of


@pytest.mark.parametrize("text", ["a", "客服 team 💛", "two\nlines\tand a tab", "x" * 10])
def test_ordinary_text(text: str) -> None:
    assert checked_text(text, "name", low=1, high=20) == text


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["text-length"]),
        ("  \n", ["text-length"]),
        ("x" * 21, ["text-length"]),
        ("a\x00", ["bad-text"]),
        ("a\x1b[31m", ["bad-text"]),
        ("\ud83d", ["bad-text"]),
        ("\x00" * 21, ["bad-text", "text-length"]),
    ],
)
def test_text_that_is_refused(text: str, codes: list[str]) -> None:
    with pytest.raises(Refused) as caught:
        checked_text(text, "name", low=1, high=20)
    assert codes_of(caught.value) == codes
    assert caught.value.issues[0].path == ("name",)


@pytest.mark.parametrize("value", [{"名": "客服"}, "\x00", "\ud800", "\u2028", [1, None, True, "💛"]])
def test_json_is_storable_and_comes_back(value: object) -> None:
    text = json_text(value)
    text.encode()
    assert "\x00" not in text
    assert json.loads(text) == value


@pytest.mark.parametrize("value", [float("nan"), float("inf"), [-float("inf")]])
def test_json_has_no_strange_numbers(value: object) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        json_text(value)


def test_a_hash_tells_parts_apart() -> None:
    assert len({sha256_of("ab", "c"), sha256_of("a", "bc"), sha256_of("abc"), sha256_of("abc", ""), sha256_of()}) == 5
    assert sha256_of("a") == sha256_of("a")
    assert sha256_of("\ud800").startswith("sha256:")
