"""Which characters may stand in a document, and how text is normalised."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

INVISIBLE = (
    (0x00, 0x08), (0x0B, 0x0C), (0x0E, 0x1F), (0x7F, 0x9F),  # C0 and C1 controls (with NEL) except tab, LF, CR
    (0xAD, 0xAD), (0x600, 0x605), (0x61C, 0x61C), (0x6DD, 0x6DD), (0x70F, 0x70F), (0x890, 0x891), (0x8E2, 0x8E2),
    (0x180E, 0x180E), (0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F),  # format, line and paragraph separators
    (0xD800, 0xF8FF), (0xFDD0, 0xFDEF),  # surrogates and private use; noncharacters
    (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB), (0xFFFE, 0xFFFF),
    (0x110BD, 0x110BD), (0x110CD, 0x110CD), (0x13430, 0x1343F), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A),
    *((plane + 0xFFFE, plane + 0xFFFF) for plane in range(0x10000, 0xE0000, 0x10000)),
    (0xE0000, 0xE007F), (0xEFFFE, 0x10FFFF),  # language tags; private use to the end
)  # fmt: skip
"""First and last of each range of characters that must never be in a document because nobody can see them.

Written out rather than asked of ``unicodedata``, so that the answer does not change with the Python version; a test
compares the two.
"""


def outside(ranges: Iterable[tuple[int, int]]) -> str:
    """A pattern for one character of these ranges, written as "none of all the others".

    Common characters then leave the search at its first step: a tenth of the time of the plain class.
    """
    others, start = "", 0
    for first, last in sorted(ranges):
        if start < first:
            others += f"{re.escape(chr(start))}-{re.escape(chr(first - 1))}"
        start = last + 1
    return f"[^{others}]"


REFUSED = re.compile(outside([*INVISIBLE, (0x0D, 0x0D)]))
"""A character refused anywhere in a source or a value whose line breaks are LF."""

REFUSED_IN_KEY = re.compile(outside([*INVISIBLE, (0x09, 0x0A), (0x0D, 0x0D)]))


def describe(character: str) -> str:
    """``U+200B ZERO WIDTH SPACE``: how a message names a character that cannot be shown."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


def is_surrogate(character: str) -> bool:
    return "\ud800" <= character <= "\udfff"


def normalise(text: str) -> str:
    """NFC, with line breaks as LF, so that the same words always compare and hash alike."""
    if text.isascii():
        return text.replace("\r\n", "\n") if "\r" in text else text
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
