"""The ranges of refused characters are those of the Unicode categories, and text is compared in one form."""

from __future__ import annotations

import unicodedata

from rules.document.characters import REFUSED, REFUSED_IN_KEY, describe, normalise


def is_unseen(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


def test_every_character_that_cannot_be_seen_is_refused() -> None:
    every = [chr(code) for code in range(0x110000)]
    missed = [describe(character) for character in every if is_unseen(character) and not REFUSED.match(character)]
    assert missed == ["U+0009", "U+000A"]


def test_no_character_that_can_be_seen_is_refused() -> None:
    """Unassigned ones may be: some of them are set aside for more format characters."""
    every = [chr(code) for code in range(0x110000)]
    wrong = [
        describe(character)
        for character in every
        if REFUSED.match(character) and not is_unseen(character) and unicodedata.category(character) != "Cn"
    ]
    assert wrong == []


def test_keys_have_no_tabs_or_line_breaks_either() -> None:
    assert all(REFUSED_IN_KEY.search(f"a{character}b") for character in "\t\n\r\u200b")
    assert REFUSED_IN_KEY.search("询单 人数 é 😀") is None


def test_normalise() -> None:
    assert normalise("cafe\u0301\r\nx") == "caf\u00e9\nx"
    assert normalise("a\r\nb") == "a\nb"
