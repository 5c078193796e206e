"""Which characters a formula may hold: typed twins of ASCII signs, names in one script, nothing invisible."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

# One character for one character, so that offsets in the folded text are offsets in the author's text.
_TWINS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20,  # ideographic space
    0x00A0: 0x20,  # no-break space
    0x2212: ord("-"),
    0x2018: ord("'"),
    0x2019: ord("'"),
    0x201C: ord('"'),
    0x201D: ord('"'),
    0xFE64: ord("<"),
    0xFE65: ord(">"),
    0xFE66: ord("="),
}

# Letters and marks that show nothing: they would make two names that look the same differ.
_INVISIBLE = frozenset(
    [0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10)]
) | frozenset(range(0xE0000, 0xE1000))

_SPACES = frozenset(" \u00a0\u3000")

_EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC"})


def fold(text: str) -> str:
    """The text with full-width and typographic signs as their ASCII twins; never changes its length."""
    return text if text.isascii() else text.translate(_TWINS)


def describe(character: str) -> str:
    """A printable name for any character: ``U+200B ZERO WIDTH SPACE``."""
    name = unicodedata.name(character, "")
    shown = f" {character}" if character.isprintable() and not character.isspace() else ""
    return f"U+{ord(character):04X}{shown}" + (f" {name}" if name else "")


def forbidden(text: str) -> Iterator[int]:
    """Offsets of control, format, private, unassigned and invisible characters and of unusual spaces."""
    if text.isascii() and text.isprintable():
        return
    for offset, character in enumerate(text):
        category = unicodedata.category(character)
        hidden = category[0] == "C" or category in ("Zl", "Zp") or ord(character) in _INVISIBLE
        if hidden or (category == "Zs" and character not in _SPACES):
            yield offset


def in_name(character: str) -> bool:
    """Whether the character continues a name. Digits of other scripts do, so that they are refused as part of one."""
    return character == "_" or character.isalnum() or unicodedata.category(character)[0] == "M"


def unusual(name: str) -> int | None:
    """Offset of the first character that only looks like another one (𝓈, ﬁ, ℌ) or is a digit of another script.

    Full-width and half-width forms are what Chinese and Japanese keyboards type, so those are welcome.
    """
    if name.isascii():
        return None
    for offset, character in enumerate(name):
        plain = unicodedata.normalize("NFKC", character)
        if plain != character and not unicodedata.decomposition(character).startswith(("<wide>", "<narrow>")):
            return offset
        if not plain.isascii() and unicodedata.category(plain[0]) in ("Nd", "No"):
            return offset
    return None


def canonical(name: str) -> str:
    """The form under which a name is looked up."""
    return name if name.isascii() else unicodedata.normalize("NFKC", name)


def mixed_scripts(name: str) -> tuple[str, ...]:
    """The scripts of a name that mixes look-alike alphabets (Latin with Cyrillic…); empty for an ordinary name."""
    if name.isascii():
        return ()
    scripts = {unicodedata.name(character, "?").split()[0] for character in name if character.isalpha()}
    alphabets = scripts - _EAST_ASIAN - {"MODIFIER"}
    return tuple(sorted(alphabets)) if len(alphabets) > 1 else ()
